"""What was answered, in the form the recipe asks for: one label per answer, the majority's, or the likeliest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from msgspec import UNSET

from armslength.questions.model import LabelSchema, Question
from armslength.release.model import Dropped, Plan, Record, Said
from armslength.truth.model import Belief, Consensus


@dataclass(frozen=True, slots=True)
class Vote:
    """A value, the share `p` of the `n` answers behind it, and its lead (`margin`) over the next. None in a tie.

    Where the label is inferred `p` is the probability that it is right. None where there is no such thing: of an
    inferred number, and of a median that nobody gave. `open`: parts of the value of which nothing is decided; a value
    with such is a `tie`, too, and says what is decided of the rest.
    """

    value: Any
    p: float | None = 1.0
    margin: float | None = 1.0
    n: int = 1
    tie: bool = False
    open: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Label:
    """One label of one target; `said` is whose it is, None when it is everybody's."""

    target: str
    vote: Vote
    said: Said | None = None


def labels(record: Record, plan: Plan, question: str) -> Iterator[Label]:
    """The labels of one question, target by target."""
    if plan.recipe.truth == "all":
        for said in record.annotations:
            for target, value in values(said, question):
                yield Label(target, Vote(value), said)
    elif (believed := beliefs(record, question)) is not None:
        for target, each in sorted(believed.items()):
            undecided = [] if each.open is UNSET else each.open
            tie = each.value is None or bool(undecided)
            yield Label(target, Vote(each.value, each.probability, each.margin, each.n, tie, undecided))
    else:
        for target, found in sorted(record.majority.get(question, {}).items()):
            share, margin = behind(found)
            yield Label(target, Vote(found.value, share, margin, found.n, found.tie))


def behind(found: Consensus) -> tuple[float | None, float | None]:
    """The share of the answers that gave this, and its lead; None of a median between two answers: nobody gave it, and
    that says nothing against it."""
    between = found.method == "median" and found.share == 0
    return (None, None) if between else (found.share, found.margin)


def undecided_marks(label: Label, plan: Plan) -> tuple[str | None, list[Dropped]]:
    """Of marks in a text of which some are undecided: why formats that have no place for such leave the text out (None:
    it stays, with the marks that are decided), and in a text that stays what is left out of it."""
    vote = label.vote
    if not vote.tie:
        return None, []
    if vote.value is None:
        return "a text of whose marks nothing is decided", []
    if plan.recipe.ties == "drop":
        return "a text with an open mark" if vote.open else "a text with a mark that exactly half set", []
    if vote.open:
        return None, [Dropped("an open mark of a text that stays")] * len(vote.open)
    return None, [Dropped("marks that exactly half set, of a text that stays")]


def beliefs(record: Record, question: str) -> dict[str, Belief] | None:
    """What is believed of one question, by target; None where the release does not say or its answers are no labels."""
    return None if record.inferred is UNSET else record.inferred.get(question)


def values(said: Said, question: str) -> Iterator[tuple[str, Any]]:
    """(target, value) of what one person really answered."""
    for target, answer in sorted(said.answers.get(question, {}).items()):
        if answer["state"] == "answered":
            yield target, answer["value"]


def ballots(record: Record, plan: Plan, question: str) -> Iterator[tuple[str, list[Any], Said | None]]:
    """(target, values, whose): what is counted together. One ballot per target, or one per answer."""
    if plan.recipe.truth == "all":
        for said in record.annotations:
            yield from ((target, [value], said) for target, value in values(said, question))
        return
    together: dict[str, list[Any]] = {}
    for said in record.annotations:
        for target, value in values(said, question):
            together.setdefault(target, []).append(value)
    yield from ((target, given, None) for target, given in sorted(together.items()))


def count(yes: int, no: int, level: int = 0) -> Vote:
    """A vote between two sides, with `level` who saw no difference: value True, False, or a tie."""
    n = yes + no + level
    top, other = max(yes, no), min(yes, no)
    beaten = max(other, level)
    if top <= beaten:
        return Vote(None, top / n, 0.0, n, True)
    return Vote(yes > no, top / n, (top - beaten) / n, n)


def trace(record: Record, label_said: Said | None, vote: Vote | None = None) -> dict[str, Any]:
    """Where a row comes from, and how sure it is: extra keys that loaders keep and trainers ignore."""
    found: dict[str, Any] = {}
    if vote is not None:
        found = {"margin": vote.margin, "p": vote.p, "n": vote.n}
        if vote.open:
            found["open"] = list(vote.open)
    found["item"] = str(record.item)
    if label_said is not None:
        found |= {"annotation": str(label_said.annotation), "person": label_said.person}
    return found


def choose(schema: LabelSchema, wanted: str | None, fits: Sequence[Callable[[Question], bool]]) -> Question | None:
    """The question that a format follows: the one the recipe names, if it fits; else the first of the best fit."""
    if wanted is not None:
        named = schema.question(wanted)
        return named if named is not None and any(fit(named) for fit in fits) else None
    return next((question for fit in fits for question in schema.questions if fit(question)), None)

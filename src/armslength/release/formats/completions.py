"""Prompts with one good answer: what people wrote, or the response they preferred. Shared by every format of these."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from armslength.questions.model import LabelSchema, Question
from armslength.release.formats import messages
from armslength.release.formats.labels import Vote, choose
from armslength.release.formats.messages import Message
from armslength.release.formats.pairs import IMAGES, Pair, compared_field, pairs, preference_question, rewrites
from armslength.release.model import Dropped, Plan, Recipe, Record, Said

NOTHING_WRITTEN = "It needs a text that always is, or says it is, the answer; a rewritten draft, or a preference."
Asked = Callable[[LabelSchema, Recipe], Question | None]
"""Which question holds the good answer."""


@dataclass(frozen=True, slots=True)
class Completion:
    """A prompt and its good answer."""

    prompt: list[Message]
    completion: list[Message]
    vote: Vote
    said: Said | None


def written_question(schema: LabelSchema, recipe: Recipe) -> Question | None:
    """The question whose text is the assistant's answer: one that says so, a rewrite, or a text that must always be
    written.

    Another text that is asked for only sometimes is a remark, and one named by the recipe is taken at its word.
    """
    levels = ("item", "message")
    if recipe.question is not None:
        return choose(schema, recipe.question, [lambda q: q.kind == "text" and q.target.level in levels])
    return choose(
        schema, None,
        [
            lambda q: q.kind == "text" and q.settings.get("serves_as") == "completion",
            lambda q: bool(q.settings.get("rewrite_of")) and q.target.level in levels,
            lambda q: q.kind == "text" and q.target.level in levels and q.settings.get("serves_as") is None
            and q.required and q.required_if is None and q.show_if is None,
        ],
    )  # fmt: skip


def expected_question(schema: LabelSchema, recipe: Recipe) -> Question | None:
    """The question whose text an evaluation compares with: one that says so, else the assistant's answer."""
    says_so = [lambda q: q.kind == "text" and q.settings.get("serves_as") == "expected"]
    told = choose(schema, None, says_so) if recipe.question is None else None
    return told or written_question(schema, recipe)


def why_not(schema: LabelSchema, recipe: Recipe, asked: Asked = written_question) -> str | None:
    """Why there are no good answers to read; None when there are."""
    if asked(schema, recipe) is None and preference_question(schema, recipe) is None:
        return NOTHING_WRITTEN
    return IMAGES if messages.shows_images(schema) else None


def completions(record: Record, plan: Plan, asked: Asked = written_question) -> Iterator[Completion | Dropped]:
    """Every prompt with its good answer, and what has none, with the reason."""
    question = asked(plan.schema, plan.recipe)
    if question is None:
        yield from _preferred(record, plan)
        return
    for written in rewrites(record, plan, question):
        if isinstance(written, Dropped):
            yield written
        else:
            answer: list[Message] = [{"role": "assistant", "content": written.text}]
            yield Completion(written.prompt, answer, written.label.vote, written.label.said)


def _preferred(record: Record, plan: Plan) -> Iterator[Completion | Dropped]:
    """The response that beats every other, by each person or by the vote on each pair."""
    question = preference_question(plan.schema, plan.recipe)
    assert question is not None  # why_not has been asked
    others = len(record.content.get(compared_field(question), ())) - 1 if question.kind != "text" else 1
    found = list(pairs(record, plan))
    if question.kind not in ("ranking", "rating") or all(isinstance(pair, Dropped) for pair in found):
        yield from (pair for pair in found if isinstance(pair, Dropped))
    by_person: dict[str, list[Pair]] = {}
    for pair in found:
        if isinstance(pair, Pair):
            by_person.setdefault(pair.said.person if pair.said else "", []).append(pair)
    for decided in by_person.values():
        yield _winner(decided, others)


def _winner(decided: list[Pair], others: int) -> Completion | Dropped:
    """Of one response's victories over all `others`, the vote of the narrowest."""
    wins = Counter(str(pair.chosen) for pair in decided if not pair.undecided)
    best = next((side for side, times in wins.items() if times == others), None)
    if best is None:
        return Dropped("no response is better than all others")
    theirs = [pair for pair in decided if str(pair.chosen) == best and not pair.undecided]
    narrowest = min(theirs, key=lambda pair: pair.vote.margin or 0.0)
    return Completion(narrowest.prompt, narrowest.chosen, narrowest.vote, narrowest.said)

"""A judge beside people: verdicts and answers in, figures out. A unit is one label: a question at one target of one
item, or, where an answer is several labels, one part of it there."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

import msgspec
import numpy as np

import armslength_quality as quality
from armslength.questions.model import LabelSchema, Subject
from armslength.truth.rules.inference import (
    NOT_THERE,
    THERE,
    Fitted,
    Given,
    beliefs,
    inferred,
    labels_of,
    modelled,
    possible,
)
from armslength.truth.rules.judging_numbers import NO_STAND_IN, NOBODY, NumberBench, judged_mean, nothing, too_few
from armslength.truth.rules.measures import measured
from armslength.truth.rules.numbers import is_number, place_of
from armslength.truth.rules.reading import Answers, Asked
from armslength.truth.schemas import Estimate
from armslength.truth.schemas.judges import (
    JudgedMean,
    JudgedPart,
    JudgedQuestion,
    LengthAndGrade,
    Pull,
    StandIn,
)

MOST_LABELS: Final = 12
"""More make a confusion that nobody reads, and as many means."""
SIDES: Final = ("r1", "r2")
_PAIR: Final = "pairwise"
_NO_SCORES: Final = "The judge gives no scores."
_SEVERAL: Final = "An answer is several labels: there is one score for all of them."
_TOGETHER: Final = "The labels of an item go together: no interval."
MOST_PARTS: Final = 30
Unit = Hashable
"""(item, target, part); part "" is the answer as a whole."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a judge said of an item."""

    answers: Answers
    scores: Mapping[str, float | None]
    shown_first: str | None


@dataclass(frozen=True)
class Kin:
    """Which responses are of a judge's own family, by what items call those who wrote them."""

    family: str | None
    models: Sequence[str]

    def has(self, writer: str) -> bool:
        """Whether this writer is one of them."""
        if self.models:
            return any(_matches(writer.lower(), each.lower()) for each in self.models)
        return self.family is not None and writer.lower().startswith(self.family.lower())


def _matches(name: str, pattern: str) -> bool:
    """Whether the pattern's pieces stand in the name in their order, with anything in place of each `*`."""
    first, *rest = pattern.split("*")
    if not rest:
        return name == pattern
    if not name.startswith(first):
        return False
    at, last = len(first), rest.pop()
    for piece in rest:
        found = name.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return len(name) - at >= len(last) and name.endswith(last)


@dataclass
class _Said:
    """A judge's verdicts on one question."""

    verdicts: dict[Unit, str] = field(default_factory=dict)
    scores: dict[Unit, float] = field(default_factory=dict)
    first: dict[Unit, str] = field(default_factory=dict)


@dataclass
class _People:
    """What people said of one question, and what the items tell of what is compared."""

    rows: list[tuple[Unit, str, str]] = field(default_factory=list)
    beliefs: dict[Unit, Mapping[str, float]] = field(default_factory=dict)
    lengths: dict[Unit, tuple[float, float]] = field(default_factory=dict)
    length: dict[Unit, float] = field(default_factory=dict)
    writers: dict[Unit, tuple[str, str]] = field(default_factory=dict)
    picks: list[float] = field(default_factory=list)


def judged(schema: LabelSchema) -> dict[str, Asked]:
    """Questions on which a judge can be compared: labels, one an answer or several, and numbers."""
    labels = inferred(schema)
    return {name: each for name, each in modelled(schema).items() if name in labels or is_number(each)}


def stratum_of(question: Asked, value: Any) -> Hashable:
    """What an answer is drawn by, in words: its label, the parts that are there, or the number."""
    if is_number(question):
        return place_of(question, value)
    labels = labels_of(question, value)
    if question.apart is None:
        return labels[""]
    said = {part: label for part, label in labels.items() if label != NOT_THERE}
    return ", ".join(part if label == THERE else f"{part}: {label}" for part, label in said.items()) or NOT_THERE


class Bench:
    """Collects verdicts and answers of a project item by item. Memory: about a kilobyte a place."""

    def __init__(self, schema: LabelSchema) -> None:
        self.schema = schema
        asked = judged(schema)
        self.questions = {name: each for name, each in asked.items() if not is_number(each)}
        self.numbers = {name: NumberBench(each) for name, each in asked.items() if is_number(each)}
        self._people: dict[str, _People] = {name: _People() for name in self.questions}
        self._said: defaultdict[tuple[str, str], dict[str, _Said]] = defaultdict(
            lambda: {name: _Said() for name in self.questions}
        )

    def add(
        self, item_id: UUID, content: Mapping[str, Any], given: Given, verdicts: Mapping[tuple[str, str], Verdict],
        orders: Mapping[str, Mapping[str, Sequence[str]]], fits: Mapping[str, Fitted],
    ) -> None:  # fmt: skip
        """One more item: what people and judges said of it. `orders`: by person, in which order they saw responses."""
        believed = beliefs(self.schema, given, fits)
        for name, numbers in self.numbers.items():
            said = {judge: verdict.answers for judge, verdict in verdicts.items()}
            numbers.add(str(item_id), given, said, believed.get(name, {}))
        for name, question in self.questions.items():
            units = {
                (target, part): (str(item_id), target, part)
                for verdict in verdicts.values() for target, value in question.values(verdict.answers)
                for part in labels_of(question, value)
            }  # fmt: skip
            people = self._people[name]
            for (target, part), unit in units.items():
                belief = believed.get(name, {}).get(target)
                if belief is not None and part in belief.shares:
                    people.beliefs[unit] = belief.shares[part]
                if question.apart is None:
                    self._look(question, Subject(self.schema, content, target), unit)
            for person, answers in sorted(given.said.items()):
                for target, value in question.values(answers):
                    for part, label in labels_of(question, value).items():
                        if (target, part) in units:
                            people.rows.append((units[target, part], person, label))
                            self._note_pick(question, people, label, orders.get(person, {}))
            for judge, verdict in verdicts.items():
                self._judge(self._said[judge][name], name, question, units, verdict)

    def _look(self, question: Asked, subject: Subject, unit: Unit) -> None:
        """How long what is compared or graded is, and who wrote it."""
        people = self._people[question.question.name]
        if question.question.kind != _PAIR:
            level, _, part = subject.target.partition(":")
            texts = [
                text for each in self.schema.fields
                for (message, response), text in subject.texts(each.name).items()
                if level == "item" or part in (message, response)
            ]  # fmt: skip
            people.length[unit] = float(sum(map(len, texts)))
            return
        name = question.reader.settings.field
        sizes: Counter[str] = Counter()
        for (_, response), text in subject.texts(name).items():
            sizes[str(response)] += len(text)
        if sizes:
            people.lengths[unit] = (float(sizes[SIDES[0]]), float(sizes[SIDES[1]]))
        writers = {each["id"]: each.get("source") for each in subject.content.get(name, ())}
        one, other = (writers.get(side) for side in SIDES)
        if one is not None and other is not None:
            people.writers[unit] = (one, other)

    def _note_pick(self, question: Asked, people: _People, label: str, orders: Mapping[str, Sequence[str]]) -> None:
        if question.question.kind == _PAIR and (shown := orders.get(question.reader.settings.field)):
            people.picks.append(0.5 if label not in SIDES else float(label == shown[0]))

    def _judge(
        self, said: _Said, name: str, question: Asked, units: Mapping[tuple[str, str], Unit], verdict: Verdict
    ) -> None:
        score = verdict.scores.get(name)
        for target, value in question.values(verdict.answers):
            for part, label in labels_of(question, value).items():
                said.verdicts[units[target, part]] = label
                if (first := verdict.shown_first or SIDES[0]) in SIDES:
                    said.first[units[target, part]] = first
                if score is not None and question.apart is None:
                    said.scores[units[target, part]] = score

    def measure(self, kin: Mapping[tuple[str, str], Kin], seed: int) -> dict[tuple[str, str], list[JudgedQuestion]]:
        """Every judge on every question that it gave verdicts on."""
        return {
            judge: [
                _measured(self.questions[name], said, self._people[name], kin[judge], seed)
                for name, said in by_question.items() if said.verdicts
            ] + [bench.measured(judge, seed) for bench in self.numbers.values() if bench.said_by(judge)]
            for judge, by_question in self._said.items() if judge in kin
        }  # fmt: skip


def _measured(question: Asked, said: _Said, people: _People, kin: Kin, seed: int) -> JudgedQuestion:
    rng = np.random.default_rng(seed)
    compared = [unit for unit in said.verdicts if unit in people.beliefs]
    rows = [row for row in people.rows if row[0] in said.verdicts]
    could = set(possible(question)) | {label for _, _, label in rows} | set(said.verdicts.values())
    could |= {label for unit in compared for label in people.beliefs[unit]}
    labels = sorted(could, key=_in_order)
    humans = quality.Answers.from_rows(rows, categories=labels) if rows else None
    graded = question.measure.scale == "ordinal" and all(_number(label) is not None for label in labels)
    whole = question.apart is None
    return JudgedQuestion(
        question=question.question.name, title=question.question.title, kind=question.question.kind,
        verdicts=len(said.verdicts), compared=len(compared),
        **_beside(compared, people, said, labels, rng, graded=graded),
        **_person(humans, said.verdicts, rng if whole else None, graded=graded),
        **_by_agreement(humans, said, rng if whole else None),
        **_leanings(humans, said, people, kin, rows, graded=graded and whole, pair=question.question.kind == _PAIR),
        means=_means(rows, said, people, labels, question, graded=graded),
        stand_in=_stand_in(humans, said.verdicts) if whole else NO_STAND_IN,
        parts=[] if whole else _parts(compared, people, said, labels, rng, graded=graded), numbers=None,
    )  # fmt: skip


def _parts(
    compared: Sequence[Unit], people: _People, said: _Said, labels: Sequence[str], rng: np.random.Generator, *,
    graded: bool,
) -> list[JudgedPart]:  # fmt: skip
    """Each part by itself; those with most units, by name."""
    times = Counter(map(_part, compared))
    found = []
    for part in sorted(part for part, _ in times.most_common(MOST_PARTS)):
        units = [unit for unit in compared if _part(unit) == part]
        beside = _beside(units, people, said, labels, rng, graded=graded)
        found.append(JudgedPart(part, len(units), beside["percent"], beside["kappa"]))
    return found


def _by_agreement(humans: quality.Answers | None, said: _Said, rng: np.random.Generator | None) -> dict[str, Any]:
    """How it does where people agree and where they do not, and whether its scores know."""
    if humans is None:
        return dict.fromkeys(("unanimous", "divided", "score"), nothing(NOBODY))
    told = quality.beside_agreement(humans, said.verdicts, rng=rng)
    score = measured(quality.score_and_agreement(humans, said.scores)) if said.scores else nothing(_NO_SCORES)
    if rng is None:
        score = nothing(_SEVERAL)
    return {"unanimous": _told(told.unanimous), "divided": _told(told.divided), "score": score}


def _told(found: quality.Estimate) -> Estimate:
    """With why it has no interval, where none was asked for."""
    told = measured(found)
    return msgspec.structs.replace(told, note=_TOGETHER) if told.value is not None and told.low is None else told


def _leanings(
    humans: quality.Answers | None, said: _Said, people: _People, kin: Kin, rows: Sequence[tuple[Unit, str, str]], *,
    graded: bool, pair: bool,
) -> dict[str, Any]:  # fmt: skip
    """By what of a pair it goes; of grades, whether they rise with length."""
    if not pair:
        found: dict[str, Any] = dict.fromkeys(("side", "people_side", "length", "family"))
        return found | {"grade_length": _grade_length(rows, said, people) if graded else None}
    picks = people.picks
    return {
        "side": _pull(humans, said, said.first),
        "people_side": measured(quality.share_of(sum(picks), len(picks))) if picks else None,
        "length": _pull(humans, said, quality.longer_side(people.lengths, SIDES)),
        "family": _pull(humans, said, _own(people.writers, kin)), "grade_length": None,
    }  # fmt: skip


def _beside(
    compared: Sequence[Unit], people: _People, said: _Said, labels: Sequence[str], rng: np.random.Generator, *,
    graded: bool,
) -> dict[str, Any]:  # fmt: skip
    """Units of one item are drawn together."""
    if not compared:
        return {"percent": nothing(NOBODY), "kappa": nothing(NOBODY), "kappa_method": "Cohen's kappa", "labels": [],
                "confusion": []}  # fmt: skip
    found = quality.compare_with_beliefs(
        {unit: _whole(people.beliefs[unit]) for unit in compared}, said.verdicts, labels=labels,
        weights="quadratic" if graded else None, rng=rng,
        clusters={unit: _item(unit) for unit in compared},
    )  # fmt: skip
    few, legible = too_few(map(_item, compared)), len(labels) <= MOST_LABELS
    return {
        "percent": few or measured(found.percent), "kappa": few or measured(found.kappa),
        "kappa_method": found.kappa.method, "labels": list(labels) if legible else [],
        "confusion": found.confusion.round(3).tolist() if legible else [],
    }  # fmt: skip


def _whole(shares: Mapping[str, float]) -> dict[Hashable, float]:
    """The same with a sum of one to the last digit."""
    total = sum(shares.values())
    return {label: share / total for label, share in shares.items()}


def _person(
    humans: quality.Answers | None, verdicts: Mapping[Unit, str], rng: np.random.Generator | None, *, graded: bool
) -> dict[str, Any]:
    """What people reach against one another, by the judge's rule."""
    try:
        if humans is None:
            return {"person_percent": nothing(NOBODY), "person_kappa": nothing(NOBODY)}
        if few := too_few(map(_item, humans.items)):
            return {"person_percent": few, "person_kappa": few}
        found = quality.compare_judge(humans, verdicts, weights="quadratic" if graded else None, rng=rng).people
    except quality.BadAnswers as few:
        return {"person_percent": nothing(str(few)), "person_kappa": nothing(str(few))}
    return {"person_percent": _told(found.percent), "person_kappa": _told(found.kappa)}


def _pull(humans: quality.Answers | None, said: _Said, favoured: Mapping[Unit, Hashable]) -> Pull | None:
    """None where no pair points anywhere, or nobody has answered one."""
    if humans is None or not favoured:
        return None
    found = quality.pull(humans, said.verdicts, SIDES, favoured)
    return Pull(measured(found.judge), measured(found.people), measured(found.difference))


def _own(writers: Mapping[Unit, tuple[str, str]], kin: Kin) -> dict[Hashable, Hashable]:
    own = {unit: (kin.has(one), kin.has(other)) for unit, (one, other) in writers.items()}
    return quality.family_side(own, own=True, sides=SIDES)


def _grade_length(rows: Sequence[tuple[Unit, str, str]], said: _Said, people: _People) -> LengthAndGrade:
    grades = _by_unit(rows, lambda _, label: _number(label))
    given = {unit: number for unit, label in said.verdicts.items() if (number := _number(label)) is not None}
    both = {unit: number for unit, number in given.items() if unit in grades}
    return LengthAndGrade(
        measured(quality.rank_correlation(both, people.length)),
        measured(quality.rank_correlation(grades, people.length)),
    )


Worth = Callable[[Unit, str], float | None]


def _means(
    rows: Sequence[tuple[Unit, str, str]], said: _Said, people: _People, labels: Sequence[str], question: Asked, *,
    graded: bool,
) -> list[JudgedMean]:  # fmt: skip
    found, pair = [], question.question.kind == _PAIR
    if question.apart is not None:
        worths = _shares(question.apart.every, Counter(map(_part, said.verdicts)))
    else:
        worths = _worths(people, labels, graded=graded and not pair, pair=pair)
    for of, worth in worths:
        judge = {unit: number for unit, label in said.verdicts.items() if (number := worth(unit, label)) is not None}
        if not judge:
            continue
        told = {unit: number for unit, number in _by_unit(rows, worth).items() if unit in judge}
        three = quality.means(judge, told, judge, rate=pair or not graded)
        found.append(judged_mean(of, three, len(told)))
    return found


def _shares(every: Sequence[str], times: Counter[str]) -> Iterator[tuple[str, Worth]]:
    """How often each part is there, of parts that every answer speaks of."""
    for part, _ in times.most_common(MOST_LABELS) if every else ():
        yield part, lambda unit, label, part=part: float(label != NOT_THERE) if _part(unit) == part else None  # type: ignore[misc]


def _worths(people: _People, labels: Sequence[str], *, graded: bool, pair: bool) -> Iterator[tuple[str, Worth]]:
    """What the mean is of, by name: the grade; or, of pairs, how often a model wins; or the share of each label."""
    if graded:
        yield "", lambda _, label: _number(label)
        return
    if pair and people.writers:
        often = Counter(writer for both in people.writers.values() if both[0] != both[1] for writer in both)
        for writer, _ in often.most_common(MOST_LABELS):
            yield writer, lambda unit, label, writer=writer: _won(people.writers.get(unit), writer, label)  # type: ignore[misc]
        return
    for of in labels[:MOST_LABELS]:
        yield of, lambda _, label, of=of: float(label == of)  # type: ignore[misc]


def _won(writers: tuple[str, str] | None, writer: str, label: str) -> float | None:
    """1 where the writer's response is preferred, 0 where the other is, a half for neither; None where it is not one of
    two."""
    if writers is None or writers[0] == writers[1] or writer not in writers:
        return None
    return float(writers[SIDES.index(label)] == writer) if label in SIDES else 0.5


def _by_unit(rows: Sequence[tuple[Unit, str, str]], worth: Worth) -> dict[Unit, float]:
    """The mean over people of what an answer is worth."""
    numbers: defaultdict[Unit, list[float]] = defaultdict(list)
    for unit, _, label in rows:
        if (number := worth(unit, label)) is not None:
            numbers[unit].append(number)
    return {unit: sum(each) / len(each) for unit, each in numbers.items()}


def _stand_in(humans: quality.Answers | None, verdicts: Mapping[Unit, str]) -> StandIn:
    try:
        if humans is None:
            return StandIn(0, 0, passes=False, note=NOBODY)
        test = quality.alternative_annotator(humans, verdicts)
    except quality.BadAnswers as few:
        return StandIn(0, 0, passes=False, note=str(few))
    return StandIn(len(test.duels), sum(duel.beaten for duel in test.duels), passes=test.passes)


def _number(label: str) -> float | None:
    try:
        return float(label)
    except ValueError:
        return None


def _item(unit: Unit) -> str:
    return unit[0]  # type: ignore[index, no-any-return]  # as `Bench.add` makes them


def _part(unit: Unit) -> str:
    return unit[2]  # type: ignore[index, no-any-return]  # likewise


def _in_order(label: str) -> tuple[bool, float, str]:
    number = _number(label)
    return number is None, number or 0.0, label

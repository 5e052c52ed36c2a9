"""Collects answers, one at a time, in the form in which agreement is computed: a few numbers per answer.

What is compared is a *unit*: one question at one target of one item (and one response of a ranking). "Not applicable"
and "cannot assess" are not answers and are left out.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
import numpy as np

import armslength_quality as quality
from armslength.kit.memo import Memo
from armslength.questions.model import LabelSchema, Scalar
from armslength.truth.rules import reading
from armslength.truth.rules.measures import also_of_labels, also_of_spans, divided, measured, mixed_up
from armslength.truth.rules.reading import Asked, asked
from armslength.truth.rules.slices import (
    Column,
    by_guideline,
    by_option,
    by_part,
    marks_by_guideline,
    of_orders,
    of_sets,
)
from armslength.truth.schemas import (
    AgreementResult,
    Bar,
    Divided,
    Estimate,
    GuidelineAgreement,
    Measured,
    PartAgreement,
    QuestionAgreement,
)

MOST_BARS = 50
NO_KAPPA = "Kappa needs things that both left alone; for spans there are none to count."
NO_CHANCE = "Beyond chance is for things that both left alone; of what could have been said there is no count."
NOT_COMPARED = "Answers to this question are not compared."


class Tally:
    """Answers of a project, ready to be measured. They come item by item; memory: 20 bytes each, twice that where the
    scale of a question has other numbers than its labels, 20 for an item, and the spans."""

    def __init__(self) -> None:
        self._questions: dict[str, QuestionTally] = {}
        self._schemas: dict[int, dict[str, Asked]] = {}
        self._people: dict[UUID, int] = {}
        self._guidelines: set[int] = set()
        self._read: Memo[list[_Read]] = Memo()

    def know(self, version: int, schema: LabelSchema) -> None:
        """Learn a version of the label schema; versions in rising order, the last one decides which questions count."""
        self._read = Memo()
        self._schemas[version] = asked(schema)
        for name, question in self._schemas[version].items():
            known = self._questions.get(name)
            if known is None or known.kind != question.question.kind:
                self._questions[name] = QuestionTally(question)
        for name in self._questions.keys() - self._schemas[version].keys():
            del self._questions[name]

    def needs_content(self) -> bool:
        """Whether items must be opened: only spans need to know how long their texts are."""
        return any(each.scale == "spans" for each in self._questions.values())

    def add(
        self, item_id: UUID, person_id: UUID, schema_version: int, guideline_version: int, answers: reading.Answers,
        content: Mapping[str, Any] | None = None,
    ) -> None:  # fmt: skip
        """Count one person's answers to one item; each pair at most once, all people of an item in a row."""
        person = self._people.setdefault(person_id, len(self._people))
        self._guidelines.add(guideline_version)
        key = msgspec.json.encode((schema_version, answers))
        for read in self._read.of(key, lambda: list(self._readings(schema_version, answers))):
            read.tally.add(read, item_id, person, guideline_version, content)

    def _readings(self, schema_version: int, answers: reading.Answers) -> Iterator[_Read]:
        for name, question in self._schemas[schema_version].items():
            tally = self._questions.get(name)
            if tally is not None and tally.kind == question.question.kind:
                for target, value in question.values(answers):
                    yield tally.read(question, target, value)

    def result(self, seed: int) -> AgreementResult:
        """Every measure of every question, each person's agreement with the others, and what divides them."""
        rng = np.random.default_rng(seed)
        return msgspec.structs.replace(
            self._of_questions(rng), people=self._with_others(rng),
            divided={name: found for name, tally in self._questions.items() if (found := tally.divided())},
        )  # fmt: skip

    def of_questions(self, seed: int) -> AgreementResult:
        """Every measure of every question, and nothing of people or items."""
        return self._of_questions(np.random.default_rng(seed))

    def _of_questions(self, rng: np.random.Generator) -> AgreementResult:
        return AgreementResult(
            guideline_version=min(self._guidelines) if len(self._guidelines) == 1 else None,
            questions=[tally.measured(name, rng) for name, tally in self._questions.items()],
            people={},
        )

    def _with_others(self, rng: np.random.Generator) -> dict[str, Estimate]:
        """Exact agreement over all units; where there are only spans, the F1 of spans."""
        counted = self._counted()
        names = {code: str(person) for person, code in self._people.items()}
        if counted:
            found = quality.agreement_with_others(_pooled(counted), rng=rng)
        else:
            spans = next((tally for tally in self._questions.values() if tally.by_parts), None)
            found = quality.span_f1_with_others(spans.spans(), rng=rng) if spans else {}
        return {names[int(str(code))]: measured(estimate) for code, estimate in found.items()}

    def between(self, firms: Mapping[UUID, UUID], rng: np.random.Generator) -> dict[str, Estimate]:
        """How often other firms' people say what a firm's people say, by firm; an item's questions go together."""
        counted = self._counted()
        if not counted:
            return {}
        answers = _pooled(counted)
        items = [item for tally in counted for item in tally.items_of_units()]
        number = {item: place for place, item in enumerate(dict.fromkeys(items))}
        clusters = [number[items[int(str(unit))]] for unit in answers.items]
        groups: dict[Hashable, Hashable] = {code: str(firms[person]) for person, code in self._people.items()}
        found = quality.agreement_between_groups(answers, groups, clusters=clusters, rng=rng)
        return {str(firm): measured(estimate) for firm, estimate in found.items()}

    def _counted(self) -> list[QuestionTally]:
        """The questions whose answers are compared as a whole."""
        return [tally for tally in self._questions.values() if not tally.by_parts and len(tally.said.labels)]


@dataclass(frozen=True, slots=True)
class _Read:
    """What an answer says, wherever it was given: of marks and of what is said or not, the value alone."""

    tally: QuestionTally
    question: Asked
    target: str
    value: Any
    said: Mapping[str, float]
    placed: Mapping[str, float]
    scalar: Scalar


class QuestionTally:
    """Answers to one question: as what was `said`, and as `placed` on the scale of its kind."""

    def __init__(self, question: Asked) -> None:
        self.kind = question.question.kind
        self.scale = question.measure.scale
        self.by_parts = self.scale in ("spans", "sets")
        self.ranked = question.measure.ranked is not None
        self.apart = question.measure.parts is not None and not self.by_parts
        self.options = question.measure.options.every if question.measure.options else ()
        self.said = Column()
        self.placed = self.said  # until they differ
        self.answers = 0
        self._item: UUID | None = None
        self._items = bytearray()
        self._item_of = array("I")
        self._names: dict[float, str] = {}
        self._sets: dict[float, tuple[str, ...]] = {}
        self._part_of: list[str] = []
        self._order_of = array("q")
        self._orders: dict[str, int] = {}
        self._ordered = 0
        self._versions = array("q")
        self._codes: dict[tuple[str, str], int] = {}
        self._bars: Counter[str] = Counter()
        self._readings: list[tuple[int, int, list[tuple[int, int, str]]]] = []
        self._lengths: dict[Hashable, int] = {}
        self._entries: dict[Hashable, int] = {}

    def read(self, question: Asked, target: str, value: Any) -> _Read:
        """What an answer says."""
        if self.by_parts:
            return _Read(self, question, target, value, {}, {}, None)
        said, placed = question.measure.categories(value), question.measure.numbers(value)
        return _Read(self, question, target, value, said, placed, question.scalar(value) if said else None)

    def add(self, read: _Read, item_id: UUID, person: int, version: int, content: Mapping[str, Any] | None) -> None:
        """Count one answer."""
        self.answers += 1
        if item_id != self._item:
            self._item = item_id
            self._items += item_id.bytes
            self._codes.clear()
            self._entries.clear()
            self._orders.clear()
        if self.scale == "spans":
            self._add_spans(read.question, person, read.target, read.value, content or {})
            self._versions.extend([version] * (len(self._readings) - len(self._versions)))
            return
        if self.scale == "sets":
            self._add_set(read.question, person, read.target, read.value)
            self._versions.extend([version] * (len(self._readings) - len(self._versions)))
            return
        if self.placed is self.said and read.placed != read.said:
            self.placed = self.said.copy()
        columns = [(self.said, read.said)]
        if self.placed is not self.said:
            columns.append((self.placed, read.placed))
        for column, numbers in columns:
            for part, number in numbers.items():
                column.add(self._unit(read.target, part), person, number, version)
        if read.said:
            self._count_bars(read.scalar)
            if (code := read.said.get("")) is not None and code not in self._names:
                chosen = read.scalar if isinstance(read.scalar, tuple) else (read.scalar,)
                self._names[code] = ", ".join(map(_text, chosen))
                if read.question.measure.options is not None:
                    self._sets[code] = tuple(map(str, chosen))

    def items_of_units(self) -> list[UUID]:
        """The item of each unit, in the order of units."""
        items = self._names_of_items()
        return [items[place] for place in self._item_of]

    def _names_of_items(self) -> list[UUID]:
        return [UUID(bytes=bytes(self._items[start : start + 16])) for start in range(0, len(self._items), 16)]

    def spans(self) -> quality.SpanAnswers:
        """The readings of all texts."""
        return quality.SpanAnswers.from_rows(self._readings, self._lengths)

    def measured(self, name: str, rng: np.random.Generator) -> QuestionAgreement:
        """Every measure of this question."""
        percent, cohen, fleiss, alpha = self._estimates(rng)
        people = {who for _, who, _ in self._readings} if self.by_parts else set(self.said.people)
        compared = self.scale in ("nominal", "ordinal") and len(self._names) > 1
        bars = [Bar(value, count) for value, count in sorted(self._bars.items(), key=lambda bar: (-bar[1], bar[0]))]
        lots = rng.spawn(1)[0]  # what was measured before there were parts keeps its intervals
        return QuestionAgreement(
            question=name, kind=self.kind, measure_scale=self.scale, items=len(self._items) // 16, people=len(people),
            answers=self.answers, percent=percent, cohen=cohen, fleiss=fleiss, alpha=alpha,
            distribution=bars[:MOST_BARS], also=[*self._also(rng), *self._of_its_own(lots)],
            mixed_up=mixed_up(self.said.answers(), self._names, rng) if compared else [],
            parts=self._by_part(lots), guidelines=self._by_guideline(lots),
        )  # fmt: skip

    @property
    def _scale(self) -> quality.Scale:
        assert self.scale == "nominal" or self.scale == "ordinal" or self.scale == "interval"
        return self.scale

    def _of_its_own(self, rng: np.random.Generator) -> list[Measured]:
        """What suits orders, and sets of options."""
        if self.ranked and self.placed.labels:
            return of_orders(self.placed, self._order_of, rng)
        return of_sets(self.said, self._sets, rng)

    def _by_part(self, rng: np.random.Generator) -> list[PartAgreement]:
        if not self.said.labels:
            return []
        if self.options:
            said = sorted({option for have in self._sets.values() for option in have})
            return by_option(self.said, self._sets, list(dict.fromkeys([*self.options, *said])), rng.spawn(1)[0])
        return by_part(self.said, self.placed, self._part_of, self._scale, rng) if self.apart else []

    def _by_guideline(self, rng: np.random.Generator) -> list[GuidelineAgreement]:
        if self.scale == "sets" or not (self._readings or self.said.labels):
            return []
        if self.scale == "spans":
            return marks_by_guideline(self._readings, self._versions, self._lengths, rng)
        return by_guideline(self.said, self.placed, self._scale, rng)

    def divided(self) -> list[Divided]:
        """The items on which people differ most."""
        if self.by_parts:
            spans = self.spans()
            people = Counter(int(unit) for unit, _, _ in self._readings)
            agreeing = {int(str(unit)): share for unit, share in quality.span_f1_by_item(spans).items()}
        else:
            said = self.said.answers()
            people = Counter(self.said.units)
            agreeing = {int(str(unit)): share for unit, share in quality.agreement_by_item(said).items()}
        return divided(agreeing, people, self._item_of, self._names_of_items())

    def _also(self, rng: np.random.Generator) -> list[Measured]:
        if self.scale == "spans":
            return also_of_spans(self.spans(), rng)
        if self.scale == "sets":
            return []
        return also_of_labels(self.scale, self.said.answers(), self.placed.answers(), rng) if self.said.labels else []

    def _estimates(self, rng: np.random.Generator) -> tuple[Estimate, Estimate, Estimate, Estimate]:
        if self.scale == "spans":
            spans, none = self.spans(), Estimate(None, None, None, 0, NO_KAPPA)
            return measured(quality.span_f1(spans, rng=rng)), none, none, measured(quality.span_alpha(spans, rng=rng))
        if self.scale == "sets":
            none = Estimate(None, None, None, 0, NO_CHANCE)
            return measured(quality.span_f1(self.spans(), rng=rng)), none, none, none
        if self.answers and not self.said.labels:
            none = Estimate(None, None, None, 0, NOT_COMPARED)
            return none, none, none, none
        said = self.said.answers()
        return (
            measured(quality.percent_agreement(said, rng=rng)),
            measured(quality.mean_pairwise_cohen(said, rng=rng)),
            measured(quality.fleiss_kappa(said, rng=rng)),
            measured(quality.krippendorff_alpha(self.placed.answers(), self.scale, rng=rng)),
        )

    def _add_spans(self, question: Asked, person: int, target: str, value: Any, content: Mapping[str, Any]) -> None:
        marks: dict[reading.Place, list[tuple[int, int, str]]] = {}
        for span in question.parts.of(value).values():
            marks.setdefault((span.field, span.message, span.response), []).append((span.start, span.end, span.label))
            self._bars[span.label] += 1
        for place, text in question.texts(target, content).items():
            unit = self._unit(target, msgspec.json.encode(place).decode())
            self._lengths[unit] = len(text)
            self._readings.append((unit, person, marks.get(place, [])))

    def _add_set(self, question: Asked, person: int, target: str, value: Any) -> None:
        """What is said or not said, as if each were a place of its own in one long text: their F1 is that of spans."""
        unit = self._unit(target, "")
        entries = question.parts.of(value)
        places = [self._entries.setdefault(key, len(self._entries)) for key in entries]
        said = [(place, place + 1, entry.label) for place, entry in zip(places, entries.values(), strict=True)]
        self._bars.update(entry.label for entry in entries.values())
        self._lengths[unit] = max(self._lengths.get(unit, 0), len(self._entries))
        self._readings.append((unit, person, said))

    def _unit(self, target: str, part: str) -> int:
        """A number for this part of the item at hand."""
        code = self._codes.get((target, part))
        if code is None:
            code = self._codes[target, part] = len(self._item_of)
            self._item_of.append(len(self._items) // 16 - 1)
            if self.apart:
                self._part_of.append(part)
            if self.ranked:
                if target not in self._orders:
                    self._ordered += 1
                self._order_of.append(self._orders.setdefault(target, self._ordered))
        return code

    def _count_bars(self, scalar: object) -> None:
        if isinstance(scalar, tuple):
            self._bars.update(scalar)
        elif scalar is not None:
            self._bars[_text(scalar)] += 1


def _text(scalar: object) -> str:
    return f"{scalar:g}" if isinstance(scalar, float) else str(scalar)


def _pooled(tallies: Sequence[QuestionTally]) -> quality.Answers:
    """All units of all questions in one table; units of different questions never meet."""
    units, start = [], 0
    for tally in tallies:
        units.append(np.asarray(tally.said.units) + start)
        start += len(tally.items_of_units())
    people = np.concatenate([np.asarray(tally.said.people) for tally in tallies])
    labels = np.concatenate([np.asarray(tally.said.labels) for tally in tallies])
    return quality.Answers.from_arrays(np.concatenate(units), people, labels)

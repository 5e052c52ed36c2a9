"""The answers to one question: units that are compared, and marks in texts and sets, which are kept as they were."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import msgspec
import numpy as np

import armslength_quality as quality
from armslength.questions.model import Scalar
from armslength.truth.rules import reading
from armslength.truth.rules.measures import MostDivided, also_of_labels, also_of_spans, measured, mixed_up
from armslength.truth.rules.reading import Asked
from armslength.truth.rules.slices import Orders, by_guideline, by_option, by_part, marks_by_guideline, of_sets
from armslength.truth.rules.units import Column, Units
from armslength.truth.schemas import (
    Bar,
    Divided,
    Estimate,
    GuidelineAgreement,
    Measured,
    PartAgreement,
    QuestionAgreement,
)

MOST_BARS: Final = 50
NO_KAPPA: Final = "Kappa needs things that both left alone; for spans there are none to count."
NO_CHANCE: Final = "Beyond chance is for things that both left alone; of what could have been said there is no count."
NOT_COMPARED: Final = "Answers to this question are not compared."


@dataclass(frozen=True, slots=True)
class Read:
    """What an answer says, wherever it was given; cells: part, what is said, its place on the scale (or None)."""

    question: Asked
    target: str
    value: Any
    cells: tuple[tuple[str, float | None, float | None], ...]
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
        self.answers = 0
        self.items = 0
        self.people: set[int] = set()
        """Who said something that is compared."""
        self.units = Units()
        self._divided = MostDivided()
        self._orders = Orders()
        self._names: dict[float, str] = {}
        self._sets: dict[float, tuple[str, ...]] = {}
        self._bars: Counter[str] = Counter()
        self._readings: list[tuple[int, int, list[tuple[int, int, str]]]] = []
        self._versions = array("I")
        self._lengths: dict[Hashable, int] = {}
        self._texts = 0
        self._at_hand = _AtHand()

    def read(self, question: Asked, target: str, value: Any) -> Read:
        """What an answer says."""
        if self.by_parts:
            return Read(question, target, value, (), None)
        said, placed = question.measure.categories(value), question.measure.numbers(value)
        cells = tuple((part, said.get(part), placed.get(part)) for part in dict.fromkeys((*said, *placed)))
        return Read(question, target, value, cells, question.scalar(value) if said else None)

    def add(self, read: Read, person: int, version: int, content: Mapping[str, Any] | None) -> None:
        """Count one answer to the item at hand."""
        self.answers += 1
        self._at_hand.answered = True
        if self.by_parts:
            kept = self._add_spans if self.scale == "spans" else self._add_set
            kept(read, person, content or {})
            self._versions.extend([version] * (len(self._readings) - len(self._versions)))
            return
        told = self._at_hand.told
        for part, said, placed in read.cells:
            told.setdefault((read.target, part), []).append((person, said, placed, version))
            if said is not None:
                self.people.add(person)
                self._name(read, part, said)
        if any(said is not None for _, said, _ in read.cells):
            self._count_bars(read.scalar)

    def units_at_hand(self) -> Iterator[list[tuple[int, float]]]:
        """Of each unit of the item at hand: who said what."""
        for told in self._at_hand.told.values():
            yield [(person, said) for person, said, _, _ in told if said is not None]

    def close(self, item_id: UUID) -> None:
        """The item at hand has all its answers: what is kept of them is how many units were told just this."""
        hand = self._at_hand
        if not hand.answered:
            return
        self.items += 1
        if self.by_parts:
            self._divided.add(item_id, *self._of_marks(hand.readings))
        else:
            said = [labels for unit in self.units_at_hand() if len(labels := [label for _, label in unit]) > 1]
            self._divided.add(item_id, list(map(_agreeing, said)), max(map(len, said), default=0))
        for (_, part), told in hand.told.items():
            self.units.add(part if self.apart else "", [self.units.code(*each) for each in told])
        if self.ranked:
            for orders in hand.orders():
                self._orders.add(orders)
        self._at_hand = _AtHand()

    def spans(self) -> quality.SpanAnswers:
        """The readings of all texts."""
        return quality.SpanAnswers.from_rows(self._readings, self._lengths)

    @property
    def divided(self) -> list[Divided]:
        """The items on which people differ most."""
        return self._divided.found

    def measured(self, name: str, rng: np.random.Generator) -> QuestionAgreement:
        """Every measure of this question."""
        said, placed = self.units.said(), self.units.placed()
        percent, cohen, fleiss, alpha = self._estimates(said, placed, rng)
        people = {who for _, who, _ in self._readings} if self.by_parts else self.people
        compared = self.scale in ("nominal", "ordinal") and len(self._names) > 1
        bars = [Bar(value, count) for value, count in sorted(self._bars.items(), key=lambda bar: (-bar[1], bar[0]))]
        lots = rng.spawn(1)[0]  # what was measured before there were parts keeps its intervals
        return QuestionAgreement(
            question=name, kind=self.kind, measure_scale=self.scale, items=self.items, people=len(people),
            answers=self.answers, percent=percent, cohen=cohen, fleiss=fleiss, alpha=alpha,
            distribution=bars[:MOST_BARS], also=[*self._also(said, placed, rng), *self._of_its_own(said, placed, lots)],
            mixed_up=mixed_up(said.answers(), self._names, rng) if compared else [],
            parts=self._by_part(said, placed, lots), guidelines=self._by_guideline(said, placed, lots),
        )  # fmt: skip

    @property
    def _scale(self) -> quality.Scale:
        assert self.scale == "nominal" or self.scale == "ordinal" or self.scale == "interval"
        return self.scale

    def _of_its_own(self, said: Column, placed: Column, rng: np.random.Generator) -> list[Measured]:
        """What suits orders, and sets of options."""
        if self.ranked and placed.labels.size:
            return self._orders.measured(rng)
        return of_sets(said, self._sets, rng)

    def _by_part(self, said: Column, placed: Column, rng: np.random.Generator) -> list[PartAgreement]:
        if not said.labels.size:
            return []
        if self.options:
            known = sorted({option for have in self._sets.values() for option in have})
            return by_option(said, self._sets, list(dict.fromkeys([*self.options, *known])), rng.spawn(1)[0])
        return by_part(said, placed, self.units.parts, self._scale, rng) if self.apart else []

    def _by_guideline(self, said: Column, placed: Column, rng: np.random.Generator) -> list[GuidelineAgreement]:
        if self.scale == "sets" or not (self._readings or said.labels.size):
            return []
        if self.scale == "spans":
            return marks_by_guideline(self._readings, self._versions, self._lengths, rng)
        return by_guideline(said, placed, self._scale, rng)

    def _also(self, said: Column, placed: Column, rng: np.random.Generator) -> list[Measured]:
        if self.scale == "spans":
            return also_of_spans(self.spans(), rng)
        if self.scale == "sets" or not said.labels.size:
            return []
        if self.scale == "interval":  # of these, ICC asks who said what
            placed = self.units.placed(by_whom=True)
        return also_of_labels(self.scale, said.answers(), placed.answers(), rng)

    def _estimates(
        self, said: Column, placed: Column, rng: np.random.Generator
    ) -> tuple[Estimate, Estimate, Estimate, Estimate]:
        if self.scale == "spans":
            spans, none = self.spans(), Estimate(None, None, None, 0, NO_KAPPA)
            return measured(quality.span_f1(spans, rng=rng)), none, none, measured(quality.span_alpha(spans, rng=rng))
        if self.scale == "sets":
            none = Estimate(None, None, None, 0, NO_CHANCE)
            return measured(quality.span_f1(self.spans(), rng=rng)), none, none, none
        if self.answers and not said.labels.size:
            none = Estimate(None, None, None, 0, NOT_COMPARED)
            return none, none, none, none
        answers = said.answers()
        return (
            measured(quality.percent_agreement(answers, rng=rng)),
            measured(quality.mean_pairwise_cohen(self.units.said(by_whom=True).answers(), rng=rng)),
            measured(quality.fleiss_kappa(answers, rng=rng)),
            measured(quality.krippendorff_alpha(placed.answers(), self.scale, rng=rng)),
        )

    def _of_marks(self, rows: Sequence[tuple[int, int, list[tuple[int, int, str]]]]) -> tuple[list[float], int]:
        """The shares of agreeing marks in the texts of one item, and the most answers to any of them."""
        people = Counter(unit for unit, _, _ in rows)
        found = quality.span_f1_by_item(quality.SpanAnswers.from_rows(rows, self._lengths))
        return list(found.values()), max((people[int(str(unit))] for unit in found), default=0)

    def _add_spans(self, read: Read, person: int, content: Mapping[str, Any]) -> None:
        marks: dict[reading.Place, list[tuple[int, int, str]]] = {}
        for span in read.question.parts.of(read.value).values():
            marks.setdefault((span.field, span.message, span.response), []).append((span.start, span.end, span.label))
            self._bars[span.label] += 1
        for place, text in read.question.texts(read.target, content).items():
            unit = self._unit(read.target, msgspec.json.encode(place).decode())
            self._lengths[unit] = len(text)
            self._keep((unit, person, marks.get(place, [])))

    def _add_set(self, read: Read, person: int, _: Mapping[str, Any]) -> None:
        """What is said or not said, as if each were a place of its own in one long text: their F1 is that of spans."""
        unit, numbers = self._unit(read.target, ""), self._at_hand.entries
        entries = read.question.parts.of(read.value)
        places = [numbers.setdefault(key, len(numbers)) for key in entries]
        said = [(place, place + 1, entry.label) for place, entry in zip(places, entries.values(), strict=True)]
        self._bars.update(entry.label for entry in entries.values())
        self._lengths[unit] = max(self._lengths.get(unit, 0), len(numbers))
        self._keep((unit, person, said))

    def _keep(self, row: tuple[int, int, list[tuple[int, int, str]]]) -> None:
        self._readings.append(row)
        self._at_hand.readings.append(row)

    def _unit(self, target: str, part: str) -> int:
        """A number for this text of the item at hand."""
        known = self._at_hand.numbers
        if (target, part) not in known:
            known[target, part] = self._texts
            self._texts += 1
        return known[target, part]

    def _name(self, read: Read, part: str, said: float) -> None:
        if part == "" and said not in self._names:
            chosen = read.scalar if isinstance(read.scalar, tuple) else (read.scalar,)
            self._names[said] = ", ".join(map(_text, chosen))
            if read.question.measure.options is not None:
                self._sets[said] = tuple(map(str, chosen))

    def _count_bars(self, scalar: object) -> None:
        if isinstance(scalar, tuple):
            self._bars.update(scalar)
        elif scalar is not None:
            self._bars[_text(scalar)] += 1


class _AtHand:
    """What the item at hand was told so far."""

    def __init__(self) -> None:
        self.answered = False
        self.told: dict[tuple[str, str], list[tuple[int, float | None, float | None, int]]] = {}
        self.readings: list[tuple[int, int, list[tuple[int, int, str]]]] = []
        self.numbers: dict[tuple[str, str], int] = {}
        self.entries: dict[Hashable, int] = {}

    def orders(self) -> Iterator[list[dict[str, float]]]:
        """At each target: what each person ranked where."""
        by_target: dict[str, dict[int, dict[str, float]]] = {}
        for (target, part), told in self.told.items():
            for person, _, rank, _ in told:
                if rank is not None:
                    by_target.setdefault(target, {}).setdefault(person, {})[part] = rank
        for people in by_target.values():
            yield list(people.values())


def _agreeing(labels: Sequence[float]) -> float:
    """The share of pairs of these that are the same."""
    many = len(labels)
    return (sum(times * times for times in Counter(labels).values()) - many) / (many * (many - 1.0))


def _text(scalar: object) -> str:
    return f"{scalar:g}" if isinstance(scalar, float) else str(scalar)

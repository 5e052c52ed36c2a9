"""What detectors read and hand back: labels of one question by whom and when, and findings with where to look."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final
from uuid import UUID

import armslength_quality as quality
from armslength.truth.model import ConcernKind
from armslength.truth.rules.dividing import pair_of
from armslength.truth.rules.inference import labels_of
from armslength.truth.rules.reading import Answers, Asked

MOST_ITEMS: Final = 20
"""Items named with a finding: enough to look at."""


@dataclass(frozen=True, slots=True)
class Said:
    """One person's answer to one item: what, when, how long it took them, and under which versions."""

    answers: Answers
    at: float
    seconds: float
    schema: int = 1
    guideline: int = 1
    writing: tuple[str, ...] | None = None
    """What stands out in how it was written; None where that was not recorded."""
    orders: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """By field, the responses in the order in which they were shown."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One finding: about people, an item, or else the question, by two of its labels or two versions of a guideline."""

    kind: ConcernKind
    question: str
    people: tuple[UUID, ...]
    item: UUID | None
    p: float | None
    evidence: dict[str, float]
    items: tuple[UUID, ...] = ()
    labels: tuple[str, str] | None = None
    versions: tuple[int, int] | None = None

    def subject(self, digest: Callable[[bytes], bytes]) -> str:
        """Whom or what it is about, the same whenever it is found; `digest`: keyed, because labels are not for the
        clear."""
        if self.labels is not None:
            return f"labels {digest(pair_of(*self.labels)).hex()}"
        if self.versions is not None:
            return "guideline {} {}".format(*self.versions)
        return " ".join(sorted(map(str, self.people))) or str(self.item)


@dataclass
class Labels:
    """The labels given to one question. A unit is one part at one target of one item.

    where    (units,) item, target and part
    places   (unit, person) -> at which place what was preferred was shown, where that is known
    """

    question: Asked
    rows: list[tuple[int, UUID, str]] = field(default_factory=list)
    where: list[tuple[UUID, str, str]] = field(default_factory=list)
    at: dict[tuple[Any, Any], float] = field(default_factory=dict)
    under: dict[tuple[Any, Any], int] = field(default_factory=dict)
    schemas: dict[int, int] = field(default_factory=dict)
    known: dict[Any, str] = field(default_factory=dict)
    places: dict[tuple[Any, Any], int] = field(default_factory=dict)

    def add(
        self, item: UUID, said: Mapping[UUID, Said], gold: Answers | None,
        labels: Callable[[Any], Mapping[str, str]] | None = None,
    ) -> None:  # fmt: skip
        """One more item; `labels`: of an answer, by part, where it is not what a belief is about."""
        labels = labels or partial(labels_of, self.question)
        units: dict[tuple[str, str], int] = {}
        for person, each in sorted(said.items()):
            for target, value in self.question.values(each.answers):
                for part, label in labels(value).items():
                    if (target, part) not in units:
                        units[target, part] = len(self.where)
                        self.where.append((item, target, part))
                    unit = units[target, part]
                    self.rows.append((unit, person, label))
                    self.at[unit, person] = each.at
                    self.under[unit, person] = each.guideline
                    self.schemas[each.guideline] = max(each.schema, self.schemas.get(each.guideline, 0))
                    self._note_place(unit, person, label, each)
        for target, value in self.question.values(gold or {}):
            for part, label in labels(value).items():
                if (target, part) in units:
                    self.known[units[target, part]] = label

    def in_order(self) -> dict[Any, list[str]]:
        """Everybody's labels in the order in which they gave them."""
        order: dict[Any, list[str]] = defaultdict(list)
        for _, person, label in self._by_time():
            order[person].append(label)
        return order

    def sides(self) -> dict[Any, list[int | str]]:
        """The same of a preference: the place of what was preferred, 0 or 1, or what is no preference. Empty where it
        is not known in which order responses were shown."""
        order: dict[Any, list[int | str]] = defaultdict(list)
        for unit, person, label in self._by_time():
            if self.places:
                order[person].append(self.places.get((unit, person), label))
        return order

    def _by_time(self) -> list[tuple[int, UUID, str]]:
        return sorted(self.rows, key=lambda row: (self.at[row[0], row[1]], row[0]))

    def _note_place(self, unit: int, person: UUID, label: str, said: Said) -> None:
        if self.question.question.kind == "pairwise":
            shown = said.orders.get(self.question.reader.settings.field, ())
            if label in shown:
                self.places[unit, person] = list(shown).index(label)


class Looking:
    """Where to look, for one question."""

    def __init__(self, name: str, labels: Labels, believed: Mapping[Any, Any]) -> None:
        self.name, self.labels, self._believed = name, labels, believed
        self._wrong: dict[UUID, dict[int, str]] = defaultdict(dict)
        for unit, person, label in sorted(labels.rows, key=lambda row: -labels.at[row[0], row[1]]):
            if unit in believed and believed[unit] != label:
                self._wrong[person][unit] = label

    def at_person(self, kind: ConcernKind, flag: quality.Flag, items: tuple[UUID, ...] | None = None) -> Seen:
        """Something about one person; the items on which they differ from what is believed, the latest first."""
        (person,) = about(flag)
        if items is None:
            items = few(self.labels.where[unit][0] for unit in self._wrong[person])
        return Seen(kind, self.name, (person,), None, flag.p, evidence(flag), items)

    def at_pair(self, flag: quality.Flag) -> Seen:
        """Something about two people; the mistakes that they share."""
        one, two = about(flag)
        shared = [unit for unit, label in self._wrong[one].items() if self._wrong[two].get(unit) == label]
        items = few(self.labels.where[unit][0] for unit in shared)
        return Seen("same_mistakes", self.name, (one, two), None, flag.p, evidence(flag), items)

    def at_labels(self, flag: quality.Flag, mixes: Mapping[str, frozenset[str]] | None = None) -> Seen:
        """Two labels that are mixed up; the items where the one was taken for the other, the latest first. `mixes`: of
        answers that are several labels, these by what the answer is called."""
        one, other = map(str, about(flag))
        numbers = evidence(flag) | ({} if mixes is None else {"several": 1.0})
        if mixes is None:
            mixed = self._of(lambda unit, label: {self._believed[unit], label} == {one, other})
        else:
            mixed = self._of(lambda unit, label: mixes[label] ^ mixes[self._believed[unit]] == {one, other})
        return Seen("confusing_labels", self.name, (), None, flag.p, numbers, mixed, labels=(one, other))

    def at_guideline(self, flag: quality.Flag) -> Seen:
        """Two versions of a guideline; the items on which people differ from what is believed under the newer."""
        before, after = about(flag)
        names = {"version_before": float(before), "version_after": float(after)}
        names |= {"schema_before": float(self.labels.schemas[before])}
        names |= {"schema_after": float(self.labels.schemas[after])}
        wrong = self._of(lambda unit, label: True, after)
        return Seen(
            "guideline_regression", self.name, (), None, flag.p, names | evidence(flag), wrong,
            versions=(before, after),
        )  # fmt: skip

    def _of(self, wanted: Callable[[int, str], bool], under: int | None = None) -> tuple[UUID, ...]:
        """Items with such a mistake, the latest first."""
        found = [
            (self.labels.at[unit, person], unit)
            for person, wrong in self._wrong.items() for unit, label in wrong.items()
            if wanted(unit, label) and under in (None, self.labels.under[unit, person])
        ]  # fmt: skip
        return few(self.labels.where[unit][0] for _, unit in sorted(found, reverse=True))

    def at_items(self, kind: ConcernKind, flags: Iterable[quality.Flag]) -> list[Seen]:
        """Something about items, each once: the clearest of its units comes first."""
        found: dict[UUID, Seen] = {}
        for flag in flags:
            item = self.labels.where[about(flag)[0]][0]
            found.setdefault(item, Seen(kind, self.name, (), item, flag.p, evidence(flag), (item,)))
        return list(found.values())


def evidence(flag: quality.Flag) -> dict[str, float]:
    return {name: round(value, 6) for name, value in flag.evidence.items()}


def about(flag: quality.Flag) -> tuple[Any, ...]:
    """The people, items or units that were handed in."""
    return flag.about


def few(items: Iterable[UUID]) -> tuple[UUID, ...]:
    return tuple(dict.fromkeys(items))[:MOST_ITEMS]

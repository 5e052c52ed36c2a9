"""Answers that are several labels at once, made comparable for the detectors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from armslength_quality.answers import Answers, Floats
from armslength_quality.truth.label_sets import LabelSet, LabelSets

Labels = frozenset[str]


@dataclass(frozen=True)
class Beside:
    """One person's sets beside what most of the others gave.

    items    where the others have a majority
    value    (items,) likeness to it: what both hold / what either holds, 1 where both hold nothing
    chance   mean likeness to what the others gave on *other* items
    labels   mean size of the person's sets there
    """

    items: tuple[Hashable, ...]
    value: Floats
    chance: float
    labels: float


@dataclass
class _Met:
    items: list[Hashable] = field(default_factory=list)
    mine: list[Labels] = field(default_factory=list)
    theirs: list[Labels] = field(default_factory=list)


def beside_others(answers: LabelSets) -> Mapping[Hashable, Beside]:
    """Everybody beside the others: the labels that more than half of them gave, where there are any, or where more than
    half of them gave none."""
    met: dict[Hashable, _Met] = {}
    for item, sets in answers.by_item.items():
        given = Counter(label for each in sets for label in each.labels)
        nothing = sum(not each.labels for each in sets)
        for each in sets:
            others = len(sets) - 1
            most = frozenset(label for label, n in given.items() if 2 * (n - (label in each.labels)) > others > 0)
            if most or 2 * (nothing - (not each.labels)) > others > 0:
                row = met.setdefault(each.annotator, _Met())
                row.items.append(item)
                row.mine.append(each.labels)
                row.theirs.append(most)
    return {who: _beside(row) for who, row in met.items()}


def as_labels(answers: LabelSets) -> Answers:
    """Every set as one label: who gave the same set said the same."""
    return Answers.from_rows((each.item, each.annotator, worded(each.labels)) for each in answers.sets)


def worded(labels: Labels) -> str:
    """A set in words: what `as_labels` calls it.

    >>> worded(frozenset(["b", "a"]))
    'a, b'
    """
    return ", ".join(sorted(labels))


def exchanged(said: Labels, right: Labels) -> tuple[str, str] | None:
    """The label that is missing and the one that stands in its place; None unless it is one of each.

    >>> exchanged(frozenset("ac"), frozenset("ab"))
    ('b', 'c')
    """
    missing, instead = right - said, said - right
    return (*missing, *instead) if len(missing) == len(instead) == 1 else None  # type: ignore[return-value]


def one_by_one(answers: LabelSets, believed: Mapping[Any, Labels]) -> tuple[Answers, dict[Hashable, Hashable]]:
    """Answers to "which label is it?", one for every label that is believed of an item: it, where it was given; where
    one label stands in its place, that one. And what is right of each. Labels that are only missing answer nothing."""
    rows = [
        ((each.item, label), each.annotator, said)
        for each in answers.sets
        if each.item in believed
        for label, said in _each(each, believed[each.item])
    ]
    labels = {label for right in believed.values() for label in right} | {said for _, _, said in rows}
    return Answers.from_rows(rows, categories=sorted(labels)), {unit: unit[1] for unit, _, _ in rows}


def _each(answer: LabelSet, right: Labels) -> Iterator[tuple[str, str]]:
    for label in answer.labels & right:
        yield label, label
    if (swap := exchanged(answer.labels, right)) is not None:
        yield swap


def _beside(row: _Met) -> Beside:
    value = np.array([_likeness([mine], [theirs])[0, 0] for mine, theirs in zip(row.mine, row.theirs, strict=True)])
    n = value.size
    mine, theirs = Counter(row.mine), Counter(row.theirs)
    many, others = (np.array(list(each.values()), dtype=np.float64) for each in (mine, theirs))
    all_pairs = float(many @ _likeness(list(mine), list(theirs)) @ others)
    chance = (all_pairs - float(value.sum())) / (n * (n - 1)) if n > 1 else 0.0
    return Beside(tuple(row.items), value, chance, float(np.mean([len(each) for each in row.mine])))


def _likeness(one: Sequence[Labels], other: Sequence[Labels]) -> Floats:
    """(sets of one, sets of other) Jaccard's index."""
    place = {label: at for at, label in enumerate(sorted({label for each in (*one, *other) for label in each}))}
    left, right = (np.zeros((len(sets), len(place))) for sets in (one, other))
    for table, sets in ((left, one), (right, other)):
        for row, each in enumerate(sets):
            table[row, [place[label] for label in each]] = 1.0
    both = left @ right.T
    either = left.sum(axis=1)[:, None] + right.sum(axis=1)[None] - both
    alike: Floats = np.where(either > 0, both / np.maximum(either, 1.0), 1.0)
    return alike

"""What the report says, before it is drawn."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from armslength_quality.agreement.bootstrap import RESAMPLES
from armslength_quality.agreement.choice import agreement_on
from armslength_quality.agreement.confusion import ConfusedLabels, coincidences, confused_labels
from armslength_quality.agreement.krippendorff import Scale
from armslength_quality.agreement.percent import agreement_with_others
from armslength_quality.answers import Answers, Floats
from armslength_quality.result import Estimate
from armslength_quality.truth.calibration import Calibrated, calibration
from armslength_quality.truth.categorical import CategoricalTruth

HARDEST = 30
PAIRS = 15


@dataclass(frozen=True, slots=True)
class Person:
    """One annotator: how good the model holds her to be, and how often the others say what she says."""

    name: Hashable
    skill: Estimate
    agreement: Estimate | None
    answers: int


@dataclass(frozen=True, slots=True)
class HardItem:
    """An item and who said what, the most frequent label first. `label` is None in a tie."""

    item: Hashable
    label: Hashable | None
    probability: float
    said: tuple[tuple[Hashable, tuple[Hashable, ...]], ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """All numbers of a report.

    agreement     the measures that suit the scale
    shares        how often each label was given
    coincidences  (K, K) what one says beside what another says of the same item
    confused      pairs of labels, the worst first
    people        everybody, by skill
    hardest       items whose answers differ most, the least certain first
    split         how many items have answers that differ, of `shared` with two or more
    calibration   what was believed of items that are known, by a fit that did not know them
    """

    answers: Answers
    scale: Scale
    truth: CategoricalTruth
    agreement: tuple[Estimate, ...]
    shares: Mapping[Hashable, int]
    coincidences: Floats
    confused: tuple[ConfusedLabels, ...]
    people: tuple[Person, ...]
    hardest: tuple[HardItem, ...]
    split: int
    shared: int
    calibration: tuple[Calibrated, ...] = ()


def summarise(
    answers: Answers, truth: CategoricalTruth, scale: Scale, *, seed: int = 0, resamples: int = RESAMPLES,
    blind: CategoricalTruth | None = None, gold: Mapping[Any, Hashable] | None = None,
) -> Summary:  # fmt: skip
    """The numbers of a report about `answers` and what a model made of them; the same seed gives the same numbers.

    blind   what the model makes of them without `gold`: held against it, it shows how far probabilities can be trusted
    """
    counts = np.bincount(answers.label, minlength=len(answers.categories))
    hard, split = _hardest(answers, truth)
    return Summary(
        answers=answers, scale=scale, truth=truth,
        agreement=agreement_on(answers, scale, rng=np.random.default_rng(seed), resamples=resamples),
        shares=dict(zip(answers.categories, counts.tolist(), strict=True)), coincidences=coincidences(answers),
        confused=confused_labels(answers, most=PAIRS, rng=np.random.default_rng(seed), resamples=resamples),
        people=_people(answers, truth, seed, resamples), hardest=hard, split=split,
        shared=int((answers.per_item >= 2).sum()),
        calibration=calibration(blind, gold) if blind is not None and gold else (),
    )  # fmt: skip


def _people(answers: Answers, truth: CategoricalTruth, seed: int, resamples: int) -> tuple[Person, ...]:
    agreeing = agreement_with_others(answers, rng=np.random.default_rng(seed), resamples=resamples)
    given = np.bincount(answers.annotator, minlength=len(answers.annotators))
    people = [
        Person(name, truth.skill.of(name), agreeing.get(name), int(given[code]))
        for code, name in enumerate(answers.annotators)
    ]
    return tuple(sorted(people, key=_by_skill))


def _by_skill(person: Person) -> tuple[bool, float, str]:
    value = person.skill.value
    return value is None, -(value or 0.0), str(person.name)


def _hardest(answers: Answers, truth: CategoricalTruth) -> tuple[tuple[HardItem, ...], int]:
    """Of the items whose answers differ: the least certain first, then those with more answers."""
    ends = np.cumsum(answers.per_item)
    starts = ends - answers.per_item
    low = np.minimum.reduceat(answers.label, starts) if starts.size else answers.label
    high = np.maximum.reduceat(answers.label, starts) if starts.size else answers.label
    differ = np.flatnonzero(low != high)
    certain = truth.posterior.max(axis=1)[differ] if truth.supported else np.zeros(differ.size)
    order = differ[np.lexsort((differ, -answers.per_item[differ], certain))][:HARDEST]
    return tuple(
        _hard_item(answers, truth, int(code), int(starts[code]), int(ends[code])) for code in order
    ), differ.size


def _hard_item(answers: Answers, truth: CategoricalTruth, code: int, start: int, end: int) -> HardItem:
    said: dict[Hashable, list[Hashable]] = {}
    for row in range(start, end):
        said.setdefault(answers.categories[answers.label[row]], []).append(answers.annotators[answers.annotator[row]])
    belief = truth.of(answers.items[code])
    by_number = sorted(said.items(), key=lambda each: (-len(each[1]), str(each[0])))
    return HardItem(
        answers.items[code], belief.label, belief.probability, tuple((label, tuple(who)) for label, who in by_number)
    )

"""Agreement within some of the answers to a question: on one criterion, step or flag; under one version of the
guideline; and of orders and sets of options by what suits them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Final

import msgspec
import numpy as np

import armslength_quality as quality
from armslength.kit.memo import Memo
from armslength.truth.rules.measures import measured
from armslength.truth.rules.units import Column
from armslength.truth.schemas import GuidelineAgreement, Measured, PartAgreement

MOST_PARTS: Final = 30
"""Of the parts with most answers; where every item has a rubric of its own there is no end of them."""
_MOST_SETS: Final = 300
"""More different sets of options are not compared in pairs: the table grows with their square."""
Rng = np.random.Generator


def by_part(said: Column, placed: Column, parts: Sequence[str], scale: quality.Scale, rng: Rng) -> list[PartAgreement]:
    """On each part that two people spoke of; those with most answers, by name. `parts`: by code."""
    of_said, of_placed = said.part[said.units], placed.part[placed.units]
    times = {part: said.count(of_said == code) for code, part in enumerate(parts)}
    most = sorted(sorted((part for part in parts if times[part]), key=lambda part: -times[part])[:MOST_PARTS])
    return [
        PartAgreement(
            part, times[part], measured(quality.percent_agreement(said.answers(of_said == code), rng=rng)),
            measured(quality.krippendorff_alpha(placed.answers(of_placed == code), scale, rng=rng)),
        )
        for part, code in ((part, parts.index(part)) for part in most) if (of_placed == code).any()
    ]  # fmt: skip


def by_guideline(said: Column, placed: Column, scale: quality.Scale, rng: Rng) -> list[GuidelineAgreement]:
    """Among answers under the same version, where there are several; who answered under another is not compared."""
    versions = np.unique(said.versions).tolist()
    if len(versions) < 2:
        return []
    return [
        GuidelineAgreement(
            version, said.count(said.versions == version),
            measured(quality.percent_agreement(said.answers(said.versions == version), rng=rng)),
            measured(quality.krippendorff_alpha(placed.answers(placed.versions == version), scale, rng=rng)),
        )
        for version in versions if (placed.versions == version).any()
    ]  # fmt: skip


def marks_by_guideline(
    readings: Sequence[tuple[int, int, list[tuple[int, int, str]]]], versions: Sequence[int],
    lengths: Mapping[Hashable, int], rng: Rng,
) -> list[GuidelineAgreement]:  # fmt: skip
    """The same of marks in texts: F1 of exact ones, and alpha over positions."""
    known = sorted(set(versions))
    if len(known) < 2:
        return []
    found = []
    for version in known:
        rows = [each for each, of in zip(readings, versions, strict=True) if of == version]
        spans = quality.SpanAnswers.from_rows(rows, {unit: lengths[unit] for unit, _, _ in rows})
        percent, alpha = quality.span_f1(spans, rng=rng), quality.span_alpha(spans, rng=rng)
        found.append(GuidelineAgreement(version, len(rows), measured(percent), measured(alpha)))
    return found


class Orders:
    """How far two people and all of them put the same responses in one order: of each item's, so many times a value."""

    def __init__(self) -> None:
        self._taus: Counter[float] = Counter()
        self._concordances: Counter[float] = Counter()
        self._known: Memo[tuple[float | None, float | None]] = Memo()

    def add(self, orders: Sequence[Mapping[str, float]]) -> None:
        """What each person ranked where, of the responses of one item."""
        key = msgspec.json.encode([list(order.items()) for order in orders])
        tau, concordance = self._known.of(key, lambda: (_mean_tau_b(orders), _w(orders)))
        if tau is not None:
            self._taus[tau] += 1
        if concordance is not None:
            self._concordances[concordance] += 1

    def measured(self, rng: Rng) -> list[Measured]:
        """Kendall's tau-b of every two people and W of all; means over items."""
        tau_b, w = (
            measured(quality.mean_over_items(sorted(each), times=[each[value] for value in sorted(each)], rng=rng))
            for each in (self._taus, self._concordances)
        )
        return [
            Measured("tau_b", "Kendall's tau-b of two people, mean over items", tau_b),
            Measured("kendall_w", "Kendall's W, mean over items", w),
        ]


def _mean_tau_b(orders: Sequence[Mapping[str, float]]) -> float | None:
    """Of every two of them for whom it is defined."""
    told = [tau for one, other in combinations(orders, 2) if (tau := _tau_b(one, other)) is not None]
    return sum(told) / len(told) if told else None


def _tau_b(one: Mapping[str, float], other: Mapping[str, float]) -> float | None:
    """Of what both ranked; None where one of them put it all on one level. M. G. Kendall, Biometrika 33 (1945)."""
    both = [each for each in one if each in other]
    left, right = (np.array([each[unit] for unit in both]) for each in (one, other))
    first, second = (np.sign(np.subtract.outer(each, each)) for each in (left, right))
    scale = np.sqrt((first * first).sum() * (second * second).sum())
    return float((first * second).sum() / scale) if scale > 0 else None


def _w(orders: Sequence[Mapping[str, float]]) -> float | None:
    """Of what everybody ranked; None for fewer than two people or three responses."""
    both = [each for each in orders[0] if all(each in order for order in orders)] if orders else []
    if len(orders) < 2 or len(both) < 3:
        return None
    return quality.kendall_w(quality.Answers.from_table([[each[unit] for unit in both] for each in orders])).value


def of_sets(said: Column, sets: Mapping[float, tuple[str, ...]], rng: Rng) -> list[Measured]:
    """Krippendorff's alpha where sets of options that have some in common differ less."""
    if not 1 < len(sets) <= _MOST_SETS:
        return []
    answers = said.answers()
    alphas = {
        "masi_alpha": quality.krippendorff_alpha(answers, _between(sets, quality.masi), rng=rng),
        "jaccard_alpha": quality.krippendorff_alpha(answers, _between(sets, quality.jaccard), rng=rng),
    }
    return [Measured(name, alpha.method, measured(alpha)) for name, alpha in alphas.items()]  # type: ignore[arg-type]


def by_option(
    said: Column, sets: Mapping[float, tuple[str, ...]], every: Sequence[str], rng: Rng
) -> list[PartAgreement]:
    """On each option of several: chosen or not. Those that were chosen most, in the order of the question.

    `every`: the options there are. Percent is high where hardly anybody chooses one; alpha is not.
    """
    labels = said.labels
    if not (np.bincount(said.units) > 1).any():
        return []
    chosen = {option: np.isin(labels, [code for code, have in sets.items() if option in have]) for option in every}
    most = sorted(every, key=lambda option: -said.count(chosen[option]))[:MOST_PARTS]
    found = []
    for option in (each for each in every if each in most and chosen[each].any()):
        marks = replace(said, labels=chosen[option].astype(np.float64)).answers()
        found.append(
            PartAgreement(
                option, said.count(chosen[option]), measured(quality.percent_agreement(marks, rng=rng)),
                measured(quality.krippendorff_alpha(marks, "nominal", rng=rng)),
            )
        )  # fmt: skip
    return found


def _between(
    sets: Mapping[float, tuple[str, ...]], difference: Callable[[Hashable, Hashable], float]
) -> Callable[[Hashable, Hashable], float]:  # fmt: skip
    def of_codes(one: Hashable, other: Hashable) -> float:
        return difference(sets[one], sets[other])  # type: ignore[index]  # the tally's labels are numbers

    of_codes.__name__ = {"masi": "MASI", "jaccard": "Jaccard"}[difference.__name__]
    return of_codes

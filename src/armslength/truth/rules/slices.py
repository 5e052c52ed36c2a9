"""Agreement within some of the answers to a question: on one criterion, step or flag; under one version of the
guideline; and of orders and sets of options by what suits them."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray

import armslength_quality as quality
from armslength.truth.rules.measures import measured
from armslength.truth.schemas import GuidelineAgreement, Measured, PartAgreement

MOST_PARTS: Final = 30
"""Of the parts with most answers; where every item has a rubric of its own there is no end of them."""
_MOST_SETS: Final = 300
"""More different sets of options are not compared in pairs: the table grows with their square."""
Rng = np.random.Generator


class Column:
    """`units[r]`, `people[r]`, `labels[r]` are one answer, given under `versions[r]` of the guideline: 20 bytes."""

    def __init__(self) -> None:
        self.units = array("I")
        self.people = array("I")
        self.labels = array("d")
        self.versions = array("I")

    def copy(self) -> Column:
        """The same answers once more."""
        made = Column()
        for name in vars(self):
            setattr(made, name, getattr(self, name)[:])
        return made

    def add(self, unit: int, person: int, label: float, version: int) -> None:
        """One more answer."""
        self.units.append(unit)
        self.people.append(person)
        self.labels.append(label)
        self.versions.append(version)

    def answers(self, rows: NDArray[np.bool_] | None = None) -> quality.Answers:
        """All of them, or those of these rows, to be measured."""
        columns = [np.asarray(each) for each in (self.units, self.people, self.labels)]
        return quality.Answers.from_arrays(*(each if rows is None else each[rows] for each in columns))


def by_part(
    said: Column, placed: Column, part_of: Sequence[str], scale: quality.Scale, rng: Rng
) -> list[PartAgreement]:
    """On each part that two people spoke of; those with most answers, by name. `part_of`: by unit."""
    names = np.array(part_of, dtype=object)
    of_said, of_placed = names[np.asarray(said.units)], names[np.asarray(placed.units)]
    times = Counter(of_said.tolist())
    return [
        PartAgreement(
            part, times[part], measured(quality.percent_agreement(said.answers(of_said == part), rng=rng)),
            measured(quality.krippendorff_alpha(placed.answers(of_placed == part), scale, rng=rng)),
        )
        for part in sorted(part for part, _ in times.most_common(MOST_PARTS)) if (of_placed == part).any()
    ]  # fmt: skip


def by_guideline(said: Column, placed: Column, scale: quality.Scale, rng: Rng) -> list[GuidelineAgreement]:
    """Among answers under the same version, where there are several; who answered under another is not compared."""
    of_said, of_placed = np.asarray(said.versions), np.asarray(placed.versions)
    versions = np.unique(of_said).tolist()
    if len(versions) < 2:
        return []
    return [
        GuidelineAgreement(
            version, int((of_said == version).sum()),
            measured(quality.percent_agreement(said.answers(of_said == version), rng=rng)),
            measured(quality.krippendorff_alpha(placed.answers(of_placed == version), scale, rng=rng)),
        )
        for version in versions if (of_placed == version).any()
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


def of_orders(placed: Column, order_of: Sequence[int], rng: Rng) -> list[Measured]:
    """Kendall's tau-b of every two people and W of all, item by item; means over items. `order_of`: by unit, what is
    ordered together."""
    ranks: dict[int, dict[int, dict[int, float]]] = {}
    for unit, person, rank in zip(placed.units, placed.people, placed.labels, strict=True):
        ranks.setdefault(order_of[unit], {}).setdefault(person, {})[unit] = rank
    taus, concordances = [], []
    for orders in ranks.values():
        pairs = [_tau_b(one, other) for one, other in combinations(orders.values(), 2)]
        told = [each for each in pairs if each is not None]
        if told:
            taus.append(sum(told) / len(told))
        if (concordance := _w(list(orders.values()))) is not None:
            concordances.append(concordance)
    tau_b, w = (measured(quality.mean_over_items(each, rng=rng)) for each in (taus, concordances))
    return [
        Measured("tau_b", "Kendall's tau-b of two people, mean over items", tau_b),
        Measured("kendall_w", "Kendall's W, mean over items", w),
    ]


def _tau_b(one: Mapping[int, float], other: Mapping[int, float]) -> float | None:
    """Of what both ranked; None where one of them put it all on one level. M. G. Kendall, Biometrika 33 (1945)."""
    both = sorted(one.keys() & other.keys())
    left, right = (np.array([each[unit] for unit in both]) for each in (one, other))
    first, second = (np.sign(np.subtract.outer(each, each)) for each in (left, right))
    scale = np.sqrt((first * first).sum() * (second * second).sum())
    return float((first * second).sum() / scale) if scale > 0 else None


def _w(orders: Sequence[Mapping[int, float]]) -> float | None:
    """Of what everybody ranked; None for fewer than two people or three responses."""
    both = sorted(set.intersection(*(set(each) for each in orders)))
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
    labels, units = np.asarray(said.labels), np.unique(np.asarray(said.units), return_counts=True)[1]
    if not (units > 1).any():
        return []
    chosen = {option: np.isin(labels, [code for code, have in sets.items() if option in have]) for option in every}
    most = sorted(every, key=lambda option: -int(chosen[option].sum()))[:MOST_PARTS]
    found = []
    for option in (each for each in every if each in most and chosen[each].any()):
        marks = quality.Answers.from_arrays(
            np.asarray(said.units), np.asarray(said.people), chosen[option].astype(float)
        )
        found.append(
            PartAgreement(
                option, int(chosen[option].sum()), measured(quality.percent_agreement(marks, rng=rng)),
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

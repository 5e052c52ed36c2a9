"""A mean that rests on a judge for all items and on people for a sample: as cheap as the one, as right as the other."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

import numpy as np

from armslength_quality.errors import BadAnswers, BadParameter
from armslength_quality.result import Estimate

_Z = 1.959963984540054
METHOD = "prediction-powered mean"


def corrected_mean(judge: Mapping[Hashable, float], people: Mapping[Hashable, float]) -> Estimate:
    """The mean of what people would say of all items, from what a judge says of all and people of some.

    judge    item -> number (1 and 0 for a rate), all items
    people   item -> number, for a sample drawn by lot from them

    Formula: lambda mean(judge over the rest) + mean(people - lambda judge over the sample), with the lambda that makes
    the variance least; a judge who says nothing about people gets lambda 0, and the sample speaks alone. Unbiased for
    any judge, as long as the sample is drawn without looking at the answers.

    Raises BadAnswers for a person's answer on an item the judge has not seen.

    >>> judge = {n: float(n % 2) for n in range(1000)}
    >>> people = {n: float(n % 2) for n in range(0, 1000, 9)}
    >>> round(corrected_mean(judge, people).value, 3)
    0.5

    Reference: A. N. Angelopoulos, J. C. Duchi, T. Zrnic, "PPI++: Efficient Prediction-Powered Inference" (2023).
    """
    unseen = [item for item in people if item not in judge]
    if unseen:
        raise BadAnswers(f"The judge has no answer for {unseen[0]!r}, which people answered.")
    if len(people) < 2:
        return Estimate(None, None, None, len(people), METHOD, "People must have answered two items at least.")
    said = np.array([people[item] for item in people], dtype=np.float64)
    beside = np.array([judge[item] for item in people], dtype=np.float64)
    rest = np.array([number for item, number in judge.items() if item not in people], dtype=np.float64)
    n, others = said.size, rest.size
    if others == 0:
        power, value = 0.0, float(said.mean())
    else:
        together = float(np.var(np.concatenate([beside, rest])))
        covariance = float(np.cov(said, beside)[0, 1])
        power = float(np.clip(covariance / ((1 + n / others) * together), 0.0, 1.0)) if together > 0 else 0.0
        value = power * float(rest.mean()) + float((said - power * beside).mean())
    variance = float(np.var(said - power * beside, ddof=1)) / n
    variance += power**2 * float(np.var(rest)) / others if others else 0.0
    half = _Z * np.sqrt(variance)
    alone = _Z * float(said.std(ddof=1)) / np.sqrt(n)
    note = f"The judge counts for {power:.0%}; people alone: {said.mean():.3f} +- {alone:.3f}."
    return Estimate(value, value - half, value + half, n, METHOD, note)


def stratified_sample(
    strata: Mapping[Hashable, Hashable], size: int, rng: np.random.Generator, *, least: int = 1
) -> Sequence[Hashable]:
    """Items for people to answer without seeing the judge's verdicts: as many of each stratum as its share, but `least`
    of each at least, drawn by lot.

    strata   item -> stratum: the judge's verdict, a language, a length

    Raises BadParameter when `size` is too small for `least` of each, or larger than all.
    """
    groups: dict[Hashable, list[Hashable]] = {}
    for item in sorted(strata, key=str):
        groups.setdefault(strata[item], []).append(item)
    floor = {name: min(least, len(items)) for name, items in groups.items()}
    if not sum(floor.values()) <= size <= len(strata):
        raise BadParameter(f"size must be from {sum(floor.values())} to {len(strata)}, not {size}.")
    take = dict(floor)
    while sum(take.values()) < size:  # one by one to where the most is missing: shares to the nearest item
        lacking = {
            name: len(items) * size / len(strata) - take[name]
            for name, items in groups.items()
            if take[name] < len(items)
        }
        take[max(sorted(lacking, key=str), key=lambda name: lacking[name])] += 1
    return [
        groups[name][place]
        for name in sorted(groups, key=str)
        for place in rng.permutation(len(groups[name]))[: take[name]]
    ]

"""A mean that rests on a judge for all items and on people for a sample: as cheap as the one, as right as the other."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from armslength_quality.agreement.groups import share_of
from armslength_quality.answers import Floats
from armslength_quality.errors import BadAnswers, BadParameter
from armslength_quality.judges.comparison import mean_of
from armslength_quality.result import Estimate

_Z = 1.959963984540054
FEWEST_IN_STRATUM = 5
_UNSEEN = 1.0
"""Errors of either kind, too high and too low, that are taken to have been in each stratum beside those that were seen:
none among a handful does not mean none among all."""
Item = TypeVar("Item", bound=Hashable)
METHOD = "prediction-powered mean"
_NO_INTERVAL = "People said the same of every item: no interval."
_LIKE_A_RATE = "Every number is 0 or 1: taken as a rate, the interval would be that of a share."


@dataclass(frozen=True, slots=True)
class Means:
    """One mean told three ways.

    people      by people alone, on the items they answered
    judge       by the judge alone, on all: as wrong as the judge is, however narrow
    corrected   by both
    """

    people: Estimate
    judge: Estimate
    corrected: Estimate


def means(
    judge: Mapping[Any, float], people: Mapping[Any, float],
    strata: Mapping[Any, Hashable] | None = None, *, rate: bool = False,
) -> Means:  # fmt: skip
    """The mean of all items by people, by a judge, and by `corrected_mean`; arguments as there.

    A rate by people or judge alone has Wilson's interval; other numbers that are all the same have none. Where every
    number is 0 or 1 and `rate` was not asked for, the note of `corrected` says so: it could be a scale of which nobody
    used the rest.

    >>> judge = {n: float(n % 2) for n in range(1000)}
    >>> found = means(judge, {n: 1.0 if n % 3 else 0.0 for n in range(0, 1000, 9)})
    >>> found.judge.value, found.people.value
    (0.5, 0.0)
    """
    corrected = corrected_mean(judge, people, strata, rate=rate)
    alone = (_alone(people, "mean of the people", rate=rate), _alone(judge, "mean of the judge", rate=rate))
    return Means(*alone, corrected)


def _alone(said: Mapping[Hashable, float], method: str, *, rate: bool) -> Estimate:
    return share_of(sum(said.values()), len(said), method) if rate else mean_of(_numbers(said.values()), method)


def _numbers(values: Iterable[float]) -> Floats:
    return np.array([*values], dtype=np.float64)


def corrected_mean(
    judge: Mapping[Any, float], people: Mapping[Any, float],
    strata: Mapping[Any, Hashable] | None = None, *, rate: bool = False,
) -> Estimate:  # fmt: skip
    """The mean of what people would say of all items, from what a judge says of all and people of some.

    judge    item -> number (1 and 0 for a rate), all items
    people   item -> number, for a sample drawn by lot from them
    strata   item -> stratum, where the lot was drawn in each apart (`stratified_sample`); those of which people
             answered fewer than five are taken together. By the judge's verdict, it also holds for a sample that
             went by that
    rate     the numbers are shares, from 0 to 1: so are the mean and its interval

    Formula: lambda mean(judge over the rest) + mean(people - lambda judge over the sample), with the lambda that makes
    the variance least; a judge who says nothing about people gets lambda 0, and the sample speaks alone. Unbiased for
    any judge, as long as the sample is drawn without looking at the answers. With strata the same in each, added up by
    their shares of the items. The interval is that of the same with one error of either kind more in each stratum
    (people say the most, the judge the least that anybody says of anything; and the reverse), so that a judge who erred
    nowhere in the sample is not taken to err nowhere; its middle is drawn in as Agresti and Coull's of a share is.

    Raises BadAnswers for a person's answer on an item the judge has not seen, or for an item without stratum.

    >>> judge = {n: float(n % 2) for n in range(1000)}
    >>> people = {n: float(n % 2) for n in range(0, 1000, 9)}
    >>> round(corrected_mean(judge, people).value, 3)
    0.5

    References: A. N. Angelopoulos, J. C. Duchi, T. Zrnic, "PPI++: Efficient Prediction-Powered Inference" (2023); for
    strata A. Fisch et al., "Stratified Prediction-Powered Inference for Hybrid Language Model Evaluation" (2024).
    """
    unseen = [item for item in people if item not in judge]
    if unseen:
        raise BadAnswers(f"The judge has no answer for {unseen[0]!r}, which people answered.")
    if len(people) < 2:
        return Estimate(None, None, None, len(people), METHOD, "People must have answered two items at least.")
    said = _numbers(people.values())
    seen = np.concatenate([said, _numbers(judge.values())])
    least, most = (0.0, 1.0) if rate else (float(seen.min()), float(seen.max()))
    hint = "" if rate or not np.isin(seen, (0.0, 1.0)).all() else f" {_LIKE_A_RATE}"
    parts = _each(judge, people, strata, (least, most))
    value = sum(share * part.value for share, part in parts)
    if not rate and np.ptp(said) == 0:
        return Estimate(value, None, None, said.size, METHOD, f"{_NO_INTERVAL}{hint}")
    middle = sum(share * part.middle for share, part in parts)
    half = _Z * float(np.sqrt(sum(share**2 * part.variance for share, part in parts)))
    low, high = min(value, middle - half), max(value, middle + half)
    if rate:
        value, low, high = (min(1.0, max(0.0, number)) for number in (value, low, high))
    alone = _alone(people, METHOD, rate=rate)
    whole = f"The judge counts for {parts[0][1].power:.0%}; " if len(parts) == 1 else f"{len(parts)} strata; "
    note = f"{whole}people alone: {alone.value:.3f} ({alone.low:.3f} to {alone.high:.3f}).{hint}"
    return Estimate(value, low, high, said.size, METHOD, note)


def _each(
    judge: Mapping[Hashable, float], people: Mapping[Hashable, float], strata: Mapping[Hashable, Hashable] | None,
    ends: tuple[float, float],
) -> list[tuple[float, _Part]]:  # fmt: skip
    """Every stratum with its share of the items."""
    return [
        (len(items) / len(judge),
         _corrected({item: judge[item] for item in items}, {i: people[i] for i in items if i in people}, ends))
        for items in _parts(judge, people, strata)
    ]  # fmt: skip


def _parts(
    judge: Mapping[Hashable, float], people: Mapping[Hashable, float], strata: Mapping[Hashable, Hashable] | None
) -> list[list[Hashable]]:
    """The items by stratum. Those of which people answered too few go together, and with the largest if they are still
    too few."""
    if strata is None:
        return [list(judge)]
    groups: dict[Hashable, list[Hashable]] = {}
    for item in judge:
        if item not in strata:
            raise BadAnswers(f"{item!r} has no stratum.")
        groups.setdefault(strata[item], []).append(item)
    ample = {
        name: items for name, items in groups.items() if sum(item in people for item in items) >= FEWEST_IN_STRATUM
    }
    rest = [item for name, items in groups.items() if name not in ample for item in items]
    if rest and ample and sum(item in people for item in rest) < FEWEST_IN_STRATUM:
        ample[max(ample, key=lambda name: len(ample[name]))] += rest
        rest = []
    return [*ample.values(), rest] if rest else [*ample.values()]


@dataclass(frozen=True, slots=True)
class _Part:
    """One stratum: its mean, the middle and the variance that its interval comes from, and lambda."""

    value: float
    middle: float
    variance: float
    power: float


def _corrected(judge: Mapping[Hashable, float], people: Mapping[Hashable, float], ends: tuple[float, float]) -> _Part:
    """One stratum; `ends`: the least and the most that anybody says."""
    said, beside = _numbers(people.values()), _numbers(judge[item] for item in people)
    rest = _numbers(number for item, number in judge.items() if item not in people)
    n, others = said.size, rest.size
    power, base = 0.0, 0.0
    if others:
        together = float(np.var(np.concatenate([beside, rest])))
        covariance = float(np.cov(said, beside)[0, 1])
        power = float(np.clip(covariance / ((1 + n / others) * together), 0.0, 1.0)) if together > 0 else 0.0
        base = power * float(rest.mean())
    apart, (least, most) = said - power * beside, ends
    unseen = np.array([most - power * least, least - power * most])
    many = n + 2 * _UNSEEN
    middle = float(apart.sum() + _UNSEEN * unseen.sum()) / many
    spread = float(((apart - middle) ** 2).sum() + _UNSEEN * ((unseen - middle) ** 2).sum()) / many
    variance = spread / many + (power**2 * float(np.var(rest)) / others if others else 0.0)
    return _Part(base + float(apart.mean()), base + middle, variance, power)


def stratified_sample(
    strata: Mapping[Item, Hashable], size: int, rng: np.random.Generator, *, least: int = 1
) -> Sequence[Item]:
    """Items for people to answer without seeing the judge's verdicts: as many of each stratum as its share, but `least`
    of each at least, drawn by lot.

    strata   item -> stratum: the judge's verdict, a language, a length

    Raises BadParameter when `size` is too small for `least` of each, or larger than all.
    """
    groups: dict[Hashable, list[Item]] = {}
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


def bands(scores: Mapping[Item, float], many: int) -> dict[Item, Hashable]:
    """item -> the band of its score, as "1" for the lowest: `many` bands of equally many items, fewer where scores are
    alike.

    >>> bands({"x": 0.1, "y": 0.5, "z": 0.9, "w": 0.7}, 2)
    {'x': '1', 'y': '1', 'z': '2', 'w': '2'}
    """
    if many < 1:
        raise BadParameter(f"many must be 1 at least, not {many}.")
    if not scores:
        return {}
    values = np.array([*scores.values()], dtype=np.float64)
    where = np.searchsorted(np.unique(np.quantile(values, np.linspace(0, 1, many + 1)[1:-1])), values) + 1
    return {item: str(band) for item, band in zip(scores, where.tolist(), strict=True)}

"""gamma: agreement on units after finding which unit of one person answers to which of another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy import sparse

from armslength_quality.agreement.bootstrap import RESAMPLES, estimate
from armslength_quality.agreement.spans import NO_SPANS, Reading, Span, SpanAnswers
from armslength_quality.answers import Codes, Floats
from armslength_quality.errors import BadParameter
from armslength_quality.result import Estimate

_EMPTY = 1.0
"""What a unit without a counterpart costs: the unit of all costs here."""
_TRIES = 50


@dataclass(frozen=True)
class Dissimilarity:
    """What a unit in another place, and one of another label, cost beside a unit without a counterpart."""

    place: float
    label: float


def gamma(
    answers: SpanAnswers, *, rng: np.random.Generator, place: float = 1.0, label: float = 1.0, shuffles: int = 30,
    resamples: int = RESAMPLES,
) -> Estimate:  # fmt: skip
    """The gamma of Mathet, Widloecher and Metivier: units are aligned and compared at once.

    Formula: 1 - O / E. Two units u, v differ by place x ((|start_u - start_v| + |end_u - end_v|) / (length_u +
    length_v))^2 + label x [labels differ]; anything and nothing by 1. An alignment puts every unit into exactly one
    group of at most one unit per person; a group costs its mean over the pairs of people. O is the cost per unit of the
    cheapest alignment, E the mean of the same over `shuffles` texts made of the readings, each drawn at random, cut at
    a random point and turned round. Texts count by their units.

    Exact: two people by assignment, more by an integer programme over the groups that can be worth their cost. So it
    is for tens of units per text and a handful of people. The interval is a bootstrap over texts. 1 is perfect, 0 is
    chance. Not defined when nobody marked anything.

    >>> rows = [("t", "ada", [(0, 4, "PER"), (20, 25, "LOC")]), ("t", "bob", [(0, 4, "PER"), (20, 26, "LOC")])]
    >>> gamma(SpanAnswers.from_rows(rows, {"t": 60}), rng=np.random.default_rng(0)).value > 0.9
    True

    Reference: Y. Mathet, A. Widloecher, J.-P. Metivier, "The unified and holistic method gamma for inter-annotator
    agreement measure and alignment", Computational Linguistics 41 (2015).
    """
    for name, value in (("place", place), ("label", label)):
        if not value >= 0:
            raise BadParameter(f"{name} must not be negative.")
    if shuffles < 1:
        raise BadParameter("shuffles must be at least 1.")
    differing, features = Dissimilarity(place, label), []
    for readings in answers.shared():
        units = [sorted(reading.spans) for reading in readings]
        if not any(units):
            features.append((0.0, 0.0))
            continue
        by_chance = [_per_unit(_shuffled(units, readings[0], rng), differing) for _ in range(shuffles)]
        features.append((disorder(units, differing), sum(map(len, units)) * _mean(by_chance)))
    return estimate(
        np.array(features, dtype=np.float64).reshape(-1, 2), np.ones(len(features), dtype=np.int64), _one_less_ratio,
        rng=rng, resamples=resamples, method="gamma", undefined=NO_SPANS,
    )  # fmt: skip


def _per_unit(units: Sequence[Sequence[Span]], differing: Dissimilarity) -> float | None:
    """None where only empty readings were drawn."""
    count = sum(map(len, units))
    return disorder(units, differing) / count if count else None


def _mean(draws: Sequence[float | None]) -> float:
    drawn = [draw for draw in draws if draw is not None]
    return float(np.mean(drawn)) if drawn else 0.0


def disorder(units: Sequence[Sequence[Span]], differing: Dissimilarity) -> float:
    """The cost of the cheapest alignment of everybody's units; a unit alone costs 1."""
    if len(units) == 2:
        return _of_two(_apart(units[0], units[1], differing))
    return _of_many(units, differing)


def _apart(one: Sequence[Span], other: Sequence[Span], differing: Dissimilarity) -> Floats:
    """(units of one, units of other) how far two units are apart."""
    if not one or not other:
        return np.zeros((len(one), len(other)))
    first, second = (np.array([span[:2] for span in spans], dtype=np.float64) for spans in (one, other))
    moved = np.abs(first[:, None, :] - second[None, :, :]).sum(axis=2)
    sizes = (first[:, 1] - first[:, 0])[:, None] + (second[:, 1] - second[:, 0])[None, :]
    names = [[float(left[2] != right[2]) for right in other] for left in one]
    apart: Floats = differing.place * (moved / sizes) ** 2 + differing.label * np.array(names)
    return apart


def _of_two(apart: Floats) -> float:
    """Pairs whose cost exceeds that of two units left alone are left alone."""
    from scipy.optimize import linear_sum_assignment  # takes longer to load than all the rest

    gain = np.maximum(2.0 * _EMPTY - apart, 0.0)
    rows, columns = linear_sum_assignment(gain, maximize=True)
    return float(sum(apart.shape) * _EMPTY - gain[rows, columns].sum())


def _of_many(units: Sequence[Sequence[Span]], differing: Dissimilarity) -> float:
    from scipy.optimize import Bounds, LinearConstraint, milp

    groups, costs = _groups(units, differing)
    starts = np.concatenate(([0], np.cumsum([len(each) for each in units])))
    rows = [int(starts[who] + unit) for group in groups for who, unit in enumerate(group) if unit >= 0]
    columns = [column for column, group in enumerate(groups) for unit in group if unit >= 0]
    shape = (int(starts[-1]), len(groups))
    holds = sparse.coo_array((np.ones(len(rows)), (rows, columns)), shape=shape).tocsr()
    found = milp(
        costs, integrality=np.ones(len(groups)), bounds=Bounds(0, 1), constraints=LinearConstraint(holds, 1.0, 1.0)
    )
    return float(found.fun)


def _groups(units: Sequence[Sequence[Span]], differing: Dissimilarity) -> tuple[list[tuple[int, ...]], Floats]:
    """All groups that cost no more than their units would alone, and their costs; -1 is nobody's unit.

    They grow person by person. A group is dropped as soon as not even perfect company could make it worth its cost.
    """
    people = len(units)
    pairs = people * (people - 1) / 2.0
    apart = {(i, j): _with_nothing(_apart(units[i], units[j], differing)) for i, j in combinations(range(people), 2)}
    groups: Codes = np.arange(-1, len(units[0]), dtype=np.int64)[:, None]
    cost = np.zeros(len(groups))
    for who in range(1, people):
        mine = np.arange(-1, len(units[who]), dtype=np.int64)
        cost = np.repeat(cost, mine.size)
        groups = np.column_stack((np.repeat(groups, mine.size, axis=0), np.tile(mine, len(groups))))
        for other in range(who):
            cost += apart[other, who][groups[:, other], groups[:, who]]
        most = (groups >= 0).sum(axis=1) + people - 1 - who
        keep = cost <= most * pairs * _EMPTY + 1e-9
        groups, cost = groups[keep], cost[keep]
    full = (groups >= 0).any(axis=1)
    return [tuple(group) for group in groups[full].tolist()], cost[full] / pairs


def _with_nothing(apart: Floats) -> Floats:
    """A last row and column, which index -1 finds: anything against nothing."""
    table = np.full((apart.shape[0] + 1, apart.shape[1] + 1), _EMPTY)
    table[:-1, :-1] = apart
    return table


def _shuffled(units: Sequence[Sequence[Span]], text: Reading, rng: np.random.Generator) -> list[list[Span]]:
    """Each reading replaced by one of them turned round; turns differ by at least a mean unit, where they can."""
    sizes = [end - start for reading in units for start, end, _ in reading]
    least = min(float(np.mean(sizes)), text.length / (2.0 * len(units) + 1.0))
    turns: list[float] = []
    for _ in units:
        turn = rng.uniform(0, text.length)
        for _ in range(_TRIES):
            if all(_round_trip(turn - other, text.length) >= least for other in turns):
                break
            turn = rng.uniform(0, text.length)
        turns.append(turn)
    drawn = rng.integers(0, len(units), len(units))
    return [
        [_turned(span, int(turn), text.length) for span in units[which]]
        for which, turn in zip(drawn, turns, strict=True)
    ]


def _round_trip(way: float, length: int) -> float:
    return min(abs(way), length - abs(way))


def _turned(span: Span, turn: int, length: int) -> Span:
    start = (span[0] + turn) % length
    return start, start + span[1] - span[0], span[2]


def _one_less_ratio(sums: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        value: Floats = 1.0 - sums[:, 0] / sums[:, 1]
    value[sums[:, 1] == 0] = np.nan
    return value

"""Intervals for every measure, by one road.

Each measure here is a function of sums over items: `statistic(sum of features)`. So the estimate is the statistic of
the total, and a bootstrap over items is the statistic of totals with multinomial weights. Items with the same features
are one row with a size, so a million items with three answers each cost what their few distinct patterns cost.

The interval is not simply the middle of the resamples: where answers are few or lopsided that one lies too low or too
high. It is moved by the bias of the resamples and by how much their spread depends on the value (BCa: B. Efron, "Better
bootstrap confidence intervals", JASA 82 (1987)); `benchmarks/intervals.py` counts how often such intervals hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from scipy import sparse
from scipy.special import ndtr, ndtri

from armslength_quality.answers import Answers, Codes, Floats
from armslength_quality.result import Estimate
from armslength_quality.stop import checkpoint

RESAMPLES = 1000
_CELLS = 2_000_000
"""Numbers held at once while resampling: bounds memory whatever the table's size."""

_ENDS = np.array([ndtri(0.025), ndtri(0.975)])
_MOST_LEFT_OUT = 5000
"""Where there are more patterns than this, the acceleration is as good as zero and not computed."""

Sparse: TypeAlias = sparse.csr_array
Statistic = Callable[[Floats], Floats]


@dataclass(frozen=True)
class Patterns:
    """Distinct items: `first[p]` is one item of pattern p, `size[p]` how many items share it."""

    first: Codes
    size: Codes

    @property
    def items(self) -> int:
        """How many items there are in all."""
        return int(self.size.sum())


def label_patterns(answers: Answers, least: int = 2) -> Patterns:
    """Items with at least `least` answers, alike when they hold the same labels, whoever gave them."""
    order = np.lexsort((answers.label, answers.item))
    return _patterns(answers, answers.label[order], least)


def row_patterns(answers: Answers) -> Patterns:
    """Items with at least two answers, alike when the same annotators gave the same labels."""
    return _patterns(answers, answers.annotator * len(answers.categories) + answers.label, 2)


def _patterns(answers: Answers, signature: Codes, least: int) -> Patterns:
    """Items with equally many answers are compared together: the n-th answers of all of them, n after n."""
    starts = np.cumsum(answers.per_item) - answers.per_item
    first, size = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for many in np.unique(answers.per_item[answers.per_item >= least]):
        items = np.flatnonzero(answers.per_item == many)
        pattern = np.zeros(items.size, dtype=np.int64)
        for place in range(int(many)):
            _, said = np.unique(signature[starts[items] + place], return_inverse=True)
            _, where, pattern = np.unique(pattern * (said.max() + 1) + said, return_index=True, return_inverse=True)
        first.append(items[where])
        size.append(np.bincount(pattern, answers.size[items]).astype(np.int64))
    return Patterns(np.concatenate(first), np.concatenate(size))


def estimate(
    features: Sparse | Floats, size: Codes, statistic: Statistic, *, method: str, undefined: str,
    rng: np.random.Generator | None, resamples: int = RESAMPLES, note: str | None = None,
) -> Estimate:  # fmt: skip
    """The statistic of the summed features, with its bootstrap interval.

    features    (patterns, F) what one item of each pattern adds
    size        (patterns,) items per pattern
    statistic   (R, F) sums -> (R,) values; nan where the sums do not define it
    undefined   the note to give when the value is not defined
    rng         source of the resamples; None means no interval
    """
    items = int(size.sum())
    if items == 0:
        return Estimate(None, None, None, 0, method, "No item has two answers to compare.")
    table = sparse.csr_array(features)
    value = float(statistic((table.T @ size.astype(np.float64))[None, :])[0])
    if np.isnan(value):
        return Estimate(None, None, None, items, method, undefined)
    if rng is None or items < 2:
        return Estimate(value, None, None, items, method, note)
    draws = np.concatenate([statistic(sums) for sums in resample_sums(table, size, rng, resamples)])
    low, high, missed = interval(draws, value, _acceleration(table, size, statistic))
    return Estimate(value, low, high, items, method, _with_missed(note, missed, resamples))


def interval(draws: Floats, value: float, acceleration: float) -> tuple[float | None, float | None, int]:
    """The 95 % of the defined draws that BCa takes, and how many were not defined; nothing from under half of them."""
    defined = draws[~np.isnan(draws)]
    missed = int(draws.size - defined.size)
    if defined.size * 2 < draws.size:
        return None, None, missed
    under = (np.count_nonzero(defined < value) + np.count_nonzero(defined == value) / 2.0) / defined.size
    bias = ndtri(np.clip(under, 0.5 / defined.size, 1.0 - 0.5 / defined.size))
    way = bias + _ENDS
    stretch = 1.0 - acceleration * way
    points = np.where(stretch > 0, ndtr(bias + way / np.where(stretch > 0, stretch, 1.0)), way > 0)
    low, high = np.quantile(defined, points)
    return float(low), float(high), missed


def ratios(
    table: Sparse, size: Codes, *, rng: np.random.Generator | None, resamples: int
) -> tuple[Floats, Floats, Floats]:
    """(R,) values and ends of the intervals of R ratios of sums that share their resamples; nan where there is none.

    table   (patterns, 2 R) what one item of each pattern adds to the R numerators, then to the R denominators
    """
    half = table.shape[1] // 2
    values = _ratio((table.T @ size.astype(np.float64))[None, :])[0]
    low, high = np.full(half, np.nan), np.full(half, np.nan)
    if rng is None or int(size.sum()) < 2:
        return values, low, high
    draws = np.concatenate([_ratio(sums) for sums in resample_sums(table, size, rng, resamples)])
    influence = table[:, :half] - table[:, half:] @ sparse.diags_array(np.nan_to_num(values))
    squares = influence.multiply(influence)
    skew = _skewness(squares.multiply(influence).T @ size, squares.T @ size)
    for column in np.flatnonzero(~np.isnan(values)):
        ends = interval(draws[:, column], float(values[column]), float(skew[column]))
        low[column], high[column] = (np.nan if end is None else end for end in ends[:2])
    return values, low, high


def _ratio(sums: Floats) -> Floats:
    half = sums.shape[1] // 2
    with np.errstate(divide="ignore", invalid="ignore"):
        value: Floats = sums[:, :half] / sums[:, half:]
    value[sums[:, half:] == 0] = np.nan
    return value


def _skewness(cubes: Floats, squares: Floats) -> Floats:
    """The acceleration of BCa: sum u^3 / (6 (sum u^2)^1.5), u what each item moves the value by; 0 where none does."""
    moved = squares > 0
    return np.divide(cubes, 6.0 * squares**1.5, out=np.zeros_like(squares), where=moved)


def _acceleration(table: Sparse, size: Codes, statistic: Statistic) -> float:
    """From the values without one item of each pattern; items without which it is not defined are passed over."""
    rows, columns = table.shape
    if rows > _MOST_LEFT_OUT:
        return 0.0
    total, step = table.T @ size.astype(np.float64), max(1, _CELLS // max(1, columns))
    left = np.concatenate([statistic(total - table[start : start + step].toarray()) for start in range(0, rows, step)])
    known = ~np.isnan(left)
    left, times = left[known], size[known].astype(np.float64)
    if left.size == 0:
        return 0.0
    influence = np.average(left, weights=times) - left
    influence[np.abs(influence) < 1e-12 * max(1.0, float(np.abs(left).max()))] = 0.0
    return float(_skewness(times @ influence**3, times @ influence**2))


def resample_sums(table: Sparse, size: Codes, rng: np.random.Generator, resamples: int) -> Iterator[Floats]:
    """(R, F) sums of resampled items, some resamples at a time."""
    rows, columns = table.shape
    step = max(1, _CELLS // max(rows, columns))
    share = size / size.sum()
    turned = table.T.tocsr()
    for start in range(0, resamples, step):
        checkpoint()
        weights = rng.multinomial(int(size.sum()), share, size=min(step, resamples - start))
        yield np.ascontiguousarray((turned @ weights.T.astype(np.float64)).T)


def _with_missed(note: str | None, missed: int, resamples: int) -> str | None:
    if missed == 0:
        return note
    text = f"{missed} of {resamples} resamples did not define it and were left out of the interval."
    return text if note is None else f"{note} {text}"

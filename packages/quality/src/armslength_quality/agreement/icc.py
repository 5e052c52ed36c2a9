"""How much of the spread of numbers is the items', and how much the people's?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from scipy.special import fdtri

from armslength_quality.agreement.table import numbers, rectangle
from armslength_quality.answers import Answers, Floats
from armslength_quality.errors import BadParameter
from armslength_quality.result import Estimate

Form = Literal["1,1", "1,k", "A,1", "A,k", "C,1", "C,k"]
_HIGH = 0.975
_ROUNDING = 1e-14
"""What arithmetic may leave of a difference of equal numbers, relative to them."""
_NO_SPREAD = "All numbers are the same: there is no spread to share out."


def icc(answers: Answers, form: Form = "A,1") -> Estimate:
    """Intraclass correlation: the share of the variance of an answer that is due to the item.

    Forms, by McGraw and Wong's names (and Shrout and Fleiss's):
      1,1  ICC(1,1)  other people on every item; one answer. Items may have different numbers of answers
      A,1  ICC(2,1)  the same people on all items, and what they differ by throughout counts as disagreement
      C,1  ICC(3,1)  the same people on all items; a constant shift between them is forgiven
      .,k  the same of the mean of k answers (the mean number of them where items differ)

    Formulas (n items, k people; mean squares of items R, people C, residual E; B between and W within items):
      1,1 = (B - W) / (B + (k - 1) W)     C,1 = (R - E) / (R + (k - 1) E)
      A,1 = (R - E) / (R + (k - 1) E + k (C - E) / n)
    and the mean of k by Spearman and Brown, k r / (1 + (k - 1) r). It may be below 0: then chance does better.

    The interval is the exact one of normal answers (F; for A Satterthwaite's approximation), not a bootstrap, and needs
    no generator; that of a mean is Spearman and Brown's of its ends, as in McGraw and Wong and in R's psych (R's irr
    has another for A,k). Forms A and C use the items that everybody answered, and the note says how many were left out.
    Where items have different numbers of answers, form 1 uses their effective number and the interval is approximate.

    Cost: one pass over the answers.

    >>> table = [[9, 6, 8, 7, 10, 6], [2, 1, 4, 1, 5, 2], [5, 3, 6, 2, 6, 4], [8, 2, 8, 6, 9, 7]]
    >>> round(icc(Answers.from_table(table), "A,1").value, 2)
    0.29

    References: P. E. Shrout, J. L. Fleiss, "Intraclass correlations", Psychological Bulletin 86 (1979); K. O. McGraw,
    S. P. Wong, "Forming inferences about some intraclass correlation coefficients", Psychological Methods 1 (1996).
    """
    if form not in get_args(Form):
        raise BadParameter(f"form must be one of {', '.join(get_args(Form))}, not {form!r}.")
    kind, size = form.split(",")
    name = f"ICC({form})"
    parts = _one_way(answers) if kind == "1" else _two_way(answers)
    if isinstance(parts, str):
        return Estimate(None, None, None, 0, name, parts)
    value, low, high = _agreement_bounds(parts) if kind == "A" else _ratio_bounds(parts)
    if np.isnan(value):
        return Estimate(None, None, None, parts.items, name, _NO_SPREAD)
    if size == "k":
        value, low, high = (_of_mean(each, parts.people) for each in (value, low, high))
    if not (np.isfinite(low) and np.isfinite(high)):
        return Estimate(value, None, None, parts.items, name, parts.note)
    return Estimate(value, low, high, parts.items, name, parts.note)


@dataclass(frozen=True)
class _Parts:
    """Mean squares and what they rest on; `residual` is within items for form 1."""

    items: int
    people: float
    between: float
    residual: float
    residual_freedom: float
    columns: float
    note: str | None


def _one_way(answers: Answers) -> _Parts | str:
    values = numbers(answers)[answers.label]
    several = answers.per_item >= 2
    many, times = answers.per_item[several].astype(np.float64), answers.size[several].astype(np.float64)
    items, total = int(times.sum()), float(many @ times)
    if items < 2:
        return "Fewer than two items have two answers."
    rows = several[answers.item]
    code = (np.cumsum(several) - 1)[answers.item[rows]]
    said, weight = values[rows], times[code]
    means = np.bincount(code, said) / many
    freedom = total - items
    rounding = total * (_ROUNDING * float(np.abs(said).max())) ** 2
    between = _square(times * many * (means - (said * weight).sum() / total) ** 2, items - 1, rounding)
    within = _square(weight * (said - means[code]) ** 2, freedom, rounding)
    effective = float((total - (times * many**2).sum() / total) / (items - 1))
    note = None
    if many.min() != many.max():
        note = f"Answers per item vary ({many.min():.0f} to {many.max():.0f}): taken as {effective:.2f}, roughly."
    return _Parts(items, effective, between, within, freedom, 0.0, note)


def _two_way(answers: Answers) -> _Parts | str:
    table = rectangle(answers, numbers(answers))
    n, k = int(table.times.sum()), table.values.shape[1]
    if n < 2 or k < 2:
        return (
            f"Needs two items that all of {k} people answered; there are {n}. Form 1 takes other people on every item."
        )
    times, rows = table.times[:, None], table.values.mean(axis=1)
    columns = (times * table.values).sum(axis=0) / n
    mean = columns.mean()
    residual = table.values - rows[:, None] - columns[None, :] + mean
    freedom = (n - 1.0) * (k - 1.0)
    rounding = n * k * (_ROUNDING * float(np.abs(table.values).max())) ** 2
    return _Parts(
        n, float(k), _square(k * table.times * (rows - mean) ** 2, n - 1, rounding),
        _square(times * residual**2, freedom, rounding), freedom,
        _square(n * (columns - mean) ** 2, k - 1, rounding), table.note,
    )  # fmt: skip


def _square(squares: Floats, freedom: float, rounding: float) -> float:
    """A mean square; what rounding leaves of nothing is nothing."""
    total = float(squares.sum())
    return 0.0 if total <= rounding else total / freedom


def _ratio_bounds(parts: _Parts) -> tuple[float, float, float]:
    """Forms 1 and C: one formula of different mean squares. The ratio of the two is F distributed."""
    if parts.residual == 0:
        return (float("nan"),) * 3 if parts.between == 0 else (1.0, 1.0, 1.0)
    ratio, n = parts.between / parts.residual, parts.items - 1
    low = ratio / float(fdtri(n, parts.residual_freedom, _HIGH))
    high = ratio * float(fdtri(parts.residual_freedom, n, _HIGH))
    rest = parts.people - 1.0
    return (ratio - 1.0) / (ratio + rest), (low - 1.0) / (low + rest), (high - 1.0) / (high + rest)


def _agreement_bounds(parts: _Parts) -> tuple[float, float, float]:
    n, k, rows, columns, error = parts.items, parts.people, parts.between, parts.columns, parts.residual
    total = rows + (k - 1.0) * error + k * (columns - error) / n
    if total <= 0:
        return (float("nan"),) * 3
    value = (rows - error) / total
    if value >= 1.0:
        return 1.0, 1.0, 1.0
    a = k * value / (n * (1.0 - value))
    b = 1.0 + k * value * (n - 1.0) / (n * (1.0 - value))
    spread = (a * columns) ** 2 / (k - 1.0) + (b * error) ** 2 / ((n - 1.0) * (k - 1.0))
    if spread == 0:
        return value, float("nan"), float("nan")
    freedom = (a * columns + b * error) ** 2 / spread
    rest = k * columns + (k * n - k - n) * error
    lower, upper = float(fdtri(n - 1, freedom, _HIGH)), float(fdtri(freedom, n - 1, _HIGH))
    low = n * (rows - lower * error) / (lower * rest + n * rows)
    high = n * (upper * rows - error) / (rest + n * upper * rows)
    return value, low, high


def _of_mean(one: float, people: float) -> float:
    """Spearman and Brown: of the mean of so many."""
    below = 1.0 + (people - 1.0) * one
    return people * one / below if below > 0 else float("nan")

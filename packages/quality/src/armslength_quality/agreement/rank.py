"""Do people put things in the same order?"""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
from scipy.special import ndtri

from armslength_quality.agreement.cohen import shared_labels
from armslength_quality.agreement.table import rectangle
from armslength_quality.answers import Answers, Floats
from armslength_quality.result import Estimate

_Z = float(ndtri(0.975))
_CELLS = 4_000_000
_GROUPS = 200
"""Most groups that a jackknife leaves out in turn."""


def kendall_tau_b(answers: Answers, first: Hashable, second: Hashable) -> Estimate:
    """Kendall's tau-b of two annotators over the items that both answered; the order is `answers.categories`.

    Formula: (concordant - discordant) / sqrt(pairs not tied by `first` x pairs not tied by `second`).

    The interval comes from what each item contributes (the delta method for U-statistics) on Fisher's scale, and needs
    no generator. Not defined when either put all items on one level.

    Cost: the square of the distinct pairs of labels.

    >>> round(kendall_tau_b(Answers.from_table([[1, 2, 3, 4, 4], [1, 3, 2, 4, 4]]), 0, 1).value, 3)
    0.778

    References: M. G. Kendall, "The treatment of ties in ranking problems", Biometrika 33 (1945); for the interval,
    W. Hoeffding, "A class of statistics with asymptotically normal distribution", Annals of Mathematical Statistics 19
    (1948).
    """
    method = "Kendall's tau-b"
    left, right = shared_labels(answers, first, second)
    cells, times = np.unique(np.column_stack((left, right)), axis=0, return_counts=True)
    n = int(left.size)
    if n < 2:
        return Estimate(None, None, None, n, method, "They share fewer than two items.")
    together, by_first, by_second = _contributions(cells.astype(np.float64), times.astype(np.float64))
    totals = [float((part * times).sum()) for part in (together, by_first, by_second)]
    if totals[1] == 0 or totals[2] == 0:
        return Estimate(None, None, None, n, method, "One of them put all items on one level.")
    value = totals[0] / np.sqrt(totals[1] * totals[2])
    scale = np.sqrt(totals[1] * totals[2])
    influence = 2.0 * (together / scale - value / 2.0 * (by_first / totals[1] + by_second / totals[2]))
    error = float(np.sqrt((times * influence**2).sum() * n / (n - 1.0)))
    low, high = _on_fishers_scale(value, error)
    return Estimate(float(value), low, high, n, method)


def kendall_w(answers: Answers) -> Estimate:
    """Kendall's coefficient of concordance: how far do all annotators put the items in one order?

    Formula: W = (12 sum_i R_i^2 - 3 m^2 n (n + 1)^2) / (m^2 n (n^2 - 1) - m T), with R_i the sum over m annotators of
    the ranks of item i (mid-ranks for ties) in the order of `answers.categories`, n items and T = sum over annotators
    and their ties of t^3 - t. 1 when all have the same order. Of no order at all it is 1/m on the average, not 0; the
    mean of Spearman's correlations over pairs of annotators, (m W - 1) / (m - 1), is.

    Uses the items that everybody answered, and the note says how many were left out. The interval is a jackknife over
    items on Fisher's scale of that mean correlation, and needs no generator: how concordant these people would be on
    other items. Not defined for fewer than three items.

    Cost: annotators x items x log items, at most 200 times for the interval.

    >>> round(kendall_w(Answers.from_table([[1, 2, 3, 4], [1, 3, 2, 4], [2, 1, 3, 4]])).value, 3)
    0.778

    Reference: M. G. Kendall, B. Babington Smith, "The problem of m rankings", Annals of Mathematical Statistics 10
    (1939).
    """
    method = "Kendall's W"
    table = rectangle(answers.one_by_one(), np.arange(len(answers.categories), dtype=np.float64))
    n, people = table.values.shape
    if n < 3 or people < 2:
        text = f"Needs three items that all of at least two people answered; there are {n} of {people}."
        return Estimate(None, None, None, n, method, text)
    value = _concordance(table.values)
    if np.isnan(value):
        return Estimate(None, None, None, n, method, "Everybody put all items on one level.")
    low, high = _jackknife(table.values, value)
    return Estimate(value, low, high, n, method, table.note)


def _contributions(cells: Floats, times: Floats) -> tuple[Floats, Floats, Floats]:
    """Per distinct pair of labels: concordant less discordant partners, and partners not tied on either side."""
    parts = [np.zeros(len(cells)) for _ in range(3)]
    step = max(1, _CELLS // len(cells))
    for start in range(0, len(cells), step):
        some = slice(start, start + step)
        one, other = (np.sign(np.subtract.outer(cells[some, side], cells[:, side])) for side in (0, 1))
        for part, sign in zip(parts, (one * other, one * one, other * other), strict=True):
            part[some] = sign @ times
    return parts[0], parts[1], parts[2]


def _concordance(values: Floats) -> float:
    n, people = values.shape
    total, ties = np.zeros(n), 0.0
    for column in values.T:
        _, level, times = np.unique(column, return_inverse=True, return_counts=True)
        total += (np.cumsum(times) - (times - 1.0) / 2.0)[level]
        ties += float((times.astype(np.float64) ** 3 - times).sum())
    most = people**2 * n * (n * n - 1.0) - people * ties
    if most <= 0:
        return float("nan")
    return float((12.0 * (total**2).sum() - 3.0 * people**2 * n * (n + 1.0) ** 2) / most)


def _jackknife(values: Floats, value: float) -> tuple[float | None, float | None]:
    """Every item left out in turn (or every g-th, in at most 200 groups)."""
    n, people = values.shape
    groups = min(n, _GROUPS)
    member = np.arange(n) % groups
    left = np.array([_concordance(values[member != group]) for group in range(groups)])
    if n < 4 or np.isnan(left).any():
        return None, None
    left, mean = _correlation(left, people), float(_correlation(np.array(value), people))
    error = float(np.sqrt((groups - 1.0) / groups * ((left - left.mean()) ** 2).sum()))
    low, high = _on_fishers_scale(mean, error)
    return _back(low, people), _back(high, people)


def _correlation(concordance: Floats, people: int) -> Floats:
    mean: Floats = (people * concordance - 1.0) / (people - 1.0)
    return mean


def _back(correlation: float, people: int) -> float:
    return max(0.0, (correlation * (people - 1.0) + 1.0) / people)


def _on_fishers_scale(value: float, error: float) -> tuple[float, float]:
    """An interval that stays between -1 and 1."""
    if abs(value) >= 1.0 - 1e-12:
        return float(np.sign(value)), float(np.sign(value))
    middle, width = np.arctanh(value), _Z * error / (1.0 - value**2)
    return float(np.tanh(middle - width)), float(np.tanh(middle + width))

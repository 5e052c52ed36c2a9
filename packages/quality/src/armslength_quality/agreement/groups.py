"""Groups of annotators side by side, such as firms: on answers to the same items, and on scores of the same items."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from math import sqrt
from typing import Any

import numpy as np
from scipy import sparse
from scipy.special import ndtri

from armslength_quality.agreement.bootstrap import RESAMPLES, Sparse, estimate, ratios
from armslength_quality.answers import Answers, Codes, Floats
from armslength_quality.errors import BadParameter
from armslength_quality.result import Estimate

_Z = float(ndtri(0.975))


def agreement_between_groups(
    answers: Answers, groups: Mapping[Any, Hashable], *, clusters: Sequence[int] | None = None,
    rng: np.random.Generator | None = None, resamples: int = RESAMPLES,
) -> dict[Hashable, Estimate]:  # fmt: skip
    """For each group: how often do the *other groups* say what its members say about the same item?

    groups    annotator -> group
    clusters  by item, in the order of `answers.items`: items with the same number are resampled together, such as
              questions about one text; None: each item on its own

    Formula: mean over the group's answers on items that another group answered, of the share of the other groups'
    answers that hold the same label; its own colleagues count neither for nor against. It is agreement, not accuracy.

    Groups without an item in common with another one are absent. `n` counts clusters.

    >>> answers = Answers.from_table([["a", "a", "b"], ["a", "b", "b"], ["a", "a", "a"]])
    >>> found = agreement_between_groups(answers, {0: "one", 1: "one", 2: "two"})
    >>> {group: round(estimate.value, 3) for group, estimate in found.items()}
    {'one': 0.5, 'two': 0.5}
    """
    if missing := [who for who in answers.annotators if who not in groups]:
        raise BadParameter(f"annotator {missing[0]!r} belongs to no group")
    answers = answers.one_by_one()
    names = sorted({groups[who] for who in answers.annotators}, key=str)
    code = {name: place for place, name in enumerate(names)}
    group = np.array([code[groups[who]] for who in answers.annotators], dtype=np.int64)[answers.annotator]
    of = np.arange(len(answers.items)) if clusters is None else np.asarray(clusters, dtype=np.int64)
    table = _between(answers, group, len(names), of)
    size = np.ones(table.shape[0], dtype=np.int64)
    if not size.size:
        return {}
    return _estimates(table, size, names, "agreement with the other groups, mean over answers", rng, resamples)


def _estimates(
    table: Sparse, size: Codes, names: Sequence[Hashable], method: str, rng: np.random.Generator | None, resamples: int
) -> dict[Hashable, Estimate]:
    """Of (items, 2 x names) parts and then wholes; names without any whole are absent."""
    values, lows, highs = ratios(table, size, rng=rng, resamples=resamples)
    there = (table[:, len(names) :] > 0).T @ size
    found = {}
    for place, name in enumerate(names):
        if there[place]:
            low, high = (None if np.isnan(end[place]) else float(end[place]) for end in (lows, highs))
            found[name] = Estimate(float(values[place]), low, high, int(there[place]), method)
    return found


def _between(answers: Answers, group: Codes, groups: int, of: Codes) -> Sparse:
    """(clusters with anything to compare, 2 x groups): each group's agreement with the others, then its answers."""
    shape = (len(answers.items) * groups, len(answers.categories))
    cell = answers.item * groups + group
    ones = np.ones(answers.item.size)
    own = sparse.coo_array((ones, (cell, answers.label)), shape=shape).tocsr()
    every = answers.counts()
    same = np.asarray(every[answers.item, answers.label]).ravel() - np.asarray(own[cell, answers.label]).ravel()
    others = answers.per_item[answers.item] - np.asarray(own.sum(axis=1)).ravel()[cell]
    met = others > 0
    rows, who = of[answers.item[met]], group[met]
    values = np.concatenate((same[met] / others[met], np.ones(int(met.sum()))))
    _, rows = np.unique(rows, return_inverse=True)
    cells = (np.concatenate((rows, rows)), np.concatenate((who, who + groups)))
    height = int(rows.max()) + 1 if rows.size else 0
    return sparse.coo_array((values, cells), shape=(height, 2 * groups)).tocsr()


def shares_over_items(
    items: Sequence[Mapping[Any, tuple[float, float]]], *, times: Sequence[int] | None = None,
    method: str = "share, over items", rng: np.random.Generator | None = None, resamples: int = RESAMPLES,
) -> dict[Hashable, Estimate]:  # fmt: skip
    """By name: the sum of parts over the sum of wholes, with the bootstrap interval over items, which all names share.

    items   of each item, by name: (part, whole); a name that an item has nothing to say of is not there
    times   how many items say just this; None: one each

    >>> found = shares_over_items([{"one": (1.0, 2.0), "two": (0.0, 1.0)}, {"one": (1.0, 1.0)}])
    >>> {name: (round(share.value, 3), share.n) for name, share in found.items()}
    {'one': (0.667, 2), 'two': (0.0, 1)}
    """
    names = sorted({name for item in items for name in item}, key=str)
    if not names:
        return {}
    place = {name: at for at, name in enumerate(names)}
    cells = [(row, place[name], *shares) for row, item in enumerate(items) for name, shares in item.items()]
    rows, columns, parts, wholes = (np.array(each) for each in zip(*cells, strict=True))
    where = (np.concatenate((rows, rows)), np.concatenate((columns, columns + len(names))))
    table = sparse.coo_array((np.concatenate((parts, wholes)), where), shape=(len(items), 2 * len(names))).tocsr()
    size = np.ones(len(items), dtype=np.int64) if times is None else np.asarray(times, dtype=np.int64)
    return _estimates(table, size, names, method, rng, resamples)


def mean_over_items(
    scores: Sequence[float] | Floats, *, clusters: Sequence[Hashable] | None = None,
    times: Sequence[int] | None = None, rng: np.random.Generator | None = None, resamples: int = RESAMPLES,
) -> Estimate:  # fmt: skip
    """The mean of one score per item, with the bootstrap interval over items.

    clusters  what each score is a part of, as a place is of a text: what belongs together is drawn together, and `n`
              counts clusters; None: each score on its own
    times     how many items, or clusters in the order in which they first come, have just this score; None: one each

    >>> mean_over_items([1.0, 0.5, 0.0]).value
    0.5
    >>> mean_over_items([1.0, 0.0], times=[3, 1]).value
    0.75
    """
    column = np.asarray(scores, dtype=np.float64)
    if not column.size:
        return Estimate(None, None, None, 0, "mean over items", "There are no items.")
    features = np.column_stack((column, np.ones_like(column)))
    if clusters is not None:
        code = {name: place for place, name in enumerate(dict.fromkeys(clusters))}
        rows, features = features, np.zeros((len(code), 2))
        np.add.at(features, [code[name] for name in clusters], rows)
    return estimate(
        features, np.ones(len(features), dtype=np.int64) if times is None else np.asarray(times, dtype=np.int64),
        _ratio, rng=rng, resamples=resamples, method="mean over items", undefined="",
    )  # fmt: skip


def share_of(hits: float, n: int, method: str = "share, Wilson") -> Estimate:
    """A share with Wilson's 95 % interval (E. B. Wilson, JASA 22 (1927)): right at the ends too, where few are counted.

    >>> share_of(9, 10)
    Estimate(value=0.9, low=0.5958499732047615, high=0.9821237869049271, n=10, method='share, Wilson', note=None)
    """
    if not 0 <= hits <= n:
        raise BadParameter(f"{hits:g} of {n} is no share")
    if n == 0:
        return Estimate(None, None, None, 0, method, "There is nothing to count.")
    share, z2 = hits / n, _Z * _Z
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = _Z / (1 + z2 / n) * sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    return Estimate(share, max(0.0, middle - half), min(1.0, middle + half), n, method)


def _ratio(sums: Floats) -> Floats:
    value: Floats = sums[:, 0] / sums[:, 1]
    return value

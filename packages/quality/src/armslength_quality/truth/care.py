"""How carefully people draw: of what two people's sides of one thing differ by, each has a part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from armslength_quality.answers import Floats

FAR: Final = 1.5
"""Of a person's own standard deviations: further from the middle a side counts as if it lay there."""

AS_OTHERS: Final = 2.0
"""A person's care is drawn to the crowd's as if they had drawn so many things as carefully as it does."""
_EVEN: Final = 1e-9
MOST: Final = 16.0
"""Nobody counts for more than so many usual people."""


def care(differences: Mapping[tuple[int, int], Sequence[float]], people: int) -> Floats:
    """(people,) one over the variance of each person's sides, the usual person's being 1.

    differences   (one, other), one < other -> for each thing that both drew, the mean square of what they differ by

    Variances are such that those of two people add up to what they differ by, over all who drew together.

    Reference: F. E. Grubbs, "On estimating precision of measuring instruments and product variability", JASA 43
    (1948).
    """
    from scipy.sparse import coo_array, diags_array
    from scipy.sparse.linalg import spsolve

    if not any(map(sum, differences.values())):
        return np.ones(people)
    rows, columns = np.array([*differences, *(pair[::-1] for pair in differences)]).T
    square = np.array([sum(each) for each in differences.values()] * 2)
    many = np.array([len(each) for each in differences.values()] * 2, dtype=np.float64)
    usual = square.sum() / many.sum() / 2
    met = coo_array((many, (rows, columns)), (people, people)).tocsr()
    own = np.bincount(rows, many, minlength=people) + AS_OTHERS
    told = np.bincount(rows, square, minlength=people) + AS_OTHERS * usual
    spread = spsolve((met + diags_array(own)).tocsc(), told)
    found: Floats = usual / np.maximum(spread, usual / MOST)
    return found


def fused(sides: Floats, weight: Floats, spread: Floats) -> Floats:
    """(n,) where each side is, from (people, n) sides: the mean, weighed by care and with far ones drawn in.

    weight   (people,) of `care`
    spread   (n,) standard deviation of a usual person's side

    Far is told from the weighted median: one person's slip moves the mean no further than `FAR` of her own deviations.

    Reference: P. J. Huber, "Robust estimation of a location parameter", Annals of Mathematical Statistics 35 (1964).
    """
    order = np.argsort(sides, axis=0, kind="stable")
    passed = weight[order].cumsum(axis=0)
    half = passed[-1] / 2.0
    low, high = ((passed < half * (1.0 + sign * _EVEN)).sum(axis=0) for sign in (-1, 1))
    ranked = np.take_along_axis(sides, order, axis=0)
    at = np.arange(sides.shape[1])
    middle = (ranked[low, at] + ranked[np.minimum(high, len(sides) - 1), at]) / 2.0
    room = FAR * spread / np.sqrt(weight)[:, None]
    near: Floats = middle + np.clip(sides - middle, -room, room)
    found: Floats = (weight[:, None] * near).sum(axis=0) / weight.sum()
    return found

"""Strengths of the responses of one item out of who beat whom: Bradley and Terry's model, fitted to that item alone.

R. A. Bradley, M. E. Terry, Rank analysis of incomplete block designs, Biometrika 39 (1952). The mode under a normal
prior of precision 0.1 around 0, a tie as half a win to each: what `armslength_quality.BradleyTerry(order=False,
ties=False)` finds, which tests compare; an item has a handful of responses, and there may be a million items.
"""

import math
from collections.abc import Mapping, Sequence
from itertools import combinations

_PRECISION = 0.1
_ROUNDS = 100
_HALVINGS = 40
_STILL = 1e-10
_ROUNDING = 1e-13


def probability(lead: float) -> float:
    """Of being preferred, by how far one's strength is above the other's."""
    return 1 / (1 + math.exp(-lead)) if lead >= 0 else math.exp(lead) / (1 + math.exp(lead))


def strengths(names: Sequence[str], wins: Mapping[tuple[str, str], float]) -> dict[str, float]:
    """The strength of each, in log odds. `wins[a, b]`: how often a was preferred to b; a tie is half a win to each.

    Newton's steps for all at once, each halved until it is no step back: what is climbed has one summit.
    """
    won = [[wins.get((one, other), 0.0) if one != other else 0.0 for other in names] for one in names]
    found = [0.0] * len(names)
    height = _height(found, won)
    for _ in range(_ROUNDS):
        step = _newton(found, won)
        for _ in range(_HALVINGS):
            tried = [each + move for each, move in zip(found, step, strict=True)]
            reached = _height(tried, won)
            if reached >= height - _ROUNDING * abs(height):
                break
            step = [move / 2 for move in step]
        found, height = tried, reached
        if max(map(abs, step)) < _STILL:
            break
    return dict(zip(names, found, strict=True))


def _height(at: Sequence[float], won: Sequence[Sequence[float]]) -> float:
    """The logarithm of the posterior density, up to a constant."""
    told = 0.0
    for one, row in zip(at, won, strict=True):
        for other, count in zip(at, row, strict=True):
            if count:
                lead = one - other
                told += count * (min(lead, 0.0) - math.log1p(math.exp(-abs(lead))))
    return told - _PRECISION / 2 * sum(each * each for each in at)


def _newton(at: Sequence[float], won: Sequence[Sequence[float]]) -> list[float]:
    """The step to the summit of the parabola that fits here."""
    slope = [-_PRECISION * each for each in at]
    bend = [[_PRECISION if one == other else 0.0 for other in range(len(at))] for one in range(len(at))]
    for one, other in combinations(range(len(at)), 2):
        count = won[one][other] + won[other][one]
        share = probability(at[one] - at[other])
        pull, curve = won[one][other] - count * share, count * share * (1 - share)
        slope[one] += pull
        slope[other] -= pull
        bend[one][one] += curve
        bend[other][other] += curve
        bend[one][other] -= curve
        bend[other][one] -= curve
    return _solved(bend, slope)


def _solved(matrix: list[list[float]], right: list[float]) -> list[float]:
    """By elimination; no pivot is small, as the prior stands on the diagonal. Overwrites what it is given."""
    size = len(right)
    for at in range(size):
        for row in range(at + 1, size):
            share = matrix[row][at] / matrix[at][at]
            if share:
                matrix[row] = [one - share * two for one, two in zip(matrix[row], matrix[at], strict=True)]
                right[row] -= share * right[at]
    for at in reversed(range(size)):
        known = sum(matrix[at][after] * right[after] for after in range(at + 1, size))
        right[at] = (right[at] - known) / matrix[at][at]
    return right

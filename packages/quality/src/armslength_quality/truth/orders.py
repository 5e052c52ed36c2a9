"""One order out of what is believed of every two of the things that it orders."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from armslength_quality.answers import Codes, Floats
from armslength_quality.truth.model import demand
from armslength_quality.truth.shape import frozen

Shape = Literal["strict", "ties", "ends"]
_MOST: Final[dict[Shape, int]] = {"strict": 12, "ties": 10, "ends": 30}
"""So many things at most: there are n 2^n steps without ties, 3^n with them."""
_TOGETHER: Final[dict[Shape, float]] = {"strict": 0.5, "ties": 0.5, "ends": 1.5}
"""The pairs of one order are said together: of n things each counts for (2 / n) to this power."""
_LEAST: Final = 1e-12
_HAIR: Final = 1e-9


@dataclass(frozen=True, eq=False)
class OrderBelief:
    """What is believed of the order of n things, known by their codes; arrays are read-only.

    groups       the likeliest order, the best first; things in one group are equal, or undecided
    undecided    (one, other) of which several ways are in orders that are as likely as the likeliest
    before       (n, n) the probability that the row's thing comes before the column's
    equal        (n, n) that the two are equal
    best, worst  that exactly these things are the best, are the worst; of all that there can be
    """

    groups: tuple[tuple[int, ...], ...]
    undecided: tuple[tuple[int, int], ...]
    before: Floats
    equal: Floats
    best: dict[tuple[int, ...], float]
    worst: dict[tuple[int, ...], float]


def most_ordered(shape: Shape) -> int:
    """How many things can be put in order: of more there are too many orders to sum up."""
    return _MOST[shape]


def order_of(before: Floats, equal: Floats, shape: Shape = "ties") -> OrderBelief:
    """The order of n things of which every two were judged by themselves.

    before   (n, n) the probability that the row's thing comes before the column's
    equal    (n, n) that the two are equal; no matter where the order has no ties
    shape    strict: one after the other; ties: some may be equal; ends: one best, one worst, all others equal

    Every possible order is as likely as what it says of each pair taken together, softened because the pairs of one
    order are said together: exactly as in the model of C. L. Mallows ("Non-null ranking models", Biometrika 44, 1957)
    where people err by a number of swapped pairs. All orders are summed up, none is left out: O(3^n) with ties.

    Raises BadParameter for fewer than two things (of ends, three) or more than `most_ordered`.

    >>> sure = np.array([[0, .9, .9], [.1, 0, .8], [.1, .2, 0]])
    >>> found = order_of(sure, np.zeros((3, 3)), "strict")
    >>> found.groups, round(found.best[0,], 2)
    (((0,), (1,), (2,)), 0.84)
    """
    n = len(before)
    least = 3 if shape == "ends" else 2
    demand(least <= n <= most_ordered(shape), "before", f"of {least} to {most_ordered(shape)} things")
    steps, counts = _steps(n, shape), (2.0 / n) ** _TOGETHER[shape]
    ahead, level = (counts * np.log(np.maximum(each, _LEAST)) for each in (before, equal))
    np.fill_diagonal(level, 0.0)
    gain = ((steps.placed @ ahead) * steps.left).sum(axis=1) + 0.5 * ((steps.placed @ level) * steps.placed).sum(axis=1)
    chance = _chances(steps, gain)
    weighted = steps.placed * chance[:, None]
    comes_before, together = weighted.T @ steps.left, weighted.T @ steps.placed
    np.fill_diagonal(together, 0.0)
    groups, undecided = _likeliest(steps, gain)
    first, last = steps.source == steps.source[-1], steps.target == 0
    return OrderBelief(
        groups, undecided, frozen(comes_before), frozen(together), _named(steps, chance, first),
        _named(steps, chance, last),
    )  # fmt: skip


class _Steps(NamedTuple):
    """Ways to go on with an order: which things are placed next, and which are left then. Sorted by how many are left
    before the step; `source` and `target` are states, 0 the one in which nothing is left. `layers`: the steps before
    which equally many are left, from one on."""

    source: Codes
    target: Codes
    layers: tuple[Codes, ...]
    placed: Floats
    left: Floats


@lru_cache(maxsize=32)
def _steps(n: int, shape: Shape) -> _Steps:
    ways = sorted(set(_ends(n) if shape == "ends" else _orders(n, shape)), key=lambda way: (way[0].bit_count(), way))
    states = {left: code for code, left in enumerate(dict.fromkeys([0, *(left for left, _ in ways)]))}
    source = np.array([states[left] for left, _ in ways])
    target = np.array([states[left & ~placed] for left, placed in ways])
    size = np.array([left.bit_count() for left, _ in ways])
    placed, after = (
        np.array([[float(mask >> thing & 1) for thing in range(n)] for mask in masks])
        for masks in ([placed for _, placed in ways], [left & ~placed for left, placed in ways])
    )
    layers = tuple(frozen(np.flatnonzero(size == each)) for each in np.unique(size))
    return _Steps(frozen(source), frozen(target), layers, frozen(placed), frozen(after))


def _orders(n: int, shape: Shape) -> Iterator[tuple[int, int]]:
    for left in range(1, 1 << n):
        if shape == "strict":
            yield from ((left, 1 << thing) for thing in range(n) if left >> thing & 1)
            continue
        placed = left
        while placed:
            yield left, placed
            placed = (placed - 1) & left


def _ends(n: int) -> Iterator[tuple[int, int]]:
    every = (1 << n) - 1
    for best in range(n):
        rest = every ^ 1 << best
        yield every, 1 << best
        yield from ((rest, rest ^ 1 << worst) for worst in range(n) if worst != best)
        yield 1 << best, 1 << best


def _chances(steps: _Steps, gain: Floats) -> Floats:
    """(steps,) the probability that an order has each."""
    total = np.full(steps.source.max() + 1, -np.inf)
    total[0] = 0.0
    for rows in steps.layers:
        starts = np.flatnonzero(np.diff(steps.source[rows], prepend=-1))
        total[steps.source[rows[starts]]] = np.logaddexp.reduceat(gain[rows] + total[steps.target[rows]], starts)
    reached, chance = np.zeros(total.size), np.zeros(gain.size)
    reached[steps.source[-1]] = 1.0
    for rows in reversed(steps.layers):
        source, target = steps.source[rows], steps.target[rows]
        chance[rows] = reached[source] * np.exp(gain[rows] + total[target] - total[source])
        np.add.at(reached, target, chance[rows])
    return chance


def _likeliest(steps: _Steps, gain: Floats) -> tuple[tuple[tuple[int, ...], ...], tuple[tuple[int, int], ...]]:
    """The order with the most gain; of which pairs others with as much say something else. Those share a rank here."""
    on = _on_a_best_path(steps, gain)
    ahead = (steps.placed[on].T @ steps.left[on]) > 0
    level = (steps.placed[on].T @ steps.placed[on]) > 0
    ways = ahead.astype(int) + ahead.T + level
    n = len(ways)
    undecided = tuple((one, other) for one in range(n) for other in range(one + 1, n) if ways[one, other] > 1)
    joined = level.copy()
    for one, other in undecided:
        joined[one, other] = joined[other, one] = True
    for through in range(n):
        joined |= joined[:, through, None] & joined[through]
    groups = {tuple(np.flatnonzero(row).tolist()) for row in joined}
    # Who is outside a group is before all of it or behind all of it: else the pair would be undecided, and in it.
    outside = {group: sum(bool(ahead[other, group[0]]) for other in range(n) if other not in group) for group in groups}
    return tuple(sorted(groups, key=outside.__getitem__)), undecided


def _on_a_best_path(steps: _Steps, gain: Floats) -> NDArray[np.bool_]:
    """(steps,) whether an order that is as likely as the likeliest has each."""
    most = np.full(steps.source.max() + 1, -np.inf)
    most[0] = 0.0
    for rows in steps.layers:
        np.maximum.at(most, steps.source[rows], gain[rows] + most[steps.target[rows]])
    reached, on = np.zeros(most.size, dtype=bool), np.zeros(gain.size, dtype=bool)
    reached[steps.source[-1]] = True
    for rows in reversed(steps.layers):
        short = most[steps.source[rows]] - gain[rows] - most[steps.target[rows]]
        on[rows] = reached[steps.source[rows]] & (short < _HAIR)
        reached[steps.target[rows[on[rows]]]] = True
    return on


def _named(steps: _Steps, chance: Floats, rows: NDArray[np.bool_]) -> dict[tuple[int, ...], float]:
    found: dict[tuple[int, ...], float] = {}
    for placed, share in zip(steps.placed[rows], chance[rows].tolist(), strict=True):
        things = tuple(np.flatnonzero(placed).tolist())
        found[things] = found.get(things, 0.0) + share
    return found

"""Multiplied shares, I = W + W² + … = W(I−W)⁻¹: along chains multiplied, over chains added, cycles to the limit.

Whole numbers throughout, in units of 10⁻²⁰, each step rounded up: exact for chains of up to five holdings, never below
the truth for longer ones. A column is made of its holders' columns, I(·,u) = W(·,u) + Σ I(·,h)·W(h,u), each made once.
A cycle is solved by itself: exactly in fractions up to EXACT parties, above that as the least fixpoint rounded up.

Parts below 10⁻¹² are left out, and how much that can come to is carried along: less than a thousandth of a bp, or else
nothing is left out. As shares are judged in whole bp, one that truly reaches a threshold is never missed.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

import numpy as np

from armslength.vendors.model import WHOLE
from armslength.vendors.rules.graph import Graph

EXACT: Final = 24
"""Parties in one cycle of holdings that are still solved in exact fractions."""
ONE: Final = 10**20
_SMALL: Final = ONE // 10**12
_BEARABLE: Final = ONE // 10**7
_ENDLESS: Final = WHOLE * ONE
"""What a cycle that feeds itself comes to: the smallest holding in it may be all of it."""

Column = dict[int, int]


class Shares:
    """Everybody's multiplied share in a party, by number; remembered per party."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._small = _SMALL
        self._columns: dict[int, Column] = {}
        self._lost: dict[int, int] = {}
        self._component: dict[int, tuple[int, ...]] = {}

    def of(self, number: int) -> Column:
        """Share of each holder, direct or not, in a party, in units of ONE. In a cycle also its share in itself, and
        there and where stakes are over-declared more than ONE."""
        if number not in self._columns:
            for component in self._unknown(number):
                self._solve(component)
            if self._lost[number] > _BEARABLE:
                self._small = 0
                self._columns.clear()
                self._component.clear()
                return self.of(number)
        return self._columns[number]

    def in_bp(self, number: int) -> dict[int, int]:
        """The share of everybody else in bp, rounded up; a thousandth of a bp more than a whole one is none."""
        return {
            holder: min(WHOLE, -(-(part - _BEARABLE) * WHOLE // ONE))
            for holder, part in self.of(number).items() if holder != number
        }  # fmt: skip

    def _unknown(self, start: int) -> list[tuple[int, ...]]:
        """Components of `start` and of all above it that are not solved yet, uppermost first (Tarjan, no recursion)."""
        order = {start: 0}
        low = {start: 0}
        open_ = [start]
        on = {start}
        done: list[tuple[int, ...]] = []
        walk = [(start, self._holders(start))]
        while walk:
            number, holders = walk[-1]
            for holder in holders:
                if holder not in order:
                    order[holder] = low[holder] = len(order)
                    open_.append(holder)
                    on.add(holder)
                    walk.append((holder, self._holders(holder)))
                    break
                if holder in on:
                    low[number] = min(low[number], order[holder])
            else:
                walk.pop()
                if walk:
                    below = walk[-1][0]
                    low[below] = min(low[below], low[number])
                if low[number] == order[number]:
                    done.append(_pop_until(open_, on, number))
        return done

    def _holders(self, number: int) -> Iterator[int]:
        return (
            holder for holder, stake in self.graph.holders[number].items()
            if stake.votes and holder not in self._columns
        )  # fmt: skip

    def _solve(self, component: tuple[int, ...]) -> None:
        inside = set(component)
        outside = {number: self._from_outside(number, inside) for number in component}
        if len(component) == 1:
            self._keep(component[0], *outside[component[0]])
            return
        for number, column in _inverse(self.graph, component).items():
            total: Column = {}
            lost = 0
            for member, factor in column.items():
                for holder, part in outside[member][0].items():
                    total[holder] = total.get(holder, 0) - (-part * factor // ONE)
                lost -= -outside[member][1] * factor // ONE
            total |= {member: factor - ONE * (member == number) for member, factor in column.items()}
            self._keep(number, total, lost)

    def _from_outside(self, number: int, inside: set[int]) -> tuple[Column, int]:
        """What outsiders hold of a party, directly or through outsiders; and how much was lost on the way."""
        total: Column = {}
        lost = 0
        for holder, stake in self.graph.holders[number].items():
            votes = stake.votes
            if not votes or holder in inside:
                continue
            total[holder] = total.get(holder, 0) + votes * ONE
            for above, part in self._columns[holder].items():
                total[above] = total.get(above, 0) + votes * part
            lost += votes * self._lost[holder]
        return {holder: -(-part // WHOLE) for holder, part in total.items()}, -(-lost // WHOLE)

    def _keep(self, number: int, total: Column, lost: int) -> None:
        column = {holder: min(part, _ENDLESS) for holder, part in total.items() if part >= self._small}
        self._columns[number] = column
        self._lost[number] = lost + (self._small if len(column) < len(total) else 0)


def _pop_until(open_: list[int], on: set[int], number: int) -> tuple[int, ...]:
    at = open_.index(number)
    component = tuple(open_[at:])
    on.difference_update(component)
    del open_[at:]
    return component


def _inverse(graph: Graph, component: Sequence[int]) -> dict[int, Column]:
    """(I−W)⁻¹ within a cycle, by column: what a unit at `number` comes to for each member."""
    place = {number: i for i, number in enumerate(component)}
    inner = [
        {place[held]: stake.votes for held, stake in graph.held[number].items() if held in place and stake.votes}
        for number in component
    ]
    columns = _exact(inner) if len(component) <= EXACT else (_rounded_up(inner, i) for i in range(len(inner)))
    return {
        number: dict(zip(component, column, strict=True))
        for number, column in zip(component, columns, strict=True)
    }  # fmt: skip


def _exact(inner: list[dict[int, int]]) -> list[list[int]]:
    """Gauss–Jordan without pivoting: I−W of a cycle that fades has positive pivots all the way, and only such a one."""
    size = len(inner)
    rows = [
        [Fraction((i == j) * WHOLE - inner[i].get(j, 0), WHOLE) for j in range(size)]
        + [Fraction(int(i == j)) for j in range(size)]
        for i in range(size)
    ]
    for i in range(size):
        if (pivot := rows[i][i]) <= 0:
            return [[_ENDLESS] * size for _ in range(size)]
        rows[i] = [value / pivot for value in rows[i]]
        for j in range(size):
            if j != i and (factor := rows[j][i]):
                rows[j] = [a - factor * b for a, b in zip(rows[j], rows[i], strict=True)]
    return [[_units(rows[i][size + j]) for i in range(size)] for j in range(size)]


def _units(value: Fraction) -> int:
    return min(_ENDLESS, -(-value.numerator * ONE // value.denominator))


def _rounded_up(inner: list[dict[int, int]], target: int) -> list[int]:
    """One column as the least fixpoint of z = e + Wz in units of 10⁻⁷, rounded up; what grows without end stops."""
    unit = 10**7
    most = WHOLE * unit
    rows = np.repeat(np.arange(len(inner)), [len(row) for row in inner])
    columns = np.array([held for row in inner for held in row])
    weights = np.array([bp for row in inner for bp in row.values()], dtype=np.int64)
    start = np.zeros(len(inner), dtype=np.int64)
    start[target] = unit
    z = start
    while True:
        sums = np.zeros(len(inner), dtype=np.int64)
        np.add.at(sums, rows, weights * z[columns])
        new = np.minimum(start - (-sums // WHOLE), most)
        if np.array_equal(new, z):
            return [int(value) * (ONE // unit) for value in z]
        z = new

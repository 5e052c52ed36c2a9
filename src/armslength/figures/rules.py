"""What may leave a customer, and in what words it is told. Pure.

A part is the smallest thing that is ever added up: whatever is published, of a person or a firm, at any time, is a sum
of whole parts. So whoever subtracts one publication from another is left with whole parts; and whoever knows
compartments besides (a manager reads what was done for the firm in each, to the answer), with what whole compartments
put into parts.
Each of these is LEAST tasks or more, which is why nobody gets at fewer. See decision 12.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final
from uuid import UUID

from armslength.figures.model import TASKS, Counted, Part

LEAST: Final = 20
"""Tasks that a compartment must have new, to be in a part."""
LEAST_COMPARTMENTS: Final = 2
"""Compartments of one customer that must be in a part."""
STEPS: Final = 10
"""Times are kept in steps, so many to a tenfold of seconds: step s is around 10 ** (s / STEPS) seconds."""

_COUNTS: Final = (40, 60, 80, *(each * 10**power for power in range(2, 9) for each in (1, 1.5, 2, 3, 5, 7)))
_Z: Final = 1.959964


def due(now: Mapping[UUID, Counted], taken: Mapping[UUID, Counted]) -> Part | None:
    """What one person did for one firm under one customer since the last part, by compartment; None while it is too
    little. A compartment with less than LEAST new tasks waits for the next time, and nothing of it is in this one."""
    new = {place: _less(counted, taken.get(place, {})) for place, counted in now.items()}
    enough = {place: counted for place, counted in new.items() if counted[TASKS] >= LEAST}
    if len(enough) < LEAST_COMPARTMENTS:
        return None
    return Part(enough, total(enough.values()))


def _less(counted: Counted, taken: Counted) -> Counted:
    return {name: counted.get(name, 0) - taken.get(name, 0) for name in {*counted, *taken, TASKS}}


def total(many: Iterable[Counted]) -> Counted:
    """All of them together."""
    sums: Counter[str] = Counter()
    for counted in many:
        sums.update(counted)
    return dict(sums)


def at_least(tasks: int) -> int:
    """How many there are, rounded down: 40, 60, 80, 100, 150, 200, 300, 500, 700, 1000 …"""
    place = bisect_right(_COUNTS, tasks)
    return int(_COUNTS[place - 1]) if place else 0


def grid(tasks: int) -> float:
    """How finely a share of so many tasks is told: four tasks or more make one step, so that no task makes one."""
    return next((step for least, step in ((400, 0.01), (200, 0.02), (80, 0.05)) if tasks >= least), 0.1)


def share(accepted: int, tasks: int) -> tuple[float, float, float]:
    """A share and its 95 % interval (Wilson). Both come from the rounded share and the rounded count alone: an interval
    computed from the true ones would tell what the share does not."""
    few = at_least(tasks)
    step = grid(few)
    value = min(1.0, max(0.0, round(accepted / tasks / step) * step))
    spread = _Z * math.sqrt(value * (1 - value) / few + _Z**2 / (4 * few**2))
    middle, scale = value + _Z**2 / (2 * few), 1 + _Z**2 / few
    low, high = (middle - spread) / scale, (middle + spread) / scale
    return round(value, 2), max(0.0, math.floor(low * 100) / 100), min(1.0, math.ceil(high * 100) / 100)


def seconds(counted: Counted) -> tuple[float, float, float]:
    """The median time and its 95 % interval (ranks of the binomial), in whole steps of a quarter more: one task moves
    each by a rank, and its own time, however long, is nowhere."""
    steps = sorted((int(name), n) for name, n in counted.items() if name != TASKS and n > 0)
    tasks = sum(n for _, n in steps)
    half = _Z / 2 * math.sqrt(tasks)
    low, middle, high = (_ranked(steps, tasks / 2 + shift) for shift in (-half, 0.0, half))
    return _told(middle), _told(low - 0.5), _told(high + 0.5)


def _ranked(steps: Sequence[tuple[int, int]], rank: float) -> int:
    seen = 0
    for step, n in steps:
        seen += n
        if seen >= rank:
            return step
    return steps[-1][0]


def _told(step: float) -> float:
    return two_digits(10 ** (step / STEPS))


def price(counted: Counted) -> int:
    """What an answer was paid on average, in micro-units, to two digits."""
    return int(two_digits(counted["micros"] / counted[TASKS]))


def two_digits(number: float) -> float:
    """Two significant digits."""
    return float(f"{number:.1e}")

"""Every order of events up to a depth keeps I1 to I4; each of seven weaker walls is broken by a short one.

ARMSLENGTH_MODEL_DEPTH explores further: 8 steps are 17,146 states, 12 are 115,826 and take half a minute.
"""

from __future__ import annotations

import os

import pytest
from tests.walls.model import WEAKER, Wall, explore

DEPTH = int(os.environ.get("ARMSLENGTH_MODEL_DEPTH", "8"))


def test_no_order_of_events_breaks_the_wall() -> None:
    explored = explore(Wall(), DEPTH)
    assert (explored.broken, explored.trace) == ("", [])
    assert explored.states > 10_000


@pytest.mark.parametrize("weaker", WEAKER)
def test_a_weaker_wall_is_broken_in_a_few_steps(weaker: str) -> None:
    explored = explore(Wall(weaker), 7)
    assert explored.broken == WEAKER[weaker], explored
    assert 3 <= len(explored.trace) <= 7, explored.trace

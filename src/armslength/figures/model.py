"""What is counted of work before it may be told to anybody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from uuid import UUID

Counted = Mapping[str, int]
"""`tasks`, and by the measure: `accepted`; a count for each step of time (`"17"`: so many); `micros`."""
TASKS = "tasks"


class Part(NamedTuple):
    """What leaves a customer at once: of so many compartments, each with its own share of tasks in `counted`."""

    compartments: Mapping[UUID, Counted]
    counted: Counted

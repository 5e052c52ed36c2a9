"""What a piece of work takes: here, and in the database whose processes are known."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from benchmarks.beside.crowd import family_seconds


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds: on the clock, of processor here, of processor in the database."""

    wall: float
    here: float
    database: float

    def __add__(self, other: Took) -> Took:
        return Took(self.wall + other.wall, self.here + other.here, self.database + other.database)


async def timed(work: Callable[[], Awaitable[object]], postgres: int) -> Took:
    """What it took; `postgres` is the process of the server, whose children do the work."""
    wall, here, database = time.perf_counter(), time.process_time(), family_seconds([postgres])
    await work()
    return Took(time.perf_counter() - wall, time.process_time() - here, family_seconds([postgres]) - database)

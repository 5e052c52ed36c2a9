"""Blocks worked on by the cores of this machine, with the same bytes on any number of them.

Each block has its own sums, and they are handed back in the order of the blocks. The kernels let go of the interpreter,
so plain threads are enough.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")
Range = tuple[int, int]


def threads() -> int:
    """How many threads a fit uses: ARMSLENGTH_THREADS, or the cores this process may use."""
    asked = os.environ.get("ARMSLENGTH_THREADS", "")
    if asked.isdigit() and int(asked) > 0:
        return int(asked)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run(work: Callable[[int, Range], T], blocks: list[Range]) -> list[T]:
    """`work(number, range)` for every block, in the order of the blocks."""
    workers = min(threads(), len(blocks))
    if workers == 1:
        return [work(number, block) for number, block in enumerate(blocks)]
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(work, range(len(blocks)), blocks))

"""One fit on several cores, with the same bytes on any number of them.

Items are cut into blocks by what the data are, never by how many cores there are; each block has its own sums, and the
sums are added in the order of the blocks. The kernels let go of the interpreter, so plain threads are enough.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

import numpy as np

if TYPE_CHECKING:
    from armslength_quality.truth.encoded import Encoded

T = TypeVar("T")
Range = tuple[int, int]

_MOST_BLOCKS = 16
_ANSWERS_PER_BLOCK = 100_000
_WORK_PER_CELL = 4
"""A block's own table must cost little beside its answers: so many cells of answers per cell of the table."""


def threads() -> int:
    """How many threads a fit uses: ARMSLENGTH_THREADS, or the cores this process may use."""
    asked = os.environ.get("ARMSLENGTH_THREADS", "")
    if asked.isdigit() and int(asked) > 0:
        return int(asked)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def item_blocks(encoded: Encoded, table_cells: int, cells_per_answer: int = 1) -> list[Range]:
    """Ranges of items with about as many answers each; one range where more would not pay."""
    answers = encoded.label.size
    pays = answers * cells_per_answer // (_WORK_PER_CELL * max(1, table_cells))
    count = max(1, min(_MOST_BLOCKS, answers // _ANSWERS_PER_BLOCK, pays))
    return _ranges(np.searchsorted(encoded.start, np.linspace(0, answers, count + 1)[1:-1]), encoded.items)


def batch_blocks(encoded: Encoded, table_cells: int, cells_per_answer: int) -> list[Range]:
    """Ranges of `encoded.batches` with about as many answers each; one range where more would not pay."""
    count = len(item_blocks(encoded, table_cells, cells_per_answer))
    begin = encoded.batches.begin
    return _ranges(np.searchsorted(begin, np.linspace(0, begin[-1], count + 1)[1:-1]), begin.size - 1)


def even_blocks(size: int, least: int) -> list[Range]:
    """Ranges of at least `least` things each, at most 16."""
    count = max(1, min(_MOST_BLOCKS, size // least))
    return _ranges(np.linspace(0, size, count + 1)[1:-1].astype(np.int64), size)


def run(work: Callable[[int, Range], T], blocks: list[Range]) -> list[T]:
    """`work(number, range)` for every block, in the order of the blocks."""
    workers = min(threads(), len(blocks))
    if workers == 1:
        return [work(number, block) for number, block in enumerate(blocks)]
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(work, range(len(blocks)), blocks))


def _ranges(cuts: np.ndarray[tuple[int], np.dtype[np.int64]], size: int) -> list[Range]:
    edges = [0, *cuts.tolist(), size]
    return list(itertools.pairwise(edges))

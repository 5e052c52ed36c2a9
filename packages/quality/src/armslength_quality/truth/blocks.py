"""The blocks into which a fit is cut: by what the data are, never by how many there are to work on them."""

from __future__ import annotations

import itertools

import numpy as np

from armslength_quality.truth.threads import Range

Edges = np.ndarray[tuple[int], np.dtype[np.int64]]

_MOST_BLOCKS = 16
_ANSWERS_PER_BLOCK = 100_000
_WORK_PER_CELL = 4
"""A block's own table must cost little beside its answers: so many cells of answers per cell of the table."""


def item_blocks(start: Edges, table_cells: int, cells_per_answer: int = 1) -> list[Range]:
    """Ranges of items with about as many answers each; one range where more would not pay.

    start   (items + 1,) the answers of item i are start[i] to start[i + 1]
    """
    answers = int(start[-1])
    pays = answers * cells_per_answer // (_WORK_PER_CELL * max(1, table_cells))
    count = max(1, min(_MOST_BLOCKS, answers // _ANSWERS_PER_BLOCK, pays))
    return _ranges(np.searchsorted(start, np.linspace(0, answers, count + 1)[1:-1]), start.size - 1)


def batch_blocks(start: Edges, begin: Edges, table_cells: int, cells_per_answer: int) -> list[Range]:
    """Ranges of batches with about as many answers each, as many as of items.

    begin   (batches + 1,) of `Batches`
    """
    count = len(item_blocks(start, table_cells, cells_per_answer))
    return _ranges(np.searchsorted(begin, np.linspace(0, begin[-1], count + 1)[1:-1]), begin.size - 1)


def even_blocks(size: int, least: int) -> list[Range]:
    """Ranges of at least `least` things each, at most 16."""
    count = max(1, min(_MOST_BLOCKS, size // least))
    return _ranges(np.linspace(0, size, count + 1)[1:-1].astype(np.int64), size)


def _ranges(cuts: Edges, size: int) -> list[Range]:
    edges = [0, *cuts.tolist(), size]
    return list(itertools.pairwise(edges))

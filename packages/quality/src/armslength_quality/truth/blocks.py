"""The blocks into which a fit is cut: by what the data are, never by how many there are to work on them."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np

from armslength_quality.truth.threads import Range

if TYPE_CHECKING:
    from armslength_quality.truth.encoded import Encoded

_MOST_BLOCKS = 16
_ANSWERS_PER_BLOCK = 100_000
_WORK_PER_CELL = 4
"""A block's own table must cost little beside its answers: so many cells of answers per cell of the table."""


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


def _ranges(cuts: np.ndarray[tuple[int], np.dtype[np.int64]], size: int) -> list[Range]:
    edges = [0, *cuts.tolist(), size]
    return list(itertools.pairwise(edges))

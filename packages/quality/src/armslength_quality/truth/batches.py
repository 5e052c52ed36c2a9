"""Answers as the kernels of Dawid and Skene's model read them: items with as many answers each, side by side."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from armslength_quality.truth.blocks import Range, item_blocks

if TYPE_CHECKING:
    from armslength_quality.truth.encoded import Encoded

Table = NDArray[np.floating[Any]]
LANES = 64
"""Items in a batch."""
_SMALL = 20_000
"""Tables up to so many cells are kept in float64; larger ones in float32, which halves the traffic."""
_LINE = 64
"""Bytes of a cache line."""


@dataclass(frozen=True, eq=False)
class Batches:
    """Items in the order of how many answers they have, 64 to a batch; the last batch may have fewer.

    order   (items,) the items
    per_item   (items,) how many answers each has, by the item's code
    begin   (batches + 1,) batch b has slot[begin[b] : begin[b + 1]], a row of 64 for the first answers of its items,
            one for the second answers and so on; where an item has no such answer stands `slots`, a row of noughts
    slot    annotator x K + label said: the answer's row in a table of annotators
    gold    (items,) code of the pinned label, -1 where there is none, in `order`
    """

    order: NDArray[np.int64]
    per_item: NDArray[np.int64]
    begin: NDArray[np.int64]
    slot: NDArray[np.signedinteger[Any]]
    gold: NDArray[np.int32]

    def __len__(self) -> int:
        return self.begin.size - 1


def batched(encoded: Encoded) -> Batches:
    """Lay the answers out. One pass."""
    from armslength_quality.truth.kernels.lanes import lay_out

    per_item = np.diff(encoded.start)
    order = np.argsort(per_item, kind="stable")
    deepest = per_item[order[np.minimum(np.arange(LANES - 1, encoded.items + LANES - 1, LANES), encoded.items - 1)]]
    begin = np.zeros(deepest.size + 1, dtype=np.int64)
    np.cumsum(deepest * LANES, out=begin[1:])
    kind: type[np.signedinteger[Any]] = np.int32 if encoded.slots < np.iinfo(np.int32).max else np.int64
    slot: NDArray[np.signedinteger[Any]] = np.full(int(begin[-1]), encoded.slots, dtype=kind)
    lay_out(encoded.start, encoded.annotator, encoded.label, encoded.categories, order, begin, LANES, slot)
    return Batches(order, per_item, begin, slot, encoded.gold[order])


def batch_blocks(encoded: Encoded, cells: int, width: int) -> list[Range]:
    """Ranges of batches with about as many answers each, for tables of so many cells."""
    count = len(item_blocks(encoded, cells, width))
    begin = encoded.batches.begin
    cuts = np.searchsorted(begin, np.linspace(0, begin[-1], count + 1)[1:-1])
    return list(itertools.pairwise([0, *cuts.tolist(), begin.size - 1]))


def kind_of_table(cells: int) -> type[np.floating[Any]]:
    """What the numbers of a table are."""
    return np.float64 if cells <= _SMALL else np.float32


def new_table(kind: type[np.floating[Any]], *shape: int) -> Table:
    """A table of noughts, its rows on cache lines of their own where they fill one."""
    size = int(np.prod(shape)) * np.dtype(kind).itemsize
    room = np.zeros(size + _LINE, dtype=np.uint8)
    first = -room.ctypes.data % _LINE
    table: Table = room[first : first + size].view(kind).reshape(shape)
    return table

"""Answers as the kernels of Dawid and Skene's model read them: items with as many answers each, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

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

    def some(self, first: int, last: int) -> Batches:
        """Batches first to last by themselves: their items are 0, 1, 2 ... as they stand."""
        order, begin = self.order[first * LANES : last * LANES], self.begin[first : last + 1]
        return Batches(
            np.arange(order.size),
            self.per_item[order],
            begin - begin[0],
            self.slot[begin[0] : begin[-1]],
            self.gold[first * LANES : last * LANES],
        )


def batched(
    start: NDArray[np.int64], slot: NDArray[np.signedinteger[Any]], gold: NDArray[np.int32], slots: int
) -> Batches:
    """Lay out answers that stand item by item (`Encoded`). One pass."""
    from armslength_quality.truth.kernels.lanes import lay_out

    items, per_item = gold.size, np.diff(start)
    order = np.argsort(per_item, kind="stable")
    deepest = per_item[order[np.minimum(np.arange(LANES - 1, items + LANES - 1, LANES), items - 1)]]
    begin = np.zeros(deepest.size + 1, dtype=np.int64)
    np.cumsum(deepest * LANES, out=begin[1:])
    laid: NDArray[np.signedinteger[Any]] = np.full(int(begin[-1]), slots, dtype=slot.dtype)
    lay_out(start, slot, order, begin, LANES, laid)
    return Batches(order, per_item, begin, laid, gold[order])


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

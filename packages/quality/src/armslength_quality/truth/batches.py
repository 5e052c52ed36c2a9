"""Answers as the kernels of Dawid and Skene's model read them: items with as many answers each, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from armslength_quality.truth.encoded import Encoded

LANES = 64
"""Items in a batch."""


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

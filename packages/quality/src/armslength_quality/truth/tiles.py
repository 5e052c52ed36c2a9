"""Answers as the kernels of two labels read them: some thousand items at a time, in the order of the annotators' table.

An answer needs its item and its annotator, and one of the two is met at random. Here it is the item, of which a tile
has so few that their beliefs stay in the near cache; the table of annotators, which does not fit, is gone through from
end to end. Both places of an answer are 16 bits.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from armslength_quality.truth.threads import Range

_ITEMS, _BITS = 16_384, 16


@dataclass(frozen=True, eq=False)
class Tiles:
    """Tile t has items begin[t] to begin[t + 1], and answers heads[t, 0] to heads[t, -1].

    begin     (tiles + 1,) int64
    heads     (tiles, ranges + 1) int64: answers heads[t, r] to heads[t, r + 1] have slots r * 2^16 + low
    item_of   (n,) uint16: the answer's item, from the tile's first
    low       (n,) uint16
    blocks    ranges of tiles, one for each block of items
    """

    begin: NDArray[np.int64]
    heads: NDArray[np.int64]
    item_of: NDArray[np.uint16]
    low: NDArray[np.uint16]
    blocks: list[Range]

    bits: ClassVar[int] = _BITS

    @property
    def widest(self) -> int:
        """Most items of a tile."""
        return int(np.diff(self.begin).max(initial=0))

    def items(self, first: int, last: int) -> Range:
        """The items of tiles first to last."""
        return int(self.begin[first]), int(self.begin[last])

    def some(self, first: int, last: int) -> Tiles:
        """Blocks first to last by themselves: their items are 0, 1, 2 ... as they stand."""
        tile, end = self.blocks[first][0], self.blocks[last - 1][1]
        begin, heads = self.begin[tile : end + 1], self.heads[tile:end]
        answers = slice(heads[0, 0], heads[-1, -1])
        return Tiles(
            begin - begin[0], heads - heads[0, 0], self.item_of[answers], self.low[answers],
            [(one - tile, other - tile) for one, other in self.blocks[first:last]],
        )  # fmt: skip


def tiled(start: NDArray[np.int64], slot: NDArray[np.signedinteger[Any]], slots: int, blocks: list[Range]) -> Tiles:
    """Lay out answers that stand item by item (`Encoded`), for blocks of items. Two or three passes."""
    from armslength_quality.truth.kernels.tiles import lay_tiles

    counts = [max(1, -(-(last - first) // _ITEMS)) for first, last in blocks]
    edges = [np.linspace(*block, count + 1)[:-1].astype(np.int64) for block, count in zip(blocks, counts, strict=True)]
    begin = np.concatenate([*edges, [start.size - 1]])
    ends = np.cumsum([0, *counts]).tolist()
    heads = np.zeros((begin.size - 1, -(-slots >> _BITS) + 1), dtype=np.int64)
    item_of, low = np.empty(slot.size, dtype=np.uint16), np.empty(slot.size, dtype=np.uint16)
    lay_tiles(start, slot, begin, heads, _BITS, item_of, low)
    return Tiles(begin, heads, item_of, low, list(itertools.pairwise(ends)))

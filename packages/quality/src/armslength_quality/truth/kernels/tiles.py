"""Putting the answers of some thousand items in the order of the annotators' table."""

from __future__ import annotations

import numpy as np

from armslength_quality.compiled import compiled

_DIGIT = 11


@compiled
def lay_tiles(start, slot, begin, heads, bits, item_of, low):
    """Fill `Tiles`: tile by tile, the answers sorted by slot; within a slot by item.

    heads   (tiles, ranges + 1), filled; a slot's range is slot >> bits
    Counting sort by digits, least first.
    """
    widest, most = 1, 0
    for tile in range(begin.size - 1):
        widest = max(widest, start[begin[tile + 1]] - start[begin[tile]])
    for row in range(slot.size):
        most = max(most, slot[row])
    here, there = np.empty((2, widest), np.int64), np.empty((2, widest), np.int64)
    ends = np.empty((1 << _DIGIT) + 1, np.int64)
    for tile in range(begin.size - 1):
        offset = start[begin[tile]]
        count = start[begin[tile + 1]] - offset
        for item in range(begin[tile], begin[tile + 1]):
            for row in range(start[item], start[item + 1]):
                here[0, row - offset] = slot[row]
                here[1, row - offset] = item - begin[tile]
        shift = 0
        while most >> shift > 0:
            ends[:] = 0
            for at in range(count):
                ends[((here[0, at] >> shift) & ((1 << _DIGIT) - 1)) + 1] += 1
            for digit in range(1 << _DIGIT):
                ends[digit + 1] += ends[digit]
            for at in range(count):
                digit = (here[0, at] >> shift) & ((1 << _DIGIT) - 1)
                there[0, ends[digit]] = here[0, at]
                there[1, ends[digit]] = here[1, at]
                ends[digit] += 1
            here, there = there, here
            shift += _DIGIT
        heads[tile, :] = offset
        for at in range(count):
            low[offset + at] = here[0, at] & ((1 << bits) - 1)
            item_of[offset + at] = here[1, at]
            heads[tile, (here[0, at] >> bits) + 1] += 1
        for span in range(1, heads.shape[1]):
            heads[tile, span] += heads[tile, span - 1] - offset

"""Putting answers side by side, so that the loops over them are as regular as arithmetic."""

from __future__ import annotations

from armslength_quality.compiled import compiled


@compiled
def lay_out(start, slot, order, begin, lanes, laid):
    """Fill `laid` with slots, batch by batch: the j-th answers of a batch's items in a row."""
    for place in range(order.size):
        item, at = order[place], begin[place // lanes] + place % lanes
        for row in range(start[item], start[item + 1]):
            laid[at] = slot[row]
            at += lanes

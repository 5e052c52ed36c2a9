"""Putting answers side by side, so that the loops over them are as regular as arithmetic."""

from __future__ import annotations

from armslength_quality.truth.kernels.compiled import compiled


@compiled
def lay_out(start, annotator, label, labels, order, begin, lanes, slot):
    """Fill `slot` with annotator x labels + label, batch by batch: the j-th answers of a batch's items in a row."""
    for place in range(order.size):
        item, at = order[place], begin[place // lanes] + place % lanes
        for row in range(start[item], start[item + 1]):
            slot[at] = annotator[row] * labels + label[row]
            at += lanes

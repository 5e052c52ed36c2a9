"""Dawid-Skene's two steps over every answer, for any number of labels.

Tables are (slots + 1, width): slot = annotator x labels + label said; column = true label; rows are padded to whole
cache lines' worth, so that one answer costs one line of each table. The last row stands for answers that are not there.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from armslength_quality.compiled import compiled, vectorised
from armslength_quality.truth.kernels.functions import exp32, exp64, log32, log64
from armslength_quality.truth.kernels.prefetch import prefetch
from armslength_quality.truth.kernels.rows import row_adder, row_sharer, row_shifter
from armslength_quality.truth.kernels.softened import store

_AHEAD = 24
"""Answers between asking for a row and using it."""
_LEAST = 1e-10
"""A probability of nought would be certainty from one answer."""
NEVER = -1e4
"""Log share of a column that stands for no label."""


@cache
def believer(width: int, double: bool) -> Callable[..., Any]:
    """The E-step for rows of `width` columns: its loops have a fixed length, so that they become vector code."""
    add, lower, share = row_adder(width), row_shifter(width), row_sharer(width)
    exponential = exp64 if double else exp32

    @vectorised
    def believe(
        order, per_item, begin, slot, gold, logs, log_prior, lanes, correlation, first, last, counts, shares, posterior
    ):
        """Batches first to last: posteriors of their items, spread over `counts` and `shares`; stored if there is room.

        Stored ones are raised to 1 / (1 + (n - 1) correlation). Returns the log-likelihood of their answers.
        """
        kind = logs.dtype
        belief = np.empty((lanes, width), kind)
        flat = belief.reshape(-1)
        bits = np.empty(flat.size, np.int32)
        power = bits.view(np.float32)
        shared = np.empty((1, width), kind)
        items, keep = order.size, posterior.shape[0] > 0
        last_slot = slot.size - 1
        likelihood = 0.0
        for batch in range(first, last):
            here = min(lanes, items - batch * lanes)
            start, end = begin[batch], begin[batch + 1]
            for i in range(here):
                for k in range(width):
                    belief[i, k] = log_prior[k]
            for at in range(start, end, lanes):
                for i in range(here):
                    prefetch(logs, slot[min(at + i + _AHEAD, last_slot)])
                    add(belief, i, logs, slot[at + i])
            for i in range(here):
                known = gold[batch * lanes + i]
                if known >= 0:
                    likelihood += belief[i, known]
                    for k in range(width):
                        belief[i, k] = NEVER
                    belief[i, known] = 0.0
                else:
                    likelihood += lower(belief, i)
            if keep:
                for i in range(here):
                    item = order[batch * lanes + i]
                    store(belief[i], 0.0, per_item[item], correlation, posterior[item])
            exponential(flat[: here * width], bits, power)
            shared[:] = 0.0
            product = 1.0
            for i in range(here):
                product *= share(belief, i)
                add(shared, 0, belief, i)
                if product > 1e200:
                    likelihood += np.log(product)
                    product = 1.0
            likelihood += np.log(product)
            for k in range(width):
                shares[k] += shared[0, k]
            for at in range(start, end, lanes):
                for i in range(here):
                    prefetch(counts, slot[min(at + i + _AHEAD, last_slot)])
                    add(counts, slot[at + i], belief, i)
        return likelihood

    return believe


@cache
def learner(width: int, double: bool) -> Callable[..., Any]:
    """The M-step for rows of `width` columns."""
    logarithm = log64 if double else log32

    @vectorised
    def learn(counts, pseudo, labels, first, last, logs):
        """Annotators first to last: log P(said | truth) from counts of all blocks plus pseudo-counts (labels, width).

        counts   (blocks, slots + 1, width), set to nought for the next round
        Returns the log-density of the prior, sum of pseudo x log P.
        """
        blocks = counts.shape[0]
        kind = logs.dtype
        rows = np.empty((labels, width), kind)
        flat = rows.reshape(-1)
        seen = flat.view(np.int64 if double else np.int32)
        exponent, bits = np.empty(flat.size, np.int32), np.empty(flat.size, np.int32)
        mantissa = bits.view(np.float32)
        total = np.empty(width, kind)
        sums, even = np.empty(width, kind), np.empty(width, kind)
        one = logs[0, 0] * 0 + 1
        least = one * _LEAST
        density = 0.0
        for who in range(first, last):
            begin = who * labels
            total[:] = 0.0
            sums[:] = 0.0
            for said in range(labels):
                for k in range(width):
                    rows[said, k] = counts[0, begin + said, k] + pseudo[said, k]
                    counts[0, begin + said, k] = 0.0
                for block in range(1, blocks):
                    for k in range(width):
                        rows[said, k] += counts[block, begin + said, k]
                        counts[block, begin + said, k] = 0.0
                for k in range(width):
                    total[k] += rows[said, k]
            for k in range(width):
                even[k] = 0.0 if total[k] > 0.0 else one / labels
                total[k] = one / max(total[k], least)
            for said in range(labels):
                for k in range(width):
                    rows[said, k] = max(rows[said, k] * total[k] + even[k], least)
            logarithm(flat, seen, exponent, bits, mantissa)
            for said in range(labels):
                for k in range(width):
                    logs[begin + said, k] = rows[said, k]
                    sums[k] += pseudo[said, k] * rows[said, k]
            for k in range(labels):
                density += sums[k]
        return density

    return learn


@compiled
def count(start, annotator, label, labels, posterior, counts):
    """Spread the posteriors (items, columns) over `counts` (slots or more, columns or more)."""
    for item in range(posterior.shape[0]):
        for row in range(start[item], start[item + 1]):
            slot = annotator[row] * labels + label[row]
            for k in range(posterior.shape[1]):
                counts[slot, k] += posterior[item, k]

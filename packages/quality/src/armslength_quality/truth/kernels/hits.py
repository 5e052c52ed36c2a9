"""The E-step of models in which an answer speaks for the label it names, and for no other.

One-coin, MACE and the weighted vote: the answer adds a weight, which may depend on who said what, to its own label.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from armslength_quality.compiled import vectorised
from armslength_quality.truth.kernels.functions import exp32, exp64
from armslength_quality.truth.kernels.prefetch import prefetch
from armslength_quality.truth.kernels.softened import store

_AHEAD = 48
"""Answers between asking for a number and using it."""
_CELLS, _FEWEST, _MOST = 2_048, 16, 128
"""Beliefs worked on at once, so that they stay in the nearest cache; items, at least and at most."""
_LARGE = 1e200
_NEVER = -1e4
"""Log share of what is known not to be."""


@cache
def hit_believer(double: bool) -> Callable[..., Any]:
    """The E-step. Some items are worked on at once, so that exponentials and sums over labels are vector code."""
    exponential = exp64 if double else exp32

    @vectorised
    def believe(start, slot, gold, told, log_prior, correlation, first, last, hits, shares, posterior):
        """Items first to last: P(truth = said) added to `hits`, the posteriors to `shares`; stored if there is room.

        told, hits   (slots, 1): what an answer tells for its label, in nats; how often it was right
        Stored ones are raised to 1 / (1 + (n - 1) correlation).
        Returns the sum over items of log sum_k prior_k exp(what the answers that say k tell).
        """
        zero = told[0, 0] * 0
        one = zero + 1
        labels, share = log_prior.size, 1.0 / log_prior.size
        lanes = max(_FEWEST, min(_MOST, _CELLS // labels))
        flat = np.empty(labels * lanes, told.dtype)
        belief = flat.reshape(labels, lanes)
        most, total, row_of = np.empty(lanes, told.dtype), np.empty(lanes, told.dtype), np.empty(labels, told.dtype)
        bits = np.empty(flat.size, np.int32)
        power = bits.view(np.float32)
        keep = posterior.shape[0] > 0
        last_row = slot.size - 1
        widest = 0
        for begin in range(first, last, lanes):
            widest = max(widest, start[min(begin + lanes, last)] - start[begin])
        place = np.empty(widest, np.uint32)
        likelihood = 0.0
        for begin in range(first, last, lanes):
            here = min(lanes, last - begin)
            for k in range(labels):
                belief[k] = log_prior[k]
            first_row = start[begin]
            for i in range(here):
                for row in range(start[begin + i], start[begin + i + 1]):
                    ahead = slot[np.uint64(min(row + _AHEAD, last_row))]
                    prefetch(told, ahead)
                    prefetch(hits, ahead)
                    said = slot[np.uint64(row)]
                    # said % labels without a division of whole numbers; the half keeps the quotient off whole numbers
                    at = np.uint64((said - np.int64((said + 0.5) * share) * labels) * lanes + i)
                    place[np.uint64(row - first_row)] = at
                    flat[at] += told[np.uint64(said), 0]
            most[:] = belief[0]
            for k in range(1, labels):
                for i in range(lanes):
                    most[i] = max(most[i], belief[k, i])
            for i in range(here):
                known, item = gold[begin + i], begin + i
                if known >= 0:
                    most[i] = belief[known, i]
                    belief[:, i] = most[i] + _NEVER
                    belief[known, i] = most[i]
                if keep:
                    row_of[:] = belief[:, i]
                    store(row_of, most[i], start[item + 1] - start[item], correlation, posterior[item])
                likelihood += most[i]
            for k in range(labels):
                for i in range(lanes):
                    belief[k, i] -= most[i]
            exponential(flat, bits, power)
            total[:] = 0.0
            for k in range(labels):
                for i in range(lanes):
                    total[i] += belief[k, i]
            scale = 1.0
            for i in range(here):
                scale *= total[i]
                if scale > _LARGE:
                    likelihood += np.log(scale)
                    scale = 1.0
            likelihood += np.log(scale)
            for i in range(lanes):
                total[i] = one / total[i]
            for k in range(labels):
                shared = zero
                for i in range(here):
                    belief[k, i] *= total[i]
                    shared += belief[k, i]
                shares[k] += shared
            for row in range(first_row, start[begin + here]):
                hits[np.uint64(slot[np.uint64(row)]), 0] += flat[place[np.uint64(row - first_row)]]
        return likelihood

    return believe

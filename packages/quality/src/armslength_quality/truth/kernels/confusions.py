"""Dawid-Skene's two steps over every answer.

Tables are (slots, width): slot = annotator x labels + label said; column = true label; rows are padded to whole cache
lines' worth, so that one answer costs one line of each table.
"""

from __future__ import annotations

import numpy as np

from armslength_quality.truth.kernels.compiled import compiled
from armslength_quality.truth.kernels.prefetch import prefetch

_AHEAD = 6
"""Items between asking for a row and using it."""
_LARGE = 1e200
_LEAST = 1e-10
"""A probability of nought would be certainty from one answer."""


@compiled
def believe(
    start, slot, gold, logs, log_prior, labels, correlation, mean_weight, first, last, counts, shares, posterior
):
    """Items first to last: their posteriors, spread over `counts` and `shares`; stored if there is room.

    Each of n answers to an item weighs 1 / (1 + (n - 1) correlation); counts are in units of the mean weight.
    Returns the log-likelihood of their answers.
    """
    belief = np.empty(labels, logs.dtype)
    spread = np.empty(labels, logs.dtype)
    zero = logs[0, 0] * 0
    keep = posterior.shape[0] > 0
    likelihood, scale = 0.0, 1.0
    for item in range(first, last):
        begin, end = start[item], start[item + 1]
        ahead = min(item + _AHEAD, last - 1)
        for row in range(start[ahead], start[ahead + 1]):
            prefetch(logs, slot[row])
            prefetch(counts, slot[row])
        for k in range(labels):
            belief[k] = zero
        for row in range(begin, end):
            at = np.uint64(slot[row])  # an index that cannot be negative needs no test
            for k in range(labels):
                belief[k] += logs[at, k]
        weight = 1.0 / (1.0 + (end - begin - 1) * correlation)
        for k in range(labels):
            belief[k] = log_prior[k] + weight * belief[k]
        known = gold[item]
        if known >= 0:
            likelihood += belief[known]
            for k in range(labels):
                belief[k] = 0.0
            belief[known] = 1.0
        else:
            most = belief[0]
            for k in range(1, labels):
                most = max(most, belief[k])
            total = zero
            for k in range(labels):
                belief[k] = np.exp(belief[k] - most)
                total += belief[k]
            likelihood += most
            scale *= total
            if scale > _LARGE:
                likelihood += np.log(scale)
                scale = 1.0
            for k in range(labels):
                belief[k] /= total
        for k in range(labels):
            shares[k] += belief[k]
            spread[k] = belief[k] * (weight / mean_weight)
        for row in range(begin, end):
            at = np.uint64(slot[row])
            for k in range(labels):
                counts[at, k] += spread[k]
        if keep:
            for k in range(labels):
                posterior[item, k] = belief[k]
    return likelihood + np.log(scale)


@compiled
def learn(counts, pseudo, labels, first, last, logs):
    """The M-step for annotators first to last: log P(said | truth) from counts of all blocks plus pseudo-counts.

    counts   (blocks, slots, width), set to nought for the next round
    Returns the log-density of the prior, sum of pseudo x log P.
    """
    blocks = counts.shape[0]
    density = 0.0
    for who in range(first, last):
        begin = who * labels
        for k in range(labels):
            total = 0.0
            for slot in range(begin, begin + labels):
                for block in range(1, blocks):
                    counts[0, slot, k] += counts[block, slot, k]
                    counts[block, slot, k] = 0.0
                total += counts[0, slot, k] + pseudo[slot, k]
            for slot in range(begin, begin + labels):
                share = (counts[0, slot, k] + pseudo[slot, k]) / total if total > 0.0 else 1.0 / labels
                logs[slot, k] = np.log(max(share, _LEAST))
                density += pseudo[slot, k] * logs[slot, k]
                counts[0, slot, k] = 0.0
    return density


@compiled
def count(start, slot, posterior, first, last, counts):
    """Spread the posteriors of items first to last over `counts` (slots, width)."""
    labels = posterior.shape[1]
    for item in range(first, last):
        ahead = min(item + _AHEAD, last - 1)
        for row in range(start[ahead], start[ahead + 1]):
            prefetch(counts, slot[row])
        for row in range(start[item], start[item + 1]):
            for k in range(labels):
                counts[slot[row], k] += posterior[item, k]

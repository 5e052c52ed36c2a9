"""The E-step of models in which an answer speaks for the label it names, and for no other.

One-coin, MACE and the weighted vote: the answer adds a weight, which may depend on who said what, to its own label.
"""

from __future__ import annotations

import numpy as np

from armslength_quality.truth.kernels.compiled import compiled
from armslength_quality.truth.kernels.prefetch import prefetch
from armslength_quality.truth.kernels.softened import store

_AHEAD = 6
_LARGE = 1e200


@compiled
def believe_hits(start, slot, gold, told, log_prior, correlation, first, last, hits, shares, posterior):
    """Items first to last: P(truth = said) added to `hits`, the posteriors to `shares`; stored if there is room.

    told, hits   (slots, 1): what an answer tells for its label, in nats; how often it was right
    Stored ones are raised to 1 / (1 + (n - 1) correlation).
    Returns the sum over items of log sum_k prior_k exp(what the answers that say k tell).
    """
    labels = log_prior.size
    belief = np.empty(labels)
    keep = posterior.shape[0] > 0
    likelihood, scale = 0.0, 1.0
    for item in range(first, last):
        begin, end = start[item], start[item + 1]
        ahead = min(item + _AHEAD, last - 1)
        for row in range(start[ahead], start[ahead + 1]):
            prefetch(told, slot[row])
            prefetch(hits, slot[row])
        for k in range(labels):
            belief[k] = log_prior[k]
        for row in range(begin, end):
            belief[slot[row] % labels] += told[slot[row], 0]
        known = gold[item]
        if known >= 0:
            likelihood += belief[known]
            for k in range(labels):
                belief[k] = 0.0
            belief[known] = 1.0
        else:
            most = belief.max()
            total = 0.0
            if keep:
                store(belief, most, end - begin, correlation, posterior[item])
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
        for row in range(begin, end):
            hits[slot[row], 0] += belief[slot[row] % labels]
        if keep and known >= 0:
            posterior[item] = belief
    return likelihood + np.log(scale)

"""Dawid-Skene's E-step for two labels: the same sums as `confusions.believe`, held in registers."""

from __future__ import annotations

import numpy as np

from armslength_quality.truth.kernels.compiled import compiled
from armslength_quality.truth.kernels.prefetch import prefetch

_AHEAD = 6
_LARGE = 1e200


@compiled
def believe_two(
    start, slot, gold, logs, log_prior, _labels, correlation, mean_weight, first, last, counts, shares, posterior
):
    """Items first to last: their posteriors, spread over `counts` and `shares`; stored if there is room.

    Each of n answers to an item weighs 1 / (1 + (n - 1) correlation); counts are in units of the mean weight.
    Returns the log-likelihood of their answers.
    """
    zero = logs[0, 0] * 0
    keep = posterior.shape[0] > 0
    likelihood, scale = 0.0, 1.0
    share_no, share_yes = 0.0, 0.0
    size, weight = np.int64(1), 1.0
    end = start[first]
    for item in range(first, last):
        begin, end = end, start[item + 1]
        ahead = min(item + _AHEAD, last - 1)
        for row in range(start[ahead], start[ahead + 1]):
            prefetch(logs, slot[row])
            prefetch(counts, slot[row])
        no, yes = zero, zero
        for row in range(begin, end):
            at = np.uint64(slot[row])
            no += logs[at, 0]
            yes += logs[at, 1]
        if end - begin != size:
            size = end - begin
            weight = 1.0 / (1.0 + (size - 1) * correlation)
        told_no, told_yes = log_prior[0] + weight * no, log_prior[1] + weight * yes
        if gold[item] >= 0:
            believed = float(gold[item])
            likelihood += told_yes if gold[item] == 1 else told_no
        else:
            apart = told_yes - told_no
            lesser = np.exp(-abs(apart))
            total = 1.0 + lesser
            believed = (1.0 if apart >= 0.0 else lesser) / total
            likelihood += max(told_no, told_yes)
            scale *= total
            if scale > _LARGE:
                likelihood += np.log(scale)
                scale = 1.0
        share_no += 1.0 - believed
        share_yes += believed
        part = weight / mean_weight
        to_no, to_yes = zero + (1.0 - believed) * part, zero + believed * part
        for row in range(begin, end):
            at = np.uint64(slot[row])
            counts[at, 0] += to_no
            counts[at, 1] += to_yes
        if keep:
            posterior[item, 0] = 1.0 - believed
            posterior[item, 1] = believed
    shares[0] += share_no
    shares[1] += share_yes
    return likelihood + np.log(scale)

"""GLAD's E-step over every answer, with the part of the M-step that needs one item only."""

from __future__ import annotations

import numpy as np

from armslength_quality.compiled import compiled
from armslength_quality.truth.kernels.prefetch import prefetch
from armslength_quality.truth.kernels.softened import store

_AHEAD = 6
_MOST = 30.0
"""Ability x ease beyond this is certainty; it keeps exponentials finite."""


@compiled
def _log_right(x):
    """log 1 / (1 + exp(-x))."""
    return -np.log1p(np.exp(-x)) if x > 0.0 else x - np.log1p(np.exp(x))


@compiled
def _gain(annotator, ability, right, begin, end, log_ease, spread):
    """What an item's part of the expected objective is at an ease; `right` are P(truth = said)."""
    ease = np.exp(log_ease)
    total = -0.5 * (log_ease / spread) ** 2
    for row in range(begin, end):
        x = min(max(ability[annotator[row]] * ease, -_MOST), _MOST)
        total += _log_right(x) - (1.0 - right[row - begin]) * x  # log(1 - P) is log P - x
    return total


@compiled
def _easier(annotator, ability, right, begin, end, log_ease, spread):
    """The next log ease: a damped Newton step, halved until it gains, else none."""
    ease = np.exp(log_ease)
    tight = 1.0 / (spread * spread)
    slope, bend = -log_ease * tight, tight
    for row in range(begin, end):
        x = min(max(ability[annotator[row]] * ease, -_MOST), _MOST)
        chance = 1.0 / (1.0 + np.exp(-x))
        pull = (right[row - begin] - chance) * x
        slope += pull
        bend += chance * (1.0 - chance) * x * x + abs(pull)
    step = min(max(slope / bend, -1.0), 1.0)
    before = _gain(annotator, ability, right, begin, end, log_ease, spread)
    for _ in range(4):
        if _gain(annotator, ability, right, begin, end, log_ease + step, spread) >= before:
            return log_ease + step
        step *= 0.5
    return log_ease


@compiled
def believe_ease(
    start, annotator, label, gold, ability, log_ease, spread, correlation, first, last, next_ease, sums, posterior
):
    """Items first to last: their posteriors (stored if there is room), next ease, and sums for the abilities.

    sums   (annotators, 4): slope and bound of the bend of the expected objective by ability at the next ease, chance of
           being right at the present ease, answers
    Stored posteriors are raised to 1 / (1 + (n - 1) correlation).
    Returns the log-likelihood of their answers, and the log-density of their ease.
    """
    labels = posterior.shape[1]
    belief = np.empty(labels)
    keep = posterior.shape[0] > 0
    widest = 1
    for item in range(first, last):
        widest = max(widest, start[item + 1] - start[item])
    right = np.empty(widest)
    wrong_ways = np.log(max(1, labels - 1))
    likelihood = 0.0
    for item in range(first, last):
        begin, end = start[item], start[item + 1]
        ahead = min(item + _AHEAD, last - 1)
        for row in range(start[ahead], start[ahead + 1]):
            prefetch(ability, annotator[row])
            prefetch(sums, annotator[row])
        ease = np.exp(log_ease[item])
        likelihood -= 0.5 * (log_ease[item] / spread) ** 2
        for k in range(labels):
            belief[k] = -np.log(labels)
        for row in range(begin, end):
            x = min(max(ability[annotator[row]] * ease, -_MOST), _MOST)
            log_right = _log_right(x)
            likelihood += log_right - x - wrong_ways
            belief[label[row]] += x + wrong_ways
            sums[annotator[row], 2] += np.exp(log_right)
            sums[annotator[row], 3] += 1.0
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
            likelihood += most + np.log(total)
            for k in range(labels):
                belief[k] /= total
        if keep and known >= 0:
            posterior[item] = belief
        for row in range(begin, end):
            right[row - begin] = belief[label[row]]
        next_ease[item] = _easier(annotator, ability, right, begin, end, log_ease[item], spread)
        ease = np.exp(next_ease[item])
        for row in range(begin, end):
            who = annotator[row]
            x = min(max(ability[who] * ease, -_MOST), _MOST)
            sums[who, 0] += (right[row - begin] - 1.0 / (1.0 + np.exp(-x))) * ease
            # the tangent bound: no bend of log P is more than tanh(x / 2) / (2 x)
            sums[who, 1] += ease * ease * (np.tanh(0.5 * x) / (2.0 * x) if abs(x) > 1e-6 else 0.25)
    return likelihood

"""Dawid-Skene's two steps for two labels: one log-odds per annotator and label said tells what both columns would.

The counts for the first label are the answers less those for the second.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from armslength_quality.compiled import vectorised
from armslength_quality.truth.kernels.functions import exp32, exp64, log32, log64

_LEAST = 1e-10
_AT_ONCE = 256
"""Items whose exponentials are taken together, and annotators whose logarithms are; the product of as many sums of two
shares is below 2^256."""
_CERTAIN = 200.0
"""Log-odds of what is known: exp(-200) beside one is nought."""


@cache
def pair_believer(double: bool) -> Callable[..., Any]:
    """The E-step."""
    exponential = exp64 if double else exp32

    @vectorised
    def share(odds, lesser, bits, power):
        """Log-odds become probabilities of the second label; returns their sum, and that of log(1 + exp(odds))."""
        zero = odds[0] * 0
        one = zero + 1
        for i in range(odds.size):
            lesser[i] = -abs(odds[i])
        exponential(lesser, bits, power)
        product, likely, second = 1.0, 0.0, zero
        for i in range(odds.size):
            likely += max(odds[i], zero)
            total = one + lesser[i]
            product *= total
            odds[i] = (one if odds[i] >= zero else lesser[i]) / total
            second += odds[i]
        return second, likely + np.log(product)

    @vectorised
    def believe(
        start, begin, heads, item_of, low, bits, gold, odds, correlation, first, last, widest, told, counts, shares,
        posterior,
    ):  # fmt: skip
        """Tiles first to last: posteriors of their items, spread over `counts` and `shares`; stored if there is room.

        odds           prior log-odds of the second label
        told, counts   (slots,): log-odds that an answer tells for the second label, and expected answers of its items
        Stored ones are raised to 1 / (1 + (n - 1) correlation).
        Returns the log-likelihood of their answers, without what they would tell if the first label were true.
        """
        kind = told.dtype
        belief, lesser = np.empty(widest, kind), np.empty(_AT_ONCE, kind)
        exponents = np.empty(_AT_ONCE, np.int32)
        power = exponents.view(np.float32)
        keep = posterior.shape[0] > 0
        likelihood = 0.0
        for tile in range(first, last):
            items, here = begin[tile], begin[tile + 1] - begin[tile]
            belief[:here] = odds
            for span in range(heads.shape[1] - 1):
                base = np.uint64(span << bits)
                for at in range(heads[tile, span], heads[tile, span + 1]):
                    belief[np.uint64(item_of[np.uint64(at)])] += told[base + np.uint64(low[np.uint64(at)])]
            pinned = -1
            for item in range(items, items + here):
                pinned = max(pinned, gold[np.uint64(item)])
            for i in range(here if keep or pinned >= 0 else 0):
                known, item = gold[np.uint64(items + i)], items + i
                if keep:
                    weight = 1.0 / (1.0 + max(0, start[item + 1] - start[item] - 1) * correlation)
                    posterior[item, 0] = 1.0 / (1.0 + np.exp(weight * belief[i])) if known < 0 else 1.0 - known
                    posterior[item, 1] = 1.0 / (1.0 + np.exp(-weight * belief[i])) if known < 0 else known
                if known >= 0:
                    likelihood += known * (belief[i] - _CERTAIN)
                    belief[i] = _CERTAIN if known == 1 else -_CERTAIN
            for i in range(0, here, _AT_ONCE):
                count = min(_AT_ONCE, here - i)
                second, likely = share(belief[i : i + count], lesser[:count], exponents, power)
                shares[1] += second
                likelihood += likely
            for span in range(heads.shape[1] - 1):
                base = np.uint64(span << bits)
                for at in range(heads[tile, span], heads[tile, span + 1]):
                    counts[base + np.uint64(low[np.uint64(at)])] += belief[np.uint64(item_of[np.uint64(at)])]
        return likelihood

    return believe


@cache
def pair_learner(double: bool) -> Callable[..., Any]:
    """The M-step. Some annotators are learnt about at once, so that logarithms are vector code."""
    logarithm = log64 if double else log32

    @vectorised
    def learn(counts, answers, pseudo, first, last, told, logs):
        """Annotators first to last: log P(said | truth) (slots, 2), and what their answers tell.

        counts   (blocks, slots), set to nought for the next round
        answers  (slots,) how often each label was said
        told     (slots,), filled
        Returns the log-density of the prior, and what all answers would tell if the first label were true.
        """
        blocks, kind = counts.shape[0], logs.dtype
        rows = np.ones((4, _AT_ONCE), kind)
        flat = rows.reshape(-1)
        seen = flat.view(np.int64 if double else np.int32)
        exponent, bits = np.empty(flat.size, np.int32), np.empty(flat.size, np.int32)
        mantissa = bits.view(np.float32)
        half = logs[0, 0] * 0 + 0.5
        least = half * (2 * _LEAST)
        density, known = 0.0, 0.0
        for begin in range(first, last, _AT_ONCE):
            here = min(_AT_ONCE, last - begin)
            for said in range(2):
                for i in range(here):
                    slot = 2 * (begin + i) + said
                    second = counts[0, slot]
                    counts[0, slot] = 0.0
                    for block in range(1, blocks):
                        second += counts[block, slot]
                        counts[block, slot] = 0.0
                    rows[2 * said, i] = max(answers[slot] - second, 0.0) + pseudo[said, 0]
                    rows[2 * said + 1, i] = second + pseudo[said, 1]
            for truth in range(2):
                for i in range(here):
                    total = rows[truth, i] + rows[2 + truth, i]
                    scale, even = half * 2 / max(total, least), half if total <= 0.0 else half * 0
                    rows[truth, i] = max(rows[truth, i] * scale + even, least)
                    rows[2 + truth, i] = max(rows[2 + truth, i] * scale + even, least)
            logarithm(flat, seen, exponent, bits, mantissa)
            for said in range(2):
                for i in range(here):
                    slot = 2 * (begin + i) + said
                    one, other = rows[2 * said, i], rows[2 * said + 1, i]
                    logs[slot, 0] = one
                    logs[slot, 1] = other
                    told[slot] = other - one
                    density += pseudo[said, 0] * one + pseudo[said, 1] * other
                    known += answers[slot] * one
        return density, known

    return learn

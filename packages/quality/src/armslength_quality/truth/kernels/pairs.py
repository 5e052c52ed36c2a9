"""Dawid-Skene's two steps for two labels: one log-odds per row says what both columns would.

The table is (slots + 1, 2): what an answer tells for the second label beside the first, and the counts for the second.
Both lie in one cache line. The counts for the first are the answers less those.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from armslength_quality.truth.kernels.compiled import compiled, vectorised
from armslength_quality.truth.kernels.functions import exp32, exp64

_LEAST = 1e-10


@cache
def pair_believer(double: bool) -> Callable[..., Any]:
    """The E-step."""
    exponential = exp64 if double else exp32

    @vectorised
    def believe(order, per_item, begin, slot, gold, odds, lanes, correlation, first, last, table, shares, posterior):
        """Batches first to last: posteriors of their items, spread over `table` and `shares`; stored if there is room.

        odds   prior log-odds of the second label
        Stored ones are raised to 1 / (1 + (n - 1) correlation).
        Returns the log-likelihood of their answers, without what they would tell if the first label were true.
        """
        kind = table.dtype
        told, lesser = np.empty(lanes, kind), np.empty(lanes, kind)
        bits = np.empty(lanes, np.int32)
        power = bits.view(np.float32)
        items, keep = order.size, posterior.shape[0] > 0
        zero, one = odds * 0, odds * 0 + 1
        likelihood, second = 0.0, 0.0
        for batch in range(first, last):
            here = min(lanes, items - batch * lanes)
            told[:] = odds
            for at in range(begin[batch], begin[batch + 1], lanes):
                for i in range(here):
                    told[i] += table[np.uint64(slot[at + i]), 0]
            if keep:
                for i in range(here):
                    item = order[batch * lanes + i]
                    weight = 1.0 / (1.0 + max(0, per_item[item] - 1) * correlation)
                    known = gold[batch * lanes + i]
                    if known >= 0:
                        posterior[item, 0] = 1.0 - known
                        posterior[item, 1] = known
                    else:
                        posterior[item, 0] = 1.0 / (1.0 + np.exp(weight * told[i]))
                        posterior[item, 1] = 1.0 / (1.0 + np.exp(-weight * told[i]))
            for i in range(here):
                lesser[i] = -abs(told[i])
            exponential(lesser[:here], bits, power)
            product, sure, believed = 1.0, zero, zero
            for i in range(here):
                known = gold[batch * lanes + i]
                total = one + lesser[i]
                if known >= 0:
                    sure += told[i] if known == 1 else zero
                    told[i] = one if known == 1 else zero
                else:
                    product *= total
                    sure += max(told[i], zero)
                    told[i] = (one if told[i] >= zero else lesser[i]) / total
                believed += told[i]
            likelihood += np.log(product) + sure
            second += believed
            for at in range(begin[batch], begin[batch + 1], lanes):
                for i in range(here):
                    table[np.uint64(slot[at + i]), 1] += told[i]
        shares[1] += second
        return likelihood

    return believe


@compiled
def learn_pairs(tables, answers, pseudo, first, last, logs):
    """The M-step for annotators first to last: log P(said | truth) (slots, 2), and the tables for the next round.

    tables   (blocks, slots + 1, 2)
    answers  (slots,) how often each label was said
    Returns the log-density of the prior, and what all answers would tell if the first label were true.
    """
    blocks = tables.shape[0]
    density, told = 0.0, 0.0
    for who in range(first, last):
        first_total, second_total = 0.0, 0.0
        for said in range(2):
            slot = 2 * who + said
            second = 0.0
            for block in range(blocks):
                second += tables[block, slot, 1]
                tables[block, slot, 1] = 0.0
            logs[slot, 0] = max(answers[slot] - second, 0.0) + pseudo[said, 0]
            logs[slot, 1] = second + pseudo[said, 1]
            first_total += logs[slot, 0]
            second_total += logs[slot, 1]
        for said in range(2):
            slot = 2 * who + said
            one = np.log(max(logs[slot, 0] / first_total if first_total > 0.0 else 0.5, _LEAST))
            other = np.log(max(logs[slot, 1] / second_total if second_total > 0.0 else 0.5, _LEAST))
            logs[slot, 0] = one
            logs[slot, 1] = other
            for block in range(blocks):
                tables[block, slot, 0] = other - one
            density += pseudo[said, 0] * one + pseudo[said, 1] * other
            told += answers[slot] * one
    return density, told

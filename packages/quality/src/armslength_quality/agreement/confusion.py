"""Which labels do people mix up? Seen from their answers alone: nobody knows here which of them is right."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from armslength_quality.agreement.bootstrap import RESAMPLES, Sparse, label_patterns, ratios
from armslength_quality.agreement.krippendorff import mixed_pairs
from armslength_quality.answers import Answers, Codes, Floats
from armslength_quality.result import Estimate

METHOD = "share of pairs of answers within two labels that mix them"


@dataclass(frozen=True, slots=True)
class ConfusedLabels:
    """Two labels that are given to the same item.

    mixed   of all pairs of answers within these two labels, the share that are one of each: 0 when they are never
            mixed up, over a half when nobody can tell them apart
    share   the part of all disagreement that is between these two
    """

    one: Hashable
    other: Hashable
    mixed: Estimate
    share: float


def coincidences(answers: Answers) -> Floats:
    """(K, K) Krippendorff's coincidences: how often somebody says c and somebody else k of the same item.

    Every pair of answers of an item with m answers counts 1 / (m - 1), both ways round, so that an item counts as its
    answers do. Symmetric; rows sum to the answers that could be compared.

    Cost: one pass over the answers, and K^2 numbers.

    >>> coincidences(Answers.from_table([["a", "a", "b"], ["a", "b", "b"]])).tolist()
    [[2.0, 1.0], [1.0, 2.0]]
    """
    patterns = label_patterns(answers)
    same, pairs, lower, upper = _by_item(answers.counts()[patterns.first])
    size, labels = patterns.size.astype(np.float64), len(answers.categories)
    table = np.diag(same.T @ size) if labels else np.zeros((0, 0))
    table[lower, upper] = table[upper, lower] = pairs.T @ size
    return table


def confused_labels(
    answers: Answers, *, most: int = 20, rng: np.random.Generator | None = None, resamples: int = RESAMPLES
) -> tuple[ConfusedLabels, ...]:
    """The pairs of labels that account for most disagreement, first the worst; at most `most` of them.

    Formula: mixed = 2 o_ck / (o_cc + o_kk + 2 o_ck), share = o_ck / sum of all o of two labels, o as in `coincidences`.

    Cost: one pass over the answers, then resamples x distinct answer patterns.

    >>> answers = Answers.from_table([["a", "a", "b", "c"], ["a", "b", "b", "c"]])
    >>> [(pair.one, pair.other, pair.mixed.value, pair.share) for pair in confused_labels(answers)]
    [('a', 'b', 0.3333333333333333, 1.0)]
    """
    patterns = label_patterns(answers)
    if patterns.items == 0:
        return ()
    same, pairs, lower, upper = _by_item(answers.counts()[patterns.first])
    weight = pairs.T @ patterns.size.astype(np.float64)
    worst = np.lexsort((upper, lower, -weight))[:most]
    lower, upper, weight, total = lower[worst], upper[worst], weight[worst], weight.sum()
    mixed = 2.0 * pairs[:, worst]
    within = (same[:, lower] + same[:, upper] + mixed).tocsr()
    table = sparse.hstack((mixed, within), format="csr")
    values, lows, highs = ratios(table, patterns.size, rng=rng, resamples=resamples)
    items = (within > 0).T @ patterns.size
    return tuple(
        ConfusedLabels(
            answers.categories[lower[k]], answers.categories[upper[k]],
            Estimate(float(values[k]), _number(lows[k]), _number(highs[k]), int(items[k]), METHOD),
            float(weight[k] / total),
        )
        for k in range(worst.size)
    )  # fmt: skip


def _by_item(counts: Sparse) -> tuple[Sparse, Sparse, Codes, Codes]:
    """Per item: coincidences of each label with itself, and of the pairs that occur, with both labels of each."""
    answered = counts.sum(axis=1)
    same = (sparse.diags_array(1.0 / (answered - 1.0)) @ (counts.multiply(counts) - counts)).tocsr()
    return (same, *mixed_pairs(counts))


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)

"""How far do people agree beyond chance, when chance means: only where they were in doubt?

Kappa and alpha take every answer to be drawn from the label shares by chance. Where nearly everything is one label,
they are low however often people agree. These take the shares less at their word.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from scipy import sparse

from armslength_quality.agreement.bootstrap import RESAMPLES, Sparse, estimate, label_patterns
from armslength_quality.agreement.weights import Weights, agreement_weights
from armslength_quality.answers import Answers, Floats
from armslength_quality.result import Estimate

ONE_LABEL = (
    "There is one category only: nobody could have said anything else, so agreement beyond chance is not defined."
)


def gwet_ac(
    answers: Answers, *, weights: Weights | None = None, rng: np.random.Generator | None = None,
    resamples: int = RESAMPLES,
) -> Estimate:  # fmt: skip
    """Gwet's AC1, or AC2 where near misses count (`weights`).

    Formula: AC = (P - Pe) / (1 - Pe). P is the mean, over items with m_i >= 2 answers, of
    sum_k n_ik (sum_l w_kl n_il - 1) / (m_i (m_i - 1)); Pe = T / (K (K - 1)) sum_k p_k (1 - p_k), with p_k the mean
    share of label k over all items that were answered, T = sum_kl w_kl and K = len(answers.categories), used or not.
    w_kl are `agreement_weights`: 1 for the same label by default; near misses count where labels have an order.

    Read it beside alpha where nearly everything is one label. K counts the categories that could have been chosen, so
    build `answers` with all of them.

    Cost: one pass over the answers, then resamples x distinct answer patterns x categories.

    >>> answers = Answers.from_table([["a", "a", "a", "a", "b"], ["a", "a", "a", "b", "a"]])
    >>> round(gwet_ac(answers).value, 3)
    0.412

    References: K. L. Gwet, "Computing inter-rater reliability and its variance in the presence of high agreement",
    British Journal of Mathematical and Statistical Psychology 61 (2008); Handbook of Inter-Rater Reliability, 4th ed.
    (2014).
    """
    categories = len(answers.categories)
    scale = _total_worth(categories, weights) / max(1, categories * (categories - 1))

    def chance(shares: Floats) -> Floats:
        expected: Floats = scale * (shares * (1.0 - shares)).sum(axis=1)
        return expected

    name = "Gwet's AC1" if weights is None else f"Gwet's AC2, {weights} weights"
    return _beyond(answers, weights, chance, name, rng, resamples)


def pabak(
    answers: Answers, *, weights: Weights | None = None, rng: np.random.Generator | None = None,
    resamples: int = RESAMPLES,
) -> Estimate:  # fmt: skip
    """Agreement beyond lots drawn evenly among the categories: PABAK, Bennett's S, Brennan and Prediger's kappa.

    Formula: (P - Pe) / (1 - Pe), P as in `gwet_ac`, Pe = sum_kl w_kl / K^2, K = len(answers.categories). With two
    categories it is 2 P - 1, the prevalence-adjusted bias-adjusted kappa.

    It is the percent on another scale: shares play no part. K counts the categories that could have been chosen.

    Cost: as `gwet_ac`.

    >>> answers = Answers.from_table([["a", "a", "a", "a", "b"], ["a", "a", "a", "b", "a"]])
    >>> round(pabak(answers).value, 3)
    0.2

    References: R. L. Brennan, D. J. Prediger, "Coefficient kappa: some uses, misuses, and alternatives", Educational
    and Psychological Measurement 41 (1981); T. Byrt, J. Bishop, J. B. Carlin, "Bias, prevalence and kappa", Journal of
    Clinical Epidemiology 46 (1993).
    """
    categories = len(answers.categories)
    even = _total_worth(categories, weights) / max(1, categories**2)
    name = "PABAK" if weights is None else f"PABAK, {weights} weights"
    return _beyond(answers, weights, lambda shares: np.full(shares.shape[0], even), name, rng, resamples)


def _total_worth(categories: int, weights: Weights | None) -> float:
    return float(categories) if weights is None else float(agreement_weights(categories, weights).sum())


def _beyond(
    answers: Answers, weights: Weights | None, chance: Callable[[Floats], Floats], name: str,
    rng: np.random.Generator | None, resamples: int,
) -> Estimate:  # fmt: skip
    """Columns: agreement where two answered, whether two answered, the shares of the labels."""
    patterns = label_patterns(answers, least=1)
    counts = answers.counts()[patterns.first]
    answered = counts.sum(axis=1)
    two = answered >= 2
    if not two.any():
        return Estimate(None, None, None, 0, name, "No item has two answers to compare.")
    pairs = answered * (answered - 1.0)
    agreeing = np.divide(_credited(counts, weights) - answered, pairs, out=np.zeros_like(pairs), where=two)
    shares = sparse.diags_array(1.0 / answered) @ counts
    features = sparse.hstack((sparse.csr_array(np.column_stack((agreeing, two))), shares), format="csr")

    def statistic(sums: Floats) -> Floats:
        expected = chance(sums[:, 2:] / sums[:, 2:].sum(axis=1, keepdims=True))
        with np.errstate(divide="ignore", invalid="ignore"):
            value: Floats = (sums[:, 0] / sums[:, 1] - expected) / (1.0 - expected)
        value[(sums[:, 1] == 0) | (counts.shape[1] < 2)] = np.nan
        return value

    found = estimate(features, patterns.size, statistic, rng=rng, resamples=resamples, method=name, undefined=ONE_LABEL)
    return replace(found, n=int(patterns.size[two].sum()))


def _credited(counts: Sparse, weights: Weights | None) -> Floats:
    """(items,) sum_kl n_k w_kl n_l of each item's label counts."""
    worth = counts if weights is None else counts @ agreement_weights(counts.shape[1], weights)
    credited: Floats = counts.multiply(worth).sum(axis=1)
    return credited

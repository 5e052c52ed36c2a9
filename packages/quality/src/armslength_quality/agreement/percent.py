"""How often do two people who answer the same item say the same?"""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
from scipy import sparse

from armslength_quality.agreement.bootstrap import (
    RESAMPLES,
    Sparse,
    estimate,
    label_patterns,
    ratios,
    row_patterns,
)
from armslength_quality.answers import Answers, Floats
from armslength_quality.result import Estimate


def percent_agreement(
    answers: Answers, *, rng: np.random.Generator | None = None, resamples: int = RESAMPLES
) -> Estimate:
    """Share of agreeing pairs of answers, averaged over the items with at least two answers.

    Formula: mean over items i of sum_k n_ik (n_ik - 1) / (m_i (m_i - 1)), where n_ik counts label k on item i and
    m_i the answers on it. No correction for chance: show it first, never alone.

    Cost: one pass over the answers, then resamples x distinct answer patterns.

    >>> answers = Answers.from_table([["a", "a", "b"], ["a", "b", "b"]])
    >>> percent_agreement(answers).value
    0.6666666666666666
    """
    patterns = label_patterns(answers)
    counts = answers.counts()[patterns.first]
    agreeing = agreeing_share(counts)
    features = np.column_stack((agreeing, np.ones_like(agreeing)))
    return estimate(
        features, patterns.size, _ratio, rng=rng, resamples=resamples,
        method="percent agreement, mean over items", undefined="",
    )  # fmt: skip


def agreement_by_item(answers: Answers) -> dict[Hashable, float]:
    """The share of agreeing pairs on each item with at least two answers; their mean is `percent_agreement`.

    >>> agreement_by_item(Answers.from_table([["a", "a", "b"], ["a", "b", None]]))
    {0: 1.0, 1: 0.0}
    """
    shared = np.flatnonzero(answers.one_by_one().per_item >= 2)
    shares = agreeing_share(answers.counts()[shared])
    return {answers.items[code]: share for code, share in zip(shared.tolist(), shares.tolist(), strict=True)}


def agreeing_share(counts: Sparse) -> Floats:
    """(items,) share of agreeing pairs on each item, from its label counts; every item has at least two answers."""
    answered = counts.sum(axis=1)
    squares = counts.multiply(counts).sum(axis=1)
    share: Floats = (squares - answered) / (answered * (answered - 1.0))
    return share


def agreement_with_others(
    answers: Answers, *, rng: np.random.Generator | None = None, resamples: int = RESAMPLES
) -> dict[Hashable, Estimate]:
    """For each annotator: how often do the *others* on the same item say what she says?

    Formula: mean over her items with at least one other answer of (n_i,label - 1) / (m_i - 1): her own answer is
    not counted for her. It is agreement, not accuracy: a crowd that shares a bias agrees with itself.

    Cost: as `percent_agreement`, times nothing: all annotators share the resamples. Annotators without an answer in
    common with anybody are absent.

    >>> answers = Answers.from_table([["a", "a"], ["a", "b"], ["a", "a"]])
    >>> {who: estimate.value for who, estimate in agreement_with_others(answers).items()}
    {0: 0.75, 1: 0.5, 2: 0.75}
    """
    patterns = row_patterns(answers)
    if patterns.items == 0:
        return {}
    table = _others_table(answers)[patterns.first]
    totals = table.T @ patterns.size.astype(np.float64)
    people = len(answers.annotators)
    values, lows, highs = ratios(table, patterns.size, rng=rng, resamples=resamples)
    found = {}
    for code in np.flatnonzero(totals[people:]):
        n = int(totals[people + code])
        low, high = (None, None) if n < 2 or np.isnan(lows[code]) else (float(lows[code]), float(highs[code]))
        method = "agreement with others, mean over items"
        found[answers.annotators[code]] = Estimate(float(values[code]), low, high, n, method)
    return found


def _others_table(answers: Answers) -> Sparse:
    """(items, 2 x annotators): her agreement with the others on the item, then 1 where there were others."""
    counts = answers.counts()
    same = np.asarray(counts[answers.item, answers.label]).ravel() - 1.0
    others = (answers.per_item[answers.item] - 1).astype(np.float64)
    shared = others > 0
    rows, people = answers.item[shared], len(answers.annotators)
    who = answers.annotator[shared]
    values = np.concatenate((same[shared] / others[shared], np.ones(int(shared.sum()))))
    cells = (np.concatenate((rows, rows)), np.concatenate((who, who + people)))
    return sparse.coo_array((values, cells), shape=(len(answers.items), 2 * people)).tocsr()


def _ratio(sums: Floats) -> Floats:
    value: Floats = sums[:, 0] / sums[:, 1]
    return value

"""How far do people agree, whatever their number, with answers missing, on the scale the labels have?"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Literal

import numpy as np
from scipy import sparse

from armslength_quality.agreement.bootstrap import RESAMPLES, Sparse, Statistic, estimate, label_patterns
from armslength_quality.agreement.table import numbers
from armslength_quality.answers import Answers, Codes, Floats
from armslength_quality.errors import BadAnswers, BadParameter
from armslength_quality.result import Estimate

Scale = Literal["nominal", "ordinal", "interval", "ratio"]
Difference = Callable[[Hashable, Hashable], float]
_CELLS = 4_000_000
"""Numbers held at once where every label is set against every other."""
_MOST = 5000
"""Most categories for which the differences of all pairs are held: 200 MB."""
ONE_CATEGORY = "All answers are one category: there is no disagreement to expect by chance, so alpha is not defined."


def krippendorff_alpha(
    answers: Answers, scale: Scale | Difference = "nominal", *, rng: np.random.Generator | None = None,
    resamples: int = RESAMPLES,
) -> Estimate:  # fmt: skip
    """Krippendorff's alpha: 1 - observed disagreement / disagreement expected by chance.

    Formula: alpha = 1 - (n - 1) sum_ck o_ck d_ck / sum_ck n_c n_k d_ck, where the coincidence
    o_ck = sum_i n_ic (n_ik - [c = k]) / (m_i - 1) runs over items i with m_i >= 2 answers; n_c = sum_k o_ck and
    n = sum_c n_c.
    The difference d_ck follows the scale of the labels, which is a fact about the question, not a choice by result:
      nominal    1 when c and k differ
      ordinal    (r_c - r_k)^2, r_c the mid-rank of category c among all answers; the order is `answers.categories`
      interval   (v_c - v_k)^2; every category is a number
      ratio      ((v_c - v_k) / (v_c + v_k))^2; every category is a number with a true zero, none below it
      a function of two labels   what it returns: not negative, the same both ways round, 0 for a label and itself;
                 `agreement.differences` has those for sets of labels

    1 is perfect, 0 is chance, below 0 is worse than chance. Not defined when all answers are one category, and it
    says so. The customs 0.667 and 0.8 are for publishing, not limits for accepting work.

    Cost: O(answers), then resamples x distinct answer patterns; a table of annotators x items is never made. Ratio and
    functions add the square of the number of categories, of which there may be 5,000.

    Raises BadAnswers for categories that are not on the scale, BadParameter for a scale or a function that is none.

    >>> answers = Answers.from_table([[1, 2, 3, 3, None], [1, 2, 3, 2, 1], [1, 2, 3, 3, 1]])
    >>> round(krippendorff_alpha(answers, "ordinal").value, 3)
    0.907

    References: K. Krippendorff, Content Analysis, 3rd ed. (2013), ch. 12; K. Krippendorff, "Computing Krippendorff's
    Alpha-Reliability" (2011).
    """
    patterns = label_patterns(answers)
    counts = answers.counts()[patterns.first]
    if callable(scale):
        name = getattr(scale, "__name__", type(scale).__name__)
        features, statistic = _by_table(counts, _difference_table(answers, scale))
    elif scale in _MODELS:
        name = scale
        features, statistic = _MODELS[scale](counts, answers)
    else:
        raise BadParameter(f"scale must be one of {', '.join(_MODELS)} or a function of two labels, not {scale!r}.")
    return estimate(
        features, patterns.size, statistic, rng=rng, resamples=resamples,
        method=f"Krippendorff's alpha, {name}", undefined=ONE_CATEGORY,
    )  # fmt: skip


def nominal_model(counts: Sparse) -> tuple[Sparse, Statistic]:
    """Features (disagreement on the item, label counts) and alpha from their sums."""
    answered = counts.sum(axis=1)
    observed = (answered**2 - counts.multiply(counts).sum(axis=1)) / (answered - 1.0)
    return _beside(observed, counts), nominal_alpha


def nominal_alpha(sums: Floats) -> Floats:
    """(R,) nominal alpha from (R, 1 + categories) sums of disagreement and label counts."""
    counts = sums[:, 1:]
    expected = counts.sum(axis=1) ** 2 - (counts**2).sum(axis=1)
    return _alpha(sums[:, 0], expected, counts)


def _nominal(counts: Sparse, _: Answers) -> tuple[Sparse, Statistic]:
    return nominal_model(counts)


def _interval(counts: Sparse, answers: Answers) -> tuple[Sparse, Statistic]:
    values = _numbers(answers)
    answered = counts.sum(axis=1)
    spread = answered * (counts @ values**2) - (counts @ values) ** 2
    observed = 2.0 * spread / (answered - 1.0)

    def alpha(sums: Floats) -> Floats:
        return _alpha(sums[:, 0], _squared_differences(sums[:, 1:], values), sums[:, 1:])

    return _beside(observed, counts), alpha


def _ordinal(counts: Sparse, _: Answers) -> tuple[Sparse, Statistic]:
    """The ranks come from all answers, so the coincidences themselves are summed, not their differences."""
    pairs, lower, upper = mixed_pairs(counts)

    def alpha(sums: Floats) -> Floats:
        marginal = sums[:, lower.size :]
        rank = np.cumsum(marginal, axis=1) - marginal / 2.0
        observed = 2.0 * (sums[:, : lower.size] * (rank[:, lower] - rank[:, upper]) ** 2).sum(axis=1)
        return _alpha(observed, _squared_differences(marginal, rank), marginal)

    return sparse.hstack((pairs, counts), format="csr"), alpha


def _ratio(counts: Sparse, answers: Answers) -> tuple[Sparse, Statistic]:
    values = numbers(answers, "The ratio scale")
    _refuse_many(values.size)
    if (values < 0).any():
        raise BadAnswers(f"The ratio scale has no numbers below zero; {values.min():g} is one.")
    total = np.add.outer(values, values)
    part = np.divide(np.subtract.outer(values, values), total, out=np.zeros_like(total), where=total > 0)
    return _by_table(counts, part**2)


def _by_table(counts: Sparse, difference: Floats) -> tuple[Sparse, Statistic]:
    """Differences looked up, some items at a time: a product with the table is dense."""
    answered = counts.sum(axis=1)
    step = max(1, _CELLS // max(1, counts.shape[1]))
    spread = [
        counts[start : start + step].multiply(counts[start : start + step] @ difference).sum(axis=1)
        for start in range(0, counts.shape[0], step)
    ]
    observed = np.concatenate([np.zeros(0), *spread]) / (answered - 1.0)

    def alpha(sums: Floats) -> Floats:
        marginal = sums[:, 1:]
        return _alpha(sums[:, 0], ((marginal @ difference) * marginal).sum(axis=1), marginal)

    return _beside(observed, counts), alpha


def _difference_table(answers: Answers, difference: Difference) -> Floats:
    names = answers.categories
    _refuse_many(len(names))
    table = np.array([[float(difference(one, other)) for other in names] for one in names]).reshape((len(names),) * 2)
    wrong = ~((table >= 0) & np.isfinite(table))
    why = "is negative or no number"
    if not wrong.any():
        wrong, why = np.abs(table - table.T) > 1e-12, "is another the other way round"
    if not wrong.any():
        wrong, why = (np.eye(len(names)) > 0) & (table != 0), "is not 0"
    if wrong.any():
        c, k = np.argwhere(wrong)[0]
        raise BadParameter(f"scale: the difference of {names[c]!r} and {names[k]!r} {why}.")
    return table


def _refuse_many(categories: int) -> None:
    if categories > _MOST:
        raise BadAnswers(f"{categories} different labels; this scale compares all pairs of at most {_MOST}.")


_MODELS: dict[str, Callable[[Sparse, Answers], tuple[Sparse, Statistic]]] = {
    "nominal": _nominal,
    "ordinal": _ordinal,
    "interval": _interval,
    "ratio": _ratio,
}


def mixed_pairs(counts: Sparse) -> tuple[Sparse, Codes, Codes]:
    """(items, P) coincidences o_ck of the P pairs of labels c < k that occur, with the c and k of each."""
    categories = counts.shape[1]
    rows, keys, values = [], [], []
    for item in range(counts.shape[0]):
        seen = counts.indices[counts.indptr[item] : counts.indptr[item + 1]]
        times = counts.data[counts.indptr[item] : counts.indptr[item + 1]]
        order = np.argsort(seen)
        seen, times = seen[order], times[order]
        first, second = np.triu_indices(seen.size, k=1)
        rows.append(np.full(first.size, item))
        keys.append(seen[first].astype(np.int64) * categories + seen[second])
        values.append(times[first] * times[second] / (times.sum() - 1.0))
    if not rows:
        rows, keys, values = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], [np.zeros(0)]
    pairs, column = np.unique(np.concatenate(keys), return_inverse=True)
    cells = (np.concatenate(values), (np.concatenate(rows), column.ravel()))
    table = sparse.coo_array(cells, shape=(counts.shape[0], pairs.size)).tocsr()
    return table, pairs // categories, pairs % categories


def _numbers(answers: Answers) -> Floats:
    """(categories,) the categories as numbers, moved and scaled into 0..1 (alpha does not mind)."""
    values = numbers(answers, "The interval scale")
    if values.size == 0 or values.max() == values.min():
        return np.zeros_like(values)
    scaled: Floats = (values - values.min()) / (values.max() - values.min())
    return scaled


def _squared_differences(marginal: Floats, values: Floats) -> Floats:
    """sum_ck n_c n_k (v_c - v_k)^2 for each row of marginals."""
    total = marginal.sum(axis=1)
    mean = (marginal * values).sum(axis=1) / np.maximum(total, 1.0)
    spread: Floats = 2.0 * total * (marginal * (values - mean[:, None]) ** 2).sum(axis=1)
    return spread


def _alpha(observed: Floats, expected: Floats, marginal: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        value: Floats = 1.0 - (marginal.sum(axis=1) - 1.0) * observed / expected
    value[(expected <= 0) | ((marginal > 0).sum(axis=1) < 2)] = np.nan
    return value


def _beside(observed: Floats, counts: Sparse) -> Sparse:
    return sparse.hstack((sparse.csr_array(observed[:, None]), counts), format="csr")

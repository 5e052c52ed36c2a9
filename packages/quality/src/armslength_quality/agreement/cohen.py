"""How far do two annotators agree beyond what their own habits would give by chance?"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from armslength_quality.agreement.bootstrap import RESAMPLES, Patterns, Sparse, estimate, row_patterns
from armslength_quality.agreement.weights import Weights, agreement_weights
from armslength_quality.answers import Answers, Codes, Floats
from armslength_quality.errors import BadAnswers
from armslength_quality.result import Estimate

ALWAYS_BY_CHANCE = (
    "Both gave one and the same category throughout: chance alone would agree always, kappa is not defined."
)


def cohen_kappa(
    answers: Answers, first: Hashable, second: Hashable, *, weights: Weights | None = None,
    rng: np.random.Generator | None = None, resamples: int = RESAMPLES,
) -> Estimate:  # fmt: skip
    """Cohen's kappa of two annotators over the items that both answered.

    Formula: kappa = 1 - sum_ck o_ck w_ck / sum_ck a_c b_k w_ck, where o_ck is the share of items that `first` called c
    and `second` k, and a, b are their own label shares on those items. The cost w_ck of a difference is 1 (c != k) by
    default; with `weights` it is 1 - `agreement_weights`, which takes the labels in the order of `answers.categories`.

    Each annotator's own habits count as chance, so two people with different label shares are excused for them.
    Not defined when both always gave one and the same category.

    Cost: O(answers), then resamples x distinct pairs of labels.

    >>> answers = Answers.from_table([["a", "a", "b", "b"], ["a", "b", "b", "b"]])
    >>> cohen_kappa(answers, 0, 1).value
    0.5

    References: J. Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20
    (1960); J. Cohen, "Weighted kappa", Psychological Bulletin 70 (1968).
    """
    left, right = shared_labels(answers, first, second)
    categories = len(answers.categories)
    cells, size = np.unique(left * categories + right, return_counts=True)
    cost = 1.0 - agreement_weights(categories, weights)
    features = np.zeros((cells.size, 1 + 2 * categories))
    rows, (a, b) = np.arange(cells.size), np.divmod(cells, max(categories, 1))
    features[rows, 0] = cost[a, b]
    features[rows, 1 + a] = 1.0
    features[rows, 1 + categories + b] = 1.0

    def kappa(sums: Floats) -> Floats:
        own, other = sums[:, 1 : 1 + categories], sums[:, 1 + categories :]
        items = own.sum(axis=1)
        expected = ((own @ cost) * other).sum(axis=1) / items**2
        with np.errstate(divide="ignore", invalid="ignore"):
            value: Floats = 1.0 - sums[:, 0] / items / expected
        value[expected == 0] = np.nan
        return value

    name = "Cohen's kappa" if weights is None else f"Cohen's kappa, {weights} weights"
    return estimate(features, size, kappa, rng=rng, resamples=resamples, method=name, undefined=ALWAYS_BY_CHANCE)


def mean_pairwise_cohen(
    answers: Answers, *, min_shared: int = 2, rng: np.random.Generator | None = None, resamples: int = RESAMPLES
) -> Estimate:
    """Cohen's kappa, averaged over the pairs of annotators who share items.

    Formula: sum_p n_p kappa_p / sum_p n_p over pairs p who share n_p >= `min_shared` items. When everybody answered
    everything this is Light's kappa (the plain mean over pairs). Pairs whose kappa is not defined are left out, and the
    note says how many. A pair with few shared items says little: raise `min_shared` where the overlap is thin.

    Cost: one pass over the answers, then resamples x (pairs x labels used, and distinct patterns of answers).

    >>> answers = Answers.from_table([["a", "a", "b", "b"], ["a", "b", "b", "b"], ["a", "a", "b", "b"]])
    >>> round(mean_pairwise_cohen(answers).value, 3)
    0.667

    Reference: R. J. Light, "Measures of response agreement for qualitative data", Psychological Bulletin 76 (1971).
    """
    patterns = row_patterns(answers)
    meetings = _meetings(answers, patterns, min_shared)
    table, parts = _pair_table(meetings, patterns.size.size, len(answers.categories))
    method = "Cohen's kappa, mean over pairs of annotators"
    if meetings.pairs == 0:
        return Estimate(None, None, None, 0, method, f"No two annotators share {min_shared} items.")
    totals = parts.kappas((table.T @ patterns.size.astype(np.float64))[None, :])[0]
    missed = int(np.isnan(totals).sum())
    note = f"{missed} of {meetings.pairs} pairs used a single category and were left out." if missed else None
    met = np.diff(table.indptr) > 0
    return estimate(
        table[met], patterns.size[met], parts.mean, rng=rng, resamples=resamples,
        method=method, undefined=ALWAYS_BY_CHANCE, note=note,
    )  # fmt: skip


def shared_labels(answers: Answers, first: Hashable, second: Hashable) -> tuple[Codes, Codes]:
    """What two people said of the items both answered, item by item. Raises BadAnswers for who gave no answer."""
    answers, sheets = answers.one_by_one(), []
    for who in (first, second):
        if who not in answers.annotators:
            raise BadAnswers(f"{who!r} gave no answer here.")
        mine = answers.annotator == answers.annotators.index(who)
        sheet = np.full(len(answers.items), -1, dtype=np.int64)
        sheet[answers.item[mine]] = answers.label[mine]
        sheets.append(sheet)
    both = (sheets[0] >= 0) & (sheets[1] >= 0)
    return sheets[0][both], sheets[1][both]


@dataclass(frozen=True)
class _Meetings:
    """Every time two annotators met on one item of each pattern: row m is `pair[m]` on the item of `pattern[m]`, who
    said `left[m]` and `right[m]`."""

    pattern: Codes
    pair: Codes
    left: Codes
    right: Codes
    pairs: int


def _meetings(answers: Answers, patterns: Patterns, min_shared: int) -> _Meetings:
    starts = np.cumsum(answers.per_item) - answers.per_item
    earlier, later, pattern = _same_item_rows(starts[patterns.first], answers.per_item[patterns.first])
    key = answers.annotator[earlier] * len(answers.annotators) + answers.annotator[later]
    _, pair = np.unique(key, return_inverse=True)
    enough = np.bincount(pair, patterns.size[pattern]) >= min_shared
    keep = enough[pair]
    new_code = np.cumsum(enough) - 1
    return _Meetings(
        pattern[keep], new_code[pair][keep], answers.label[earlier][keep], answers.label[later][keep],
        int(enough.sum()),
    )  # fmt: skip


def _same_item_rows(starts: Codes, per_item: Codes) -> tuple[Codes, Codes, Codes]:
    """Row numbers of every two answers on one of these items, and which of them it is; items with equally many answers
    are done together."""
    earlier, later, of = ([np.zeros(0, np.int64)] for _ in range(3))
    for many in np.unique(per_item[per_item >= 2]):
        first, second = np.triu_indices(int(many), k=1)
        items = np.flatnonzero(per_item == many)
        begin = starts[items][:, None]
        earlier.append((begin + first).ravel())
        later.append((begin + second).ravel())
        of.append(np.repeat(items, first.size))
    return np.concatenate(earlier), np.concatenate(later), np.concatenate(of)


@dataclass(frozen=True)
class _PairSums:
    """Reads kappas out of summed columns: `pairs` agreements, `pairs` meetings, then label counts of both sides.

    left, right   columns of the counts of one label in one pair, where both of the pair used it
    owner         (shared labels, pairs) which pair such a label belongs to
    """

    pairs: int
    left: Codes
    right: Codes
    owner: Sparse

    def kappas(self, sums: Floats) -> Floats:
        """(R, pairs) kappa of each pair; nan where it is not defined."""
        met = sums[:, self.pairs : 2 * self.pairs]
        together = (self.owner.T @ (sums[:, self.left] * sums[:, self.right]).T).T
        with np.errstate(divide="ignore", invalid="ignore"):
            chance = together / met**2
            value: Floats = (sums[:, : self.pairs] / met - chance) / (1.0 - chance)
        value[together >= met**2] = np.nan
        return value

    def mean(self, sums: Floats) -> Floats:
        """(R,) mean kappa, each pair weighted by the items it shares."""
        kappas, met = self.kappas(sums), sums[:, self.pairs : 2 * self.pairs]
        weight = np.where(np.isnan(kappas), 0.0, met)
        with np.errstate(divide="ignore", invalid="ignore"):
            value: Floats = (np.nan_to_num(kappas) * weight).sum(axis=1) / weight.sum(axis=1)
        return value


def _pair_table(meetings: _Meetings, patterns: int, categories: int) -> tuple[Sparse, _PairSums]:
    """(patterns, columns) what an item of each pattern adds; the row of one on which nobody met is empty."""
    pairs = meetings.pairs
    left_used, left = np.unique(meetings.pair * categories + meetings.left, return_inverse=True)
    right_used, right = np.unique(meetings.pair * categories + meetings.right, return_inverse=True)
    base = 2 * pairs
    columns = (meetings.pair, pairs + meetings.pair, base + left, base + left_used.size + right)
    agreed = (meetings.left == meetings.right).astype(np.float64)
    ones = np.ones_like(agreed)
    table = sparse.coo_array(
        (np.concatenate((agreed, ones, ones, ones)), (np.tile(meetings.pattern, 4), np.concatenate(columns))),
        shape=(patterns, base + left_used.size + right_used.size),
    ).tocsr()
    shared, at_left, at_right = np.intersect1d(left_used, right_used, return_indices=True)
    owner = sparse.coo_array(
        (np.ones(shared.size), (np.arange(shared.size), shared // max(categories, 1))), shape=(shared.size, pairs)
    ).tocsr()
    return table, _PairSums(pairs, base + at_left, base + left_used.size + at_right, owner)

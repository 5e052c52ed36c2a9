"""What did most people say?"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from armslength_quality.answers import Answers, Codes, Floats


@dataclass(frozen=True)
class Consensus:
    """What the answers on one item say together; `label` is None in a tie that nobody broke."""

    label: Hashable | None
    share: float
    margin: float
    n: int
    is_tie: bool
    tied: tuple[Hashable, ...]


@dataclass(frozen=True, eq=False)
class Majority:
    """The majority on every item of `answers`; all arrays are (items,) and read-only.

    label    code of the winning category, -1 where the vote is tied and was not broken
    share    the leading category's share of the answers
    margin   its share less the next category's: 0 in a tie, 1 when everybody agrees
    is_tie   whether several categories lead
    n        answers on the item
    """

    answers: Answers
    label: Codes
    share: Floats
    margin: Floats
    is_tie: NDArray[np.bool_]
    n: Codes

    def of(self, item: Hashable) -> Consensus:
        """The consensus on one item, with the categories that lead it."""
        code = self.answers.items.index(item)
        said = self.answers.label[self.answers.item == code]
        times = np.bincount(said, minlength=len(self.answers.categories))
        leading = tuple(self.answers.categories[k] for k in np.flatnonzero(times == times.max()))
        label = self.answers.categories[self.label[code]] if self.label[code] >= 0 else None
        return Consensus(
            label,
            float(self.share[code]),
            float(self.margin[code]),
            int(self.n[code]),
            bool(self.is_tie[code]),
            leading,
        )


def majority(answers: Answers, *, rng: np.random.Generator | None = None) -> Majority:
    """The most frequent label of every item.

    Formula: argmax_k n_ik. A tie has no majority: the label is left open (-1) unless `rng` is given, which then draws
    among the leaders. Never by the order of rows or categories: that would be a bias, and it has been seen to move
    published accuracies by several points.

    Assumes annotators equally able and their errors unrelated; where they are not, weigh them.

    Cost: O(answers + items).

    >>> vote = majority(Answers.from_table([["x", "x"], ["x", "y"], ["y", None]]))
    >>> vote.of(0).label, round(vote.of(0).share, 2), vote.of(1).label, vote.of(1).tied
    ('x', 0.67, None, ('x', 'y'))
    """
    counts = answers.counts()
    counts.sort_indices()
    rows = np.repeat(np.arange(len(answers.items)), np.diff(counts.indptr))
    top = np.zeros(len(answers.items))
    np.maximum.at(top, rows, counts.data)
    leads = counts.data == top[rows]
    leaders = np.bincount(rows[leads], minlength=len(answers.items))
    second = np.zeros_like(top)
    np.maximum.at(second, rows[~leads], counts.data[~leads])
    is_tie = leaders > 1
    second[is_tie] = top[is_tie]
    label = _winners(counts.indices[leads].astype(np.int64), leaders, rng)
    n = answers.per_item
    results = (label, top / np.maximum(n, 1), (top - second) / np.maximum(n, 1), is_tie, n.copy())
    for result in results:
        result.setflags(write=False)
    return Majority(answers, *results)


def majority_of_others(answers: Answers) -> Codes:
    """(n,) the strict majority of the other answers on the same item, -1 where there is none."""
    counts = answers.counts().toarray()
    others = counts[answers.item].astype(np.int64)
    others[np.arange(len(answers)), answers.label] -= 1
    top = others.max(axis=1)
    alone = (others == top[:, None]).sum(axis=1) == 1
    return np.where(alone & (top > 0), others.argmax(axis=1), -1)


def _winners(labels: Codes, leaders: Codes, rng: np.random.Generator | None) -> Codes:
    """One leader per item: the only one, a drawn one, or -1. `labels` lists all leaders, `leaders` counts them."""
    starts = np.cumsum(leaders) - leaders
    first: Codes = labels[starts]
    if rng is None:
        first[leaders > 1] = -1
        return first
    drawn: Codes = labels[starts + rng.integers(0, leaders)]
    return drawn

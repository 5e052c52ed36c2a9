"""Majority vote: everybody's word counts the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from armslength_quality.answers import Floats
from armslength_quality.truth.categorical import CategoricalModel
from armslength_quality.truth.encoded import Encoded
from armslength_quality.truth.shape import CLOSED_FORM
from armslength_quality.truth.solution import Solution


@dataclass(frozen=True)
class MajorityVote(CategoricalModel):
    """The most frequent label; its share of the answers is the posterior.

    The trail that anybody can follow, and good enough with twenty answers per item. Skill here is agreement with the
    vote, a stand-in for accuracy. Ties stay open.

    Cost: one pass over the answers.

    >>> from armslength_quality import Answers
    >>> truth = MajorityVote().fit(Answers.from_table([["x", "x"], ["x", "y"], ["y", "y"]]))
    >>> truth.of(0).label, round(truth.of(0).probability, 2)
    ('x', 0.67)
    """

    learns: ClassVar[bool] = False

    def solve(self, encoded: Encoded) -> Solution:
        """Shares of the votes."""
        posterior = vote_shares(encoded)
        return Solution(posterior, counted_confusion(encoded, posterior), posterior.mean(axis=0), CLOSED_FORM)


def vote_shares(encoded: Encoded, weight: Floats | None = None) -> Floats:
    """(items, K) each label's share of the (weighted) answers on each item; gold pinned.

    An item all of whose answers weigh nothing is split evenly.
    """
    cells = encoded.item() * encoded.categories + encoded.label
    weights = None if weight is None else weight[encoded.annotator]
    shape = (encoded.items, encoded.categories)
    votes = np.bincount(cells, weights, encoded.items * encoded.categories).astype(np.float64).reshape(shape)
    total = votes.sum(axis=1, keepdims=True)
    shares: Floats = np.divide(votes, total, out=np.full(shape, 1.0 / encoded.categories), where=total > 0)
    return pin_gold(shares, encoded)


def pin_gold(posterior: Floats, encoded: Encoded) -> Floats:
    """The same array, with certainty where gold is known."""
    pinned = np.flatnonzero(encoded.gold >= 0)
    posterior[pinned] = 0.0
    posterior[pinned, encoded.gold[pinned]] = 1.0
    return posterior


def counted_confusion(encoded: Encoded, posterior: Floats) -> Floats:
    """(annotators, K, K) confusions counted from a posterior, one answer spread by the crowd's own confusion added."""
    labels = encoded.categories
    rows = posterior[encoded.item()]
    cells = encoded.annotator.astype(np.int64) * labels + encoded.label
    size = encoded.annotators * labels
    columns = [np.bincount(cells, rows[:, k], size).reshape(-1, labels) for k in range(labels)]
    counts = np.stack(columns, axis=1)
    pooled = counts.sum(axis=0) + 1.0 / labels
    pooled /= pooled.sum(axis=1, keepdims=True)
    counts += pooled
    confusion: Floats = counts / counts.sum(axis=2, keepdims=True)
    return confusion

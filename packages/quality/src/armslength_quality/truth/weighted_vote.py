"""The weighted vote: who agrees with the others more has more to say."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from armslength_quality.answers import Floats
from armslength_quality.truth.categorical import CategoricalModel
from armslength_quality.truth.encoded import Encoded
from armslength_quality.truth.majority import counted_confusion, vote_shares
from armslength_quality.truth.model import demand
from armslength_quality.truth.shape import CLOSED_FORM
from armslength_quality.truth.solution import Solution

_LEAST = 0.01
"""Weight of who agrees no more than by chance: alone on an item, her word is still the only one there is."""


@dataclass(frozen=True)
class WeightedVote(CategoricalModel):
    """Each word counts by how far its speaker agrees with the others, beyond chance; computed once.

    alike   answers' worth of being like the whole crowd that everybody starts with

    A trail that people can follow: one weight per annotator, one sum per item. The share of the weights is the
    posterior. Agreement is with the *other* answers on an item (with the gold where it is known), and chance is what
    an annotator's own habits would bring: who always says the commonest label weighs next to nothing.

    Cost: two passes over the answers.

    >>> from armslength_quality import Answers
    >>> rows = [(item, who, item % 2 if who != "eve" else 0) for item in range(20) for who in ("ada", "bob", "eve")]
    >>> truth = WeightedVote().fit(Answers.from_rows(rows + [(20, "ada", 1), (20, "eve", 0)]))
    >>> truth.of(20).label
    1

    Reference: Wawa, "worker agreement with aggregate", of Appen; chance as in J. Cohen, Educational and Psychological
    Measurement 20 (1960).
    """

    alike: float = 5.0

    def __post_init__(self) -> None:
        demand(self.alike >= 0, "alike", "at least 0")

    def solve(self, encoded: Encoded) -> Solution:
        """Weights, then the vote with them."""
        posterior = vote_shares(encoded, self.weights(encoded))
        return Solution(posterior, counted_confusion(encoded, posterior), posterior.mean(axis=0), CLOSED_FORM)

    def weights(self, encoded: Encoded) -> Floats:
        """(annotators,) agreement with the others beyond chance, at least 0.01."""
        item, labels = encoded.item(), encoded.categories
        votes = np.bincount(item * labels + encoded.label, minlength=encoded.items * labels).reshape(-1, labels)
        others: Floats = np.diff(encoded.start)[item].astype(np.float64) - 1.0
        known = encoded.gold[item]
        same: Floats = votes[item, encoded.label].astype(np.float64) - 1.0
        told: Floats = np.where(known >= 0, known == encoded.label, _over(same, others)).astype(np.float64)
        heard = (known >= 0) | (others > 0)
        common = np.bincount(encoded.label, minlength=labels) / max(1, encoded.label.size)

        def summed(values: Floats) -> Floats:
            own: Floats = np.bincount(encoded.annotator, values * heard, encoded.annotators).astype(np.float64)
            return own

        agreed, chance, n = summed(told), summed(common[encoded.label]), summed(np.ones(item.size))
        everybody = max(1.0, n.sum())
        agreed += self.alike * agreed.sum() / everybody
        chance += self.alike * chance.sum() / everybody
        return np.maximum(_over(agreed - chance, n + self.alike - chance), _LEAST)


def _over(part: Floats, whole: Floats) -> Floats:
    """part / whole, and 0 where there is nothing to divide by."""
    quotient: Floats = np.divide(part, whole, out=np.zeros(whole.shape), where=whole > 0)
    return quotient

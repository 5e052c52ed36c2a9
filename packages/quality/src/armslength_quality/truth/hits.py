"""EM for models in which an answer speaks for the label it names and for no other."""

from __future__ import annotations

import numpy as np

from armslength_quality.answers import Floats
from armslength_quality.truth.blocks import item_blocks, run
from armslength_quality.truth.encoded import Encoded
from armslength_quality.truth.rounds import climb
from armslength_quality.truth.solution import Solution


class HitRounds:
    """The two steps, with the tables they share. Subclasses say `learn` and `confusion`.

    told        (annotators, K) what an answer tells for its label, in nats
    log_prior   (K,) log share of each label
    """

    def __init__(self, encoded: Encoded, correlation: float) -> None:
        self.encoded, self.correlation = encoded, correlation
        self.blocks = item_blocks(encoded, encoded.slots)
        labels = encoded.categories
        self.hits = np.zeros((len(self.blocks), encoded.slots, 1))
        self.shares = np.zeros((len(self.blocks), labels))
        self.told: Floats = np.zeros((encoded.annotators, labels))
        self.log_prior: Floats = np.full(labels, -np.log(labels))

    def learn(self, hits: Floats, shares: Floats) -> float:
        """Set `told` and `log_prior` from (annotators, K) hits and (K,) shares.

        Returns what the objective has beside the answers.
        """
        raise NotImplementedError

    def confusion(self) -> Floats:
        """(annotators, K, K) as learnt."""
        raise NotImplementedError

    def run(self, opening: Floats, steps: int, tolerance: float) -> Solution:
        """EM from a posterior (items, K) to where the objective stands still, or `steps` rounds."""
        encoded = self.encoded
        cells = encoded.slot
        first = np.bincount(cells, opening[encoded.item(), encoded.label], encoded.slots).astype(np.float64)
        rest = self.learn(first.reshape(encoded.annotators, -1), opening.sum(axis=0))

        def believe(posterior: Floats | None) -> float:
            return self._believe(posterior) + rest

        def learn() -> None:
            nonlocal rest
            rest = self.learn(self.hits.sum(axis=0).reshape(encoded.annotators, -1), self.shares.sum(axis=0))

        posterior = np.empty((encoded.items, encoded.categories))
        trace, convergence = climb(believe, learn, posterior, steps=steps, least=tolerance * encoded.label.size)
        return Solution(posterior, self.confusion(), np.exp(self.log_prior), convergence, trace)

    def _believe(self, posterior: Floats | None) -> float:
        from armslength_quality.truth.kernels.hits import believe_hits

        encoded = self.encoded
        self.hits[:] = 0.0
        self.shares[:] = 0.0
        told = self.told.reshape(-1, 1)
        keep = np.empty((0, encoded.categories)) if posterior is None else posterior
        likelihoods = run(
            lambda n, at: believe_hits(
                encoded.start, encoded.slot, encoded.gold, told, self.log_prior, self.correlation, *at,
                self.hits[n], self.shares[n], keep,
            ),
            self.blocks,
        )  # fmt: skip
        return float(sum(likelihoods))

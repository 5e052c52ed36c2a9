"""EM for models in which an answer speaks for the label it names and for no other."""

from __future__ import annotations

import numpy as np

from armslength_quality.answers import Floats
from armslength_quality.truth.blocks import item_blocks, run
from armslength_quality.truth.encoded import Encoded
from armslength_quality.truth.pairs import PairTables
from armslength_quality.truth.rounds import climb
from armslength_quality.truth.solution import Solution


class HitRounds:
    """The two steps, with the tables they share. Subclasses say `learn` and `confusion`.

    told        (annotators, K) what an answer tells for its label, in nats
    log_prior   (K,) log share of each label
    """

    def __init__(self, encoded: Encoded, correlation: float) -> None:
        self.encoded, self.correlation = encoded, correlation
        labels = encoded.categories
        self.steps: _Hits | _Pairs = _Pairs(encoded, correlation) if labels == 2 else _Hits(encoded, correlation)
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
            keep = np.empty((0, encoded.categories)) if posterior is None else posterior
            return self.steps.believe(self.told, self.log_prior, keep) + rest

        def learn() -> None:
            nonlocal rest
            rest = self.learn(self.steps.hits(), self.steps.shares.sum(axis=0))

        posterior = np.empty((encoded.items, encoded.categories))
        trace, convergence = climb(believe, learn, posterior, steps=steps, least=tolerance * encoded.label.size)
        return Solution(posterior, self.confusion(), np.exp(self.log_prior), convergence, trace)


class _Hits:
    """The E-step for any number of labels.

    shares   (blocks, K) expected items of each label
    """

    def __init__(self, encoded: Encoded, correlation: float) -> None:
        self.encoded, self.correlation = encoded, correlation
        self.blocks = item_blocks(encoded, encoded.slots)
        self.found = np.zeros((len(self.blocks), encoded.slots, 1))
        self.shares = np.zeros((len(self.blocks), encoded.categories))

    def believe(self, told: Floats, log_prior: Floats, keep: Floats) -> float:
        """The log-likelihood, beside what answers tell whatever is true; posteriors are kept where there is room."""
        from armslength_quality.truth.kernels.hits import believe_hits

        encoded = self.encoded
        self.found[:] = 0.0
        self.shares[:] = 0.0
        likelihoods = run(
            lambda n, at: believe_hits(
                encoded.start, encoded.slot, encoded.gold, told.reshape(-1, 1), log_prior, self.correlation, *at,
                self.found[n], self.shares[n], keep,
            ),
            self.blocks,
        )  # fmt: skip
        return float(sum(likelihoods))

    def hits(self) -> Floats:
        """(annotators, K) how often each label was said and true."""
        total: Floats = self.found.sum(axis=0).reshape(self.encoded.annotators, -1)
        return total


class _Pairs:
    """The E-step for two labels, where what is told for one is told against the other: that of Dawid and Skene."""

    def __init__(self, encoded: Encoded, correlation: float) -> None:
        self.encoded, self.correlation = encoded, correlation
        self.pairs = PairTables(encoded)
        self.shares = self.pairs.shares

    def believe(self, told: Floats, log_prior: Floats, keep: Floats) -> float:
        """The log-likelihood, beside what answers tell whatever is true; posteriors are kept where there is room."""
        flat = told.reshape(-1)
        self.pairs.tables[:, :-1, 0] = np.where(np.arange(flat.size) % 2 == 1, flat, -flat)
        self.pairs.tables[:, :, 1] = 0.0
        for_first = float((self.pairs.answers * flat)[::2].sum()) + self.encoded.items * float(log_prior[0])
        return self.pairs.believe(float(log_prior[1] - log_prior[0]), self.correlation, keep) + for_first

    def hits(self) -> Floats:
        """(annotators, 2) how often each label was said and true."""
        second = self.pairs.tables[:, :-1, 1].sum(axis=0, dtype=np.float64)
        hits = np.where(np.arange(second.size) % 2 == 1, second, np.maximum(self.pairs.answers - second, 0.0))
        found: Floats = hits.reshape(-1, 2)
        return found

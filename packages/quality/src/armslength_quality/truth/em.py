"""Expectation-maximisation of Dawid and Skene's model under a fixed Dirichlet prior."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from armslength_quality.answers import Floats
from armslength_quality.truth.batches import Table, kind_of_table, new_table
from armslength_quality.truth.blocks import batch_blocks, even_blocks
from armslength_quality.truth.encoded import Encoded
from armslength_quality.truth.pairs import PairTables
from armslength_quality.truth.rounds import climb
from armslength_quality.truth.rows import RowStep, padded
from armslength_quality.truth.shape import Convergence
from armslength_quality.truth.threads import run

_ANNOTATORS_AT_ONCE = 2_000


@dataclass(frozen=True, eq=False)
class Opening:
    """Where a fit begins.

    posterior      (items, K) to start from
    pseudo         (K, K) pseudo-answers of every annotator by truth and label said
    class_pseudo   (K,) the prior of the label shares
    """

    posterior: Floats
    pseudo: Floats
    class_pseudo: Floats


@dataclass(frozen=True, eq=False)
class Found:
    """Where expectation-maximisation ended: posterior (items, K), confusion (annotators, K, K), prior (K,), trace."""

    posterior: Floats
    confusion: Floats
    prior: Floats
    trace: Floats
    convergence: Convergence


def maximise(encoded: Encoded, opening: Opening, *, correlation: float, steps: int, tolerance: float) -> Found:
    """EM from an opening to where the objective stands still, or `steps` rounds.

    correlation   of the errors on an item: the posterior that is handed back is raised to 1 / (1 + (n - 1) correlation)
    tolerance     stop when a round gains less than this per answer, in nats

    The objective is the sum over items of log sum_k share_k prod P(said | k), plus the sum of pseudo log P(said |
    truth), plus the sum of class_pseudo log share; it never falls.

    Reference: A. P. Dawid and A. M. Skene, "Maximum Likelihood Estimation of Observer Error-Rates Using the EM
    Algorithm", Applied Statistics 28 (1979); with a prior: J. Snow et al. EMNLP 2008, section 5.
    """
    kind = _Pairs if encoded.categories == 2 else Rows
    return climbed(kind(encoded, opening, correlation), steps=steps, tolerance=tolerance)


def climbed(rounds: Rounds, *, steps: int, tolerance: float) -> Found:
    """Where rounds end that have their opening in their tables."""
    encoded = rounds.encoded
    rounds.learn(rounds.opening.posterior.sum(axis=0))
    posterior = np.empty((encoded.items, encoded.categories))
    trace, convergence = climb(
        rounds.believe, lambda: rounds.learn(rounds.shares.sum(axis=0)), posterior,
        steps=steps, least=tolerance * encoded.label.size,
    )  # fmt: skip
    return Found(posterior, rounds.confusion(), np.exp(rounds.log_prior), trace, convergence)


def counted(encoded: Encoded, posterior: Floats) -> Floats:
    """(annotators, said, truth) how often each annotator said each label of each truth, by a posterior of the items."""
    counts = np.zeros((encoded.slots, encoded.categories))
    _count(encoded, posterior, counts)
    return counts.reshape(encoded.annotators, encoded.categories, encoded.categories)


class Rounds:
    """The two steps, with the tables they share. Subclasses say what a row of a table holds.

    shares   (blocks, width) expected items of each label
    """

    shares: Floats

    def __init__(self, encoded: Encoded, opening: Opening, width: int) -> None:
        self.encoded, self.opening = encoded, opening
        self.kind = kind_of_table(encoded.slots * width)
        self.double = self.kind is np.float64
        self.log_prior: Floats = np.full(encoded.categories, -np.log(encoded.categories))
        self.rest = 0.0

    def learn(self, shares: Floats) -> None:
        """The M-step, from the tables and the expected items of each label."""
        labels = self.encoded.categories
        expected = np.maximum(shares[:labels] + self.opening.class_pseudo, 1e-10)
        self.log_prior = np.log(expected / expected.sum())
        self.rest = self._learn() + float(self.opening.class_pseudo @ self.log_prior)

    def believe(self, posterior: Floats | None = None) -> float:
        """The E-step; returns the objective of the parameters it was taken at."""
        keep = np.empty((0, self.encoded.categories)) if posterior is None else posterior
        return self._believe(keep) + self.rest

    def _learn(self) -> float:
        """Parameters from the tables, which are emptied; returns what the objective has beside the answers' part."""
        raise NotImplementedError

    def _believe(self, keep: Floats) -> float:
        """The E-step; returns the log-likelihood, or the part of it that is not in what `_learn` returns."""
        raise NotImplementedError

    def confusion(self) -> Floats:
        """(annotators, K, K) P(said | truth)."""
        raise NotImplementedError


class Rows(Rounds):
    """A row of a table holds a log probability, or a count, for every true label.

    tables   (blocks, slots + 1, width): every block of items has its own
    """

    def __init__(self, encoded: Encoded, opening: Opening, correlation: float) -> None:
        labels = encoded.categories
        self.width = padded(labels)
        super().__init__(encoded, opening, self.width)
        blocks = batch_blocks(encoded.start, encoded.batches.begin, encoded.slots * self.width, self.width)
        step = RowStep(blocks, encoded.batches, encoded.slots, labels, correlation)
        self.tables, self.shares, self.logs = step.counts, step.shares, step.told[0]
        self.pseudo = np.zeros((labels, self.width), dtype=self.kind)
        self.pseudo[:, :labels] = opening.pseudo.T
        _count(encoded, opening.posterior, self.tables[0])
        self.placed = encoded.executor.place(step)

    def _learn(self) -> float:
        from armslength_quality.truth.kernels.confusions import learner

        learn = learner(self.width, self.double)
        blocks = even_blocks(self.encoded.annotators, _ANNOTATORS_AT_ONCE)
        labels = self.encoded.categories
        return float(sum(run(lambda _, at: learn(self.tables, self.pseudo, labels, *at, self.logs), blocks)))

    def _believe(self, keep: Floats) -> float:
        return float(sum(self.placed.believe((self.log_prior,), keep)))

    def confusion(self) -> Floats:
        """(annotators, K, K) P(said | truth)."""
        return _confusion(self.logs[:-1, : self.encoded.categories], self.encoded)


class _Pairs(Rounds):
    """Two labels: log-odds, and counts for the second label."""

    def __init__(self, encoded: Encoded, opening: Opening, correlation: float) -> None:
        super().__init__(encoded, opening, 2)
        self.pairs = PairTables(encoded, correlation)
        self.shares = self.pairs.shares
        self.logs = new_table(self.kind, encoded.slots, 2)
        self.pseudo = opening.pseudo.T.copy()
        _count(encoded, opening.posterior[:, 1:], self.pairs.counts[0][:, None])

    def _learn(self) -> float:
        from armslength_quality.truth.kernels.pairs import pair_learner

        blocks = even_blocks(self.encoded.annotators, _ANNOTATORS_AT_ONCE)
        pairs, learn = self.pairs, pair_learner(self.double)
        parts = run(lambda _, at: learn(pairs.counts, pairs.answers, self.pseudo, *at, pairs.told, self.logs), blocks)
        return float(sum(density + told for density, told in parts)) + self.encoded.items * float(self.log_prior[0])

    def _believe(self, keep: Floats) -> float:
        return self.pairs.believe(float(self.log_prior[1] - self.log_prior[0]), keep)

    def confusion(self) -> Floats:
        """(annotators, K, K) P(said | truth)."""
        return _confusion(self.logs, self.encoded)


def _count(encoded: Encoded, posterior: Floats, counts: Table) -> None:
    from armslength_quality.truth.kernels.confusions import count

    labels = encoded.categories
    count(encoded.start, encoded.annotator, encoded.label, labels, posterior, counts)


def _confusion(logs: Table, encoded: Encoded) -> Floats:
    labels = encoded.categories
    by_said = logs.reshape(encoded.annotators, labels, labels)
    confusion: Floats = np.exp(by_said.transpose(0, 2, 1), dtype=np.float64)
    confusion /= confusion.sum(axis=2, keepdims=True)
    return confusion

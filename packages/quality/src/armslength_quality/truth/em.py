"""Expectation-maximisation of Dawid and Skene's model under a fixed Dirichlet prior."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from armslength_quality.answers import Floats
from armslength_quality.truth.batches import LANES, Batches, batched
from armslength_quality.truth.blocks import Range, even_blocks, item_blocks, run
from armslength_quality.truth.encoded import Encoded
from armslength_quality.truth.rounds import climb
from armslength_quality.truth.shape import Convergence

Table = NDArray[np.floating[Any]]
_SMALL = 20_000
"""Tables up to so many cells are kept in float64; larger ones in float32, which halves the traffic."""
_LINE = 64
"""Bytes of a cache line."""
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
    kind = _Pairs if encoded.categories == 2 else _Rows
    rounds = kind(encoded, opening, correlation)
    rounds.learn(opening.posterior.sum(axis=0))
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


class _Rounds:
    """The two steps, with the tables they share. Subclasses say `start`, `climb` and `read` for their kind of table.

    width   columns of a table
    """

    def __init__(self, encoded: Encoded, opening: Opening, correlation: float, width: int) -> None:
        self.encoded, self.opening, self.correlation = encoded, opening, correlation
        self.double = encoded.slots * width <= _SMALL
        self.kind: type[np.floating[Any]] = np.float64 if self.double else np.float32
        self.batches: Batches = batched(encoded)
        self.blocks = _batch_blocks(encoded, self.batches, encoded.slots * width, width)
        self.tables = self.new(len(self.blocks), encoded.slots + 1, width)
        self.shares = np.zeros((len(self.blocks), width))
        self.log_prior: Floats = np.full(encoded.categories, -np.log(encoded.categories))
        self.rest = 0.0

    def new(self, *shape: int) -> Table:
        """A table of noughts, its rows on cache lines of their own where they fill one."""
        size = int(np.prod(shape)) * np.dtype(self.kind).itemsize
        room = np.zeros(size + _LINE, dtype=np.uint8)
        first = -room.ctypes.data % _LINE
        table: Table = room[first : first + size].view(self.kind).reshape(shape)
        return table

    def learn(self, shares: Floats) -> None:
        """The M-step, from the tables and the expected items of each label."""
        labels = self.encoded.categories
        expected = np.maximum(shares[:labels] + self.opening.class_pseudo, 1e-10)
        self.log_prior = np.log(expected / expected.sum())
        self.rest = self._learn() + float(self.opening.class_pseudo @ self.log_prior)

    def believe(self, posterior: Floats | None = None) -> float:
        """The E-step; returns the objective of the parameters it was taken at."""
        self.shares[:] = 0.0
        keep = np.empty((0, self.encoded.categories)) if posterior is None else posterior
        return float(sum(run(lambda n, at: self._believe(n, at, keep), self.blocks))) + self.rest

    def _learn(self) -> float:
        """Parameters from the tables, which are emptied; returns what the objective has beside the answers' part."""
        raise NotImplementedError

    def _believe(self, block: int, at: Range, keep: Floats) -> float:
        """One block's E-step."""
        raise NotImplementedError

    def confusion(self) -> Floats:
        """(annotators, K, K) P(said | truth)."""
        raise NotImplementedError


class _Rows(_Rounds):
    """A row of a table holds a log probability, or a count, for every true label."""

    def __init__(self, encoded: Encoded, opening: Opening, correlation: float) -> None:
        labels = encoded.categories
        super().__init__(encoded, opening, correlation, _padded(labels))
        self.width = self.tables.shape[2]
        self.logs = self.new(encoded.slots + 1, self.width)
        self.pseudo = np.zeros((labels, self.width), dtype=self.kind)
        self.pseudo[:, :labels] = opening.pseudo.T
        _count(encoded, opening.posterior, self.tables[0])

    def _learn(self) -> float:
        from armslength_quality.truth.kernels.confusions import learner

        learn = learner(self.width, self.double)
        blocks = even_blocks(self.encoded.annotators, _ANNOTATORS_AT_ONCE)
        labels = self.encoded.categories
        return float(sum(run(lambda _, at: learn(self.tables, self.pseudo, labels, *at, self.logs), blocks)))

    def _believe(self, block: int, at: Range, keep: Floats) -> float:
        from armslength_quality.truth.kernels.confusions import NEVER, believer

        each = self.batches
        log_prior = np.full(self.width, NEVER, dtype=self.kind)
        log_prior[: self.encoded.categories] = self.log_prior
        likelihood: float = believer(self.width, self.double)(
            each.order, each.per_item, each.begin, each.slot, each.gold, self.logs, log_prior, LANES, self.correlation,
            *at, self.tables[block], self.shares[block], keep,
        )  # fmt: skip
        return likelihood

    def confusion(self) -> Floats:
        """(annotators, K, K) P(said | truth)."""
        return _confusion(self.logs[:-1, : self.encoded.categories], self.encoded)


class _Pairs(_Rounds):
    """Two labels: a row holds log-odds and the count for the second label."""

    def __init__(self, encoded: Encoded, opening: Opening, correlation: float) -> None:
        super().__init__(encoded, opening, correlation, 2)
        self.logs = self.new(encoded.slots, 2)
        self.pseudo = opening.pseudo.T.copy()
        self.answers = np.bincount(encoded.slot, minlength=encoded.slots).astype(np.float64)
        _count(encoded, opening.posterior[:, 1:], self.tables[0, :, 1:])

    def _learn(self) -> float:
        from armslength_quality.truth.kernels.pairs import learn_pairs

        blocks = even_blocks(self.encoded.annotators, _ANNOTATORS_AT_ONCE)
        parts = run(lambda _, at: learn_pairs(self.tables, self.answers, self.pseudo, *at, self.logs), blocks)
        return float(sum(density + told for density, told in parts)) + self.encoded.items * float(self.log_prior[0])

    def _believe(self, block: int, at: Range, keep: Floats) -> float:
        from armslength_quality.truth.kernels.pairs import pair_believer

        each = self.batches
        odds = self.kind(self.log_prior[1] - self.log_prior[0])
        likelihood: float = pair_believer(self.double)(
            each.order, each.per_item, each.begin, each.slot, each.gold, odds, LANES, self.correlation,
            *at, self.tables[block], self.shares[block], keep,
        )  # fmt: skip
        first, last = at[0] * LANES, min(at[1] * LANES, self.encoded.items)
        self.shares[block, 0] = last - first - self.shares[block, 1]
        return likelihood

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


def _batch_blocks(encoded: Encoded, batches: Batches, cells: int, width: int) -> list[Range]:
    """Ranges of batches with about as many answers each."""
    count = len(item_blocks(encoded, cells, width))
    cuts = np.searchsorted(batches.begin, np.linspace(0, batches.begin[-1], count + 1)[1:-1])
    edges = [0, *cuts.tolist(), len(batches)]
    return list(itertools.pairwise(edges))


def _padded(labels: int) -> int:
    for width in (2, 4, 8, 16):
        if labels <= width:
            return width
    return -(-labels // 16) * 16

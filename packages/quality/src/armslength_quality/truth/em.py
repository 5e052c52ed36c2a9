"""Expectation-maximisation of Dawid and Skene's model under a fixed Dirichlet prior."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from armslength_quality.answers import Floats
from armslength_quality.truth.blocks import even_blocks, item_blocks, run
from armslength_quality.truth.encoded import Encoded
from armslength_quality.truth.rounds import climb
from armslength_quality.truth.shape import Convergence

Table = NDArray[np.floating[Any]]
_SMALL = 200_000
"""Tables up to so many cells are kept in float64; larger ones in float32, which halves the traffic."""
_LINE = 64
"""Bytes of a cache line."""
_ANNOTATORS_AT_ONCE = 2_000


@dataclass(frozen=True, eq=False)
class Found:
    """Where expectation-maximisation ended: posterior (items, K), logs (slots, width), prior (K,), trace."""

    posterior: Floats
    logs: Table
    prior: Floats
    trace: Floats
    convergence: Convergence


class Tables:
    """The tables of one fit: their width and type follow the data."""

    def __init__(self, encoded: Encoded) -> None:
        labels = encoded.categories
        small = encoded.slots * labels <= _SMALL
        self.kind: type[np.floating[Any]] = np.float64 if small else np.float32
        self.width = labels if small else _padded(labels)
        self.shape = (encoded.slots, self.width)
        self.blocks = item_blocks(encoded, encoded.slots * self.width, labels)

    def new(self, *before: int) -> Table:
        """A table of noughts, every row on its own cache line where rows fill one."""
        shape = (*before, *self.shape)
        size = int(np.prod(shape)) * np.dtype(self.kind).itemsize
        room = np.zeros(size + _LINE, dtype=np.uint8)
        first = -room.ctypes.data % _LINE
        table: Table = room[first : first + size].view(self.kind).reshape(shape)
        return table

    def counted(self, encoded: Encoded, posterior: Floats) -> Table:
        """(slots, width) how often each annotator said each label of each truth, by a posterior of the items."""
        from armslength_quality.truth.kernels.confusions import count

        counts = self.new(len(self.blocks))
        run(lambda n, at: count(encoded.start, encoded.slot, posterior, *at, counts[n]), self.blocks)
        total: Table = counts[0] if len(self.blocks) == 1 else counts.sum(axis=0, dtype=self.kind)
        return total


@dataclass(frozen=True, eq=False)
class Opening:
    """Where a fit begins.

    counted        (slots, width) counts to start from
    shares         (K,) expected items of each label to start from
    pseudo         (slots, width) the prior of the confusions
    class_pseudo   (K,) the prior of the label shares
    """

    counted: Table
    shares: Floats
    pseudo: Table
    class_pseudo: Floats


def maximise(
    encoded: Encoded, tables: Tables, opening: Opening, *, correlation: float, steps: int, tolerance: float
) -> Found:
    """EM from an opening to where the objective stands still, or `steps` rounds.

    correlation   of the errors on an item: each of its n answers weighs w = 1 / (1 + (n - 1) correlation)
    tolerance     stop when a round gains less than this per answer, in nats

    The objective is the sum over items of log sum_k share_k (prod P(said | k))^w, plus mean w times the sum of
    pseudo log P(said | truth), plus the sum of class_pseudo log share; it never falls.

    Reference: A. P. Dawid and A. M. Skene, "Maximum Likelihood Estimation of Observer Error-Rates Using the EM
    Algorithm", Applied Statistics 28 (1979); with a prior: J. Snow et al. EMNLP 2008, section 5.
    """
    rounds = _Rounds(encoded, tables, opening, correlation)
    rounds.counts[0] += opening.counted
    rounds.learn(opening.shares)
    posterior = np.empty((encoded.items, encoded.categories))
    trace, convergence = climb(
        rounds.believe, lambda: rounds.learn(rounds.shares.sum(axis=0)), posterior,
        steps=steps, least=tolerance * encoded.label.size,
    )  # fmt: skip
    return Found(posterior, rounds.logs, np.exp(rounds.log_prior), trace, convergence)


class _Rounds:
    """The two steps, with the tables they share."""

    def __init__(self, encoded: Encoded, tables: Tables, opening: Opening, correlation: float) -> None:
        self.encoded, self.blocks, self.opening = encoded, tables.blocks, opening
        self.correlation, self.mean_weight = correlation, encoded.mean_weight(correlation)
        self.counts = tables.new(len(tables.blocks))
        self.logs = tables.new()
        self.shares = np.zeros((len(tables.blocks), encoded.categories))
        self.log_prior: Floats = np.full(encoded.categories, -np.log(encoded.categories))
        self.density = 0.0

    def learn(self, shares: Floats) -> None:
        """The M-step."""
        from armslength_quality.truth.kernels.confusions import learn

        labels = self.encoded.categories
        densities = run(
            lambda _, at: learn(self.counts, self.opening.pseudo, labels, *at, self.logs),
            even_blocks(self.encoded.annotators, _ANNOTATORS_AT_ONCE),
        )
        expected = np.maximum(shares + self.opening.class_pseudo, 1e-10)
        self.log_prior = np.log(expected / expected.sum())
        self.density = self.mean_weight * float(sum(densities)) + float(self.opening.class_pseudo @ self.log_prior)

    def believe(self, posterior: Floats | None = None) -> float:
        """The E-step; returns the objective of the parameters it was taken at."""
        from armslength_quality.truth.kernels.confusions import believe
        from armslength_quality.truth.kernels.pairs import believe_two

        encoded, labels = self.encoded, self.encoded.categories
        self.shares[:] = 0.0
        kernel = believe_two if labels == 2 else believe
        keep = np.empty((0, labels)) if posterior is None else posterior
        likelihoods = run(
            lambda n, at: kernel(
                encoded.start, encoded.slot, encoded.gold, self.logs, self.log_prior, labels,
                self.correlation, self.mean_weight, *at, self.counts[n], self.shares[n], keep,
            ),
            self.blocks,
        )  # fmt: skip
        return float(sum(likelihoods)) + self.density


def confusion_of(logs: Table, encoded: Encoded) -> Floats:
    """(annotators, K, K) P(said | truth) from a table of logs."""
    labels = encoded.categories
    by_said = logs[:, :labels].reshape(encoded.annotators, labels, labels)
    confusion: Floats = np.exp(by_said.transpose(0, 2, 1), dtype=np.float64)
    confusion /= confusion.sum(axis=2, keepdims=True)
    return confusion


def _padded(labels: int) -> int:
    for width in (2, 4, 8, 16):
        if labels <= width:
            return width
    return -(-labels // 16) * 16

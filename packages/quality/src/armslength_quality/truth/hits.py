"""EM for models in which an answer speaks for the label it names and for no other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from armslength_quality.answers import Floats
from armslength_quality.truth.batches import kind_of_table, new_table
from armslength_quality.truth.blocks import item_blocks
from armslength_quality.truth.encoded import Encoded
from armslength_quality.truth.pairs import PairTables
from armslength_quality.truth.rounds import climb
from armslength_quality.truth.solution import Solution
from armslength_quality.truth.steps import ItemStep, Numbers
from armslength_quality.truth.threads import Range


class HitRounds:
    """The two steps, with the tables they share. Subclasses say `learn` and `confusion`.

    told        (annotators, K) what an answer tells for its label, in nats
    log_prior   (K,) log share of each label
    """

    def __init__(self, encoded: Encoded, correlation: float) -> None:
        self.encoded, self.correlation = encoded, correlation
        labels = encoded.categories
        self.told: Floats = np.zeros((encoded.annotators, labels))
        self.steps = (_Pairs if labels == 2 else _Hits)(encoded, self.told, correlation)
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
            return self.steps.believe(self.log_prior, keep) + rest

        def learn() -> None:
            nonlocal rest
            rest = self.learn(self.steps.hits(), self.steps.shares.sum(axis=0))

        posterior = np.empty((encoded.items, encoded.categories))
        trace, convergence = climb(believe, learn, posterior, steps=steps, least=tolerance * encoded.label.size)
        return Solution(
            posterior, self.confusion(), np.exp(self.log_prior), convergence, trace, correlation=self.correlation
        )


class _Hits:
    """The E-step for any number of labels.

    shares   (blocks, K) expected items of each label
    """

    def __init__(self, encoded: Encoded, told: Floats, correlation: float) -> None:
        step = _HitStep(
            item_blocks(encoded.start, encoded.slots),
            encoded.start,
            encoded.slot,
            encoded.gold,
            told.shape,
            correlation,
        )
        self.encoded, self.told, self.each = encoded, told, step.told
        self.found, self.shares = step.counts, step.shares
        self.placed = encoded.executor.place(step)

    def believe(self, log_prior: Floats, keep: Floats) -> float:
        """The log-likelihood, beside what answers tell whatever is true; posteriors are kept where there is room."""
        self.found[:] = 0.0
        self.each[:] = self.told.reshape(self.each.shape)
        return float(sum(self.placed.believe((log_prior,), keep)))

    def hits(self) -> Floats:
        """(annotators, K) how often each label was said and true."""
        total: Floats = self.found.sum(axis=0, dtype=np.float64).reshape(self.encoded.annotators, -1)
        return total


class _HitStep(ItemStep):
    """Rows of `told` are what an answer tells for its label, in nats; those of `counts` how often it was right."""

    def __init__(
        self, blocks: Sequence[Range], start: NDArray[np.int64], slot: NDArray[np.signedinteger[Any]],
        gold: NDArray[np.int32], shape: tuple[int, ...], correlation: float,
    ) -> None:  # fmt: skip
        super().__init__(blocks)
        self.start, self.slot, self.gold, self.correlation = start, slot, gold, correlation
        self.shape, slots = shape, int(np.prod(shape))
        self.kind = kind_of_table(slots)
        self.told = new_table(self.kind, 1, slots, 1)
        self.counts = new_table(self.kind, len(self.blocks), slots, 1)
        self.shares = np.zeros((len(self.blocks), shape[1]))

    def _believe(self, block: int, at: Range, numbers: Numbers, keep: Floats) -> float:
        from armslength_quality.truth.kernels.hits import hit_believer

        believe = hit_believer(self.kind is np.float64)
        likelihood: float = believe(
            self.start, self.slot, self.gold, self.told[0], *numbers, self.correlation, *at,
            self.counts[block], self.shares[block], keep,
        )  # fmt: skip
        return likelihood

    def part(self, first: int, last: int) -> Callable[[], _HitStep]:
        """How to make the same step for blocks first to last alone."""
        blocks, (begin, end) = self._cut(first, last)
        start = self.start[begin : end + 1]
        slot = self.slot[start[0] : start[-1]]
        return partial(_HitStep, blocks, start - start[0], slot, self.gold[begin:end], self.shape, self.correlation)


class _Pairs:
    """The E-step for two labels, where what is told for one is told against the other: that of Dawid and Skene."""

    def __init__(self, encoded: Encoded, told: Floats, correlation: float) -> None:
        self.encoded, self.told = encoded, told
        self.pairs = PairTables(encoded, correlation)
        self.shares = self.pairs.shares

    def believe(self, log_prior: Floats, keep: Floats) -> float:
        """The log-likelihood, beside what answers tell whatever is true; posteriors are kept where there is room."""
        flat = self.told.reshape(-1)
        self.pairs.told[:] = np.where(np.arange(flat.size) % 2 == 1, flat, -flat)
        self.pairs.counts[:] = 0.0
        for_first = float((self.pairs.answers * flat)[::2].sum()) + self.encoded.items * float(log_prior[0])
        return self.pairs.believe(float(log_prior[1] - log_prior[0]), keep) + for_first

    def hits(self) -> Floats:
        """(annotators, 2) how often each label was said and true."""
        second = self.pairs.counts.sum(axis=0, dtype=np.float64)
        hits = np.where(np.arange(second.size) % 2 == 1, second, np.maximum(self.pairs.answers - second, 0.0))
        found: Floats = hits.reshape(-1, 2)
        return found

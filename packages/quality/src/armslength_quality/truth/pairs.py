"""The E-step for two labels, and its tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from armslength_quality.answers import Floats
from armslength_quality.truth.batches import LANES, Batches, kind_of_table, new_table
from armslength_quality.truth.blocks import batch_blocks
from armslength_quality.truth.encoded import Encoded
from armslength_quality.truth.steps import BatchStep, Numbers
from armslength_quality.truth.threads import Range


class PairTables:
    """A row holds the log-odds that an answer tells for the second label, and the count for it.

    tables    (blocks, slots + 1, 2): every block of items has its own
    shares    (blocks, 2) expected items of each label
    answers   (slots,) how often each annotator said each label
    """

    def __init__(self, encoded: Encoded, correlation: float) -> None:
        step = _PairStep(batch_blocks(encoded, 2 * encoded.slots, 1), encoded.batches, encoded.slots, correlation)
        self.kind, self.tables, self.shares = step.kind, step.tables, step.shares
        self.answers: Floats = np.bincount(encoded.slot, minlength=encoded.slots).astype(np.float64)
        self.placed = encoded.executor.place(step)

    def believe(self, odds: float, keep: Floats) -> float:
        """Posteriors at these prior log-odds, spread over the tables; kept where there is room.

        Returns the log-likelihood, without what all would tell if the first label were true everywhere.
        """
        return float(sum(self.placed.believe((self.kind(odds),), keep)))


class _PairStep(BatchStep):
    def __init__(self, blocks: Sequence[Range], each: Batches, slots: int, correlation: float) -> None:
        super().__init__(blocks, each)
        self.slots, self.correlation = slots, correlation
        self.kind = kind_of_table(2 * slots)
        self.tables = new_table(self.kind, len(self.blocks), slots + 1, 2)
        self.told, self.counts = self.tables[:, :, 0], self.tables[:, :, 1]
        self.shares = np.zeros((len(self.blocks), 2))

    def _believe(self, block: int, at: Range, numbers: Numbers, keep: Floats) -> float:
        from armslength_quality.truth.kernels.pairs import pair_believer

        each, believe = self.each, pair_believer(self.kind is np.float64)
        likelihood: float = believe(
            each.order, each.per_item, each.begin, each.slot, each.gold, *numbers, LANES, self.correlation,
            *at, self.tables[block], self.shares[block], keep,
        )  # fmt: skip
        first, last = at[0] * LANES, min(at[1] * LANES, each.order.size)
        self.shares[block, 0] = last - first - self.shares[block, 1]
        return likelihood

    def part(self, first: int, last: int) -> Callable[[], _PairStep]:
        """How to make the same step for blocks first to last alone."""
        blocks, batches = self._cut(first, last)
        return partial(_PairStep, blocks, self.each.some(*batches), self.slots, self.correlation)

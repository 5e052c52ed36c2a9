"""The E-step for any number of labels, with a whole confusion for every annotator."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from armslength_quality.answers import Floats
from armslength_quality.truth.batches import LANES, Batches, kind_of_table, new_table
from armslength_quality.truth.steps import BatchStep, Numbers
from armslength_quality.truth.threads import Range


class RowStep(BatchStep):
    """Rows of `told` are log P(said | truth), those of `counts` how often that was; a column for every true label."""

    def __init__(self, blocks: Sequence[Range], each: Batches, slots: int, labels: int, correlation: float) -> None:
        super().__init__(blocks, each)
        self.slots, self.labels, self.correlation = slots, labels, correlation
        self.width = padded(labels)
        self.kind = kind_of_table(slots * self.width)
        self.told = new_table(self.kind, 1, slots + 1, self.width)
        self.counts = new_table(self.kind, len(self.blocks), slots + 1, self.width)
        self.shares = np.zeros((len(self.blocks), self.width))

    def _believe(self, block: int, at: Range, numbers: Numbers, keep: Floats) -> float:
        from armslength_quality.truth.kernels.confusions import NEVER, believer

        each, believe = self.each, believer(self.width, self.kind is np.float64)
        log_prior = np.full(self.width, NEVER, dtype=self.kind)
        log_prior[: self.labels] = numbers[0]
        likelihood: float = believe(
            each.order, each.per_item, each.begin, each.slot, each.gold, self.told[0], log_prior, LANES,
            self.correlation, *at, self.counts[block], self.shares[block], keep,
        )  # fmt: skip
        return likelihood

    def part(self, first: int, last: int) -> Callable[[], RowStep]:
        """How to make the same step for blocks first to last alone."""
        blocks, batches = self._cut(first, last)
        return partial(RowStep, blocks, self.each.some(*batches), self.slots, self.labels, self.correlation)


def padded(labels: int) -> int:
    """Columns of a table for so many labels."""
    for width in (2, 4, 8, 16):
        if labels <= width:
            return width
    return -(-labels // 16) * 16

"""The E-step for two labels, and its tables."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray

from armslength_quality.answers import Floats
from armslength_quality.truth.batches import kind_of_table, new_table
from armslength_quality.truth.encoded import Encoded
from armslength_quality.truth.steps import ItemStep, Numbers
from armslength_quality.truth.threads import Range
from armslength_quality.truth.tiles import Tiles


class PairTables:
    """What every annotator's answers tell, and how often they were right.

    told      (slots,) log-odds that an answer tells for the second label
    counts    (blocks, slots) expected answers of items of the second label: every block of items has its own
    shares    (blocks, 2) expected items of each label
    answers   (slots,) how often each annotator said each label
    """

    def __init__(self, encoded: Encoded, correlation: float) -> None:
        step = _PairStep(encoded.tiles, encoded.start, encoded.gold, encoded.slots, correlation)
        self.kind, self.told, self.counts, self.shares = step.kind, step.told[0], step.counts, step.shares
        self.answers: Floats = np.bincount(encoded.slot, minlength=encoded.slots).astype(np.float64)
        self.placed = encoded.executor.place(step)

    def believe(self, odds: float, keep: Floats) -> float:
        """Posteriors at these prior log-odds, spread over the tables; kept where there is room.

        Returns the log-likelihood, without what all would tell if the first label were true everywhere.
        """
        return float(sum(self.placed.believe((self.kind(odds),), keep)))


class _PairStep(ItemStep):
    def __init__(
        self, tiles: Tiles, start: NDArray[np.int64], gold: NDArray[np.int32], slots: int, correlation: float
    ) -> None:
        super().__init__([tiles.items(*tile) for tile in tiles.blocks])
        self.tiles, self.start, self.gold, self.slots, self.correlation = tiles, start, gold, slots, correlation
        self.kind = kind_of_table(2 * slots)
        self.told = new_table(self.kind, 1, slots)
        self.counts = new_table(self.kind, len(self.blocks), slots)
        self.shares = np.zeros((len(self.blocks), 2))

    def _believe(self, block: int, at: Range, numbers: Numbers, keep: Floats) -> float:
        from armslength_quality.truth.kernels.pairs import pair_believer

        each, believe = self.tiles, pair_believer(self.kind is np.float64)
        likelihood: float = believe(
            self.start, each.begin, each.heads, each.item_of, each.low, each.bits, self.gold, *numbers,
            self.correlation, *each.blocks[block], each.widest, self.told[0], self.counts[block], self.shares[block],
            keep,
        )  # fmt: skip
        self.shares[block, 0] = at[1] - at[0] - self.shares[block, 1]
        return likelihood

    def part(self, first: int, last: int) -> Callable[[], _PairStep]:
        """How to make the same step for blocks first to last alone."""
        _, (begin, end) = self._cut(first, last)
        start, gold = self.start[begin : end + 1], self.gold[begin:end]
        return partial(_PairStep, self.tiles.some(first, last), start - start[0], gold, self.slots, self.correlation)

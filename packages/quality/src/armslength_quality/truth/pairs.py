"""The E-step for two labels, and its tables."""

from __future__ import annotations

import numpy as np

from armslength_quality.answers import Floats
from armslength_quality.truth.batches import LANES, kind_of_table, new_table
from armslength_quality.truth.blocks import Range, batch_blocks, run
from armslength_quality.truth.encoded import Encoded


class PairTables:
    """A row holds the log-odds that an answer tells for the second label, and the count for it.

    tables    (blocks, slots + 1, 2): every block of items has its own
    shares    (blocks, 2) expected items of each label
    answers   (slots,) how often each annotator said each label
    """

    def __init__(self, encoded: Encoded) -> None:
        self.encoded = encoded
        self.kind = kind_of_table(2 * encoded.slots)
        self.blocks = batch_blocks(encoded, 2 * encoded.slots, 1)
        self.tables = new_table(self.kind, len(self.blocks), encoded.slots + 1, 2)
        self.shares = np.zeros((len(self.blocks), 2))
        self.answers: Floats = np.bincount(encoded.slot, minlength=encoded.slots).astype(np.float64)

    def believe(self, odds: float, correlation: float, keep: Floats) -> float:
        """Posteriors at these prior log-odds, spread over the tables; kept where there is room.

        Returns the log-likelihood, without what all would tell if the first label were true everywhere.
        """
        from armslength_quality.truth.kernels.pairs import pair_believer

        each, believe = self.encoded.batches, pair_believer(self.kind is np.float64)
        self.shares[:] = 0.0

        def work(block: int, at: Range) -> float:
            likelihood: float = believe(
                each.order, each.per_item, each.begin, each.slot, each.gold, self.kind(odds), LANES, correlation,
                *at, self.tables[block], self.shares[block], keep,
            )  # fmt: skip
            first, last = at[0] * LANES, min(at[1] * LANES, self.encoded.items)
            self.shares[block, 0] = last - first - self.shares[block, 1]
            return likelihood

        return float(sum(run(work, self.blocks)))

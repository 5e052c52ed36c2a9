"""The step of a fit that every answer takes part in, and who does it.

A fit goes in rounds. What has been learnt of people is told to every block of items; a block believes its items and
sums up what follows for people; sums are added in the order of the blocks, and the next round learns from them. Blocks
are cut by what the data are (`blocks`), so it does not matter to the result who works on which of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from armslength_quality.answers import Floats
from armslength_quality.truth.batches import LANES, Batches, Table
from armslength_quality.truth.threads import Range, run

Numbers = tuple[Any, ...]


class Placed(Protocol):
    """A step that somebody works on."""

    def believe(self, numbers: Numbers, keep: Floats) -> list[float]:
        """One round; see `Step.believe`."""


class Executor(Protocol):
    """Who works on the blocks of a fit."""

    def place(self, step: Step) -> Placed:
        """Take on a step for as long as the fit goes. What it finds is put into `step.counts` and `step.shares`."""


class InProcess:
    """This process, with its threads."""

    def place(self, step: Step) -> Placed:
        """The step as it is."""
        return step


IN_PROCESS = InProcess()


class Step:
    """The work on some blocks of items, with the data of those items and nothing else.

    told     (1 or blocks, ...) what a round is told of people, the same for every block
    counts   (blocks, ...) what follows for people, by block: a round adds to it, whoever reads it empties it
    shares   (blocks, ...) expected items of each label, by block
    own      (items,) what the step remembers of its items from round to round, or (0,)

    Subclasses say `_believe`, `items` and `part`.
    """

    told: Table
    counts: Table
    shares: Floats
    own: Floats

    def __init__(self, blocks: Sequence[Range]) -> None:
        self.blocks = list(blocks)
        self.own = np.zeros(0)

    def believe(self, numbers: Numbers, keep: Floats) -> list[float]:
        """One round at what is `told`; returns the log-likelihood of each block.

        numbers   what else changes from round to round
        keep      (items, K) is filled with the posteriors, or (0, K)
        """
        self.shares[:] = 0.0
        return run(lambda block, at: self._believe(block, at, numbers, keep), self.blocks)

    def _believe(self, block: int, at: Range, numbers: Numbers, keep: Floats) -> float:
        """The round of one block."""
        raise NotImplementedError

    def items(self, first: int, last: int) -> slice | NDArray[np.int64]:
        """Where in `keep` the items of blocks first to last stand, in the order in which a part has them."""
        raise NotImplementedError

    def part(self, first: int, last: int) -> Callable[[], Step]:
        """How to make the same step for blocks first to last alone. It can be pickled, and holds only numbers."""
        raise NotImplementedError

    def _cut(self, first: int, last: int) -> tuple[list[Range], Range]:
        """Blocks first to last counted from their own beginning, and the range that they cover."""
        begin, end = self.blocks[first][0], self.blocks[last - 1][1]
        return [(at[0] - begin, at[1] - begin) for at in self.blocks[first:last]], (begin, end)


class BatchStep(Step):
    """A step over batches of items; its blocks are ranges of batches."""

    def __init__(self, blocks: Sequence[Range], each: Batches) -> None:
        super().__init__(blocks)
        self.each = each

    def items(self, first: int, last: int) -> NDArray[np.int64]:
        """Where in `keep` the items of blocks first to last stand."""
        begin, end = self._cut(first, last)[1]
        return self.each.order[begin * LANES : end * LANES]


class ItemStep(Step):
    """A step over items as they come; its blocks are ranges of items."""

    def items(self, first: int, last: int) -> slice:
        """Where in `keep` the items of blocks first to last stand."""
        return slice(*self._cut(first, last)[1])

"""Answers as the kernels read them: small codes, item by item."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from armslength_quality.answers import Answers, Codes
from armslength_quality.errors import BadAnswers
from armslength_quality.truth.batches import Batches, batched
from armslength_quality.truth.blocks import item_blocks
from armslength_quality.truth.steps import IN_PROCESS, Executor
from armslength_quality.truth.tiles import Tiles, tiled

_TRAFFIC = 6
"""A block's own counts for two labels are gone through once a tile, emptied and summed up: dearer than other tables."""


@dataclass(frozen=True, eq=False)
class Encoded:
    """The answers of item i are rows start[i] to start[i + 1].

    start       (items + 1,) int64
    annotator   (n,) int32
    label       (n,) int32
    gold        (items,) int32: code of the pinned label, -1 where there is none
    executor    who works on them
    """

    start: NDArray[np.int64]
    annotator: NDArray[np.int32]
    label: NDArray[np.int32]
    gold: NDArray[np.int32]
    annotators: int
    categories: int
    executor: Executor = IN_PROCESS

    @cached_property
    def slot(self) -> NDArray[np.signedinteger[Any]]:
        """(n,) annotator x categories + label: the answer's place in a table of annotators."""
        kind: type[np.signedinteger[Any]] = np.int32 if self.slots < np.iinfo(np.int32).max else np.int64
        slot: NDArray[np.signedinteger[Any]] = self.annotator.astype(kind)
        np.multiply(slot, self.categories, out=slot)
        np.add(slot, self.label, out=slot)
        return slot

    @cached_property
    def batches(self) -> Batches:
        """The answers in batches of items with as many answers each."""
        return batched(self.start, self.slot, self.gold, self.slots)

    @cached_property
    def tiles(self) -> Tiles:
        """The answers in tiles, for two labels."""
        return tiled(self.start, self.slot, self.slots, item_blocks(self.start, _TRAFFIC * self.slots))

    @property
    def slots(self) -> int:
        """Places in a table of annotators."""
        return self.annotators * self.categories

    @property
    def items(self) -> int:
        """How many items there are."""
        return int(self.gold.size)

    def some(self, first: int, last: int) -> Encoded:
        """The answers of items first to last alone."""
        start = self.start[first : last + 1]
        rows = slice(start[0], start[-1])
        return Encoded(
            start - start[0], self.annotator[rows], self.label[rows], self.gold[first:last],
            self.annotators, self.categories,
        )  # fmt: skip

    def answers_per_annotator(self) -> Codes:
        """(annotators,) how many answers each gave."""
        return np.bincount(self.annotator, minlength=self.annotators).astype(np.int64)

    def item(self) -> Codes:
        """(n,) the item of each answer."""
        return np.repeat(np.arange(self.items, dtype=np.int64), np.diff(self.start))


def encode(
    answers: Answers, gold: Mapping[Any, Hashable] | None, executor: Executor = IN_PROCESS
) -> Encoded:  # fmt: skip
    """The table for the kernels, with the gold labels as codes. One pass; raises BadAnswers for an impossible gold."""
    start = np.zeros(len(answers.items) + 1, dtype=np.int64)
    np.cumsum(answers.one_by_one().per_item, out=start[1:])
    return Encoded(
        start,
        answers.annotator.astype(np.int32),
        answers.label.astype(np.int32),
        gold_codes(answers, gold),
        len(answers.annotators),
        len(answers.categories),
        executor,
    )


def gold_codes(answers: Answers, gold: Mapping[Any, Hashable] | None) -> NDArray[np.int32]:
    """(items,) code of each item's known label, -1 where it is not known; gold of items nobody answered is left out."""
    codes = np.full(len(answers.items), -1, dtype=np.int32)
    if not gold:
        return codes
    known = {name: code for code, name in enumerate(answers.categories)}
    for item, label in gold.items():
        code = answers.item_codes.get(item)
        if code is None:
            continue
        if label not in known:
            raise BadAnswers(f"The gold of item {item!r}, {label!r}, is not one of the categories.")
        codes[code] = known[label]
    return codes

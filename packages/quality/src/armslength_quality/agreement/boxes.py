"""Who drew which boxes: one immutable table, validated once."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

from armslength_quality.errors import BadAnswers


@dataclass(frozen=True, slots=True)
class Box:
    """An axis-parallel box: from `low` to `high` in each dimension, so low[d] < high[d].

    One dimension is a stretch of time, two a rectangle in an image, three a cuboid along the axes.
    """

    low: tuple[float, ...]
    high: tuple[float, ...]
    label: str = ""


@dataclass(frozen=True)
class Drawing:
    """What one annotator drew in one item; nothing is an answer too."""

    item: Hashable
    annotator: Hashable
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class BoxAnswers:
    """Drawings of all annotators, validated once, in an order that does not depend on how they came."""

    drawings: tuple[Drawing, ...]

    @classmethod
    def from_rows(cls, rows: Iterable[tuple[Hashable, Hashable, Iterable[Box]]]) -> BoxAnswers:
        """Build from (item, annotator, boxes) rows.

        A drawing without boxes is an answer ("nothing here") and belongs in the rows. Raises BadAnswers for a box
        without extent, boxes of different dimensions, or a second drawing of one item by one annotator.
        """
        drawings = [Drawing(item, annotator, tuple(sorted(boxes, key=_order))) for item, annotator, boxes in rows]
        drawings.sort(key=lambda drawing: (str(drawing.item), str(drawing.annotator)))
        dimensions = next((len(box.low) for drawing in drawings for box in drawing.boxes), 0)
        for drawing in drawings:
            for box in drawing.boxes:
                _check(drawing, box, dimensions)
        for one, two in pairwise(drawings):
            if (one.item, one.annotator) == (two.item, two.annotator):
                raise BadAnswers(f"{one.annotator!r} drew in item {one.item!r} twice; keep the drawing that stands.")
        return cls(tuple(drawings))

    def shared(self) -> Iterator[list[Drawing]]:
        """The drawings of each item in which at least two annotators drew."""
        for _, group in groupby(self.drawings, key=lambda drawing: drawing.item):
            drawings = list(group)
            if len(drawings) >= 2:
                yield drawings


def _order(box: Box) -> tuple[tuple[float, ...], tuple[float, ...], str]:
    return box.low, box.high, box.label


def _check(drawing: Drawing, box: Box, dimensions: int) -> None:
    place = f"{drawing.annotator!r} drew {box.low}..{box.high} ({box.label}) in item {drawing.item!r}"
    if not len(box.low) == len(box.high) == dimensions:
        raise BadAnswers(f"{place}: every box needs {dimensions} numbers from and to.")
    ends = zip(box.low, box.high, strict=True)
    if not all(math.isfinite(low) and math.isfinite(high) and low < high for low, high in ends):
        raise BadAnswers(f"{place}: a box must have an extent in every dimension.")

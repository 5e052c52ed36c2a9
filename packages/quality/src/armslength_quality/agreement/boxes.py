"""Who drew which boxes: one immutable table, validated once."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from armslength_quality.errors import BadAnswers


@dataclass(frozen=True, slots=True)
class Box:
    """From `low` to `high` in each dimension, so low[d] < high[d]; then turned by `yaw` about its middle.

    One dimension is a stretch of time, two a rectangle in an image, three a cuboid.
    yaw   radians, from the first axis towards the second: that of a cuboid about the upright. Its first axis points to
          its front. A stretch of time has none
    """

    low: tuple[float, ...]
    high: tuple[float, ...]
    label: str = ""
    yaw: float = 0.0

    @classmethod
    def about(cls, middle: Sequence[float], size: Sequence[float], label: str = "", yaw: float = 0.0) -> Box:
        """The box of this size (length, width, height) about its middle.

        >>> Box.about((10, 5, 1), (4, 2, 2), "car", yaw=0.5)
        Box(low=(8.0, 4.0, 0.0), high=(12.0, 6.0, 2.0), label='car', yaw=0.5)
        """
        ends = list(zip(middle, size, strict=True))
        return cls(tuple(at - by / 2 for at, by in ends), tuple(at + by / 2 for at, by in ends), label, yaw)

    @property
    def footprint(self) -> Box:
        """As it is seen from above: its first two dimensions."""
        return Box(self.low[:2], self.high[:2], self.label, self.yaw)


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
        without extent, boxes of different dimensions, a stretch of time that is turned, or a second drawing of one
        item by one annotator.
        """
        drawings = [Drawing(item, annotator, tuple(sorted(boxes, key=box_order))) for item, annotator, boxes in rows]
        drawings.sort(key=lambda drawing: (str(drawing.item), str(drawing.annotator)))
        dimensions = next((len(box.low) for drawing in drawings for box in drawing.boxes), 0)
        for drawing in drawings:
            for box in drawing.boxes:
                _check(drawing, box, dimensions)
        for one, two in pairwise(drawings):
            if (one.item, one.annotator) == (two.item, two.annotator):
                raise BadAnswers(f"{one.annotator!r} drew in item {one.item!r} twice; keep the drawing that stands.")
        return cls(tuple(drawings))

    def footprints(self) -> BoxAnswers:
        """The same as seen from above: measures of it are those of a bird's-eye view."""
        return BoxAnswers.from_rows(
            (each.item, each.annotator, [box.footprint for box in each.boxes]) for each in self.drawings
        )

    def shared(self) -> Iterator[list[Drawing]]:
        """The drawings of each item in which at least two annotators drew."""
        for _, group in groupby(self.drawings, key=lambda drawing: drawing.item):
            drawings = list(group)
            if len(drawings) >= 2:
                yield drawings


def box_order(box: Box) -> tuple[tuple[float, ...], tuple[float, ...], str, float]:
    """By which boxes are sorted: where they are, then what, then how they are turned."""
    return box.low, box.high, box.label, box.yaw


def _check(drawing: Drawing, box: Box, dimensions: int) -> None:
    place = f"{drawing.annotator!r} drew {box.low}..{box.high} ({box.label}) in item {drawing.item!r}"
    if not len(box.low) == len(box.high) == dimensions:
        raise BadAnswers(f"{place}: every box needs {dimensions} numbers from and to.")
    ends = zip(box.low, box.high, strict=True)
    if not all(math.isfinite(low) and math.isfinite(high) and low < high for low, high in ends):
        raise BadAnswers(f"{place}: a box must have an extent in every dimension.")
    if not math.isfinite(box.yaw) or (box.yaw and dimensions < 2):
        raise BadAnswers(f"{place}: a box in {dimensions} dimensions cannot be turned by {box.yaw}.")

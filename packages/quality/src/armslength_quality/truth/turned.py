"""Boxes that mean one thing, told in the same axes, however each of them is turned.

A box turned by a quarter, with length and width exchanged, covers the same; so does one turned by half. What a box
covers is therefore put together apart from where its front is: sides along axes that lie in the middle of everybody's,
and how far each is turned from these, by less than an eighth; then which of the four ways the front looks, by vote.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from armslength_quality.agreement.boxes import Box
from armslength_quality.answers import Codes, Floats

_QUARTER = math.pi / 2
_EVEN = 1e-9


@dataclass(frozen=True, eq=False)
class Together:
    """Boxes of one label in common axes.

    sides    (boxes, 2 x dimensions) from `origin`, low then high; and, where any box is turned, one more: by how much,
             from an eighth to the right to an eighth to the left of the axes
    front    (boxes,) which way the front looks: so many quarters from the first axis, 0 to 3
    yaw      of the axes
    """

    label: str
    sides: Floats
    front: Codes
    origin: Floats
    yaw: float

    @property
    def are_turned(self) -> bool:
        """Whether any of them is."""
        return bool(self.sides.shape[1] % 2)

    @property
    def widths(self) -> Floats:
        """(boxes, as `sides`) the measure of each side: the width of the box it ends; of a turn, the one that moves a
        corner of the footprint by its mean width."""
        low, high = np.split(self.sides[:, : self.sides.shape[1] // 2 * 2], 2, axis=1)
        size = high - low
        if not self.are_turned:
            return np.concatenate([size, size], axis=1)
        turn = size[:, :2].mean(axis=1) * 2 / np.hypot(size[:, 0], size[:, 1])
        return np.column_stack((size, size, turn))

    def box(self, sides: Floats, weight: Floats) -> Box | None:
        """The box with these sides, whose front is where most have it; None where a side ends before it begins.

        weight   (boxes,) who decides between fronts that are as many; then it is the one nearest above an angle of 0
        """
        low, high = np.split(sides[: len(sides) // 2 * 2], 2)
        if not (low < high).all():
            return None
        if not self.are_turned:
            return Box(tuple((low + self.origin).tolist()), tuple((high + self.origin).tolist()), self.label)
        cos, sin = math.cos(self.yaw), math.sin(self.yaw)
        middle, size = (low + high) / 2, high - low
        middle[:2] = middle[0] * cos - middle[1] * sin, middle[0] * sin + middle[1] * cos
        angles = (self.yaw + float(sides[-1]) + _QUARTER * np.arange(4)) % math.tau
        votes = np.bincount(self.front, minlength=4)
        behind = np.bincount(self.front, weight, minlength=4) * (votes == votes.max())
        leading = np.flatnonzero(behind >= behind.max() * (1 - _EVEN))
        front = int(leading[angles[leading].argmin()])
        if front % 2:
            size[:2] = size[1], size[0]
        yaw = math.remainder(float(angles[front]), math.tau)
        return Box.about((middle + self.origin).tolist(), size.tolist(), self.label, yaw)


def together(boxes: Sequence[Box]) -> Together:
    """One box or more of one label, in common axes: the image's or the room's own where none is turned."""
    low, high = (np.array([getattr(box, end) for box in boxes], dtype=np.float64) for end in ("low", "high"))
    if not any(box.yaw for box in boxes):
        front = np.zeros(len(boxes), dtype=np.int64)
        return Together(boxes[0].label, np.concatenate([low, high], axis=1), front, np.zeros(low.shape[1]), 0.0)
    yaws = np.array([box.yaw for box in boxes], dtype=np.float64)
    apart = _within_an_eighth(yaws[:, None] - yaws)
    nearest = int(np.abs(apart).sum(axis=0).argmin())
    yaw = float(yaws[nearest] + np.median(apart[:, nearest]))
    turn = _within_an_eighth(yaws - yaw)
    front = np.rint((yaws - yaw - turn) / _QUARTER).astype(np.int64) % 4
    middle, half = (low + high) / 2, (high - low) / 2
    half[front % 2 == 1, :2] = half[front % 2 == 1, 1::-1]
    origin = middle.mean(axis=0)
    middle -= origin
    cos, sin = math.cos(yaw), math.sin(yaw)
    middle[:, :2] = middle[:, :2] @ np.array([[cos, -sin], [sin, cos]])
    sides = np.column_stack((middle - half, middle + half, turn))
    return Together(boxes[0].label, sides, front, origin, yaw)


def _within_an_eighth(angle: Floats) -> Floats:
    """The angle but for quarters: from -pi / 4 to pi / 4."""
    left: Floats = angle - _QUARTER * np.rint(angle / _QUARTER)
    return left

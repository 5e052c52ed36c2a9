"""How far do people draw the same boxes, stretches of time, spans, tracks? By overlap, once matches are found.

Two shapes overlap by intersection over union (IoU); two tracks by its mean over the frames in which either is in sight.
Shapes of one label are matched one to one, so that the matched IoU is as large as it can be and none is under `iou`.
What is matched, and how well, makes three measures over every two people on every item:
  overlap_f1         2 matched / (all shapes of both): do they see the same things?
  matched_iou        mean IoU of what is matched: do they draw them alike?
  panoptic_quality   the product of the two
and one of boxes alone:
  turned_apart       the mean angle between what is matched

Boxes may be turned: they overlap by the area their footprints share, times the height they share. Measures of
`answers.footprints()` are those of a bird's-eye view.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np

from armslength_quality.agreement.bootstrap import RESAMPLES, Statistic, estimate
from armslength_quality.agreement.boxes import Box, BoxAnswers
from armslength_quality.agreement.spans import SpanAnswers
from armslength_quality.agreement.tracks import Track, Tracks, track_iou_table
from armslength_quality.answers import Floats
from armslength_quality.errors import BadParameter
from armslength_quality.result import Estimate

Shapes = SpanAnswers | BoxAnswers | Tracks
_Drawn = Sequence[Box] | Sequence[Track]
NO_SHAPES = "Nobody marked anything."
NO_MATCH = "Nothing that two people marked overlaps so far."


def overlap_f1(
    answers: Shapes, *, iou: float = 0.5, rng: np.random.Generator | None = None, resamples: int = RESAMPLES
) -> Estimate:
    """Pairwise F1 of shapes that match: same label, and an IoU of at least `iou`.

    Formula: sum 2 |matched| / sum (|A| + |B|) over every two people A, B on every item. An item where neither marked
    anything adds nothing. With `iou=1` and spans it is `span_f1`; a small `iou` is the partial F1.

    Cost: per two people and item the cube of the shapes of one label, then resamples x items.

    >>> rows = [("t", "ada", [Box((0, 0), (10, 10), "car")]), ("t", "bob", [Box((0, 0), (10, 8), "car")])]
    >>> overlap_f1(BoxAnswers.from_rows(rows)).value, overlap_f1(BoxAnswers.from_rows(rows), iou=0.9).value
    (1.0, 0.0)

    Reference: G. Hripcsak, A. S. Rothschild, "Agreement, the F-measure, and reliability in information retrieval",
    JAMIA 12 (2005).
    """
    return _measure(answers, iou, _f1, f"F1 at IoU {iou:g}", NO_SHAPES, rng, resamples)


def matched_iou(
    answers: Shapes, *, iou: float = 0.5, rng: np.random.Generator | None = None, resamples: int = RESAMPLES
) -> Estimate:
    """Mean IoU of the shapes that match; what has no match does not count here, so read it beside `overlap_f1`.

    Cost: as `overlap_f1`. Not defined when nothing matches.

    >>> rows = [("t", "ada", [Box((0, 0), (10, 10), "car")]), ("t", "bob", [Box((0, 0), (10, 8), "car")])]
    >>> matched_iou(BoxAnswers.from_rows(rows)).value
    0.8
    """
    return _measure(answers, iou, _mean_iou, f"mean IoU of matches at {iou:g}", NO_MATCH, rng, resamples)


def panoptic_quality(
    answers: Shapes, *, iou: float = 0.5, rng: np.random.Generator | None = None, resamples: int = RESAMPLES
) -> Estimate:
    """Panoptic quality between people: the sum of matched IoU / (matches + half of what is not matched).

    It is `overlap_f1` x `matched_iou`. The usual form averages over labels; here all labels are one sum, as many as
    there are of each.

    Cost: as `overlap_f1`.

    >>> rows = [("t", "ada", [Box((0, 0), (10, 10), "car")]), ("t", "bob", [Box((0, 0), (10, 8), "car")])]
    >>> panoptic_quality(BoxAnswers.from_rows(rows)).value
    0.8

    Reference: A. Kirillov, K. He, R. Girshick, C. Rother, P. Dollar, "Panoptic segmentation", CVPR (2019).
    """
    return _measure(answers, iou, _quality, f"panoptic quality at IoU {iou:g}", NO_SHAPES, rng, resamples)


def turned_apart(
    answers: BoxAnswers, *, iou: float = 0.5, fronts: bool = True, rng: np.random.Generator | None = None,
    resamples: int = RESAMPLES,
) -> Estimate:  # fmt: skip
    """Mean angle, in radians, between boxes that match: how differently people turn the same thing.

    fronts   True: from 0 to pi; who takes the back for the front is half a turn off. False: from 0 to pi / 2, of the
             axis alone

    A half turn changes nothing of what a box covers, so this is told beside the overlap.

    Cost: as `overlap_f1`. Not defined when nothing matches.

    >>> rows = [("t", who, [Box.about((0, 0, 1), (4, 2, 2), yaw=yaw)]) for who, yaw in (("ada", 3.2), ("bob", 0.0))]
    >>> answers = BoxAnswers.from_rows(rows)
    >>> round(turned_apart(answers).value, 3), round(turned_apart(answers, fronts=False).value, 3)
    (3.083, 0.058)
    """
    name = f"mean angle of matches at {iou:g}"
    return _measure(answers, iou, _angle if fronts else _axis_angle, name, NO_MATCH, rng, resamples)


def iou_table(one: Sequence[Box], other: Sequence[Box]) -> Floats:
    """(boxes of one, boxes of other) intersection over union; that of turned boxes is exact, and symmetric to the bit.

    >>> slab, tilted = Box.about((0, 0), (2, 2)), Box.about((0, 0), (2, 2), yaw=math.pi / 4)
    >>> round(float(iou_table([slab], [tilted])[0, 0]), 6) == round(1 / math.sqrt(2), 6)
    True
    """
    if not one or not other:
        return np.zeros((len(one), len(other)))
    low, high = (np.array([getattr(box, end) for box in one], dtype=np.float64) for end in ("low", "high"))
    low_other, high_other = (
        np.array([getattr(box, end) for box in other], dtype=np.float64) for end in ("low", "high")
    )
    shared = np.minimum(high[:, None], high_other[None]) - np.maximum(low[:, None], low_other[None])
    shared = np.maximum(shared, 0.0)
    if any(box.yaw for box in one) or any(box.yaw for box in other):
        both = _shared_footprints(one, other) * shared[:, :, 2:].prod(axis=2)
    else:
        both = shared.prod(axis=2)
    union = (high - low).prod(axis=1)[:, None] + (high_other - low_other).prod(axis=1)[None, :] - both
    table: Floats = both / union
    return table


def _shared_footprints(one: Sequence[Box], other: Sequence[Box]) -> Floats:
    from armslength_quality.agreement.kernels.footprints import (
        shared_areas,  # numba takes longer to load than all the rest
    )

    found: Floats = shared_areas(_footprints(one), _footprints(other))
    return found


def _footprints(boxes: Sequence[Box]) -> Floats:
    """(boxes, 5) middle, halves of length and width, yaw."""
    low, high = (np.array([getattr(box, end)[:2] for box in boxes], dtype=np.float64) for end in ("low", "high"))
    return np.column_stack(((low + high) / 2.0, (high - low) / 2.0, [box.yaw for box in boxes]))


def _measure(
    answers: Shapes, iou: float, statistic: Statistic, method: str, undefined: str,
    rng: np.random.Generator | None, resamples: int,
) -> Estimate:  # fmt: skip
    """Columns, summed over the pairs of people of an item: what `_matched` tells, then the shapes of both."""
    if not 0 < iou <= 1:
        raise BadParameter(f"iou must be over 0 and at most 1, not {iou!r}.")
    features = []
    for people in _drawn(answers):
        row = np.zeros(5)
        for one, other in combinations(people, 2):
            row += (*_matched(one, other, iou), len(one) + len(other))
        features.append(row)
    return estimate(
        np.array(features, dtype=np.float64).reshape(-1, 5), np.ones(len(features), dtype=np.int64), statistic,
        rng=rng, resamples=resamples, method=method, undefined=undefined,
    )  # fmt: skip


def _drawn(answers: Shapes) -> Iterator[list[_Drawn]]:
    """Everybody's shapes, item by item; a span is a box of one dimension."""
    if isinstance(answers, Tracks):
        for trackings in answers.shared():
            yield [tracking.tracks for tracking in trackings]
        return
    if isinstance(answers, BoxAnswers):
        for drawings in answers.shared():
            yield [drawing.boxes for drawing in drawings]
        return
    for readings in answers.shared():
        yield [[Box((start,), (end,), label) for start, end, label in sorted(reading.spans)] for reading in readings]


def _matched(one: _Drawn, other: _Drawn, iou: float) -> Floats:
    """(4,) how many match; and their IoU, the angles between them, and those between their axes, summed."""
    from scipy.optimize import linear_sum_assignment  # takes longer to load than all the rest

    total = np.zeros(4)
    for label in sorted({box.label for box in one} & {box.label for box in other}):
        mine, theirs = ([shape for shape in shapes if shape.label == label] for shapes in (one, other))
        table = _overlaps(mine, theirs)
        table[table < iou - 1e-12] = 0.0
        rows, columns = linear_sum_assignment(table, maximize=True)
        found = table[rows, columns]
        total[:2] += (found > 0).sum(), found.sum()
        if not any(_yaw(shape) for shape in (*mine, *theirs)):
            continue
        for left, right in zip(rows[found > 0], columns[found > 0], strict=True):
            angle = abs(math.remainder(_yaw(mine[left]) - _yaw(theirs[right]), math.tau))
            total[2:] += angle, min(angle, math.pi - angle)
    return total


def _yaw(shape: Box | Track) -> float:
    """How a box is turned; tracks are not."""
    return 0.0 if isinstance(shape, Track) else shape.yaw


def _overlaps(one: list[Box | Track], other: list[Box | Track]) -> Floats:
    """(shapes of one, shapes of other), all of one type."""
    tracks, others = ([each for each in shapes if isinstance(each, Track)] for shapes in (one, other))
    if tracks and others:
        return track_iou_table(tracks, others)
    boxes, theirs = ([each for each in shapes if isinstance(each, Box)] for shapes in (one, other))
    return iou_table(boxes, theirs)


def _f1(sums: Floats) -> Floats:
    return _ratio(2.0 * sums[:, 0], sums[:, 4])


def _mean_iou(sums: Floats) -> Floats:
    return _ratio(sums[:, 1], sums[:, 0])


def _quality(sums: Floats) -> Floats:
    return _ratio(2.0 * sums[:, 1], sums[:, 4])


def _angle(sums: Floats) -> Floats:
    return _ratio(sums[:, 2], sums[:, 0])


def _axis_angle(sums: Floats) -> Floats:
    return _ratio(sums[:, 3], sums[:, 0])


def _ratio(above: Floats, below: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        value: Floats = above / below
    return value

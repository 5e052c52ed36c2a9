"""Do people follow the same things through a clip, under one identity from beginning to end?

Frame by frame, boxes of one label whose IoU is at least `iou` mean the same thing; whose they are is then compared over
all frames. Whole tracks are compared by `overlap_f1`, `matched_iou` and `panoptic_quality`, which take `Tracks` too.
  identity_f1        part of the boxes that match under the best pairing of whole tracks (IDF1)
  hota               finding and following in one number, over every threshold of IoU
  identity_switches  how often the partner of a track changes from one frame to the next
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import numpy as np

from armslength_quality.agreement.bootstrap import RESAMPLES, Statistic, estimate
from armslength_quality.agreement.tracks import Tracking, Tracks, frames_of, iou_on_frames, on_frames, seen
from armslength_quality.answers import Codes, Floats
from armslength_quality.errors import BadParameter
from armslength_quality.result import Estimate

NO_TRACKS = "Nobody followed anything."
NO_SECOND = "No track matches another in more than one frame."
_THRESHOLDS = np.arange(1, 20) / 20
_CLOSE = 1e-9


def identity_f1(
    answers: Tracks, *, iou: float = 0.5, rng: np.random.Generator | None = None, resamples: int = RESAMPLES
) -> Estimate:
    """IDF1 between people: tracks are paired one to one so that most boxes match.

    Formula: sum 2 |boxes that match in paired tracks| / sum (|boxes of A| + |boxes of B|) over every two people on
    every item; a box is a track in one frame in which it is in sight.

    Cost: per two people and item frames x tracks^2, then the cube of the tracks.

    >>> from armslength_quality import Box, Track
    >>> box = Box((0, 0), (10, 10))
    >>> whole, halves = [Track(((0, box), (9, box)))], [Track(((0, box), (4, box))), Track(((5, box), (9, box)))]
    >>> identity_f1(Tracks.from_rows([("clip", "ada", whole), ("clip", "bob", halves)])).value
    0.5

    Reference: E. Ristani, F. Solera, R. Zou, R. Cucchiara, C. Tomasi, "Performance measures and a data set for
    multi-target, multi-camera tracking", ECCV Workshops (2016).
    """
    least = _threshold(iou)
    return _measure(
        answers, lambda pair: _paired(pair, least), 2, _f1, f"IDF1 at IoU {iou:g}", NO_TRACKS, rng, resamples
    )


def hota(answers: Tracks, *, rng: np.random.Generator | None = None, resamples: int = RESAMPLES) -> Estimate:
    """Higher order tracking accuracy between people, who are one another's reference.

    Formula: at every threshold of IoU (0.05, 0.10, ... 0.95) the root of DetA x AssA, and their mean. DetA is the share
    of boxes that match (matches / (all boxes - matches)); AssA the mean over the matches of the share of the boxes of
    the two tracks that match each other. Boxes are matched frame by frame, those of tracks first that go together most.

    Cost: as `identity_f1`, and frames x the cube of the tracks.

    >>> from armslength_quality import Box, Track
    >>> box = Box((0, 0), (10, 10))
    >>> whole, halves = [Track(((0, box), (9, box)))], [Track(((0, box), (4, box))), Track(((5, box), (9, box)))]
    >>> round(hota(Tracks.from_rows([("clip", "ada", whole), ("clip", "bob", halves)])).value, 4)
    0.7071

    Reference: J. Luiten, A. Osep, P. Dendorfer, P. Torr, A. Geiger, L. Leal-Taixe, B. Leibe, "HOTA: A higher order
    metric for evaluating multi-object tracking", IJCV 129 (2021).
    """
    return _measure(answers, _associated, 2 * _THRESHOLDS.size + 1, _hota, "HOTA", NO_TRACKS, rng, resamples)


def identity_switches(
    answers: Tracks, *, iou: float = 0.5, rng: np.random.Generator | None = None, resamples: int = RESAMPLES
) -> Estimate:
    """What part of the steps of a track lead from one track of the other person to another.

    Formula: boxes are matched frame by frame as in CLEAR MOT, a pair that stands being kept; sum switches / sum steps,
    where a step goes from one match of a track to its next, counted from either of two people. Who breaks one track in
    two makes one switch; two tracks that change places make four.

    Cost: as `hota`. Not defined when nothing matches twice.

    >>> from armslength_quality import Box, Track
    >>> box = Box((0, 0), (10, 10))
    >>> whole, halves = [Track(((0, box), (9, box)))], [Track(((0, box), (4, box))), Track(((5, box), (9, box)))]
    >>> round(identity_switches(Tracks.from_rows([("clip", "ada", whole), ("clip", "bob", halves)])).value, 4)
    0.0588

    Reference: K. Bernardin, R. Stiefelhagen, "Evaluating multiple object tracking performance: the CLEAR MOT metrics",
    EURASIP Journal on Image and Video Processing (2008).
    """
    least = _threshold(iou)
    method = f"identity switches at IoU {iou:g}"
    return _measure(answers, lambda pair: _stepped(pair, least), 2, _share, method, NO_SECOND, rng, resamples)


def followed(overlap: Floats, iou: float) -> Codes:
    """(frames, tracks of one) which track of the other each matches in each frame; -1 for none.

    overlap   (frames, tracks of one, tracks of other) IoU, as `iou_on_frames` gives it

    As CLEAR MOT has it: under `iou` nothing matches, a pair that stands in the frame before is kept, the rest is
    matched so that the IoU is as large as it can be.
    """
    from scipy.optimize import linear_sum_assignment  # takes longer to load than all the rest

    frames, mine, theirs = overlap.shape
    partner = np.full((frames, mine), -1, dtype=np.int64)
    likely = np.where(overlap >= iou - _CLOSE, overlap, 0.0)
    plain = ((likely > 0).sum(axis=1) <= 1).all(axis=1) & ((likely > 0).sum(axis=2) <= 1).all(axis=1)
    at, one, other = np.nonzero((likely > 0) & plain[:, None, None])
    partner[at, one] = other
    for frame in np.flatnonzero(~plain):
        worth = likely[frame].copy()
        if frame:
            stood = np.flatnonzero(partner[frame - 1] >= 0)
            kept = worth[stood, partner[frame - 1, stood]] > 0
            worth[stood[kept], partner[frame - 1, stood[kept]]] += 1.0 + min(mine, theirs)
        rows, columns = linear_sum_assignment(worth, maximize=True)
        match = likely[frame, rows, columns] > 0
        partner[frame, rows[match]] = columns[match]
    return partner


def switches(partner: Codes) -> tuple[int, int]:
    """How often the partner of a track changes, and from how many matches of a track there is a next one."""
    changed = steps = 0
    for track in partner.T:
        with_whom = track[track >= 0]
        changed += int((np.diff(with_whom) != 0).sum())
        steps += max(0, with_whom.size - 1)
    return changed, steps


def best_pairs(worth: Floats) -> tuple[Codes, Codes]:
    """Rows and columns paired one to one so that they are worth most together; pairs worth nothing are left out."""
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(worth, maximize=True)
    some = worth[rows, columns] > 0
    return rows[some], columns[some]


class _Pair:
    """Two people's tracks of one clip.

    overlap      (frames, tracks, tracks) IoU; 0 between tracks of different labels
    one, other   (tracks,) in how many frames each track is in sight
    """

    def __init__(self, one: Tracking, other: Tracking) -> None:
        first, last = frames_of([*one.tracks, *other.tracks])
        corners, theirs = on_frames(one.tracks, first, last), on_frames(other.tracks, first, last)
        self.one, self.other = seen(corners), seen(theirs)
        self.boxes = float(self.one.sum() + self.other.sum())
        self.overlap = np.zeros((last - first + 1, len(one.tracks), len(other.tracks)))
        if self.overlap.size:
            same = [[mine.label == each.label for each in other.tracks] for mine in one.tracks]
            self.overlap = iou_on_frames(corners, theirs) * np.array(same)


def _measure(
    answers: Tracks, features: Callable[[_Pair], Floats], width: int, statistic: Statistic, method: str, undefined: str,
    rng: np.random.Generator | None, resamples: int,
) -> Estimate:  # fmt: skip
    """Features summed over the pairs of people of an item; items are what is resampled."""
    rows = [sum(features(_Pair(*two)) for two in combinations(people, 2)) for people in answers.shared()]
    return estimate(
        np.array(rows, dtype=np.float64).reshape(-1, width), np.ones(len(rows), dtype=np.int64), statistic,
        rng=rng, resamples=resamples, method=method, undefined=undefined,
    )  # fmt: skip


def _paired(pair: _Pair, iou: float) -> Floats:
    """Boxes that match in paired tracks, and all boxes."""
    matching = (pair.overlap >= iou - _CLOSE).sum(axis=0).astype(np.float64)
    return np.array([matching[best_pairs(matching)].sum(), pair.boxes])


def _stepped(pair: _Pair, iou: float) -> Floats:
    """Switches and steps, from either side."""
    sides = [switches(followed(overlap, iou)) for overlap in (pair.overlap, pair.overlap.swapaxes(1, 2))]
    both: Floats = np.array(sides, dtype=np.float64).sum(axis=0)
    return both


def _associated(pair: _Pair) -> Floats:
    """At every threshold the matches, and what share of their tracks' boxes match; then all boxes."""
    overlap, together = pair.overlap, pair.one[:, None] + pair.other[None]
    rivals = overlap.sum(axis=1, keepdims=True) + overlap.sum(axis=2, keepdims=True) - overlap
    alike = np.divide(overlap, rivals, out=np.zeros_like(overlap), where=rivals > 0).sum(axis=0)
    worth = overlap * (alike / np.maximum(together - alike, _CLOSE))
    found = [(frame, *best_pairs(worth[frame])) for frame in np.flatnonzero((overlap > 0).any(axis=(1, 2)))]
    counts = np.zeros((_THRESHOLDS.size, *together.shape))
    for frame, rows, columns in found:
        counts[:, rows, columns] += overlap[frame, rows, columns] >= _THRESHOLDS[:, None] - _CLOSE
    shares = counts / np.maximum(together - counts, 1.0)
    return np.concatenate([counts.sum(axis=(1, 2)), (counts * shares).sum(axis=(1, 2)), [pair.boxes]])


def _hota(sums: Floats) -> Floats:
    many = _THRESHOLDS.size
    matches, shares, boxes = sums[:, :many], sums[:, many : 2 * many], sums[:, 2 * many :]
    detected = matches / np.maximum(boxes - matches, 1.0)
    kept = np.divide(shares, matches, out=np.zeros_like(shares), where=matches > 0)
    value: Floats = np.sqrt(detected * kept).mean(axis=1)
    value[boxes[:, 0] == 0] = np.nan
    return value


def _f1(sums: Floats) -> Floats:
    value: Floats = 2.0 * _share(sums)
    return value


def _share(sums: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        value: Floats = sums[:, 0] / sums[:, 1]
    return value


def _threshold(iou: float) -> float:
    if not 0 < iou <= 1:
        raise BadParameter(f"iou must be over 0 and at most 1, not {iou!r}.")
    return iou

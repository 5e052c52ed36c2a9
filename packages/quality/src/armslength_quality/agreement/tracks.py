"""Who followed which things through which frames: one immutable table, validated once."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise
from types import MappingProxyType

import numpy as np

from armslength_quality.agreement.boxes import Box
from armslength_quality.answers import Codes, Floats, sorted_names
from armslength_quality.errors import BadAnswers

Key = tuple[int, Box | None]


@dataclass(frozen=True, slots=True)
class Track:
    """One thing through the frames of a clip.

    keys    keyframes (frame, box), frames whole and rising. Between two boxes every side moves in a straight line. None
            in place of a box: out of sight from this frame on, until the next box; up to it the box before stands
            still. In the last keyframe the thing is there, and after it no more.
    label   what it is; the labels of the boxes do not count

    >>> track = Track(((0, Box((0, 0), (8, 8))), (2, Box((4, 0), (12, 8))), (3, None)), "car")
    >>> on_frames([track], 0, 3)[0, :, 0, 0].tolist()
    [0.0, 2.0, 4.0, nan]
    """

    keys: tuple[Key, ...]
    label: str = ""


@dataclass(frozen=True)
class Tracking:
    """What one annotator followed in one clip; nothing is an answer too."""

    item: Hashable
    annotator: Hashable
    tracks: tuple[Track, ...]


@dataclass(frozen=True, eq=False)
class Tracks:
    """Trackings of all annotators, validated once, in an order that does not depend on how they came.

    Frames are numbered as the clip's are, the same for everybody who saw it.
    """

    trackings: tuple[Tracking, ...]

    @classmethod
    def from_rows(cls, rows: Iterable[tuple[Hashable, Hashable, Iterable[Track]]]) -> Tracks:
        """Build from (item, annotator, tracks) rows.

        A tracking without tracks is an answer ("nothing here") and belongs in the rows. Raises BadAnswers for a track
        without a box or whose frames do not rise, for a box without extent, boxes of different dimensions, or a second
        tracking of one item by one annotator.
        """
        trackings = [
            Tracking(item, annotator, tuple(sorted(tracks, key=track_order))) for item, annotator, tracks in rows
        ]
        trackings.sort(key=lambda each: (str(each.item), str(each.annotator)))
        boxes = (box for each in trackings for track in each.tracks for _, box in track.keys if box is not None)
        dimensions = len(first.low) if (first := next(boxes, None)) is not None else 0
        for each in trackings:
            for track in each.tracks:
                _check(track, dimensions, f"{each.annotator!r} in item {each.item!r}")
        for one, two in pairwise(trackings):
            if (one.item, one.annotator) == (two.item, two.annotator):
                raise BadAnswers(f"{one.annotator!r} tracked in item {one.item!r} twice; keep what stands.")
        return cls(tuple(trackings))

    @cached_property
    def by_item(self) -> Mapping[Hashable, tuple[Tracking, ...]]:
        """All trackings of each item."""
        grouped = groupby(self.trackings, key=lambda each: each.item)
        return MappingProxyType({item: tuple(trackings) for item, trackings in grouped})

    @cached_property
    def annotators(self) -> tuple[Hashable, ...]:
        """Who looked at anything."""
        return sorted_names(each.annotator for each in self.trackings)

    def shared(self) -> Iterator[tuple[Tracking, ...]]:
        """The trackings of each item at which at least two annotators looked."""
        return (trackings for trackings in self.by_item.values() if len(trackings) >= 2)

    def digest(self) -> str:
        """SHA-256 hex of the trackings: equal trackings, equal digest."""
        sha = hashlib.sha256()
        for each in self.trackings:
            keys = [
                (track.label, [(at, box and (box.low, box.high)) for at, box in track.keys]) for track in each.tracks
            ]
            sha.update(repr((each.item, each.annotator, keys)).encode())
        return sha.hexdigest()


def _check(track: Track, dimensions: int, whose: str) -> None:
    """Refuse a track that is none. Raises BadAnswers."""
    place = f"A track ({track.label}) of {whose}"
    if not track.keys or track.keys[0][1] is None:
        raise BadAnswers(f"{place} must begin with a box.")
    if any(int(at) != at for at, _ in track.keys) or any(one >= two for (one, _), (two, _) in pairwise(track.keys)):
        raise BadAnswers(f"{place} must have whole, rising frames, not {[at for at, _ in track.keys]}.")
    for at, box in track.keys:
        if box is None:
            continue
        if not len(box.low) == len(box.high) == dimensions:
            raise BadAnswers(f"{place}, frame {at}: every box needs {dimensions} numbers from and to.")
        ends = zip(box.low, box.high, strict=True)
        if not all(math.isfinite(low) and math.isfinite(high) and low < high for low, high in ends):
            raise BadAnswers(f"{place}, frame {at}: a box must have an extent in every dimension.")
        if box.yaw:
            raise BadAnswers(f"{place}, frame {at}: a box that is followed cannot be turned.")


def frames_of(tracks: Iterable[Track]) -> tuple[int, int]:
    """The first and the last frame in which anything may be seen; (0, -1) for no tracks."""
    ends = [(track.keys[0][0], track.keys[-1][0]) for track in tracks]
    return (min(first for first, _ in ends), max(last for _, last in ends)) if ends else (0, -1)


def on_frames(tracks: Sequence[Track], first: int, last: int) -> Floats:
    """(tracks, frames, 2, dimensions) lower and upper corners on the frames first to last; nan where out of sight."""
    dimensions = len(tracks[0].keys[0][1].low) if tracks and tracks[0].keys[0][1] is not None else 1
    corners = np.full((len(tracks), last - first + 1, 2, dimensions), np.nan)
    for row, track in enumerate(tracks):
        ats, corners_at = _keyed(track, dimensions)
        frames = np.arange(ats[0], ats[-1] + 1)
        before = np.searchsorted(ats, frames, side="right") - 1
        after = np.minimum(before + 1, len(ats) - 1)
        part = (frames - ats[before]) / np.maximum(ats[after] - ats[before], 1)
        way = corners_at[after] - corners_at[before]
        way[np.isnan(way)] = 0.0
        corners[row, ats[0] - first : ats[-1] - first + 1] = corners_at[before] + part[:, None, None] * way
    return corners


def _keyed(track: Track, dimensions: int) -> tuple[Codes, Floats]:
    """The frames of the keyframes, and their corners; nan for none."""
    nothing = ((np.nan,) * dimensions,) * 2
    corners = [nothing if box is None else (box.low, box.high) for _, box in track.keys]
    return np.array([at for at, _ in track.keys], dtype=np.int64), np.array(corners, dtype=np.float64)


def track_of(corners: Floats, first: int, label: str) -> Track:
    """The track with these corners (frames, 2, dimensions) from the frame `first` on; nan where it is out of sight."""
    keys: list[Key] = []
    for at, (low, high) in enumerate(corners.tolist(), start=first):
        if not math.isnan(low[0]):
            keys.append((at, Box(tuple(low), tuple(high))))
        elif keys and keys[-1][1] is not None:
            keys.append((at, None))
    return Track(tuple(keys[:-1] if keys and keys[-1][1] is None else keys), label)


def iou_on_frames(one: Floats, other: Floats) -> Floats:
    """(frames, tracks of one, tracks of other) IoU of `on_frames` corners; 0 where either is out of sight."""
    one, other = one.swapaxes(0, 1)[:, :, None], other.swapaxes(0, 1)[:, None]
    shared = np.minimum(one[..., 1, :], other[..., 1, :]) - np.maximum(one[..., 0, :], other[..., 0, :])
    both = np.maximum(shared, 0.0).prod(axis=-1)
    union = (one[..., 1, :] - one[..., 0, :]).prod(axis=-1) + (other[..., 1, :] - other[..., 0, :]).prod(axis=-1) - both
    table: Floats = both / union
    table[np.isnan(table)] = 0.0
    return table


def seen(corners: Floats) -> Floats:
    """(tracks,) in how many frames each is in sight."""
    count: Floats = (~np.isnan(corners[..., 0, 0])).sum(axis=1).astype(np.float64)
    return count


def track_iou(one: Floats, other: Floats) -> Floats:
    """(tracks of one, tracks of other) mean IoU over the frames in which either is in sight; where only one is, 0."""
    there, there_other = (~np.isnan(each[..., 0, 0]) for each in (one, other))
    either = (there[:, None] | there_other[None]).sum(axis=2)
    table: Floats = iou_on_frames(one, other).sum(axis=0) / np.maximum(either, 1)
    return table


def track_iou_table(one: Sequence[Track], other: Sequence[Track]) -> Floats:
    """`track_iou` of two lists of tracks."""
    if not one or not other:
        return np.zeros((len(one), len(other)))
    first, last = frames_of([*one, *other])
    return track_iou(on_frames(one, first, last), on_frames(other, first, last))


def track_order(track: Track) -> tuple[list[tuple[int, bool, tuple[float, ...], tuple[float, ...]]], str]:
    """By which tracks are sorted: where they are, then what."""
    keys = [(at, box is None, box.low if box else (), box.high if box else ()) for at, box in track.keys]
    return keys, track.label

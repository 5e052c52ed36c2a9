"""Tracks: whose tracks mean one thing, where it is in every frame, what it is, and who followed it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from types import MappingProxyType
from typing import Any

import numpy as np

from armslength_quality.agreement.following import best_pairs, followed, switches
from armslength_quality.agreement.tracks import (
    Track,
    Tracking,
    Tracks,
    frames_of,
    iou_on_frames,
    on_frames,
    seen,
    track_iou,
    track_iou_table,
    track_of,
    track_order,
)
from armslength_quality.answers import Answers, Codes, Floats
from armslength_quality.errors import BadAnswers
from armslength_quality.truth.care import care
from armslength_quality.truth.categorical import CategoricalModel, CategoricalTruth
from armslength_quality.truth.dawid_skene import DawidSkene
from armslength_quality.truth.linkage import joined
from armslength_quality.truth.majority import MajorityVote
from armslength_quality.truth.model import Model, demand
from armslength_quality.truth.shape import CLOSED_FORM, Caution, Fit, Trouble, frozen
from armslength_quality.truth.skill import jeffreys

MEASURE = "F1 of the tracks with what is believed, each by its frames"
_THERE, _NOT = "there", "not there"
_EVEN = 1e-9
_HALF = 0.5 - _EVEN


@dataclass(frozen=True, slots=True)
class FoundTrack:
    """A track that is believed; it has a keyframe for every frame, nothing is left to be interpolated.

    probability   that there is something
    sure          that it is what its label says
    drawn         how many people followed it through half of its frames
    """

    track: Track
    probability: float
    sure: float
    drawn: int


@dataclass(frozen=True, slots=True)
class Following:
    """How one person followed what is believed; a box is a track in one frame.

    found, missed   boxes of what is believed that they have, and have not
    invented        boxes of theirs that are not believed
    switches        how often the believed thing goes on under another of their tracks
    """

    found: int = 0
    missed: int = 0
    invented: int = 0
    switches: int = 0

    def __add__(self, other: Following) -> Following:
        return Following(
            self.found + other.found, self.missed + other.missed, self.invented + other.invented,
            self.switches + other.switches,
        )  # fmt: skip


@dataclass(frozen=True, eq=False, kw_only=True)
class TrackTruth(Fit):
    """The tracks of every clip.

    tracks      item -> what is believed, in the order of the first frames; certain where gold is pinned
    following   annotator -> how they followed it
    labels      what the things, which have numbers, are; its `confusion` and `skill` are about labels alone. None where
                fewer than two labels were given
    """

    answers: Tracks
    tracks: Mapping[Hashable, tuple[FoundTrack, ...]]
    following: Mapping[Hashable, Following]
    labels: CategoricalTruth | None

    def of(self, item: Hashable) -> tuple[FoundTrack, ...]:
        """The tracks of one clip. Raises KeyError for a clip nobody looked at."""
        return self.tracks[item]


class _Scene:
    """One clip, all its people on the same frames.

    corners   by person (tracks, frames, 2, dimensions)
    """

    def __init__(self, trackings: Sequence[Tracking]) -> None:
        self.item = trackings[0].item
        self.trackings = trackings
        self.first, self.last = frames_of(track for each in trackings for track in each.tracks)
        self.corners = [on_frames(each.tracks, self.first, self.last) for each in trackings]

    def alike(self) -> tuple[Floats, list[tuple[int, int]]]:
        """Mean IoU of every two tracks, and whose they are: (person, track)."""
        owners = [(who, number) for who, each in enumerate(self.corners) for number in range(len(each))]
        owners.sort(key=lambda each: track_order(self.trackings[each[0]].tracks[each[1]]))
        place = {owner: at for at, owner in enumerate(owners)}
        table = np.eye(len(owners))
        for who, mine in enumerate(self.corners):
            for other in range(who + 1, len(self.corners)):
                theirs = self.corners[other]
                if len(mine) and len(theirs):
                    rows, columns = ([place[each, n] for n in range(len(self.corners[each]))] for each in (who, other))
                    table[np.ix_(rows, columns)] = between = track_iou(mine, theirs)
                    table[np.ix_(columns, rows)] = between.T
        return table, owners


@dataclass(eq=False)
class _Thing:
    """One thing of a clip.

    boxes     (people, frames, 2, dimensions) everybody's boxes of it; nan where they have none
    whose     (people,) whether they followed it
    words     person -> what they called it
    """

    scene: _Scene
    boxes: Floats
    whose: np.ndarray[tuple[int], np.dtype[np.bool_]]
    words: Mapping[int, str]

    def fused(self, weight: Floats) -> Floats:
        """(frames, 2, dimensions) in sight where half of those who followed it have it; sides by weighted mean."""
        boxes = self.boxes[self.whose]
        have = ~np.isnan(boxes)
        share = have * weight[self.whose][:, None, None, None]
        total = np.where(have, boxes, 0.0)
        there = have.mean(axis=0) >= _HALF
        middle = np.full(there.shape, np.nan)
        np.divide((total * share).sum(axis=0), share.sum(axis=0), out=middle, where=there)
        return middle


@dataclass(frozen=True)
class TrackClusters(Model[Tracks, TrackTruth]):
    """Tracks that overlap from frame to frame are one thing; whether it is there is a question that everybody who saw
    the clip answered, by following it or not; what it is, another, to those who followed it.

    iou        the least mean IoU, over the frames in which either is in sight, of tracks that mean the same; and the
               least IoU of two boxes of one frame
    there      the model of labels that decides whether a thing is there: by default half of the people must have
               followed it
    label      the model of labels that decides what it is, by everybody's confusion
    weighted   whether who draws more carefully counts for more in where a thing is

    Formula: whole tracks are joined by mean IoU, the likest first, whatever they are called, of each person one; where
    the thing is, is the median of each side. What lies on a thing with more behind it, in its own frames, is a piece of
    that: somebody began a new track. Then all boxes are given to the things frame by frame, as CLEAR MOT does, so that
    what a track shows after it went over to another thing counts for that one. Who has half of a thing's frames
    followed it; it is in sight in the frames in which half of these have it, at the mean of each side of their boxes. A
    person's weight is one over the variance of their sides, in widths of the thing, which are such that those of two
    people add up to the mean square of their difference (Grubbs); it is drawn to the crowd's.

    Between keyframes boxes move in straight lines, and gaps are gaps: see `Track`.

    Cost: per clip frames x the square of the tracks, and that of the models of labels over things x people.

    Reference: F. E. Grubbs, "On estimating precision of measuring instruments and product variability", JASA 43 (1948).

    >>> from armslength_quality import Box
    >>> seen = [(who, Track(((0, Box((x, 0), (x + 10, 10))), (8, Box((x + 8, 0), (x + 18, 10)))))) for who, x in
    ...         (("ada", 0), ("bob", 1))]
    >>> rows = [("clip", who, [track]) for who, track in seen] + [("clip", "cy", [])]
    >>> (found,) = TrackClusters().fit(Tracks.from_rows(rows)).of("clip")
    >>> found.drawn, found.track.keys[4]
    (2, (4, Box(low=(4.5, 0.0), high=(14.5, 10.0), label='', yaw=0.0)))
    """

    iou: float = 0.5
    there: CategoricalModel = field(default_factory=MajorityVote)
    label: CategoricalModel = field(default_factory=DawidSkene)
    weighted: bool = True

    def __post_init__(self) -> None:
        demand(0 < self.iou <= 1, "iou", "over 0, up to 1")
        demand(isinstance(self.there, CategoricalModel), "there", "a model of labels")
        demand(isinstance(self.label, CategoricalModel), "label", "a model of labels")

    def fit(self, answers: Tracks, *, gold: Mapping[Any, Iterable[Track]] | None = None) -> TrackTruth:
        """The tracks of every clip; `gold` pins those of the clips it names and teaches about the people."""
        known = known_tracks(answers, gold)
        things = [thing for trackings in answers.by_item.values() for thing in _things(_Scene(trackings), self.iou)]
        if not things:
            text = "Nobody followed anything: that says nothing about who finds what is there."
            caution = Caution(Trouble.ONE_CATEGORY if answers.by_item else Trouble.NO_ANSWERS, text, fatal=True)
            return self._dressed(answers, known, {}, None, None, (caution,))
        weight = _care(answers, things) if self.weighted else np.ones(len(answers.annotators))
        place = {name: code for code, name in enumerate(answers.annotators)}
        fused = [each.fused(weight[[place[who.annotator] for who in each.scene.trackings]]) for each in things]
        meant = [
            _meant(each, one, known.get(each.scene.item), self.iou) for each, one in zip(things, fused, strict=True)
        ]
        inner = self._there(things, meant)
        if not inner.supported:
            return self._dressed(answers, known, {}, inner, None, inner.warnings)
        labels, warnings = self._labels(things, meant, inner.warnings)
        found: dict[Hashable, list[FoundTrack]] = {item: [] for item in answers.by_item}
        for number, (thing, corners) in enumerate(zip(things, fused, strict=True)):
            probability = float(inner.posterior[inner.answers.item_codes[number], 1])
            if probability >= _HALF:
                word, sure = _called(thing, number, labels)
                track = track_of(corners, thing.scene.first, word)
                found[thing.scene.item].append(FoundTrack(track, min(1.0, probability), sure, int(thing.whose.sum())))
        return self._dressed(answers, known, found, inner, labels, warnings)

    def _there(self, things: Sequence[_Thing], meant: Sequence[Track | bool | None]) -> CategoricalTruth:
        """Whether each thing is there: who looked at its clip followed it, or did not."""
        rows = [
            (number, who.annotator, _THERE if mine else _NOT)
            for number, thing in enumerate(things)
            for who, mine in zip(thing.scene.trackings, thing.whose, strict=True)
        ]
        pinned: dict[Hashable, str] = {
            number: _THERE if it else _NOT for number, it in enumerate(meant) if it is not None
        }
        return self.there.fit(Answers.from_rows(rows, categories=[_NOT, _THERE]), gold=pinned)

    def _labels(
        self, things: Sequence[_Thing], meant: Sequence[Track | bool | None], warnings: tuple[Caution, ...]
    ) -> tuple[CategoricalTruth | None, tuple[Caution, ...]]:
        """What each thing is; by vote, with a caution, where the answers do not support the model."""
        rows = [
            (number, thing.scene.trackings[who].annotator, word)
            for number, thing in enumerate(things)
            for who, word in thing.words.items()
        ]
        pinned: dict[Hashable, str] = {number: it.label for number, it in enumerate(meant) if isinstance(it, Track)}
        words = {word for _, _, word in rows} | set(pinned.values())
        if len(words) < 2:
            return None, warnings
        answers = Answers.from_rows(rows, categories=sorted(words))
        labels = self.label.fit(answers, gold=pinned)
        if labels.supported:
            return labels, (*warnings, *labels.warnings)
        told = " ".join(each.text for each in labels.warnings if each.fatal)
        text = f"What things are called is decided by vote. {told}"
        return MajorityVote().fit(answers, gold=pinned), (*warnings, Caution(Trouble.FELL_BACK, text))

    def _dressed(
        self, answers: Tracks, known: Mapping[Hashable, tuple[Track, ...]],
        found: Mapping[Hashable, Sequence[FoundTrack]], inner: CategoricalTruth | None,
        labels: CategoricalTruth | None, warnings: tuple[Caution, ...],
    ) -> TrackTruth:  # fmt: skip
        tracks: dict[Hashable, tuple[FoundTrack, ...]] = {}
        right, trials = (np.zeros(len(answers.annotators)) for _ in range(2))
        n = np.zeros(len(answers.annotators), dtype=np.int64)
        place = {name: code for code, name in enumerate(answers.annotators)}
        record = dict.fromkeys(answers.annotators, Following())
        for item, trackings in answers.by_item.items():
            if item not in known and item not in found:
                continue
            believed = known[item] if item in known else [each.track for each in found[item]]
            scored = [_scored(believed, each.tracks, self.iou) for each in trackings]
            drawn = np.sum([each.drawn for each in scored], axis=0)
            each_of = [FoundTrack(one, 1.0, 1.0, int(drawn[at])) for at, one in enumerate(known.get(item, ()))]
            tracks[item] = tuple(
                each_of if item in known else sorted(found[item], key=lambda one: track_order(one.track))
            )
            for who, each in zip(trackings, scored, strict=True):
                code = place[who.annotator]
                n[code] += 1
                right[code] += each.right
                trials[code] += (len(believed) + len(who.tracks)) / 2
                record[who.annotator] += each.following
        return TrackTruth(
            model=self, answers=answers, gold=known, warnings=warnings,
            convergence=inner.convergence if inner else CLOSED_FORM,
            trace=inner.trace if inner else frozen(np.zeros(0)),
            skill=jeffreys(answers.annotators, MEASURE, np.minimum(right, trials), trials, n),
            tracks=MappingProxyType(tracks), following=MappingProxyType(record), labels=labels,
        )  # fmt: skip


def known_tracks(answers: Tracks, gold: Mapping[Any, Iterable[Track]] | None) -> Mapping[Hashable, tuple[Track, ...]]:
    """Gold of the clips that were looked at. Raises BadAnswers for what is no track."""
    known = {item: tuple(tracks) for item, tracks in (gold or {}).items() if item in answers.by_item}
    try:
        Tracks.from_rows((item, "gold", tracks) for item, tracks in known.items())
    except BadAnswers as error:
        raise BadAnswers(f"Gold: {error}") from None
    return MappingProxyType(known)


def _things(scene: _Scene, iou: float) -> list[_Thing]:
    """The things of a clip, those with most behind them first."""
    if scene.last < scene.first:
        return []
    table, owners = scene.alike()
    groups = sorted(joined(table, [who for who, _ in owners], iou), key=lambda group: -len(group))
    whole: list[Floats] = []
    for group in groups:
        boxes = np.array([scene.corners[who][number] for who, number in (owners[each] for each in group)])
        middle = _median(boxes)
        if not _is_piece(middle, whole, iou):
            whole.append(middle)
    return [thing for thing in _given_out(scene, np.array(whole), iou) if thing.whose.any()]


def _is_piece(corners: Floats, whole: Sequence[Floats], iou: float) -> bool:
    """Whether it lies on one of these in the frames in which it is in sight."""
    if not whole:
        return False
    on = iou_on_frames(np.array(whole), corners[None]).sum(axis=0) / seen(corners[None])
    return bool((on >= iou - _EVEN).any())


def _given_out(scene: _Scene, whole: Floats, iou: float) -> Iterator[_Thing]:
    """Everybody's boxes given to the things, frame by frame."""
    boxes = np.full((len(whole), len(scene.trackings), *whole.shape[1:]), np.nan)
    words: list[dict[int, str]] = [{} for _ in whole]
    for who, corners in enumerate(scene.corners):
        if not len(corners):
            continue
        partner = followed(iou_on_frames(whole, corners), iou)
        at, thing = np.nonzero(partner >= 0)
        boxes[thing, who, at] = corners[partner[at, thing], at]
        for number, column in enumerate(partner.T):
            if (column >= 0).any():
                most = int(np.bincount(column[column >= 0]).argmax())
                words[number][who] = scene.trackings[who].tracks[most].label
    have = (~np.isnan(boxes[..., 0, 0])).sum(axis=2)
    for number, (mine, length) in enumerate(zip(have, seen(whole), strict=True)):
        whose = mine >= _HALF * length
        yield _Thing(scene, boxes[number], whose, {who: word for who, word in words[number].items() if whose[who]})


def _median(boxes: Floats) -> Floats:
    """Over the people who have a box; nan where nobody has."""
    ranked, n = np.sort(boxes, axis=0), (~np.isnan(boxes)).sum(axis=0, keepdims=True)
    low, high = (np.take_along_axis(ranked, at, axis=0)[0] for at in (np.maximum(n - 1, 0) // 2, n // 2 * (n > 0)))
    middle: Floats = (low + high) / 2
    return middle


def _care(answers: Tracks, things: Sequence[_Thing]) -> Floats:
    """(annotators,) how carefully each draws, from what they differ by in widths of the thing."""
    place = {name: code for code, name in enumerate(answers.annotators)}
    pairs: dict[tuple[int, int], list[float]] = defaultdict(list)
    for thing in things:
        size = thing.boxes[:, :, 1:] - thing.boxes[:, :, :1]
        for one, other in combinations(np.flatnonzero(thing.whose).tolist(), 2):
            off = 2 * (thing.boxes[one] - thing.boxes[other]) / (size[one] + size[other])
            if not np.isnan(off).all():
                names = (thing.scene.trackings[each].annotator for each in (one, other))
                first, second = sorted(place[name] for name in names)
                pairs[first, second].append(float(np.nanmean(off**2)))
    return care(pairs, len(place))


def _meant(thing: _Thing, corners: Floats, known: Sequence[Track] | None, iou: float) -> Track | bool | None:
    """The gold that a thing is; False where it is none of it, None where its clip has no gold."""
    if known is None:
        return None
    overlap = track_iou_table([track_of(corners, thing.scene.first, "")], known)
    return known[int(overlap.argmax())] if overlap.size and overlap.max() >= iou - _EVEN else False


def _called(thing: _Thing, number: int, labels: CategoricalTruth | None) -> tuple[str, float]:
    """What a thing is, and how sure that is."""
    if labels is None:
        return next(iter(thing.words.values())), 1.0
    chances = labels.posterior[labels.answers.item_codes[number]]
    return str(labels.answers.categories[int(chances.argmax())]), float(chances.max())


@dataclass(frozen=True, slots=True)
class _Scored:
    """One person's tracks of a clip beside what is believed; `drawn`: (believed,) whether they followed each."""

    right: float
    following: Following
    drawn: Codes


def _scored(believed: Sequence[Track], tracks: Sequence[Track], iou: float) -> _Scored:
    first, last = frames_of([*believed, *tracks])
    there, mine = on_frames(believed, first, last), on_frames(tracks, first, last)
    boxes, own = int(seen(there).sum()), int(seen(mine).sum())
    if not len(believed) or not len(tracks):
        return _Scored(0.0, Following(0, boxes, own, 0), np.zeros(len(believed), dtype=np.int64))
    overlap = iou_on_frames(there, mine)
    matching = (overlap >= iou - _EVEN).sum(axis=0).astype(np.float64)
    shares = 2 * matching / (seen(there)[:, None] + seen(mine)[None])
    partner = followed(overlap, iou)
    found = (partner >= 0).sum(axis=0)
    following = Following(int(found.sum()), boxes - int(found.sum()), own - int(found.sum()), switches(partner)[0])
    return _Scored(float(shares[best_pairs(shares)].sum()), following, (found >= _HALF * seen(there)).astype(np.int64))

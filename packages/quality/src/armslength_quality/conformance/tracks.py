"""The suite's crowd for tracks."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np

from armslength_quality.agreement.boxes import Box
from armslength_quality.agreement.following import best_pairs
from armslength_quality.agreement.tracks import Track, Tracks, frames_of, iou_on_frames, on_frames, seen, track_of
from armslength_quality.answers import Floats
from armslength_quality.conformance.crowd import Crowd, Simulated
from armslength_quality.truth.shape import Fit
from armslength_quality.truth.tracks import TrackTruth

_PEOPLE, _CLIPS, _EACH, _FRAMES, _EVERY = 10, 20, 5, 30, 5
_LABELS = ("bus", "car")
Belief = tuple[tuple[Track, float], ...]


class TrackCrowd(Crowd[Tracks]):
    """Clips in which up to four things move; ten people who overlook some, invent some, take one kind for the other,
    begin a new track in the middle, go over to another thing, and set keyframes a little off."""

    name = "tracks"
    recovery = 0.1
    skill_error = 0.08

    def simulate(self, rng: np.random.Generator) -> Simulated[Tracks]:
        """20 clips, five people each; a person's skill is the F1 of their tracks with the true ones, by frames."""
        truth: dict[Hashable, tuple[Track, ...]] = {f"c{number:03}": clip(rng) for number in range(_CLIPS)}
        sees = np.linspace(0.65, 0.98, _PEOPLE)
        right, total, rows = np.zeros(_PEOPLE), np.zeros(_PEOPLE), []
        for item, tracks in truth.items():
            for who in rng.choice(_PEOPLE, size=_EACH, replace=False):
                drawn = watched(tracks, float(sees[who]), rng)
                right[who] += paired(tracks, drawn)
                total[who] += (len(tracks) + len(drawn)) / 2
                rows.append((item, f"a{who:02}", drawn))
        skill: dict[Hashable, float] = {f"a{who:02}": float(right[who] / total[who]) for who in range(_PEOPLE)}
        return Simulated(Tracks.from_rows(rows), truth, skill)

    def reordered(self, answers: Tracks, rng: np.random.Generator) -> Tracks:
        """Rows shuffled."""
        rows = _rows(answers)
        return Tracks.from_rows([rows[row] for row in rng.permutation(len(rows))])

    def renamed(self, answers: Tracks) -> tuple[Tracks, Mapping[Hashable, Hashable]]:
        """Names turned round, so that they sort otherwise."""
        rows = [(str(item)[::-1], str(who)[::-1], tracks) for item, who, tracks in _rows(answers)]
        return Tracks.from_rows(rows), {item: str(item)[::-1] for item in answers.by_item}

    def relabelled(self, answers: Tracks) -> tuple[Tracks, Mapping[Any, Any]] | None:
        """The labels under other names, which sort the other way round."""
        words = {label: f"{9 - number} {label}" for number, label in enumerate(_LABELS)}
        rows = [
            (item, who, tuple(Track(each.keys, words[each.label]) for each in tracks))
            for item, who, tracks in _rows(answers)
        ]
        return Tracks.from_rows(rows), words

    def unsupported(self) -> Mapping[str, Tracks]:
        """From no trackings at all to people who never follow the same."""
        track = _still(0.0)
        return {
            "nothing": Tracks.from_rows([]),
            "one tracking": Tracks.from_rows([(0, "a", [track])]),
            "nobody followed": Tracks.from_rows([(item, who, []) for item in range(5) for who in "abc"]),
            "no overlap": Tracks.from_rows([(item, item % 3, [track]) for item in range(5)]),
            "always differ": Tracks.from_rows(
                [(item, who, [_still(20.0 * who)]) for item in range(5) for who in range(3)]
            ),
        }

    def belief(self, fit: Fit, item: Hashable) -> Belief:
        """The tracks and their probabilities."""
        assert isinstance(fit, TrackTruth)
        return tuple((each.track, each.probability) for each in fit.of(item))

    def distance(self, one: Belief, other: Belief) -> float:
        """1 for other tracks, else the largest difference of a probability. Sums in another order are the same."""
        if [_plain(track) for track, _ in one] != [_plain(track) for track, _ in other]:
            return 1.0
        return max((abs(a - b) for (_, a), (_, b) in zip(one, other, strict=True)), default=0.0)

    def translated(self, belief: Belief, words: Mapping[Any, Any]) -> Belief:
        """The same tracks under the new labels."""
        return tuple((Track(track.keys, words[track.label]), sure) for track, sure in belief)

    def error(self, belief: Belief, truth: tuple[Track, ...]) -> float:
        """1 - F1 of the tracks, each by its frames; a wrong label is a wrong track."""
        found = [track for track, _ in belief]
        if not found and not truth:
            return 0.0
        return 1.0 - 2.0 * sum(
            paired([each for each in truth if each.label == label], [each for each in found if each.label == label])
            for label in _LABELS
        ) / (len(found) + len(truth))

    def is_sound(self, fit: Fit) -> bool:
        """Probabilities of a half at least, boxes with an extent, skills within their intervals, boxes that add up."""
        assert isinstance(fit, TrackTruth)
        for tracks in fit.tracks.values():
            for each in tracks:
                boxes = [box for _, box in each.track.keys if box is not None]
                extent = all(low < high for box in boxes for low, high in zip(box.low, box.high, strict=True))
                if not (extent and 0.5 - 1e-6 <= each.probability <= 1 and 0 < each.sure <= 1):
                    return False
        skill = fit.skill
        inside = (skill.low >= 0) & (skill.low <= skill.value) & (skill.value <= skill.high) & (skill.high <= 1)
        counted = all(
            min(each.found, each.missed, each.invented, each.switches) >= 0 for each in fit.following.values()
        )
        return counted and bool((inside | np.isnan(skill.value)).all())


def clip(rng: np.random.Generator) -> tuple[Track, ...]:
    """Up to four things that begin and end somewhere, each in a quarter of its own."""
    places = np.array([[0, 0], [0, 200], [200, 0], [200, 200]]) + rng.uniform(0, 40, size=(4, 2))
    return tuple(_moving(place, rng) for place in places if rng.random() < 0.7)


def watched(tracks: tuple[Track, ...], sees: float, rng: np.random.Generator, care: float = 2.0) -> list[Track]:
    """What somebody makes of a clip who finds each thing with probability `sees` and sets sides `care` off."""
    drawn: list[Track] = []
    for track in tracks:
        if rng.random() < sees:
            drawn += _drawn(track, care, rng)
    if len(drawn) > 1 and rng.random() < 0.1:
        drawn[:2] = _swapped(drawn[0], drawn[1])
    if rng.random() < 0.1:
        drawn.append(_moving(rng.uniform(400, 900, size=2), rng))
    return drawn


def paired(truth: list[Track] | tuple[Track, ...], drawn: list[Track] | tuple[Track, ...]) -> float:
    """How many true tracks were followed, each by 2 matching frames / (its frames + those of the track)."""
    if not truth or not drawn:
        return 0.0
    first, last = frames_of([*truth, *drawn])
    one, other = on_frames(truth, first, last), on_frames(drawn, first, last)
    matching = (iou_on_frames(one, other) >= 0.5).sum(axis=0)
    shares: Floats = 2 * matching / (seen(one)[:, None] + seen(other)[None])
    return float(shares[best_pairs(shares)].sum())


def _moving(corner: Floats, rng: np.random.Generator) -> Track:
    begin, end = int(rng.integers(0, 8)), int(rng.integers(22, _FRAMES))
    size, way = rng.uniform(40, 80, size=2), rng.normal(0, 1.5, size=2)
    ends = [(at, corner + way * (at - begin)) for at in (begin, end)]
    keys = tuple((at, Box(tuple(low.tolist()), tuple((low + size).tolist()))) for at, low in ends)
    return Track(keys, _LABELS[rng.integers(2)])


def _drawn(track: Track, care: float, rng: np.random.Generator) -> list[Track]:
    """Keyframes every few frames, a little off, now and then with another label or a new track from the middle on."""
    first, last = frames_of([track])
    corners = on_frames([track], first, last)[0]
    label = track.label if rng.random() < 0.9 else _LABELS[track.label == _LABELS[0]]
    ats = [*range(0, last - first, _EVERY), last - first]
    boxes = [corners[at] + rng.normal(0, care, size=(2, 2)) for at in ats]
    keys = [
        (first + at, Box(tuple(low), tuple(high)))
        for at, (low, high) in zip(ats, map(np.ndarray.tolist, boxes), strict=True)
    ]
    if rng.random() < 0.15:
        cut = int(rng.integers(2, len(keys) - 1))
        return [Track(tuple(keys[:cut]), label), Track(tuple(keys[cut:]), label)]
    return [Track(tuple(keys), label)]


def _swapped(one: Track, other: Track) -> list[Track]:
    """Two tracks that go over to each other's thing in frame 15."""
    first, last = frames_of([one, other])
    corners = on_frames([one, other], first, last)
    corners[:, max(0, 15 - first) :] = corners[::-1, max(0, 15 - first) :]
    pairs = zip(corners, (one.label, other.label), strict=True)
    return [track_of(each, first, label) for each, label in pairs if not np.isnan(each).all()]


def _plain(track: Track) -> tuple[str, list[tuple[int, object]]]:
    """What tells tracks apart, to a millionth of a pixel."""
    return track.label, [(at, box and np.round([box.low, box.high], 6).tolist()) for at, box in track.keys]


def _still(place: float) -> Track:
    box = Box((place, place), (place + 9.0, place + 9.0))
    return Track(((0, box), (9, box)), "car")


def _rows(answers: Tracks) -> list[tuple[Hashable, Hashable, tuple[Track, ...]]]:
    return [(each.item, each.annotator, each.tracks) for each in answers.trackings]


TRACKS = TrackCrowd()

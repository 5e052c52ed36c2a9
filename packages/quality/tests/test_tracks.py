"""The truth of tracks, and agreement on them: the suite, what is known by hand, and a published tool's numbers."""

import numpy as np
import pytest

from armslength_quality import (
    BadAnswers,
    BadParameter,
    Box,
    DawidSkene,
    Following,
    MajorityVote,
    Track,
    TrackClusters,
    Tracks,
    hota,
    identity_f1,
    identity_switches,
    matched_iou,
    overlap_f1,
)
from armslength_quality.agreement.tracks import on_frames, track_iou_table
from armslength_quality.conformance.suite import model_checks
from armslength_quality.conformance.tracks import TRACKS

CHECKS = model_checks(TrackClusters(), TRACKS)
CHECKS += model_checks(TrackClusters(there=DawidSkene(), label=MajorityVote(), weighted=False), TRACKS)[-2:]


@pytest.mark.parametrize("check", CHECKS, ids=str)
def test_a_model_behaves(check):
    check()


def at(x: float, y: float = 0.0, size: float = 10.0) -> Box:
    return Box((x, y), (x + size, y + size))


def still(x: float, first: int = 0, last: int = 9, label: str = "car") -> Track:
    return Track(((first, at(x)), (last, at(x))), label)


def sides(track: Track) -> list[float]:
    """The left side from frame to frame."""
    return on_frames([track], 0, track.keys[-1][0])[0, :, 0, 0].tolist()


def test_between_keyframes_boxes_move_and_gaps_stay_gaps():
    track = Track(((0, at(0)), (2, at(4)), (4, None), (6, at(9)), (7, at(9))))
    assert sides(track) == pytest.approx([0, 2, 4, 4, np.nan, np.nan, 9, 9], nan_ok=True)


def test_frames_in_which_one_is_absent_count():
    whole, late, elsewhere = still(0), still(0, 4), still(5)
    assert track_iou_table([whole], [whole, late, elsewhere]).tolist() == [[1.0, 0.6, pytest.approx(1 / 3)]]
    rows = Tracks.from_rows([("clip", "ada", [whole]), ("clip", "bob", [late])])
    assert (overlap_f1(rows).value, matched_iou(rows).value, overlap_f1(rows, iou=0.7).value) == (1.0, 0.6, 0.0)


@pytest.mark.parametrize(
    ("track", "says"),
    [
        (Track(()), "must begin with a box"),
        (Track(((0, None), (1, at(0)))), "must begin with a box"),
        (Track(((3, at(0)), (3, at(1)))), r"rising frames, not \[3, 3\]"),
        (Track(((0, Box((0, 0), (0, 5))),)), "frame 0: a box must have an extent"),
        (Track(((0, Box((0, 0, 0), (1, 1, 1))),)), "frame 0: every box needs 2 numbers"),
    ],
)
def test_what_is_no_track_is_refused_by_name(track, says):
    with pytest.raises(BadAnswers, match=f"'bob' in item 'clip'.*{says}"):
        Tracks.from_rows([("clip", "ada", [still(0)]), ("clip", "bob", [track])])
    with pytest.raises(BadAnswers, match="Gold: "):
        TrackClusters().fit(Tracks.from_rows([("clip", "ada", [still(0)])]), gold={"clip": [track, still(0)]})
    with pytest.raises(BadAnswers, match="'ada' tracked in item 'clip' twice"):
        Tracks.from_rows([("clip", "ada", [])] * 2)


ADA = [
    Track(((0, at(0)), (9, at(18)))),
    Track(((0, at(50)), (4, None), (6, at(50, 5)), (9, at(50, 5)))),
    Track(((2, at(20, 40, 20)), (8, at(20, 40, 20)))),
]
BOB = [
    Track(((0, at(1, 1)), (5, at(11, 1)))),
    Track(((6, at(13)), (9, at(18)))),
    Track(((0, at(50, 2)), (9, at(50, 3)))),
    Track(((0, Box((22, 40), (40, 60))), (9, Box((24, 44), (44, 60))))),
]


def test_association_is_what_a_published_tool_computes():
    """TrackEval 1.3.0 on the same boxes."""
    both = Tracks.from_rows([("clip", "ada", ADA), ("clip", "bob", BOB)])
    assert hota(both).value == pytest.approx(0.5336353305307663, abs=1e-12)
    assert identity_f1(both).value == 42 / 55
    assert identity_switches(both).value == 1 / 43
    turned = Tracks.from_rows([("clip", "bob", ADA), ("clip", "ada", BOB)])
    assert hota(turned).value == pytest.approx(hota(both).value, abs=1e-12)


def test_other_labels_never_match_and_nothing_is_not_a_number():
    rows = [("clip", "ada", [still(0, label="car")]), ("clip", "bob", [still(0, label="bus")])]
    assert (hota(Tracks.from_rows(rows)).value, identity_f1(Tracks.from_rows(rows)).value) == (0.0, 0.0)
    empty = Tracks.from_rows([("clip", "ada", []), ("clip", "bob", [])])
    assert (hota(empty).value, hota(empty).note) == (None, "Nobody followed anything.")
    assert identity_switches(empty).note == "No track matches another in more than one frame."
    assert hota(Tracks.from_rows([])).n == 0
    with pytest.raises(BadParameter, match="iou must be over 0"):
        identity_f1(empty, iou=0)


def test_two_tracks_that_change_places_make_four_switches():
    swapped = [Track(((0, at(x)), (4, at(x)), (5, at(50 - x)), (9, at(50 - x)))) for x in (0.0, 50.0)]
    rows = Tracks.from_rows([("clip", "ada", [Track(still(0).keys), Track(still(50).keys)]), ("clip", "bob", swapped)])
    assert identity_switches(rows).value == 4 / 36
    assert identity_f1(rows).value == 0.5


def test_intervals_are_over_clips():
    rows = [row for n in range(12) for row in ((n, "ada", [still(0)]), (n, "bob", [still(n % 4)]))]
    seen = hota(Tracks.from_rows(rows), rng=np.random.default_rng(1))
    assert seen.low < seen.value < seen.high
    assert seen.n == 12


def test_a_track_begun_anew_is_one_thing_and_a_switch():
    halves, parts = [still(0, 0, 4), still(0, 5, 9)], [still(0, 0, 6), still(0, 7, 9)]
    truth = TrackClusters().fit(
        Tracks.from_rows([("clip", "ada", [still(0)]), ("clip", "bob", halves), ("clip", "cy", parts)])
    )
    (found,) = truth.of("clip")
    assert (found.drawn, found.probability, len(found.track.keys)) == (3, 1.0, 10)
    assert truth.following["bob"] == Following(found=10, missed=0, invented=0, switches=1)
    assert truth.following["ada"] == Following(found=10)
    assert truth.skill.of("ada").value > truth.skill.of("bob").value


def test_frames_are_voted_on_by_those_who_followed_it():
    rows = [("clip", who, [still(0, first, 9)]) for who, first in (("ada", 0), ("bob", 3), ("cy", 4))]
    (found,) = TrackClusters().fit(Tracks.from_rows([*rows, ("clip", "dee", []), ("clip", "eve", [])])).of("clip")
    assert (found.track.keys[0][0], found.drawn, found.probability) == (3, 3, 0.6)


def test_who_draws_carefully_counts_for_more():
    rng = np.random.default_rng(3)
    care = {"ada": 0.2, "bob": 1.5, "cy": 1.5}
    rows = [
        (clip, who, [Track(tuple((frame, at(frame + rng.normal(0, off))) for frame in range(8)), "car")])
        for clip in range(15)
        for who, off in care.items()
    ]
    off = {
        weighted: np.mean([
            np.abs(np.array(sides(found.track)) - np.arange(8))
            for (found,) in TrackClusters(weighted=weighted).fit(Tracks.from_rows(rows)).tracks.values()
        ])
        for weighted in (True, False)
    }  # fmt: skip
    assert off[True] < 0.6 * off[False]


def test_what_things_are_is_told_by_who_knows():
    rng = np.random.default_rng(4)
    rows, kinds = [], {}
    for clip in range(60):
        kinds[clip] = str(rng.choice(["bus", "car"]))
        for who in range(5):
            lots = str(rng.choice(["bus", "car"]))
            rows.append((clip, f"p{who}", [still(0, label=kinds[clip] if who < 2 else lots)]))
    told = {
        name: np.mean([fit.of(clip)[0].track.label == kind for clip, kind in kinds.items()])
        for name, fit in (
            (name, TrackClusters(label=model).fit(Tracks.from_rows(rows)))
            for name, model in (("people", DawidSkene()), ("vote", MajorityVote()))
        )
    }
    assert told["people"] > 0.95 > told["vote"]

"""Boxes that are turned: what they share, who agrees, what several people drew together."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from armslength_quality import (
    BadAnswers,
    Box,
    BoxAnswers,
    BoxClusters,
    Boxes,
    Track,
    Tracks,
    iou_table,
    matched_iou,
    overlap_f1,
    turned_apart,
)

places = st.floats(-3, 3)
sizes = st.floats(0.2, 5)
turned = st.builds(
    lambda middle, size, yaw: Box.about(middle, size, yaw=yaw),
    st.tuples(places, places, places), st.tuples(sizes, sizes, sizes), st.floats(-7, 7),
)  # fmt: skip


def by_corners(one: Box, other: Box) -> float:
    """IoU by another way: the corners of what is shared are corners that lie within the other, and crossings."""
    x, y = (corners(box) for box in (one, other))
    found = [p for p in x if within(p, y)] + [p for p in y if within(p, x)]
    found += [p for i in range(4) for j in range(4) if (p := crossing(x[i - 1], x[i], y[j - 1], y[j])) is not None]
    around = sorted(found, key=lambda p: math.atan2(*(p - np.mean(found, axis=0))))
    area = abs(sum(cross(around[i - 1], p) for i, p in enumerate(around))) / 2
    both = area * max(0.0, min(one.high[2], other.high[2]) - max(one.low[2], other.low[2]))
    volume = sum(float(np.prod(np.subtract(box.high, box.low))) for box in (one, other))
    return both / (volume - both)


def corners(box):
    turn = np.array([[math.cos(box.yaw), -math.sin(box.yaw)], [math.sin(box.yaw), math.cos(box.yaw)]])
    middle, half = (np.add(box.low, box.high) / 2)[:2], (np.subtract(box.high, box.low) / 2)[:2]
    return [middle + turn @ (half * way) for way in ((1, 1), (-1, 1), (-1, -1), (1, -1))]


def cross(p, q):
    return p[0] * q[1] - p[1] * q[0]


def within(p, around):
    return all(cross(around[i] - around[i - 1], p - around[i - 1]) >= -1e-12 for i in range(4))


def crossing(a, b, c, d):
    slope = cross(b - a, d - c)
    if abs(slope) < 1e-12:
        return None
    s, t = cross(c - a, d - c) / slope, cross(c - a, b - a) / slope
    return a + s * (b - a) if 0 <= s <= 1 and 0 <= t <= 1 else None


@given(turned, turned)
@settings(max_examples=60, deadline=None)
def test_it_is_what_both_cover(one, other):
    assert iou_table([one], [other])[0, 0] == pytest.approx(by_corners(one, other), abs=1e-9)


@given(turned, turned, st.floats(-7, 7), st.tuples(places, places, places), st.integers(-4, 4))
@settings(max_examples=60, deadline=None)
def test_what_overlap_does_not_depend_on(one, other, turn, move, quarters):
    found = iou_table([one], [other])[0, 0]
    assert iou_table([other], [one])[0, 0] == found
    assert iou_table([carried(one, turn, move)], [carried(other, turn, move)])[0, 0] == pytest.approx(found, abs=1e-9)
    assert iou_table([told_otherwise(one, quarters)], [other])[0, 0] == pytest.approx(found, abs=1e-9)
    assert iou_table([one], [one])[0, 0] == pytest.approx(1, abs=1e-12)
    plain, others = (Box(box.low, box.high) for box in (one, other))
    almost = Box(other.low, other.high, yaw=5e-324)  # turned, so by footprints; by nothing, so along the axes
    assert iou_table([plain], [almost])[0, 0] == pytest.approx(iou_table([plain], [others])[0, 0], abs=1e-12)


def carried(box, turn, move):
    """The whole scene turned about the origin, then moved."""
    x, y, z = np.add(box.low, box.high) / 2
    cos, sin = math.cos(turn), math.sin(turn)
    at = np.add((x * cos - y * sin, x * sin + y * cos, z), move)
    return Box.about(tuple(at.tolist()), np.subtract(box.high, box.low).tolist(), box.label, box.yaw + turn)


def told_otherwise(box, quarters):
    """The same by other words: so many quarters more, length and width exchanged for each."""
    length, width, height = np.subtract(box.high, box.low).tolist()
    size = (width, length, height) if quarters % 2 else (length, width, height)
    return Box.about(np.add(box.low, box.high) / 2, size, box.label, box.yaw + quarters * math.pi / 2)


def test_people_agree_on_turned_boxes():
    """Crossed boards share a square of four; one of them a storey up shares nothing, but seen from above it does."""
    flat, crossed, above = (Box.about((0, 0, z), (4, 2, 2), yaw=yaw) for z, yaw in ((1, 0), (1, math.pi / 2), (3, 0)))
    rows = [("i", "ada", [flat]), ("i", "bob", [crossed]), ("j", "ada", [crossed]), ("j", "bob", [above])]
    answers = BoxAnswers.from_rows(rows)
    assert overlap_f1(answers, iou=0.3).value == 0.5
    assert matched_iou(answers, iou=0.3).value == pytest.approx(1 / 3)
    assert overlap_f1(answers.footprints(), iou=0.3).value == 1
    assert turned_apart(answers.footprints(), iou=0.3).value == pytest.approx(math.pi / 2)
    assert turned_apart(answers, iou=0.9).value is None


PEOPLE = {"ada": 0.02, "bob": 0.05, "cy": 0.1, "dan": 0.05, "eve": 0.1}


def street(seed: int, turn: float = 0.0, names=tuple(PEOPLE)):
    """Forty cars and what five people drew of them; now and then one takes the back for the front, or tells length and
    width exchanged."""
    rng = np.random.default_rng(seed)
    cars, rows = [], []
    for item in range(40):
        at, yaw = (*rng.uniform(-40, 40, 2), 0.8), rng.uniform(-math.pi, math.pi)
        cars.append(carried(Box.about(at, (4.5, 1.9, 1.6), "car", yaw), turn, (0, 0, 0)))
        for who, off in zip(names, PEOPLE.values(), strict=True):
            size = np.array((4.5, 1.9, 1.6)) + rng.normal(0, off, 3)
            drawn = Box.about(np.array(at) + rng.normal(0, off, 3), size, "car", yaw + rng.normal(0, off))
            drawn = told_otherwise(drawn, rng.choice([0, 1, 2], p=[0.8, 0.1, 0.1]))
            rows.append((item, who, [carried(drawn, turn, (0, 0, 0))]))
    return cars, Boxes.from_rows(rows)


@pytest.mark.parametrize("weighted", [True, False])
def test_a_car_is_put_together_however_it_is_told(weighted):
    model = BoxClusters(weighted=weighted)
    cars, answers = street(1)
    found = [model.fit(answers).of(item) for item in range(40)]
    assert {len(each) for each in found} == {1}
    pairs = [(each.box, car) for (each,), car in zip(found, cars, strict=True)]
    assert np.mean([iou_table([box], [car])[0, 0] for box, car in pairs]) > (0.95 if weighted else 0.92)
    off = np.array([abs(math.remainder(box.yaw - car.yaw, math.tau)) for box, car in pairs])
    assert (off < 0.2).sum() >= 38  # hardly a back is a front
    assert off[off < 0.2].mean() < 0.03
    assert np.mean([each.facing for (each,) in found]) == pytest.approx(0.8, abs=0.05)
    # nothing depends on which way the scene lies, or on names
    _, elsewhere = street(1, turn=1.0)
    other = model.fit(elsewhere)
    assert max(apart(carried(box, 1.0, (0, 0, 0)), other.of(i)[0].box) for i, (box, _) in enumerate(pairs)) < 1e-9
    _, renamed = street(1, names=("zoe", "yan", "xu", "walt", "vic"))
    other = model.fit(renamed)
    assert max(apart(box, other.of(i)[0].box) for i, (box, _) in enumerate(pairs)) < 1e-9


def apart(one, other):
    ends = np.abs(np.subtract((one.low, one.high), (other.low, other.high))).max()
    return max(ends, abs(math.remainder(one.yaw - other.yaw, math.tau)))


def test_one_slip_does_not_turn_it():
    rows = [("i", who, [Box.about((0, 0), (3, 2), yaw=yaw)]) for who, yaw in zip("abc", (0.0, 0.02, 0.4), strict=True)]
    (found,) = BoxClusters().fit(Boxes.from_rows(rows)).of("i")
    assert abs(found.box.yaw - 0.02) < 0.02


def test_of_a_known_box_it_is_told_who_saw_its_front():
    car = Box.about((0, 0, 0), (4, 2, 1), yaw=1.0)
    backwards = Box.about((0, 0, 0), (4, 2, 1), yaw=1.0 + math.pi)
    drawn = Boxes.from_rows([("i", "a", [car]), ("i", "b", [backwards]), ("i", "c", []), ("i", "d", [car])])
    found = BoxClusters().fit(drawn, gold={"i": [car, Box.about((9, 9, 9), (1, 1, 1), yaw=1.0)]}).boxes["i"]
    assert [(each.drawn, round(each.facing, 3)) for each in found] == [(3, 0.667), (0, 1.0)]


def test_what_cannot_be_turned_is_refused():
    with pytest.raises(BadAnswers, match=r"in 1 dimensions cannot be turned by 0\.1"):
        BoxAnswers.from_rows([("i", "ada", [Box((0.0,), (1.0,), yaw=0.1)])])
    with pytest.raises(BadAnswers, match="cannot be turned by nan"):
        BoxAnswers.from_rows([("i", "ada", [Box((0, 0), (1, 1), yaw=math.nan)])])
    with pytest.raises(BadAnswers, match="a box that is followed cannot be turned"):
        Tracks.from_rows([("i", "ada", [Track(((0, Box((0, 0), (1, 1), yaw=1.0)),))])])

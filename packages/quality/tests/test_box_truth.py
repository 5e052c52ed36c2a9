"""The truth of boxes: the suite, what is known by hand, and people."""

import csv
import gzip
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from armslength_quality import BadAnswers, Box, BoxClusters, Boxes, DawidSkene, overlap_f1
from armslength_quality.agreement.boxes import BoxAnswers
from armslength_quality.conformance.boxes import BOXES
from armslength_quality.conformance.suite import model_checks
from armslength_quality.truth.boxes import joined

MODELS = [BoxClusters(), BoxClusters(there=DawidSkene(), weighted=False)]
CHECKS = [check for model in MODELS for check in model_checks(model, BOXES)]


@pytest.mark.parametrize("check", CHECKS, ids=str)
def test_a_model_behaves(check):
    check()


def test_two_things_of_one_person_are_two_however_near():
    near = [Box((0, 0), (10, 10)), Box((0, 2), (10, 12))]
    rows = [("i", "ada", near), ("i", "bob", near)]
    assert [each.box.low for each in BoxClusters().fit(Boxes.from_rows(rows)).of("i")] == [(0.0, 0.0), (0.0, 2.0)]


def test_a_chain_of_overlaps_is_not_one_thing():
    stretch = np.array([[1, 0.6, 0.2], [0.6, 1, 0.6], [0.2, 0.6, 1]])
    assert sorted(map(len, joined(stretch, ["a", "b", "c"], 0.5))) == [1, 2]


def test_one_slip_does_not_move_a_side():
    rows = [("i", who, [Box((0.0,), (end,), "speech")]) for who, end in (("a", 10.0), ("b", 10.2), ("c", 17.0))]
    (found,) = BoxClusters().fit(Boxes.from_rows(rows)).of("i")
    assert (found.drawn, found.box.label) == (3, "speech")
    assert found.box.high[0] == pytest.approx(10.2, abs=0.1)
    (middle,) = BoxClusters(weighted=False).fit(Boxes.from_rows(rows)).of("i")
    assert middle.box.high == (10.2,)


def test_who_draws_carefully_counts_for_more():
    rng, noise = np.random.default_rng(3), {"ada": 0.5, "bob": 6.0, "cy": 6.0}
    truth = [(rng.uniform(0, 100, size=2), rng.uniform(60, 90, size=2)) for _ in range(40)]
    rows = [
        (item, who, [Box(*(tuple((side + rng.normal(0, off, size=2)).tolist()) for side in (low, low + size)))])
        for item, (low, size) in enumerate(truth)
        for who, off in noise.items()
    ]
    off = {}
    for weighted in (True, False):
        fit = BoxClusters(weighted=weighted).fit(Boxes.from_rows(rows))
        off[weighted] = np.mean([abs(fit.of(item)[0].box.low - low) for item, (low, _) in enumerate(truth)])
    assert off[True] < 0.5 * off[False]


def test_a_cuboid_is_a_box_too():
    rows = [("i", who, [Box((0.0, 0.0, 0.0), (4.0, 2.0, top))]) for who, top in (("a", 1.5), ("b", 1.7))]
    assert BoxClusters().fit(Boxes.from_rows(rows)).of("i")[0].box.high == (4.0, 2.0, 1.6)


def test_gold_without_extent_is_refused():
    with pytest.raises(BadAnswers, match=r"Gold: 'gold' drew .* must have an extent"):
        BoxClusters().fit(Boxes.from_rows([("i", "a", [])]), gold={"i": [Box((0, 0), (0, 3))]})


PEDESTRIANS = Path(__file__).parents[3] / "../shared/data/truth/pedestrian_boxes/labels.csv.gz"


@pytest.mark.skipif(not PEDESTRIANS.exists(), reason="the crowd's answers are not here")
def test_a_stranger_agrees_with_the_crowd_more_than_with_one_of_it():
    with gzip.open(PEDESTRIANS, "rt") as file:
        rows = [(each["item"], each["worker"], boxes(each["label"])) for each in islice(csv.DictReader(file), 1400)]
    stranger = {item: (who, drawn) for item, who, drawn in rows}
    others = [row for row in rows if stranger[row[0]][0] != row[1]]
    crowd = BoxClusters().fit(Boxes.from_rows(others))
    with_crowd = beside(
        [(item, "crowd", [each.box for each in found]) for item, found in crowd.boxes.items()], stranger
    )
    assert with_crowd > beside(others, stranger) + 0.02


def beside(rows, stranger) -> float:
    """F1 of each drawing with the stranger's of the same item."""
    pairs = [((item, who), "it", drawn) for item, who, drawn in rows]
    pairs += [((item, who), "stranger", stranger[item][1]) for item, who, _ in rows]
    return overlap_f1(BoxAnswers.from_rows(pairs), resamples=0).value


def boxes(text: str) -> list[Box]:
    corners = [tuple(map(float, part.split())) for part in text.split(";") if part.strip()]
    return [Box((x, y), (x + w, y + h)) for x, y, w, h in corners if w > 0 and h > 0]

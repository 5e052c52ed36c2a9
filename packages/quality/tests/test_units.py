"""Spans as units, and boxes: worked examples, other programs, and what must hold for any."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from armslength_quality import (
    Answers,
    BadAnswers,
    BadParameter,
    Box,
    BoxAnswers,
    SpanAnswers,
    gamma,
    iou_difference,
    krippendorff_alpha,
    matched_iou,
    overlap_f1,
    panoptic_quality,
    span_f1,
    unitizing_alpha,
)
from armslength_quality.agreement.gamma import Dissimilarity, disorder
from armslength_quality.agreement.overlap import iou_table

# Krippendorff (2004), "Measuring the reliability of qualitative text analysis data": two observers i and j on a
# continuum of 300, categories c and k.
KRIPPENDORFF_2004 = [
    ("t", "i", [(75, 145, "c"), (220, 250, "c"), (30, 90, "k"), (150, 200, "k")]),
    ("t", "j", [(70, 150, "c"), (205, 225, "c"), (250, 270, "c"), (30, 90, "k"), (150, 200, "k")]),
]
THREE_READERS = [
    [(0, 4, "PER"), (20, 25, "LOC"), (40, 47, "ORG")],
    [(1, 5, "PER"), (20, 26, "PER"), (55, 58, "ORG")],
    [(0, 5, "PER"), (41, 47, "ORG")],
]

spans = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 6), st.sampled_from("AB")).map(lambda s: (s[0], s[0] + s[1], s[2])),
    max_size=4, unique=True,
)  # fmt: skip
readings = st.lists(st.tuples(spans, spans, spans), min_size=1, max_size=4)


def _answers(items):
    rows = [(item, who, marked) for item, people in enumerate(items) for who, marked in zip("abc", people, strict=True)]
    return SpanAnswers.from_rows(rows, dict.fromkeys(range(len(items)), 40))


@pytest.mark.parametrize(("label", "printed"), [("c", 0.7286), ("k", 1.0), (None, 0.8587)])
def test_unitizing_alpha_is_krippendorffs_own(label, printed):
    answers = SpanAnswers.from_rows(KRIPPENDORFF_2004, {"t": 300})
    assert unitizing_alpha(answers, label=label).value == pytest.approx(printed, abs=0.00005)


def test_units_of_one_person_that_overlap_are_one_and_the_note_says_so():
    twice = SpanAnswers.from_rows([("t", "i", [(0, 5, "c"), (3, 9, "c")]), ("t", "j", [(0, 9, "c")])], {"t": 20})
    estimate = unitizing_alpha(twice)
    assert estimate.value == 1.0
    assert "1 units that overlap" in estimate.note


def test_the_cheapest_alignment_is_that_of_pygamma_agreement():
    """pygamma-agreement 0.5.9, alpha = beta = delta_empty = 1; its numbers are of single precision."""
    equal = Dissimilarity(1.0, 1.0)
    two = [[(0, 4, "PER"), (20, 25, "LOC")], [(0, 4, "PER"), (20, 26, "LOC")]]
    assert disorder(two, equal) == pytest.approx(0.008264463, abs=1e-7)
    assert disorder(THREE_READERS, equal) == pytest.approx(2.7004576, abs=1e-6)


def test_gamma_is_near_that_of_pygamma_agreement():
    """0.451 with its shuffles, 0.518 with its statistical texts: what chance is differs by the sampler."""
    answers = SpanAnswers.from_rows([("t", who, marked) for who, marked in enumerate(THREE_READERS)], {"t": 58})
    assert gamma(answers, rng=np.random.default_rng(0), shuffles=60).value == pytest.approx(0.48, abs=0.06)


@given(marked=st.tuples(spans, spans))
@settings(max_examples=40, deadline=None)
def test_no_alignment_of_two_readers_is_cheaper(marked):
    one, other = (sorted(each) for each in marked)
    costs = (
        sum(_pair_cost(u, v) for u, v in zip(one, partners, strict=True)) + len(set(other) - set(partners))
        for partners in permutations(other + [None] * len(one), len(one))
    )
    assert disorder([one, other], Dissimilarity(1.0, 1.0)) == pytest.approx(min(costs), abs=1e-9)


def _pair_cost(one, other):
    if other is None:
        return 1.0
    place = (abs(one[0] - other[0]) + abs(one[1] - other[1])) / (one[1] - one[0] + other[1] - other[0])
    return place**2 + (one[2] != other[2])


@given(items=readings)
@settings(max_examples=25, deadline=None)
def test_same_units_are_one_and_nothing_is_undefined(items):
    same = _answers([(people[0],) * 3 for people in items])
    for estimate in (
        unitizing_alpha(same), overlap_f1(same), panoptic_quality(same), matched_iou(same),
        gamma(same, rng=np.random.default_rng(0), shuffles=2),
    ):  # fmt: skip
        if any(people[0] for people in items):
            assert estimate.value is None or estimate.value == pytest.approx(1.0)
        else:
            assert estimate.value is None
            assert estimate.note


@given(items=readings)
@settings(max_examples=25, deadline=None)
def test_quality_is_finding_times_fitting_and_exact_spans_are_iou_one(items):
    answers = _answers(items)
    f1, fit, quality = overlap_f1(answers, iou=0.3), matched_iou(answers, iou=0.3), panoptic_quality(answers, iou=0.3)
    if fit.value is not None:
        assert quality.value == pytest.approx(f1.value * fit.value)
    exact, one = span_f1(answers).value, overlap_f1(answers, iou=1).value
    assert exact == one if exact is None else one == pytest.approx(exact)


def test_boxes_by_hand():
    """Ada sees two cars and a bus, Bob one car (IoU 0.8) and calls the bus a car, Cy draws nothing."""
    car, near, bus = Box((0, 0), (10, 10), "car"), Box((0, 0), (10, 8), "car"), Box((20, 20), (30, 30), "bus")
    far, wrong = Box((50, 0), (60, 10), "car"), Box((20, 20), (30, 30), "car")
    rows = [("i", "ada", [car, bus, far]), ("i", "bob", [wrong, near]), ("i", "cy", []), ("j", "ada", [])]
    answers = BoxAnswers.from_rows(rows)
    assert overlap_f1(answers).value == pytest.approx(2 * 1 / (5 + 3 + 2))
    assert matched_iou(answers).value == pytest.approx(0.8)
    assert panoptic_quality(answers).value == pytest.approx(2 * 0.8 / 10)
    estimate = overlap_f1(BoxAnswers.from_rows([*rows, ("j", "bob", [far])]), rng=np.random.default_rng(0))
    assert (estimate.n, estimate.low, estimate.value) == (2, 0.0, pytest.approx(2 / 11))


def test_one_to_one_and_the_best_of_it():
    """Both of hers overlap his first best, but only one may have it."""
    hers = [Box((0,), (10,)), Box((1,), (11,))]
    his = [Box((0,), (11,)), Box((3,), (13,))]
    answers = BoxAnswers.from_rows([("clip", "ada", hers), ("clip", "bob", his)])
    table = iou_table(hers, his)
    assert matched_iou(answers).value == pytest.approx(max(table[0, 0] + table[1, 1], table[0, 1] + table[1, 0]) / 2)


def test_alpha_over_boxes():
    boxes = [Box((0, 0), (10, 10)), Box((0, 0), (10, 8)), Box((40, 40), (60, 60)), Box((40, 40), (60, 55))]
    rows = [(1, "ada", boxes[0]), (1, "bob", boxes[1]), (2, "ada", boxes[2]), (2, "bob", boxes[3])]
    observed = 2 * (0.2 + 0.25) / 4
    expected = (2 * (0.2 + 0.25) + 8 * 1.0) / 12
    assert krippendorff_alpha(Answers.from_rows(rows), iou_difference).value == pytest.approx(1 - observed / expected)
    with pytest.raises(BadAnswers, match="'car' is none"):
        iou_difference(boxes[0], "car")


def test_bad_boxes_and_thresholds_are_named():
    for box, problem in (
        (Box((0, 0), (0, 5), "car"), "extent in every dimension"),
        (Box((0.0,), (float("inf"),)), "extent in every dimension"),
        (Box((0, 0), (1,)), "2 numbers from and to"),
    ):
        with pytest.raises(BadAnswers, match=problem):
            BoxAnswers.from_rows([("i", "ada", [box])])
    with pytest.raises(BadAnswers, match="'ada' drew in item 'i' twice"):
        BoxAnswers.from_rows([("i", "ada", []), ("i", "ada", [])])
    with pytest.raises(BadParameter, match="iou must be"):
        overlap_f1(BoxAnswers.from_rows([]), iou=0)
    with pytest.raises(BadParameter, match="shuffles"):
        gamma(_answers([]), rng=np.random.default_rng(0), shuffles=0)
    with pytest.raises(BadParameter, match="place"):
        gamma(_answers([]), rng=np.random.default_rng(0), place=-1)

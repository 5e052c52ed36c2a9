"""The truth of masks: the suite, and what is known by hand."""

import numpy as np
import pytest

from armslength_quality import BadAnswers, DawidSkene, MaskPixels, Masks, polygon_mask
from armslength_quality.conformance.masks import MASKS
from armslength_quality.conformance.suite import model_checks

MODELS = [MaskPixels(), MaskPixels(pixels=DawidSkene())]
CHECKS = [check for model in MODELS for check in model_checks(model, MASKS)]


@pytest.mark.parametrize("check", CHECKS, ids=str)
def test_a_model_behaves(check):
    check()


def test_the_vote_of_three():
    rows = [("i", "a", [[1, 1, 0]]), ("i", "b", [[1, 0, 0]]), ("i", "c", [[1, 1, 1]])]
    truth = MaskPixels().fit(Masks.from_rows(rows))
    assert truth.of("i").tolist() == [[True, True, False]]
    assert truth.probability["i"][0].tolist() == pytest.approx([1, 2 / 3, 1 / 3])


def test_who_always_draws_too_much_is_found_out():
    rng = np.random.default_rng(3)
    rows = []
    for item in range(40):
        true = np.zeros((12, 12), dtype=bool)
        true[3:8, 3:8] = True
        small = true & (rng.random(true.shape) < 0.97)
        large = np.zeros_like(true)
        large[2:9, 2:9] = True
        rows += [(item, "careful", small), (item, "wide", large), (item, "wider", large)]
    vote = MaskPixels().fit(Masks.from_rows(rows)).of(0).sum()
    gold = {item: np.pad(np.ones((5, 5)), ((3, 4), (3, 4))) for item in range(10)}
    learnt = MaskPixels(pixels=DawidSkene()).fit(Masks.from_rows(rows), gold=gold).of(39).sum()
    assert vote == 49
    assert 22 <= learnt <= 25  # what the careful one drew, her slips included: the others say nothing


def test_a_polygon_has_the_pixels_whose_middle_it_holds():
    triangle = polygon_mask([(0, 0), (4, 0), (0, 4)], (4, 4))
    assert triangle.sum() in range(6, 11)
    assert triangle[0, 0]
    assert not triangle[3, 3]


def test_what_is_no_mask_is_refused():
    with pytest.raises(BadAnswers, match="a mask is a table of pixels"):
        Masks.from_rows([("i", "a", [1, 0])])
    with pytest.raises(BadAnswers, match=r"masks of \(1, 2\) and \(2, 1\) pixels"):
        Masks.from_rows([("i", "a", [[1, 0]]), ("i", "b", [[1], [0]])])
    with pytest.raises(BadAnswers, match="twice"):
        Masks.from_rows([("i", "a", [[1, 0]]), ("i", "a", [[1, 1]])])
    with pytest.raises(BadAnswers, match=r"gold of 'i' has \(1, 3\) pixels"):
        MaskPixels().fit(Masks.from_rows([("i", "a", [[1, 0]])]), gold={"i": [[1, 0, 0]]})

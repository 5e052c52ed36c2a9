"""The measures against other programs, to 1e-9.

Values named "irr" are those of the R package irr 0.84, "irrCAC" those of the R package irrCAC 1.0, both computed by
R 4.2.2 from the tables below; "base R" is R's own `cor`.
"""

import numpy as np
import pytest

from armslength_quality import (
    Answers,
    BadAnswers,
    BadParameter,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac,
    icc,
    jaccard,
    kendall_tau_b,
    kendall_w,
    krippendorff_alpha,
    masi,
    pabak,
)

_ = None
# irr's data set `anxiety`: three raters, twenty people, 1 to 6.
ANXIETY = [
    [3, 3, 3, 4, 5, 5, 2, 3, 5, 2, 2, 6, 1, 5, 2, 2, 1, 2, 4, 3],
    [3, 6, 4, 6, 2, 4, 2, 4, 3, 3, 2, 3, 3, 3, 2, 2, 1, 3, 3, 4],
    [2, 1, 4, 4, 3, 2, 1, 6, 1, 1, 1, 2, 3, 3, 1, 1, 3, 3, 2, 2],
]
# irrCAC's data sets `cac.raw4raters` (which is Krippendorff's own example) and `cac.raw5obser`, with gaps.
FOUR = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, _],
    [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 3],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _],
]
FIVE = [
    [1, 1, 2, _, 0, 0, 1, 1, 2, 2, _, 0, 1, 3, 1],
    [1, 1, 3, 0, 0, 0, 0, _, 2, 1, 1, 0, 2, 3, 1],
    [2, 0, 3, 0, 0, 0, 2, 2, 2, 1, 0, 0, 2, 2, 1],
    [_, 1, 3, _, _, _, _, 0, _, 1, 0, 0, 2, 2, _],
    [2, _, _, 0, 0, 0, 1, _, 2, _, _, _, _, 3, 1],
]
# Shrout and Fleiss (1979), table 2: four judges, six targets.
SHROUT_FLEISS = [[9, 6, 8, 7, 10, 6], [2, 1, 4, 1, 5, 2], [5, 3, 6, 2, 6, 4], [8, 2, 8, 6, 9, 7]]


def close(value):
    return pytest.approx(value, abs=1e-9)


@pytest.mark.parametrize(
    ("table", "weights", "ac", "brennan_prediger"),
    [
        (FOUR, None, 0.775444068126995, 0.772727272727273),
        (FOUR, "linear", 0.858739136432611, 0.848484848484849),
        (FOUR, "quadratic", 0.914000723551605, 0.901515151515151),
        (FOUR, "ordinal", 0.898939769907512, 0.886363636363637),
        (FIVE, None, 0.496622054872614, 0.487407407407407),
        (FIVE, "linear", 0.689639422885852, 0.665777777777778),
        (FIVE, "quadratic", 0.830433572654576, 0.806222222222222),
        (FIVE, "ordinal", 0.785341793553322, 0.759407407407407),
        (ANXIETY, None, 0.0313653136531365, 0.02),
        (ANXIETY, "quadratic", 0.53529223890131, 0.445714285714286),
    ],
)
def test_ac_and_pabak_are_those_of_irrcac(table, weights, ac, brennan_prediger):
    answers = Answers.from_table(table)
    assert gwet_ac(answers, weights=weights).value == close(ac)
    assert pabak(answers, weights=weights).value == close(brennan_prediger)


def test_an_item_with_one_answer_counts_for_the_shares_only():
    estimate = gwet_ac(Answers.from_table(FOUR), rng=np.random.default_rng(0))
    assert estimate.n == 11
    assert estimate.low < estimate.value < estimate.high


def test_categories_that_nobody_used_count():
    rows = [(i, who, "yes") for i in range(5) for who in "ab"]
    assert "not defined" in gwet_ac(Answers.from_rows(rows)).note
    assert gwet_ac(Answers.from_rows(rows, categories=("no", "yes"))).value == 1.0


def test_fleiss_is_that_of_irrcac_where_answers_vary():
    assert fleiss_kappa(Answers.from_table(FIVE)).value == close(0.45762168677217)


@pytest.mark.parametrize(
    ("table", "shift", "nominal", "ordinal", "interval", "ratio"),
    [
        (FOUR, 0, 0.743421052631579, 0.815387503754881, 0.849107142857143, 0.797402774711612),
        (FIVE, 1, 0.48053024026512, 0.768685159486234, 0.771864808775571, 0.748540504523823),
        (ANXIETY, 0, -0.0237252124645893, 0.228386945292322, 0.170098607888631, 0.141801340561872),
    ],
)
def test_alpha_is_that_of_irr(table, shift, nominal, ordinal, interval, ratio):
    answers = Answers.from_table([[_ if label is None else label + shift for label in line] for line in table])
    printed = {"nominal": nominal, "ordinal": ordinal, "interval": interval, "ratio": ratio}
    for scale, value in printed.items():
        assert krippendorff_alpha(answers, scale).value == close(value)


@pytest.mark.parametrize(
    ("weights", "value"), [(None, 0.119496855345912), ("linear", 0.189189189189189), ("quadratic", 0.29676511954993)]
)
def test_weighted_kappa_is_that_of_irr(weights, value):
    assert cohen_kappa(Answers.from_table(ANXIETY), 0, 1, weights=weights).value == close(value)


@pytest.mark.parametrize(
    ("table", "form", "value", "low", "high"),
    [
        (ANXIETY, "1,1", 0.175022381378693, -0.0774465748654547, 0.48433609381882),
        (ANXIETY, "1,k", 0.388925729442971, -0.274923489878688, 0.738065123579582),
        (ANXIETY, "C,1", 0.216049382716049, -0.0462578853236331, 0.522259078395644),
        (ANXIETY, "C,k", 0.452586206896552, -0.152921286654072, 0.766330800234059),
        (ANXIETY, "A,1", 0.197998259355962, -0.0389106260931603, 0.493573945972123),
        (SHROUT_FLEISS, "1,1", 0.165741768405475, -0.132932324874751, 0.722560062328121),
        (SHROUT_FLEISS, "1,k", 0.442797133679269, -0.88444215523812, 0.912415420340775),
        (SHROUT_FLEISS, "C,1", 0.714840714840715, 0.342464765033925, 0.94585825995536),
        (SHROUT_FLEISS, "C,k", 0.909315542377069, 0.675674713816305, 0.985891678169062),
        (SHROUT_FLEISS, "A,1", 0.289763779527559, 0.018786513374712, 0.761084369648953),
    ],
)
def test_icc_and_its_interval_are_those_of_irr(table, form, value, low, high):
    estimate = icc(Answers.from_table(table), form)
    assert (estimate.value, estimate.low, estimate.high) == (close(value), close(low), close(high))


@pytest.mark.parametrize(
    ("table", "value", "low_of_one", "high_of_one", "people"),
    [
        (ANXIETY, 0.425498753117207, -0.0389106260931603, 0.493573945972123, 3),
        (SHROUT_FLEISS, 0.620050547598989, 0.018786513374712, 0.761084369648953, 4),
    ],
)
def test_the_interval_of_a_mean_of_people_follows_from_that_of_one(table, value, low_of_one, high_of_one, people):
    """The value is irr's; irr's interval for A,k is not McGraw and Wong's, R's psych has theirs."""
    estimate = icc(Answers.from_table(table), "A,k")
    assert estimate.value == close(value)
    for end, one in ((estimate.low, low_of_one), (estimate.high, high_of_one)):
        assert end == close(people * one / (1 + (people - 1) * one))


def test_icc_says_what_it_left_out_and_why_there_is_none():
    assert "1 items that not everybody answered" in icc(Answers.from_table([[1, 2, 4, 3], [1, 3, 4, _]])).note
    assert icc(Answers.from_table([[1, 2, 4, 3], [1, 3, 4, _]]), "1,1").n == 3
    assert "vary (2 to 3)" in icc(Answers.from_table([[1, 2, 4], [1, 3, 4], [2, _, _]]), "1,1").note
    assert "no spread" in icc(Answers.from_table([[0.1, 0.1], [0.1, 0.1]])).note
    assert icc(Answers.from_table([[1, 2], [1, 2]])).value == 1.0
    assert "two items that all of 2 people" in icc(Answers.from_table([[1, _], [_, 2]])).note


def test_icc_does_not_mind_the_unit():
    tiny = [[value * 1e-12 for value in line] for line in SHROUT_FLEISS]
    assert icc(Answers.from_table(tiny)).value == close(0.289763779527559)


def test_orders_are_those_of_irr_and_base_r():
    answers = Answers.from_table(ANXIETY)
    assert kendall_w(answers).value == close(0.53965687595437)
    assert kendall_tau_b(answers, 0, 1).value == close(0.338015292256509)
    others = Answers.from_table(SHROUT_FLEISS)
    assert kendall_w(others).value == close(0.887037037037037)
    assert kendall_tau_b(others, 0, 3).value == close(0.785714285714286)


def test_orders_go_by_the_categories():
    table, words = [[1, 2, 3, 3], [1, 3, 2, 3]], {1: "low", 2: "mid", 3: "top"}
    named = Answers.from_table([[words[label] for label in line] for line in table], categories=("low", "mid", "top"))
    assert kendall_w(named) == kendall_w(Answers.from_table(table))
    assert kendall_tau_b(named, 0, 1) == kendall_tau_b(Answers.from_table(table), 0, 1)


def test_orders_say_why_there_is_none():
    assert "one level" in kendall_tau_b(Answers.from_table([[1, 1, 1], [1, 2, 3]]), 0, 1).note
    assert "fewer than two" in kendall_tau_b(Answers.from_table([[1, _], [1, 2]]), 0, 1).note
    assert "one level" in kendall_w(Answers.from_table([[1, 1, 1], [1, 1, 1]])).note
    assert "three items" in kendall_w(Answers.from_table([[1, 2, _], [1, 2, 3]])).note


def test_sets_of_labels_by_hand():
    """Coincidences: one pair that differs, so D_o = 2 d / 6; D_e from the pooled sets {}: 2, a: 1, ab: 1, b: 2."""
    rows = [(1, "ada", ("a",)), (1, "bob", ("a", "b")), (2, "ada", ()), (2, "bob", ()), (3, "ada", ("b",)),
            (3, "bob", ("b",))]  # fmt: skip
    answers = Answers.from_rows(rows)
    between = (
        2 * 1 + 2 * 1 + 2 * 2 + 1 * 2
    )  # every pair of sets without a label in common differs by 1: {}a {}ab {}b ab
    for difference, near in ((jaccard, 1 / 2), (masi, 2 / 3)):
        expected = 2 * (between + near * 1 + near * 2)  # a with ab, b with ab
        assert krippendorff_alpha(answers, difference).value == close(1 - 5 * 2 * near / expected)


def test_a_bad_scale_is_named():
    answers = Answers.from_table([[1, 2], [2, 1]])
    with pytest.raises(BadParameter, match="scale must be one of"):
        krippendorff_alpha(answers, "circular")
    with pytest.raises(BadParameter, match="the other way round"):
        krippendorff_alpha(answers, lambda one, other: max(0, one - other))
    with pytest.raises(BadParameter, match="is not 0"):
        krippendorff_alpha(answers, lambda one, other: 1)
    with pytest.raises(BadParameter, match="negative or no number"):
        krippendorff_alpha(answers, lambda one, other: float("inf") if one != other else 0)
    with pytest.raises(BadAnswers, match="below zero"):
        krippendorff_alpha(Answers.from_table([[-1, 2], [2, 1]]), "ratio")
    with pytest.raises(BadAnswers, match="different labels"):
        krippendorff_alpha(Answers.from_table([list(range(1, 5100))] * 2), "ratio")
    with pytest.raises(BadParameter, match="form must be"):
        icc(answers, "2,1")
    with pytest.raises(BadParameter, match="weights must be"):
        gwet_ac(answers, weights="cubic")

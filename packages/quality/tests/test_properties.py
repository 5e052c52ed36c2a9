"""What holds for every measure, on any table."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from armslength_quality import (
    Answers,
    agreement_with_others,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac,
    icc,
    kendall_w,
    krippendorff_alpha,
    majority,
    mean_pairwise_cohen,
    pabak,
    percent_agreement,
)

MEASURES = {
    "percent": percent_agreement,
    "mean cohen": mean_pairwise_cohen,
    "fleiss": fleiss_kappa,
    "alpha nominal": lambda answers, **how: krippendorff_alpha(answers, "nominal", **how),
    "alpha ordinal": lambda answers, **how: krippendorff_alpha(answers, "ordinal", **how),
    "alpha interval": lambda answers, **how: krippendorff_alpha(answers, "interval", **how),
    "alpha ratio": lambda answers, **how: krippendorff_alpha(answers, "ratio", **how),
    "alpha by function": lambda answers, **how: krippendorff_alpha(answers, _apart, **how),
    "ac1": gwet_ac,
    "ac2": lambda answers, **how: gwet_ac(answers, weights="quadratic", **how),
    "pabak": pabak,
}
NOMINAL = ("percent", "mean cohen", "fleiss", "alpha nominal", "ac1", "pabak")
EXACT = {"icc one-way": lambda answers: icc(answers, "1,1"), "icc": icc, "w": kendall_w}


def _apart(one, other):
    return abs(one - other)


tables = st.lists(
    st.lists(st.one_of(st.none(), st.integers(1, 4)), min_size=3, max_size=3), min_size=2, max_size=12
).map(lambda items: [(i, who, label) for i, item in enumerate(items) for who, label in enumerate(item) if label])


def _same(one, two):
    assert (one.value is None) == (two.value is None)
    if one.value is not None:
        assert one.value == pytest.approx(two.value, abs=1e-9)
        assert one.n == two.n


@pytest.mark.parametrize("name", MEASURES)
@given(rows=tables, seed=st.integers(0, 9))
@settings(max_examples=20, deadline=None)
def test_the_order_of_rows_changes_nothing_not_even_the_interval(name, rows, seed):
    shuffled = [rows[k] for k in np.random.default_rng(seed).permutation(len(rows))]
    one, two = (
        MEASURES[name](Answers.from_rows(table), rng=np.random.default_rng(7), resamples=50)
        for table in (rows, shuffled)
    )
    assert one == two


@pytest.mark.parametrize("name", NOMINAL)
@given(rows=tables)
@settings(max_examples=20, deadline=None)
def test_nominal_measures_do_not_mind_what_labels_items_and_people_are_called(name, rows):
    renamed = [(f"item {-i}", f"person {-who}", "dbac"[label - 1]) for i, who, label in rows]
    _same(MEASURES[name](Answers.from_rows(rows)), MEASURES[name](Answers.from_rows(renamed)))


@given(rows=tables)
@settings(max_examples=40, deadline=None)
def test_reversing_the_scale_leaves_ordinal_and_interval_alpha(rows):
    reversed_rows = [(i, who, 5 - label) for i, who, label in rows]
    for name in ("alpha ordinal", "alpha interval", "ac2"):
        _same(MEASURES[name](Answers.from_rows(rows)), MEASURES[name](Answers.from_rows(reversed_rows)))


@pytest.mark.parametrize("name", MEASURES)
@given(labels=st.lists(st.integers(1, 4), min_size=2, max_size=10).filter(lambda labels: len(set(labels)) > 1))
@settings(max_examples=15, deadline=None)
def test_unanimous_is_one(name, labels):
    estimate = MEASURES[name](Answers.from_table([labels] * 3), rng=np.random.default_rng(0), resamples=50)
    assert estimate.value == pytest.approx(1.0)
    assert estimate.high is None or estimate.high == pytest.approx(1.0)


@pytest.mark.parametrize("name", MEASURES)
@given(rows=tables)
@settings(max_examples=10, deadline=None)
def test_the_table_is_as_it_was(name, rows):
    answers = Answers.from_rows(rows)
    before = answers.digest()
    MEASURES[name](answers, rng=np.random.default_rng(0), resamples=20)
    majority(answers, rng=np.random.default_rng(0))
    assert answers.digest() == before
    with pytest.raises(ValueError, match="read-only"):
        answers.label[:1] = 0


@pytest.mark.parametrize("name", EXACT)
@given(rows=tables, seed=st.integers(0, 9))
@settings(max_examples=20, deadline=None)
def test_measures_with_exact_intervals_do_not_mind_order_and_hold_their_value(name, rows, seed):
    shuffled = [rows[k] for k in np.random.default_rng(seed).permutation(len(rows))]
    one, two = (EXACT[name](Answers.from_rows(table)) for table in (rows, shuffled))
    assert one == two
    assert (one.value is None) == (one.note is not None and one.low is None and one.value is None)
    if one.low is not None:
        assert one.low - 1e-9 <= one.value <= one.high + 1e-9


@given(rows=tables)
@settings(max_examples=40, deadline=None)
def test_alpha_is_the_textbook_sum_over_coincidences(rows):
    answers = Answers.from_rows(rows)
    for scale in ("nominal", "ordinal", "interval", "ratio", _apart):
        value, expected = krippendorff_alpha(answers, scale).value, _alpha_by_the_book(rows, scale)
        assert value == expected if expected is None else value == pytest.approx(expected, abs=1e-9)


def _alpha_by_the_book(rows, scale):
    units = {}
    for item, _, label in rows:
        units.setdefault(item, []).append(label)
    pairs = [
        (a, b, 1 / (len(said) - 1))
        for said in units.values() if len(said) > 1
        for x, a in enumerate(said) for y, b in enumerate(said) if x != y
    ]  # fmt: skip
    labels = sorted({label for _, _, label in rows})
    n_c = {c: sum(w for a, _, w in pairs if a == c) for c in labels}
    n = sum(n_c.values())

    def difference(c, k):
        c, k = min(c, k), max(c, k)
        between = sum(n_c[g] for g in labels if c <= g <= k) - (n_c[c] + n_c[k]) / 2
        return {
            "nominal": float(c != k), "ordinal": between**2, "interval": float(c - k) ** 2,
            "ratio": ((c - k) / (c + k)) ** 2, _apart: float(k - c),
        }[scale]  # fmt: skip

    expected = sum(n_c[c] * n_c[k] * difference(c, k) for c in labels for k in labels)
    if expected == 0:
        return None
    return 1 - (n - 1) * sum(w * difference(a, b) for a, b, w in pairs) / expected


@pytest.mark.parametrize("name", MEASURES)
def test_nothing_to_compare_says_so(name):
    for rows in ([], [(1, "ada", 1), (2, "bob", 2)]):
        estimate = MEASURES[name](Answers.from_rows(rows), rng=np.random.default_rng(0))
        assert estimate.value is None
        assert estimate.n == 0
        assert estimate.note


@pytest.mark.parametrize("name", [name for name in MEASURES if name != "percent"])
def test_one_category_is_undefined_and_says_so(name):
    estimate = MEASURES[name](Answers.from_table([[1, 1, 1], [1, 1, 1]]), rng=np.random.default_rng(0))
    assert estimate.value is None
    assert "not defined" in estimate.note


def test_resamples_that_do_not_define_it_are_counted():
    answers = Answers.from_table([[1, 1, 1, 2], [1, 1, 1, 2]])
    assert "resamples did not define it" in krippendorff_alpha(answers, rng=np.random.default_rng(0)).note


def test_fleiss_says_when_the_number_of_answers_varies():
    answers = Answers.from_table([[1, 2, 1], [1, 2, 2], [1, None, None]])
    assert "vary (2 to 3)" in fleiss_kappa(answers).note


def test_weighted_kappa_forgives_near_misses():
    answers = Answers.from_table([[1, 2, 3, 4, 1, 4], [1, 2, 3, 3, 2, 4]])
    plain, linear, quadratic = (
        cohen_kappa(answers, 0, 1, weights=weights).value for weights in (None, "linear", "quadratic")
    )
    assert plain < linear < quadratic
    assert quadratic == pytest.approx(1 - 2 / (6 * 0 + _quadratic_chance([1, 2, 3, 4, 1, 4], [1, 2, 3, 3, 2, 4])))


def _quadratic_chance(one, two):
    return sum((a - b) ** 2 for a in one for b in two) / len(one)


@given(rows=tables, seed=st.integers(0, 99))
@settings(max_examples=40, deadline=None)
def test_majority_leads_and_ties_are_left_open_or_drawn_among_the_leaders(rows, seed):
    answers = Answers.from_rows(rows)
    open_vote, drawn = majority(answers), majority(answers, rng=np.random.default_rng(seed))
    for code, item in enumerate(answers.items):
        said = [label for i, _, label in rows if i == item]
        top = max(said.count(label) for label in said)
        leaders = {label for label in said if said.count(label) == top}
        consensus = open_vote.of(item)
        assert set(consensus.tied) == leaders
        assert consensus.is_tie == (len(leaders) > 1)
        assert consensus.label == (None if consensus.is_tie else leaders.pop())
        assert consensus.share == pytest.approx(top / len(said))
        assert answers.categories[drawn.label[code]] in consensus.tied
        assert (consensus.margin == 0) == consensus.is_tie


def test_her_own_answer_does_not_count_for_her():
    answers = Answers.from_table([["a", "b", "a", "b"], ["a", "b", "a", "b"], ["b", "a", "b", "a"]])
    found = agreement_with_others(answers, rng=np.random.default_rng(0))
    assert [found[who].value for who in (0, 1, 2)] == [0.5, 0.5, 0.0]
    assert found[2].n == 4


def test_ten_thousand_items_take_seconds():
    rng = np.random.default_rng(1)
    truth = rng.integers(0, 5, 10_000)
    rows = [
        (i, who, int(label if rng.random() < 0.7 else rng.integers(0, 5)))
        for i, label in enumerate(truth) for who in range(3)
    ]  # fmt: skip
    answers = Answers.from_rows(rows)
    started = time.perf_counter()
    for measure in MEASURES.values():
        measure(answers, rng=rng)
    assert time.perf_counter() - started < 10

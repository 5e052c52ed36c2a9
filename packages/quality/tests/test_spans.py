"""Agreement on stretches of text."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from armslength_quality import (
    Answers,
    BadAnswers,
    SpanAnswers,
    krippendorff_alpha,
    span_alpha,
    span_f1,
    span_f1_with_others,
)

LENGTH = 12
spans = st.lists(
    st.tuples(st.integers(0, LENGTH - 1), st.integers(1, 4), st.sampled_from(["PER", "LOC"])).map(
        lambda span: (span[0], min(LENGTH, span[0] + span[1]), span[2])
    ),
    max_size=4,
)
texts = st.lists(st.tuples(spans, spans, spans), min_size=1, max_size=4)


def _answers(texts):
    rows = [(item, who, marks) for item, readings in enumerate(texts) for who, marks in enumerate(readings)]
    return SpanAnswers.from_rows(rows, dict.fromkeys(range(len(texts)), LENGTH))


@given(texts=texts)
@settings(max_examples=60, deadline=None)
def test_alpha_is_nominal_alpha_over_positions(texts):
    rows = []
    for item, readings in enumerate(texts):
        for who, marks in enumerate(readings):
            for position in range(LENGTH):
                over = tuple(sorted({label for start, end, label in marks if start <= position < end}))
                rows.append(((item, position), who, over))
    expected, found = krippendorff_alpha(Answers.from_rows(rows)).value, span_alpha(_answers(texts)).value
    assert found == expected if expected is None else found == pytest.approx(expected)


@given(texts=texts)
@settings(max_examples=60, deadline=None)
def test_f1_is_the_sum_over_pairs(texts):
    same = marks = 0
    for readings in texts:
        sets = [set(reading) for reading in readings]
        for a in range(3):
            for b in range(a):
                same += 2 * len(sets[a] & sets[b])
                marks += len(sets[a]) + len(sets[b])
    value = span_f1(_answers(texts)).value
    assert value is None if marks == 0 else value == pytest.approx(same / marks)


@given(texts=texts)
@settings(max_examples=30, deadline=None)
def test_the_mean_of_everybody_with_others_brackets_the_f1(texts):
    answers = _answers(texts)
    value = span_f1(answers).value
    if value is not None:
        single = [e.value for e in span_f1_with_others(answers).values() if e.value is not None]
        assert min(single) - 1e-9 <= value <= max(single) + 1e-9


def test_the_same_spans_are_full_agreement_with_an_interval():
    answers = _answers([[[(0, 3, "PER")]] * 3, [[(4, 6, "LOC")]] * 3])
    for measure in (span_f1, span_alpha):
        estimate = measure(answers, rng=np.random.default_rng(0))
        assert (estimate.value, estimate.low, estimate.high) == (1.0, 1.0, 1.0)


def test_a_border_off_by_one_costs_f1_everything_and_alpha_little():
    answers = _answers([[[(0, 6, "PER")], [(0, 5, "PER")], [(0, 6, "PER")]]])
    assert span_f1(answers).value == pytest.approx(1 / 3)
    assert span_alpha(answers).value > 0.8


def test_nothing_marked_is_undefined_and_says_so():
    answers = _answers([[[], [], []]])
    for measure in (span_f1, span_alpha):
        assert measure(answers).value is None
        assert measure(answers).note == "Nobody marked anything."


def test_a_span_outside_its_text_is_refused():
    with pytest.raises(BadAnswers, match="12 positions"):
        _answers([[[(10, 13, "PER")], [], []]])


def test_a_second_reading_is_refused():
    with pytest.raises(BadAnswers, match="twice"):
        SpanAnswers.from_rows([("t", "ada", []), ("t", "ada", [])], {"t": 3})

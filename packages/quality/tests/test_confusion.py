"""Which labels are mixed up, and which measures suit a scale."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from armslength_quality import (
    Answers,
    BadParameter,
    agreement_on,
    agreement_with_others,
    coincidences,
    confused_labels,
    krippendorff_alpha,
)

tables = st.lists(
    st.lists(st.one_of(st.none(), st.sampled_from("abc")), min_size=4, max_size=4), min_size=1, max_size=10
).map(lambda items: [(i, who, label) for i, item in enumerate(items) for who, label in enumerate(item) if label])


@given(rows=tables)
@settings(max_examples=40, deadline=None)
def test_coincidences_are_counted_pair_by_pair_and_give_alpha(rows):
    answers = Answers.from_rows(rows)
    table = np.zeros((len(answers.categories),) * 2)
    for item in answers.items:
        said = [answers.categories.index(label) for i, _, label in rows if i == item]
        for x, one in enumerate(said):
            for y, other in enumerate(said):
                if x != y:
                    table[one, other] += 1 / (len(said) - 1)
    found = coincidences(answers)
    assert found == pytest.approx(table)
    n = found.sum()
    apart = n * n - (found.sum(axis=1) ** 2).sum()
    if apart > 0:
        alpha = 1 - (n - 1) * (n - np.trace(found)) / apart
        assert krippendorff_alpha(answers).value == pytest.approx(alpha)


@given(rows=tables)
@settings(max_examples=25, deadline=None)
def test_confused_labels_share_all_disagreement(rows):
    answers = Answers.from_rows(rows)
    table, names = coincidences(answers), answers.categories
    found = confused_labels(answers, rng=np.random.default_rng(0), resamples=50)
    assert sum(pair.share for pair in found) == pytest.approx(1.0 if found else 0.0)
    assert [pair.share for pair in found] == sorted((pair.share for pair in found), reverse=True)
    for pair in found:
        c, k = names.index(pair.one), names.index(pair.other)
        assert pair.mixed.value == pytest.approx(2 * table[c, k] / (table[c, c] + table[k, k] + 2 * table[c, k]))
        if pair.mixed.low is not None:
            assert pair.mixed.low <= pair.mixed.high


def test_only_the_worst_are_named():
    answers = Answers.from_table([list("aaabbc"), list("aabbcc")])
    assert [(pair.one, pair.other) for pair in confused_labels(answers, most=1)] == [("a", "b")]
    assert confused_labels(answers)[0].mixed.n == 4
    assert confused_labels(Answers.from_rows([])) == ()


def test_people_share_their_resamples():
    answers = Answers.from_table([list("aabba"), list("aabbb"), list("abbab")])
    found = agreement_with_others(answers, rng=np.random.default_rng(1), resamples=200)
    assert found == agreement_with_others(answers, rng=np.random.default_rng(1), resamples=200)
    assert all(estimate.low <= estimate.value <= estimate.high for estimate in found.values())


def test_each_scale_has_its_measures():
    answers = Answers.from_table([[1, 2, 3, 3, 1], [1, 2, 3, 2, 1], [1, 2, 2, 3, 1]])
    said = {scale: agreement_on(answers, scale) for scale in ("nominal", "ordinal", "interval", "ratio")}
    assert [estimates[0].method.split(", ")[1] for estimates in said.values()] == list(said)
    assert [len(estimates) for estimates in said.values()] == [6, 4, 5, 5]
    assert [estimate.method for estimate in said["interval"]][1:] == ["ICC(1,1)", "ICC(A,1)", "ICC(C,1)", "Kendall's W"]
    with pytest.raises(BadParameter, match="scale must be one of"):
        agreement_on(answers, "circular")

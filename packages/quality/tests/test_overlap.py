"""When an item has answers enough, and recorded crowds asked again under it."""

import numpy as np
import pytest

from armslength_quality import (
    Answers,
    BadParameter,
    Belief,
    DawidSkene,
    Enough,
    WorkerTables,
    posterior_of,
    replay,
    worth_of_more,
)
from armslength_quality.conformance.labels import LABELS

DATA = LABELS.simulate(np.random.default_rng(4)).answers


def rows_of(answers):
    """Who said what about which item."""
    codes = zip(answers.item, answers.annotator, answers.label, strict=True)
    return {(answers.items[item], answers.annotators[who], label) for item, who, label in codes}


def belief(probability, n):
    return Belief("yes", probability, False, {"yes": probability, "no": 1 - probability}, n)


def test_enough_is_sure_or_the_most_and_never_less_than_the_least():
    rule = Enough(risk=0.1, least=2, most=4)
    said = {(p, n): rule.verdict(belief(p, n)) for p in (0.6, 0.91) for n in (1, 2, 3, 4)}
    assert [said[0.6, n] for n in (1, 2, 3, 4)] == [None, None, None, "most"]
    assert [said[0.91, n] for n in (1, 2, 3, 4)] == [None, "sure", "sure", "most"]
    assert all(rule.ended(p, n) == verdict for (p, n), verdict in said.items())


@pytest.mark.parametrize("wrong", [{"risk": 0.0}, {"least": 0}, {"least": 3, "most": 2}, {"price": -0.1}])
def test_what_cannot_be_is_refused(wrong):
    with pytest.raises(BadParameter):
        Enough(**wrong)


def test_one_more_answer_is_worth_most_where_it_can_decide_and_least_where_it_cannot():
    shares = np.array([[0.5, 0.5], [0.7, 0.3], [0.99, 0.01]])
    worth = worth_of_more(shares, np.array([2, 2, 2]))
    assert worth[0] > worth[1] > worth[2] >= 0
    late = worth_of_more(shares[:1], np.array([30]))
    assert late[0] < worth[0]  # errors go together: the thirtieth tells less
    assert Enough(risk=0.01, price=0.2, most=99).verdict(belief(0.95, 5)) == "dear"


def test_a_crowd_asked_again_buys_what_it_needs_and_the_same_seed_the_same():
    rule = Enough(risk=0.1, least=2, most=4)
    one, same, other = (replay(DATA, rule, rng=np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert one.answers.digest() == same.answers.digest() != other.answers.digest()
    assert (one.asked <= np.minimum(DATA.per_item, 4)).all()
    assert (one.asked >= np.minimum(DATA.per_item, 2)).all()
    assert one.asked.sum() == len(one.answers)
    assert 0 < one.share < 1
    assert rows_of(one.answers) <= rows_of(DATA)
    for code, verdict in enumerate(one.verdicts):
        assert verdict != "sure" or one.posterior[code].max() >= 0.9
        assert verdict != "none left" or one.asked[code] == DATA.per_item[code]


def test_who_is_asked_everything_says_what_the_fit_says():
    everything = replay(DATA, Enough(risk=1e-9, least=1, most=999), rng=np.random.default_rng(3))
    assert everything.share == 1.0
    assert everything.answers.digest() == DATA.digest()
    assert everything.posterior == pytest.approx(DawidSkene().fit(DATA).posterior, abs=1e-6)


def test_strangers_are_right_as_often_as_the_prior_says():
    tables = WorkerTables.of_strangers(["a", "b", "c"])
    assert posterior_of(["a"], ["x"], tables).probabilities == pytest.approx({"a": 0.8, "b": 0.1, "c": 0.1})
    assert posterior_of(["a", "b"], ["x", "y"], tables).is_tie
    assert replay(Answers.from_rows([(1, "x", "a")]), Enough(), rng=np.random.default_rng(0)).verdicts == ("none left",)

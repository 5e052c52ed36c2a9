"""One item under fixed tables: the same belief as the fit's, and what a new item teaches."""

import numpy as np
import pytest

from armslength_quality import (
    Answers,
    BadAnswers,
    BadParameter,
    DawidSkene,
    Mace,
    OneCoin,
    WorkerTables,
    learnt,
    posterior_of,
)
from armslength_quality.conformance.labels import LABELS

DATA = LABELS.simulate(np.random.default_rng(4)).answers


def answers_to(item):
    rows = DATA.item == item
    labels = [DATA.categories[code] for code in DATA.label[rows]]
    return labels, [DATA.annotators[code] for code in DATA.annotator[rows]]


@pytest.mark.parametrize("model", [DawidSkene(), OneCoin(), Mace()], ids=lambda model: type(model).__name__)
def test_one_item_is_believed_as_in_the_fit(model):
    truth = model.fit(DATA)
    tables = WorkerTables.of(truth)
    for code in range(0, len(DATA.items), 17):
        belief = posterior_of(*answers_to(code), tables)
        fitted = truth.of(DATA.items[code])
        assert belief.probabilities == pytest.approx(fitted.probabilities, abs=1e-6)
        assert (belief.label, belief.is_tie, belief.n) == (fitted.label, fitted.is_tie, fitted.n)


def test_a_stranger_is_one_of_the_crowd_and_nobody_says_the_shares():
    truth = DawidSkene().fit(DATA)
    tables = WorkerTables.of(truth)
    nobody = posterior_of([], [], tables)
    assert list(nobody.probabilities.values()) == pytest.approx(truth.prior)
    stranger = posterior_of(["blue"], ["somebody new"], tables).probabilities["blue"]
    others = [posterior_of(["blue"], [who], tables).probabilities["blue"] for who in tables.annotators]
    assert min(others) < stranger < max(others)


def test_an_item_teaches_about_those_who_answered_it_and_nobody_else():
    tables = WorkerTables.of(DawidSkene().fit(DATA))
    good, bad = tables.annotators[-1], tables.annotators[0]
    after = tables
    for _ in range(30):
        after = learnt(["amber", "blue", "blue"], [bad, good, "somebody new"], after)
    moved = np.abs(after.logs[:-1] - tables.logs[:-1]).max(axis=(1, 2)) > 1e-9
    assert [tables.annotators[code] for code in np.flatnonzero(moved)] == [bad, good]
    told = after.logs[tables.people[bad], tables.labels["blue"], tables.labels["amber"]]
    assert told > tables.logs[tables.people[bad], tables.labels["blue"], tables.labels["amber"]]
    assert after.shares.sum() == pytest.approx(tables.shares.sum() + 30)


def test_what_cannot_be_is_refused():
    tables = WorkerTables.of(DawidSkene().fit(DATA))
    with pytest.raises(BadAnswers, match="'mauve'"):
        posterior_of(["mauve"], [tables.annotators[0]], tables)
    with pytest.raises(BadAnswers, match="twice"):
        posterior_of(["blue", "blue"], ["x", "x"], tables)
    with pytest.raises(BadParameter, match="truth"):
        WorkerTables.of(DawidSkene().fit(Answers.from_rows([])))

"""The truth of sets of labels and of rubrics: the suite, and what is known by hand."""

import pytest

from armslength_quality import BadAnswers, EachLabel, LabelSets, MajorityVote, OneCoin
from armslength_quality.conformance.label_sets import LABEL_SETS
from armslength_quality.conformance.suite import model_checks

MODELS = [EachLabel(), EachLabel(together=True), EachLabel(label=MajorityVote()), EachLabel(label=OneCoin())]
CHECKS = [check for model in MODELS for check in model_checks(model, LABEL_SETS)]


@pytest.mark.parametrize("check", CHECKS, ids=str)
def test_a_model_behaves(check):
    check()


def test_a_label_that_nobody_gives_is_decided_by_vote_and_said_so():
    rows = [(t, a, ["x"] if t % 2 else []) for t in range(20) for a in "abc"]
    truth = EachLabel().fit(LabelSets.from_rows(rows, ["x", "never"]))
    assert truth.of(1) == {"x"}
    assert truth.probability[1]["never"] == 0
    assert "decided by vote" in truth.warnings[0].text


RUBRIC = {"names the drug": 5.0, "gives the dose": 3.0, "invents a source": -4.0}


def test_a_rubric_has_its_points():
    graders = ["ada", "bob", "cy", "di"]
    met = {"good": ["names the drug", "gives the dose"], "bad": ["names the drug", "invents a source"]}
    rows = [(item, who, met[item]) for item in met for who in graders]
    truth = EachLabel(label=MajorityVote(), together=True).fit(LabelSets.from_rows(rows, list(RUBRIC)))
    assert truth.score("good", RUBRIC).value == 1.0
    assert truth.score("bad", RUBRIC).value == pytest.approx(1 / 8)
    assert truth.score("bad", {"invents a source": -4.0}).note == "There are no points to win."


def test_graders_who_differ_widen_the_score():
    rows = [("r", "ada", ["names the drug"]), ("r", "bob", [])]
    score = EachLabel(label=MajorityVote()).fit(LabelSets.from_rows(rows, list(RUBRIC))).score("r", RUBRIC)
    assert score.value == pytest.approx(5 / 16)
    assert score.low < score.value < score.high


def test_criteria_of_one_item_alone_are_graded_together():
    offered = {f"r{n}": [f"c{n}.{k}" for k in range(3)] for n in range(30)}
    rows = [(item, who, criteria[:2]) for item, criteria in offered.items() for who in ("ada", "bob")]
    rows += [(item, "cy", criteria[2:]) for item, criteria in offered.items()]
    truth = EachLabel(together=True).fit(LabelSets.from_rows(rows, offered))
    assert truth.of("r7") == {"c7.0", "c7.1"}
    assert truth.skill.of("ada").value > 0.9 > 0.2 > truth.skill.of("cy").value


def test_what_was_not_offered_is_refused():
    with pytest.raises(BadAnswers, match="'a' gave item 't' the label 'z' unasked"):
        LabelSets.from_rows([("t", "a", ["z"])], ["x"])
    with pytest.raises(BadAnswers, match="answered item 't' twice"):
        LabelSets.from_rows([("t", "a", ["x"]), ("t", "a", [])])
    with pytest.raises(BadAnswers, match="gold of 't' has the label 'z'"):
        EachLabel().fit(LabelSets.from_rows([("t", "a", ["x"])]), gold={"t": ["z"]})

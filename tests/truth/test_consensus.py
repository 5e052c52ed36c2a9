"""The majority, kind by kind."""

from typing import Any

import pytest

from armslength.questions.model import LabelSchema
from armslength.questions.service import read_schema
from armslength.truth.service import asked, consensus

SCHEMA: LabelSchema = read_schema(
    {
        "fields": [
            {"name": "prompt", "kind": "text"},
            {"name": "responses", "kind": "text", "many": True},
        ],
        "questions": [
            {
                "name": "better", "kind": "pairwise", "title": "Better?",
                "settings": {
                    "field": "responses", "allow_tie": True,
                    "strengths": [{"id": n, "title": str(n)} for n in (1, 2, 3)],
                },
            },
            {
                "name": "topic", "kind": "choice", "title": "Topic",
                "settings": {"options": [{"id": "a", "title": "A"}, {"id": "b", "title": "B"}], "multiple": True},
            },
            {
                "name": "quality", "kind": "rating", "title": "Quality",
                "target": {"level": "response", "field": "responses"},
            },
            {
                "name": "names", "kind": "spans", "title": "Names",
                "settings": {"field": "prompt", "labels": [{"id": "PER", "title": "Person"}]},
            },
            {"name": "note", "kind": "text", "title": "Note", "required": False},
            {
                "name": "harm", "kind": "flags", "title": "Harm",
                "settings": {
                    "flags": [{"id": each, "title": each} for each in ("insult", "threat", "spam")],
                    "severities": [{"id": n, "title": str(n)} for n in (1, 2, 3)],
                },
            },
        ],
    }
)  # fmt: skip
QUESTIONS = asked(SCHEMA)


def answered(value: Any) -> dict[str, Any]:
    return {"state": "answered", "value": value}


def prefer(winner: str, strength: int) -> dict[str, Any]:
    return {"better": {"item": answered({"verdict": "prefer", "winner": winner, "strength": strength})}}


def span(start: int, end: int) -> dict[str, Any]:
    return {"start": start, "end": end, "label": "PER", "quote": "Ada Lovelace"[start:end], "field": "prompt"}


def test_those_who_agree_on_the_winner_agree_and_the_middle_strength_is_theirs() -> None:
    vote = consensus(QUESTIONS, [prefer("r1", 1), prefer("r1", 3), prefer("r1", 2), prefer("r2", 3)])["better"]["item"]
    assert vote.value == {"verdict": "prefer", "winner": "r1", "strength": 2}
    assert (vote.share, vote.margin, vote.tie, vote.n) == (0.75, 0.5, False, 4)


def test_a_tie_has_no_value_but_names_its_leaders() -> None:
    vote = consensus(QUESTIONS, [prefer("r2", 1), prefer("r1", 3)])["better"]["item"]
    assert (vote.value, vote.tie, vote.share, vote.margin) == (None, True, 0.5, 0.0)
    assert [leader["winner"] for leader in vote.leaders or []] == ["r1", "r2"]


def test_several_choices_are_one_answer_whatever_their_order() -> None:
    vote = consensus(
        QUESTIONS, [{"topic": {"item": answered({"selected": said})}} for said in (["a", "b"], ["b", "a"], ["a"])]
    )["topic"]["item"]
    assert sorted(vote.value["selected"]) == ["a", "b"]
    assert vote.share == pytest.approx(2 / 3)


def test_each_target_is_voted_on_by_itself_and_what_is_no_answer_does_not_count() -> None:
    votes = consensus(
        QUESTIONS,
        [
            {"quality": {"r:r1": answered({"rating": 4}), "r:r2": {"state": "cannot_assess"}}},
            {"quality": {"r:r1": answered({"rating": 4}), "r:r2": answered({"rating": 1})}},
        ],
    )["quality"]
    assert votes["r:r1"].value == {"rating": 4}
    assert (votes["r:r2"].value, votes["r:r2"].n) == ({"rating": 1}, 1)


def test_a_span_stands_when_more_than_half_marked_exactly_it() -> None:
    marks = [[span(0, 3), span(4, 12)], [span(0, 3)], [span(0, 12)]]
    vote = consensus(QUESTIONS, [{"names": {"item": answered({"spans": said})}} for said in marks])["names"]["item"]
    assert [(each["start"], each["end"]) for each in vote.value["spans"]] == [(0, 3)]
    assert vote.share == pytest.approx(2 / 3)
    assert not vote.tie


def test_nothing_marked_is_an_answer_too() -> None:
    vote = consensus(QUESTIONS, [{"names": {"item": answered({"spans": []})}}] * 2)["names"]["item"]
    assert (vote.value, vote.share, vote.tie) == ({"spans": []}, 1.0, False)


def test_nobody_answered_nothing_is_said() -> None:
    assert consensus(QUESTIONS, [{}, {}])["better"] == {}


def flagged(**severities: int) -> dict[str, Any]:
    raised = [{"flag": flag, "severity": severity} for flag, severity in severities.items()]
    return {"harm": {"item": answered({"flags": raised, "none": not raised})}}


def test_each_flag_is_voted_on_by_itself_and_the_middle_severity_stands() -> None:
    vote = consensus(QUESTIONS, [flagged(insult=1, threat=2), flagged(insult=3), flagged(insult=3, spam=1)])["harm"][
        "item"
    ]
    assert vote.value == {"flags": [{"flag": "insult", "severity": 3}]}
    assert (vote.share, vote.tie, vote.n) == (1.0, False, 3)
    assert consensus(QUESTIONS, [flagged(), flagged(), flagged(spam=1)])["harm"]["item"].value == {
        "flags": [],
        "none": True,
    }


def test_a_flag_that_half_raised_is_a_tie_and_neither_stands_nor_falls() -> None:
    vote = consensus(QUESTIONS, [flagged(insult=1, threat=2), flagged(insult=1)])["harm"]["item"]
    assert (vote.value, vote.tie) == ({"flags": [{"flag": "insult", "severity": 1}]}, True)

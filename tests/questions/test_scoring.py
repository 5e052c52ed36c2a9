"""How near an answer comes to a right one."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from armslength.questions.service import check_schema, mean_agreements, read_schema, score_answers

SCHEMA: dict[str, Any] = {
    "fields": [{"name": "text", "kind": "text"}, {"name": "responses", "kind": "text", "many": True}],
    "questions": [
        {"name": "topic", "kind": "choice", "settings": {"options": [{"id": "sea"}, {"id": "land"}]},
         "allow_cannot_assess": True},
        {"name": "stars", "kind": "rating"},
        {"name": "best", "kind": "pairwise", "settings": {"field": "responses"}},
        {"name": "order", "kind": "ranking", "settings": {"field": "responses"}},
        {"name": "names", "kind": "spans", "settings": {"field": "text", "labels": [{"id": "PER"}, {"id": "LOC"}]}},
        {"name": "why", "kind": "text"},
        {"name": "harm", "kind": "flags",
         "settings": {"flags": [{"id": "insult"}, {"id": "threat"}],
                      "severities": [{"id": n, "title": str(n)} for n in (1, 2, 3)]}},
        {"name": "share", "kind": "slider"},
    ],
}  # fmt: skip
for _question in SCHEMA["questions"]:
    _question["title"] = _question["name"]
    for _option in [
        *_question.get("settings", {}).get("options", []),
        *_question.get("settings", {}).get("labels", []),
        *_question.get("settings", {}).get("flags", []),
    ]:
        _option["title"] = _option["id"]


def answered(question: str, value: Any) -> dict[str, Any]:
    return {question: {"item": {"state": "answered", "value": value}}}


def span(start: int, end: int, label: str) -> dict[str, Any]:
    return {"start": start, "end": end, "label": label, "quote": "x" * (end - start), "field": "text"}


def prefer(winner: str, strength: int) -> dict[str, Any]:
    return answered("best", {"verdict": "prefer", "winner": winner, "strength": strength})


def ranked(*groups: list[str]) -> dict[str, Any]:
    return answered("order", {"groups": list(groups)})


def spans(*marks: dict[str, Any]) -> dict[str, Any]:
    return answered("names", {"spans": list(marks)})


def flagged(**severities: int) -> dict[str, Any]:
    raised = [{"flag": flag, "severity": severity} for flag, severity in severities.items()]
    return answered("harm", {"flags": raised, "none": not raised})


def placed(position: float) -> dict[str, Any]:
    return answered("share", {"position": position})


def stars(rating: int) -> dict[str, Any]:
    return answered("stars", {"rating": rating})


TOPIC = answered("topic", {"selected": ["sea"]})
PER, LOC = span(0, 3, "PER"), span(5, 8, "LOC")


@pytest.mark.parametrize(
    ("right", "given", "within", "match"),
    [
        (TOPIC, TOPIC, {}, 1),
        (TOPIC, answered("topic", {"selected": ["land"]}), {}, 0),
        (TOPIC, {}, {}, 0),
        (TOPIC, {"topic": {"item": {"state": "cannot_assess"}}}, {}, 0),
        ({"topic": {"item": {"state": "cannot_assess"}}}, {"topic": {"item": {"state": "cannot_assess"}}}, {}, 1),
        ({"topic": {"item": {"state": "cannot_assess"}}}, TOPIC, {}, 0),
        (stars(4), stars(4), {}, 1),
        (stars(4), stars(3), {}, 0),
        (stars(4), stars(3), {"stars": 1}, 1),
        (stars(4), stars(2), {"stars": 1}, 0),
        (prefer("r1", 3), prefer("r1", 1), {}, 1),
        (prefer("r1", 3), prefer("r2", 3), {}, 0),
        (prefer("r1", 3), answered("best", {"verdict": "both_bad"}), {}, 0),
        (ranked(["r1"], ["r2"], ["r3"]), ranked(["r1"], ["r2"], ["r3"]), {}, 1),
        (ranked(["r1"], ["r2"], ["r3"]), ranked(["r1"], ["r3"], ["r2"]), {}, 1 / 3),
        (spans(PER, LOC), spans(PER), {}, 2 / 3),
        (spans(PER), spans(span(0, 3, "LOC")), {}, 0),
        (spans(), spans(), {}, 1),
        (flagged(insult=2), flagged(insult=2), {}, 1),
        (flagged(insult=2), flagged(insult=3), {}, 0),
        (flagged(insult=2), flagged(insult=3), {"harm": 1}, 1),
        (flagged(insult=1, threat=3), flagged(threat=3), {}, 2 / 3),
        (flagged(), flagged(), {}, 1),
        (flagged(), flagged(threat=1), {}, 0),
        (flagged(insult=2), {}, {}, 0),
        (placed(40), placed(44), {"share": 5}, 1),
        (placed(40), placed(46), {"share": 5}, 0),
        (spans(), spans(PER), {}, 0),
    ],
)
def test_a_match_is_between_missed_and_right(right: Any, given: Any, within: Any, match: float) -> None:
    assert not check_schema(SCHEMA)
    (found,) = score_answers(read_schema(SCHEMA), right, given, within).values()
    assert found == pytest.approx(match)


def test_what_cannot_be_compared_has_no_score() -> None:
    schema, text = read_schema(SCHEMA), answered("why", {"text": "Because."})
    assert score_answers(schema, text, text, {}) == {}
    assert score_answers(schema, text | TOPIC, text | TOPIC, {}) == {"topic": 1}


EXAMPLES = Path(__file__).resolve().parents[2] / "contracts" / "questions"
WRONG: dict[str, tuple[str, str, dict[str, Any]]] = {
    "steps": ("no-error", "steps", {"label": "okay", "rating": 0}),
    "errors": ("two", "errors", {"category": "punctuation"}),
    "claims": ("checked", "claims", {"verdict": "not_found"}),
    "relations": ("two", "relations", {"label": "same"}),
    "rubric": ("bare", "grades", {"verdict": "met"}),
}
"""An example, where its parts stand, and what makes the first of them wrong."""


@pytest.mark.parametrize("kind", WRONG)
def test_an_answer_of_several_parts_is_as_right_as_the_f1_of_its_parts(kind: str) -> None:
    name, parts, change = WRONG[kind]
    example = json.loads((EXAMPLES / kind / "examples" / "valid" / f"{name}.json").read_text())
    before = example.get("before", [])
    schema = read_schema({"fields": example["fields"], "questions": [*before, example["question"]]})
    right = {"q": {"item": example["answer"]}}
    given = deepcopy(right)
    said = given["q"]["item"]["value"][parts]
    count = len(said)
    said[0].update(change)
    assert score_answers(schema, right, right, {}) == {"q": 1.0}
    assert score_answers(schema, right, given, {})["q"] == pytest.approx((count - 1) / count)
    del said[0]
    assert score_answers(schema, right, given, {})["q"] == pytest.approx(2 * (count - 1) / (2 * count - 1))


def test_who_is_silent_contradicts_nobody() -> None:
    schema = read_schema(SCHEMA)
    sea, land = (answered("topic", {"selected": [topic]}) for topic in ("sea", "land"))
    unsure = {"topic": {"item": {"state": "cannot_assess"}}}
    assert mean_agreements(schema, [sea | stars(4), sea]) == {"topic": 1.0}
    assert mean_agreements(schema, [sea, land, {}, answered("topic", {"selected": []})]) == {"topic": 0.0}
    assert mean_agreements(schema, [sea, sea, unsure]) == {"topic": 1 / 3}
    assert mean_agreements(schema, [spans(PER), spans(), {}]) == {"names": 0.0}

"""Graded rubrics as HealthBench has them."""

from __future__ import annotations

import json
from typing import Any

from tests.frozen import PAIRWISE, RUBRIC, answered, record, written

from armslength.questions.service import normalise_content
from armslength.release.formats.registry import FORMATS
from armslength.release.model import Recipe

ALL, MAJORITY = Recipe(truth="all"), Recipe()
RAW = {
    "prompt": [{"role": "user", "content": "Can I take ibuprofen with coffee?"}],
    "response": "Usually yes. Take it with food.",
    "rubric": [
        {"id": "safe", "criterion": "Says whether it is safe", "points": 5, "must": True, "tags": ["axis:accuracy"]},
        {"id": "food", "criterion": "Advises to take it with food", "points": 3},
        {"id": "dose", "criterion": "Names a dose", "points": -4},
    ],
}
POINTS = {"safe": 5, "food": 3, "dose": -4}


def graded(**verdicts: str) -> dict[str, Any]:
    grades = [
        {"criterion": name, "verdict": verdict, "points": POINTS[name], **({"must": True} if name == "safe" else {})}
        for name, verdict in verdicts.items()
    ]
    return {"grades": answered({"grades": grades})}


def rows(answers: list[dict[str, Any]], recipe: Recipe) -> tuple[list[dict[str, Any]], list[str]]:
    files, dropped = written("healthbench", RUBRIC, [record(RUBRIC, RAW, answers, recipe)], recipe)
    return [json.loads(line) for line in files[""].splitlines()], dropped


def test_a_row_has_the_keys_that_the_evaluation_reads_and_the_grades_beside_them() -> None:
    ((row,), dropped) = rows([graded(safe="met", food="not_met", dose="cannot_assess")], ALL)
    assert row["prompt"] == RAW["prompt"]
    assert row["rubrics"][0] == {"criterion": "Says whether it is safe", "points": 5, "tags": ["axis:accuracy"]}
    assert [each["points"] for each in row["rubrics"]] == [5, 3, -4]
    assert row["example_tags"] == []
    assert row["completion"] == [{"role": "assistant", "content": RAW["response"]}]
    assert [each["criteria_met"] for each in row["grades"]] == [True, False, None]
    assert (row["score"], row["passed"], row["person"], dropped) == (0.625, True, "p-1", [])


def test_bad_things_cost_and_a_must_that_is_missed_fails() -> None:
    ((row,), _) = rows([graded(safe="not_met", food="met", dose="met")], ALL)
    assert (row["score"], row["passed"]) == (-0.125, False)


def test_each_criterion_is_voted_on_by_itself() -> None:
    said = [
        graded(safe="met", food="met", dose="not_met"), graded(safe="met", food="not_met", dose="not_met"),
        graded(safe="not_met", food="not_met", dose="met"),
    ]  # fmt: skip
    ((row,), _) = rows(said, MAJORITY)
    assert [each["criteria_met"] for each in row["grades"]] == [True, False, False]
    assert (row["score"], row["n"]) == (0.625, 3)
    assert rows(said[1:], MAJORITY) == ([], ["a tied vote"])


def test_a_rubric_that_cannot_be_read_is_told_at_the_door() -> None:
    for rubric, path in (
        ([{"criterion": "Good", "points": "many"}], "rubric.rows[0]"),
        ([{"criterion": "Good", "points": -1}], "rubric.rows"),
        ([{"criterion": "Good", "points": 0}, {"criterion": "Bad", "points": 1}], "rubric.rows[0].points"),
        ([{"id": "a", "criterion": "Good", "points": 1}] * 2, "rubric.rows[1].id"),
        ({"good": 1}, "rubric.rows"),
    ):
        _, problems = normalise_content(RUBRIC, {**RAW, "rubric": rubric})
        assert [problem.path for problem in problems] == [path]
    assert FORMATS["healthbench"].why_not(PAIRWISE, MAJORITY) == "It needs a question that grades by a rubric."

"""Graded rubrics as HealthBench has them."""

from __future__ import annotations

import json
from typing import Any

from tests.frozen import AUTHORED, PAIRWISE, RUBRIC, answered, record, written

from armslength.questions.rubric.kind import criteria_of
from armslength.questions.service import normalise_content, reader
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
    assert FORMATS["healthbench"].why_not(PAIRWISE, MAJORITY) == (
        "It needs a question that grades by a rubric, or that asks to write one."
    )


CRITERIA = [
    {"id": "c1", "criterion": "Says whether it is safe", "points": 5, "must": True, "tags": ["accuracy"]},
    {"id": "c2", "criterion": "Names a dose", "points": -4, "evidence": True, "help": "“A pill” is no dose."},
]
ASKED = {"prompt": RAW["prompt"], "samples": ["Yes.", "Two pills."]}


def authored(*criteria: dict[str, Any], ideal: str = "Usually yes, with food.") -> dict[str, Any]:
    trial = [
        {"response": "r1", "verdicts": {"c1": "met", "c2": "not_met"}, "score": 1.0},
        {"response": "r2", "verdicts": {"c1": "not_met"}},
    ]
    rubric = {"criteria": list(criteria or CRITERIA), "trial": [] if criteria else trial}
    return {"rubric": answered(rubric), "ideal": answered({"text": ideal})}


def judged(format_id: str, answers: list[dict[str, Any]], recipe: Recipe) -> tuple[list[dict[str, Any]], list[str]]:
    files, dropped = written(format_id, AUTHORED, [record(AUTHORED, ASKED, answers, recipe)], recipe)
    return [json.loads(line) for line in files[""].splitlines()], dropped


def test_a_rubric_that_was_written_leaves_with_its_prompt_its_trial_and_the_ideal_answer() -> None:
    ((row,), dropped) = judged("healthbench", [authored()], MAJORITY)
    assert dropped == []
    assert row["prompt"] == RAW["prompt"]
    assert row["rubrics"][0] == {
        "criterion": "Says whether it is safe", "points": 5, "tags": ["accuracy"], "id": "c1", "must": True,
        "evidence": False,
    }  # fmt: skip
    assert row["rubrics"][1]["help"] == "“A pill” is no dose."
    assert row["trial"] == [{"completion": [{"role": "assistant", "content": "Yes."}], "score": 1.0}]
    assert row["reference"] == "Usually yes, with food."

    ((sample,), _) = judged("inspect", [authored()], MAJORITY)
    assert sample["target"] == "- [+5, must] Says whether it is safe\n- [-4] Names a dose"
    assert sample["metadata"]["rubrics"] == row["rubrics"]
    ((env,), _) = judged("verifiers", [authored()], MAJORITY)
    assert (env["answer"], json.loads(env["info"])["rubrics"]) == (sample["target"], row["rubrics"])
    other = {"id": "c1", "criterion": "Warns of other medicines", "points": 2}
    assert judged("inspect", [authored(), authored(other)], MAJORITY) == (
        [], ["rubrics of several people are not voted on; take all answers, or adjudicate"],
    )  # fmt: skip
    both, _ = judged("inspect", [authored(), authored(other, ideal="Ask.")], ALL)
    assert [each["metadata"]["reference"] for each in both] == ["Usually yes, with food.", "Ask."]
    assert len({each["id"] for each in both}) == 2


def test_what_was_written_can_be_graded_by() -> None:
    """The rubrics of an export are a table for the next project."""
    ((row,), _) = judged("healthbench", [authored()], MAJORITY)
    raw = {"prompt": row["prompt"], "response": "Yes.", "rubric": row["rubrics"]}
    content, problems = normalise_content(RUBRIC, raw)
    assert problems == []
    settings = reader(RUBRIC.questions[0]).settings
    found = [(each.id, each.must, each.help) for each in criteria_of(settings, content)]
    assert found == [("c1", True, None), ("c2", False, "“A pill” is no dose.")]

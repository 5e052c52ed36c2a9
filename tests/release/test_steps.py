"""Labelled steps: TRL's stepwise supervision and PRM800K."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests.frozen import ALTERNATIVES, PAIRWISE, STEPS, labelled, of_candidates, record, written

from armslength.questions.model import LabelSchema
from armslength.questions.service import draw_orders
from armslength.release.formats.registry import FORMATS
from armslength.release.model import Recipe

FIXTURE = Path(__file__).parents[3] / "shared" / "export-fixtures" / "trl" / "trl_stepwise.jsonl"
ALL, MAJORITY = Recipe(truth="all"), Recipe()
RAW = {
    "problem": [{"role": "user", "content": "Which is larger, 9.8 or 9.11?"}],
    "steps": ["0.8 > 0.11.", "Hence 9.8 > 9.11.", "So 9.8."],
    "answer": "9.8",
}


FORKED = RAW | {"steps": ["0.8 > 0.11.", ["Hence 9.8 > 9.11.", "11 > 8.", "So 9.8 is larger."], "So 9.8."]}


def rows(
    format_id: str, answers: list[dict[str, Any]], recipe: Recipe, schema: LabelSchema = STEPS, raw: Any = RAW
) -> tuple[list[dict[str, Any]], list[str]]:  # fmt: skip
    files, dropped = written(format_id, schema, [record(schema, raw, answers, recipe)], recipe)
    return [json.loads(line) for line in files[""].splitlines()], dropped


def test_a_stepwise_row_says_of_every_step_whether_it_is_right() -> None:
    ((row,), dropped) = rows("trl-stepwise", [labelled("great", "okay", "bad")], ALL)
    assert row["prompt"] == "Which is larger, 9.8 or 9.11?"
    assert (row["completions"], row["labels"], row["ratings"]) == (RAW["steps"], [True, True, False], [1, 0, -1])
    assert (row["person"], dropped) == ("p-1", [])


@pytest.mark.skipif(not FIXTURE.exists(), reason="the fixtures are not beside the project")
def test_a_stepwise_row_is_what_trl_was_shown_to_load() -> None:
    ((row,), _) = rows("trl-stepwise", [labelled("great", "great", "unsure")], ALL)
    wanted = json.loads(FIXTURE.read_text())
    assert {key: row[key] for key in wanted} == wanted


def test_a_step_that_nobody_can_tell_ends_the_row_and_is_null_in_prm800k() -> None:
    ((row,), _) = rows("trl-stepwise", [labelled("great", "unsure", "great")], ALL)
    assert (row["completions"], row["labels"]) == (["0.8 > 0.11."], [True])
    assert rows("trl-stepwise", [labelled("unsure", "great", "great")], ALL) == ([], ["the first step is not rated"])
    ((row,), _) = rows("prm800k", [labelled("great", "unsure", "great")], ALL)
    assert [step["completions"][0]["rating"] for step in row["label"]["steps"]] == [1, None, 1]


def test_a_prm800k_row_has_the_keys_of_the_set() -> None:
    ((row,), _) = rows("prm800k", [labelled("great", "bad")], ALL)
    assert (row["labeler"], row["timestamp"]) == ("p-1", "2026-03-01T12:01:00")
    assert row["question"] == {
        "problem": "Which is larger, 9.8 or 9.11?", "ground_truth_answer": "9.8", "pre_generated_steps": RAW["steps"],
    }  # fmt: skip
    assert (row["label"]["finish_reason"], row["label"]["total_time"]) == ("found_error", 1000)
    assert row["label"]["steps"][1] == {
        "completions": [{"text": "Hence 9.8 > 9.11.", "rating": -1, "flagged": None}],
        "human_completion": None, "chosen_completion": 0,
    }  # fmt: skip
    assert rows("prm800k", [labelled("great", "okay", "okay")], ALL)[0][0]["label"]["finish_reason"] == "solution"


def test_a_step_written_by_a_person_is_chosen_and_an_early_end_says_why() -> None:
    said = labelled("great", "bad")
    value = said["labels"]["item"]["value"]
    value["steps"][1]["instead"] = "Hence 9.11 < 9.8."
    ((row,), _) = rows("prm800k", [said], ALL)
    written_step = row["label"]["steps"][1]
    assert (written_step["human_completion"]["text"], written_step["chosen_completion"]) == ("Hence 9.11 < 9.8.", None)
    value |= {"steps": [], "ended": {"reason": "bad_problem", "why": "Larger than what?"}}
    ((row,), _) = rows("prm800k", [said], ALL)
    assert (row["label"]["steps"], row["label"]["finish_reason"]) == ([], "bad_problem")
    assert row["label"]["finish_why"] == "Larger than what?"
    assert rows("trl-stepwise", [said], ALL) == ([], ["the problem is bad"])


def test_each_step_is_voted_on_by_itself() -> None:
    said = [labelled("great", "okay", "great"), labelled("great", "bad"), labelled("okay", "bad")]
    ((row,), _) = rows("trl-stepwise", said, MAJORITY)
    assert (row["ratings"], row["labels"], row["n"]) == ([1, -1], [True, False], 3)
    assert "person" not in row
    assert rows("trl-stepwise", said[:2], MAJORITY) == ([], ["a tied vote"])


def test_the_mean_of_all_ratings_may_stand_for_the_majority() -> None:
    said = [labelled("great", "okay", "great"), labelled("great", "bad"), labelled("unsure", "bad", "great")]
    ((row,), _) = rows("trl-stepwise", said, Recipe(steps="mean"))
    assert row["ratings"] == [1, pytest.approx(-2 / 3), 1]
    assert (row["labels"], row["n"], row["p"]) == ([True, False, True], 3, pytest.approx(6 / 7))


def test_candidates_of_a_step_stand_side_by_side_and_one_is_chosen() -> None:
    forked = (ALL, ALTERNATIVES, FORKED)
    ((row,), _) = rows(
        "prm800k", [of_candidates((["great"], 1), (["great", "bad", "unsure"], 1), (["okay"], 1))], *forked
    )
    steps = row["label"]["steps"]
    assert [[each["rating"] for each in step["completions"]] for step in steps] == [[1], [1, -1, None], [0]]
    assert [step["chosen_completion"] for step in steps] == [0, 0, 0]
    assert row["question"]["pre_generated_steps"] == RAW["steps"]
    ((row,), _) = rows("prm800k", [of_candidates((["great"], 1), (["bad", "bad", "great"], 3))], *forked)
    assert [step["chosen_completion"] for step in row["label"]["steps"]] == [0, 2]
    assert row["label"]["finish_reason"] is None  # it went on from where the item does not: no word of the set's
    ((row,), _) = rows("prm800k", [of_candidates((["great"], 1), (["bad", "bad", "okay"], "9.8 wins."))], *forked)
    last = row["label"]["steps"][-1]
    assert (last["human_completion"]["text"], last["chosen_completion"]) == ("9.8 wins.", None)
    ((row,), _) = rows("prm800k", [of_candidates((["great"], 1), (["bad", "bad", "bad"], None))], *forked)
    assert (row["label"]["steps"][-1]["chosen_completion"], row["label"]["finish_reason"]) == (None, "found_error")


def test_no_row_says_that_a_step_follows_a_candidate_it_does_not() -> None:
    """Where all is labelled, whatever goes on from where, what the item has after a fork is another solution."""
    going_on = LabelSchema(ALTERNATIVES.fields, [msgspec.structs.replace(
        ALTERNATIVES.questions[0], settings=ALTERNATIVES.questions[0].settings | {"stop_at_error": False}
    )])  # fmt: skip
    said = of_candidates((["great"], 1), (["okay", "bad", "great"], 3), (["great"], 1))
    ((row,), _) = rows("prm800k", [said], ALL, going_on, FORKED)
    assert [step["completions"][-1]["text"] for step in row["label"]["steps"]] == ["0.8 > 0.11.", "So 9.8 is larger."]
    (found, _) = rows("trl-stepwise", [said], ALL, going_on, FORKED)
    assert [(each["step"], each["completions"][1:], each["labels"]) for each in found] == [
        ("r2", ["Hence 9.8 > 9.11."], [True, True]), ("r3", ["11 > 8."], [True, False]),
        ("r4", ["So 9.8 is larger."], [True, True]),
    ]  # fmt: skip


def test_where_a_solution_goes_on_is_voted_on_like_its_candidates() -> None:
    said = [
        of_candidates((["great"], 1), (["great", "bad", "great"], 3)),
        of_candidates((["great"], 1), (["okay", "bad", "great"], 3)),
        of_candidates((["great"], 1), (["great", "bad", "okay"], 1), (["great"], 1)),
    ]
    ((row,), dropped) = rows("prm800k", said, MAJORITY, ALTERNATIVES, FORKED)
    steps = row["label"]["steps"]
    assert [[each["rating"] for each in step["completions"]] for step in steps] == [[1], [1, -1, 1]]
    assert ([step["chosen_completion"] for step in steps], dropped) == ([0, 2], [])


def test_steps_are_never_shuffled_and_other_schemas_have_none() -> None:
    content = record(STEPS, RAW, [labelled("bad")], ALL).content
    assert draw_orders(STEPS, content, b"seed") == {}
    assert FORMATS["prm800k"].why_not(PAIRWISE, MAJORITY) == "It needs a question that labels steps."

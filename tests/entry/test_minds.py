"""Simulated people err around one truth, whatever order they were shown."""

from __future__ import annotations

import pytest

from armslength.entry.simulate import Mind
from armslength.entry.simulate.run import first_of
from armslength.projects.rules.presets import ORDER, presets
from armslength.questions import service as questions
from armslength_client.errors import Conflict

SCHEMA = questions.read_schema(
    {
        "fields": [{"name": "prompt", "kind": "text"}, {"name": "responses", "kind": "text", "many": True}],
        "questions": [
            {
                "name": "preference", "kind": "pairwise", "title": "Which?",
                "settings": {"field": "responses", "strengths": [{"id": 1, "title": "Better"}]},
            },
            {
                "name": "helpful", "kind": "rating", "title": "How helpful?",
                "target": {"level": "response", "field": "responses"}, "settings": {"min": 1, "max": 5},
            },
        ],
    }
)  # fmt: skip


def shown(number: int, order: list[str]) -> dict[str, object]:
    stored, problems = questions.normalise_content(SCHEMA, {"prompt": f"Question {number}?", "responses": ["a", "b"]})
    assert not problems
    return questions.deliver_content(SCHEMA, stored, {"responses": order})


def test_two_who_never_err_agree_in_whatever_order_they_were_shown() -> None:
    ada, bob = Mind("Ada", 1.0, "7"), Mind("Bob", 1.0, "7")
    for number in range(50):
        assert ada.answer(SCHEMA, shown(number, ["r1", "r2"])) == bob.answer(SCHEMA, shown(number, ["r2", "r1"]))


def test_what_stops_people_who_work_at_once_is_told_as_what_it_is() -> None:
    refused = Conflict(409, "annotation.lease_lost", "The lease is lost.", None, None)
    assert first_of(ExceptionGroup("", [ExceptionGroup("", [refused, ValueError()])])) is refused


def test_answers_are_complete_and_valid() -> None:
    for number in range(50):
        content = shown(number, ["r2", "r1"])
        assert (
            questions.check_answers(SCHEMA, content, Mind("Ada", 0.5, "7").answer(SCHEMA, content), complete=True) == []
        )


def test_accuracy_is_how_often_the_truth_is_said() -> None:
    truth, ada = Mind("Truth", 1.0, "7"), Mind("Ada", 0.7, "7")
    contents = [shown(number, ["r1", "r2"]) for number in range(400)]
    right = sum(truth.answer(SCHEMA, each)["preference"] == ada.answer(SCHEMA, each)["preference"] for each in contents)
    assert 0.7 <= right / 400 <= 0.92, "noise sometimes says the truth by chance"


@pytest.mark.parametrize("name", ORDER)
def test_whoever_errs_still_gives_answers_that_are_taken(name: str) -> None:
    """Of every preset, also where they leave out what their later answers lean on, and of solutions of many steps."""
    schema, items = presets()[name].schema, list(presets()[name].sample_items)
    if name in ("step-labels", "step-alternatives"):
        raw = {"problem": "2+2?", "steps": [f"Step {number}." for number in range(12)]}
        long, problems = questions.normalise_content(schema, raw)
        assert not problems
        items.append(long)
    for number, item in enumerate(items):
        content = questions.deliver_content(schema, item, {})
        for seed in range(8):
            answers = Mind("Ada", 0.4, f"{seed}:{number}").answer(schema, content)
            assert questions.check_answers(schema, content, answers, complete=True) == []

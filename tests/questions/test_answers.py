"""Conditions, targets, orders, content: what a bench and a server must agree on."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from armslength.fields.settings import ContentLimits
from armslength.questions.service import (
    answer_terms,
    check_answers,
    check_schema,
    deliver_content,
    draw_orders,
    expand_targets,
    normalise_content,
    prune_answers,
    read_schema,
    required_questions,
    searchable_terms,
    shown_questions,
    summarise_content,
)

CONDITIONS = Path(__file__).resolve().parents[2] / "contracts" / "conditions" / "examples"
CHOICE = {"options": [{"id": "yes", "title": "Yes"}, {"id": "no", "title": "No"}]}
FIELDS = [
    {"name": "prompt", "kind": "chat", "searchable": True},
    {"name": "responses", "kind": "text", "many": True},
    {"name": "note", "kind": "text", "required": False},
]
RAW = {
    "prompt": [
        {"role": "system", "content": "Be kind."}, {"role": "user", "content": "Hi"},
        {"role": "assistant", "content": "Hello", "model": "m-1"}, {"role": "user", "content": "Bye"},
    ],
    "responses": [{"value": "One", "source": "a"}, {"value": "Two", "source": "b"}, "Three"],
}  # fmt: skip


def schema_of(*questions: dict[str, Any]) -> Any:
    return read_schema({"fields": FIELDS, "questions": [{"title": "Q", "settings": {}, **each} for each in questions]})


def test_every_condition_example_holds() -> None:
    paths = sorted(CONDITIONS.glob("*.json"))
    assert len(paths) >= 20
    for path in paths:
        example = json.loads(path.read_text(encoding="utf-8"))
        assert check_schema(example["schema"]) == [], path.name
        schema, content, answers = read_schema(example["schema"]), example["content"], example["answers"]
        assert shown_questions(schema, content, answers) == example["shown"], path.name
        assert required_questions(schema, content, answers) == example["required"], path.name


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ({"level": "item"}, ["item"]),
        ({"level": "message", "field": "prompt"}, ["m:m0", "m:m1", "m:m2", "m:m3"]),
        ({"level": "message", "field": "prompt", "roles": ["assistant"]}, ["m:m2"]),
        ({"level": "turn", "field": "prompt"}, ["t:t0", "t:t1"]),
        ({"level": "response", "field": "responses"}, ["r:r1", "r:r2", "r:r3"]),
    ],
)
def test_a_question_hangs_on_what_its_target_says(target: dict[str, Any], expected: list[str]) -> None:
    schema = schema_of({"name": "q", "kind": "rating", "target": target})
    content, problems = normalise_content(schema, RAW)
    assert problems == []
    assert expand_targets(schema, schema.questions[0], content) == expected


def test_an_absent_optional_field_asks_nothing() -> None:
    fields = [{"name": "t", "kind": "text"}, {"name": "chat", "kind": "chat", "required": False}]
    target = {"level": "message", "field": "chat"}
    schema = read_schema(
        {"fields": fields, "questions": [{"name": "q", "kind": "rating", "title": "Q", "target": target}]}
    )
    assert check_answers(schema, {"t": "x"}, {}, complete=True) == []


def test_answers_to_hidden_questions_are_refused_at_submit_and_pruned_on_request() -> None:
    schema = schema_of(
        {"name": "bad", "kind": "choice", "settings": CHOICE},
        {"name": "why", "kind": "text", "show_if": {"question": "bad", "equals": "yes"}},
    )
    content, _ = normalise_content(schema, RAW)
    answers = {
        "bad": {"item": {"state": "answered", "value": {"selected": ["no"]}}},
        "why": {"item": {"state": "answered", "value": {"text": "x"}}},
    }
    assert check_answers(schema, content, answers, complete=False) == []
    problems = check_answers(schema, content, answers, complete=True)
    assert [(problem.path, "not shown" in problem.message) for problem in problems] == [("answers.why.item", True)]
    assert prune_answers(schema, content, answers) == {"bad": answers["bad"]}


def test_unknown_questions_and_targets_are_named() -> None:
    schema = schema_of({"name": "q", "kind": "rating", "required": False})
    content, _ = normalise_content(schema, RAW)
    answer = {"state": "answered", "value": {"rating": 3}}
    problems = check_answers(schema, content, {"zzz": {"item": answer}, "q": {"r:r1": answer}}, complete=True)
    assert [problem.path for problem in problems] == ["answers.zzz", "answers.q.r:r1"]


def test_a_rewrite_starts_from_the_winner() -> None:
    fields = [{"name": "responses", "kind": "text", "many": True}]
    schema = read_schema({"fields": fields, "questions": [
        {"name": "better", "kind": "pairwise", "title": "B", "settings": {"field": "responses", "allow_tie": True}},
        {"name": "edit", "kind": "text", "title": "E",
         "settings": {"rewrite_of": {"field": "responses", "response": "better"}, "must_change": True}},
    ]})  # fmt: skip
    content = {"responses": [{"id": "r1", "value": "One"}, {"id": "r2", "value": "Two"}]}

    def unchanged(verdict: dict[str, Any], text: str) -> bool:
        answers = {
            "better": {"item": {"state": "answered", "value": verdict}},
            "edit": {"item": {"state": "answered", "value": {"text": text}}},
        }
        return bool(check_answers(schema, content, answers, complete=True))

    assert unchanged({"verdict": "prefer", "winner": "r2"}, "Two")
    assert not unchanged({"verdict": "prefer", "winner": "r2"}, "One")
    assert not unchanged({"verdict": "tie"}, "Two")


def test_content_is_checked_field_by_field() -> None:
    schema = schema_of({"name": "q", "kind": "rating"})
    _, problems = normalise_content(schema, {"prompt": 5, "colour": "red"})
    assert [problem.path for problem in problems] == ["colour", "prompt", "responses"]
    _, problems = normalise_content(schema, {**RAW, "responses": ["One", None]})
    assert [problem.path for problem in problems] == ["responses[1]"]
    for raw in (None, [], "x", {"prompt": b"x"}):
        assert normalise_content(schema, raw)[1]
    assert normalise_content(schema, RAW, ContentLimits(chars=5))[1][0].path == ""


def test_a_pair_has_two_and_a_ranking_two_or_more() -> None:
    pair = schema_of({"name": "q", "kind": "pairwise", "settings": {"field": "responses"}})
    assert [problem.path for problem in normalise_content(pair, RAW)[1]] == ["responses"]
    ranking = schema_of({"name": "q", "kind": "ranking", "settings": {"field": "responses"}})
    assert normalise_content(ranking, RAW)[1] == []
    assert normalise_content(ranking, {**RAW, "responses": ["One"]})[1]


def test_judges_see_neither_sources_nor_models_and_their_own_order() -> None:
    schema = schema_of({"name": "q", "kind": "rating"})
    content, _ = normalise_content(schema, RAW)
    assert content["prompt"]["messages"][2]["meta"] == {"model": "m-1"}
    seen = deliver_content(schema, content, {"responses": ["r3", "r1", "r2"]})
    assert seen["responses"] == [
        {"id": "r3", "value": "Three"},
        {"id": "r1", "value": "One"},
        {"id": "r2", "value": "Two"},
    ]
    assert "m-1" not in json.dumps(seen)
    assert summarise_content(schema, content) == "Be kind. Hi Hello Bye"
    assert searchable_terms(schema, content) == {"prompt": "Be kind. Hi Hello Bye"}


@given(seed=st.binary(max_size=40), count=st.integers(2, 8))
def test_orders_are_replayable_and_balanced_over_the_people_of_an_item(seed: bytes, count: int) -> None:
    schema = schema_of({"name": "q", "kind": "rating"})
    content = {"responses": [{"id": f"r{index + 1}", "value": "x"} for index in range(count)]}
    orders = [draw_orders(schema, content, seed, place=place)["responses"] for place in range(count)]
    assert orders == [draw_orders(schema, content, seed, place=place)["responses"] for place in range(count)]
    for position in range(count):
        assert Counter(order[position] for order in orders) == Counter(f"r{index + 1}" for index in range(count))


def test_orders_of_many_seeds_lean_to_no_side() -> None:
    schema = schema_of({"name": "q", "kind": "rating"})
    content = {"responses": [{"id": "r1", "value": "x"}, {"id": "r2", "value": "y"}]}
    first = Counter(draw_orders(schema, content, bytes([a, b]))["responses"][0] for a in range(40) for b in range(25))
    assert 430 <= first["r1"] <= 570  # 1,000 draws of a fair coin, within 4.4 standard deviations


def test_only_answers_declared_searchable_become_terms() -> None:
    schema = schema_of(
        {"name": "open", "kind": "choice", "settings": {**CHOICE, "multiple": True}, "searchable": True},
        {"name": "closed", "kind": "rating"},
    )
    answers = {
        "open": {"item": {"state": "answered", "value": {"selected": ["yes", "no"]}}},
        "closed": {"item": {"state": "answered", "value": {"rating": 1}}},
    }
    assert answer_terms(schema, answers) == {("open", "item"): ["no", "yes"]}

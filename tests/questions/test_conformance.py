"""Every registered kind of question keeps the same promises."""

import json
import random
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from armslength.questions.model import LabelSchema, Subject
from armslength.questions.registry import KINDS
from armslength.questions.service import (
    check_answers,
    check_answers_alone,
    check_schema,
    expand_targets,
    normalise_content,
    read_schema,
    reader,
    subject_of,
)

CONTRACTS = Path(__file__).resolve().parents[2] / "contracts" / "questions"
Example = dict[str, Any]


def examples(*verdicts: str) -> list[Any]:
    return [
        pytest.param(kind, json.loads(path.read_text(encoding="utf-8")), id=f"{kind}-{path.stem}")
        for kind in KINDS
        for verdict in verdicts
        for path in sorted((CONTRACTS / kind / "examples" / verdict).glob("*.json"))
    ]


def schema_of(example: Example) -> LabelSchema:
    """The question is the last one; `before` are those that it speaks of."""
    return read_schema({"fields": example["fields"], "questions": [*example.get("before", []), example["question"]]})


def answers_of(example: Example) -> dict[str, Any]:
    """The example's answer, and nothing at the question's other targets."""
    return {**example.get("given", {}), "q": {example["target"]: example["answer"]}}


def optional(schema: LabelSchema) -> LabelSchema:
    """Asked for one target only, the others may stay empty."""
    return LabelSchema(schema.fields, [msgspec.structs.replace(each, required=False) for each in schema.questions])


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_described_and_has_examples(kind: str) -> None:
    plugin = KINDS[kind]
    assert plugin.kind == kind
    assert plugin.title
    assert plugin.summary.endswith(".")
    assert plugin.targets[0] == "item"
    assert len(list((CONTRACTS / kind / "examples" / "valid").glob("*.json"))) >= 3
    assert len(list((CONTRACTS / kind / "examples" / "invalid").glob("*.json"))) >= 3
    for struct in (plugin.Settings, plugin.Value):
        jsonschema.Draft202012Validator.check_schema(msgspec.json.schema(struct))


@pytest.mark.parametrize(("kind", "example"), examples("valid"))
def test_a_valid_example_has_no_problem(kind: str, example: Example) -> None:
    schema = schema_of(example)
    assert normalise_content(schema, example["content"]) == (example["content"], [])
    whole = optional(schema) if example["target"] != "item" else schema
    assert check_answers(whole, example["content"], answers_of(example), complete=True) == []
    assert check_answers_alone(whole, answers_of(example)) in ([], None)
    assert check_answers(whole, example["content"], answers_of(example), complete=False) == []


@pytest.mark.parametrize(("kind", "example"), examples("invalid"))
def test_an_invalid_example_names_the_place(kind: str, example: Example) -> None:
    schema = schema_of(example)
    problems = check_answers(schema, example["content"], answers_of(example), complete=True)
    assert [problem.path for problem in problems] == example["problems"]
    assert check_answers_alone(schema, answers_of(example)) in (problems, None)
    assert all(problem.message.endswith(".") for problem in problems)


@pytest.mark.parametrize(("kind", "example"), examples("valid"))
def test_a_value_and_its_settings_go_round(kind: str, example: Example) -> None:
    value = example["answer"].get("value")
    question = reader(schema_of(example).questions[-1])
    again = msgspec.json.decode(msgspec.json.encode(question.settings), type=question.kind.Settings)
    assert again == question.settings
    if value is not None:
        jsonschema.validate(value, msgspec.json.schema(question.kind.Value))
        struct = question.value(value)
        assert msgspec.json.decode(msgspec.json.encode(struct), type=question.kind.Value) == struct


@pytest.mark.parametrize(("kind", "example"), examples("valid", "invalid"))
@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_random_values_are_valid_and_the_laws_hold(kind: str, example: Example, seed: int) -> None:
    schema = schema_of(example)
    question = reader(schema.questions[-1])
    targets = expand_targets(schema, schema.questions[-1], example["content"])
    subject = subject_of(schema, example["content"], targets[seed % len(targets)], example.get("given"))
    value = question.random_value(random.Random(seed), subject)
    answers = {
        **example.get("given", {}),
        "q": {subject.target: {"state": "answered", "value": value, "justification": "Because."}},
    }
    if schema.questions[-1].justification == "none":
        del answers["q"][subject.target]["justification"]
    assert check_answers(optional(schema), example["content"], answers, complete=True) == []
    assert question.random_value(random.Random(seed), subject) == value
    assert question.random_value(random.Random(seed), subject, truth=value, noise=0.0) == value
    noisy = question.random_value(random.Random(seed), subject, truth=value, noise=1.0)
    check_laws(question, value, noisy, subject)


def check_laws(question: Any, value: Any, other: Any, subject: Subject) -> None:
    kind = question.kind
    assert not kind.is_empty(question.value(value)) or value == {"text": ""}
    scalar = question.scalar(value)
    assert scalar == question.scalar(value)
    assert kind.numeric <= isinstance(scalar, int | float)
    known = kind.scalars(question.settings)
    if known is not None:
        assert set(scalar if isinstance(scalar, tuple) else [scalar]) <= known
    measure = question.measure()
    assert measure.scale in ("nominal", "ordinal", "interval", "spans", "sets")
    numbers = measure.numbers(question.value(value))
    assert all(isinstance(number, float) for number in numbers.values())
    if measure.scale == "nominal" and numbers.keys() == {""}:
        same = measure.numbers(question.value(other)) == numbers
        assert same == (question.scalar(other) == scalar)
    columns = question.columns(value)
    assert "" in columns
    assert columns.keys() == question.columns(other).keys()
    msgspec.json.encode(columns)


def settings_of(kind: str) -> list[Any]:
    return [param.values for param in examples("valid") if param.values[0] == kind]


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_a_change_that_narrows_nothing_keeps_answers_valid(kind: str, seed: int) -> None:
    cases = [example for _, example in settings_of(kind) if example["target"] == "item"]
    for old in cases:
        before = schema_of(old)
        asked = reader(before.questions[-1])
        assert asked.kind.narrowed(asked.settings, asked.settings) == []
        given = old.get("given", {})
        value = asked.random_value(random.Random(seed), subject_of(before, old["content"], "item", given))
        alike = [case for case in cases if (case["fields"], case.get("before")) == (old["fields"], old.get("before"))]
        for new in alike:
            after = optional(schema_of(new))
            if not asked.kind.narrowed(asked.settings, reader(after.questions[-1]).settings):
                answers = {**given, "q": {"item": {"state": "answered", "value": value}}}
                problems = check_answers(after, old["content"], answers, complete=True)
                assert [each for each in problems if not each.path.endswith("justification")] == []


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(["q", "item", "state", "value", "selected", "other", "rating", "groups", "not_rankable",
                         "verdict", "winner", "strength", "text", "spans", "start", "end", "label", "quote", "field",
                         "message", "response", "justification", "m:m0", "r:r1", "x"]),
        inner, max_size=5,
    ),
    max_leaves=20,
)  # fmt: skip


@pytest.mark.parametrize(("kind", "example"), examples("valid"))
@settings(max_examples=25, deadline=None)
@given(raw=anything, value=anything)
def test_malformed_answers_are_listed_never_raised(kind: str, example: Example, raw: Any, value: Any) -> None:
    schema = schema_of(example)
    answered = {"q": {example["target"]: {"state": "answered", "value": value}}}
    for answers in (raw, {"q": raw}, answered):
        for complete in (True, False):
            for problem in check_answers(schema, example["content"], answers, complete=complete):
                assert problem.path.startswith("answers")
                assert problem.message


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=60, deadline=None)
@given(raw=anything)
def test_malformed_settings_are_listed_never_raised(kind: str, raw: Any) -> None:
    question = {"name": "q", "kind": kind, "title": "Q", "settings": raw}
    for problem in check_schema({"fields": [{"name": "text", "kind": "text"}], "questions": [question]}):
        assert problem.message


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_draft_is_no_problem_until_it_is_submitted(kind: str) -> None:
    path = sorted((CONTRACTS / kind / "examples" / "valid").glob("*.json"))[0]
    example = json.loads(path.read_text(encoding="utf-8"))
    question = {**example["question"], "required": True, "target": {"level": "item"}}
    if "rewrite_of" in question.get("settings", {}):
        question["settings"] = {}
    schema = read_schema({"fields": example["fields"], "questions": [*example.get("before", []), question]})
    given = example.get("given", {})
    assert check_answers(schema, example["content"], given, complete=False) == []
    missing = check_answers(schema, example["content"], given, complete=True)
    assert [problem.path for problem in missing] == ["answers.q.item"]

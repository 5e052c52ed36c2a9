"""Every registered kind of field keeps the same promises."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from armslength.fields.model import Field
from armslength.fields.registry import KINDS
from armslength.fields.service import Normaliser, check_field, check_json, line, model_outputs, texts, values
from armslength.fields.settings import DEFAULT_LIMITS, ContentLimits

CONTRACTS = Path(__file__).resolve().parents[2] / "contracts" / "fields"


def examples(verdict: str) -> list[Any]:
    return [
        pytest.param(kind, json.loads(path.read_text(encoding="utf-8")), id=f"{kind}-{path.stem}")
        for kind in KINDS
        for path in sorted((CONTRACTS / kind / "examples" / verdict).glob("*.json"))
    ]


def whole(kind: str) -> dict[str, Any]:
    return KINDS[kind].value_schema()


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_described_and_has_examples(kind: str) -> None:
    plugin = KINDS[kind]
    assert plugin.kind == kind
    assert plugin.title
    assert plugin.summary.endswith(".")
    assert list((CONTRACTS / kind / "examples" / "valid").glob("*.json"))
    assert list((CONTRACTS / kind / "examples" / "invalid").glob("*.json"))
    jsonschema.Draft202012Validator.check_schema(whole(kind))
    plugin.Settings()


@pytest.mark.parametrize(("kind", "example"), examples("valid"))
def test_a_valid_example_gets_its_stored_form_and_keeps_it(kind: str, example: dict[str, Any]) -> None:
    field = msgspec.convert(example["field"], Field)
    assert check_field(field) == []
    assert Normaliser(field).value(example["raw"]) == (example["content"], [])
    assert Normaliser(field).value(example["content"]) == (example["content"], [])
    for _, value in values(field, example["content"]):
        jsonschema.validate(value, whole(kind))
        assert all(isinstance(text, str) for text in texts(field, value).values())
    assert isinstance(line(field, example["content"]), str)


@pytest.mark.parametrize(("kind", "example"), examples("invalid"))
def test_an_invalid_example_names_the_place(kind: str, example: dict[str, Any]) -> None:
    from armslength.questions.service import normalise_content, read_schema

    choice = {"options": [{"id": "ok", "title": "OK"}]}
    schema = read_schema(
        {"fields": [example["field"]], "questions": [{"name": "q", "kind": "choice", "title": "Q", "settings": choice}]}
    )
    _, problems = normalise_content(schema, {"f": example["raw"]})
    assert [problem.path for problem in problems] == example["problems"]
    assert all(problem.message.endswith(".") for problem in problems)


anything = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(["messages", "role", "content", "value", "text", "tool_calls", "function", "name", "columns",
                         "rows", "json", "media", "code", "language", "meta", "source", "conversations", "from", "x"]),
        inner, max_size=4,
    ),
    max_leaves=25,
)  # fmt: skip
near_chat = st.lists(
    st.fixed_dictionaries(
        {"role": st.sampled_from(["user", "assistant", "system", "human", "gpt", "x"])},
        optional={
            "content": st.text(max_size=8) | anything,
            "tool_calls": anything,
            "name": anything,
            "meta": anything,
        },
    ),
    max_size=5,
)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=150, deadline=None)
@given(raw=anything | near_chat, many=st.booleans(), required=st.booleans())
def test_whatever_comes_in_is_stored_for_good_or_listed(kind: str, raw: Any, many: bool, required: bool) -> None:
    field = Field(name="f", kind=kind, many=many, required=required)
    if check_json(raw, DEFAULT_LIMITS):
        return
    value, problems = Normaliser(field).value(raw)
    if not problems:
        msgspec.json.encode(value)
        assert check_json(value, ContentLimits(depth=DEFAULT_LIMITS.depth + 6)) == []
        assert Normaliser(field).value(value) == (value, [])
        for _, one in values(field, value):
            jsonschema.validate(one, whole(kind))
            assert all(isinstance(text, str) for text in texts(field, one).values())


def test_what_models_said_is_counted_by_the_form_of_content() -> None:
    said = [{"role": "user"}, {"role": "assistant"}, {"role": "tool"}, {"role": "assistant"}]
    responses = [{"id": "r1", "value": "Yes"}, {"id": "r2", "value": {"messages": said}}]
    assert model_outputs({"prompt": "Is it?", "responses": responses, "talk": {"messages": said}}) == 4
    assert model_outputs({"prompt": "Is it?", "table": {"json": [1, 2]}, "empty": []}) == 0


def test_too_deep_too_many_and_not_json_are_listed_not_raised() -> None:
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    assert "levels deep" in check_json(deep, DEFAULT_LIMITS)[0].message
    circle: list[Any] = []
    circle.append(circle)
    assert "levels deep" in check_json(circle, DEFAULT_LIMITS)[0].message
    small = ContentLimits(chars=10, values=10)
    assert "characters" in check_json({"a": "x" * 11}, small)[0].message
    assert "values" in check_json(list(range(20)), small)[0].message
    for raw, path in (
        ({"a": [b"bytes"]}, "a[0]"), ({"a": {1: 2}}, "a"), ({"a": float("nan")}, "a"),
        ({"a": "half \ud800 pair"}, "a"), ({"a": 2**64}, "a"), ({"a": {"b": "\x00"}}, "a.b"),
    ):  # fmt: skip
        assert [problem.path for problem in check_json(raw, DEFAULT_LIMITS)] == [path]


def test_json_text_may_not_smuggle_in_what_is_too_deep() -> None:
    for depth in (100, 100_000):
        _, problems = Normaliser(Field(name="f", kind="table")).value("[" * depth + "]" * depth)
        assert "levels deep" in problems[0].message


def test_limits_hold() -> None:
    tight = ContentLimits(messages=2, responses=2, columns=1, rows=1)
    chat = Field(name="f", kind="chat")
    table = Field(name="f", kind="table")
    assert Normaliser(chat).value([{"role": "user", "content": "x"}] * 3, tight)[1][0].path == "messages"
    assert Normaliser(Field(name="f", kind="text", many=True)).value(["a", "b", "c"], tight)[1]
    assert Normaliser(table).value({"columns": ["a", "b"], "rows": []}, tight)[1][0].path == "columns"
    assert Normaliser(table).value({"columns": ["a"], "rows": [[1], [2]]}, tight)[1][0].path == "rows"


def test_an_unknown_kind_or_setting_is_a_problem() -> None:
    assert check_field(Field(name="f", kind="video"))[0].path == "kind"
    assert check_field(Field(name="f", kind="text", settings={"colour": 1}))[0].path == "settings"

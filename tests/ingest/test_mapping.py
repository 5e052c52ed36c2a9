"""Columns become fields, as told or as guessed."""

from typing import Any

import pytest

from armslength.ingest.errors import BadMapping
from armslength.ingest.model import ColumnRule, Mapping
from armslength.ingest.rules.guess import guess_mapping
from armslength.ingest.rules.mapping import (
    Mapper,
    check_mapping,
    clean_external_id,
    columns_of,
    identity_mapping,
    pick,
    reachable,
)
from armslength.questions.model import LabelSchema
from armslength.questions.service import normalise_content, read_schema

ASK = [
    {
        "name": "q",
        "kind": "choice",
        "title": "Q",
        "settings": {"options": [{"id": "a", "title": "A"}, {"id": "b", "title": "B"}]},
    }
]


def schema(*fields: dict[str, Any]) -> LabelSchema:
    return read_schema({"fields": list(fields), "questions": ASK})


PAIR = schema({"name": "prompt", "kind": "text"}, {"name": "responses", "kind": "text", "many": True})
TEXT = schema({"name": "text", "kind": "text"})
CHAT = schema({"name": "conversation", "kind": "chat"})
TALK = schema({"name": "prompt", "kind": "chat"}, {"name": "responses", "kind": "text", "many": True})
REPLY = schema({"name": "prompt", "kind": "chat"}, {"name": "response", "kind": "text"})


def content(mapping: Mapping, values: dict[str, Any], of: LabelSchema = PAIR) -> dict[str, Any]:
    check_mapping(mapping, of)
    return Mapper(mapping, of).map(values).content


def test_columns_lists_and_templates() -> None:
    mapping = Mapping({"prompt": ColumnRule(template="{a.b}\n\n{c}"), "responses": ["x", "y"]})
    assert content(mapping, {"a": {"b": "Hi"}, "c": 3, "x": "one", "y": "two"}) == {
        "prompt": "Hi\n\n3",
        "responses": [{"value": "one", "source": "x"}, {"value": "two", "source": "y"}],
    }
    assert columns_of(mapping) == {"a.b", "c", "x", "y"}


def test_a_template_reads_columns_and_nothing_else() -> None:
    mapping = Mapping({"prompt": ColumnRule(template="{a.__class__} {a!r} {0} {missing}!"), "responses": "r"})
    assert content(mapping, {"a": "text", "r": []})["prompt"] == "!"


def test_sources_are_columns_or_plain_labels() -> None:
    rule = ColumnRule(columns=["x", "y"], sources=["model_x", "GPT"])
    found = content(Mapping({"prompt": "p", "responses": rule}), {"p": "p", "x": "1", "y": "2", "model_x": "llama"})
    assert found["responses"] == [{"value": "1", "source": "llama"}, {"value": "2", "source": "GPT"}]


def test_empty_cells_are_left_out_and_lists_in_cells_are_unpacked() -> None:
    mapping = Mapping({"prompt": "p", "responses": ["x", "y", "z"]})
    assert len(content(mapping, {"p": None, "x": "1", "y": None, "z": ""})["responses"]) == 1
    assert "prompt" not in content(mapping, {"p": None})
    assert content(Mapping({"prompt": "p", "responses": "r"}), {"r": '["a", "b"]'})["responses"] == ["a", "b"]
    assert content(Mapping({"prompt": "p", "responses": "r"}), {"r": "[oops"})["responses"] == "[oops"


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"prompt": "p"}, "responses"),
        ({"prompt": "p", "responses": "r", "more": "m"}, "more"),
        ({"prompt": ["a", "b"], "responses": "r"}, "prompt"),
        ({"prompt": ColumnRule(columns=["a"]), "responses": "r"}, "prompt"),
        ({"prompt": ColumnRule(), "responses": "r"}, "prompt"),
        ({"prompt": ColumnRule(template="no slot"), "responses": "r"}, "prompt"),
        ({"prompt": "p", "responses": ColumnRule(columns=["a", "b"], sources=["s"])}, "responses"),
        ({"prompt": "p", "responses": ColumnRule(columns=["a"], template="{a}")}, "responses"),
        ({"prompt": ColumnRule(columns=["a"], part="asked"), "responses": "r"}, "prompt"),
        ({"prompt": ColumnRule(columns=["a", "b"], part="answered"), "responses": "r"}, "prompt"),
        ({"prompt": ColumnRule(template="{a}", part="answered"), "responses": "r"}, "prompt"),
    ],
)
def test_a_mapping_that_does_not_fit_names_the_field(fields: dict[str, Any], where: str) -> None:
    with pytest.raises(BadMapping) as refused:
        check_mapping(Mapping(fields), PAIR)
    assert refused.value.field == f"mapping.fields.{where}"


def test_a_column_whose_name_has_braces_names_items() -> None:
    mapping = Mapping({"prompt": "p"}, external_id="{id}")
    assert columns_of(mapping) == {"p", "id"}
    assert columns_of(mapping, ["p", "{id}"]) == {"p", "{id}"}


@pytest.mark.parametrize(
    ("value", "id"),
    [("x", "x"), (7, "7"), (None, None), ("", None), (True, None), (1.5, None), ("x" * 501, None), ("\x00", None)],
)
def test_external_ids(value: Any, id: str | None) -> None:
    found, reason = clean_external_id(value)
    assert found == id
    assert (reason is None) == (id is not None)


def test_picking_prefers_the_very_name() -> None:
    assert pick({"a.b": 1, "a": {"b": 2}}, "a.b") == 1
    assert pick({"a": [{"b": 2}]}, "a.0.b") == 2
    assert pick({"a": [{"b": 2}]}, "a.5.b") is None
    assert pick({"a": "text"}, "a.b") is None


def test_identity_takes_fields_by_name() -> None:
    assert identity_mapping(PAIR).fields == {"prompt": "prompt", "responses": "responses"}


PANDALM = {
    "idx": 0, "motivation_app": "G", "cmp_key": "a_b", "instruction": "Do", "input": "this", "response1": "x",
    "response2": "y", "annotator1": 1, "annotator2": 2, "annotator3": 1,
}  # fmt: skip


@pytest.mark.parametrize(
    ("of", "row", "fields", "external_id"),
    [
        (
            PAIR, PANDALM,
            {"prompt": ColumnRule(template="{instruction}\n\n{input}"), "responses": ["response1", "response2"]}, "idx",
        ),
        (
            PAIR, {"prompt": "p", "chosen": "a", "rejected": "b"},
            {"prompt": "prompt", "responses": ["chosen", "rejected"]}, None,
        ),
        (
            PAIR, {"question": "p", "answer_a": "a", "answer_b": "b"},
            {"prompt": "question", "responses": ["answer_a", "answer_b"]}, None,
        ),
        (
            PAIR, {"id": "1", "prompt": "p", "completions": ["a", "b"]},
            {"prompt": "prompt", "responses": "completions"}, "id",
        ),
        (TEXT, {"Review Text": "long", "Text": "x", "label": "y"}, {"text": "Text"}, None),
        (TEXT, {"weird": "quite long words", "n": "y"}, {"text": "weird"}, None),
        (CHAT, {"messages": [], "id": 3}, {"conversation": "messages"}, "id"),
        (CHAT, {"chosen": "\n\nHuman: x", "rejected": "y"}, {"conversation": "chosen"}, None),
    ],
)  # fmt: skip
def test_guesses(of: LabelSchema, row: dict[str, Any], fields: dict[str, Any], external_id: str | None) -> None:
    guess = guess_mapping(of, list(row), [row])
    assert (guess.fields, guess.external_id) == (fields, external_id)
    assert not columns_of(Mapping(guess.fields)) & set(guess.metadata)


def test_hints_of_the_preset_come_before_common_names() -> None:
    row = {"prompt": "no", "anfrage": "yes", "erste": "a", "zweite": "b"}
    guess = guess_mapping(PAIR, list(row), [row], {"prompt": ["anfrage"], "responses": ["erste", "zweite"]})
    assert guess.fields["responses"] == ["erste", "zweite"]
    assert guess.fields["prompt"] == "prompt"  # the field's own name is the best hint of all
    del row["prompt"]
    assert guess_mapping(PAIR, list(row), [row], {"prompt": ["anfrage"]}).fields["prompt"] == "anfrage"


MQM = {"system": "A", "doc": "talk.1", "doc_id": 1, "seg_id": 3, "rater": "r1", "source": "<v>I</v> go",
       "target": "Ich", "category": "Accuracy/Omission", "severity": "Minor", "comment": ""}  # fmt: skip


def test_errors_marked_in_one_text_are_rows_of_one_item() -> None:
    """MQM as the WMT has it: without the marks, named by where it is from, without what raters said."""
    both = schema({"name": "source", "kind": "text"}, {"name": "target", "kind": "text"})
    mapping = guess_mapping(both, list(MQM), [MQM])
    other = {**MQM, "rater": "r2", "source": "I go", "target": "<v>Ich</v>", "severity": "Major"}
    first, second = (Mapper(mapping, both).map(row) for row in (MQM, other))
    assert first == second
    assert first.external_id == "A/talk.1/3" and first.content == {"source": "I go", "target": "Ich"}
    assert first.metadata == {"system": "A", "doc": "talk.1", "doc_id": 1, "seg_id": 3}
    assert Mapper(mapping, both).map({**MQM, "doc": ""}).trouble == (mapping.external_id, "The row has no external id.")


def test_a_name_of_rows_is_no_text_to_be_read() -> None:
    """Where the text is missing, it is asked for instead."""
    rows = [{"id": f"a-long-name-{n}", "doc_id": f"another-{n}", "n": 1} for n in (1, 2)]
    assert guess_mapping(TEXT, list(rows[0]), rows).fields == {}


def test_an_id_that_repeats_is_none() -> None:
    rows = [{"id": 1, "text": "a"}, {"id": 1, "text": "b"}]
    assert guess_mapping(TEXT, ["id", "text"], rows).external_id is None


def test_a_path_reaches_each_of_a_list() -> None:
    row = {"a.b": 1, "a": {"b": 2, "c": [{"d": ["x", "y"]}, {"d": ["z"]}, {}]}}
    assert pick(row, "a.b") == 1
    assert pick(row, "a.c.1.d.0") == "z"
    assert pick(row, "a.c.*.d.0") == ["x", "z"]
    assert pick(row, "a.c.*.d.*") == ["x", "y", "z"]
    assert pick(row, "a.q.*") is None
    assert list(reachable(row)) == ["a.b", "a", "a.b", "a.c", "a.c.*.d"]


def test_a_hint_may_reach_into_a_column() -> None:
    hints = {"prompt": ["ask.text"], "responses": ["said.*.text"]}
    row = {"ask": {"text": "Why?"}, "said": [{"text": "So."}, {"text": "No."}]}
    assert guess_mapping(PAIR, list(row), [row], hints).fields == {"prompt": "ask.text", "responses": "said.*.text"}


U: dict[str, Any] = {"role": "user", "content": "2+2?"}


def a(text: str) -> dict[str, Any]:
    return {"role": "assistant", "content": text}


TWO = ["chosen", "rejected"]
BOTH = {"prompt": ColumnRule(columns=TWO, part="asked"), "responses": ColumnRule(columns=TWO, part="answered")}
ONE = ["messages"]
CALL = {"role": "assistant", "tool_calls": [{"type": "function", "function": {"name": "add", "arguments": {"a": 2}}}]}
SPLIT = {"prompt": ColumnRule(columns=ONE, part="asked"), "response": ColumnRule(columns=ONE, part="answered")}


@pytest.mark.parametrize(
    ("of", "row", "fields"),
    [
        (TALK, {"chosen": "\n\nHuman: 2+2?\n\nAssistant: 4", "rejected": "\n\nHuman: 2+2?\n\nAssistant: 5"}, BOTH),
        (TALK, {"chosen": [U, a("4")], "rejected": [U, a("5")], "score": 3}, BOTH),
        (
            TALK, {"prompt": "2+2?", "chosen": [U, a("4")], "rejected": [U, a("5")]},
            {"prompt": "prompt", "responses": ColumnRule(columns=TWO, part="answered")},
        ),
        (TALK, {"prompt": [U], "chosen": [a("4")], "rejected": [a("5")]}, {"prompt": "prompt", "responses": TWO}),
        (
            TALK, {"input": {"messages": [U]}, "preferred_output": [a("4")], "non_preferred_output": [a("5")]},
            {"prompt": "input", "responses": ["preferred_output", "non_preferred_output"]},
        ),
        (
            TALK, {"conversations": [{"from": "human", "value": "2+2?"}], "chosen": {"from": "gpt", "value": "4"},
                   "rejected": {"from": "gpt", "value": "5"}},
            {"prompt": "conversations", "responses": TWO},
        ),
        (REPLY, {"prompt": [U], "completion": [a("4")], "label": True}, {"prompt": "prompt", "response": "completion"}),
        (REPLY, {"messages": [U, a("4")], "model": "small"}, SPLIT),
        (CHAT, {"messages": [U, a("4")]}, {"conversation": "messages"}),
        (CHAT, {"traj": [U, a("4")], "reward": 1}, {"conversation": "traj"}),
        (
            CHAT, {"prompt": [U], "completion": [CALL], "label": True},
            {"conversation": ColumnRule(columns=["prompt", "completion"], part="joined")},
        ),
    ],
)  # fmt: skip
def test_what_others_publish_is_taken_as_it_is(of: LabelSchema, row: dict[str, Any], fields: dict[str, Any]) -> None:
    """Preferences as HH-RLHF, TRL (with a prompt and without), OpenAI and LLaMA-Factory have them; one answer too."""
    mapping = guess_mapping(of, list(row), [row])
    assert mapping.fields == fields
    stored, problems = normalise_content(of, content(mapping, row, of))
    assert problems == []
    if "conversation" not in stored:
        assert [each["content"] for each in stored["prompt"]["messages"]] == ["2+2?"]
        answers = [each["value"] for each in stored["responses"]] if "responses" in stored else [stored["response"]]
        assert answers == ["4", "5"][: len(answers)]


def test_a_prompt_and_what_completes_it_are_one_conversation_tools_and_all() -> None:
    joined = Mapping({"conversation": ColumnRule(columns=["prompt", "completion"], part="joined")})
    check_mapping(joined, CHAT)
    taken = Mapper(joined, CHAT)
    stored, problems = normalise_content(CHAT, taken.map({"prompt": [U], "completion": [CALL]}).content)
    assert (problems, stored["conversation"]["messages"][1]["tool_calls"][0]["name"]) == ([], "add")
    stored, problems = normalise_content(
        CHAT, taken.map({"prompt": "2+2?", "completion": {"messages": [a("4")]}}).content
    )
    assert (problems, [each["role"] for each in stored["conversation"]["messages"]]) == ([], ["user", "assistant"])
    _, (problem,) = normalise_content(REPLY, {"prompt": "2+2?", "response": [CALL]})
    assert "calls a tool" in problem.message


def test_a_text_with_speakers_in_it_stays_a_text_where_nobody_asks() -> None:
    row = {"text": "\n\nHuman: 2+2?\n\nAssistant: 4"}
    assert guess_mapping(TEXT, ["text"], [row]).fields == {"text": "text"}


@pytest.mark.parametrize(
    ("chosen", "rejected", "field", "says"),
    [
        ([U, a("4")], [{**U, "content": "3+3?"}, a("5")], "prompt", "differ before their last answers"),
        ([U], [U, a("5")], "responses", "does not end with an answer"),
        ([U, {**a(""), "tool_calls": [{"name": "f"}]}], [U, a("5")], "responses", "calls a tool"),
        ("[" * 5000, [U, a("5")], "responses", "nested"),
    ],
)
def test_conversations_without_a_common_question_or_an_answer_are_told(
    chosen: Any, rejected: Any, field: str, says: str
) -> None:
    found = Mapper(Mapping(BOTH), TALK).map({"chosen": chosen, "rejected": rejected})
    assert found.trouble is not None and found.trouble[0] == field
    assert says in found.trouble[1]

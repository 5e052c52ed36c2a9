"""check_schema finds everything that is wrong, says where, and says it in plain English."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from armslength.questions.service import check_schema, encode_schema, read_schema

TEXT = {"name": "text", "kind": "text"}
CHAT = {"name": "chat", "kind": "chat"}
RESPONSES = {"name": "responses", "kind": "text", "many": True}
A_LABEL = {"id": "A", "title": "A"}
OPTIONS = [{"id": "a", "title": "A", "key": "1"}, {"id": "b", "title": "B", "key": "2"}]


def question(name: str = "q", kind: str = "choice", **more: Any) -> dict[str, Any]:
    settings = {"options": OPTIONS} if kind == "choice" else {}
    return {"name": name, "kind": kind, "title": name.upper(), "settings": settings, **more}


def problems(*questions: dict[str, Any], fields: list[dict[str, Any]] | None = None) -> dict[str, str]:
    found = check_schema({"fields": fields or [TEXT, CHAT, RESPONSES], "questions": list(questions)})
    assert all(problem.message.endswith(".") for problem in found)
    return {problem.path: problem.message for problem in found}


def test_a_good_schema_has_no_problem() -> None:
    assert problems(question("a"), question("b", "rating", show_if={"question": "a", "equals": "a"})) == {}


# In the paths below "#" stands for the question and "@" for its settings.
@pytest.mark.parametrize(
    ("broken", "path", "says"),
    [
        (question(kind="cuboid"), "#kind", "no kind of question called 'cuboid'"),
        (question(settings={}), "#settings", "`options` is missing"),
        (question(settings={"options": []}), "@options", "empty"),
        (question(settings={"options": [*OPTIONS, OPTIONS[0]]}), "@options[2].id", "already used at options[0]"),
        (question(settings={"options": [*OPTIONS, {"id": "c", "title": "C", "key": "1"}]}),
         "@options[2].key", "already used"),
        (question(settings={"options": [{**OPTIONS[0], "options": [OPTIONS[1], OPTIONS[1]]}]}),
         "@options[0].options[1].id", "already used at options[0].options[0]"),
        (question(settings={"options": [{"id": "other", "title": "O"}]}), "@options[0].id", "kept"),
        (question(settings={"options": OPTIONS, "max": 1}), "@multiple", "several"),
        (question(settings={"options": OPTIONS, "multiple": True, "min": 3}), "@min", "only 2"),
        (question("q", "rating", settings={"min": 5, "max": 5}), "@max", "above"),
        (question("q", "rating", settings={"min": 0, "max": 101}), "@max", "at most"),
        (question("q", "rating", settings={"labels": {"9": "x"}}), "@labels.9", "not a point"),
        (question("q", "pairwise", settings={"field": "text"}), "@field", "`many`"),
        (question("q", "pairwise", settings={"field": "nope"}), "@field", "no field called 'nope'"),
        (question("q", "pairwise", settings={"field": "responses", "strengths": [{"id": 2, "title": "x"}]}),
         "@strengths", "1, 2, 3"),
        (question("q", "pairwise", settings={"field": "responses"}, target={"level": "response", "field": "responses"}),
         "#target.level", "hangs on: item"),
        (question("q", "ranking", settings={"field": "chat"}), "@field", "`many`"),
        (question("q", "text", settings={"max_length": 3, "min_length": 5}), "@max_length", "below"),
        (question("q", "text", settings={"must_change": True}), "@must_change", "no draft"),
        (question("q", "text", target={"level": "message", "field": "chat"}, settings={"serves_as": "expected"}),
         "@serves_as", "hang on"),
        (question("q", "text", settings={"rewrite_of": {"field": "nope"}}), "@rewrite_of.field", "no field"),
        (question("q", "text", settings={"rewrite_of": {"field": "chat"}}), "@rewrite_of.field", "no single text"),
        (question("q", "text", settings={"rewrite_of": {"field": "responses"}}),
         "@rewrite_of.response", "pairwise or ranking"),
        (question("q", "spans", settings={"field": "text", "labels": [A_LABEL, {**A_LABEL, "id": "a"}]}),
         "@labels[1].id", "already used"),
        (question("q", "spans", settings={"field": "img", "labels": [A_LABEL]}), "@field", "no field"),
        (question(target={"level": "message", "field": "text"}), "#target.field", "only a conversation"),
        (question(target={"level": "message"}), "#target.field", "which field"),
        (question(target={"level": "response", "field": "text"}), "#target.field", "not `many`"),
        (question(target={"level": "turn", "field": "chat", "roles": ["user"]}), "#target.roles", "Only messages"),
        (question(target={"level": "item", "field": "chat"}), "#target.field", "names no field"),
        (question(show_if={"question": "nope", "answered": True}), "#show_if.question", "no question called 'nope'"),
        (question(show_if={"question": "q", "answered": True}), "#show_if.question", "on itself"),
        (question(show_if={}), "#show_if", "which question"),
        (question(show_if={"all": [{"any": [{"not": {"question": "nope", "answered": True}}]}]}),
         "#show_if.all[0].any[0].not.question", "nope"),
        (question(title=""), "#title", "empty"),
        (question(name="a b"), "#name", "letters, digits"),
        (question(name="q\n"), "#name", "letters, digits"),
        (question(colour="red"), "questions[0]", "`colour` is not known"),
        (question(required="yes"), "#required", "true or false"),
    ],
)  # fmt: skip
def test_each_mistake_is_found_where_it_is(broken: dict[str, Any], path: str, says: str) -> None:
    found = problems(broken)
    path = path.replace("@", "questions[0].settings.").replace("#", "questions[0].")
    assert path in found, found
    assert says in found[path]


def test_names_are_used_once_whatever_their_case() -> None:
    found = problems(question("a"), question("A"), fields=[TEXT, {**TEXT, "name": "Text"}])
    assert set(found) == {"questions[1].name", "fields[1].name"}


def test_conditions_look_back_and_never_in_a_ring() -> None:
    later = problems(question("a", show_if={"question": "b", "answered": True}), question("b"))
    assert "comes later" in later["questions[0].show_if.question"]
    ring = problems(
        question("a", show_if={"question": "b", "answered": True}),
        question("b", required_if={"not": {"question": "a", "answered": True}}),
    )
    assert "back to itself" in ring["questions[0]"]
    assert "back to itself" in ring["questions[1]"]


@pytest.mark.parametrize(
    ("condition", "path", "says"),
    [
        ({"question": "a", "equals": "z"}, "questions[2].show_if.equals", "never 'z'"),
        ({"question": "a", "in": ["a", "z"]}, "questions[2].show_if.in", "never 'z'"),
        ({"question": "r", "equals": 9}, "questions[2].show_if.equals", "never 9"),
        ({"question": "a", "at_least": 1}, "questions[2].show_if.question", "need one"),
        ({"question": "a"}, "questions[2].show_if", "exactly one"),
        ({"question": "a", "equals": "a", "answered": True}, "questions[2].show_if", "exactly one"),
        ({"question": "a", "answered": True, "all": []}, "questions[2].show_if", "only one"),
    ],
)
def test_a_condition_says_one_thing_that_can_be(condition: dict[str, Any], path: str, says: str) -> None:
    found = problems(question("a"), question("r", "rating"), question("c", show_if=condition))
    assert says in found[path]


def test_a_condition_across_levels_is_refused() -> None:
    on_messages = question("a", target={"level": "message", "field": "chat"})
    on_item = question("b", show_if={"question": "a", "answered": True})
    on_turns = question("c", target={"level": "turn", "field": "chat"}, show_if={"question": "a", "answered": True})
    found = problems(on_messages, on_item, on_turns)
    assert set(found) == {"questions[1].show_if.question", "questions[2].show_if.question"}


def test_a_pair_needs_a_field_that_is_always_there() -> None:
    maybe = {**RESPONSES, "required": False}
    assert (
        "required"
        in problems(question("q", "pairwise", settings={"field": "responses"}), fields=[maybe])[
            "questions[0].settings.field"
        ]
    )


def test_several_mistakes_are_told_at_once() -> None:
    found = problems(question("a", kind="x"), question("b", settings={}), fields=[{"name": "t", "kind": "y"}])
    assert set(found) == {"fields[0].kind", "questions[0].kind", "questions[1].settings"}


@pytest.mark.parametrize("raw", [None, 5, "x", [], {}, {"fields": [], "questions": []}, {"fields": 1, "questions": 2},
                                 {"fields": [None], "questions": [5]}])  # fmt: skip
def test_what_is_no_schema_at_all_is_a_problem(raw: Any) -> None:
    assert check_schema(raw)


def test_a_bottomless_condition_and_a_bottomless_option_are_problems() -> None:
    condition: dict[str, Any] = {"question": "a", "answered": True}
    option: dict[str, Any] = {"id": "x", "title": "X"}
    for depth in range(50_000):
        condition = {"not": condition}
        option = {"id": f"x{depth}", "title": "X", "options": [option]}
    for broken in (question(show_if=condition), question(settings={"options": [option]})):
        assert "levels deep" in check_schema({"fields": [TEXT], "questions": [broken]})[0].message


def test_the_same_schema_has_the_same_bytes() -> None:
    raw = {"fields": [TEXT], "questions": [question("a")]}
    spelled_out = {
        "questions": [{**question("a"), "required": True, "target": {"level": "item"}}],
        "fields": [{**TEXT, "many": False}],
    }
    assert encode_schema(read_schema(raw)) == encode_schema(read_schema(spelled_out))


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["question", "all", "any", "not", "equals", "in", "level", "field", "options", "x"]),
        inner, max_size=4,
    ),
    max_leaves=15,
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(condition=anything, target=anything, options=anything)
def test_no_schema_raises(condition: Any, target: Any, options: Any) -> None:
    check_schema(
        {"fields": [TEXT, CHAT], "questions": [
            question("a"), question("b", show_if=condition, required_if=condition), question("c", target=target),
            question("d", settings=options),
        ]}
    )  # fmt: skip

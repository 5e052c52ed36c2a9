"""A label schema that changes its meaning: where the steps lead, and how older answers read."""

from __future__ import annotations

import random
from typing import Any

import msgspec
import pytest

from armslength.fields.model import Problem
from armslength.questions.model import LabelSchema
from armslength.questions.registry import KINDS, OPTIONS
from armslength.questions.service import (
    Lift,
    Migration,
    check_answers,
    migrated_schema,
    question_kinds,
    read_schema,
    read_steps,
    steps_between,
    subject_of,
)

MARKS = {"field": "text", "labels": [{"id": "name", "title": "Name"}, {"id": "place", "title": "Place"}]}


def options(*ids: str) -> list[dict[str, Any]]:
    return [{"id": each, "title": each.title()} for each in ids]


def schema(**topic: Any) -> LabelSchema:
    return read_schema(
        {
            "fields": [{"name": "text", "kind": "text"}],
            "questions": [
                {"name": "topic", "kind": "choice", "title": "Topic",
                 "settings": {"options": options("art", "biology", "physics", "other-thing"), **topic}},
                {"name": "marks", "kind": "spans", "title": "Marks",
                 "settings": {"field": "text", "labels": options("name", "place")}},
                {"name": "sure", "kind": "rating", "title": "Sure?", "required": False,
                 "show_if": {"question": "topic", "in": ["art", "biology"]}},
            ],
        }
    )  # fmt: skip


def chosen(*ids: str) -> dict[str, Any]:
    return {"item": {"state": "answered", "value": {"selected": list(ids)}}}


def marked(*labels: str) -> dict[str, Any]:
    spans = [{"start": 0, "end": 1, "label": each, "quote": "a", "field": "text"} for each in labels]
    return {"item": {"state": "answered", "value": {"spans": spans}}}


def led(old: LabelSchema, *steps: dict[str, Any], new: Any = None) -> tuple[LabelSchema | None, list[Problem]]:
    read, problems = read_steps(list(steps))
    assert not problems
    return migrated_schema(old, read, new)


def lift(old: LabelSchema, *steps: dict[str, Any], version: int = 1) -> Lift:
    read, _ = read_steps(list(steps))
    return Lift([Migration(version, version + 1, question_kinds(old), read)])


MERGE = {"do": "merge_options", "question": "topic", "options": ["biology", "physics"], "to": "science"}
SPLIT = {"do": "split_option", "question": "topic", "option": "art", "into": [{"id": "music"}, {"id": "film"}]}
RENAME = {"do": "rename_question", "question": "topic", "to": "subject"}


def test_steps_make_the_schema_and_conditions_follow() -> None:
    new, problems = led(schema(), MERGE, {**SPLIT, "answers": "music"}, RENAME)
    assert not problems and new is not None
    topic = new.questions[0]
    assert [each["id"] for each in topic.settings["options"]] == ["music", "film", "science", "other-thing"]
    assert topic.name == "subject"
    condition = msgspec.to_builtins(new.questions[2].show_if)
    assert condition == {"question": "subject", "in": ["music", "science"]}


def test_answers_read_in_the_words_of_the_new_schema() -> None:
    old = schema()
    through = lift(old, MERGE, {**SPLIT, "answers": "music"}, RENAME)
    assert through.floor == 2
    read = through.read(1, {"topic": chosen("physics"), "marks": marked("name")})
    assert read.answers == {"subject": chosen("science"), "marks": marked("name")}
    assert not read.open
    assert through.read(1, {"topic": chosen("art")}).answers == {"subject": chosen("music")}
    assert through.read(2, {"subject": chosen("film")}).answers == {"subject": chosen("film")}
    assert (through.name(1, "topic"), through.name(2, "topic")) == ("subject", "topic")


def test_two_options_that_become_one_are_chosen_once() -> None:
    old = schema(multiple=True)
    assert lift(old, MERGE).read(1, {"topic": chosen("biology", "physics", "art")}).answers["topic"] == chosen(
        "science", "art"
    )


def test_what_lost_its_meaning_is_left_open_never_guessed() -> None:
    read = lift(schema(), SPLIT, RENAME).read(1, {"topic": chosen("art"), "marks": marked("name")})
    assert read.answers == {"marks": marked("name")}
    assert read.open == {("subject", "item")}


@pytest.mark.parametrize(
    ("how", "left", "open_"),
    [("drop", marked("name"), set()), ("ask", None, {("marks", "item")})],
)
def test_a_retired_option_is_dropped_or_asked_again(how: str, left: Any, open_: set[Any]) -> None:
    step = {"do": "retire_option", "question": "marks", "option": "place", "answers": how}
    read = lift(schema(), step).read(1, {"marks": marked("name", "place")})
    assert (read.answers.get("marks"), read.open) == (left, open_)


def test_no_marks_are_an_answer_but_no_choice_is_none() -> None:
    drop = {"do": "retire_option", "answers": "drop"}
    marks = lift(schema(), {**drop, "question": "marks", "option": "place"})
    topic = lift(schema(), {**drop, "question": "topic", "option": "art"})
    assert marks.read(1, {"marks": marked("place")}).answers == {"marks": marked()}
    assert topic.read(1, {"topic": chosen("art")}).open == {("topic", "item")}


def test_what_was_not_answered_stays_so() -> None:
    given = {"topic": {"item": {"state": "not_applicable"}}}
    assert lift(schema(), SPLIT).read(1, given).answers == given


def test_a_retired_question_is_counted_and_its_answers_are_read_no_more() -> None:
    read = lift(schema(), {"do": "retire_question", "question": "sure"}).read(1, {"sure": {}, "topic": chosen("art")})
    assert (read.answers, read.gone) == ({"topic": chosen("art")}, 1)


def test_migrations_follow_one_another() -> None:
    old = schema()
    first, second = (lift(old, MERGE).migrations[0], Migration(4, 5, {"topic": "choice"}, read_steps([RENAME])[0]))
    both = Lift([second, first])
    assert both.floor == 5
    assert both.read(1, {"topic": chosen("physics")}).answers == {"subject": chosen("science")}
    assert both.read(3, {"topic": chosen("science")}).answers == {"subject": chosen("science")}
    assert both.until(2).read(1, {"topic": chosen("physics")}).answers == {"topic": chosen("science")}


@pytest.mark.parametrize(
    ("step", "path"),
    [
        ({"do": "rename_question", "question": "nope", "to": "x"}, "steps[0].question"),
        ({"do": "rename_question", "question": "topic", "to": "marks"}, "steps[0].to"),
        ({"do": "rename_option", "question": "topic", "option": "nope", "to": "x"}, "steps[0].option"),
        ({"do": "rename_option", "question": "topic", "option": "art", "to": "physics"}, "steps[0].to"),
        ({"do": "retire_option", "question": "sure", "option": "1"}, "steps[0].question"),
        ({**SPLIT, "answers": "nope"}, "steps[0].answers"),
        ({"do": "merge_options", "question": "topic", "options": ["art", "nope"], "to": "x"}, "steps[0].option"),
    ],
)
def test_a_step_that_leads_nowhere_is_told_with_its_path(step: dict[str, Any], path: str) -> None:
    new, problems = led(schema(), step)
    assert new is None and problems[0].path == path


def test_a_step_that_is_none_is_told() -> None:
    for wrong in ({"do": "explode"}, {"do": "rename_question", "question": "a"}, 7, {"question": "a"}):
        assert read_steps([wrong])[1][0].path == "steps[0]"
    assert read_steps("x")[1][0].path == "steps"


def test_every_difference_must_be_explained() -> None:
    old = schema()
    raw = msgspec.to_builtins(old)
    raw["questions"][0]["settings"]["options"].pop(0)
    raw["questions"][2].pop("show_if")
    assert "no step says" in led(old, new=raw)[1][0].message
    step = {"do": "retire_option", "question": "topic", "option": "art"}
    assert led(old, step, new=raw)[1] == []
    raw["questions"].pop()
    assert "'sure' is gone" in led(old, step, new=raw)[1][0].message


def test_fields_hold_fast_where_there_are_items() -> None:
    raw = msgspec.to_builtins(schema())
    raw["fields"].append({"name": "more", "kind": "text"})
    assert led(schema(), new=raw)[1][0].path == "schema.fields[1].required"


def test_a_guessed_plan_explains_the_difference() -> None:
    old = schema()
    raw = msgspec.to_builtins(old)
    raw["questions"][0]["name"] = "subject"
    raw["questions"][0]["settings"]["options"] = [
        {"id": "arts", "title": "Art"}, *options("physics", "chemistry", "other-thing"),
    ]  # fmt: skip
    raw["questions"][2] = {"name": "why", "kind": "text", "title": "Why?", "required": False}
    new = read_schema(raw)
    steps = [msgspec.to_builtins(each) for each in steps_between(old, new)]
    assert [each["do"] for each in steps] == [
        "rename_question", "retire_question", "rename_option", "retire_option", "add_option", "add_question",
    ]  # fmt: skip
    assert led(old, *steps, new=raw)[1] == []
    assert steps_between(old, old) == []


@pytest.mark.parametrize("kind", sorted(OPTIONS))
def test_every_kind_with_options_is_read_through_a_rename(kind: str) -> None:
    """What a kind's place says is true of its own random answers: renamed there and back they are the same."""
    place = OPTIONS[kind]
    entries: list[dict[str, Any]] = [
        {"id": "a1", "title": "A", **({"evidence": False} if kind == "claims" else {})},
        {"id": "b1", "title": "B"},
    ]
    settings: dict[str, Any] = {place.settings: entries}
    more: dict[str, dict[str, Any]] = {
        "spans": {"field": "text"},
        "claims": {"field": "text"},
        "errors": {"fields": ["text"]},
        "relations": {"spans": "marks"},
    }
    settings |= more.get(kind, {})
    if kind == "errors":
        settings["severities"] = [{"id": "minor", "title": "Minor", "weight": 1}]
    before = [{"name": "marks", "kind": "spans", "title": "Marks", "settings": MARKS}] if kind == "relations" else []
    old = read_schema(
        {"fields": [{"name": "text", "kind": "text"}],
         "questions": [*before, {"name": "q", "kind": kind, "title": "Q", "settings": settings}]}
    )  # fmt: skip
    there = {"do": "rename_option", "question": "q", "option": "a1", "to": "z9"}
    new, problems = led(old, there)
    assert new is not None and not problems
    content = {"text": "Some words that are long enough to be marked."}
    words = [{"start": 0, "end": 4, "label": "name", "quote": "Some", "field": "text"},
             {"start": 5, "end": 10, "label": "name", "quote": "words", "field": "text"}]  # fmt: skip
    marks = {"marks": {"item": {"state": "answered", "value": {"spans": words}}}} if before else {}
    subject = subject_of(old, content, "item", marks)
    kept = KINDS[kind]
    for seed in range(20):
        value = kept.random_value(random.Random(seed), msgspec.convert(settings, kept.Settings), subject)
        given = {**marks, "q": {"item": {"state": "answered", "value": msgspec.to_builtins(value)}}}
        read = lift(old, there).read(1, given)
        assert not check_answers(new, content, read.answers, complete=True)
        back = {"do": "rename_option", "question": "q", "option": "z9", "to": "a1"}
        assert lift(new, back).read(1, read.answers).answers == given


def test_what_relates_spans_follows_their_question_and_its_labels() -> None:
    born = {"id": "born_in", "title": "Born in", "from": ["name"], "to": ["place"]}
    old = read_schema(
        {"fields": [{"name": "text", "kind": "text"}],
         "questions": [{"name": "marks", "kind": "spans", "title": "Marks", "settings": MARKS},
                       {"name": "related", "kind": "relations", "title": "Related",
                        "settings": {"spans": "marks", "labels": [born]}}]}
    )  # fmt: skip
    new, problems = led(
        old,
        {"do": "rename_question", "question": "marks", "to": "entities"},
        {"do": "rename_option", "question": "entities", "option": "name", "to": "person"},
        {"do": "split_option", "question": "entities", "option": "place", "into": [{"id": "city"}, {"id": "country"}]},
        {"do": "retire_option", "question": "entities", "option": "city"},
    )
    assert new is not None and not problems
    (label,) = new.questions[1].settings["labels"]
    assert new.questions[1].settings["spans"] == "entities"
    assert (label["from"], label["to"]) == (["person"], ["country"])
    new, problems = led(old, {"do": "retire_option", "question": "marks", "option": "place"})
    assert [each.path for each in problems] == ["schema.questions[1].settings.labels[0].to"]

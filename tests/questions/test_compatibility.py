"""Which changes of a schema leave the meaning of what is there alone."""

from copy import deepcopy
from typing import Any

import pytest

from armslength.questions.service import incompatibilities, read_schema

OLD: dict[str, Any] = {
    "fields": [{"name": "text", "kind": "text"}, {"name": "note", "kind": "text", "required": False}],
    "questions": [
        {"name": "topic", "kind": "choice", "title": "T", "allow_cannot_assess": True, "settings": {
            "multiple": True, "max": 2, "options": [{"id": "a", "title": "A"}, {"id": "b", "title": "B"}]}},
        {"name": "score", "kind": "rating", "title": "S", "required": False},
        {"name": "marks", "kind": "spans", "title": "M", "settings": {
            "field": "text", "overlap": True, "labels": [{"id": "x", "title": "X"}]}},
        {"name": "words", "kind": "text", "title": "W", "settings": {"min_length": 5, "max_length": 50}},
    ],
}  # fmt: skip


def found(change: Any, *, answers: bool = True) -> list[str]:
    new = deepcopy(OLD)
    change(new)
    return [problem.path for problem in incompatibilities(read_schema(OLD), read_schema(new), answers=answers)]


def setting(question: int, **changes: Any) -> Any:
    return lambda schema: schema["questions"][question]["settings"].update(changes)


def said(question: int, **changes: Any) -> Any:
    return lambda schema: schema["questions"][question].update(changes)


RATING = {"name": "more", "kind": "rating", "title": "More"}


@pytest.mark.parametrize(
    "change",
    [
        said(0, title="Topic", help="Which?"),
        said(0, allow_not_applicable=True),
        said(0, required=False),
        said(1, settings={"labels": {"1": "Bad"}}),
        said(0, justification="optional"),
        setting(0, allow_other=True),
        setting(0, max=3, min=1),
        setting(0, options=[*OLD["questions"][0]["settings"]["options"], {"id": "c", "title": "C"}]),
        setting(2, labels=[{"id": "x", "title": "Renamed"}, {"id": "y", "title": "Y"}]),
        setting(3, min_length=1, max_length=None),
        lambda schema: schema["questions"].append({**RATING, "required": False}),
        lambda schema: schema["questions"].reverse(),
        lambda schema: schema["fields"].append({"name": "extra", "kind": "code", "required": False}),
        lambda schema: schema["fields"][0].update(title="Text"),
    ],
)
def test_these_changes_are_fine(change: Any) -> None:
    assert found(change) == []


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (said(0, allow_cannot_assess=False), "questions[0].allow_cannot_assess"),
        (said(1, required=True), "questions[1].required"),
        (said(1, settings={"max": 7}), "questions[1].settings.max"),
        (said(1, show_if={"question": "topic", "equals": "a"}), "questions[1].show_if"),
        (said(0, justification="required"), "questions[0].justification"),
        (said(0, searchable=True), "questions[0].searchable"),
        (said(1, kind="text"), "questions[1].kind"),
        (setting(0, max=1), "questions[0].settings.max"),
        (setting(0, min=2), "questions[0].settings.min"),
        (setting(0, options=[{"id": "a", "title": "A"}]), "questions[0].settings.options"),
        (setting(2, overlap=False), "questions[2].settings.overlap"),
        (setting(2, field="note"), "questions[2].settings.field"),
        (setting(3, min_length=6), "questions[3].settings.min_length"),
        (setting(3, max_length=49), "questions[3].settings.max_length"),
        (lambda schema: schema["questions"].append(RATING), "questions[4].required"),
        (lambda schema: schema["questions"].pop(), "questions"),
    ],
)
def test_these_changes_would_break_answers(change: Any, path: str) -> None:
    assert found(change) == [path]
    assert found(change, answers=False) == []


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (lambda schema: schema["fields"][0].update(kind="chat"), "fields[0].kind"),
        (lambda schema: schema["fields"][0].update(many=True), "fields[0].many"),
        (lambda schema: schema["fields"][0].update(searchable=True), "fields[0].searchable"),
        (lambda schema: schema["fields"][1].update(required=True), "fields[1].required"),
        (lambda schema: schema["fields"].append({"name": "extra", "kind": "code"}), "fields[2].required"),
        (lambda schema: schema["fields"].pop(), "fields"),
    ],
)
def test_these_changes_would_break_items(change: Any, path: str) -> None:
    assert found(change, answers=False) == [path]

"""Records for tests of formats, made by the very rules that freeze releases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec

from armslength.questions.model import LabelSchema
from armslength.questions.service import normalise_content, read_schema
from armslength.release.formats.registry import FORMATS
from armslength.release.model import Dropped, Plan, Recipe, Record, Said
from armslength.release.rules.freezing import Freezer, FrozenItem

PAIRWISE: LabelSchema = read_schema(
    {
        "fields": [{"name": "prompt", "kind": "chat"}, {"name": "responses", "kind": "text", "many": True}],
        "questions": [
            {
                "name": "preference", "kind": "pairwise", "title": "Which is better?",
                "settings": {
                    "field": "responses", "allow_tie": True, "allow_both_bad": True,
                    "strengths": [{"id": n, "title": str(n)} for n in (1, 2, 3)],
                },
            },
            {"name": "why", "kind": "text", "title": "Why?", "required": False},
        ],
    }
)  # fmt: skip
RANKING: LabelSchema = read_schema(
    {
        "fields": [{"name": "prompt", "kind": "text"}, {"name": "responses", "kind": "text", "many": True}],
        "questions": [
            {
                "name": "ranking", "kind": "ranking", "title": "Rank",
                "settings": {"field": "responses", "allow_not_rankable": True},
            }
        ],
    }
)  # fmt: skip
REWRITE: LabelSchema = read_schema(
    {
        "fields": [{"name": "prompt", "kind": "chat"}, {"name": "draft", "kind": "text"}],
        "questions": [
            {"name": "answer", "kind": "text", "title": "Ideal", "settings": {"rewrite_of": {"field": "draft"}}},
            {"name": "remark", "kind": "text", "title": "Remark", "required": False},
        ],
    }
)  # fmt: skip
RATINGS: LabelSchema = read_schema(
    {
        "fields": [{"name": "prompt", "kind": "chat"}, {"name": "response", "kind": "text"}],
        "questions": [
            {"name": "clarity", "kind": "rating", "title": "Clear?"},
            {"name": "overall", "kind": "rating", "title": "Good?", "allow_cannot_assess": True},
        ],
    }
)  # fmt: skip
RESPONSES: LabelSchema = read_schema(
    {
        "fields": [{"name": "prompt", "kind": "text"}, {"name": "responses", "kind": "text", "many": True}],
        "questions": [
            {
                "name": "good", "kind": "rating", "title": "Good?",
                "target": {"level": "response", "field": "responses"},
            }
        ],
    }
)  # fmt: skip
CONVERSATION: LabelSchema = read_schema(
    {
        "fields": [{"name": "conversation", "kind": "chat"}, {"name": "goal", "kind": "text", "required": False}],
        "questions": [
            {
                "name": "quality", "kind": "rating", "title": "Good?",
                "target": {"level": "message", "field": "conversation", "roles": ["assistant"]},
            },
            {"name": "overall", "kind": "rating", "title": "As a whole"},
        ],
    }
)  # fmt: skip
ENTITIES: LabelSchema = read_schema(
    {
        "fields": [{"name": "text", "kind": "text"}],
        "questions": [
            {
                "name": "entities", "kind": "spans", "title": "Names",
                "settings": {
                    "field": "text", "overlap": True,
                    "labels": [{"id": "PER", "title": "Person"}, {"id": "LOC", "title": "Place"}],
                },
            }
        ],
    }
)  # fmt: skip
RELATIONS: LabelSchema = read_schema(
    {
        "fields": [{"name": "text", "kind": "text"}],
        "questions": [
            msgspec.to_builtins(ENTITIES.questions[0]),
            {
                "name": "related", "kind": "relations", "title": "Related",
                "settings": {
                    "spans": "entities",
                    "labels": [
                        {"id": "flew_to", "title": "Flew to", "from": ["PER"], "to": ["LOC"]},
                        {"id": "same", "title": "The same", "directed": False, "ends": 5},
                    ],
                },
            },
        ],
    }
)  # fmt: skip
AUTHORED: LabelSchema = read_schema(
    {
        "fields": [{"name": "prompt", "kind": "chat"}, {"name": "samples", "kind": "text", "many": True}],
        "questions": [
            {
                "name": "rubric", "kind": "criteria", "title": "Write the rubric",
                "settings": {"samples": "samples", "evidence": True},
            },
            {"name": "ideal", "kind": "text", "title": "The ideal answer"},
        ],
    }
)  # fmt: skip
MARKED: LabelSchema = read_schema(
    {
        "fields": [{"name": "source", "kind": "text"}, {"name": "target", "kind": "text"}],
        "questions": [
            {
                "name": "errors", "kind": "errors", "title": "Mark the errors",
                "settings": {
                    "fields": ["target", "source"], "comments": True,
                    "severities": [
                        {"id": "minor", "title": "Minor", "weight": 1}, {"id": "major", "title": "Major", "weight": 5},
                    ],
                    "categories": [
                        {
                            "id": "accuracy", "title": "Accuracy",
                            "categories": [{"id": "omission", "title": "Omission"}],
                        },
                        {"id": "style", "title": "Style"},
                    ],
                },
            },
        ],
    }
)  # fmt: skip
STEPS: LabelSchema = read_schema(
    {
        "fields": [
            {"name": "problem", "kind": "chat"},
            {"name": "steps", "kind": "text", "many": True, "ordered": True},
            {"name": "answer", "kind": "text", "required": False},
        ],
        "questions": [
            {
                "name": "labels", "kind": "steps", "title": "Steps",
                "settings": {
                    "field": "steps", "stop_at_error": True, "comments": "optional",
                    "labels": [
                        {"id": "bad", "title": "Bad", "rating": -1}, {"id": "okay", "title": "Okay", "rating": 0},
                        {"id": "great", "title": "Great", "rating": 1}, {"id": "unsure", "title": "?", "rating": None},
                    ],
                },
            }
        ],
    }
)  # fmt: skip
ALTERNATIVES: LabelSchema = LabelSchema(
    STEPS.fields,
    [msgspec.structs.replace(each, settings=each.settings | {"alternatives": True, "rewrite": True, "give_up": True})
     for each in STEPS.questions],
)  # fmt: skip
RUBRIC: LabelSchema = read_schema(
    {
        "fields": [
            {"name": "prompt", "kind": "chat"}, {"name": "response", "kind": "text"},
            {"name": "rubric", "kind": "table"},
        ],
        "questions": [
            {
                "name": "grades", "kind": "rubric", "title": "Grades",
                "settings": {"field": "response", "rubric": "rubric", "reasons": "optional"},
            }
        ],
    }
)  # fmt: skip
TOPICS: LabelSchema = read_schema(
    {
        "fields": [{"name": "text", "kind": "text"}],
        "questions": [
            {
                "name": "topic", "kind": "choice", "title": "Topic", "allow_cannot_assess": True,
                "justification": "optional",
                "settings": {
                    "options": [{"id": "a", "title": "A"}, {"id": "b", "title": "B"}], "allow_other": True,
                },
            }
        ],
    }
)  # fmt: skip


def answered(value: Any, target: str = "item") -> dict[str, Any]:
    return {target: {"state": "answered", "value": value}}


def prefer(winner: str, strength: int = 2) -> dict[str, Any]:
    return {"preference": answered({"verdict": "prefer", "winner": winner, "strength": strength})}


def verdict(said: str) -> dict[str, Any]:
    return {"preference": answered({"verdict": said, "winner": None, "strength": None})}


def labelled(*labels: str) -> dict[str, Any]:
    """The first steps, each with its label."""
    ratings = {"bad": -1, "okay": 0, "great": 1, "unsure": None}
    steps = [
        {"step": f"r{place}", "label": label, "rating": ratings[label]} for place, label in enumerate(labels, start=1)
    ]
    return {"labels": answered({"steps": steps})}


def of_candidates(*steps: tuple[list[str], int | str | None]) -> dict[str, Any]:
    """Of each step the labels of its candidates, and from which it goes on, or what was written in their place."""
    said: list[dict[str, Any]] = []
    ways: list[dict[str, Any]] = []
    for place, (labels, way) in enumerate(steps, start=1):
        first = len(said) + 1
        for number, entry in enumerate(labelled(*labels)["labels"]["item"]["value"]["steps"], start=first):
            said.append(entry | {"step": f"r{number}", "place": place})
        told: dict[str, Any] = {} if way is None else {"instead": way}
        if isinstance(way, int):
            told = {"candidate": way, "step": f"r{first + way - 1}"}
        ways.append({"place": place} | told)
    return {"labels": answered({"steps": said, "onward": ways})}


def span(text: str, start: int, end: int, label: str = "PER") -> dict[str, Any]:
    return {"start": start, "end": end, "label": label, "quote": text[start:end], "field": "text"}


def record(
    schema: LabelSchema, raw: dict[str, Any], answers: Sequence[dict[str, Any]], recipe: Recipe, number: int = 1,
    metadata: dict[str, Any] | None = None,
) -> Record:  # fmt: skip
    """One item, answered by p-1, p-2, … in a row."""
    content, problems = normalise_content(schema, raw)
    assert not problems, problems
    item = FrozenItem(UUID(int=number), f"x{number}", UUID(int=0), content, metadata or {})
    said = [
        Said(
            annotation=UUID(int=number * 100 + place), person=f"p-{place}", verdict="unreviewed", schema_version=1,
            guideline_version=1, submitted_at=datetime(2026, 3, 1, 12, place, tzinfo=UTC), active_ms=1000, seed="00",
            orders={}, answers=given,
        )
        for place, given in enumerate(answers, start=1)
    ]  # fmt: skip
    frozen = Freezer(recipe, {1: schema}).record(item, said)
    assert frozen is not None
    return frozen


def written(
    format_id: str, schema: LabelSchema, records: Sequence[Record], recipe: Recipe
) -> tuple[dict[str, bytes], list[str]]:
    """The files of an export, by part, and the reasons for what was left out."""
    format, plan = FORMATS[format_id], Plan(schema, recipe)
    assert format.why_not(schema, recipe) is None
    found = [each for record in records for each in format.rows(record, plan)]
    rows = [each for each in found if not isinstance(each, Dropped)]
    columns = format.columns()
    for row in rows if columns else []:
        columns.learn(row.data)  # type: ignore[union-attr]  # there are columns here
    files = {}
    for part in sorted({row.part for row in rows} | {""}):
        encoder = format.encoder(columns)
        files[part] = encoder.rows([row.data for row in rows if row.part == part]) + encoder.end()
    return files, [each.reason for each in found if isinstance(each, Dropped)]

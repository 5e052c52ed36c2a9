"""What the server sends of suggestions."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import msgspec


class JudgeFacts(msgspec.Struct):
    """What a judge is. `models`: how items call the models of its own family, `*` for any run of characters; none: by
    names that begin with the family's. `prompt_digest`: SHA-256, in hex, of what it was asked by."""

    family: str | None = None
    models: list[str] = []
    prompt_digest: str | None = None


class SuggestionProblem(msgspec.Struct):
    """Why a row was left out; `line` counts from 1."""

    line: int
    field: str
    reason: str


class AddedSuggestions(msgspec.Struct):
    """What became of rows of suggestions."""

    created: int
    unchanged: int
    problems: list[SuggestionProblem]


class SuggestionSource(msgspec.Struct):
    """One version of a source, and how much it proposed. `judge`: verdicts, which nobody who answers ever sees."""

    source: str
    version: str
    suggestions: int
    first_at: datetime
    last_at: datetime
    mean_score: float | None
    judge: bool


class SuggestionPolicy(msgspec.Struct):
    """When people see suggestions; `held_out` is the share of turns that never do."""

    reveal: Literal["never", "before", "after"]
    held_out: float
    min_score: float
    source: str | None
    tell_source: bool


class Suggestions(msgspec.Struct):
    """What is suggested at the bench. `after`: give your own answer first."""

    status: Literal["shown", "none", "after"]
    answers: dict[str, Any]
    suggested: list[dict[str, Any]]


class ItemSuggestion(msgspec.Struct):
    """A suggestion on an item: by question its answers and scores, and what became of it."""

    id: UUID
    source: str
    version: str
    schema_version: int
    scores: dict[str, float | None]
    answers: dict[str, Any]
    created_at: datetime
    outcomes: dict[str, int]


class Anchoring(msgspec.Struct):
    """Agreement with suggestions where they were shown, where they were held out, and the difference: each has `value`,
    `low` and `high`."""

    shown: dict[str, Any]
    held_out: dict[str, Any]
    difference: dict[str, Any] | None
    first: dict[str, Any]
    outcomes: dict[str, int]


class AnchoringReport(msgspec.Struct):
    """Whether suggestions pull answers towards them: over all, by question, by version of a source."""

    overall: Anchoring
    people: int
    questions: list[dict[str, Any]]
    sources: list[dict[str, Any]]

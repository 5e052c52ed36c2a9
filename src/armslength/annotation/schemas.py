"""What annotation sends and receives."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from msgspec import Meta, Struct

AnswersBody = dict[Annotated[str, Meta(max_length=100)], dict[Annotated[str, Meta(max_length=200)], Any]]
"""question → target → answer; checked in full against the label schema."""
Revision = Annotated[int, Meta(ge=0, le=2_000_000_000)]
DAY_MS = 86_400_000


class SaveDraft(Struct, forbid_unknown_fields=True):
    """What is written so far, based on `revision` (0 = on nothing)."""

    revision: Revision
    answers: AnswersBody


class DraftSaved(Struct):
    """The draft's new revision."""

    revision: int
    saved_at: datetime


class Submit(Struct, forbid_unknown_fields=True):
    """Answers, with a key that makes sending them again harmless."""

    key: UUID
    answers: AnswersBody
    schema_version: Annotated[int, Meta(ge=1)]
    active_ms: Annotated[int, Meta(ge=0, le=DAY_MS)] = 0


class Submitted(Struct):
    """The receipt."""

    annotation_id: UUID
    submitted_at: datetime
    in_review: bool


class MyAnnotation(Struct):
    """One of my assignments that I answered, and what became of it."""

    assignment_id: UUID
    item_id: UUID
    state: Literal["submitted", "accepted", "fixed", "rejected", "rework"]
    submitted_at: datetime
    verdict: str | None
    comment: str | None
    summary: str


class MyAnnotationDetail(Struct):
    """The same with the item as I saw it and what I said."""

    assignment_id: UUID
    item_id: UUID
    content: dict[str, Any]
    display: dict[str, Any]
    answers: dict[str, Any]
    schema_version: int
    guideline_version: int
    submitted_at: datetime

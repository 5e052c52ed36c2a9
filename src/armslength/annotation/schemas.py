"""What annotation says and hears on the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta, Struct

from armslength.annotation.model import MyAppeal, Verdict
from armslength.assignment.model import State
from armslength.assignment.schemas import Feedback, Work

Revision = Annotated[int, Meta(ge=0, le=1_000_000_000)]
ActiveMs = Annotated[int, Meta(ge=0, le=2_000_000_000)]


class DraftRequest(Struct, forbid_unknown_fields=True):
    """What is written so far; `revision` is the one it is based on, 0 for the first."""

    revision: Revision
    answers: dict[str, Any]


class DraftSaved(Struct):
    """The revision to base the next save on."""

    revision: int
    saved_at: datetime


class SubmitRequest(Struct, forbid_unknown_fields=True):
    """Answers for good. `key` makes a repeat harmless; `active_ms` is time at work, without pauses."""

    key: UUID
    answers: dict[str, Any]
    schema_version: int
    active_ms: ActiveMs = 0


class Submitted(Struct):
    """The annotation is safe. `feedback`: what was right, where this was training."""

    annotation_id: UUID
    submitted_at: datetime
    in_review: bool
    feedback: Feedback | None = None


class MyAnnotation(Struct):
    """Something one submitted, and what became of it."""

    assignment_id: UUID
    item_id: UUID
    state: State
    submitted_at: datetime
    verdict: Verdict | None
    comment: str | None
    summary: str
    appeal: MyAppeal | None


class MyAnnotationDetail(Struct):
    """The same with content and answers."""

    work: Work
    answers: dict[str, Any]

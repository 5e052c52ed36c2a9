"""What assignment says and hears on the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from msgspec import Meta, Struct

from armslength.assignment.model import FlagReason, SkipReason, WorkRole
from armslength.kit.wire import Named

Comment = Annotated[str, Meta(max_length=5000)]


class NextRequest(Struct, forbid_unknown_fields=True):
    """`have`: assignments already on screen or loaded ahead."""

    have: Annotated[list[UUID], Meta(max_length=50)] = []


class Display(Struct):
    """In which order this person sees responses: by field, response ids; drawn from `seed` and `place`."""

    seed: str
    orders: dict[str, list[str]]
    place: int = 0


class ReworkOut(Struct):
    """Why it came back."""

    comment: str
    reviewed_at: datetime
    answers: dict[str, Any]


class DraftOut(Struct):
    """What was written so far."""

    revision: int
    answers: dict[str, Any]
    saved_at: datetime


class AssignmentOut(Struct):
    """The lease."""

    id: UUID
    item_id: UUID
    lease_until: datetime
    attempt: int
    display: Display
    rework: ReworkOut | None


class Work(Struct):
    """Something to do."""

    status: Literal["work"]
    assignment: AssignmentOut
    content: dict[str, Any]
    schema_version: int
    guideline_version: int
    draft: DraftOut | None


class NoWork(Struct):
    """Nothing to do, and in how many seconds to ask again. A vendor's people learn no reason."""

    status: Literal["none", "wait", "done", "paused", "cap", "read_guideline"]
    retry_after: int


class SkipRequest(Struct, forbid_unknown_fields=True):
    """Why not."""

    reason: SkipReason
    comment: Comment = ""


class FlagRequest(Struct, forbid_unknown_fields=True):
    """What is wrong."""

    reason: FlagReason
    comment: Comment = ""


class ResolveRequest(Struct, forbid_unknown_fields=True):
    """What was done about a flag."""

    note: Comment = ""


class FlagOut(Struct):
    """A flag, with what was said."""

    id: UUID
    item_id: UUID
    reason: FlagReason
    comment: str
    person: Named
    created_at: datetime
    resolved_at: datetime | None
    resolved_by: Named | None
    note: str | None


class ProjectRef(Struct):
    """A project one may work in."""

    id: UUID
    name: str
    description: str


class WorkRow(Struct):
    """A project on somebody's list of work."""

    project: ProjectRef
    roles: list[WorkRole]
    available: bool
    submitted: int
    rework: int


class WorkList(Struct):
    """Everything one may work on."""

    items: list[WorkRow]

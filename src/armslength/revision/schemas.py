"""Revision on the wire."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from armslength.kit.jobs import JobState
from armslength.kit.wire import Named
from armslength.questions.model import LabelSchema
from armslength.revision.model import Effect, Reopen


class SchemaPlan(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """How to get from one label schema to another that means something else.

    `steps` say what becomes of what was answered; without `schema` they also make the new one. `from_version` is the
    version in force: under another one the plan is stale. `reopen`: who gives the new answers that are needed.
    """

    from_version: Annotated[int, Meta(ge=1, le=2_147_483_647)]
    steps: Annotated[list[dict[str, Any]], Meta(max_length=500)]
    schema: dict[str, Any] | None = None
    reopen: Reopen = "none"
    note: Annotated[str, Meta(max_length=2000)] = ""


class DraftPlan(msgspec.Struct, forbid_unknown_fields=True):
    """The label schema that is wanted."""

    schema: dict[str, Any]


class JobProgress(msgspec.Struct):
    """How far the work behind it is: the dry run, later the asking anew."""

    state: JobState
    done: int
    total: int | None
    error: str | None


class SchemaMigration(msgspec.Struct, kw_only=True):
    """A planned or carried-out change. `stale`: another version is in force by now. One by itself has its plan and the
    schema that it leads to."""

    id: UUID
    from_version: int
    to_version: int | None
    state: Literal["counting", "ready", "applied"]
    stale: bool
    reopen: Reopen
    effect: Effect | None
    reopened: int
    progress: JobProgress
    created_by: Named
    created_at: datetime
    applied_by: Named | None
    applied_at: datetime | None
    plan: SchemaPlan | UnsetType = UNSET
    schema: LabelSchema | UnsetType = UNSET


class SchemaMigrations(msgspec.Struct):
    """All migrations of a project, the newest first."""

    items: list[SchemaMigration]

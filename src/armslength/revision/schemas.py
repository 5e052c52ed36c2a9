"""Revision on the wire."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from armslength.annotation.model import Verdict as Standing
from armslength.annotation.schemas import Revision
from armslength.fields.model import Problem
from armslength.kit.jobs import JobState
from armslength.kit.wire import Named
from armslength.questions.model import AnswerChange, LabelSchema
from armslength.review.schemas import AfterReject, Outcome, Stage, Verdict, Words
from armslength.revision.model import Barred, Effect, ReleaseRef, Reopen


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


# Versions of an answer

Why = Literal["submitted", "rework", "asked_anew", "fixed", "restored"]
"""Why a version came: answered first; after a rejection; because the questions had changed; a reviewer's own words; or
an earlier version put back."""
Fits = Literal["fits", "migrates", "unfit"]
"""Whether a version could stand today: as it is; as it reads through the migrations since; or not at all."""


class VersionVerdict(msgspec.Struct, kw_only=True):
    """What review, or an audit, said of a version. `overturned`: an appeal against it was granted."""

    stage: Stage
    verdict: Verdict
    after_reject: AfterReject | None
    comment: str
    reviewer: Named
    at: datetime
    overturned: bool


class AnswerVersion(msgspec.Struct, kw_only=True):
    """One version of an answer, as it reads today. `by` and `organization`: whose words they are; `restored_by`,
    `reason` and `restores` where an earlier version was put back. `problems`: why it could not stand today."""

    annotation_id: UUID
    number: int
    why: Why
    by: Named
    organization: Named
    at: datetime
    restored_by: Named | None
    reason: str | None
    restores: UUID | None
    migrated: bool
    schema_version: int
    answers: dict[str, Any]
    stands: bool
    fits: Fits
    problems: list[Problem]
    verdicts: list[VersionVerdict]
    releases: list[ReleaseRef]


class DecidedBetween(msgspec.Struct):
    """Somebody decided between the answers to the item: releases take what they decided."""

    person: Named
    outcome: Outcome
    at: datetime


class AnswerVersions(msgspec.Struct, kw_only=True):
    """All versions of one person's answer to an item, the first one first. `schema_version`: what they are read under;
    `closed`: why none can be put back."""

    assignment_id: UUID
    item_id: UUID
    author: Named
    stands: UUID | None
    standing: Standing | None
    schema_version: int
    closed: Literal["gold", "nothing_stands"] | None
    decided: DecidedBetween | None
    versions: list[AnswerVersion]


class AnswerDifference(msgspec.Struct):
    """What changed from one version of an answer to another, both as they read today."""

    before: UUID
    after: UUID
    schema_version: int
    changes: list[AnswerChange]


class RestoreAnswer(msgspec.Struct, forbid_unknown_fields=True):
    """Put a version back. `stands`: the version that stands, as far as whoever asks knows; `reason` stays with the new
    version; `migrate`: as it reads today, where the label schema has changed its meaning since; the `key` makes sending
    it again harmless."""

    key: UUID
    stands: UUID
    reason: Words
    migrate: bool = False


class AnswerRestored(msgspec.Struct):
    """The receipt: the new version, and the releases that took what stood before. They stay as they are."""

    annotation_id: UUID
    number: int
    migrated: bool
    releases: list[ReleaseRef]


class MyVersion(msgspec.Struct, kw_only=True):
    """A version of one's own answer; `answers` are null where the words are somebody else's. `barred`: why it cannot
    be put into the draft, for it is somebody else's (`words`), or was given under other questions (`questions`) or on
    another form of the item (`form`) than the assignment has now."""

    number: int
    why: Why
    at: datetime
    restores: int | None
    stands: bool
    answers: dict[str, Any] | None
    verdict: Verdict | None
    comment: str
    barred: Barred | None


class MyVersions(msgspec.Struct):
    """All versions of one's own answer to an item, the first one first, read under `schema_version`. `in_hand`: it is
    with its author now, so that an earlier version can be put into the draft."""

    schema_version: int
    versions: list[MyVersion]
    in_hand: bool


class RestoreMyVersion(msgspec.Struct, forbid_unknown_fields=True):
    """Which version, by number, and the revision of the draft that it takes the place of: 0 where there is none."""

    version: Annotated[int, Meta(ge=1, le=1_000_000)]
    revision: Revision


class MyVersionRestored(msgspec.Struct):
    """The draft as it is now: what stood in that version, and the revision to base the next save on."""

    version: int
    revision: int
    saved_at: datetime
    answers: dict[str, Any]

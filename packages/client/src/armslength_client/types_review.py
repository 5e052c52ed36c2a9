"""What the server sends of adjudication, rework and audit."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import msgspec


class AdjudicationPolicy(msgspec.Struct):
    """Agreement under which an item is decided, the questions that count, who decides; and how many wait."""

    below: float
    questions: list[str]
    people: list[dict[str, Any]]
    waiting: int
    done: int


class AdjudicationWork(msgspec.Struct, tag_field="status", tag="work"):
    """An item whose answers disagree; `candidates` are the answers by number, in a drawn order."""

    adjudication: dict[str, Any]
    content: dict[str, Any]
    display: dict[str, Any]
    candidates: list[dict[str, Any]]
    agreement: dict[str, float]
    disputed: list[str]
    reason: str
    notes: list[str]
    schema_version: int
    guideline_version: int
    warnings: list[str] = []


class Adjudicated(msgspec.Struct):
    """The receipt of a decision."""

    adjudication_id: UUID
    outcome: Literal["took", "merged", "wrote"]


class AdjudicationRow(msgspec.Struct):
    """An item that waits for a decision, or has one."""

    id: UUID
    item_id: UUID
    external_id: str | None
    ord: int
    state: str
    reason: str
    answers: int
    agreement: dict[str, float]
    created_at: datetime
    person: dict[str, Any] | None
    outcome: str | None
    comment: str
    decided_at: datetime | None


class ReviewPolicy(msgspec.Struct):
    """How often an answer is sent back (None: without end), what follows then, and the share that is audited."""

    rework_limit: int | None
    then_to: Literal["someone_else", "adjudicate"]
    audit_share: float


class Audit(msgspec.Struct):
    """How many of the audited answers are right: each a value with `low`, `high` and `n`."""

    waiting: int
    right: dict[str, Any]
    reviewed: dict[str, Any]
    unreviewed: dict[str, Any]
    people: list[dict[str, Any]]


class Appeal(msgspec.Struct):
    """An author against a verdict of review, and what was decided."""

    id: UUID
    item_id: UUID
    person: dict[str, Any]
    reviewer: dict[str, Any]
    verdict: str
    comment: str
    text: str
    state: str
    reply: str
    reinstated: bool
    decided_by: dict[str, Any] | None
    created_at: datetime
    decided_at: datetime | None


class MyRecord(msgspec.Struct):
    """One's own work in a project: counts, the share that review accepted with its interval, time at work, by day."""

    submitted: int
    skipped: int
    in_rework: int
    accepted: int
    fixed: int
    rejected: int
    review: dict[str, Any]
    active_ms: int
    median_seconds: float | None
    days: list[dict[str, Any]]
    label: str


class SchemaMigration(msgspec.Struct, kw_only=True):
    """A change of the label schema's meaning, planned or carried out.

    `effect` counts what it touches: answers, and of them same, mapped and open; in_hand, drafts, gold, releases.
    """

    id: UUID
    from_version: int
    to_version: int | None
    state: Literal["counting", "ready", "applied"]
    stale: bool
    reopen: Literal["none", "rework", "someone_else"]
    effect: dict[str, Any] | None
    reopened: int
    progress: dict[str, Any]
    created_at: datetime
    applied_at: datetime | None
    plan: dict[str, Any] | None = None
    schema: dict[str, Any] | None = None


class AnswerVersions(msgspec.Struct, kw_only=True):
    """All versions of one person's answer to an item, the first one first; `stands` is the one that counts."""

    assignment_id: UUID
    item_id: UUID
    author: dict[str, Any]
    stands: UUID | None
    standing: str | None
    schema_version: int
    closed: Literal["gold", "nothing_stands"] | None
    decided: dict[str, Any] | None
    versions: list[dict[str, Any]]


class AnswerDifference(msgspec.Struct):
    """What changed from one version of an answer to another, question by question."""

    before: UUID
    after: UUID
    schema_version: int
    changes: list[dict[str, Any]]


class AnswerRestored(msgspec.Struct):
    """The new version, and the releases that took what stood before: they stay as they are."""

    annotation_id: UUID
    number: int
    migrated: bool
    releases: list[dict[str, Any]]


class MyVersions(msgspec.Struct):
    """The versions of one's own answer, and what review said of each. `in_hand`: one that is not `barred` can be put
    into the draft now."""

    schema_version: int
    versions: list[dict[str, Any]]
    in_hand: bool


class MyVersionRestored(msgspec.Struct):
    """The draft as it is now, and the revision to base the next save on."""

    version: int
    revision: int
    saved_at: datetime
    answers: dict[str, Any]

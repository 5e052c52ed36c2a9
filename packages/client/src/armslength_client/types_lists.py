"""Lists: views of them, and how long they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import msgspec

from armslength_client.types import Ref


class ItemCount(msgspec.Struct):
    """How many items there are; where not `exact`, at least so many."""

    count: int
    exact: bool


class AnswerCount(msgspec.Struct):
    """How many answers there are; where not `exact`, at least so many."""

    count: int
    exact: bool


class AnswerRow(msgspec.Struct):
    """An answer that stands: whose it is, what review said, and what it says, read under the label schema in force."""

    annotation_id: UUID
    assignment_id: UUID
    item_id: UUID
    ord: int
    external_id: str | None
    item_state: str
    batch: Ref
    person: Ref
    organization: Ref
    verdict: str
    changed: Literal["review", "restore"] | None
    submitted_at: datetime
    schema_version: int
    guideline_version: int
    reworks: int
    flags: int
    answers: dict[str, Any]


class ListView(msgspec.Struct):
    """Filters, sort and columns of a list under a name; `problem` says which filter no longer holds."""

    id: UUID
    list: str
    name: str
    shared: bool
    filters: dict[str, Any]
    sort: str
    columns: Sequence[str]
    person: Ref
    mine: bool
    default: bool
    problem: dict[str, str] | None
    created_at: datetime
    updated_at: datetime


class BulkAct(msgspec.Struct):
    """One act on many items or answers: `ready` with its `total`, then done by a job; `reasons`: why some were not."""

    id: UUID
    act: str
    of: Literal["items", "answers"]
    state: str
    filters: dict[str, Any] | None
    answer_filters: dict[str, Any] | None
    states: dict[str, int]
    total: int
    done: int
    skipped: int
    reasons: dict[str, int]
    error: str | None
    comment: str
    after_reject: str | None
    person: Ref
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


class BulkResult(msgspec.Struct):
    """What became of one element of a bulk act."""

    item_id: UUID
    ord: int
    external_id: str | None
    outcome: Literal["done", "skipped"] | None
    code: str | None
    reason: str | None

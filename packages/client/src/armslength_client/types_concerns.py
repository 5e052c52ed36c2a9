"""What in the answers deserves a second look, as the server sends it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from armslength_client.types import Ref
from armslength_client.types_jobs import LastJob

ConcernKind = Literal[
    "says_nothing", "one_side", "long_run", "too_fast", "drift", "gold_known", "same_mistakes", "copied_text",
    "repeated_text", "taken_text", "one_grade", "wrong_gold", "text_brought_in", "odd_typing", "ambiguous",
    "confusing_labels", "guideline_regression",
]  # fmt: skip
ConcernAppeal = Literal["none", "open", "granted", "declined"]
Listed = Literal["undecided", "open", "looking", "upheld", "dismissed", "appealed", "all"]


class Detection(msgspec.Struct):
    """When a project's answers were last looked through, and what waits. `job`: the look that was asked for last."""

    ran_at: datetime | None
    through: datetime | None
    answers: int
    package: str
    waiting: int
    appeals: int
    shared: bool
    job: LastJob | None


class ConcernItem(msgspec.Struct):
    """An item where there is something to look at."""

    item_id: UUID
    external_id: str | None


class ConcernPerson(msgspec.Struct):
    """Whom a concern is about, and their appeal."""

    person: Ref
    organization: Ref
    appeal: ConcernAppeal
    text: str
    appealed_at: datetime | None
    reply: str
    decided_by: Ref | None
    decided_at: datetime | None


class Concern(msgspec.Struct):
    """Something in the answers that deserves a second look. Evidence, never a verdict: a human being decides."""

    id: UUID
    kind: ConcernKind
    question: str
    people: list[ConcernPerson]
    item: ConcernItem | None
    labels: list[str]
    p: float | None
    evidence: dict[str, float]
    items: list[ConcernItem]
    package: str
    state: Literal["open", "looking", "upheld", "dismissed"]
    found_at: datetime
    seen_at: datetime
    stale: bool
    told: str
    looked_by: Ref | None
    decided_by: Ref | None
    decided_at: datetime | None
    reason: str
    word: str


class MyConcern(msgspec.Struct):
    """What somebody upheld about one's own answers."""

    id: UUID
    kind: ConcernKind
    question: str
    told: str
    word: str
    upheld_at: datetime
    appeal: ConcernAppeal
    text: str
    reply: str


class MyConcerns(msgspec.Struct):
    """The newest first."""

    items: list[MyConcern]


class FirmConcern(msgspec.Struct):
    """What was upheld about one of a firm's own people."""

    id: UUID
    kind: ConcernKind
    question: str
    person: Ref
    told: str
    upheld_at: datetime
    appeal: ConcernAppeal


class FirmConcerns(msgspec.Struct):
    """The newest first; empty where the customer shares nothing."""

    items: list[FirmConcern]

"""What review sends and receives."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from msgspec import Meta, Struct

from armslength.kit.wire import Named

Verdict = Literal["accept", "fix", "reject"]
Comment = Annotated[str, Meta(max_length=5000)]


class NextReview(Struct, forbid_unknown_fields=True):
    """`have`: reviews already on screen or loaded ahead."""

    have: Annotated[list[UUID], Meta(max_length=50)] = []


class Author(Struct):
    """Who said it: to a reviewer, an alias."""

    id: UUID
    alias: str


class ReviewLease(Struct):
    """The lease of a review."""

    id: UUID
    item_id: UUID
    annotation_id: UUID
    lease_until: datetime
    author: Author
    attempt: int


class Earlier(Struct):
    """What was said of earlier annotations for the same assignment."""

    verdict: Verdict
    comment: str
    at: datetime


class Orders(Struct):
    """The order in which the author saw the responses."""

    orders: dict[str, list[str]]


class ReviewWork(Struct):
    """Something to review."""

    status: Literal["work"]
    review: ReviewLease
    content: dict[str, Any]
    display: Orders
    answers: dict[str, Any]
    schema_version: int
    guideline_version: int
    earlier: list[Earlier]


class Decide(Struct, forbid_unknown_fields=True):
    """A verdict, with a key that makes sending it again harmless."""

    key: UUID
    verdict: Verdict
    comment: Comment = ""
    answers: dict[Annotated[str, Meta(max_length=100)], dict[Annotated[str, Meta(max_length=200)], Any]] | None = None
    after_reject: Literal["rework", "someone_else"] = "rework"


class Decided(Struct):
    """The receipt."""

    review_id: UUID
    verdict: Verdict


class ReviewRow(Struct):
    """A decided review."""

    id: UUID
    item_id: UUID
    author: Named
    reviewer: Named
    verdict: Verdict
    comment: str
    decided_at: datetime


class Happened(Struct, omit_defaults=True):
    """One thing that happened to an item."""

    at: datetime
    kind: str
    text: str
    person: Named | None = None
    organization: Named | None = None
    annotation_id: UUID | None = None
    answers: dict[str, Any] | None = None


class History(Struct):
    """Everything that happened to an item, oldest first."""

    events: list[Happened]

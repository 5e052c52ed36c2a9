"""What review sends and receives."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from msgspec import Meta, Struct

from armslength.assignment.schemas import Score
from armslength.identity.model import Tier
from armslength.kit.wire import Named
from armslength.projects.model import Harm

Verdict = Literal["accept", "fix", "reject"]
Stage = Literal["review", "audit"]
ThenTo = Literal["someone_else", "adjudicate"]
AfterReject = Literal["rework", "someone_else", "adjudicate"]
Comment = Annotated[str, Meta(max_length=5000)]


class NextReview(Struct, forbid_unknown_fields=True):
    """`have`: reviews or audits already on screen or loaded ahead."""

    have: Annotated[list[UUID], Meta(max_length=50)] = []


class Author(Struct):
    """Who said it: to a reviewer, an alias."""

    id: UUID
    alias: str


class ReviewLease(Struct):
    """The lease of a review."""

    id: UUID
    item_id: UUID
    assignment_id: UUID
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


class ReworkLimit(Struct):
    """The answer was sent back as often as may be: a rejection now goes to somebody else, or to who decides."""

    times: int
    then_to: ThenTo


class ReviewWork(Struct):
    """Something to review. `limit`: it may not be sent back again. `before`: the author's own answer in whose place
    this one came, to see what changed. `rendition`: the form on which the answer was given; `shown`: the item in it,
    where it is another than in `content`."""

    status: Literal["work"]
    review: ReviewLease
    content: dict[str, Any]
    display: Orders
    answers: dict[str, Any]
    schema_version: int
    guideline_version: int
    earlier: list[Earlier]
    limit: ReworkLimit | None = None
    warnings: list[Harm] = []
    before: dict[str, Any] | None = None
    rendition: Tier = "original"
    shown: dict[str, Any] | None = None


class Decide(Struct, forbid_unknown_fields=True):
    """A verdict, with a key that makes sending it again harmless."""

    key: UUID
    verdict: Verdict
    comment: Comment = ""
    answers: dict[Annotated[str, Meta(max_length=100)], dict[Annotated[str, Meta(max_length=200)], Any]] | None = None
    after_reject: Literal["rework", "someone_else"] = "rework"


class Decided(Struct):
    """The receipt; after a rejection, what became of the answer."""

    review_id: UUID
    verdict: Verdict
    after_reject: AfterReject | None = None


class ReviewRow(Struct):
    """A decided review."""

    id: UUID
    item_id: UUID
    external_id: str | None
    ord: int
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


# Adjudication

Outcome = Literal["took", "merged", "wrote"]
"""One answer taken whole; put together from several; or something that nobody had said."""
DisputeReason = Literal["disagree", "rework_limit", "asked"]
Questions = Annotated[list[Annotated[str, Meta(max_length=64)]], Meta(max_length=200)]


class PutAdjudicationPolicy(Struct, forbid_unknown_fields=True):
    """When an item is decided by somebody else, and by whom.

    below      an item whose answers agree less than this on a question: 1 = any difference, 0 = none is
    questions  that count; none: all whose answers can be compared
    people     who may decide; none: everybody who reviews
    """

    below: Annotated[float, Meta(ge=0, le=1)]
    questions: Questions = []
    people: Annotated[list[UUID], Meta(max_length=500)] = []


class AdjudicationPolicy(Struct):
    """The policy as it is, and how many items wait and are decided."""

    below: float
    questions: list[str]
    people: list[Named]
    waiting: int
    done: int


class NextAdjudication(Struct, forbid_unknown_fields=True):
    """`have`: those already on screen or loaded ahead."""

    have: Annotated[list[UUID], Meta(max_length=50)] = []


class AdjudicationLease(Struct):
    """The lease."""

    id: UUID
    item_id: UUID
    lease_until: datetime


class Candidate(Struct):
    """One of the answers. `number` is its place in a drawn order; whose it is is not told."""

    number: int
    answers: dict[str, Any]


class AdjudicationWork(Struct):
    """An item whose answers disagree, or one of which was sent back as often as may be (`reason`; then `notes` are what
    reviewers said). `agreement` by question, 0 … 1; `disputed` are those below the project's."""

    status: Literal["work"]
    adjudication: AdjudicationLease
    content: dict[str, Any]
    display: Orders
    candidates: list[Candidate]
    agreement: dict[str, float]
    disputed: list[str]
    reason: DisputeReason
    notes: list[str]
    schema_version: int
    guideline_version: int
    warnings: list[Harm] = []


class Adjudicate(Struct, forbid_unknown_fields=True):
    """Either `take` the answer of that number, or give `answers`; the key makes sending it again harmless."""

    key: UUID
    take: Annotated[int, Meta(ge=1)] | None = None
    answers: dict[Annotated[str, Meta(max_length=100)], dict[Annotated[str, Meta(max_length=200)], Any]] | None = None
    comment: Comment = ""


class Adjudicated(Struct):
    """The receipt."""

    adjudication_id: UUID
    outcome: Outcome


class AdjudicationRow(Struct):
    """An item that waits for a decision, or has one."""

    id: UUID
    item_id: UUID
    external_id: str | None
    ord: int
    state: Literal["waiting", "leased", "done"]
    reason: DisputeReason
    answers: int
    agreement: dict[str, float]
    created_at: datetime
    person: Named | None
    outcome: Outcome | None
    comment: str
    decided_at: datetime | None


# Rework and audit


class ReviewPolicy(Struct, forbid_unknown_fields=True):
    """How often an answer is sent back to its author (null: without end) and what follows a rejection then; which share
    of accepted answers is looked at once more."""

    rework_limit: Annotated[int, Meta(ge=0, le=20)] | None = None
    then_to: ThenTo = "someone_else"
    audit_share: Annotated[float, Meta(ge=0, le=1)] = 0


class AuditPerson(Struct):
    """How the audited answers of one person fared."""

    person: Named
    right: Score


class Audit(Struct):
    """How many of the accepted answers that were audited are right, with 95 % intervals: all, those that a reviewer had
    looked at, those that nobody had, and by person."""

    waiting: int
    right: Score
    reviewed: Score
    unreviewed: Score
    people: list[AuditPerson]


# Appeals

Words = Annotated[str, Meta(min_length=1, max_length=5000, pattern=r"\S")]


class NewAppeal(Struct, forbid_unknown_fields=True):
    """Why the verdict is wrong."""

    text: Words


class DecideAppeal(Struct, forbid_unknown_fields=True):
    """The decision, and what the author is told."""

    decision: Literal["granted", "declined"]
    reply: Words


class Appeal(Struct, kw_only=True):
    """An author against a verdict. `reinstated`: the answer was still in rework and counts as accepted now."""

    id: UUID
    item_id: UUID
    person: Named
    reviewer: Named
    verdict: Verdict
    comment: str
    text: str
    state: Literal["open", "granted", "declined"]
    reply: str
    reinstated: bool
    decided_by: Named | None
    created_at: datetime
    decided_at: datetime | None

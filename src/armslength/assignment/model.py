"""The words of assignment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol, get_args
from uuid import UUID

from armslength.identity.model import Actor
from armslength.kit.db import Tx

State = Literal["leased", "rework", "submitted", "skipped", "expired", "returned", "released"]
SkipReason = Literal["not_my_expertise", "unclear", "broken_item", "too_long", "harmful", "other"]
FlagReason = Literal["broken_item", "guideline_gap", "harmful", "pii", "other"]
WorkRole = Literal["annotate", "review", "adjudicate", "audit"]
GoldUse = Literal["hidden", "training", "screening"]
"""Hidden among the others; to learn from, with feedback; to be admitted by, without."""
CourseUse = Literal["training", "screening"]
GoldBecause = Literal["everybody", "new", "measured", "watched"]
"""Why somebody's share of gold is what it is: it is everybody's; nothing is known of them; by what is known; a concern
about them is still found."""
StandingAtGate = Literal["passed", "failed", "admitted", "barred"]
"""By score; or let in and kept out by somebody who said why."""

Standing = Literal["in", "out", "gone"]
"""Of a firm in a routing plan: its people may be asked; not just now; cut off, or without a share."""


STATES: tuple[State, ...] = get_args(State)
HOLDS_A_PLACE: tuple[State, ...] = ("leased", "rework", "submitted")
"""The states that count against an item's overlap."""
COURSE: tuple[CourseUse, ...] = get_args(CourseUse)
RESUMABLE: tuple[State, ...] = ("expired", "returned")
"""The states that their person may leave again for a new lease, or by answering late, while there is room."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """One person asked about one item."""

    id: UUID
    project_id: UUID
    batch_id: UUID
    item_id: UUID
    person_id: UUID
    organization_id: UUID
    state: State
    attempt: int
    leased_at: datetime
    lease_until: datetime | None
    display: dict[str, Any]
    schema_version: int
    guideline_version: int
    reason: str | None
    why: dict[str, Any]
    epoch: int
    harms: int

    @property
    def course(self) -> CourseUse | None:
        """Which part of the course it belongs to; hidden gold is never told from the rest."""
        return self.why["draw"] if self.why["draw"] in COURSE else None

    def dead(self, epoch: int) -> bool:
        """Whether it could still be taken to its end, but an earlier epoch of the vendor's grant gave it out."""
        return self.epoch != epoch and self.state in ("leased", "rework", *RESUMABLE)


@dataclass(frozen=True, slots=True)
class Held:
    """An assignment of the actor's, its row locked, and what its project says about answers to it."""

    assignment: Assignment
    seed: bytes
    review_share: float
    gold: GoldUse | None
    suggested: bool


@dataclass(frozen=True, slots=True)
class Route:
    """A firm's part in a project's routing plan: its lane in the queue, for ever, and its share in basis points."""

    lane: int
    organization_id: UUID
    share: int
    standing: Standing


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person has written so far."""

    revision: int
    answers: dict[str, Any]
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class Rework:
    """Why an annotation came back, and what it said: a reviewer rejected it, or the questions changed."""

    comment: str
    reviewed_at: datetime
    answers: dict[str, Any]
    because: Literal["review", "schema"] = "review"


class Desk(Protocol):
    """What rooms nearer the end of a label's life have left on a person's desk. Given in by the wiring."""

    async def draft(self, tx: Tx, project_id: UUID, assignment_id: UUID) -> Draft | None:
        """What the person had written."""
        ...

    async def rework(self, tx: Tx, actor: Actor, assignment: Assignment) -> Rework | None:
        """The reviewer's word on the assignment's rejected annotation; records an exposure of the answers."""
        ...

    async def waiting_reviews(self, tx: Tx, actor: Actor, project_ids: list[UUID]) -> set[UUID]:
        """Those projects in which an annotation waits for this person's second opinion."""
        ...

    async def auditing(self, tx: Tx, actor: Actor, project_ids: list[UUID]) -> dict[UUID, bool]:
        """Those projects that are audited, if this person may, and whether something waits for them."""
        ...

    async def adjudicating(self, tx: Tx, actor: Actor, project_ids: list[UUID]) -> dict[UUID, bool]:
        """Those projects in which this person may decide between answers, and whether something waits for them."""
        ...

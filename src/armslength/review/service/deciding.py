"""A verdict, and what follows from it in the same transaction."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import asyncpg

from armslength.annotation import views as annotated
from armslength.annotation.model import Annotation
from armslength.annotation.service import AnnotationService, Written
from armslength.identity import views as identity
from armslength.identity.model import Actor
from armslength.keys.service import KeyService
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.outbox import emit
from armslength.ledger.service import record
from armslength.review import rules
from armslength.review.errors import ReviewDecided, ReviewLost, ReviewNotFound, ReviewWithdrawn
from armslength.review.events import AUDITED, DECIDED
from armslength.review.repository import policy, reviews
from armslength.review.schemas import AfterReject, Decide, Decided, ReworkLimit
from armslength.vendors import views as vendors


class Deciding:
    """Accept settles the answer, a fix takes its place, a rejection sends it back or opens its place to others."""

    def __init__(self, db: Database, annotation: AnnotationService, keys: KeyService, clock: Clock) -> None:
        self.db = db
        self.annotation = annotation
        self.keys = keys
        self.clock = clock

    async def decide(self, actor: Actor, project_id: UUID, review_id: UUID, decision: Decide) -> Decided:
        """Decide a review in this person's hands. The same key again gives the same receipt."""
        rules.check(decision)
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            return await self.decide_held(tx, actor, project_id, review_id, decision)

    async def decide_held(
        self, tx: Tx, actor: Actor, project_id: UUID, review_id: UUID, decision: Decide
    ) -> Decided:  # fmt: skip
        """The same in somebody's transaction."""
        review = await reviews.hold(tx, project_id, review_id)
        if review is None or not rules.may_know(actor, review["organization_id"], review["author_id"]):
            raise ReviewNotFound("There is no such review of yours.")
        if review["reviewer_id"] != actor.person_id and review["state"] != "waiting":
            raise rules.elsewhere(review["state"])
        if review["state"] == "done" and review["key"] == decision.key:
            return Decided(review_id, review["verdict"], review["after_reject"])
        _must_be_leased(review["state"] if review["epoch"] == actor.epoch else "waiting")
        reviewed = await annotated.get(tx, project_id, review["annotation_id"])
        stands = await self.annotation.stands(tx, review["assignment_id"])
        if reviewed is None or stands is None or stands.annotation_id != reviewed.id:
            raise _withdrawn()
        after = await self._carry_out(tx, actor, review, reviewed, decision)
        return Decided(review_id, decision.verdict, after)

    async def _carry_out(
        self, tx: Tx, actor: Actor, review: asyncpg.Record, reviewed: Annotation, decision: Decide
    ) -> AfterReject | None:
        now, fix_id, after = self.clock.now(), None, None
        audit = review["stage"] == "audit"
        if audit:
            rules.check_audit(decision)
        elif decision.verdict == "accept":
            await self.annotation.accept(tx, reviewed)
        elif decision.verdict == "fix":
            assert decision.answers is not None  # checked at the door
            fix_id = await self.annotation.fix(tx, actor, reviewed, Written(decision.key, decision.answers))
        else:
            after = await self._reject(tx, reviewed, decision)
        comment = decision.comment.strip()
        sealer = await self.keys.sealer(tx, reviewed.project_id)
        sealed = sealer.seal(comment.encode(), kind="comment", object_id=str(review["id"])) if comment else None
        await reviews.decide(
            tx, review["id"], key=decision.key, verdict=decision.verdict, after_reject=after, sealed=sealed,
            fix_id=fix_id, at=now,
        )  # fmt: skip
        if audit:
            await self._tell_audit(tx, actor, review["id"], reviewed, decision.verdict, now)
        else:
            await self._tell(tx, actor, review["id"], reviewed, decision.verdict, after, now)
        return after

    async def _reject(self, tx: Tx, reviewed: Annotation, decision: Decide) -> AfterReject:
        """Back to the author; to somebody else when asked so, or when the author is not let in any more. An answer that
        was sent back as often as may be goes where the project says."""
        after: AfterReject = decision.after_reject
        if after == "rework" and (limit := await self.limit(tx, reviewed.project_id, reviewed.assignment_id)):
            after = limit.then_to
        if after == "rework" and not await self.let_in(tx, reviewed):
            after = "someone_else"
        if after == "rework":
            await self.annotation.send_back(tx, reviewed)
        elif after == "adjudicate":
            await self.annotation.dispute(tx, reviewed)
        else:
            await self.annotation.discard(tx, reviewed)
        return after

    async def limit(self, tx: Tx, project_id: UUID, assignment_id: UUID) -> ReworkLimit | None:
        """What a rejection leads to when the answer may not be sent back again; None: it may."""
        found = await policy.get(tx, project_id)
        if found is None or found["rework_limit"] is None:
            return None
        times = await policy.sent_back(tx, assignment_id)
        return ReworkLimit(times, found["then_to"]) if times >= found["rework_limit"] else None

    async def let_in(self, tx: Tx, reviewed: Annotation) -> bool:
        """Whether its author may still work here."""
        seat = await identity.seat(tx, reviewed.person_id)
        if seat is None or seat.side == "customer":
            return seat is not None
        return await vendors.let_in(tx, reviewed.project_id, seat.organization_id, self.clock.now())

    async def _tell(
        self, tx: Tx, actor: Actor, review_id: UUID, reviewed: Annotation, verdict: str, after: str | None,
        now: datetime,
    ) -> None:  # fmt: skip
        ids = {"item_id": str(reviewed.item_id), "annotation_id": str(reviewed.id), "review_id": str(review_id)}
        told = {**ids, "project_id": str(reviewed.project_id), "verdict": verdict, "after_reject": after}
        await emit(tx, DECIDED, {**told, "person_id": str(reviewed.person_id)}, at=now)
        await record(
            tx, actor.person_id, DECIDED, f"review:{review_id}", at=now, project_id=reviewed.project_id,
            detail={**ids, "verdict": verdict, "after_reject": after},
        )  # fmt: skip

    async def _tell_audit(
        self, tx: Tx, actor: Actor, review_id: UUID, audited: Annotation, verdict: str, now: datetime
    ) -> None:
        detail = {
            "item_id": str(audited.item_id), "annotation_id": str(audited.id), "review_id": str(review_id),
            "verdict": verdict,
        }  # fmt: skip
        await emit(tx, AUDITED, {"project_id": str(audited.project_id), **detail}, at=now)
        await record(
            tx, actor.person_id, AUDITED, f"review:{review_id}", at=now, project_id=audited.project_id, detail=detail
        )


def _must_be_leased(state: str) -> None:
    if state == "done":
        raise ReviewDecided("You have decided this already.")
    if state == "withdrawn":
        raise _withdrawn()
    if state != "leased":
        raise ReviewLost("Your lease on this review ran out; ask for it again.")


def _withdrawn() -> ReviewWithdrawn:
    return ReviewWithdrawn("This annotation does not stand any more; it is not reviewed.")

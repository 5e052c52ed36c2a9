"""The verbs of review: ask for the next, keep it, give it back, decide; and an item's history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg

from armslength.annotation import views as annotated
from armslength.annotation.events import SUBMITTED
from armslength.annotation.model import Annotation
from armslength.annotation.service import AnnotationService
from armslength.assignment.events import OVERLAP_SET
from armslength.assignment.schemas import NoWork
from armslength.assignment.service import AssignmentService, harms_of
from armslength.identity import views as identity
from armslength.identity.events import MEMBERSHIP_ENDED
from armslength.identity.model import Actor
from armslength.keys.service import KeyService
from armslength.kit import jobs
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.jobs import Handler, Sweep
from armslength.kit.outbox import Subscription
from armslength.kit.paging import Page, decode_cursor, encode_cursor
from armslength.kit.wire import Lease, Named
from armslength.projects.events import MEMBER_REMOVED
from armslength.review import rules
from armslength.review.errors import NoReviewing, ReviewLost
from armslength.review.events import APPEAL_DECIDED, DECIDED
from armslength.review.repository import adjudications, reviews
from armslength.review.schemas import (
    Author,
    Decide,
    Decided,
    Earlier,
    History,
    Orders,
    ReviewLease,
    ReviewRow,
    ReviewWork,
    Stage,
)
from armslength.review.service.adjudicating import Adjudicating
from armslength.review.service.appeals import Appeals
from armslength.review.service.auditing import Auditing
from armslength.review.service.deciding import Deciding
from armslength.review.service.desk import Desk
from armslength.review.service.disputes import FIND, Disputes
from armslength.review.service.history import item_history
from armslength.review.settings import ReviewSettings
from armslength.vendors.events import GRANT_CUT
from armslength.vendors.model import Cut
from armslength.vendors.service.cuts import Cuts
from armslength.walls.errors import ContentMissing
from armslength.walls.model import OpenedItem
from armslength.walls.service import WallsService

__all__ = ["Desk", "ReviewService"]


class ReviewService:
    """Second opinions on annotations."""

    def __init__(
        self, db: Database, walls: WallsService, keys: KeyService, assignment: AssignmentService,
        annotation: AnnotationService, desk: Desk, clock: Clock, settings: ReviewSettings | None = None,
    ) -> None:  # fmt: skip
        self.db = db
        self.walls = walls
        self.assignment = assignment
        self.desk = desk
        self.clock = clock
        self.settings = settings or ReviewSettings()
        self.deciding = Deciding(db, annotation, keys, clock)
        self.auditing = Auditing(db, clock)
        self.appeals = Appeals(db, walls, keys, annotation, clock)
        self.disputes = Disputes(db, walls, assignment.schemas, clock)
        self.adjudicating = Adjudicating(
            db, walls, keys, assignment, annotation, self.disputes, clock, self.settings
        )  # fmt: skip
        self.cuts = Cuts()

    def subscriptions(self) -> list[Subscription]:
        """People who left, or were cut off, give back what they hold; answers that came may disagree."""
        return [
            Subscription(SUBMITTED, self.disputes.on_answers, together=True),
            Subscription(DECIDED, self.disputes.on_answers, together=True),
            Subscription(SUBMITTED, self.auditing.on_answers, together=True),
            Subscription(DECIDED, self.auditing.on_review),
            Subscription(APPEAL_DECIDED, self.disputes.on_answers, together=True),
            Subscription(OVERLAP_SET, self.disputes.on_overlap),
            Subscription(APPEAL_DECIDED, self.auditing.on_appeal),
            Subscription(GRANT_CUT, self._on_grant_cut),
            Subscription(MEMBERSHIP_ENDED, self._on_somebody_left),
            Subscription(MEMBER_REMOVED, self._on_somebody_left),
        ]

    def handlers(self) -> dict[str, Handler]:
        """Jobs of this room."""
        return {FIND: self.disputes.find}

    def sweeps(self) -> list[Sweep]:
        """Leases that ran out."""
        return [Sweep("review.expire", self.settings.sweep_seconds, self._sweep)]

    async def outdate(
        self, tx: Tx, said: Annotation, schema_version: int, *, settled: bool, to_author: bool
    ) -> bool:  # fmt: skip
        """An answer needs a new one under a later schema: nobody reviews it any more, nor decides over it.

        Its author is asked again, or somebody else: always where the author is not let in any more. True: the author.
        """
        await reviews.withdraw_of(tx, said.assignment_id)
        to_author = to_author and await self.deciding.let_in(tx, said)
        await self.deciding.annotation.outdate(tx, said, schema_version, settled=settled, to_author=to_author)
        await self.disputes.consider(tx, said.project_id, said.item_id)
        return to_author

    async def withdraw(self, tx: Tx, assignment_id: UUID) -> None:
        """Nobody reviews an answer any more in whose place another version is put. A verdict that is being given comes
        first: this waits for it."""
        await reviews.withdraw_of(tx, assignment_id)

    # Asking

    async def next_review(
        self, actor: Actor, project_id: UUID, have: Sequence[UUID], stage: Stage = "review"
    ) -> ReviewWork | NoWork:
        """The next annotation to review or to audit, leased, its exposure recorded; or why there is nothing."""
        try:
            async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
                return await self._next(tx, actor, project_id, have, stage)
        except ContentMissing:
            if actor.side == "customer":
                raise
            return rules.nothing(actor, "done", self.settings)

    async def _next(
        self, tx: Tx, actor: Actor, project_id: UUID, have: Sequence[UUID], stage: Stage
    ) -> ReviewWork | NoWork:
        await tx.lock("review", actor.person_id)  # a person's own requests wait for one another
        await self.walls.let_in_here(tx, actor, project_id, "content")
        project = await reviews.project_state(tx, project_id, actor.person_id)
        if project is None or project["state"] != "active":
            return rules.nothing(actor, "paused", self.settings)
        if not project["prepared"]:
            return NoWork("read_guideline", 0)
        until = self.clock.now() + timedelta(seconds=project["lease_seconds"])
        row = await reviews.mine(tx, project_id, actor.person_id, actor.epoch, have, until, stage)
        if row is not None:
            return await self._work(tx, actor, project_id, row)
        if await reviews.in_hand(tx, project_id, actor.person_id) >= self.settings.in_hand:
            return rules.nothing(actor, "wait", self.settings)
        firm = rules.own_firm(actor)
        declined, reached = await self.assignment.care.hidden(tx, project_id, actor.person_id)
        hidden = declined | reached
        row = await reviews.lease(tx, project_id, actor.person_id, firm, actor.epoch, until, stage, hidden)
        if row is None:
            kept = await reviews.kept_back(tx, project_id, actor.person_id, firm, stage) if hidden else 0
            more = await reviews.others_at_work(tx, project_id, actor.person_id, firm, stage, hidden)
            why = rules.kept_back(kept, reached, declined) or ("wait" if more else "done")
            return rules.nothing(actor, why, self.settings)
        await self.assignment.bar(tx, actor, project_id, row["item_id"])
        await self.assignment.care.met(tx, actor.person_id, row["harms"], items=1)
        return await self._work(tx, actor, project_id, row)

    async def _work(self, tx: Tx, actor: Actor, project_id: UUID, row: asyncpg.Record) -> ReviewWork:
        review_id: UUID = row["id"]
        opened = await self.walls.open_item(tx, actor, project_id, row["item_id"], purpose="review", lease_id=review_id)
        # An audit is blind to what was said before.
        before = None if row["stage"] == "audit" else await self._before(tx, project_id, row)
        wanted = [row["annotation_id"], *([before.id] if before else [])]
        answers = await self.walls.open_answers(
            tx, actor, project_id, wanted, purpose="review", lease_id=review_id
        )  # fmt: skip
        if row["annotation_id"] not in answers:  # leased before its firm was shown another form
            raise ContentMissing("There is nothing here.")
        before = before if before and before.id in answers else None
        orders = row["display"]["orders"]
        shown = await self._shown(tx, actor, project_id, row)
        known_as = await self.assignment.known_as(tx, actor, project_id, [row["item_id"]])
        return ReviewWork(
            status="work",
            review=ReviewLease(
                review_id, known_as[row["item_id"]], row["assignment_id"], row["annotation_id"], row["lease_until"],
                await self._author(tx, actor, row["seed"], row["author_id"]), row["attempt"],
            ),
            content=self.assignment.arranged(opened.content, orders),
            display=Orders(orders),
            answers=answers[row["annotation_id"]],
            schema_version=row["schema_version"],
            guideline_version=row["guideline_version"],
            earlier=[] if row["stage"] == "audit" else await self._earlier(tx, project_id, row["assignment_id"]),
            limit=await self.deciding.limit(tx, project_id, row["assignment_id"]) if row["stage"] == "review" else None,
            warnings=harms_of(row["harms"]),
            before=await self._as_now(tx, project_id, before, row, answers) if before else None,
            rendition=row["rendition"],
            shown=self.assignment.arranged(shown.content, orders) if shown else None,
        )  # fmt: skip

    async def _shown(self, tx: Tx, actor: Actor, project_id: UUID, row: asyncpg.Record) -> OpenedItem | None:
        """The form on which the answer was given, where the reviewer reads another: as it was then."""
        if row["rendition"] == actor.tier:
            return None
        opened = await self.walls.open_items(
            tx, actor, project_id, [row["item_id"]], purpose="review", lease_id=row["id"], tier=row["rendition"],
            as_of=row["submitted_at"],
        )  # fmt: skip
        return opened[0] if opened else None

    async def _author(self, tx: Tx, actor: Actor, seed: bytes, author_id: UUID) -> Author:
        """The name to the customer's owners and managers, an alias to everybody else."""
        if actor.side == "customer" and actor.may("people.read"):
            return Author(author_id, (await identity.names(tx, [author_id])).get(author_id, ""))
        return Author(*rules.alias(seed, author_id))

    async def _before(self, tx: Tx, project_id: UUID, row: asyncpg.Record) -> Annotation | None:
        """The author's own answer in whose place this one came; never another's words, be it a reviewer's fix."""
        said = await annotated.get(tx, project_id, row["annotation_id"])
        before = await annotated.get(tx, project_id, said.supersedes) if said and said.supersedes else None
        return before if before and before.stage == "annotate" and before.person_id == row["author_id"] else None

    async def _as_now(
        self, tx: Tx, project_id: UUID, before: Annotation, row: asyncpg.Record, answers: dict[UUID, dict[str, Any]]
    ) -> dict[str, Any]:
        """It, as it reads under the label schema of the answer that came in its place."""
        if before.schema_version == row["schema_version"]:
            return answers[before.id]
        lift = await self.walls.reader(tx, project_id).lift()
        return lift.until(row["schema_version"]).read(before.schema_version, answers[before.id]).answers

    async def _earlier(self, tx: Tx, project_id: UUID, assignment_id: UUID) -> list[Earlier]:
        return [
            Earlier(row["verdict"], await self.desk.comment(tx, project_id, row), row["decided_at"])
            for row in await reviews.decided_for(tx, [assignment_id])
        ]

    # Keeping, giving back, deciding

    async def heartbeat(self, actor: Actor, project_id: UUID, review_id: UUID) -> Lease:
        """Extend one's own live lease. Raises ReviewLost."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            renewed = await reviews.renew(tx, project_id, review_id, actor.person_id, actor.epoch, self.clock.now())
        if renewed is None:
            raise ReviewLost("This review is not in your hands any more.")
        return Lease(renewed)

    async def give_back(self, actor: Actor, project_id: UUID, review_id: UUID) -> None:
        """Give a review back: it waits for somebody else, or for later. Given back twice is given back once."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await reviews.give_back(tx, project_id, review_id, actor.person_id)

    async def decide(self, actor: Actor, project_id: UUID, review_id: UUID, decision: Decide) -> Decided:
        """Accept, fix or reject. Idempotent by `key`."""
        return await self.deciding.decide(actor, project_id, review_id, decision)

    async def may_begin(self, tx: Tx, actor: Actor, project_id: UUID) -> None:
        """What next_review asks of project and reviewer, as a refusal. Raises NoReviewing."""
        project = await reviews.project_state(tx, project_id, actor.person_id)
        if project is None or project["state"] != "active":
            raise NoReviewing("The project is not active; nothing is reviewed in it now.")
        if not project["prepared"]:
            raise NoReviewing("Read the guideline first: whoever reviews has read the present one.")

    async def waiting_on(self, tx: Tx, project_id: UUID, item_ids: Sequence[UUID]) -> list[asyncpg.Record]:
        """(id, item_id) of reviews of these items that wait or are in somebody's hands."""
        return await reviews.waiting_on(tx, project_id, item_ids)

    async def waiting_for(self, tx: Tx, project_id: UUID, annotation_ids: Sequence[UUID]) -> list[asyncpg.Record]:
        """(id, item_id) of reviews of these answers that wait or are in somebody's hands."""
        return await reviews.waiting_for(tx, project_id, annotation_ids)

    async def decide_waiting(
        self, tx: Tx, actor: Actor, project_id: UUID, review_id: UUID, decision: Decide
    ) -> Decided:  # fmt: skip
        """Take a review that waits and decide it at once, unseen. Who may not be given it may not decide it.

        Raises ReviewInHand, ReviewWithdrawn, NotForYou.
        """
        rules.check(decision)
        until = self.clock.now() + timedelta(minutes=1)
        item_id = await reviews.take(
            tx, project_id, review_id, actor.person_id, rules.own_firm(actor), actor.epoch, until
        )  # fmt: skip
        if item_id is None:
            held = await reviews.hold(tx, project_id, review_id)
            raise rules.not_taken(held["state"] if held else None)
        await self.assignment.bar(tx, actor, project_id, item_id)
        return await self.deciding.decide_held(tx, actor, project_id, review_id, decision)

    # Reading

    async def page(
        self, actor: Actor, project_id: UUID, *, cursor: str | None, limit: int, stage: Stage = "review"
    ) -> Page[ReviewRow]:
        """Decided reviews or audits, newest first."""
        before = decode_cursor(cursor, datetime, UUID) if cursor else None
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            rows = await reviews.page(tx, project_id, rules.own_firm(actor), before, limit + 1, stage)
            shown = rows[:limit]
            names = await identity.names(tx, {row[who] for row in shown for who in ("author_id", "reviewer_id")})
            items = [
                ReviewRow(
                    row["id"], row["item_id"], row["external_id"], row["ord"], _named(names, row["author_id"]),
                    _named(names, row["reviewer_id"]), row["verdict"], await self.desk.comment(tx, project_id, row),
                    row["decided_at"],
                )
                for row in shown
            ]  # fmt: skip
        more = encode_cursor(shown[-1]["decided_at"], shown[-1]["id"]) if len(rows) > limit else None
        return Page(items, more)

    async def history(self, actor: Actor, project_id: UUID, item_id: UUID) -> History:
        """Everything that happened to an item, with what was said."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            return await item_history(tx, self.walls, actor, project_id, item_id)

    # Hearing

    async def _on_somebody_left(self, tx: Tx, payload: dict[str, Any]) -> None:
        project_id = UUID(payload["project_id"]) if "project_id" in payload else None
        await reviews.give_back_all_of(tx, UUID(payload["person_id"]), project_id)
        await adjudications.give_back_all_of(tx, UUID(payload["person_id"]), project_id)

    async def _on_grant_cut(self, tx: Tx, payload: dict[str, Any]) -> None:
        cut = Cut.of(payload)
        returned = await reviews.give_back_of_vendor(tx, cut.project_id, cut.vendor_id, cut.epoch)
        returned += await adjudications.give_back_of_vendor(tx, cut.project_id, cut.vendor_id, cut.epoch)
        await self.cuts.step(tx, cut, "reviews", done=returned, total=returned, now=self.clock.now())

    async def _sweep(self, db: Database, clock: Clock) -> None:
        for tenant_id in await jobs.tenants(db):
            await self.expire(tenant_id)

    async def expire(self, tenant_id: UUID) -> None:
        """A tenant's reviews and adjudications whose lease ran out wait again."""
        async with self.db.tenant(tenant_id) as tx:
            await reviews.give_back_due(tx, self.clock.now())
            await adjudications.give_back_due(tx, self.clock.now())


def _named(names: dict[UUID, str], person_id: UUID) -> Named:
    return Named(person_id, names.get(person_id, ""))

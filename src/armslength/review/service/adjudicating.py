"""Deciding between answers that disagree: blind, side by side, by somebody who gave none of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg

from armslength.annotation.service import AnnotationService, Disputed, Written
from armslength.assignment.schemas import NoWork
from armslength.assignment.service import AssignmentService, harms_of
from armslength.identity.model import Actor
from armslength.keys.service import KeyService
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.outbox import emit
from armslength.kit.wire import Lease
from armslength.ledger.service import record
from armslength.questions.service import draw_orders
from armslength.review import rules
from armslength.review.errors import ReviewDecided, ReviewLost, ReviewNotFound, ReviewWithdrawn
from armslength.review.events import ADJUDICATED
from armslength.review.repository import adjudications, reviews
from armslength.review.schemas import (
    Adjudicate,
    Adjudicated,
    AdjudicationLease,
    AdjudicationWork,
    Candidate,
    Orders,
)
from armslength.review.service.disputes import Disputes
from armslength.review.settings import ReviewSettings
from armslength.walls.errors import ContentMissing
from armslength.walls.service import WallsService


class Adjudicating:
    """The adjudicator's verbs: ask for the next, keep it, give it back, decide."""

    def __init__(
        self, db: Database, walls: WallsService, keys: KeyService, assignment: AssignmentService,
        annotation: AnnotationService, disputes: Disputes, clock: Clock, settings: ReviewSettings,
    ) -> None:  # fmt: skip
        self.db = db
        self.walls = walls
        self.keys = keys
        self.assignment = assignment
        self.annotation = annotation
        self.disputes = disputes
        self.clock = clock
        self.settings = settings

    async def next(self, actor: Actor, project_id: UUID, have: Sequence[UUID]) -> AdjudicationWork | NoWork:
        """The next item to decide about, leased, its exposure recorded; or why there is nothing."""
        try:
            async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
                return await self._next(tx, actor, project_id, have)
        except ContentMissing:
            if actor.side == "customer":
                raise
            return rules.nothing(actor, "done", self.settings)

    async def _next(self, tx: Tx, actor: Actor, project_id: UUID, have: Sequence[UUID]) -> AdjudicationWork | NoWork:
        await tx.lock("adjudicating", actor.person_id)  # a person's own requests wait for one another
        await self.walls.let_in_here(tx, actor, project_id, "content")
        project = await reviews.project_state(tx, project_id, actor.person_id)
        if project is None or project["state"] != "active":
            return rules.nothing(actor, "paused", self.settings)
        if not project["prepared"]:
            return NoWork("read_guideline", 0)
        until = self.clock.now() + timedelta(seconds=project["lease_seconds"])
        row = await adjudications.mine(tx, project_id, actor.person_id, actor.epoch, have, until)
        if row is not None:
            return await self._work(tx, actor, project_id, row)
        if await adjudications.in_hand(tx, project_id, actor.person_id) >= self.settings.in_hand:
            return rules.nothing(actor, "wait", self.settings)
        declined, reached = await self.assignment.care.hidden(tx, project_id, actor.person_id)
        hidden, firm = declined | reached, rules.own_firm(actor)
        row = await adjudications.lease(tx, project_id, actor.person_id, firm, actor.epoch, until, hidden)
        if row is None:
            kept = await adjudications.kept_back(tx, project_id, actor.person_id, firm) if hidden else 0
            return rules.nothing(actor, rules.kept_back(kept, reached, declined) or "done", self.settings)
        await self.assignment.bar(tx, actor, project_id, row["item_id"])
        await self.assignment.care.met(tx, actor.person_id, row["harms"], items=1)
        return await self._work(tx, actor, project_id, row)

    async def _work(self, tx: Tx, actor: Actor, project_id: UUID, row: asyncpg.Record) -> AdjudicationWork:
        lease_id: UUID = row["id"]
        opened = await self.walls.open_item(
            tx, actor, project_id, row["item_id"], purpose="adjudicate", lease_id=lease_id
        )
        ids = rules.shuffled(row["seed"], row["annotation_ids"])
        answers = await self.walls.open_answers(tx, actor, project_id, ids, purpose="adjudicate", lease_id=lease_id)
        if answers.keys() != set(ids):  # leased before its firm was shown another form
            raise ContentMissing("There is nothing here.")
        shown = await self._as_of_now(tx, project_id, row, answers)
        schema = await self.assignment.schemas.get(tx, project_id, row["schema_version"])
        orders = draw_orders(schema, opened.content, row["seed"])
        await adjudications.show(tx, lease_id, {"orders": orders})
        policy = await adjudications.policy(tx, project_id)
        known_as = await self.assignment.known_as(tx, actor, project_id, [row["item_id"]])
        return AdjudicationWork(
            status="work",
            adjudication=AdjudicationLease(lease_id, known_as[row["item_id"]], row["lease_until"]),
            content=self.assignment.arranged(opened.content, orders),
            display=Orders(orders),
            candidates=[Candidate(number, shown[one]) for number, one in enumerate(ids, start=1)],
            agreement=row["agreement"],
            reason=row["reason"],
            notes=await self._notes(tx, project_id, row) if row["reason"] == "rework_limit" else [],
            disputed=rules.disputed(row["agreement"], policy["below"] if policy and policy["below"] else 1),
            schema_version=row["schema_version"],
            guideline_version=row["guideline_version"],
            warnings=harms_of(row["harms"]),
        )

    async def _notes(self, tx: Tx, project_id: UUID, row: asyncpg.Record) -> list[str]:
        """Why an answer was sent back, each time; not by whom."""
        said = await adjudications.rejections(tx, row["annotation_ids"])
        return [await self.disputes.comment(tx, project_id, each) for each in said]

    async def _as_of_now(
        self, tx: Tx, project_id: UUID, row: asyncpg.Record, answers: dict[UUID, dict[str, Any]]
    ) -> dict[UUID, dict[str, Any]]:
        made = await adjudications.versions(tx, row["annotation_ids"])
        return await self.disputes.under(tx, project_id, answers, made, row["schema_version"])

    async def heartbeat(self, actor: Actor, project_id: UUID, adjudication_id: UUID) -> Lease:
        """Extend one's own live lease. Raises ReviewLost."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            renewed = await adjudications.renew(
                tx, project_id, adjudication_id, actor.person_id, actor.epoch, self.clock.now()
            )
        if renewed is None:
            raise ReviewLost("This item is not in your hands any more.")
        return Lease(renewed)

    async def give_back(self, actor: Actor, project_id: UUID, adjudication_id: UUID) -> None:
        """Give it back: it waits for somebody else, or for later. Given back twice is given back once."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await adjudications.give_back(tx, project_id, adjudication_id, actor.person_id)

    async def decide(self, actor: Actor, project_id: UUID, adjudication_id: UUID, decision: Adjudicate) -> Adjudicated:
        """Take an answer, or give one. The same key again gives the same receipt.

        Raises ReviewNotFound, ReviewLost, ReviewInHand, ReviewDecided; ReviewWithdrawn when the answers are others by
        now; BadAdjudication, AnswersWrong.
        """
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            row = await adjudications.hold(tx, project_id, adjudication_id)
            if row is None or not rules.may_know(actor, row["organization_id"]):
                raise ReviewNotFound("There is no such item in your hands.")
            if row["person_id"] != actor.person_id and row["state"] != "waiting":
                raise rules.elsewhere(row["state"])
            if row["state"] == "done" and row["key"] == decision.key:
                return Adjudicated(adjudication_id, row["outcome"])
            await self._must_be_open(tx, actor, row)
            rules.check_choice(decision, len(row["annotation_ids"]))
            return await self._decide(tx, actor, project_id, row, decision)

    async def _must_be_open(self, tx: Tx, actor: Actor, row: asyncpg.Record) -> None:
        if row["state"] == "done":
            raise ReviewDecided("You have decided this already.")
        stands = [each["annotation_id"] for each in await adjudications.standing(tx, row["item_id"])]
        if row["state"] == "withdrawn" or stands != row["annotation_ids"]:
            raise ReviewWithdrawn("The answers to this item have changed; it will be looked at again.")
        if row["state"] != "leased" or row["epoch"] != actor.epoch:
            raise ReviewLost("Your lease on this item ran out; ask for it again.")

    async def _decide(
        self, tx: Tx, actor: Actor, project_id: UUID, row: asyncpg.Record, decision: Adjudicate
    ) -> Adjudicated:
        now = self.clock.now()
        ids = rules.shuffled(row["seed"], row["annotation_ids"])
        opened = await self.walls.reader(tx, project_id).answers(ids)
        shown = await self._as_of_now(tx, project_id, row, opened)
        answers = [shown[one] for one in ids]
        given = answers[decision.take - 1] if decision.take else decision.answers
        assert given is not None  # check_choice: one of the two
        outcome, place = rules.outcome(given, answers)
        disputed = Disputed(
            project_id, row["item_id"], await adjudications.own_assignment(tx, row["item_id"], actor.person_id),
            row["schema_version"], await adjudications.current_guideline_version(tx, project_id),
        )  # fmt: skip
        result = await self.annotation.adjudicate(tx, actor, disputed, Written(decision.key, given))
        comment = decision.comment.strip()
        sealer = await self.keys.sealer(tx, project_id)
        await adjudications.decide(
            tx, row["id"], key=decision.key, outcome=outcome, took=None if place is None else ids[place],
            result=result, at=now,
            sealed=sealer.seal(comment.encode(), kind="comment", object_id=str(row["id"])) if comment else None,
        )  # fmt: skip
        await self._tell(tx, actor, project_id, row, result, outcome, now)
        return Adjudicated(row["id"], outcome)

    async def _tell(
        self, tx: Tx, actor: Actor, project_id: UUID, row: asyncpg.Record, result: UUID, outcome: str, now: datetime
    ) -> None:
        detail = {"item_id": str(row["item_id"]), "annotation_id": str(result), "outcome": outcome}
        ids = {"project_id": str(project_id), "adjudication_id": str(row["id"])}
        await emit(tx, ADJUDICATED, {**ids, **detail}, at=now)
        await record(
            tx, actor.person_id, ADJUDICATED, f"adjudication:{row['id']}", at=now, project_id=project_id, detail=detail
        )

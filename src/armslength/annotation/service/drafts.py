"""Drafts: saved in the background, never lost to a second tab."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec

from armslength.annotation import rules, views
from armslength.annotation.errors import AlreadySubmitted, DraftConflict, NotYours
from armslength.annotation.model import Answers, StoredDraft
from armslength.annotation.repository import drafts
from armslength.annotation.schemas import DraftSaved
from armslength.assignment.model import RESUMABLE, Held
from armslength.assignment.service import AssignmentService
from armslength.fields.service import check_json
from armslength.fields.settings import ContentLimits
from armslength.identity.model import Actor
from armslength.keys.service import KeyService
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.vendors.model import Cut
from armslength.vendors.service.cuts import Cuts
from armslength.walls.service import WallsService

DRAFT_LIMITS = ContentLimits(depth=12)


class Drafts:
    """A draft outlives its lease: when a lease ends it is kept, and found again when the item comes back."""

    def __init__(
        self, db: Database, walls: WallsService, keys: KeyService, assignment: AssignmentService, clock: Clock
    ) -> None:
        self.db = db
        self.walls = walls
        self.keys = keys
        self.assignment = assignment
        self.clock = clock
        self.cuts = Cuts()

    async def on_grant_cut(self, tx: Tx, payload: dict[str, Any]) -> None:
        """Drafts of people who were cut off stay sealed where they are, or are destroyed, as the customer chose."""
        cut, gone = Cut.of(payload), 0
        if payload["drafts"] == "discard":
            gone = await drafts.discard_of_vendor(tx, cut.project_id, cut.vendor_id)
        await self.cuts.step(tx, cut, "drafts", done=gone, total=gone, now=self.clock.now())

    async def save(
        self, actor: Actor, project_id: UUID, assignment_id: UUID, based_on: int, answers: Answers
    ) -> DraftSaved:
        """Store what is written so far. Raises DraftConflict with the server's copy when it is newer."""
        if problems := check_json(answers, DRAFT_LIMITS):
            raise rules.refuse(problems)
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            held = await self.assignment.hold(tx, actor, project_id, assignment_id)
            if held.assignment.state == "submitted":
                raise AlreadySubmitted("This was submitted; there is no draft to save.")
            if held.assignment.state not in ("leased", "rework", *RESUMABLE):
                raise NotYours("This is not in your hands any more.")
            return await self.store(tx, held, based_on, answers)

    async def store(self, tx: Tx, held: Held, based_on: int, answers: Answers) -> DraftSaved:
        """These answers are the draft of a held assignment. Raises DraftConflict."""
        assignment, now = held.assignment, self.clock.now()
        sealer = await self.keys.sealer(tx, assignment.project_id)
        plain = msgspec.json.encode({"answers": answers})
        sealed = sealer.seal(plain, kind="draft", object_id=str(assignment.id), version=based_on + 1)
        if not await drafts.save(tx, assignment.id, based_on, sealed, now):
            return await self._already(tx, assignment.project_id, assignment.id, based_on, answers)
        return DraftSaved(based_on + 1, now)

    async def _already(
        self, tx: Tx, project_id: UUID, assignment_id: UUID, based_on: int, answers: Answers
    ) -> DraftSaved:
        """A save that was repeated because its answer got lost is no conflict."""
        stored = await views.draft(tx, assignment_id)
        if stored is None:
            raise DraftConflict("There is no such draft any more.", details=None)
        known = await self._open(tx, project_id, assignment_id, stored)
        if stored.revision == based_on + 1 and known == answers:
            return DraftSaved(stored.revision, stored.saved_at)
        copy = {"revision": stored.revision, "answers": known, "saved_at": stored.saved_at}
        raise DraftConflict("A newer draft was saved elsewhere.", details=copy)

    async def _open(self, tx: Tx, project_id: UUID, assignment_id: UUID, stored: StoredDraft) -> dict[str, Any]:
        plain = await self.walls.unseal(
            tx, project_id, stored.sealed, kind="draft", object_id=str(assignment_id), version=stored.revision
        )
        answers: dict[str, Any] = msgspec.json.decode(plain)["answers"]
        return answers

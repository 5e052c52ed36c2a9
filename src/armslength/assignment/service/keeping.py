"""Keeping the queue whole: what ran out, what was cancelled, who left, how many answers are wanted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from armslength.assignment.events import OVERLAP_SET, REWORK_ENDED
from armslength.assignment.model import State
from armslength.assignment.repository import leases, queue
from armslength.assignment.service.overlap import ask_first
from armslength.assignment.settings import AssignmentSettings
from armslength.identity.events import MEMBERSHIP_ENDED
from armslength.identity.model import Actor
from armslength.ingest.events import BATCH_CANCELLED, ITEM_CANCELLED, ITEM_REOPENED
from armslength.kit import jobs, outbox
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.jobs import Handler, JobContext, Sweep
from armslength.kit.outbox import Subscription
from armslength.ledger.service import record
from armslength.projects.events import MEMBER_REMOVED, OVERLAP_CHANGED
from armslength.vendors.events import GRANT_CUT
from armslength.vendors.model import Cut
from armslength.vendors.service.cuts import Cuts

CHANGE_OVERLAP: Final = "assignment.change_overlap"
_CHUNK: Final = 500
_OVERLAP_CHUNK: Final = 2000


class Keeping:
    """What happens without anybody asking for work."""

    def __init__(self, db: Database, clock: Clock, settings: AssignmentSettings) -> None:
        self.db = db
        self.clock = clock
        self.settings = settings
        self.cuts = Cuts()

    def subscriptions(self) -> list[Subscription]:
        """What the queue must hear."""
        return [
            Subscription(MEMBERSHIP_ENDED, self._on_somebody_left),
            Subscription(MEMBER_REMOVED, self._on_somebody_left),
            Subscription(ITEM_CANCELLED, self._on_item_cancelled),
            Subscription(BATCH_CANCELLED, self._on_item_cancelled),
            Subscription(ITEM_REOPENED, self._on_item_reopened),
            Subscription(OVERLAP_CHANGED, self._on_overlap_changed),
            Subscription(GRANT_CUT, self._on_grant_cut),
        ]

    def handlers(self) -> dict[str, Handler]:
        """Jobs of this room."""
        return {CHANGE_OVERLAP: self.change_overlap}

    def sweeps(self) -> list[Sweep]:
        """Leases that ran out."""
        return [Sweep("assignment.expire", self.settings.sweep_seconds, self._sweep)]

    async def _sweep(self, db: Database, clock: Clock) -> None:
        for tenant_id in await jobs.tenants(db):
            while await self.expire(tenant_id) == _CHUNK:
                pass

    async def expire(self, tenant_id: UUID) -> int:
        """End some of a tenant's leases that ran out; returns how many were due."""
        now = self.clock.now()
        async with self.db.tenant(tenant_id) as tx:
            due = await leases.due(tx, now, _CHUNK)
            await leases.end(tx, due, "expired", None, now, due=True)
        return len(due)

    async def end(self, tx: Tx, ids: Sequence[UUID], state: State, reason: str, sealed: bytes | None = None) -> int:
        """End leases and reworks and say which reworks nobody will do; returns how many ended."""
        ended = await leases.end(tx, ids, state, reason, self.clock.now(), sealed=sealed)
        for each in ended:
            if each.was == "rework":
                ids_of = {"project_id": each.project_id, "assignment_id": each.id, "item_id": each.item_id}
                payload = {name: str(value) for name, value in ids_of.items()}
                await outbox.emit(tx, REWORK_ENDED, payload, at=self.clock.now())
        return len(ended)

    async def end_person(self, tx: Tx, person_id: UUID, project_id: UUID | None = None) -> int:
        """Somebody left the tenant, or one project: all that they had in hand goes back to the queue."""
        live = await leases.live_of_person(tx, person_id, project_id)
        ended = await self.end(tx, live, "returned", "left")
        if ended:
            await record(
                tx, None, "assignment.released", f"person:{person_id}", at=self.clock.now(), project_id=project_id,
                detail={"reason": "left", "assignments": ended},
            )  # fmt: skip
        return ended

    async def _on_grant_cut(self, tx: Tx, payload: dict[str, Any]) -> None:
        """Chunk by chunk, each in a transaction of its own: the places are open to others at once, and whoever watches
        sees it go on. After a crash the event is told again and finds what is left."""
        cut = Cut.of(payload)
        total = len(await leases.live_of_vendor(tx, cut.project_id, cut.vendor_id, cut.epoch, None))
        done = 0
        while True:
            async with self.db.tenant(tx.tenant_id) as chunk:
                live = await leases.live_of_vendor(chunk, cut.project_id, cut.vendor_id, cut.epoch, _CHUNK)
                done += await self.end(chunk, live, "released", "cut")
                total = max(total, done)
                await self.cuts.step(
                    chunk, cut, "leases", done=done, total=total if live else done, now=self.clock.now()
                )
            if not live:
                return

    async def _on_somebody_left(self, tx: Tx, payload: dict[str, Any]) -> None:
        project_id = UUID(payload["project_id"]) if "project_id" in payload else None
        await self.end_person(tx, UUID(payload["person_id"]), project_id)

    async def _on_item_cancelled(self, tx: Tx, payload: dict[str, Any]) -> None:
        item_id = UUID(payload["item_id"]) if "item_id" in payload else None
        leased = await leases.leased_on(tx, UUID(payload["project_id"]), UUID(payload["batch_id"]), item_id)
        await self.end(tx, leased, "returned", "cancelled")

    async def _on_item_reopened(self, tx: Tx, payload: dict[str, Any]) -> None:
        await self.reopened(tx, [UUID(payload["item_id"])])

    async def _on_overlap_changed(self, tx: Tx, payload: dict[str, Any]) -> None:
        project_id = UUID(payload["project_id"])
        await jobs.enqueue(tx, CHANGE_OVERLAP, {}, at=self.clock.now(), project_id=project_id)

    async def reopened(self, tx: Tx, item_ids: Sequence[UUID]) -> None:
        """These items ask for answers again: put those that are open where everybody's cursor will meet them."""
        await queue.hold_items(tx, item_ids)
        await queue.requeue(tx, item_ids)

    async def ask_first(self, tx: Tx, actor: Actor, project_id: UUID, item_id: UUID) -> None:
        """Ask for this item before all that nobody has been asked about yet. Raises NotAsked."""
        await ask_first(tx, actor.person_id, project_id, item_id, self.clock.now())

    async def change_overlap(self, context: JobContext) -> None:
        """Give every item of a project the overlap it has now, chunk by chunk; runs again from where it stopped."""
        project_id = context.job.project_id
        assert project_id is not None
        after, done = int(context.job.checkpoint.get("ord", -1)), context.job.done
        while True:
            async with self.db.tenant(context.job.tenant_id) as tx:
                last, seen = await queue.change_overlap(tx, project_id, after, _OVERLAP_CHUNK)
                if last is None:
                    await outbox.emit(tx, OVERLAP_SET, {"project_id": str(project_id)}, at=self.clock.now())
                    return
                after, done = last, done + seen
                await context.tick(done=done, checkpoint={"ord": after}, tx=tx)
            await context.tick(done=done)

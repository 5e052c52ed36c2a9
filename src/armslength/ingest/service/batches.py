"""Batches: priority, pause, resume, cancel."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from armslength.identity.model import Actor
from armslength.ingest import events
from armslength.ingest.errors import BatchEnded, BatchNotFound
from armslength.ingest.repository import batches
from armslength.ingest.schemas import Batch, CreateBatch, UpdateBatch
from armslength.ingest.service.base import Tools
from armslength.kit import jobs
from armslength.kit.db import Tx
from armslength.kit.errors import Conflict
from armslength.kit.ids import new_id
from armslength.kit.outbox import emit
from armslength.kit.paging import Page, decode_cursor, encode_cursor
from armslength.ledger.service import record

CANCEL_BATCH = "ingest.cancel_batch"
CANCEL_AT_ONCE = 5_000


class Batches:
    """What a manager does with batches."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def page(self, actor: Actor, project_id: UUID, *, cursor: str | None, limit: int) -> Page[Batch]:
        """The project's batches, newest first."""
        before: Any = decode_cursor(cursor, datetime, UUID) if cursor else None
        async with self._tools.db.tenant(actor.tenant_id, actor.person_id) as tx:
            rows = await batches.page(tx, project_id, before, limit + 1)
        more = encode_cursor(rows[limit - 1]["created_at"], rows[limit - 1]["id"]) if len(rows) > limit else None
        return Page([_batch(row) for row in rows[:limit]], more)

    async def create(self, actor: Actor, project_id: UUID, wanted: CreateBatch) -> Batch:
        """A new batch, or the one of that name as it is."""
        async with self._tools.db.tenant(actor.tenant_id, actor.person_id) as tx:
            batch_id = await self.ensure(tx, project_id, wanted.name, wanted.priority)
            return await self._get(tx, project_id, batch_id)

    async def ensure(self, tx: Tx, project_id: UUID, name: str, priority: int) -> UUID:
        """The id of the batch of that name, made if need be."""
        return await batches.add(tx, project_id, new_id(), name, priority, self._tools.clock.now())

    async def update(self, actor: Actor, project_id: UUID, batch_id: UUID, wanted: UpdateBatch) -> Batch:
        """Rename, reorder, pause, resume or cancel. Cancelling is final: its open items are cancelled by a job."""
        async with self._tools.db.tenant(actor.tenant_id, actor.person_id) as tx:
            now = self._tools.clock.now()
            old = await self.lock(tx, project_id, batch_id)
            state = wanted.state or old["state"]
            if old["state"] == "cancelled" and state != "cancelled":
                raise BatchEnded("This batch was cancelled; make a new one.")
            name = old["name"] if wanted.name is None else wanted.name
            priority = old["priority"] if wanted.priority is None else wanted.priority
            try:
                await batches.update(tx, batch_id, name, priority, state)
            except asyncpg.UniqueViolationError:
                raise Conflict("Another batch has this name.", field="name") from None
            if state != old["state"]:
                detail = {"from": old["state"], "to": state}
                await record(tx, actor.person_id, "ingest.batch_state", f"batch:{batch_id}", at=now,
                             project_id=project_id, detail=detail)  # fmt: skip
            if state == "cancelled" and old["state"] != "cancelled":
                await self._cancel(tx, actor, project_id, batch_id, now)
            return await self._get(tx, project_id, batch_id)

    async def lock(self, tx: Tx, project_id: UUID, batch_id: UUID) -> asyncpg.Record:
        """The batch, held until the transaction ends."""
        found = await batches.lock(tx, project_id, batch_id)
        if found is None:
            raise BatchNotFound("There is no such batch.")
        return found

    async def lock_open(self, tx: Tx, project_id: UUID, batch_id: UUID) -> None:
        """Hold a batch that takes items; raises BatchEnded for a cancelled one."""
        if (await self.lock(tx, project_id, batch_id))["state"] == "cancelled":
            raise BatchEnded("This batch was cancelled; choose another.")

    async def cancel_items(self, context: jobs.JobContext) -> None:
        """The job behind cancelling: some thousand open items at a time."""
        job, batch_id = context.job, UUID(context.job.payload["batch_id"])
        after: int | None = job.checkpoint.get("after", 0)
        while after is not None:
            async with context.db.tenant(job.tenant_id) as tx:
                after = await batches.cancel_some(tx, batch_id, after, CANCEL_AT_ONCE)
                await context.tick(tx=tx, checkpoint={"after": after} if after is not None else None)

    async def _cancel(self, tx: Tx, actor: Actor, project_id: UUID, batch_id: UUID, now: datetime) -> None:
        payload = {"project_id": str(project_id), "batch_id": str(batch_id)}
        await jobs.enqueue(tx, CANCEL_BATCH, payload, at=now, project_id=project_id, created_by=actor.person_id)
        await emit(tx, events.BATCH_CANCELLED, payload, at=now)

    async def _get(self, tx: Tx, project_id: UUID, batch_id: UUID) -> Batch:
        found = await batches.get(tx, project_id, batch_id)
        if found is None:
            raise BatchNotFound("There is no such batch.")
        return _batch(found)


def _batch(row: asyncpg.Record) -> Batch:
    return Batch(**dict(row))

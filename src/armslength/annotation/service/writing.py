"""How answers were written: off by default, told first, counts only, evidence and nothing else."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec

from armslength.annotation import rules
from armslength.annotation.events import WRITING_FORGOTTEN
from armslength.annotation.model import Annotation
from armslength.annotation.repository import writing
from armslength.annotation.schemas import (
    MyWriting,
    PutWritingPolicy,
    WritingNotice,
    WritingPolicy,
    WritingRecord,
    WritingSummary,
)
from armslength.identity import views as identity
from armslength.identity.model import Actor
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.jobs import tenants
from armslength.kit.outbox import emit
from armslength.kit.paging import Page, decode_cursor, encode_cursor
from armslength.kit.wire import Named
from armslength.ledger.service import record

KEEP_DAYS = 30


class Writing:
    """The project's setting, the notice, and the records. Nothing follows from a record but that somebody looks."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self.db = db
        self.clock = clock

    async def policy(self, actor: Actor, project_id: UUID) -> WritingPolicy:
        """Whether the project records how answers are written, and for how long."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            return await self._policy(tx, project_id)

    async def set_policy(self, actor: Actor, project_id: UUID, given: PutWritingPolicy) -> WritingPolicy:
        """Record from now on, or no longer. Where it begins, or is kept longer, everybody is told anew."""
        now = self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await tx.lock("writing", project_id)
            before = await self._policy(tx, project_id)
            if before == WritingPolicy(given.active, given.keep_days):
                return before
            await writing.set_policy(tx, project_id, given.active, given.keep_days, now)
            if given.active and (not before.active or given.keep_days > before.keep_days):
                await writing.ask_again(tx, project_id)
            await record(
                tx, actor.person_id, "annotation.writing_set", f"project:{project_id}", at=now, project_id=project_id,
                detail={"active": given.active, "keep_days": given.keep_days},
            )  # fmt: skip
            return await self._policy(tx, project_id)

    async def _policy(self, tx: Tx, project_id: UUID) -> WritingPolicy:
        row = await writing.policy(tx, project_id, None)
        return WritingPolicy(row["active"], row["keep_days"]) if row else WritingPolicy(False, KEEP_DAYS)

    async def notice(self, actor: Actor, project_id: UUID) -> WritingNotice:
        """What this person is to know before they write."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            return await self._notice(tx, actor, project_id)

    async def read_notice(self, actor: Actor, project_id: UUID) -> WritingNotice:
        """The person knows it."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            if (await self._notice(tx, actor, project_id)).active:
                await writing.read(tx, project_id, actor.person_id, self.clock.now())
            return await self._notice(tx, actor, project_id)

    async def _notice(self, tx: Tx, actor: Actor, project_id: UUID) -> WritingNotice:
        row = await writing.policy(tx, project_id, actor.person_id)
        if row is None or not row["active"]:
            return WritingNotice(False, KEEP_DAYS, None)
        return WritingNotice(True, row["keep_days"], row["read_at"])

    async def keep(self, tx: Tx, said: Annotation, summary: WritingSummary) -> None:
        """With an answer: kept where the project asks for it and the person knows, else dropped."""
        row = await writing.policy(tx, said.project_id, said.person_id)
        if row is None or not row["active"] or row["read_at"] is None:
            return
        await writing.add(tx, said, msgspec.to_builtins(summary), rules.writing_flags(summary))

    async def of(self, tx: Tx, annotation_id: UUID) -> MyWriting | None:
        """How one of one's own answers was written, as others may see it."""
        row = await writing.of(tx, annotation_id)
        return MyWriting(msgspec.convert(row["summary"], WritingSummary), row["flags"]) if row else None

    async def page(
        self, actor: Actor, project_id: UUID, *, flagged: bool, person_id: UUID | None, cursor: str | None, limit: int
    ) -> Page[WritingRecord]:
        """Records, the newest first."""
        before = decode_cursor(cursor, datetime, UUID) if cursor else None
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            rows = await writing.page(tx, project_id, before, limit + 1, flagged=flagged, person_id=person_id)
            names = await identity.names(tx, {row["person_id"] for row in rows})
        shown = [
            WritingRecord(
                row["annotation_id"], row["item_id"], Named(row["person_id"], names.get(row["person_id"], "")),
                msgspec.convert(row["summary"], WritingSummary), row["flags"], row["at"],
            )
            for row in rows[:limit]
        ]  # fmt: skip
        return Page(shown, encode_cursor(shown[-1].at, shown[-1].annotation_id) if len(rows) > limit else None)

    async def forget(self, actor: Actor, project_id: UUID, person_id: UUID) -> None:
        """Nothing is kept of how this person wrote here."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            gone = await writing.forget_person(tx, project_id, person_id)
            if gone:
                now, ids = self.clock.now(), {"project_id": str(project_id), "person_id": str(person_id)}
                await emit(tx, WRITING_FORGOTTEN, ids, at=now)
                await record(
                    tx, actor.person_id, WRITING_FORGOTTEN, f"person:{person_id}", at=now,
                    project_id=project_id, detail={"records": gone},
                )  # fmt: skip

    async def sweep(self, db: Database, clock: Clock) -> None:
        """What was kept as long as its project says is gone."""
        for tenant_id in await tenants(db):
            async with db.tenant(tenant_id) as tx:
                await writing.forget_old(tx, clock.now())

"""Flags: raised at the bench, read and resolved by the customer."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import asyncpg

from armslength.assignment.errors import FlagResolved, NoSuchAssignment, NoSuchFlag
from armslength.assignment.events import FLAG_RESOLVED, FLAGGED
from armslength.assignment.model import FlagReason
from armslength.assignment.repository import flags, leases
from armslength.assignment.schemas import FlagOut
from armslength.identity import views as identity
from armslength.identity.model import Actor
from armslength.keys.service import KeyService
from armslength.kit import outbox
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.ids import new_id
from armslength.kit.paging import Page, decode_cursor, encode_cursor
from armslength.kit.wire import Named
from armslength.ledger.service import record
from armslength.walls.service import WallsService

_NOTE_VERSION = 2


class Flags:
    """What people said is wrong. Comments are sealed: they may quote the item."""

    def __init__(self, db: Database, walls: WallsService, keys: KeyService, clock: Clock) -> None:
        self.db = db
        self.walls = walls
        self.keys = keys
        self.clock = clock

    async def add(self, actor: Actor, project_id: UUID, assignment_id: UUID, reason: FlagReason, comment: str) -> UUID:
        """Flag the item of one's own assignment; the lease goes on. Returns the flag's id."""
        flag_id, now = new_id(), self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            mine = await leases.mine(tx, project_id, assignment_id, actor.person_id)
            if mine is None or mine.dead(actor.epoch):
                raise NoSuchAssignment("There is no such assignment of yours.")
            sealer = await self.keys.sealer(tx, project_id)
            sealed = sealer.seal(comment.encode(), kind="comment", object_id=str(flag_id))
            await flags.add(tx, flag_id, mine, reason, sealed, now)
            payload = {"project_id": project_id, "item_id": mine.item_id, "flag_id": flag_id}
            told = {name: str(value) for name, value in payload.items()} | {"reason": reason}
            await outbox.emit(tx, FLAGGED, told, at=now)
        return flag_id

    async def page(self, actor: Actor, project_id: UUID, *, cursor: str | None, limit: int) -> Page[FlagOut]:
        """A project's flags, newest first."""
        before = decode_cursor(cursor, datetime, UUID) if cursor else None
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            rows = await flags.page(tx, project_id, before, limit + 1)
            known = await identity.names(tx, _people(rows))
            items = [await self._flag(tx, project_id, row, known) for row in rows[:limit]]
        more = encode_cursor(items[-1].created_at, items[-1].id) if len(rows) > limit else None
        return Page(items, more)

    async def resolve(self, actor: Actor, project_id: UUID, flag_id: UUID, note: str) -> None:
        """Close a flag and say what was done."""
        now = self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            sealer = await self.keys.sealer(tx, project_id)
            sealed = sealer.seal(note.encode(), kind="comment", object_id=str(flag_id), version=_NOTE_VERSION)
            before = await flags.resolve(tx, project_id, flag_id, actor.person_id, sealed if note else None, now)
            if before is None:
                raise NoSuchFlag("There is no such flag.")
            if before["resolved_at"] is not None:
                raise FlagResolved("This flag was resolved before.")
            await record(tx, actor.person_id, FLAG_RESOLVED, f"flag:{flag_id}", at=now, project_id=project_id)
            ids = {"project_id": project_id, "item_id": before["item_id"], "flag_id": flag_id}
            told = {name: str(value) for name, value in ids.items()} | {"person_id": str(before["person_id"])}
            await outbox.emit(tx, FLAG_RESOLVED, told, at=now)

    async def _flag(self, tx: Tx, project_id: UUID, row: asyncpg.Record, known: dict[UUID, str]) -> FlagOut:
        async def said(sealed: bytes | None, version: int) -> str | None:
            if sealed is None:
                return None
            plain = await self.walls.unseal(
                tx, project_id, sealed, kind="comment", object_id=str(row["id"]), version=version
            )
            return plain.decode()

        def named(person_id: UUID | None) -> Named | None:
            return Named(person_id, known.get(person_id, "")) if person_id else None

        by = named(row["person_id"])
        assert by is not None
        return FlagOut(
            id=row["id"], item_id=row["item_id"], external_id=row["external_id"], ord=row["ord"], reason=row["reason"],
            comment=await said(row["sealed"], 1) or "", person=by, created_at=row["created_at"],
            resolved_at=row["resolved_at"], resolved_by=named(row["resolved_by"]),
            note=await said(row["note"], _NOTE_VERSION),
        )  # fmt: skip


def _people(rows: list[asyncpg.Record]) -> set[UUID]:
    return {row[who] for row in rows for who in ("person_id", "resolved_by") if row[who]}

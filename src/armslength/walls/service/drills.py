"""The record of drills: each result once, by whom, never changed; and how long severing took the last time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec

from armslength.identity import views as identity
from armslength.identity.model import Actor
from armslength.keys.model import SignedEnvelope
from armslength.keys.service import KeyService
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.ids import new_id
from armslength.kit.paging import Page, decode_cursor, encode_cursor
from armslength.kit.wire import Named
from armslength.ledger.service import record
from armslength.walls.errors import DrillKnown, DrillMissing
from armslength.walls.repository import drills
from armslength.walls.rules import drills as rules
from armslength.walls.schemas.drills import DrillResult, DrillStatement, DrillSummary, RecordedDrill


class Drills:
    """Records, signs and shows. A drill is played in an installation of its own, so what is recorded is what its file
    says: who vouches for it is whoever recorded it, and the tenant's key."""

    def __init__(self, db: Database, keys: KeyService, clock: Clock) -> None:
        self.db = db
        self.keys = keys
        self.clock = clock

    async def record(self, actor: Actor, result: DrillResult) -> RecordedDrill:
        """Keep a drill's result. Raises BadDrill, DrillKnown."""
        now, drill_id = self.clock.now(), new_id()
        rules.check(result, now)
        digest, held = rules.digest(result), not result.failures
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            names = await identity.names(tx, [actor.person_id])
            statement = DrillStatement(
                v=rules.VERSION, id=drill_id, recorded_at=now, sha256=digest, result=result,
                customer=Named(tx.tenant_id, await identity.organization_name(tx, tx.tenant_id) or ""),
                recorded_by=Named(actor.person_id, names.get(actor.person_id, "")),
            )  # fmt: skip
            signer = await self.keys.signer(tx)
            envelope = signer.envelope(rules.PAYLOAD_TYPE, msgspec.json.encode(statement, order="sorted"))
            fresh = await drills.insert(
                tx, drill_id, actor.person_id, now, began_at=result.began_at, variant=result.variant,
                version=result.version, held=held, late=result.late, sever_median_ms=result.sever_median_ms,
                sever_worst_ms=result.sever_worst_ms, digest=digest, result=msgspec.to_builtins(result),
                envelope=msgspec.to_builtins(envelope),
            )  # fmt: skip
            if not fresh:
                raise DrillKnown("This drill is recorded already.")
            await record(
                tx, actor.person_id, "walls.drill_recorded", f"drill:{drill_id}", at=now,
                detail={
                    "sha256": digest, "key": signer.verifier_key, "variant": result.variant, "held": held,
                    "late": result.late,
                },
            )  # fmt: skip
            return await self._whole(tx, drill_id)

    async def get(self, actor: Actor, drill_id: UUID) -> RecordedDrill:
        """One drill, whole. Raises DrillMissing."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            return await self._whole(tx, drill_id)

    async def page(self, actor: Actor, *, cursor: str | None, limit: int) -> Page[DrillSummary]:
        """Drills, the last one first."""
        before = decode_cursor(cursor, datetime, UUID) if cursor else None
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            rows = await drills.page(tx, before, limit + 1)
            shown = rows[:limit]
            items = await self._told(tx, shown)
        more = len(rows) > limit
        return Page(items, encode_cursor(shown[-1]["began_at"], shown[-1]["id"]) if more else None)

    async def last_cut(self, tx: Tx) -> DrillSummary | None:
        """The last drill in which somebody was severed."""
        row = await drills.last_cut(tx)
        return (await self._told(tx, [row]))[0] if row else None

    async def _whole(self, tx: Tx, drill_id: UUID) -> RecordedDrill:
        row = await drills.get(tx, drill_id)
        if row is None:
            raise DrillMissing("No such drill was recorded here.")
        return RecordedDrill(
            drill=(await self._told(tx, [row]))[0], digest=row["digest"],
            result=msgspec.convert(row["result"], DrillResult),
            envelope=msgspec.convert(row["envelope"], SignedEnvelope) if row["envelope"] else None,
        )  # fmt: skip

    async def _told(self, tx: Tx, rows: Sequence[asyncpg.Record]) -> list[DrillSummary]:
        names = await identity.names(tx, {row["recorded_by"] for row in rows})
        now = self.clock.now()
        return [
            DrillSummary(
                id=row["id"], began_at=row["began_at"], variant=row["variant"], version=row["version"],
                held=row["held"], late=row["late"], sever_median_ms=row["sever_median_ms"],
                sever_worst_ms=row["sever_worst_ms"], stale=now - row["began_at"] > rules.OLD,
                recorded_by=Named(row["recorded_by"], names.get(row["recorded_by"], "")),
                recorded_at=row["recorded_at"],
            )
            for row in rows
        ]  # fmt: skip

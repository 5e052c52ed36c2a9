"""Appeals: a person whose answer was rejected or fixed asks again, and a human being who did not judge it decides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import asyncpg

from armslength.annotation.model import MyAppeal
from armslength.annotation.service import AnnotationService
from armslength.identity import views as identity
from armslength.identity.model import Actor
from armslength.keys.service import KeyService
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.ids import new_id
from armslength.kit.outbox import emit
from armslength.kit.paging import Page, decode_cursor, encode_cursor
from armslength.kit.wire import Named
from armslength.ledger.service import record
from armslength.review.errors import AppealDecided, NothingToAppeal, OwnVerdict
from armslength.review.events import APPEAL_DECIDED, APPEALED
from armslength.review.repository import appeals
from armslength.review.schemas import Appeal, DecideAppeal
from armslength.walls.service import WallsService


async def of_person(
    tx: Tx, walls: WallsService, project_id: UUID, assignment_ids: Sequence[UUID], person_id: UUID
) -> dict[UUID, MyAppeal]:
    """What a person may appeal, or has appealed, by assignment."""
    found = {}
    for row in await appeals.last_verdicts(tx, assignment_ids, person_id):
        if row["verdict"] != "accept":
            reply = ""
            if row["reply"] is not None:
                reply = await _unseal(tx, walls, project_id, row["reply"], f"{row['appeal_id']}:reply")
            found[row["assignment_id"]] = MyAppeal(row["state"] or "possible", reply)
    return found


async def _unseal(tx: Tx, walls: WallsService, project_id: UUID, sealed: bytes, object_id: str) -> str:
    return (await walls.unseal(tx, project_id, sealed, kind="comment", object_id=object_id)).decode()


class Appeals:
    """Asking, listing, deciding."""

    def __init__(
        self, db: Database, walls: WallsService, keys: KeyService, annotation: AnnotationService, clock: Clock
    ) -> None:
        self.db = db
        self.walls = walls
        self.keys = keys
        self.annotation = annotation
        self.clock = clock

    async def appeal(self, actor: Actor, project_id: UUID, assignment_id: UUID, text: str) -> MyAppeal:
        """Against the last verdict on one's own answer, if it was rejected or fixed. Asked twice is asked once.

        Raises NothingToAppeal.
        """
        now = self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            held = await self.annotation.assignment.hold(tx, actor, project_id, assignment_id)
            rows = await appeals.last_verdicts(tx, [held.assignment.id], actor.person_id)
            verdict = rows[0] if rows and rows[0]["verdict"] != "accept" else None
            if verdict is None:
                raise NothingToAppeal("Your answer was neither rejected nor fixed.")
            appeal_id = new_id()
            sealer = await self.keys.sealer(tx, project_id)
            sealed = sealer.seal(text.strip().encode(), kind="comment", object_id=str(appeal_id))
            if await appeals.insert(tx, appeal_id, project_id, verdict, actor.person_id, sealed, now):
                ids = {"item_id": str(verdict["item_id"]), "review_id": str(verdict["review_id"])}
                told = {"project_id": str(project_id), "appeal_id": str(appeal_id), **ids}
                await emit(tx, APPEALED, told, at=now)
                await record(
                    tx, actor.person_id, APPEALED, f"appeal:{appeal_id}", at=now, project_id=project_id, detail=ids
                )
            found = await of_person(tx, self.walls, project_id, [assignment_id], actor.person_id)
        return found[assignment_id]

    async def decide(self, actor: Actor, project_id: UUID, appeal_id: UUID, given: DecideAppeal) -> Appeal:
        """Grant or decline. Granted, the verdict counts against nobody, and an answer still in rework is accepted.

        Raises NothingToAppeal, AppealDecided, OwnVerdict.
        """
        now = self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            row = await appeals.hold(tx, project_id, appeal_id)
            if row is None:
                raise NothingToAppeal("There is no such appeal.")
            if row["state"] != "open":
                raise AppealDecided("This appeal was decided before.")
            if actor.person_id in (row["reviewer_id"], row["person_id"]):
                raise OwnVerdict("Whoever gave the verdict, or the answer, does not decide about it.")
            granted = given.decision == "granted"
            reinstated = granted and await self.annotation.reinstate(tx, row["assignment_id"], row["annotation_id"])
            sealer = await self.keys.sealer(tx, project_id)
            reply = sealer.seal(given.reply.strip().encode(), kind="comment", object_id=f"{appeal_id}:reply")
            await appeals.decide(tx, appeal_id, given.decision, reply, reinstated, actor.person_id, now)
            await self._tell(tx, actor, project_id, row, given.decision, reinstated, now)
            after = await appeals.one(tx, project_id, appeal_id)
            assert after is not None  # held above
            names = await self._names(tx, [after])
            return await self._shown(tx, project_id, after, names)

    async def _tell(
        self, tx: Tx, actor: Actor, project_id: UUID, row: asyncpg.Record, decision: str, reinstated: bool,
        now: datetime,
    ) -> None:  # fmt: skip
        detail = {
            "item_id": str(row["item_id"]), "annotation_id": str(row["annotation_id"]),
            "review_id": str(row["review_id"]), "decision": decision, "reinstated": reinstated,
        }  # fmt: skip
        ids = {"project_id": str(project_id), "appeal_id": str(row["id"]), "person_id": str(row["person_id"])}
        await emit(tx, APPEAL_DECIDED, {**ids, **detail}, at=now)
        await record(
            tx, actor.person_id, APPEAL_DECIDED, f"appeal:{row['id']}", at=now, project_id=project_id, detail=detail
        )

    async def page(
        self, actor: Actor, project_id: UUID, *, state: Literal["open", "decided"], cursor: str | None, limit: int
    ) -> Page[Appeal]:
        """Open ones, the oldest first; or decided ones, the newest first."""
        key = decode_cursor(cursor, datetime, UUID) if cursor else None
        read = appeals.page_open if state == "open" else appeals.page_decided
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            rows = await read(tx, project_id, key, limit + 1)
            shown = rows[:limit]
            names = await self._names(tx, shown)
            items = [await self._shown(tx, project_id, row, names) for row in shown]
        if len(rows) <= limit:
            return Page(items, None)
        last = shown[-1]
        return Page(items, encode_cursor(last["created_at" if state == "open" else "decided_at"], last["id"]))

    async def _names(self, tx: Tx, rows: Sequence[asyncpg.Record]) -> dict[UUID, str]:
        who = ("person_id", "reviewer_id", "decided_by")
        return await identity.names(tx, {row[name] for row in rows for name in who if row[name]})

    async def _shown(self, tx: Tx, project_id: UUID, row: asyncpg.Record, names: dict[UUID, str]) -> Appeal:
        def named(person_id: UUID) -> Named:
            return Named(person_id, names.get(person_id, ""))

        async def text(sealed: bytes | None, object_id: str) -> str:
            return "" if sealed is None else await _unseal(tx, self.walls, project_id, sealed, object_id)

        plain: dict[str, Any] = {
            name: row[name] for name in ("id", "item_id", "state", "verdict", "created_at", "decided_at")
        }
        return Appeal(
            person=named(row["person_id"]), reviewer=named(row["reviewer_id"]),
            comment=await text(row["comment"], str(row["review_id"])), text=await text(row["sealed"], str(row["id"])),
            reply=await text(row["reply"], f"{row['id']}:reply"), reinstated=bool(row["reinstated"]),
            decided_by=named(row["decided_by"]) if row["decided_by"] else None, **plain,
        )  # fmt: skip

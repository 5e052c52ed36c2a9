"""The person wall, told and set: who was kept out, whom two people let off, who has moved to a rival's firm.

Who is let in is decided in the database (migration `person_wall`), in the transaction that delivers. Here is what the
customer may know and say about it, and the judging of people who work for a firm elsewhere (R7).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import asyncpg

from armslength.identity import views as identity
from armslength.identity.model import Actor
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.ids import new_id
from armslength.kit.jobs import Sweep
from armslength.kit.paging import Page, decode_cursor, encode_cursor
from armslength.kit.wire import Named
from armslength.ledger.service import record
from armslength.vendors.service import VendorsService
from armslength.walls import rules
from armslength.walls.errors import BadWaiver, NoSuchPerson, PersonWaiverMissing, PersonWaiverOver, SecondPerson
from armslength.walls.model import KeptOut, Knowledge
from armslength.walls.repository import people
from armslength.walls.schemas.people import (
    AskPersonWaiver,
    HeldBack,
    Moved,
    PersonWaiver,
    ProjectWall,
    Quarantine,
    Quarantines,
    Refusal,
    RefusedOn,
)

LONGEST: Final = timedelta(days=366)
"""How long a person may be let off; then two people look at it again."""
TOLD: Final = timedelta(days=90)
"""How far back refusals are told by day."""
_MOVES_SECONDS: Final = 2.0
_AT_ONCE: Final = 500


class PersonWall:
    """What a customer may know and say of who is kept out."""

    def __init__(self, db: Database, vendors: VendorsService, clock: Clock) -> None:
        self.db = db
        self.vendors = vendors
        self.clock = clock

    def sweeps(self) -> list[Sweep]:
        """People who work for another firm are judged; until then nothing is delivered to them (R13)."""
        return [Sweep("walls.moves", _MOVES_SECONDS, self._judge_moves)]

    async def refusals(self, actor: Actor, project_id: UUID, *, cursor: str | None, limit: int) -> Page[Refusal]:
        """Whom the wall kept out of a project, the latest first. Not whose work it was that keeps them out."""
        before = decode_cursor(cursor, datetime, UUID, str) if cursor else None
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            rows = await people.refusals(tx, project_id, before, limit + 1)
            names = await identity.names(tx, {row["person_id"] for row in rows})
            firms = await identity.organization_names(tx, {row["organization_id"] for row in rows})
        items = [
            Refusal(
                person=Named(row["person_id"], names.get(row["person_id"], "")),
                organization=Named(row["organization_id"], firms.get(row["organization_id"], "")),
                **{name: row[name] for name in ("kind", "reason", "first_at", "last_at", "times")},
            )
            for row in rows[:limit]
        ]
        last = rows[limit - 1] if len(rows) > limit else None
        return Page(items, encode_cursor(last["last_at"], last["person_id"], last["kind"]) if last else None)

    async def of_project(self, actor: Actor, project_id: UUID) -> ProjectWall:
        """The wall as it stands: whom it would keep out now and until when, how often it did, who has moved."""
        now = self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            held = await people.held_back(tx, project_id, now)
            refused = await people.refused_since(tx, project_id, now - TOLD)
            moved = await people.moved(tx, project_id)
            seats = await people.seats(tx, project_id)
            quarantines = len(await people.quarantines(tx))
            names = await identity.names(tx, {row["person_id"] for row in (*held, *moved)})
        return ProjectWall(
            seats=seats, quarantines=quarantines,
            held=[
                HeldBack(
                    Named(row["person_id"], names.get(row["person_id"], "")),
                    Named(row["organization_id"], row["organization_name"]), row["role"], row["reason"],
                    rules.next_day(row["until"]) if row["until"] else None,
                )
                for row in held
            ],
            refused=[
                RefusedOn(
                    row["day"], Named(row["organization_id"], row["organization_name"]), row["reason"], row["times"]
                )
                for row in refused
            ],
            moved=[
                Moved(
                    Named(row["person_id"], names.get(row["person_id"], "")), Named(row["was_id"], row["was_name"]),
                    Named(row["now_id"], row["now_name"]), row["last_at"],
                )
                for row in moved
            ],
        )  # fmt: skip

    async def quarantines(self, actor: Actor) -> Quarantines:
        """People of one's own history who now work for a firm that a rival reaches: that there are, not who."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            return Quarantines([Quarantine(row["id"], row["since"]) for row in await people.quarantines(tx)])

    async def waivers(self, actor: Actor) -> list[PersonWaiver]:
        """All waivers of people, newest first."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            return await self._presented(tx, await people.waivers(tx))

    async def ask(self, actor: Actor, wanted: AskPersonWaiver) -> PersonWaiver:
        """Ask for a person to be let off. Raises NoSuchPerson, BadWaiver."""
        now, waiver_id = self.clock.now(), new_id()
        if wanted.expires_at.tzinfo is None or not now < wanted.expires_at <= now + LONGEST:
            raise BadWaiver(f"It ends in the future, within {LONGEST.days} days.", field="expires_at")
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            if not await people.insert_waiver(
                tx, waiver_id, wanted.person_id, wanted.reason, actor.person_id, now, wanted.expires_at
            ):
                raise NoSuchPerson("Nobody here has this id.", field="person_id")
            await self._record(tx, actor, "asked", waiver_id, now)
            return await self._one(tx, waiver_id)

    async def approve(self, actor: Actor, waiver_id: UUID) -> PersonWaiver:
        """The second key: somebody else, and one of the two an owner (R14). Raises as `hold`, and SecondPerson."""
        now = self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            waiver = await self._held(tx, waiver_id)
            if waiver["asked_by"] == actor.person_id or "owner" not in (actor.role, waiver["asker_role"]):
                raise SecondPerson("Somebody else must approve it, and one of you must be an owner.")
            if waiver["approved_at"] or waiver["ended_at"] or waiver["expires_at"] <= now:
                raise PersonWaiverOver("This waiver can no longer be approved.")
            await people.approve_waiver(tx, waiver_id, actor.person_id, now)
            await self._record(tx, actor, "approved", waiver_id, now)
            return await self._one(tx, waiver_id)

    async def end(self, actor: Actor, waiver_id: UUID) -> None:
        """End a waiver, or take it back: one person is enough. From now on the person is asked anew everywhere."""
        now = self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            waiver = await self._held(tx, waiver_id)
            if waiver["ended_at"] is None:
                await people.end_waiver(tx, waiver_id, waiver["person_id"], actor.person_id, now)
                await self._record(tx, actor, "ended", waiver_id, now)

    async def _held(self, tx: Tx, waiver_id: UUID) -> asyncpg.Record:
        waiver = await people.hold_waiver(tx, waiver_id)
        if waiver is None:
            raise PersonWaiverMissing("There is no such waiver.")
        return waiver

    async def _record(self, tx: Tx, actor: Actor, what: str, waiver_id: UUID, now: datetime) -> None:
        await record(tx, actor.person_id, f"walls.person_waiver_{what}", f"person_waiver:{waiver_id}", at=now)

    async def _one(self, tx: Tx, waiver_id: UUID) -> PersonWaiver:
        return (await self._presented(tx, await people.waivers(tx, waiver_id)))[0]

    async def _presented(self, tx: Tx, rows: Sequence[asyncpg.Record]) -> list[PersonWaiver]:
        told = ("person_id", "asked_by", "approved_by", "ended_by")
        names = await identity.names(tx, {row[who] for row in rows for who in told if row[who]})

        def named(person_id: UUID | None) -> Named | None:
            return None if person_id is None else Named(person_id, names.get(person_id, ""))

        return [
            PersonWaiver(
                id=row["id"], person=Named(row["person_id"], names.get(row["person_id"], "")),
                state=rules.waiver_state(row["approved_at"], row["expires_at"], row["ended_at"], self.clock.now()),
                reason=row["reason"], asked_by=Named(row["asked_by"], names.get(row["asked_by"], "")),
                asked_at=row["asked_at"], approved_by=named(row["approved_by"]), approved_at=row["approved_at"],
                expires_at=row["expires_at"], ended_by=named(row["ended_by"]), ended_at=row["ended_at"],
            )
            for row in rows
        ]  # fmt: skip

    # People who moved (R7)

    async def _judge_moves(self, _: Database, clock: Clock) -> None:
        while await self.judge_moves() == _AT_ONCE:
            pass

    async def judge_moves(self) -> int:
        """Set people who work for a firm beside the customers they know; returns how many were. A person whose firm
        a rival of a customer reaches is quarantined there: the customer is told that it is so, not who it is."""
        now = self.clock.now()
        async with self.db.wall() as tx:
            rows = await people.unjudged(tx, now, _AT_ONCE)
            of_customer: defaultdict[UUID, list[asyncpg.Record]] = defaultdict(list)
            for row in rows:
                of_customer[row["customer_id"]].append(row)
            for customer_id, moves in of_customer.items():
                await tx.enter(customer_id)
                await self._judge(tx, moves, now)
        return len(rows)

    async def _judge(self, tx: Tx, moves: Collection[asyncpg.Record], now: datetime) -> None:
        reached = await self.vendors.reached_by_rivals(tx, {move["party_id"] for move in moves})
        for move in moves:
            if move["party_id"] in reached:
                await self._quarantine(tx, move["person_id"], move["organization_id"], now)
        async with tx.at_the_wall():
            pairs = [(move["person_id"], move["organization_id"]) for move in moves]
            await people.judged(tx, tx.tenant_id, pairs, now)
            ended = await people.end_quarantines(tx, now)
        for row in ended:
            await record(tx, None, "walls.quarantine_ended", f"quarantine:{row['id']}", at=now)

    async def _quarantine(self, tx: Tx, person_id: UUID, vendor_id: UUID, now: datetime) -> None:
        quarantine_id = new_id()
        if await people.quarantine(tx, quarantine_id, person_id, vendor_id, now):
            await record(tx, None, "walls.quarantined", f"quarantine:{quarantine_id}", at=now)


async def keep_out(
    tx: Tx, project_id: UUID, person_id: UUID, organization_id: UUID, kinds: Iterable[Knowledge], reason: KeptOut,
    at: datetime,
) -> None:  # fmt: skip
    """Write down that the wall kept somebody out: counted each time, in the log once a day and reason."""
    await people.count_refusal(tx, project_id, organization_id, reason, at)
    for kind in kinds:
        if await people.note_refusal(tx, project_id, person_id, organization_id, kind, reason, at):
            await record(
                tx, person_id, "walls.kept_out", f"project:{project_id}", at=at, project_id=project_id,
                detail={"kind": kind, "organization": str(organization_id)}, verdict="refused", reason=reason,
            )  # fmt: skip


async def raise_wall(tx: Tx, project_id: UUID) -> None:
    """A project that kept nobody apart does so from now on: what was seen of it counts too, everybody is asked anew."""
    await people.raise_wall(tx, project_id)

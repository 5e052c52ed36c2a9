"""Whom a tenant keeps apart from, the conflicts that follow, and the two people who may accept one for a time."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID

import asyncpg

from armslength.identity.model import Actor
from armslength.identity.views import names
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.ids import new_id
from armslength.kit.wire import Named
from armslength.ledger.service import record
from armslength.vendors.errors import (
    BadOwnership,
    NoSuchConflict,
    NoSuchParty,
    NoSuchRival,
    NoSuchWaiver,
    OwnParty,
    TwoPeople,
    WaiverSettled,
)
from armslength.vendors.repository import conflicts, ownership
from armslength.vendors.schemas.ownership import AskWaiver, Closed, Conflict, Party, Rival, Waiver
from armslength.vendors.service.judging import Judging
from armslength.vendors.service.knowledge import load, load_register
from armslength.vendors.service.presenting import known, parties_by_id, told_step

LONGEST: Final = timedelta(days=366)
"""How long a waiver may hold; then two people look at it again."""
_KEEPS_OPEN: Final = ("offered", "active", "paused", "frozen")


class Rivals:
    """A tenant's rivals, conflicts and waivers. No other tenant and no vendor sees any of it."""

    def __init__(self, db: Database, clock: Clock, judging: Judging) -> None:
        self.db = db
        self.clock = clock
        self.judging = judging

    async def all(self, actor: Actor) -> list[Rival]:
        """Rivals by name, each with its control group."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            rows = await conflicts.rivals(tx)
            influence = (await load(tx, await load_register(tx, self.clock.now()))).influence("closed")
            groups = {row["party"]: influence.group(row["party"]) for row in rows}
            parties = await parties_by_id(tx, {party for group in groups.values() for party in group})
            people = await names(tx, {row["named_by"] for row in rows})
        return [
            Rival(
                known(parties, row["party"]), row["note"], Named(row["named_by"], people.get(row["named_by"], "")),
                row["named_at"], _by_name(parties, groups[row["party"]] - {row["party"]}),
            )
            for row in rows
        ]  # fmt: skip

    async def name(self, actor: Actor, party_id: UUID, note: str) -> None:
        """Name a rival; grants that may no longer be active end in the same moment. Raises NoSuchParty, OwnParty."""
        now = self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await self.judging.changing(tx)
            if party_id not in await parties_by_id(tx, [party_id]):
                raise NoSuchParty("There is no such party.")
            if party_id in (actor.tenant_id, (await ownership.confirmed(tx)).get(actor.tenant_id)):
                raise OwnParty("This is you.")
            await ownership.adopt(tx, [party_id], now)
            if await conflicts.insert_rival(tx, party_id, note, actor.person_id, now):
                await record(tx, actor.person_id, "vendors.rival_named", f"party:{party_id}", at=now)
                await self.judging.judge(tx)

    async def remove(self, actor: Actor, party_id: UUID) -> None:
        """Take a rival off the list. Frozen grants stay frozen until somebody opens them. Raises NoSuchRival."""
        now = self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await self.judging.changing(tx)
            mine = [row["party_id"] for row in await conflicts.rivals(tx) if row["party"] == party_id]
            if not mine:
                raise NoSuchRival("This party is not among your rivals.")
            for each in mine:
                await conflicts.delete_rival(tx, each)
            await record(tx, actor.person_id, "vendors.rival_removed", f"party:{party_id}", at=now)
            await self.judging.judge(tx)

    async def conflicts(self, actor: Actor) -> list[Conflict]:
        """Conflicts that hold, with what they close."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            return await present_conflicts(tx, await conflicts.open_conflicts(tx), self.clock.now())

    async def waivers(self, actor: Actor) -> list[Waiver]:
        """All waivers, newest first."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            return await _present_waivers(tx, await conflicts.waivers(tx), self.clock.now())

    async def ask(self, actor: Actor, wanted: AskWaiver) -> Waiver:
        """Ask for a waiver of one conflict. Raises NoSuchConflict, BadOwnership."""
        now, waiver_id = self.clock.now(), new_id()
        if wanted.expires_at.tzinfo is None or not now < wanted.expires_at <= now + LONGEST:
            raise BadOwnership(f"It ends in the future, within {LONGEST.days} days.", field="expires_at")
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            if await conflicts.conflict(tx, wanted.conflict_id) is None:
                raise NoSuchConflict("There is no such conflict, or it is over.", field="conflict_id")
            await conflicts.insert_waiver(
                tx, waiver_id, wanted.conflict_id, wanted.reason, actor.person_id, now, wanted.expires_at
            )
            await self._record(tx, actor, "asked", waiver_id, now)
            return await self._one(tx, waiver_id, now)

    async def approve(self, actor: Actor, waiver_id: UUID) -> Waiver:
        """The second key: another person than who asked, and one of the two an owner of the data (R14).

        The conflict no longer keeps grants closed; opening them is a step of its own. Raises NoSuchWaiver, TwoPeople,
        WaiverSettled.
        """
        now = self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await self.judging.changing(tx)
            waiver = await conflicts.hold_waiver(tx, waiver_id)
            if waiver is None:
                raise NoSuchWaiver("There is no such waiver.")
            if waiver["asked_by"] == actor.person_id or "owner" not in (actor.role, waiver["asker_role"]):
                raise TwoPeople("Somebody else must approve it, and one of you must be an owner.")
            if waiver["approved_at"] or waiver["ended_at"] or waiver["conflict_until"] or waiver["expires_at"] <= now:
                raise WaiverSettled("This waiver can no longer be approved.")
            await conflicts.approve_waiver(tx, waiver_id, actor.person_id, now)
            await self._record(tx, actor, "approved", waiver_id, now)
            await self.judging.judge(tx)
            return await self._one(tx, waiver_id, now)

    async def end(self, actor: Actor, waiver_id: UUID) -> None:
        """End a waiver, or take it back before it was approved: one person is enough. Raises NoSuchWaiver."""
        now = self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await self.judging.changing(tx)
            waiver = await conflicts.hold_waiver(tx, waiver_id)
            if waiver is None:
                raise NoSuchWaiver("There is no such waiver.")
            if waiver["ended_at"] is None:
                await conflicts.end_waiver(tx, waiver_id, actor.person_id, now)
                await self._record(tx, actor, "ended", waiver_id, now)
                await self.judging.judge(tx)

    async def _record(self, tx: Tx, actor: Actor, what: str, waiver_id: UUID, now: datetime) -> None:
        await record(tx, actor.person_id, f"vendors.waiver_{what}", f"waiver:{waiver_id}", at=now)

    async def _one(self, tx: Tx, waiver_id: UUID, now: datetime) -> Waiver:
        rows = [row for row in await conflicts.waivers(tx) if row["id"] == waiver_id]
        return (await _present_waivers(tx, rows, now))[0]


async def present_conflicts(tx: Tx, rows: Iterable[asyncpg.Record], now: datetime) -> list[Conflict]:
    """Conflicts as they are shown. Of one that is another customer's word, the vendor and the effect alone."""
    shown = list(rows)
    grants = await conflicts.grants(tx)
    waivers = await _present_waivers(tx, await conflicts.waivers(tx, [row["id"] for row in shown]), now)
    best = {waiver.conflict_id: waiver for waiver in sorted(waivers, key=_rank)}
    parties = await parties_by_id(tx, {party for row in shown if row["rival_id"] for party in _mentioned(row)})
    found = []
    for row in shown:
        told = row["rival_id"] is not None
        found.append(
            Conflict(
                id=row["id"], vendor=Named(row["vendor_id"], row["vendor_name"]), state=row["state"],
                since=row["since"],
                rival=known(parties, row["rival_id"]) if told else None,
                through=known(parties, row["party_id"]) if told else None,
                share_bp=row["share_bp"] if told else None,
                path=[told_step(step) for step in row["path"]] if told else [],
                parties=_by_name(parties, _mentioned(row)) if told else [],
                closes=[
                    Closed(Named(grant["project_id"], grant["project_name"]), grant["state"])
                    for grant in grants
                    if grant["vendor_id"] == row["vendor_id"] and grant["state"] in _KEEPS_OPEN
                ],
                waiver=best.get(row["id"]),
            )
        )  # fmt: skip
    return found


def _mentioned(row: asyncpg.Record) -> set[UUID]:
    ends = {UUID(step[end]) for step in row["path"] for end in ("from", "to")}
    return ends | {row["party_id"], row["rival_id"]}


def _by_name(parties: Mapping[UUID, Party], ids: Iterable[UUID]) -> list[Party]:
    return sorted((known(parties, each) for each in ids), key=lambda party: (party.name.lower(), party.id.int))


def _rank(waiver: Waiver) -> tuple[bool, bool]:
    """The one that counts comes last."""
    return waiver.state == "approved", waiver.state == "asked"


async def _present_waivers(tx: Tx, rows: list[asyncpg.Record], now: datetime) -> list[Waiver]:
    people = await names(
        tx, {row[by] for row in rows for by in ("asked_by", "approved_by", "ended_by") if row[by] is not None}
    )
    parties = await parties_by_id(tx, {row["rival_id"] for row in rows if row["rival_id"]})

    def person(person_id: UUID | None) -> Named | None:
        return None if person_id is None else Named(person_id, people.get(person_id, ""))

    return [
        Waiver(
            id=row["id"], conflict_id=row["conflict_id"], vendor=Named(row["vendor_id"], row["vendor_name"]),
            rival=known(parties, row["rival_id"]) if row["rival_id"] else None,
            state=_waiver_state(row, now), reason=row["reason"],
            asked_by=Named(row["asked_by"], people.get(row["asked_by"], "")), asked_at=row["asked_at"],
            approved_by=person(row["approved_by"]), approved_at=row["approved_at"], expires_at=row["expires_at"],
            ended_by=person(row["ended_by"]), ended_at=row["ended_at"],
        )
        for row in rows
    ]  # fmt: skip


def _waiver_state(row: asyncpg.Record, now: datetime) -> Literal["asked", "approved", "expired", "ended", "over"]:
    if row["ended_at"]:
        return "ended"
    if row["conflict_until"]:
        return "over"
    if row["expires_at"] <= now:
        return "expired"
    return "approved" if row["approved_at"] else "asked"

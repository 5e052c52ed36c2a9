"""Cutting a vendor off, undoing it, and looking at what that means before and after."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import asyncpg

from armslength.identity import views as identity
from armslength.identity.model import Actor
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.ids import new_id
from armslength.kit.paging import Page, decode_cursor, encode_cursor
from armslength.kit.wire import Named
from armslength.ledger.service import record
from armslength.vendors import views as vendors
from armslength.vendors.errors import NoSuchVendor
from armslength.vendors.service import VendorsService
from armslength.walls.errors import CoolOffShorter, NothingToSever, SecondPerson, SeveranceMissing, SeveranceOver
from armslength.walls.model import Knowledge
from armslength.walls.repository import severances
from armslength.walls.rules import pace
from armslength.walls.schemas.severances import (
    BlastRadius,
    CutGrant,
    Held,
    ProjectProof,
    ProjectRadius,
    Proof,
    Seen,
    SetWallSettings,
    Sever,
    Severance,
    Step,
    Undo,
    WallSettings,
)

_RECENT: Final = timedelta(days=7)
_NOTHING_SEEN: Final = Seen(0, 0, 0, 0, 0, 0, 0, 0, None, None)
_PEOPLE: Final = ("asked_by", "approved_by", "ended_by", "undo_by", "undone_by")

_KINDS: Final[tuple[Knowledge, ...]] = ("content", "brief", "metadata")


class Severances:
    """The order to cut a vendor off. The cut itself is one transaction; everything after it is tidying up."""

    def __init__(self, db: Database, vendors: VendorsService, clock: Clock) -> None:
        self.db = db
        self.vendors = vendors
        self.clock = clock

    # Before

    async def blast_radius(self, actor: Actor, vendor_id: UUID, projects: list[UUID] | None) -> BlastRadius:
        """What the vendor has seen and holds, and what work would be missing. Raises NoSuchVendor."""
        since = self.clock.now() - _RECENT
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            vendor = await self._vendor(tx, vendor_id)
            where = await severances.granted(tx, vendor_id, projects)
            held = await severances.in_hand(tx, vendor_id, where, since)
            seen = {row["project_id"]: row for row in await severances.seen(tx, vendor_id, where)}
        return BlastRadius(vendor, [_radius(row, seen.get(row["id"])) for row in held])

    # The order

    async def sever(self, actor: Actor, wanted: Sever) -> Severance:
        """Cut the vendor off now, or leave the order for a second person where the tenant wants two.

        Raises NoSuchVendor, NothingToSever.
        """
        began, severance_id = self.clock.now(), new_id()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await self._vendor(tx, wanted.vendor_id)
            setting = await self._settings(tx)
            drafts = wanted.drafts or setting.drafts
            await severances.insert(
                tx,
                severance_id,
                wanted.vendor_id,
                wanted.projects,
                drafts,
                wanted.reason.strip(),
                actor.person_id,
                began,
            )
            granted = await severances.granted(tx, wanted.vendor_id, wanted.projects)
            if not granted or set(wanted.projects or ()) - set(granted):
                raise NothingToSever("This vendor has no grant there that could be severed.", field="projects")
            if setting.two_to_sever:
                await record(
                    tx, actor.person_id, "walls.severance_asked", f"vendor:{wanted.vendor_id}", at=began,
                    detail={"severance": str(severance_id)},
                )  # fmt: skip
            else:
                await self._cut(tx, actor, await self._held(tx, severance_id, "waiting"))
        return await self._ordered(actor, severance_id, began)

    async def approve(self, actor: Actor, severance_id: UUID) -> Severance:
        """The second person's word: the vendor is cut off. Raises SecondPerson, SeveranceOver, NothingToSever."""
        began = self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            row = await self._held(tx, severance_id, "waiting")
            _must_be_second(actor, row["asked_by"])
            await severances.change(tx, severance_id, approved_by=actor.person_id)
            await self._cut(tx, actor, row)
        return await self._ordered(actor, severance_id, began)

    async def withdraw(self, actor: Actor, severance_id: UUID) -> Severance:
        """An order that waited for a second person is taken back. Raises SeveranceOver."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            row = await self._held(tx, severance_id, "waiting")
            await severances.change(tx, severance_id, state="withdrawn", ended_by=actor.person_id)
            await record(
                tx, actor.person_id, "walls.severance_withdrawn", f"vendor:{row['vendor_id']}", at=self.clock.now(),
                detail={"severance": str(severance_id)},
            )  # fmt: skip
            return await self._shown(tx, severance_id)

    async def _cut(self, tx: Tx, actor: Actor, row: asyncpg.Record) -> None:
        """Each grant is locked, cut and recorded; nothing slow belongs in here, deliveries wait for it."""
        cuts: list[list[object]] = []
        for project_id in await severances.granted(tx, row["vendor_id"], row["projects"]):
            cut = await self.vendors.grants.cut(
                tx, actor.person_id, project_id, row["vendor_id"], "severed", drafts=row["drafts"]
            )
            if cut is not None:
                cuts.append([str(project_id), cut.epoch])
        if not cuts:
            raise NothingToSever("This vendor has no grant there that could be severed.")
        now = self.clock.now()
        await severances.change(tx, row["id"], state="cut", cut_at=now, cuts=cuts)
        await record(
            tx, actor.person_id, "walls.severed", f"vendor:{row['vendor_id']}", at=now,
            detail={"severance": str(row["id"]), "projects": [project for project, _ in cuts], "drafts": row["drafts"]},
        )  # fmt: skip

    async def _ordered(self, actor: Actor, severance_id: UUID, began: datetime) -> Severance:
        """What came of it; how long the cut took is noted when it has committed."""
        took = int((self.clock.now() - began).total_seconds() * 1000)
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            if (await self._row(tx, severance_id))["state"] == "cut":
                await severances.change(tx, severance_id, took_ms=took)
            return await self._shown(tx, severance_id)

    # Undoing takes two, whatever the setting

    async def ask_undo(self, actor: Actor, severance_id: UUID, wanted: Undo) -> Severance:
        """Ask for a severance to be undone; somebody else must agree. Raises SeveranceOver."""
        now = self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            row = await self._held(tx, severance_id, "cut")
            await severances.change(tx, severance_id, undo_reason=wanted.reason, undo_by=actor.person_id, undo_at=now)
            await record(
                tx, actor.person_id, "walls.unsever_asked", f"vendor:{row['vendor_id']}", at=now,
                detail={"severance": str(severance_id)},
            )  # fmt: skip
            return await self._shown(tx, severance_id)

    async def approve_undo(self, actor: Actor, severance_id: UUID) -> Severance:
        """The second person agrees: the grants are paused, and open again when somebody sets them to active.

        What the cut ended stays ended. Raises SecondPerson, SeveranceOver, StillEnding.
        """
        now = self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            row = await self._held(tx, severance_id, "cut")
            if row["undo_by"] is None:
                raise SeveranceOver("Nobody has asked for this severance to be undone.")
            _must_be_second(actor, row["undo_by"])
            restored = [
                project for project, _ in row["cuts"]
                if await self.vendors.grants.restore(tx, actor.person_id, UUID(project), row["vendor_id"])
            ]  # fmt: skip
            await severances.change(tx, severance_id, state="undone", undone_by=actor.person_id, undone_at=now)
            await record(
                tx, actor.person_id, "walls.unsevered", f"vendor:{row['vendor_id']}", at=now,
                detail={"severance": str(severance_id), "projects": restored},
            )  # fmt: skip
            return await self._shown(tx, severance_id)

    # Reading

    async def page(self, actor: Actor, *, cursor: str | None, limit: int) -> Page[Severance]:
        """The tenant's severances, newest first."""
        before = decode_cursor(cursor, datetime, UUID) if cursor else None
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            rows = await severances.page(tx, before, limit + 1)
            items = [await self._severance(tx, row) for row in rows[:limit]]
        more = encode_cursor(items[-1].asked_at, items[-1].id) if len(rows) > limit else None
        return Page(items, more)

    async def get(self, actor: Actor, severance_id: UUID) -> Severance:
        """One severance, and how far it is. Raises SeveranceMissing."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            return await self._shown(tx, severance_id)

    async def proof(self, actor: Actor, severance_id: UUID) -> Proof:
        """Whether anything came after the cut, or is left of before. Raises SeveranceOver where nothing was cut."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            row = await self._row(tx, severance_id)
            if row["state"] not in ("cut", "undone"):
                raise SeveranceOver("Nothing was cut.")
            cuts = [(UUID(project), epoch) for project, epoch in row["cuts"]]
            left = await severances.left_over(tx, row["vendor_id"], cuts)
        projects = [
            ProjectProof(
                Named(each["id"], each["name"]), **{name: each[name] for name in ProjectProof.__struct_fields__[1:]}
            )
            for each in left
        ]
        clean = not any(each.late or each.leases or each.reviews or each.sessions for each in projects)
        return Proof(self.clock.now(), clean, projects)

    async def settings(self, actor: Actor) -> WallSettings:
        """How this tenant severs."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            return await self._settings(tx)

    async def set_settings(self, actor: Actor, wanted: SetWallSettings) -> WallSettings:
        """Say how this tenant severs, and how long it remembers. Raises CoolOffShorter."""
        now = self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            before = await self._settings(tx)
            said = WallSettings(wanted.two_to_sever, wanted.drafts, **_months(before, wanted))
            await severances.put_setting(tx, said, actor.person_id, now)
            async with tx.at_the_wall():
                await severances.remember(tx, {kind: getattr(said, f"{kind}_months") for kind in _KINDS})
            await record(
                tx, actor.person_id, "walls.settings_changed", f"tenant:{tx.tenant_id}", at=now,
                detail={
                    "two_to_sever": [before.two_to_sever, wanted.two_to_sever], "drafts": wanted.drafts,
                    **{f"{kind}_months": getattr(said, f"{kind}_months") for kind in _KINDS},
                },
            )  # fmt: skip
            return await self._settings(tx)

    # Parts

    async def _settings(self, tx: Tx) -> WallSettings:
        row = await severances.setting(tx)
        return WallSettings(**row) if row else WallSettings(False, "keep")

    async def _vendor(self, tx: Tx, vendor_id: UUID) -> Named:
        name = await vendors.name(tx, vendor_id)
        if name is None:
            raise NoSuchVendor("There is no such vendor.", field="vendor_id")
        return Named(vendor_id, name)

    async def _row(self, tx: Tx, severance_id: UUID) -> asyncpg.Record:
        row = await severances.get(tx, severance_id)
        if row is None:
            raise SeveranceMissing("There is no such severance.")
        return row

    async def _held(self, tx: Tx, severance_id: UUID, state: str) -> asyncpg.Record:
        row = await severances.hold(tx, severance_id)
        if row is None:
            raise SeveranceMissing("There is no such severance.")
        if row["state"] != state:
            raise SeveranceOver(_OVER[row["state"]])
        return row

    async def _shown(self, tx: Tx, severance_id: UUID) -> Severance:
        return await self._severance(tx, await self._row(tx, severance_id))

    async def _severance(self, tx: Tx, row: asyncpg.Record) -> Severance:
        people = await identity.names(tx, {row[who] for who in _PEOPLE if row[who]})
        cuts = [(UUID(project), epoch) for project, epoch in row["cuts"]]
        done = await vendors.cuts(tx, row["vendor_id"], cuts) if cuts else []
        plain = (
            "id",
            "drafts",
            "reason",
            "state",
            "asked_at",
            "cut_at",
            "took_ms",
            "undo_at",
            "undo_reason",
            "undone_at",
        )
        return Severance(
            vendor=Named(row["vendor_id"], row["vendor_name"]), everywhere=row["projects"] is None,
            projects=[Named(UUID(each["id"]), each["name"]) for each in row["project_names"]],
            cuts=[_cut_grant(each) for each in done],
            **{name: row[name] for name in plain}, **_named_people(row, people),
        )  # fmt: skip


_OVER: Final = {
    "waiting": "This severance waits for a second person; nothing was cut yet.",
    "withdrawn": "This order was taken back.",
    "cut": "The vendor is cut off already.",
    "undone": "This severance was undone.",
}


def _must_be_second(actor: Actor, first: UUID) -> None:
    if actor.person_id == first:
        raise SecondPerson("It takes a second person: you asked for it yourself.")


def _named_people(row: asyncpg.Record, names: dict[UUID, str]) -> dict[str, Any]:
    return {who: Named(row[who], names.get(row[who], "")) if row[who] else None for who in _PEOPLE}


def _cut_grant(row: asyncpg.Record) -> CutGrant:
    steps = [Step(each["step"], each["done"], each["total"], _moment(each["ended_at"])) for each in row["steps"]]
    return CutGrant(
        Named(row["project_id"], row["project_name"]), row["epoch"], row["at"], row["sessions"], row["keys"], steps,
        row["ended_at"],
    )  # fmt: skip


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _radius(row: asyncpg.Record, seen: asyncpg.Record | None) -> ProjectRadius:
    shown = Seen(**{name: seen[name] for name in Seen.__struct_fields__}) if seen else _NOTHING_SEEN
    return ProjectRadius(
        project=Named(row["id"], row["name"]), state=row["state"], items=row["items"],
        share=min(1.0, shown.items / row["items"]) if row["items"] else 0.0, seen=shown,
        held=Held(**{name: row[name] for name in Held.__struct_fields__}),
        pace=pace(row["answers"], row["recent"], row["recent_of_all"], row["wanted"], _RECENT.days),
    )  # fmt: skip


def _months(before: WallSettings, wanted: SetWallSettings) -> dict[str, int]:
    """Months by field; whoever was shown something was told how long it binds them at least, and the data's owner that
    it does."""
    months = {}
    for field in (f"{kind}_months" for kind in _KINDS):
        was, said = getattr(before, field), getattr(wanted, field)
        if said is not None and said < was:
            raise CoolOffShorter(f"It is {was} months now and may only become more.", field=field)
        months[field] = was if said is None else said
    return months

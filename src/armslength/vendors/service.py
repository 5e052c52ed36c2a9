"""The verbs of vendors: name a firm, let it into a project, keep it out."""

from datetime import datetime
from uuid import UUID

import asyncpg

from armslength.identity.errors import NoSuchProject
from armslength.identity.model import Actor
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.ids import new_id
from armslength.kit.paging import Page, decode_cursor, encode_cursor
from armslength.kit.wire import Named
from armslength.ledger.service import record
from armslength.vendors import repository
from armslength.vendors.errors import BadName, NameTaken, NoSuchVendor, NotGranted
from armslength.vendors.schemas import Grant, GrantState, Vendor


class VendorsService:
    """Vendors of a tenant and their grants per project. Serves identity's `Grants`."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self.db = db
        self.clock = clock

    async def page(self, actor: Actor, *, cursor: str | None, limit: int) -> Page[Vendor]:
        """The tenant's vendors, newest first."""
        before = decode_cursor(cursor, datetime, UUID) if cursor else None
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            rows = await repository.page(tx, before, limit + 1)
        shown = rows[:limit]
        more = encode_cursor(shown[-1]["created_at"], shown[-1]["id"]) if len(rows) > limit else None
        return Page([Vendor(**dict(row)) for row in shown], more)

    async def create(self, actor: Actor, name: str) -> Vendor:
        """Name a firm as vendor. Raises NameTaken."""
        tidy = " ".join(name.split())
        if not tidy or not tidy.isprintable():
            raise BadName("Give a name.", field="name")
        vendor_id, now = new_id(), self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await tx.lock("vendor name", tidy.lower())
            if await repository.named(tx, tidy):
                raise NameTaken("You have a vendor of this name already.", field="name")
            await repository.insert(tx, vendor_id, tidy, now)
            await record(tx, actor.person_id, "vendors.created", f"vendor:{vendor_id}", at=now)
        return Vendor(id=vendor_id, name=tidy, people=0, projects=0, created_at=now)

    async def grants(self, actor: Actor, project_id: UUID) -> list[Grant]:
        """Who is let into a project."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            return [_grant(row) for row in await repository.grants(tx, project_id)]

    async def set_grant(self, actor: Actor, project_id: UUID, vendor_id: UUID, state: GrantState) -> Grant:
        """Let a vendor in or keep it out; from the next request on, its people see the project or do not."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            if not await repository.exists(tx, vendor_id):
                raise NoSuchVendor("There is no such vendor.")
            await self._set(tx, actor, project_id, vendor_id, state)
            row = await repository.grant(tx, project_id, vendor_id)
        assert row is not None  # put above
        return _grant(row)

    async def ensure(self, tx: Tx, actor: Actor, project_id: UUID, vendor_id: UUID) -> None:
        """Return when the vendor's people may be let into the project; a customer who manages vendors makes the grant.

        Raises NotGranted; to a vendor the project does not exist (NoSuchProject), whatever the reason.
        """
        state = await repository.hold_state(tx, project_id, vendor_id)
        if state == "active":
            return
        if actor.side == "vendor":
            raise NoSuchProject("There is no such project.", field="projects")
        if state == "paused" or not actor.may("vendors.manage"):
            raise NotGranted("This vendor is not let into the project just now. Set its grant to active first.")
        await self._set(tx, actor, project_id, vendor_id, "active")

    async def _set(self, tx: Tx, actor: Actor, project_id: UUID, vendor_id: UUID, state: GrantState) -> None:
        before = await repository.hold_state(tx, project_id, vendor_id)
        if before == state:
            return
        now = self.clock.now()
        await repository.put_grant(tx, project_id, vendor_id, state, now)
        await record(
            tx, actor.person_id, f"vendors.grant_{state}", f"vendor:{vendor_id}", at=now, project_id=project_id,
            detail={"from": before},
        )  # fmt: skip


def _grant(row: asyncpg.Record) -> Grant:
    return Grant(Named(row["id"], row["name"]), row["state"], row["epoch"], row["people"], row["since"])

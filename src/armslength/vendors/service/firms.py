"""The firms that supply people, as one tenant knows them."""

from datetime import datetime
from uuid import UUID

from armslength.identity.model import Actor
from armslength.kit.clock import Clock
from armslength.kit.db import Database
from armslength.kit.ids import new_id
from armslength.kit.paging import Page, decode_cursor, encode_cursor
from armslength.ledger.service import record
from armslength.vendors.errors import BadName, NameTaken
from armslength.vendors.repository import firms
from armslength.vendors.schemas import Vendor


class Firms:
    """Vendors of a tenant."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self.db = db
        self.clock = clock

    async def page(self, actor: Actor, *, cursor: str | None, limit: int) -> Page[Vendor]:
        """The tenant's vendors, newest first."""
        before = decode_cursor(cursor, datetime, UUID) if cursor else None
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            rows = await firms.page(tx, before, limit + 1)
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
            if await firms.named(tx, tidy):
                raise NameTaken("You have a vendor of this name already.", field="name")
            await firms.insert(tx, vendor_id, tidy, now)
            await record(tx, actor.person_id, "vendors.created", f"vendor:{vendor_id}", at=now)
        return Vendor(id=vendor_id, name=tidy, people=0, projects=0, created_at=now)

"""A project at work with a vendor in it, and everything that cuts the vendor off."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID

from tests.workplace import Workplace, make_workplace

from armslength.identity.model import Actor
from armslength.identity.policy import pass_of
from armslength.kit.db import Database
from armslength.kit.passes import carrying
from armslength.vendors.service import VendorsService
from armslength.walls.schemas.severances import Sever, Severance
from armslength.walls.service.severances import Severances


@dataclass
class Cutting:
    """The workplace, its vendors, and the order to sever."""

    here: Workplace
    vendors: VendorsService
    severances: Severances
    olga: Actor
    maya: Actor

    @property
    def vendor_id(self) -> UUID:
        return self.here.place.vendor_id

    @contextmanager
    def request(self, who: Actor, project_id: UUID | None = None) -> Iterator[None]:
        """As the guard leaves it, whatever the session: what is done inside is done in a request of `who`."""
        held = pass_of(who, project_id or self.here.project_id, self.here.place.clock.now(), inside=False)
        with carrying(held):
            yield

    async def sever(self, by: Actor | None = None, **wanted: Any) -> Severance:
        """The order, without what follows it."""
        return await self.severances.sever(by or self.olga, Sever(self.vendor_id, **wanted))

    async def grant(self) -> dict[str, Any]:
        """The grant's row."""
        return (await self.here.read("select * from vendor_grant where tenant_id = $1"))[0]

    async def renewed(self, who: Actor) -> Actor:
        """The same person as a request of now would see them."""
        return replace(who, epoch=(await self.grant())["epoch"])


async def make_cutting(db: Database, folder: Path) -> Cutting:
    """With an open grant, two people who may sever, and nobody at work yet."""
    here = await make_workplace(db, folder)
    vendors = VendorsService(db, here.place.clock)
    await here.place.grant("active")
    olga, maya = await here.place.person("Olga", "owner"), await here.place.person("Manu", "manager")
    return Cutting(here, vendors, Severances(db, vendors, here.place.clock), olga, maya)


async def cut_off(cutting: Cutting) -> str:
    """Cut the vendor off; the snapshot taken in that transaction, after everything it waits for."""
    here = cutting.here
    async with here.db.tenant(here.tenant_id) as tx:
        await cutting.vendors.grants.cut(tx, None, here.project_id, cutting.vendor_id, "severed")
        snapshot: str = await tx.value("select pg_current_snapshot()::text")
    return snapshot


async def late(cutting: Cutting, snapshot: str) -> int:
    """Deliveries, repeats included, of transactions that were not over when the cut committed."""
    (row,) = await cutting.here.read(
        "select count(*) as n from exposure where tenant_id = $1 and organization_id = $2"
        " and not pg_visible_in_snapshot(xmin::text::xid8, $3::text::pg_snapshot)",
        cutting.vendor_id, snapshot,
    )  # fmt: skip
    return int(row["n"])

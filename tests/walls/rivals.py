"""Two customers in conflict, with one vendor at work for both."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from tests.content import NOW, permissions
from tests.workplace import Workplace, make_workplace

from armslength.identity.model import Actor, Role
from armslength.kit.db import Database
from armslength.kit.ids import new_id
from armslength.vendors.service import VendorsService
from armslength.walls.service.people import PersonWall


@dataclass
class Labs:
    """Workplaces of customers with one vendor in common; `a` and `b` are rivals."""

    a: Workplace
    b: Workplace
    wall: PersonWall

    @property
    def db(self) -> Database:
        return self.a.db

    def months(self, months: float) -> None:
        """Time passes everywhere."""
        for here in (self.a, self.b):
            here.place.clock.advance(timedelta(days=31 * months).total_seconds())

    async def rivals(self, one: Workplace, other: Workplace) -> UUID:
        """They are in conflict from now on, as the vendors' room would say it."""
        edge, (low, high) = new_id(), sorted((one.tenant_id, other.tenant_id))
        async with self.db.wall() as tx:
            await tx.run("insert into conflict_edge values ($1, $2, $3, true, false, $4)", edge, low, high, NOW)
            await tx.rows("select armslength_keep_apart($1, $2, $3, $4)", edge, low, high, one.place.clock.now())
        return edge

    async def moves(self, who: Actor, to: Workplace, role: Role = "annotator", firm: UUID | None = None) -> Actor:
        """The same person has a seat at the other customer too, with the common firm or another."""
        at = firm or self.a.place.vendor_id
        async with self.db.door() as tx:
            await tx.run("insert into affiliation values ($1, $2, $3) on conflict do nothing", at, who.person_id, NOW)
            await tx.run(
                "insert into membership (tenant_id, person_id, organization_id, side, role, created_at)"
                " values ($1, $2, $3, 'vendor', $4, $5)", to.tenant_id, who.person_id, at, role, NOW,
            )  # fmt: skip
        async with self.db.tenant(to.tenant_id) as tx:
            await tx.run("insert into project_member values ($1, $2, $3, $4, $5)",
                         to.tenant_id, to.project_id, who.person_id, role, NOW)  # fmt: skip
        return replace(
            who, tenant_id=to.tenant_id, organization_id=at, side="vendor", role=role, project_role=role,
            permissions=permissions("vendor", role),
        )  # fmt: skip

    async def let_in(self, firm: UUID, to: Workplace) -> None:
        """The firm has an open grant there."""
        async with self.db.tenant(to.tenant_id) as tx:
            await tx.run("insert into vendor values ($1, $2, $3) on conflict do nothing", to.tenant_id, firm, NOW)
            await tx.run("insert into vendor_grant values ($1, $2, $3, 'active', 1, $4)",
                         to.tenant_id, to.project_id, firm, NOW)  # fmt: skip

    async def both(self, name: str, role: Role = "annotator") -> tuple[Actor, Actor]:
        """Somebody of the vendor with a seat at both."""
        at_a = await self.a.annotator(name, side="vendor", role=role)
        return at_a, await self.moves(at_a, self.b, role)

    async def firm(self, name: str) -> UUID:
        """Another vendor."""
        firm = new_id()
        async with self.db.door() as tx:
            await tx.run("insert into organization values ($1, 'vendor', $2, $3)", firm, name, NOW)
        return firm

    async def known(self) -> set[tuple[UUID, UUID, str]]:
        """(person, customer, kind) of everything in the histories."""
        async with self.db.wall() as tx:
            rows = await tx.rows("select person_id, customer_id, kind from person_history")
        return {tuple(row) for row in rows}  # type: ignore[misc]  # three columns


async def make_labs(db: Database, folder: Path, *, items: int = 6) -> Labs:
    """Both with items, neither with anybody at work yet."""
    a, b = await make_workplace(db, folder), await make_workplace(db, folder)
    labs = Labs(a, b, PersonWall(db, VendorsService(db, a.place.clock), a.place.clock))
    await a.place.grant("active")
    await labs.let_in(a.place.vendor_id, b)
    await labs.rivals(a, b)
    for here in (a, b):
        await here.items(items, overlap=3)
    return labs

"""Two customers, two firms that both let in, a register that says who is who; everything done by the real services."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID

from tests.content import NOW, permissions
from tests.vendors.hub import firm, holding
from tests.workplace import Workplace, make_workplace

from armslength.identity.model import Actor
from armslength.kit.db import Database
from armslength.vendors.rules import bods
from armslength.vendors.service import VendorsService
from armslength.walls.service.invariants import Invariants
from armslength.walls.service.severances import Severances

OWNER = "Meridian Group"
LABS = ("Northwind Labs", "Contoso AI")
FIRMS = ("Fairlabel", "Hilltop")


@dataclass
class Ground:
    """`labs` are the customers' workplaces, `firms` the ids of the firms; Contoso belongs to Meridian Group."""

    labs: tuple[Workplace, Workplace]
    firms: tuple[UUID, UUID]
    bosses: tuple[tuple[Actor, Actor], tuple[Actor, Actor]]
    vendors: VendorsService
    severances: Severances
    invariants: Invariants

    @property
    def db(self) -> Database:
        return self.labs[0].db

    def tick(self, seconds: float = 1) -> None:
        """Time passes everywhere."""
        for here in self.labs:
            here.place.clock.advance(seconds)

    async def state(self, *edges: Any) -> None:
        """The operator takes holdings into the register: (holder, held, percent, state)."""
        self.tick()
        said = [holding(holder, held, percent, state=state) for holder, held, percent, state in edges]
        parties = [firm(name) for name in (OWNER, *LABS, *FIRMS)]
        await self.vendors.register.import_statements(bods.write(parties, said, self.labs[0].place.clock.now()))

    async def party(self, name: str) -> UUID:
        """A party of the register."""
        async with self.db.wall() as tx:
            found: UUID = await tx.value("select id from party where name = $1", name)
        return found

    async def rival(self, lab: int, name: str) -> None:
        """A customer names a rival."""
        self.tick()
        await self.vendors.rivals.name(self.bosses[lab][0], await self.party(name), "")

    async def let_in(self, lab: int, firm_at: int) -> None:
        """A customer opens its grant to a firm."""
        self.tick()
        here = self.labs[lab]
        await self.vendors.grants.set_state(self.bosses[lab][0], here.project_id, self.firms[firm_at], "active")

    async def seat(self, who: Actor, lab: int, firm_at: int) -> Actor:
        """Somebody who has a seat already gets one at another customer too, or with another firm."""
        here, at = self.labs[lab], self.firms[firm_at]
        async with self.db.door() as tx:
            await tx.run("insert into affiliation values ($1, $2, $3) on conflict (organization_id, person_id)"
                         " do update set until = null", at, who.person_id, here.place.clock.now())  # fmt: skip
            await tx.run(
                "insert into membership (tenant_id, person_id, organization_id, side, role, created_at)"
                " values ($1, $2, $3, 'vendor', 'annotator', $4) on conflict (tenant_id, person_id) do update set"
                " organization_id = excluded.organization_id, ended_at = null",
                here.tenant_id, who.person_id, at, here.place.clock.now(),
            )  # fmt: skip
            await tx.run("select armslength_firms_changed($1)", who.person_id)
        async with self.db.tenant(here.tenant_id) as tx:
            await tx.run("insert into project_member values ($1, $2, $3, 'annotator', $4) on conflict do nothing",
                         here.tenant_id, here.project_id, who.person_id, here.place.clock.now())  # fmt: skip
        return replace(
            who, tenant_id=here.tenant_id, organization_id=at, permissions=permissions("vendor", "annotator")
        )

    async def person(self, name: str, lab: int = 0, firm_at: int = 0) -> Actor:
        """Somebody new of a firm, with a seat at a customer."""
        place = self.labs[lab].place
        own, place.vendor_id = place.vendor_id, self.firms[firm_at]
        try:
            return await self.labs[lab].annotator(name, side="vendor")
        finally:
            place.vendor_id = own

    async def broken(self) -> dict[str, list[str]]:
        """Every invariant that does not hold at some customer, with the evidence."""
        found: dict[str, list[str]] = {}
        for here in self.labs:
            for each in (await self.invariants.of_tenant(here.tenant_id)).invariants:
                if each.state == "broken":
                    found.setdefault(each.number, []).extend(each.evidence)
        return found


async def make_ground(db: Database, folder: Path, *, items: int = 6) -> Ground:
    """Both firms let in by both customers, nobody at work yet, nobody's rival."""
    labs = (await make_workplace(db, folder), await make_workplace(db, folder))
    clock = labs[0].place.clock
    vendors = VendorsService(db, clock)
    firms = (labs[0].place.vendor_id, labs[1].place.vendor_id)
    bosses = [
        (await here.place.person("Olga", "owner"), await here.place.person("Manu", "manager")) for here in labs
    ]  # fmt: skip
    ground = Ground(
        labs, firms, (bosses[0], bosses[1]), vendors, Severances(db, vendors, clock), Invariants(db, clock)
    )  # fmt: skip
    async with db.door() as tx:
        for id, name in zip((*(here.tenant_id for here in labs), *firms), (*LABS, *FIRMS), strict=True):
            await tx.run("update organization set name = $2 where id = $1", id, name)
    for here in labs:
        async with db.tenant(here.tenant_id) as tx:
            await tx.many("insert into vendor values ($1, $2, $3) on conflict do nothing",
                          [(here.tenant_id, each, NOW) for each in firms])  # fmt: skip
        await here.items(items, overlap=2)
    await ground.state((OWNER, LABS[1], 80, "closed"))
    for id, name in zip((*(here.tenant_id for here in labs), *firms), (*LABS, *FIRMS), strict=True):
        await vendors.register.confirm(id, name)
    for lab in (0, 1):
        for firm_at in (0, 1):
            await ground.let_in(lab, firm_at)
    return ground

"""The people of the tests, made straight in the tables: two rival customers, a vendor of the first.

`world = await make_world(db)`: customer Northwind Labs (Olga owner, Maya manager, Rita reviewer; Ada, Alice, Bob
annotators), its vendor Fairlabel (Victor manager, Vera annotator), and customer Contoso AI (Carol owner). All share
PASSWORD. Nobody has a role in a project until `world.project(...)` and `world.join(...)` say so.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from uuid import UUID

from argon2 import PasswordHasher

from armslength.identity.model import Actor, Role, Side
from armslength.identity.policy import permissions_of
from armslength.identity.repository import accounts, asking, seats
from armslength.identity.rules import effective_role, token_hash, token_text
from armslength.identity.service import IdentityService
from armslength.identity.settings import IdentitySettings
from armslength.kit.clock import FixedClock
from armslength.kit.db import Database
from armslength.kit.ids import new_id
from armslength.vendors.service import VendorsService

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
PASSWORD = "three grey herons wading"
CHEAP = IdentitySettings(argon2_memory_kib=19_456, argon2_passes=2, argon2_at_once=2)
"""The floor of what the settings allow: tests hash often."""


@cache
def _hash() -> str:
    return PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1).hash(PASSWORD)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a seat."""

    id: UUID
    name: str
    email: str
    tenant_id: UUID
    organization_id: UUID
    side: Side
    role: Role


@dataclass
class World:
    """Everybody, and the services that know them."""

    db: Database
    clock: FixedClock
    vendors: VendorsService
    identity: IdentityService
    northwind: UUID = field(default_factory=new_id)
    contoso: UUID = field(default_factory=new_id)
    fairlabel: UUID = field(default_factory=new_id)
    people: dict[str, Person] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Person:
        """`world.maya`."""
        try:
            return self.people[name]
        except KeyError:
            raise AttributeError(name) from None

    async def person(self, name: str, tenant_id: UUID, role: Role, organization_id: UUID | None = None) -> Person:
        """A new person with a seat; in a vendor's firm if one is given."""
        firm = organization_id or tenant_id
        side: Side = "customer" if firm == tenant_id else "vendor"
        person = Person(new_id(), name, f"{name.lower()}@example.org", tenant_id, firm, side, role)
        now = self.clock.now()
        async with self.db.door() as tx:
            await accounts.insert_person(tx, person.id, person.email, name, _hash(), now)
            await seats.begin(tx, tenant_id, person.id, firm, side, role, now)
        self.people[name.lower()] = person
        return person

    async def organization(self, organization_id: UUID, kind: Side, name: str) -> None:
        """A firm."""
        async with self.db.door() as tx:
            await accounts.insert_organization(tx, organization_id, kind, name, self.clock.now())

    async def vendor(self, tenant_id: UUID, vendor_id: UUID, name: str) -> None:
        """A firm named by a tenant as its vendor."""
        await self.organization(vendor_id, "vendor", name)
        async with self.db.tenant(tenant_id) as tx:
            await tx.run(
                "insert into vendor (tenant_id, organization_id, created_at) values ($1, $2, $3)",
                tenant_id, vendor_id, self.clock.now(),
            )  # fmt: skip

    async def project(self, tenant_id: UUID, slug: str = "eggs") -> UUID:
        """An active project."""
        project_id = new_id()
        async with self.db.tenant(tenant_id) as tx:
            await tx.run(
                "insert into project (tenant_id, id, slug, name, description, state, overlap, review_share,"
                " lease_seconds, seed, created_by, created_at, updated_at)"
                " values ($1, $2, $3, $3, '', 'active', 1, 0, 600, '\\x00', $4, $5, $5)",
                tenant_id, project_id, slug, self.people["olga"].id, self.clock.now(),
            )  # fmt: skip
        return project_id

    async def join(self, person: Person, project_id: UUID, role: Role) -> None:
        """Give a person a role in a project."""
        async with self.db.tenant(person.tenant_id) as tx:
            await seats.join_projects(tx, person.id, [(project_id, role)], self.clock.now())

    async def grant(self, project_id: UUID, state: str = "active", vendor_id: UUID | None = None) -> None:
        """Let a vendor in, or pause it."""
        async with self.db.tenant(self.northwind) as tx:
            await tx.run(
                "insert into vendor_grant (tenant_id, project_id, vendor_id, state, since) values ($1, $2, $3, $4, $5)"
                " on conflict (tenant_id, project_id, vendor_id) do update set state = excluded.state",
                self.northwind, project_id, vendor_id or self.fairlabel, state, self.clock.now(),
            )  # fmt: skip

    def actor(self, person: Person, project_role: Role | None = None) -> Actor:
        """The Actor the guard would build: outside projects, or on a project where the person was given that role."""
        role = effective_role(person.side, person.role, project_role, granted=True) if project_role else None
        return Actor(
            tenant_id=person.tenant_id, person_id=person.id, name=person.name, organization_id=person.organization_id,
            side=person.side, role=person.role, project_role=role,
            permissions=permissions_of(person.side, role or person.role), session_id=b"s" * 32, api_key_id=None,
        )  # fmt: skip

    async def cookie(self, person: Person) -> str:
        """A session's cookie, without the wait for a password."""
        cookie = token_text(secrets.token_bytes(32))
        id_hash = token_hash(cookie)
        assert id_hash is not None
        now = self.clock.now()
        async with self.db.door() as tx:
            until = now.replace(year=now.year + 1)
            await asking.open_session(tx, id_hash, person.id, person.tenant_id, "tests", now, until)
        return cookie


def services(db: Database, clock: FixedClock) -> tuple[VendorsService, IdentityService]:
    """The services behind the people, with cheap passwords."""
    vendors = VendorsService(db, clock)
    return vendors, IdentityService(db, clock, vendors, CHEAP, "http://armslength.test")


async def make_world(db: Database, clock: FixedClock | None = None) -> World:
    """Both tenants, the vendor, and their people."""
    clock = clock or FixedClock(NOW)
    vendors, identity = services(db, clock)
    world = World(db, clock, vendors, identity)
    await world.organization(world.northwind, "customer", "Northwind Labs")
    await world.organization(world.contoso, "customer", "Contoso AI")
    await world.vendor(world.northwind, world.fairlabel, "Fairlabel")
    staff: list[tuple[str, Role]] = [
        ("Olga", "owner"), ("Maya", "manager"), ("Rita", "reviewer"), ("Ada", "annotator"), ("Alice", "annotator"),
        ("Bob", "annotator"),
    ]  # fmt: skip
    for name, role in staff:
        await world.person(name, world.northwind, role)
    await world.person("Victor", world.northwind, "manager", world.fairlabel)
    await world.person("Vera", world.northwind, "annotator", world.fairlabel)
    await world.person("Carol", world.contoso, "owner")
    return world

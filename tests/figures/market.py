"""Two customers with a firm that serves both, and people who have done much: in the tables, asked over HTTP."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
from tests.identity.conftest import Client, as_, client_of, small_app
from tests.people import NOW, Person, World

from armslength.figures.routes import routes
from armslength.figures.service import FiguresService
from armslength.identity.routes import routes as identity_routes
from armslength.kit.ids import new_id
from armslength.vendors.rules import bods
from armslength.vendors.rules.bods import StatedParty

NEXT_MONTH = timedelta(days=31)


@dataclass
class Market:
    """`ours`: projects of Northwind, `theirs`: of Contoso; `swift`: what Fairlabel is there."""

    world: World
    api: Client
    figures: FiguresService
    ours: list[UUID]
    theirs: list[UUID]
    swift: UUID

    async def ask(self, by: Person, method: str, path: str, body: Any = None) -> httpx.Response:
        """A request of somebody."""
        headers = as_(await self.world.cookie(by))
        return await self.api.request(method, f"/api/v1{path}", json=body, headers=headers)

    async def ok(self, by: Person, method: str, path: str, body: Any = None) -> Any:
        """Its answer, which must be a good one."""
        answer = await self.ask(by, method, path, body)
        assert answer.status_code < 300, (answer.status_code, answer.text)
        return answer.json()

    async def month_ends(self) -> list[int]:
        """Time passes, and each customer's turn comes: how many parts left."""
        self.world.clock.advance(NEXT_MONTH.total_seconds())
        now = self.world.clock.now()
        return [await self.figures.publish(tenant, now) for tenant in (self.world.northwind, self.world.contoso)]

    async def also(self, person: Person, tenant_id: UUID, firm: UUID) -> Person:
        """The same person has a seat at another customer."""
        async with self.world.db.door() as tx:
            await tx.run("insert into affiliation values ($1, $2, $3) on conflict do nothing", firm, person.id, NOW)
            await tx.run(
                "insert into membership (tenant_id, person_id, organization_id, side, role, created_at)"
                " values ($1, $2, $3, 'vendor', 'annotator', $4)", tenant_id, person.id, firm, NOW,
            )  # fmt: skip
        return Person(person.id, person.name, person.email, tenant_id, firm, "vendor", "annotator")

    async def did(
        self, who: Person, project_id: UUID, n: int, *, accepted: int | None = None, ms: int = 8000,
        at: datetime | None = None,
    ) -> list[UUID]:  # fmt: skip
        """Somebody answers n items; if it is said how many are accepted at first, all of them are reviewed (the others
        rejected). Returns the reviews, the rejected ones first."""
        when = at or self.world.clock.now()
        judge = self.world.maya if who.tenant_id == self.world.northwind else self.world.carol
        batch, items, assignments, annotations, reviews = new_id(), *([new_id() for _ in range(n)] for _ in range(4))
        of = (who.tenant_id, project_id, batch, who.id, who.organization_id, when)
        async with self.world.db.tenant(who.tenant_id) as tx:
            await tx.run("insert into batch values ($1, $3, $2, $5, 0, 'open', $4)", *of[:3], when, str(batch))
            await tx.run(
                "insert into item (tenant_id, id, project_id, batch_id, ord, state, wanted, taken, answers, settled,"
                " open, created_at)"
                " select $1, i.id, $2, $3, i.place + (select count(*) from item where tenant_id = $1), 'active', 1, 1,"
                " 1, 1, false, $4 from unnest($5::uuid[]) with ordinality i (id, place)",
                *of[:3], when, items,
            )  # fmt: skip
            await tx.run(
                "insert into assignment (tenant_id, id, project_id, batch_id, item_id, person_id, organization_id,"
                " state, attempt, leased_at, seed, display, schema_version, guideline_version)"
                " select $1, a.id, $2, $3, a.item, $4, $5, 'submitted', 1, $6, '', '{}', 1, 1"
                " from unnest($7::uuid[], $8::uuid[]) a (id, item)",
                *of, assignments, items,
            )  # fmt: skip
            await tx.run(
                "insert into annotation select $1, a.id, $2, a.item, a.assignment, $3, $4, 'annotate', a.id, null, 1,"
                " 1, '', '', $5, $6 from unnest($7::uuid[], $8::uuid[], $9::uuid[]) a (id, item, assignment)",
                *of[:2], *of[3:5], ms, when, annotations, items, assignments,
            )  # fmt: skip
            if accepted is None:
                return []
            await tx.run(
                "insert into review (tenant_id, id, project_id, item_id, assignment_id, annotation_id, author_id,"
                " organization_id, state, reviewer_id, verdict, created_at, decided_at, stage)"
                " select $1, r.id, $2, r.item, r.assignment, r.annotation, $3, $4, 'done', $5,"
                " case when r.place > $6 then 'accept' else 'reject' end, $7, $7, 'review'"
                " from unnest($8::uuid[], $9::uuid[], $10::uuid[], $11::uuid[]) with ordinality"
                " r (id, item, assignment, annotation, place)",
                *of[:2], *of[3:5], judge.id, n - accepted, when, reviews, items, assignments, annotations,
            )  # fmt: skip
        return reviews

    async def pays(self, tenant_id: UUID, project_id: UUID, firm: UUID, micros: int, *, told: bool = True) -> None:
        """What a firm is paid for an answer."""
        async with self.world.db.tenant(tenant_id) as tx:
            await tx.run(
                "insert into answer_price (tenant_id, project_id, organization_id, micros, currency, set_by, set_at,"
                " told) values ($1, $2, $3, $4, 'EUR', $2, $5, $6)", tenant_id, project_id, firm, micros, NOW, told,
            )  # fmt: skip

    async def parts(self) -> list[dict[str, Any]]:
        """Everything that ever left a customer."""
        async with self.world.db.tenant(self.world.northwind) as tx, tx.at_the_figures():
            return [dict(row) for row in await tx.rows("select * from figure_part")]

    async def is_one_firm(self) -> None:
        """The operator says that Fairlabel is the same firm at both customers."""
        stated = bods.write([StatedParty("Fairlabel", "organization", "Fairlabel")], [], self.world.clock.now())
        await self.world.vendors.register.import_statements(stated)
        for organization in (self.world.fairlabel, self.swift):
            await self.world.vendors.register.confirm(organization, "Fairlabel")


async def make_market(world: World) -> Market:
    """Three projects at each customer."""
    swift = new_id()
    await world.vendor(world.contoso, swift, "Fairlabel")
    await world.person("Vida", world.contoso, "manager", swift)
    figures = FiguresService(world.db, world.clock)
    ours = [await world.project(world.northwind, f"ours-{n}") for n in range(3)]
    theirs = [await world.project(world.contoso, f"theirs-{n}") for n in range(3)]
    api = client_of(small_app(world, [*identity_routes, *routes], figures=figures))
    api.headers["X-Armslength"] = "1"
    return Market(world, api, figures, ours, theirs, swift)

"""A hub with a register: two customers, one firm that serves both, an owner who may buy into it. Invented names.

Northwind Labs and Contoso AI (tests.people) both let the firm Fairlabel into a project. The register knows Fairlabel,
Meridian Group with its lab Meridian AI, and both customers; the operator has said which organization is which.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import httpx
from tests.identity.conftest import Client, as_
from tests.people import Person, World

from armslength.kit.ids import new_id
from armslength.vendors.model import Cut
from armslength.vendors.rules import bods
from armslength.vendors.rules.bods import StatedEdge, StatedParty


def firm(name: str) -> StatedParty:
    """A party of the register; its record is its name."""
    return StatedParty(name, "organization", name)


def holding(
    holder: str, held: str, percent: float, *, kind: Any = "shareholding", state: Any = "closed",
    attested: datetime | None = None, valid_from: datetime | None = None,
) -> StatedEdge:  # fmt: skip
    """A holding as the register states it."""
    bp = round(percent * 100)
    record = f"{holder}>{held}:{kind}"
    return StatedEdge(record, holder, held, kind, bp, bp, state, valid_from, None, "", "", attested)


@dataclass
class Hub:
    """The world with a register, asked over HTTP."""

    world: World
    api: Client
    project: UUID = field(default_factory=new_id)
    theirs: UUID = field(default_factory=new_id)
    firm_of_contoso: UUID = field(default_factory=new_id)
    third: UUID = field(default_factory=new_id)

    async def ask(self, by: Person, method: str, path: str, body: Any = None) -> httpx.Response:
        """A request of somebody, after everything that earlier cuts left to be tidied up."""
        await self.tidy()
        return await self.api.request(method, f"/api/v1{path}", json=body, headers=as_(await self.world.cookie(by)))

    async def tidy(self) -> None:
        """The rooms whose leases a cut ended have taken them back; here are none."""
        for tenant in (self.world.northwind, self.world.contoso):
            async with self.world.db.tenant(tenant) as tx:
                for row in await tx.rows("select * from cut_step where ended_at is null"):
                    cut = Cut(row["project_id"], row["vendor_id"], row["epoch"])
                    await self.world.vendors.grants.cuts.step(
                        tx, cut, row["step"], done=0, total=0, now=self.world.clock.now()
                    )

    async def ok(self, by: Person, method: str, path: str, body: Any = None) -> Any:
        """Its answer, which must be a good one."""
        answer = await self.ask(by, method, path, body)
        assert answer.status_code < 300, (answer.status_code, answer.text)
        return answer.json() if answer.content else None

    async def state(self, edges: list[StatedEdge], *more: str) -> None:
        """Take holdings into the register, and firms of these names."""
        names = {end for edge in edges for end in (edge.holder, edge.held)} | set(more)
        self.world.clock.advance(1)
        said = bods.write([firm(name) for name in sorted(names)], edges, self.world.clock.now())
        await self.world.vendors.register.import_statements(said)

    async def party(self, name: str, by: Person | None = None) -> str:
        """The id of a party by its name."""
        found = await self.ok(by or self.world.maya, "GET", f"/ownership/parties?words={name}")
        return str(next(each["id"] for each in found["items"] if each["name"] == name))

    async def name_rival(self, by: Person, name: str) -> None:
        """Name a rival from the register."""
        self.world.clock.advance(1)
        await self.ok(by, "PUT", f"/rivals/{await self.party(name, by)}", {})

    async def grant(self, by: Person, project_id: UUID, vendor_id: UUID) -> tuple[str, int, str | None]:
        """State, epoch and the wall's reason of a grant."""
        found = await self.ok(by, "GET", f"/projects/{project_id}/grants")
        [one] = [each for each in found["items"] if each["vendor"]["id"] == str(vendor_id)]
        return one["state"], one["epoch"], one["reason"]

    async def ours(self) -> tuple[str, int, str | None]:
        """Northwind's grant to Fairlabel."""
        return await self.grant(self.world.maya, self.project, self.world.fairlabel)

    async def contosos(self) -> tuple[str, int, str | None]:
        """Contoso's."""
        return await self.grant(self.world.carol, self.theirs, self.firm_of_contoso)

    async def log(self, by: Person, project_id: UUID) -> list[tuple[str, Any]]:
        """What was decided in a project, newest first: action and actor."""
        found = await self.ok(by, "GET", f"/projects/{project_id}/log")
        return [(line["action"], line["actor"] and line["actor"]["name"]) for line in found["items"]]


async def make_hub(world: World, api: Client) -> Hub:
    """Both customers at work with Fairlabel, nobody's rival yet."""
    hub = Hub(world, api)
    await hub.state(
        [holding("Meridian Group", "Meridian AI", 80)], "Fairlabel", "Northwind Labs", "Contoso AI", "Lone AI"
    )
    await world.vendor(world.contoso, hub.firm_of_contoso, "Fairlabel")
    for organization, record in (
        (world.northwind, "Northwind Labs"), (world.contoso, "Contoso AI"),
        (world.fairlabel, "Fairlabel"), (hub.firm_of_contoso, "Fairlabel"),
    ):  # fmt: skip
        await world.vendors.register.confirm(organization, record)
    hub.project, hub.theirs = await world.project(world.northwind), await world.project(world.contoso, "theirs")
    await world.join(world.vera, hub.project, "annotator")
    await hub.ok(world.maya, "PUT", f"/projects/{hub.project}/grants/{world.fairlabel}", {"state": "active"})
    await hub.ok(world.carol, "PUT", f"/projects/{hub.theirs}/grants/{hub.firm_of_contoso}", {"state": "active"})
    return hub

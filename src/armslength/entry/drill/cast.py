"""Who plays: three labs, two of them rivals; three vendors who serve several of them; their people. All invented."""

from __future__ import annotations

import asyncio
import secrets
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from armslength.entry.drill.operator import Operator
from armslength.entry.drill.people import Shift
from armslength_client import AsyncArmslength

OURS: Final = "Northwind Labs"
RIVAL: Final = "Meridian AI"
THIRD: Final = "Lone Pine Research"
BOUGHT: Final = "Fairlabel"
OWNER: Final = "Meridian Group"
PARTIES: Final = (OURS, RIVAL, THIRD, BOUGHT, "Hilltop", "Brightwater", OWNER)

PROJECTS: Final = {OURS: ("Helpful answers", "Refusals"), RIVAL: ("Assistant tone",), THIRD: ("Field notes", "Letters")}
STAFF: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    OURS: {BOUGHT: ("Vera", "Vik", "Viola"), "Hilltop": ("Hana", "Hugo"), "Brightwater": ("Bea", "Ben")},
    RIVAL: {"Brightwater": ("Bruna", "Bram"), BOUGHT: ()},
    THIRD: {BOUGHT: ("Vito", "Vada"), "Hilltop": ("Hedda", "Henk")},
}
"""By lab and firm; everybody works in all projects of the lab, one after another."""

BRIEF: Final = {
    "overlap": 1, "review_share": 0.0,
    "schema": {
        "fields": [{"name": "text", "kind": "text", "title": "Text"}],
        "questions": [{"name": "tone", "kind": "choice", "title": "Tone", "settings": {"options": [
            {"id": "warm", "title": "Warm"}, {"id": "cold", "title": "Cold"}]}}],
    },
}  # fmt: skip


@dataclass(slots=True)
class Project:
    """A project at work."""

    id: UUID
    name: str
    items: int


@dataclass(slots=True)
class Lab:
    """A customer: its owner's client, its projects, its vendors by name, who works there, and `until` which part of the
    work they go for now: so a drill of any size has people with work in their hands whenever something is cut."""

    name: str
    owner: AsyncArmslength
    projects: list[Project] = field(default_factory=list)
    firms: dict[str, UUID] = field(default_factory=dict)
    shifts: list[Shift] = field(default_factory=list)
    until: float = 0.0

    @property
    def answers(self) -> int:
        """Acknowledged answers of everybody."""
        return sum(shift.answers for shift in self.shifts)

    @property
    def items(self) -> int:
        """Items of all projects."""
        return sum(project.items for project in self.projects)

    def enough(self) -> bool:
        """Whether the part of the work that is wanted by now is done; what else is in hand is kept there."""
        return self.until < 1 and self.answers >= self.until * self.items

    def of(self, firm: str) -> list[Shift]:
        """The shifts of a firm's people."""
        return [shift for shift in self.shifts if shift.firm == firm]


class Cast:
    """Brings everybody to their place, all by the doors that real people use."""

    def __init__(self, url: str, operator: Operator, stack: AsyncExitStack, *, items: int, pace: float) -> None:
        self.url = url
        self.operator = operator
        self.stack = stack
        self.items = items
        self.pace = pace
        self.password = secrets.token_urlsafe(18)
        self.people = 0

    async def assemble(self, token: str) -> dict[str, Lab]:
        """Labs with projects, vendors let in, people ready; the register knows who is who."""
        labs = {name: await self._lab(name, token if name == OURS else None) for name in PROJECTS}
        await self.operator.state(PARTIES, [(OWNER, RIVAL, 0.8, "closed")])
        for lab in labs.values():
            await self.operator.confirm((await lab.owner.get_me()).tenant.id, lab.name)
            for firm, id in lab.firms.items():
                await self.operator.confirm(id, firm)
        for lab in labs.values():
            for project in lab.projects:
                for id in lab.firms.values():
                    await lab.owner.set_grant(project.id, id, "active")
        await asyncio.gather(*(self._staff(lab) for lab in labs.values()))
        ours = labs[OURS].owner
        async for party in ours.list_parties(RIVAL):
            await ours.name_rival(party.id)
        return labs

    async def client(self) -> AsyncArmslength:
        """Somebody's own connection."""
        return await self.stack.enter_async_context(AsyncArmslength(self.url))

    async def sign_in(self, name: str) -> AsyncArmslength:
        """Another connection of somebody's, in a session of its own."""
        client = await self.client()
        await client.sign_in(f"{name.lower()}@drill.invalid", self.password)
        return client

    async def join(self, lab: Lab, name: str, role: str, firm: str | None, projects: list[Project]) -> AsyncArmslength:
        """A new person, by invitation."""
        client = await self.client()
        await self.accept(client, lab, name, role, firm, projects)
        self.people += 1
        return client

    async def accept(
        self, client: AsyncArmslength, lab: Lab, name: str, role: str, firm: str | None, projects: list[Project]
    ) -> None:
        """The same for somebody who may be known already: the address is theirs everywhere."""
        invitation = await lab.owner.create_invitation(
            f"{name.lower()}@drill.invalid", role,  # type: ignore[arg-type]
            organization_id=lab.firms[firm] if firm else None,
            projects=[(project.id, role) for project in projects],  # type: ignore[misc]
        )  # fmt: skip
        token = (invitation.url or "").partition("#token=")[2]
        await client.accept_invitation(token=token, name=f"{name} (simulated)", password=self.password)

    async def _lab(self, name: str, token: str | None) -> Lab:
        owner = await self.client()
        email = f"owner@{name.lower().replace(' ', '-')}.invalid"
        if token:
            await owner.set_up(
                token=token, organization=name, name="Maya (simulated)", email=email, password=self.password
            )
        else:
            await self.operator.found(name, "Owner (simulated)", email, self.password)
            await owner.sign_in(email, self.password)
        lab = Lab(name, owner)
        for firm in STAFF[name]:
            lab.firms[firm] = (await owner.create_vendor(firm)).id
        for title in PROJECTS[name]:
            lab.projects.append(await self._project(owner, title))
        return lab

    async def _project(self, owner: AsyncArmslength, title: str) -> Project:
        brief = {**BRIEF, "slug": title.lower().replace(" ", "-"), "name": title}
        project = (await owner.apply_brief(brief)).project
        assert project is not None  # not a dry run
        batch = await owner.create_batch(project.id, "first")
        rows = [{"text": f"{title}, no. {n}: would you say it like this?"} for n in range(self.items)]
        await owner.add_items(project.id, batch.id, rows, mapping={"fields": {"text": "text"}})
        await owner.set_project_state(project.id, "active")
        return Project(project.id, title, self.items)

    async def _staff(self, lab: Lab) -> None:
        for firm, names in STAFF[lab.name].items():
            for name in names:
                client = await self.join(lab, name, "annotator", firm, lab.projects)
                for number, project in enumerate(lab.projects):  # a session works in one
                    own = await self.sign_in(name) if number else client
                    lab.shifts.append(Shift(own, name, firm, lab.name, project.id, self.pace, lab.enough))

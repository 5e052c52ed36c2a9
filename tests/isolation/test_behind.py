"""Every route is behind the wall: a vendor cut off after the guard has said yes gets nothing from any of them."""

from __future__ import annotations

from typing import Any

import pytest
from tests.isolation.test_routes import Walk
from tests.isolation.test_routes import walk as walk
from tests.people import Person

from armslength.identity.model import Actor, Role
from armslength.identity.service.sessions import Sessions
from armslength.projects.schemas import NewProject

SECRET = "only while the grant is open"


class Cut:
    """The vendor's project, with a secret name. `armed`: it is cut off between the guard's look and the handler."""

    def __init__(self, walk: Walk) -> None:
        self.walk = walk
        self.world = walk.world
        self.armed = False
        self.project_id: Any = None

    async def prepare(self) -> None:
        """A project with a schema and a guideline, in which the vendor's people have every role."""
        wiring = self.walk.app.state.wiring
        olga = self.world.actor(self.world.olga)
        made = await wiring.projects.life.create(
            olga, NewProject(name=SECRET, preset="text-classification", guideline=SECRET)
        )
        self.project_id = made.id
        await wiring.projects.life.set_state(olga, made.id, "active")
        await self.world.grant(made.id)

    async def open(self) -> None:
        """Let in again, under the epoch that the last cut began."""
        await self.world.grant(self.project_id)

    async def cut(self) -> None:
        """Severed."""
        async with self.world.db.tenant(self.world.northwind) as tx:
            await self.world.vendors.grants.cut(tx, None, self.project_id, self.world.fairlabel, "severed")


@pytest.fixture
async def cutting(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> Cut:
    cut = Cut(walk)
    await cut.prepare()
    look = Sessions.actor_of_cookie

    async def look_then_cut(self: Sessions, cookie: str, project_id: Any, *, inside: bool) -> Actor:
        actor = await look(self, cookie, project_id, inside=inside)
        if cut.armed:
            await cut.cut()
        return actor

    monkeypatch.setattr(Sessions, "actor_of_cookie", look_then_cut)
    return cut


async def staff(cut: Cut, role: Role) -> Person:
    """Somebody of the vendor's, with that role in tenant and project."""
    person = await cut.world.person(f"V{role}", cut.world.northwind, role, cut.world.fairlabel)
    await cut.world.join(person, cut.project_id, "manager" if role == "owner" else role)
    return person


async def test_no_route_goes_around_the_wall(cutting: Cut) -> None:
    told: set[str] = set()
    for role in ("owner", "reviewer", "annotator"):
        person = await staff(cutting, role)  # type: ignore[arg-type]
        for route in cutting.walk.guarded():
            await cutting.open()
            before = await cutting.walk.ask(route, cutting.project_id, person)
            if before.status_code < 400 or SECRET in before.text:
                told.add(route.name)
            await cutting.open()
            cutting.armed = True
            answer = await cutting.walk.ask(route, cutting.project_id, person)
            cutting.armed = False
            assert SECRET not in answer.text, (role, route)
            if route.asks_for and before.status_code not in (403, 422):
                assert (answer.status_code, answer.json()["status"]) == (200, "none"), (role, route)
            elif route.name == "enter_project":  # it is about the session, which has ended with the cut
                assert (answer.status_code, answer.json()["error"]["code"]) == (401, "identity.not_signed_in")
            elif route.inside and before.status_code not in (403, 422):
                assert (answer.status_code, answer.json()["error"]["code"]) == (404, "projects.not_found"), (
                    role,
                    route,
                )
    assert {"get_project", "get_schema", "get_guideline", "next_assignment", "next_review", "list_projects",
            "list_work", "get_progress"} <= told  # fmt: skip

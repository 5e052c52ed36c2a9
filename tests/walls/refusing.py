"""A vendor's people whom the product refuses, each for another reason, and requests in their names over HTTP."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import httpx
from tests.running import unserved
from tests.walls.rivals import Labs, make_labs
from tests.workplace import Workplace

from armslength.identity.model import Actor
from armslength.identity.repository import asking
from armslength.identity.rules import token_hash, token_text
from armslength.kit.db import Database
from armslength.kit.ids import new_id

SECRET = "Project of which nobody may know"


@dataclass(frozen=True)
class Refused:
    """Somebody, and the project that they ask for."""

    reason: str
    cookie: str
    project_id: UUID


@dataclass
class Refusing:
    """The application, and everybody whom it refuses. `welcome` is somebody whom it does not."""

    labs: Labs
    client: httpx.AsyncClient
    cases: list[Refused]
    welcome: Refused

    async def ask(self, who: Refused, method: str, path: str, **body: object) -> httpx.Response:
        """A request of theirs; `path` has {project} where theirs goes."""
        headers = {"X-Armslength": "1", "Cookie": f"armslength_session={who.cookie}"}
        url = f"/api/v1{path.replace('{project}', str(who.project_id))}"
        return await self.client.request(method, url, headers=headers, json=body if method == "POST" else None)


async def _signed_in(here: Workplace, who: Actor) -> str:
    cookie = token_text(hashlib.sha256(f"{who.person_id}{who.tenant_id}".encode()).digest())
    id_hash = token_hash(cookie)
    assert id_hash is not None
    now = here.place.clock.now()
    async with here.db.door() as tx:
        await asking.open_session(tx, id_hash, who.person_id, who.tenant_id, "tests", now, now + timedelta(days=1))
    return cookie


async def _other_project(here: Workplace, state: str) -> UUID:
    """Another project of the same customer, under a grant in that state."""
    project_id, now = new_id(), here.place.clock.now()
    async with here.db.tenant(here.tenant_id) as tx:
        await tx.run(
            "insert into project (tenant_id, id, slug, name, description, state, overlap, review_share, lease_seconds,"
            " seed, created_by, created_at, updated_at)"
            " values ($1, $2, $3, $4, $4, 'active', 2, 0, 600, 's', $2, $5, $5)",
            here.tenant_id, project_id, state, SECRET, now,
        )  # fmt: skip
        await tx.run("insert into vendor_grant values ($1, $2, $3, $4, 1, $5)",
                     here.tenant_id, project_id, here.place.vendor_id, state, now)  # fmt: skip
    return project_id


async def _in_other_project(here: Workplace, who: Actor, project_id: UUID) -> None:
    async with here.db.tenant(here.tenant_id) as tx:
        await tx.run("insert into project_member values ($1, $2, $3, $4, $5)",
                     here.tenant_id, project_id, who.person_id, who.role, here.place.clock.now())  # fmt: skip


async def _cases(labs: Labs) -> tuple[list[Refused], Refused]:
    db, here, cases = labs.db, labs.b, []

    async def case(reason: str, who: Actor, project_id: UUID | None = None) -> None:
        cases.append(Refused(reason, await _signed_in(here, who), project_id or here.project_id))

    at_a, walled = await labs.both("Walled", "manager")
    await labs.a.work(at_a)
    await case("knows a rival", walled)

    _, moved = await labs.both("Moved", "manager")
    await here.work(moved)
    other = await labs.firm("Nobody has looked at it")
    async with db.door() as tx:
        await tx.run("insert into affiliation values ($1, $2, $3)", other, moved.person_id, here.place.clock.now())
        await tx.run("select armslength_firms_changed($1)", moved.person_id)
    await case("quarantined", moved)

    _, left = await labs.both("Left", "manager")
    async with db.door() as tx:
        await tx.run("update affiliation set until = $2 where person_id = $1", left.person_id, here.place.clock.now())
        await tx.run("select armslength_firms_changed($1)", left.person_id)
    await case("left the firm", left)

    for state in ("paused", "frozen", "severed"):
        _, who = await labs.both(state.title(), "manager")
        project_id = await _other_project(here, state)
        await _in_other_project(here, who, project_id)
        await case(f"grant {state}", who, project_id)

    _, nobody = await labs.both("Nosy", "manager")
    await case("no such project", nobody, new_id())

    _, welcome = await labs.both("Welcome", "manager")
    return cases, Refused("welcome", await _signed_in(here, welcome), here.project_id)


@asynccontextmanager
async def make_refusing(db: Database, url: str, folder: Path) -> AsyncIterator[Refusing]:
    """Two rivals, one vendor, and the application over the same database and keys."""
    labs = await make_labs(db, folder)
    for here in (labs.a, labs.b):
        await here.project(person_cap=10_000)
    async with db.tenant(labs.b.tenant_id) as tx:
        await tx.run(
            "update project set name = $2, description = $2 where tenant_id = $1 and id = $3",
            labs.b.tenant_id, SECRET, labs.b.project_id,
        )  # fmt: skip
    cases, welcome = await _cases(labs)
    async with unserved(url, folder, labs.b.place.clock) as app:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://armslength.test") as client:
            yield Refusing(labs, client, cases, welcome)

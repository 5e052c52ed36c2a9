"""A vendor's session is bound to one project (R5): deliveries and a switch at once, against real PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from tests.conftest import open_database
from tests.people import services
from tests.walls.severing import Cutting, make_cutting

from armslength.assignment.schemas import Work
from armslength.identity.errors import NotSignedIn, WorksElsewhere
from armslength.identity.model import Actor
from armslength.identity.policy import pass_of
from armslength.identity.repository import asking
from armslength.identity.rules import token_hash
from armslength.identity.service.sessions import Origin, Sessions, SignedIn
from armslength.kit.db import Tx
from armslength.kit.ids import new_id
from armslength.kit.passes import carrying

CLIENTS = 8
FROM = Origin("192.0.2.1", "tests")


class Watched(Sessions):
    """Sessions as they are, with the moment of each switch: what had committed by then, as the switch itself saw it."""

    def watch(self) -> None:
        self.moments: dict[UUID, str] = {}
        self.dies = False

    async def begin(self, tx: Tx, person_id: UUID, *more: Any, **named: Any) -> SignedIn:
        signed_in = await super().begin(tx, person_id, *more, **named)
        self.moments[person_id] = await tx.value("select pg_current_snapshot()::text")
        if self.dies:
            await tx.run("select pg_terminate_backend(pg_backend_pid())")
        return signed_in


@dataclass
class Desk:
    """A vendor's people at work in one project, who may also work in `other`."""

    cutting: Cutting
    sessions: Watched
    other: UUID

    @property
    def here(self) -> Any:
        return self.cutting.here

    async def signed_in(self, name: str, project_id: UUID | None) -> Actor:
        """Somebody in a session that works there."""
        actor = await self.here.annotator(name, side="vendor")
        now = self.here.place.clock.now()
        session = name.encode().ljust(32, b".")
        async with self.here.db.door() as tx:
            await asking.open_session(
                tx, session, actor.person_id, actor.tenant_id, "", now, now.replace(year=now.year + 1), project_id
            )
        return replace(actor, session_id=session, working_in=project_id)

    async def where(self, actor: Actor) -> list[Any]:
        """The projects of the person's sessions."""
        async with self.here.db.door() as tx:
            rows = await tx.rows("select project_id from session where person_id = $1", actor.person_id)
        return [row["project_id"] for row in rows]

    async def late(self) -> int:
        """Deliveries, repeats included, to people whose session there had ended: not over when the switch was."""
        return sum([await self._late(person_id, moment) for person_id, moment in self.sessions.moments.items()])

    async def _late(self, person_id: UUID, moment: str) -> int:
        (row,) = await self.here.read(
            "select count(*) as n from exposure where tenant_id = $1 and person_id = $2 and project_id = $3"
            " and not pg_visible_in_snapshot(xmin::text::xid8, $4::text::pg_snapshot)",
            person_id, self.here.project_id, moment,
        )  # fmt: skip
        return int(row["n"])


@pytest.fixture
async def desk(postgres: Any, database_name: str, tmp_path: Path) -> AsyncIterator[Desk]:
    database = await open_database(postgres.app_url(database_name), size=2 * CLIENTS)
    cutting = await make_cutting(database, tmp_path)
    here, other = cutting.here, new_id()
    made = services(database, here.place.clock)[1].sessions
    sessions = Watched(database, here.place.clock, made.settings, made.passwords, made.random_bytes)
    sessions.watch()
    async with database.tenant(here.tenant_id) as tx:
        await tx.run(
            "insert into project select (jsonb_populate_record(p, jsonb_build_object('id', $2::uuid, 'slug', 'x'))).*"
            " from project p where p.tenant_id = $1",
            here.tenant_id, other,
        )  # fmt: skip
    yield Desk(cutting, sessions, other)
    await database.close()


async def test_nothing_is_delivered_to_a_session_that_has_gone_elsewhere(desk: Desk) -> None:
    here, shown = desk.here, 0
    await here.items(200, overlap=2)
    people = [await desk.signed_in(f"V{n}", here.project_id) for n in range(CLIENTS)]
    busy = asyncio.Event()

    async def client(who: Actor) -> None:
        nonlocal shown
        held = pass_of(who, here.project_id, here.place.clock.now())
        with carrying(held), suppress(WorksElsewhere):
            while True:
                work = await here.next(who)
                if isinstance(work, Work):
                    shown += 1
                    await here.assignment.return_assignment(who, here.project_id, work.assignment.id)
                if shown > CLIENTS:
                    busy.set()

    clients = [asyncio.create_task(client(who)) for who in people for _ in range(2)]
    await busy.wait()
    entered = await asyncio.gather(*(desk.sessions.enter(who, desk.other, FROM) for who in people))
    await asyncio.wait_for(asyncio.gather(*clients), 60)  # each hears that its session is elsewhere
    assert all(isinstance(each, SignedIn) for each in entered) and len(desk.sessions.moments) == CLIENTS
    assert await desk.late() == 0
    for who in people:
        assert await desk.where(who) == [desk.other]
    await here.check()


async def test_of_two_switches_at_once_one_happens(desk: Desk) -> None:
    vera = await desk.signed_in("Vera", desk.here.project_id)
    heard = await asyncio.gather(
        *(desk.sessions.enter(vera, desk.other, FROM) for _ in range(4)), return_exceptions=True
    )
    assert sorted(type(each).__name__ for each in heard) == ["NotSignedIn"] * 3 + ["SignedIn"]
    assert await desk.where(vera) == [desk.other]


async def test_a_fresh_session_is_bound_once(desk: Desk) -> None:
    vera = await desk.signed_in("Vera", None)
    both = (desk.here.project_id, desk.other)
    heard = await asyncio.gather(*(desk.sessions.bind(vera, each) for each in both * 3), return_exceptions=True)
    (bound,) = await desk.where(vera)
    assert bound in both
    for project_id, each in zip(both * 3, heard, strict=True):
        assert each is None if project_id == bound else isinstance(each, WorksElsewhere)


async def test_a_switch_that_dies_in_the_middle_did_not_happen(desk: Desk) -> None:
    vera = await desk.signed_in("Vera", desk.here.project_id)
    desk.sessions.dies = True
    with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, OSError)):
        await desk.sessions.enter(vera, desk.other, FROM)
    desk.sessions.dies = False
    assert await desk.where(vera) == [desk.here.project_id]
    with carrying(pass_of(vera, desk.here.project_id, desk.here.place.clock.now())):
        await desk.here.next(vera)
    entered = await desk.sessions.enter(vera, desk.other, FROM)
    assert isinstance(entered, SignedIn) and token_hash(entered.cookie) != vera.session_id
    with pytest.raises(NotSignedIn):
        await desk.sessions.enter(vera, desk.here.project_id, FROM)


async def test_a_pass_of_metadata_needs_no_session(desk: Desk) -> None:
    vera = await desk.signed_in("Vera", desk.other)
    now = desk.here.place.clock.now()
    with carrying(pass_of(vera, desk.here.project_id, now, inside=False)):
        async with desk.here.db.tenant(vera.tenant_id) as tx:
            assert await tx.value("select 1") == 1
    with carrying(pass_of(vera, desk.here.project_id, now)), pytest.raises(WorksElsewhere):
        async with desk.here.db.tenant(vera.tenant_id):
            pass

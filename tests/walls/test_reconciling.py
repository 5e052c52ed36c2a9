"""The record is compared with itself: whatever somebody changes behind the gateway is named, to the row."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from tests.conftest import TestPostgres
from tests.walls.severing import Cutting, make_cutting
from tests.walls.test_shares import answers

from armslength.identity.model import Actor
from armslength.kit.db import Database
from armslength.kit.ids import new_id
from armslength.kit.jobs import run_one
from armslength.walls.errors import IncidentClosed, IncidentMissing
from armslength.walls.schemas.exposures import SetCaps
from armslength.walls.schemas.reconciling import CloseIncident, Incident
from armslength.walls.service.exposures import Exposures
from armslength.walls.service.reconciling import Reconciling

Behind = Callable[..., Awaitable[Any]]
CLOSE = CloseIncident(" It was a drill. ")


@pytest.fixture
async def cutting(db: Database, tmp_path: Path) -> Cutting:
    return await make_cutting(db, tmp_path)


@pytest.fixture
def book(cutting: Cutting) -> Exposures:
    return Exposures(cutting.here.db, cutting.vendors, cutting.here.place.keys, cutting.here.place.clock)


@pytest.fixture
async def behind(postgres: TestPostgres, database_name: str) -> Any:
    """A statement of the superuser, whom no wall holds."""
    connection = await asyncpg.connect(postgres.owner_url(database_name))
    yield connection.execute
    await connection.close()


async def night(cutting: Cutting, look: Reconciling) -> dict[str, Incident]:
    """The next comparison, and the incidents that it raised, by kind."""
    cutting.here.place.clock.advance(60)
    made = await look.compare(cutting.here.tenant_id)
    found = (await look.incidents(cutting.olga, project_id=None, only_open=True, cursor=None, limit=50)).items
    assert made.as_of == cutting.here.place.clock.now()
    return {each.kind: each for each in found if each.found_at == made.as_of}


async def close_all(cutting: Cutting, look: Reconciling) -> None:
    for each in (await look.incidents(cutting.olga, project_id=None, only_open=True, cursor=None, limit=50)).items:
        await look.close(cutting.maya, each.id, CLOSE)


async def worked(cutting: Cutting, book: Exposures) -> Actor:
    """Two people of a vendor have answered under a cap, one answer was reviewed."""
    here = cutting.here
    await here.items(4)
    await book.shares.set_caps(cutting.olga, here.project_id, SetCaps(each_vendor=0.9))
    vera, vik = [await here.annotator(name, side="vendor") for name in ("Vera", "Vik")]
    assert [await answers(cutting, vera, 2), await answers(cutting, vik, 1)] == [2, 1]
    await book.shares.fold(here.tenant_id)
    await here.next(vik)  # above the cap: nothing
    return vera


async def test_whatever_was_changed_is_named(cutting: Cutting, book: Exposures, behind: Behind) -> None:
    look, vera = book.reconciling, await worked(cutting, book)
    here = cutting.here
    assert await night(cutting, look) == {}
    state = await look.state(cutting.olga)
    assert state.last is not None and (state.last.differences, state.open_incidents, state.job) == (0, 0, None)
    assert state.last.compared.opened == state.last.compared.leaves == state.last.compared.deliveries == 3
    assert (state.last.compared.seen, state.last.compared.counters) == (3, 1)
    (one, two) = await here.read(
        "select id, item_id, lease_id from exposure where tenant_id = $1 and person_id = $2 and kind = 'item'"
        " order by item_ord", vera.person_id,
    )  # fmt: skip

    await behind(f"delete from ledger_outbox where id = '{one['id']}'")
    found = await night(cutting, look)
    assert set(found) == {"no_leaf"}
    [said] = found["no_leaf"].evidence
    assert f"item {one['item_id']}, shown to person {vera.person_id}" in said
    assert found["no_leaf"].project is not None and found["no_leaf"].project.id == here.project_id

    await behind(f"delete from exposure where id = '{two['id']}'")
    found = await night(cutting, look)
    assert set(found) == {"no_row", "not_shown", "counted_too_much"}
    assert (
        f"item {two['item_id']} of project {here.project_id} was shown to person {vera.person_id}"
        in (found["no_row"].evidence[0])
    )
    assert f"person {vera.person_id} answered item {two['item_id']}" in found["not_shown"].evidence[0]
    assert f"item {two['item_id']} (place" in found["counted_too_much"].evidence[0]
    assert str(cutting.vendor_id) in found["counted_too_much"].evidence[0]

    await close_all(cutting, look)
    assert await night(cutting, look) == {}  # the same differences are not raised again
    third = f"kind = 'item' and id <> '{one['id']}'"
    await behind(f"update exposure set person_id = '{vera.person_id}' where {third}")
    found = await night(cutting, look)
    assert set(found) == {"altered", "no_lease", "not_shown"}
    assert f"and is {vera.person_id}" in found["altered"].evidence[0]
    assert found["not_shown"].differences == 2  # a new one beside the one that was closed
    await close_all(cutting, look)

    await behind("update seen_map set bits = repeat('0', 8192)::bit(8192)")
    await behind("update exposure_cap set seen = 3")
    found = await night(cutting, look)
    assert (set(found), found["not_counted"].differences) == ({"not_counted", "drifted"}, 2)
    assert "counts 3 items; its vendors have seen 0" in found["drifted"].evidence[0]
    await behind("update ledger_outbox set payload = '\\x00' where action = 'walls.exposed'")
    assert set(await night(cutting, look)) == {"altered"}


async def test_an_incident_is_told_and_closed_by_a_human(cutting: Cutting, book: Exposures, behind: Behind) -> None:
    look, here = book.reconciling, cutting.here
    await worked(cutting, book)
    await behind("update exposure_cap set seen = 1")
    [incident] = (await night(cutting, look)).values()
    [event] = await here.read("select payload from outbox where tenant_id = $1 and topic = 'walls.incident_raised'")
    assert event["payload"] == {
        "incident_id": str(incident.id), "project_id": str(here.project_id), "kind": "drifted", "differences": 1,
    }  # fmt: skip
    assert await night(cutting, look) == {}  # still the same one
    await behind("update exposure_cap set seen = 3")
    await night(cutting, look)
    [still] = (
        await look.incidents(cutting.olga, project_id=here.project_id, only_open=True, cursor=None, limit=9)
    ).items
    assert still.id == incident.id and still.gone_at == here.place.clock.now()
    closed = await look.close(cutting.maya, incident.id, CLOSE)
    assert closed.closed_by is not None and (closed.closed_by.name, closed.reason) == ("Manu", "It was a drill.")
    with pytest.raises(IncidentClosed):
        await look.close(cutting.olga, incident.id, CLOSE)
    with pytest.raises(IncidentMissing):
        await look.close(cutting.olga, new_id(), CLOSE)
    said = await here.read(
        "select action from ledger_entry where tenant_id = $1 and object = $2", f"incident:{incident.id}"
    )
    assert {row["action"] for row in said} == {"walls.incident_raised", "walls.incident_closed"}
    assert (await look.incidents(cutting.olga, project_id=new_id(), only_open=False, cursor=None, limit=9)).items == []


async def test_it_is_done_every_night_once(cutting: Cutting, book: Exposures) -> None:
    look, here = book.reconciling, cutting.here
    [sweep] = look.sweeps()

    async def after(hours: float) -> int:
        here.place.clock.advance(hours * 3600)
        await sweep.handler(here.db, here.place.clock)
        await sweep.handler(here.db, here.place.clock)
        done = 0
        while await run_one(here.db, look.handlers(), here.place.clock):
            done += 1
        return done

    assert [await after(hours) for hours in (24, 1, 24, 24)] == [1, 0, 1, 1]
    here.place.clock.advance(60)
    first, again = (await look.start(cutting.olga)).job, (await look.start(cutting.maya)).job
    assert first is not None and first.state == "waiting" and again == first
    assert await run_one(here.db, look.handlers(), here.place.clock)
    assert not await run_one(here.db, look.handlers(), here.place.clock)
    last = (await look.state(cutting.olga)).last
    assert last is not None and last.asked_by is not None and last.asked_by.name == "Olga"

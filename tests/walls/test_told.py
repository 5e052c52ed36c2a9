"""What a customer is told of its wall: whom it would keep out now, which is whom it keeps out, and how often it did."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from tests.content import NOW
from tests.walls.rivals import Labs, make_labs
from tests.workplace import Workplace

from armslength.assignment.schemas import Work
from armslength.identity.model import Actor
from armslength.kit.db import Database
from armslength.walls.schemas.people import AskPersonWaiver, HeldBack


@pytest.fixture
async def labs(db: Database, tmp_path: Path) -> Labs:
    return await make_labs(db, tmp_path)


async def held(labs: Labs, here: Workplace, olga: Actor) -> dict[str, HeldBack]:
    """Who is said to be held back, by name; which must be whom an admission keeps out."""
    told = (await labs.wall.of_project(olga, here.project_id)).held
    async with labs.db.tenant(here.tenant_id) as tx:
        seats = await tx.rows(
            "select m.person_id, m.organization_id from membership m where m.tenant_id = $1"
            " and m.organization_id <> $1 and m.ended_at is null", here.tenant_id,
        )  # fmt: skip
        await tx.run("savepoint looking")
        kept = {
            seat["person_id"]: reason for seat in seats
            if (reason := await tx.value(
                "select armslength_kept_out($1, $2, $3, $4, '{content}', $5)", here.tenant_id, here.project_id,
                seat["person_id"], seat["organization_id"], here.place.clock.now(),
            )) is not None
        }  # fmt: skip
        await tx.run("rollback to savepoint looking")
    assert {each.person.id: each.reason for each in told} == kept
    return {each.person.name: each for each in told}


async def test_who_is_held_back_is_who_would_be_kept_out(labs: Labs) -> None:
    a, b = labs.a, labs.b
    olga, maya = await b.place.person("Olga", "owner"), await b.place.person("Maya", "manager")
    vera_at_a, vera = await labs.both("Vera")
    _, vik = await labs.both("Vik")
    assert await held(labs, b, olga) == {}
    assert isinstance(await a.next(vera_at_a), Work)
    found = await held(labs, b, olga)
    assert set(found) == {"Vera"}
    told = found["Vera"]
    assert (told.reason, told.role, told.organization.id) == ("person", "annotator", a.place.vendor_id)
    assert told.until is not None and told.until.hour == 0  # to the day
    assert timedelta(days=700) < told.until - a.place.clock.now() < timedelta(days=740)  # the brief's, which is longest
    assert await held(labs, a, await a.place.person("Otto", "owner")) == {}

    for _ in range(3):
        assert await b.status(vera) == "none"
    wall = await labs.wall.of_project(olga, b.project_id)
    assert [(each.day, each.reason, each.times) for each in wall.refused] == [(NOW.date(), "person", 3)]
    assert (wall.seats, wall.moved, wall.quarantines) == (2, [], 0)

    async with labs.db.door() as tx:
        await tx.run("update affiliation set until = $2 where person_id = $1", vik.person_id, NOW)
    assert {name: each.reason for name, each in (await held(labs, b, olga)).items()} == {
        "Vera": "person", "Vik": "employer",
    }  # fmt: skip

    wanted = AskPersonWaiver(vera.person_id, "She may.", b.place.clock.now() + timedelta(days=30))
    await labs.wall.approve(olga, (await labs.wall.ask(maya, wanted)).id)
    assert "Vera" in await held(labs, b, olga)  # the other side keeps apart too
    otto, mina = await a.place.person("Otto", "owner"), await a.place.person("Mina", "manager")
    await labs.wall.approve(otto, (await labs.wall.ask(mina, wanted)).id)
    assert set(await held(labs, b, olga)) == {"Vik"}

    labs.months(4)
    assert set(await held(labs, b, olga)) == {"Vera", "Vik"}  # waivers end
    assert (await labs.wall.of_project(olga, b.project_id)).refused == []  # of more than 90 days ago
    labs.months(23)
    assert set(await held(labs, b, olga)) == {"Vik"}


async def test_a_reviewer_of_a_pod_and_who_moved_between_vendors(labs: Labs) -> None:
    a, b = labs.a, labs.b
    olga = await b.place.person("Olga", "owner")
    vera_at_a, _ = await labs.both("Vera", "reviewer")
    _, vik = await labs.both("Vik")
    await b.project(exclusivity="pod")
    async with labs.db.tenant(a.tenant_id) as tx:
        assert await tx.value(
            "select armslength_kept_out($1, $2, $3, $4, '{content}', $5)", a.tenant_id, a.project_id,
            vera_at_a.person_id, vera_at_a.organization_id, a.place.clock.now(),
        ) is None  # fmt: skip
    assert set(await held(labs, b, olga)) == {"Vera", "Vik"}  # what the reviewer knows, the pod knows
    hilltop = await labs.firm("Hilltop")
    await labs.let_in(hilltop, b)
    async with labs.db.tenant(b.tenant_id) as tx:
        await tx.run(
            "insert into exposure (tenant_id, project_id, kind, object, person_id, organization_id, purpose, lease_id,"
            " at, last_at) values ($1, $2, 'schema', '1', $3, $4, 'annotate', gen_random_uuid(), $5, $5)",
            b.tenant_id, b.project_id, vik.person_id, hilltop, NOW,
        )  # fmt: skip
    [moved] = (await labs.wall.of_project(olga, b.project_id)).moved
    assert (moved.person.name, moved.was.name, moved.now.name, moved.last_at) == ("Vik", "Hilltop", "Fairlabel", NOW)

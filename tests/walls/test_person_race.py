"""The person wall under concurrency, and when a process dies in the middle of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from tests.walls.racing import CLIENTS, NO_CLAIM, NO_LOCK, PEOPLE, Race, make_race
from tests.walls.rivals import Labs, make_labs

from armslength.kit.db import Database


@pytest.fixture
async def owner(postgres: Any, database_name: str) -> AsyncIterator[Any]:
    connection = await asyncpg.connect(postgres.owner_url(database_name))
    yield connection
    await connection.close()


@pytest.fixture
async def labs(db: Database, tmp_path: Path) -> Labs:
    return await make_labs(db, tmp_path, items=1)


async def race_of(labs: Labs, postgres: Any, database_name: str, owner: Any, people: int) -> Race:
    places = labs.a.place, labs.b.place
    return await make_race(postgres.app_url(database_name), owner, places, labs.a.place.vendor_id, people)


@pytest.mark.parametrize(
    ("weaker", "people"), [((), PEOPLE), ((NO_LOCK,), 60), ((NO_CLAIM,), 60)],
    ids=["lock and claim", "the claim alone", "the lock alone"],
)  # fmt: skip
async def test_nobody_gets_in_at_two_rivals(
    labs: Labs, postgres: Any, database_name: str, owner: Any, weaker: tuple[str, ...], people: int
) -> None:
    for sql in weaker:
        await owner.execute(sql)
    race = await race_of(labs, postgres, database_name, owner, people)
    assert await race.run(CLIENTS) == set()
    assert {person for person, _, _ in await labs.known()} == set(race.people)  # and everybody got in somewhere


async def test_without_either_the_race_is_lost(labs: Labs, postgres: Any, database_name: str, owner: Any) -> None:
    """So the race is one that can be lost: if not at once, on a machine that is busy elsewhere, then soon."""
    await owner.execute(NO_LOCK)
    await owner.execute(NO_CLAIM)
    for _ in range(8):
        race = await race_of(labs, postgres, database_name, owner, 60)
        if await race.run(CLIENTS):
            return
    pytest.fail("Nobody ever lost the race.")


async def test_a_process_that_dies_in_the_middle_leaves_nothing(
    labs: Labs, postgres: Any, database_name: str, owner: Any
) -> None:
    race = await race_of(labs, postgres, database_name, owner, 1)
    place, other = race.labs
    ask = "select armslength_kept_out($1, $2, $3, $4, '{content}', now())"
    dying = await asyncpg.connect(race.url)
    await dying.execute(f"begin; set local app.tenant = '{place.tenant_id}'")
    assert await dying.fetchval(ask, place.tenant_id, place.project_id, race.people[0], race.firm) is None
    await owner.execute("select pg_terminate_backend($1)", dying.get_server_pid())
    async with labs.db.tenant(other.tenant_id) as tx:  # waits for the lock of the person, which died with it
        assert await tx.value(ask, other.tenant_id, other.project_id, race.people[0], race.firm) is None
    assert await labs.known() == {(race.people[0], other.tenant_id, "content")}

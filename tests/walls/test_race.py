"""Deliveries and the cut at once, each client on a connection of its own, against real PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import open_database
from tests.walls.severing import Cutting, cut_off, late, make_cutting

from armslength.assignment.schemas import Work
from armslength.identity.errors import NoSuchProject
from armslength.identity.model import Actor

CLIENTS = 16


@pytest.fixture
async def cutting(postgres: Any, database_name: str, tmp_path: Path) -> AsyncIterator[Cutting]:
    database = await open_database(postgres.app_url(database_name), size=CLIENTS + 4)
    yield await make_cutting(database, tmp_path)
    await database.close()


@pytest.mark.parametrize("answering", [False, True], ids=["asking", "answering"])
@pytest.mark.parametrize("passed", [True, False], ids=["by the pass", "by the gateway alone"])
async def test_nothing_is_delivered_after_the_cut(cutting: Cutting, passed: bool, answering: bool) -> None:
    """Both layers on their own: the pass in the first statement, and the gateway's own check where none is carried.
    Who answers goes together with others who do."""
    here, shown = cutting.here, 0
    await here.items(400, overlap=2)
    people = await asyncio.gather(*(here.annotator(f"V{n}", side="vendor") for n in range(CLIENTS)))
    busy, over = asyncio.Event(), asyncio.Event()

    def was_shown() -> None:
        nonlocal shown
        shown += 1
        if shown > 2 * CLIENTS:
            busy.set()

    async def answer(who: Actor, work: Work | None) -> None:
        while work is not None and not over.is_set():
            work = (await here.submit(who, work, have=[])).next
            was_shown()

    async def ask(who: Actor) -> None:
        while not over.is_set():
            work = await here.next(who)
            if isinstance(work, Work):
                was_shown()
                if answering:
                    await answer(who, work)
                else:
                    await here.assignment.return_assignment(who, here.project_id, work.assignment.id)

    async def client(who: Actor) -> None:
        if passed:
            with cutting.request(who), suppress(NoSuchProject):
                await ask(who)
        else:
            await ask(who)

    clients = [asyncio.create_task(client(who)) for who in people]
    await busy.wait()
    snapshot = await cut_off(cutting)
    late_comers = [asyncio.create_task(client(who)) for who in people]
    for _ in range(CLIENTS):
        await here.read("select $1::uuid")  # the others go on meanwhile
    over.set()
    await asyncio.gather(*clients, *late_comers)
    assert shown > 0
    assert await late(cutting, snapshot) == 0
    await here.hear()
    await here.check()

"""A bell rings once what it rings for is committed, in every process that hung one; what no bell told is found."""

from __future__ import annotations

import asyncio
import os
import signal
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from tests.conftest import FAST, TestPostgres, scratch

from armslength.entry.postgres import EmbeddedPostgres
from armslength.entry.worker import _sweep
from armslength.kit import jobs, outbox, turns
from armslength.kit.clock import Clock, FixedClock
from armslength.kit.db import Database
from armslength.kit.ids import new_id
from armslength.kit.jobs import Sweep

AT = datetime(2026, 1, 1, tzinfo=UTC)
LATER = AT + timedelta(hours=1)


@asynccontextmanager
async def elsewhere(url: str, *names: str) -> AsyncIterator[tuple[Database, list[asyncio.Event]]]:
    """Another process, as far as PostgreSQL knows, that listens, with bells of these names."""
    other = await Database.open(url, size=1)
    hung = [other.bells.hang(name) for name in names]
    listening = asyncio.create_task(_sweep(other, Clock(), Sweep("listen", 0.01, lambda db, _: db.bells.listen())))
    for bell in hung:
        await rings(bell)  # everything sounds once it listens
    try:
        yield other, hung
    finally:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
        await other.close()


async def rings(bell: asyncio.Event) -> None:
    """Wait for it, and silence it."""
    await asyncio.wait_for(bell.wait(), 60)
    bell.clear()


@pytest.fixture
def url(postgres: TestPostgres, database_name: str) -> str:
    return postgres.app_url(database_name)


async def test_what_is_left_for_the_workers_rings_here_and_elsewhere(db: Database, tenant: UUID, url: str) -> None:
    names = (jobs.BELL, outbox.BELL, "eggs.boil")
    here = [db.bells.hang(name) for name in names]
    async with elsewhere(url, *names) as (_, one), elsewhere(url, *names) as (_, two):
        async with db.tenant(tenant) as tx:
            await jobs.enqueue(tx, "count", {}, at=AT)
            await outbox.emit(tx, "egg.boiled", {}, at=AT)
            await turns.wake(tx, "eggs.boil", [new_id()], AT)
            assert not any(bell.is_set() for bell in here), "it is not committed yet"
        assert all(bell.is_set() for bell in here)
        for bell in (*one, *two):
            await rings(bell)
        async with db.tenant(tenant) as tx:
            await outbox.emit(tx, "egg.dropped", {}, at=AT)
        await rings(one[1])
        assert not one[0].is_set(), "nobody rang for a job"


async def test_what_was_undone_rings_for_nothing(db: Database, tenant: UUID) -> None:
    bell = db.bells.hang(jobs.BELL)
    with pytest.raises(ZeroDivisionError):
        async with db.tenant(tenant) as tx:
            await jobs.enqueue(tx, "count", {}, at=AT)
            raise ZeroDivisionError
    assert not bell.is_set()


async def test_a_job_that_goes_on_or_is_given_back_rings(db: Database, tenant: UUID) -> None:
    async with db.tenant(tenant) as tx:
        job_id = await jobs.enqueue(tx, "dawdle", {}, at=AT)
        await jobs.set_wanted_state(tx, job_id, "paused", at=AT)
    bell = db.bells.hang(jobs.BELL)
    async with db.tenant(tenant) as tx:
        await jobs.set_wanted_state(tx, job_id, "running", at=AT)
    await rings(bell)
    begun = asyncio.Event()

    async def dawdle(_: jobs.JobContext) -> None:
        begun.set()
        await asyncio.Event().wait()

    working = asyncio.create_task(jobs.run_one(db, {"dawdle": dawdle}, FixedClock(AT)))
    await begun.wait()
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    await rings(bell)


async def test_a_look_finds_what_no_bell_told(db: Database, tenant: UUID) -> None:
    async def found(now: datetime) -> set[str]:
        return set(await jobs.waiting(db, now))

    clock = FixedClock(AT)
    assert not await found(LATER)
    async with db.tenant(tenant) as tx:
        await jobs.enqueue(tx, "count", {}, at=LATER)
        await turns.wake(tx, "eggs.boil", [new_id()], LATER)
    assert not await found(AT), "none of it is due"
    assert await found(LATER) == {jobs.BELL, "eggs.boil"}
    async with db.tenant(tenant) as tx:
        await outbox.emit(tx, "egg.boiled", {}, at=AT)
    assert await found(AT) == {outbox.BELL}
    await outbox.deliver(db, [], clock)
    assert await turns.claim(db, "eggs.boil", LATER, timedelta(minutes=1))
    assert await found(LATER) == {jobs.BELL}, "the turn is somebody's"
    assert await found(LATER + timedelta(minutes=2)) == {jobs.BELL, "eggs.boil"}, "who may have died with it"


@pytest.fixture
def mortal() -> Iterator[EmbeddedPostgres]:
    """A PostgreSQL that may be killed."""
    with tempfile.TemporaryDirectory(prefix="armslength-mortal-", dir=scratch()) as folder:
        server = EmbeddedPostgres(Path(folder), settings=FAST)
        server.start()
        yield server
        server.stop()


async def test_who_listens_hears_again_after_kill_9_of_the_database(
    mortal: EmbeddedPostgres,
) -> None:
    url = mortal.url("postgres")
    ringing = await Database.open(url, size=1)
    async with elsewhere(url, "eggs.boil") as (_, [bell]):
        ringing.bells.ring(["eggs.boil"])
        await rings(bell)
        os.kill(int((mortal.cluster / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
        ringing.bells.ring(["eggs.boil"])  # lost: nobody is there to pass it on
        while mortal.exited() is None:
            await asyncio.sleep(0.01)
        await asyncio.to_thread(mortal.restart)
        await rings(bell)  # since nobody knows what was rung meanwhile
        ringing.bells.ring(["eggs.boil"])
        await rings(bell)
    await ringing.close()

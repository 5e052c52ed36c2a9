"""A worker stops when it is told to, whatever becomes of the telling; it works when something waits, and where."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from contextlib import suppress
from datetime import UTC, datetime
from uuid import UUID

import pytest
from tests.kit.conftest import tenant as tenant

from armslength.entry import worker
from armslength.entry.worker import Stirred, _follow, _keep_doing, _sweep, look
from armslength.kit import jobs, outbox
from armslength.kit.clock import Clock, FixedClock
from armslength.kit.db import Database
from armslength.kit.jobs import Sweep

AT = datetime(2026, 1, 1, tzinfo=UTC)


class Driver:
    """Loses its connection at the very moment of the cancellation, and takes that for the reason."""

    def __init__(self) -> None:
        self.entered = asyncio.Event()

    async def work(self, *_: object) -> bool:
        self.entered.set()
        with suppress(asyncio.CancelledError):
            await asyncio.Event().wait()
        return False


async def test_a_loop_ends_though_a_driver_swallowed_its_cancellation(db: Database) -> None:
    for_work, for_sweep = Driver(), Driver()
    loops = [
        asyncio.create_task(_keep_doing(for_work.work, asyncio.Event(), 0)),
        asyncio.create_task(_sweep(db, Clock(), Sweep("anything", 3600, for_sweep.work))),
    ]
    for driver, loop in zip((for_work, for_sweep), loops, strict=True):
        await driver.entered.wait()
        loop.cancel()
    done, pending = await asyncio.wait(loops, timeout=10)
    assert not pending
    assert len(done) == 2


async def test_a_loop_works_once_for_each_ring_and_again_while_there_is_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "_AFTER_FAILURE_SECONDS", 0)
    bell, done, answers = asyncio.Event(), asyncio.Semaphore(0), iter((False, True, ConnectionError(), False, False))
    pieces = 0

    async def piece() -> bool:
        nonlocal pieces
        pieces += 1
        done.release()
        if isinstance(answer := next(answers), Exception):
            raise answer
        return answer

    loop = asyncio.create_task(_keep_doing(piece, bell, 0))
    await done.acquire()  # whatever may have waited before it
    for _ in range(20):
        await asyncio.sleep(0)
    assert pieces == 1, "nothing rang"
    bell.set()
    for _ in range(3):  # there is more, then a failure, then nothing
        await done.acquire()
    for _ in range(20):
        await asyncio.sleep(0)
    assert pieces == 4
    loop.cancel()
    await asyncio.gather(loop, return_exceptions=True)


async def test_work_that_was_left_without_a_ring_is_rung_for_by_a_look(db: Database, tenant: UUID) -> None:
    async with db.tenant(tenant) as tx:
        await jobs.enqueue(tx, "count", {}, at=AT)
        tx.rung.clear()  # as if its process had died right after the commit
    job, event = db.bells.hang(jobs.BELL), db.bells.hang(outbox.BELL)
    await look(db, FixedClock(AT))
    assert job.is_set()
    assert not event.is_set()


async def test_what_follows_is_done_where_something_happens_and_now_and_then_everywhere(
    db: Database, tenant: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    stirred, given, busy = Stirred(), asyncio.Queue[list[UUID]](), UUID(int=7)

    async def note(tenants: Collection[UUID]) -> None:
        given.put_nowait(list(tenants))

    following = asyncio.create_task(_follow(db, stirred, "anything", 0, note))
    assert await given.get() == [tenant], "at first everywhere"
    assert await given.get() == []
    stirred.stir(busy)
    while not (where := await given.get()):
        pass
    assert where == [busy]
    monkeypatch.setattr(Stirred, "LASTS_SECONDS", 0)
    stirred.stir(busy)
    while await given.get():
        pass
    following.cancel()
    await asyncio.gather(following, return_exceptions=True)


async def test_a_tenant_is_stirred_by_its_events_and_its_jobs(db: Database, tenant: UUID) -> None:
    stirred: list[UUID] = []

    async def count(context: jobs.JobContext) -> None:
        stirred.clear()
        await context.tick(done=1)
        assert stirred == [tenant]

    async with db.tenant(tenant) as tx:
        await outbox.emit(tx, "egg.boiled", {}, at=AT)
        await jobs.enqueue(tx, "count", {}, at=AT)
    await outbox.deliver(db, [], FixedClock(AT), stir=stirred.append)
    assert stirred == [tenant]
    await jobs.run_one(db, {"count": count}, FixedClock(AT), stir=stirred.append)
    assert stirred == [tenant, tenant], "as it goes on, and at its end"

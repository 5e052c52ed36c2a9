"""Background work survives crashes, obeys wishes, and is never run by two at once."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from uuid import UUID

import pytest

from armslength.kit import jobs
from armslength.kit.clock import FixedClock
from armslength.kit.db import Database
from armslength.kit.errors import Conflict, Unavailable
from armslength.kit.ids import new_id
from armslength.kit.jobs import LEASE, JobContext, Stopped


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2026, 1, 1, tzinfo=UTC))


async def ask(db: Database, tenant: UUID, clock: FixedClock) -> UUID:
    async with db.tenant(tenant) as tx:
        return await jobs.enqueue(tx, "count", {"to": 3}, at=clock.now())


async def state(db: Database, tenant: UUID, job_id: UUID) -> jobs.Job:
    async with db.tenant(tenant) as tx:
        return await jobs.get(tx, job_id)


async def count_to(context: JobContext) -> None:
    for number in range(context.job.checkpoint.get("number", 0) + 1, context.job.payload["to"] + 1):
        await context.tick(done=number, checkpoint={"number": number})


async def test_a_job_runs_to_its_end_and_says_how_far_it_was(db: Database, tenant: UUID, clock: FixedClock) -> None:
    job_id = await ask(db, tenant, clock)
    assert await jobs.run_one(db, {"count": count_to}, clock)
    done = await state(db, tenant, job_id)
    assert (done.state, done.done, done.finished_at) == ("done", 3, clock.now())
    assert not await jobs.run_one(db, {"count": count_to}, clock)


async def test_after_a_crash_another_worker_goes_on_from_the_checkpoint(
    db: Database, tenant: UUID, clock: FixedClock
) -> None:
    job_id = await ask(db, tenant, clock)
    seen: list[int] = []

    async def dies_after_two(context: JobContext) -> None:
        for number in (1, 2):
            await context.tick(done=number, checkpoint={"number": number})
        raise asyncio.CancelledError

    async def goes_on(context: JobContext) -> None:
        seen.append(context.job.checkpoint["number"])
        await count_to(context)

    with pytest.raises(asyncio.CancelledError):
        await jobs.run_one(db, {"count": dies_after_two}, clock)
    assert not await jobs.run_one(db, {"count": goes_on}, clock), "the lease still holds"
    clock.advance(LEASE.total_seconds() + 1)
    assert await jobs.run_one(db, {"count": goes_on}, clock)
    assert seen == [2]
    assert (await state(db, tenant, job_id)).state == "done"


async def test_work_and_checkpoint_of_a_lost_lease_are_undone_together(
    db: Database, tenant: UUID, clock: FixedClock
) -> None:
    await ask(db, tenant, clock)

    async def loses_its_lease(context: JobContext) -> None:
        async with db.tenant(tenant) as tx:
            await tx.run("update job set lease = $2 where tenant_id = $1", tenant, new_id())
        async with db.tenant(tenant) as tx:
            await tx.run(
                "insert into ledger_entry (tenant_id, at, action, object, detail) values ($1, $2, 'a', 'b', '{}')",
                tenant, clock.now(),
            )  # fmt: skip
            await context.tick(done=1, tx=tx)

    await jobs.run_one(db, {"count": loses_its_lease}, clock)
    async with db.tenant(tenant) as tx:
        assert await tx.value("select count(*) from ledger_entry where tenant_id = $1", tenant) == 0


async def test_pause_resume_and_cancel_are_obeyed_at_the_next_tick(
    db: Database, tenant: UUID, clock: FixedClock
) -> None:
    job_id = await ask(db, tenant, clock)

    async def is_paused_midway(context: JobContext) -> None:
        await context.tick(done=1, checkpoint={"number": 1})
        async with db.tenant(tenant) as tx:
            await jobs.set_wanted_state(tx, job_id, "paused", at=clock.now())
        with pytest.raises(Stopped):
            await context.tick(done=2, checkpoint={"number": 2})
        raise Stopped("paused")

    await jobs.run_one(db, {"count": is_paused_midway}, clock)
    assert (await state(db, tenant, job_id)).state == "paused"
    assert not await jobs.run_one(db, {"count": count_to}, clock)
    async with db.tenant(tenant) as tx:
        await jobs.set_wanted_state(tx, job_id, "running", at=clock.now())
    assert await jobs.run_one(db, {"count": count_to}, clock)
    assert (await state(db, tenant, job_id)).state == "done"
    async with db.tenant(tenant) as tx:
        with pytest.raises(jobs.JobEnded):
            await jobs.set_wanted_state(tx, job_id, "cancelled", at=clock.now())


async def ends(db: Database, tenant: UUID) -> list[tuple[str, str]]:
    """(job, state) of every end that was told."""
    async with db.tenant(tenant) as tx:
        told = await tx.rows("select payload from outbox where topic = $1 order by id", jobs.JOB_ENDED)
    return [(row["payload"]["job_id"], row["payload"]["state"]) for row in told]


async def test_every_end_of_a_job_is_told_once(db: Database, tenant: UUID, clock: FixedClock) -> None:
    done, given_up, cancelled, resumed = [await ask(db, tenant, clock) for _ in range(4)]

    async def refuse(context: JobContext) -> None:
        if context.job.id != done:
            raise Conflict("no")

    async with db.tenant(tenant) as tx:
        for job_id in (cancelled, resumed):
            await jobs.set_wanted_state(tx, job_id, "paused", at=clock.now())
        assert (await jobs.set_wanted_state(tx, cancelled, "cancelled", at=clock.now())).finished_at == clock.now()
    while await jobs.run_one(db, {"count": refuse}, clock):
        pass
    assert sorted(await ends(db, tenant)) == sorted(
        [(str(done), "done"), (str(given_up), "failed"), (str(cancelled), "cancelled")]
    )


async def test_what_is_cancelled_while_an_attempt_fails_is_not_tried_again(
    db: Database, tenant: UUID, clock: FixedClock
) -> None:
    job_id = await ask(db, tenant, clock)

    async def breaks(context: JobContext) -> None:
        async with db.tenant(tenant) as tx:
            await jobs.set_wanted_state(tx, job_id, "cancelled", at=clock.now())
        raise ValueError("before the next tick")

    assert await jobs.run_one(db, {"count": breaks}, clock)
    ended = await state(db, tenant, job_id)
    assert (ended.state, ended.error, ended.finished_at) == ("cancelled", None, clock.now())
    clock.advance(3600)
    assert not await jobs.run_one(db, {"count": breaks}, clock)
    async with db.tenant(tenant) as tx:
        sql = "select payload ->> 'state' from outbox where tenant_id = $1 and topic = $2"
        assert await tx.value(sql, tenant, jobs.JOB_ENDED) == "cancelled"


async def test_a_failing_job_is_tried_again_later_and_given_up_in_the_end(
    db: Database, tenant: UUID, clock: FixedClock
) -> None:
    job_id = await ask(db, tenant, clock)

    async def breaks(context: JobContext) -> None:
        if context.job.attempt == 1:
            raise Unavailable("The scale does not answer.")
        raise ValueError("secret details")

    assert await jobs.run_one(db, {"count": breaks}, clock)
    waits = await state(db, tenant, job_id)
    assert (waits.state, waits.error) == ("waiting", "The scale does not answer.")
    assert not await jobs.run_one(db, {"count": breaks}, clock)
    clock.advance(3600)
    for _ in range(jobs.MAX_ATTEMPTS - 1):
        assert await jobs.run_one(db, {"count": breaks}, clock)
        clock.advance(3600)
    given_up = await state(db, tenant, job_id)
    assert given_up.state == "failed"
    assert given_up.error is not None and "secret" not in given_up.error


async def test_sixteen_workers_run_every_job_once(db: Database, tenant: UUID, clock: FixedClock) -> None:
    for _ in range(12):
        await ask(db, tenant, clock)
    runs: list[UUID] = []

    async def note(context: JobContext) -> None:
        runs.append(context.job.id)

    async def worker() -> None:
        while await jobs.run_one(db, {"count": note}, clock):
            pass

    await asyncio.gather(*(worker() for _ in range(16)))
    assert len(runs) == len(set(runs)) == 12


async def test_a_worker_that_is_told_to_stop_gives_its_job_back_at_once(
    db: Database, tenant: UUID, clock: FixedClock
) -> None:
    job_id = await ask(db, tenant, clock)
    begun = asyncio.Event()

    async def dawdle(context: JobContext) -> None:
        await context.tick(done=1, checkpoint={"number": 1})
        begun.set()
        await asyncio.Event().wait()

    working = asyncio.create_task(jobs.run_one(db, {"count": dawdle}, clock))
    await begun.wait()
    working.cancel()
    with pytest.raises(asyncio.CancelledError):
        await working
    assert (await state(db, tenant, job_id)).state == "waiting"
    assert await jobs.run_one(db, {"count": count_to}, clock)
    done = await state(db, tenant, job_id)
    assert (done.state, done.done, done.attempt) == ("done", 3, 1)

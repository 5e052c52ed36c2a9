"""Work that does not tick by itself: the job ticks beside it, and takes it with it when it ends."""

from __future__ import annotations

import asyncio
import threading
from datetime import UTC, datetime
from uuid import UUID

import pytest

from armslength.kit import apart, jobs
from armslength.kit.clock import FixedClock
from armslength.kit.db import Database
from armslength.kit.jobs import JobContext


async def test_a_cancelled_job_ends_its_thread(db: Database, tenant: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "LOOK_SECONDS", 0.01)
    clock, begun, ended = FixedClock(datetime(2026, 1, 1, tzinfo=UTC)), threading.Event(), threading.Event()

    def rounds(over: apart.Over) -> None:
        begun.set()
        while not over():
            pass
        ended.set()

    async def handler(context: JobContext) -> None:
        await apart.in_thread(context, rounds)

    async with db.tenant(tenant) as tx:
        job_id = await jobs.enqueue(tx, "think", {}, at=clock.now())
    working = asyncio.create_task(jobs.run_one(db, {"think": handler}, clock))
    assert await asyncio.to_thread(begun.wait, 30)
    async with db.tenant(tenant) as tx:
        await jobs.set_wanted_state(tx, job_id, "cancelled", at=clock.now())
    assert await working
    assert await asyncio.to_thread(ended.wait, 30)
    async with db.tenant(tenant) as tx:
        assert (await jobs.get(tx, job_id)).state == "cancelled"

"""A worker that is told to stop once stops, whatever becomes of the telling."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from armslength.entry.worker import _keep_doing, _sweep
from armslength.kit.clock import Clock
from armslength.kit.db import Database
from armslength.kit.jobs import Sweep


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
        asyncio.create_task(_keep_doing(for_work.work, 3600)),
        asyncio.create_task(_sweep(db, Clock(), Sweep("anything", 3600, for_sweep.work))),
    ]
    for driver, loop in zip((for_work, for_sweep), loops, strict=True):
        await driver.entered.wait()
        loop.cancel()
    done, pending = await asyncio.wait(loops, timeout=10)
    assert not pending
    assert len(done) == 2

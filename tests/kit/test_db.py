"""A transaction ends with what it was begun for, however that ends."""

from __future__ import annotations

import asyncio

from armslength.kit.db import Database
from armslength.kit.ids import NIL


async def test_who_is_stopped_while_beginning_leaves_nothing_begun(db: Database) -> None:
    """Stopping is no fault: nothing is left for the pool to find and to complain of."""
    complaints: list[str] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, said: complaints.append(said["message"]))

    async def begin() -> None:
        async with db._transaction("select pg_sleep(60)", NIL):
            raise AssertionError("it sleeps")

    beginning = asyncio.create_task(begin())
    async with db.worker() as tx:
        while not await tx.value("select count(*) from pg_stat_activity where wait_event = 'PgSleep'"):
            await asyncio.sleep(0.01)
            await tx.run("select pg_stat_clear_snapshot()")
    beginning.cancel()
    await asyncio.wait({beginning})
    assert beginning.cancelled()
    assert complaints == []
    async with db.worker() as tx:
        assert await tx.value("select count(*) from pg_stat_activity where state like 'idle in transaction%'") == 0

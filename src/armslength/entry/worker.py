"""One worker process: jobs, events and periodic work, until told to stop.

Any number of workers may run, on any machine that reaches the database: a job is leased, an event is taken under a row
lock, periodic work bears being done twice. Bells say when something waits; a look every second finds what no bell told.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from collections.abc import Awaitable, Callable, Collection
from datetime import timedelta
from typing import Final
from uuid import UUID

import structlog
import uvloop

from armslength.entry.collector import settle
from armslength.entry.logs import configure_logs
from armslength.entry.settings import load_server_settings
from armslength.entry.wiring import Wiring, open_wiring
from armslength.kit import jobs, outbox
from armslength.kit.clock import Clock
from armslength.kit.counted import count_grown
from armslength.kit.db import Database
from armslength.kit.ids import new_id
from armslength.kit.jobs import Sweep, TenantSweep

log = structlog.get_logger(__name__)

JOBS_AT_ONCE = 2
LOOK_SECONDS: Final = 1.0
"""How long it takes at most to find what no bell told."""
LISTEN_AGAIN_SECONDS: Final = 1.0
_EVENTS_GATHERED_SECONDS = 0.5
"""Events that come within it are told together. One that comes after a silence is told at once."""
_HEARTBEAT_SECONDS = 10.0
_COUNT_SECONDS = 1.0
_AFTER_FAILURE_SECONDS = 2.0
_TOLD_KEPT = timedelta(days=1)


class Stirred:
    """The tenants in which something happened just now, as far as this worker knows: whose events it tells, whose jobs
    it runs. What follows from that follows within seconds; elsewhere it is enough to look now and then."""

    LASTS_SECONDS: Final = 10.0
    EVERYWHERE_SECONDS: Final = 30.0

    def __init__(self) -> None:
        self._until: dict[UUID, float] = {}

    def stir(self, tenant_id: UUID) -> None:
        """Something happens there."""
        self._until[tenant_id] = asyncio.get_running_loop().time() + self.LASTS_SECONDS

    def now(self) -> list[UUID]:
        """Where."""
        now = asyncio.get_running_loop().time()
        self._until = {tenant_id: until for tenant_id, until in self._until.items() if until > now}
        return list(self._until)


async def work(wiring: Wiring, clock: Clock) -> None:
    """Work until cancelled; no failure of one part stops another, or itself."""
    db, stirred = wiring.db, Stirred()
    handlers, subscriptions = wiring.handlers(), wiring.subscriptions()
    name = f"{socket.gethostname()}:{os.getpid()}:{new_id().hex[:8]}"
    sweeps = [
        *wiring.sweeps(), Sweep("told events", 3600, _forget_told), Sweep(name, _HEARTBEAT_SECONDS, _beat(name)),
    ]  # fmt: skip

    async def a_job() -> bool:
        return await jobs.run_one(db, handlers, clock, stir=stirred.stir)

    async def some_events() -> bool:
        return await outbox.deliver(db, subscriptions, clock, stir=stirred.stir) >= outbox.AT_MOST

    async def grown(tenants: Collection[UUID]) -> None:
        if tenants:
            await count_grown(db)

    def a_tenant(sweep: TenantSweep) -> Callable[[Collection[UUID]], Awaitable[None]]:
        async def each(tenants: Collection[UUID]) -> None:
            for tenant_id in tenants:
                await sweep.handler(tenant_id)

        return each

    async with asyncio.TaskGroup() as group:
        for _ in range(JOBS_AT_ONCE):
            group.create_task(_keep_doing(a_job, db.bells.hang(jobs.BELL), 0))
        group.create_task(_keep_doing(some_events, db.bells.hang(outbox.BELL), _EVENTS_GATHERED_SECONDS))
        for loop in wiring.loops():
            for _ in range(loop.at_once):
                group.create_task(_keep_doing(loop.handler, db.bells.hang(loop.name), loop.gather_seconds))
        for sweep in sweeps:
            group.create_task(_sweep(db, clock, sweep))
        group.create_task(_follow(db, stirred, "tables", _COUNT_SECONDS, grown))
        for following in wiring.tenant_sweeps():
            group.create_task(_follow(db, stirred, following.name, following.every_seconds, a_tenant(following)))
        group.create_task(_sweep(db, clock, Sweep("look", LOOK_SECONDS, look)))
        group.create_task(_sweep(db, clock, Sweep("listen", LISTEN_AGAIN_SECONDS, lambda db, _: db.bells.listen())))


async def look(db: Database, clock: Clock) -> None:
    """Ring for what waits, whoever may have rung for it."""
    db.bells.sound(await jobs.waiting(db, clock.now()))


def _is_asked_to_stop() -> bool:
    """Whether this task was cancelled, even if a driver that lost its connection just then took the cancellation for
    its own: told once, a loop must end all the same."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


async def _keep_doing(something: Callable[[], Awaitable[bool]], bell: asyncio.Event, gather_seconds: float) -> None:
    """Whenever the bell rings, and again at once while there may be more; after a failure in a while."""
    while True:
        bell.clear()
        try:
            more, rest = await something(), 0.0
        except Exception as failure:
            log.warning("the worker trips and goes on", error=repr(failure))
            more, rest = True, _AFTER_FAILURE_SECONDS
        if _is_asked_to_stop():
            return
        if more:
            await asyncio.sleep(rest)
        else:
            await asyncio.sleep(gather_seconds)
            await bell.wait()


async def _sweep(db: Database, clock: Clock, sweep: Sweep) -> None:
    while True:
        try:
            await sweep.handler(db, clock)
        except Exception as failure:
            log.warning("a sweep failed and will be tried again", sweep=sweep.name, error=repr(failure))
        if _is_asked_to_stop():
            return
        await asyncio.sleep(sweep.every_seconds)


async def _follow(
    db: Database, stirred: Stirred, name: str, every_seconds: float,
    handler: Callable[[Collection[UUID]], Awaitable[None]],
) -> None:  # fmt: skip
    """Give it the tenants in which something happens, so often; now and then all of them."""
    clock = asyncio.get_running_loop().time
    everywhere_at = 0.0
    while True:
        try:
            if clock() < everywhere_at:
                await handler(stirred.now())
            else:
                await handler(await jobs.tenants(db))
                everywhere_at = clock() + stirred.EVERYWHERE_SECONDS
        except Exception as failure:
            log.warning("a sweep failed and will be tried again", sweep=name, error=repr(failure))
        if _is_asked_to_stop():
            return
        await asyncio.sleep(every_seconds)


async def _forget_told(db: Database, clock: Clock) -> None:
    await outbox.sweep_told(db, clock.now() - _TOLD_KEPT)


def _beat(name: str) -> Callable[[Database, Clock], Awaitable[None]]:
    """Say that we live, and forget who has been silent for a day."""

    async def beat(db: Database, clock: Clock) -> None:
        now = clock.now()
        async with db.worker() as tx:
            await tx.run(
                "insert into worker_heartbeat (worker, seen_at) values ($1, $2)"
                " on conflict (worker) do update set seen_at = excluded.seen_at",
                name, now,
            )  # fmt: skip
            await tx.run("delete from worker_heartbeat where seen_at < $1", now - timedelta(days=1))

    return beat


async def _main() -> None:
    settings = load_server_settings(os.environ)
    async with open_wiring(settings, os.environ) as wiring:
        settle()
        working = asyncio.create_task(work(wiring, Clock()))
        loop = asyncio.get_running_loop()
        for received in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(received, working.cancel)
        await asyncio.wait({working})
        if not working.cancelled():
            working.result()


def main() -> None:
    """Entry of the process."""
    configure_logs()
    uvloop.run(_main())


if __name__ == "__main__":
    main()

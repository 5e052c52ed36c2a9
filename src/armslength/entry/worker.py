"""One worker process: jobs, events and periodic work, until told to stop.

Any number of workers may run, on any machine that reaches the database: a job is leased, an event is taken under a row
lock, periodic work bears being done twice.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog
import uvloop

from armslength.entry.collector import settle
from armslength.entry.logs import configure_logs
from armslength.entry.settings import load_server_settings
from armslength.entry.wiring import Wiring, open_wiring
from armslength.kit.clock import Clock
from armslength.kit.counted import count_grown
from armslength.kit.db import Database
from armslength.kit.ids import new_id
from armslength.kit.jobs import Sweep, run_one
from armslength.kit.outbox import deliver, sweep_told

log = structlog.get_logger(__name__)

JOBS_AT_ONCE = 2
_JOB_SECONDS = 0.5
_EVENT_SECONDS = 0.2
_HEARTBEAT_SECONDS = 10.0
_COUNT_SECONDS = 1.0
_TOLD_KEPT = timedelta(days=1)


async def work(wiring: Wiring, clock: Clock) -> None:
    """Work until cancelled; no failure of one part stops another, or itself."""
    handlers, subscriptions = wiring.handlers(), wiring.subscriptions()
    name = f"{socket.gethostname()}:{os.getpid()}:{new_id().hex[:8]}"
    sweeps = [
        *wiring.sweeps(), Sweep("told events", 3600, _forget_told), Sweep(name, _HEARTBEAT_SECONDS, _beat(name)),
        Sweep("tables", _COUNT_SECONDS, lambda db, clock: count_grown(db)),
    ]  # fmt: skip

    async def a_job() -> bool:
        return await run_one(wiring.db, handlers, clock)

    async def some_events() -> bool:
        return await deliver(wiring.db, subscriptions, clock) > 0

    async with asyncio.TaskGroup() as group:
        for _ in range(JOBS_AT_ONCE):
            group.create_task(_keep_doing(a_job, _JOB_SECONDS))
        group.create_task(_keep_doing(some_events, _EVENT_SECONDS))
        for loop in wiring.loops():
            for _ in range(loop.at_once):
                group.create_task(_keep_doing(loop.handler, loop.rest_seconds))
        for sweep in sweeps:
            group.create_task(_sweep(wiring.db, clock, sweep))


def _is_asked_to_stop() -> bool:
    """Whether this task was cancelled, even if a driver that lost its connection just then took the cancellation for
    its own: told once, a loop must end all the same."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


async def _keep_doing(something: Callable[[], Awaitable[bool]], idle_seconds: float) -> None:
    """Again at once while there is work, else after a rest; after a failure a longer one."""
    while True:
        try:
            rest = 0.0 if await something() else idle_seconds
        except Exception as failure:
            log.warning("the worker trips and goes on", error=repr(failure))
            rest = 2.0
        if _is_asked_to_stop():
            return
        await asyncio.sleep(rest)


async def _sweep(db: Database, clock: Clock, sweep: Sweep) -> None:
    while True:
        try:
            await sweep.handler(db, clock)
        except Exception as failure:
            log.warning("a sweep failed and will be tried again", sweep=sweep.name, error=repr(failure))
        if _is_asked_to_stop():
            return
        await asyncio.sleep(sweep.every_seconds)


async def _forget_told(db: Database, clock: Clock) -> None:
    await sweep_told(db, clock.now() - _TOLD_KEPT)


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

"""Bells: whoever leaves work for the workers rings, so that one of them starts at once.

    bell = db.bells.hang("jobs")        a worker's; it waits for it
    tx.ring("jobs")                     whoever leaves work; it rings once that is committed

Other processes hear it by NOTIFY, sent a moment after the commit in a statement of its own: inside the transaction it
would make every commit that rings wait for the one before it, down to the disk. So a ring may be lost: its process may
die between commit and NOTIFY, PostgreSQL may come back without those who listened, a pooler may swallow LISTEN. Nothing
depends on it; workers look what waits as well, every second.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import asyncpg

from armslength.kit.ids import new_id

if TYPE_CHECKING:
    Pool = asyncpg.Pool[asyncpg.Record]

CHANNEL: Final = "armslength_bells"
_GATHERED_SECONDS: Final = 0.1
"""What is rung within it after a NOTIFY is told by the next one: ten a second at most, however much happens."""
_CONNECT_SECONDS: Final = 10.0


class Bells:
    """The bells of one process; `pool` tells others of its rings, `url` is where it listens for theirs."""

    def __init__(self, pool: Pool, url: str) -> None:
        self._pool = pool
        self._url = url
        self._own = new_id().hex
        self._hung: dict[str, list[asyncio.Event]] = {}
        self._untold: set[str] = set()
        self._telling: asyncio.Task[None] | None = None
        self._closing = asyncio.Event()

    def hang(self, name: str) -> asyncio.Event:
        """One more bell of this name, set when it rings; whoever waits for it clears it before looking for work."""
        bell = asyncio.Event()
        self._hung.setdefault(name, []).append(bell)
        return bell

    def ring(self, names: Collection[str]) -> None:
        """Here at once, elsewhere soon; keeps nobody waiting and never fails."""
        self.sound(names)
        self._untold.update(names)
        if self._telling is None:
            self._telling = asyncio.create_task(self._tell())

    def sound(self, names: Iterable[str]) -> None:
        """In this process alone."""
        for name in names:
            for bell in self._hung.get(name, ()):
                bell.set()

    async def _tell(self) -> None:
        try:
            while self._untold:
                names, self._untold = self._untold, set()
                told = " ".join((self._own, *sorted(names)))
                with suppress(Exception):  # a look finds what waits
                    await self._pool.execute("select pg_notify($1, $2)", CHANNEL, told)
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._closing.wait(), _GATHERED_SECONDS)
        finally:
            self._telling = None

    async def close(self) -> None:
        """Once what was rung is told."""
        self._closing.set()
        while self._telling is not None:
            await asyncio.wait({self._telling})

    async def listen(self) -> None:
        """Sound what other processes ring, on a connection beside the pool, until that is lost. First all bells sound:
        nobody knows what was rung before."""
        connection = await asyncpg.connect(self._url, timeout=_CONNECT_SECONDS)
        lost = asyncio.Event()
        try:
            connection.add_termination_listener(lambda _: lost.set())
            await connection.add_listener(CHANNEL, self._hear)
            self.sound(self._hung)
            await lost.wait()
        finally:
            connection.terminate()

    def _hear(self, _connection: object, _pid: int, _channel: str, told: object) -> None:
        who, *names = str(told).split(" ")
        if who != self._own:
            self.sound(names)

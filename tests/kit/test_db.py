"""A transaction ends with what it was begun for, however that ends."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Self
from urllib.parse import parse_qs, quote, urlsplit

import asyncpg
import pytest
from tests.conftest import TestPostgres, open_database

from armslength.entry.migrate import APP
from armslength.kit.db import LOST, Database
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


class Relay:
    """Stands between a pool and PostgreSQL, and keeps the pool's side open when PostgreSQL hangs up."""

    def __init__(self, url: str, folder: Path) -> None:
        place = parse_qs(urlsplit(url).query)
        self.url = url.replace(quote(place["host"][0]), quote(str(folder)))
        self._there, self._here = (
            str(Path(each) / f".s.PGSQL.{place['port'][0]}") for each in (place["host"][0], folder)
        )
        self.hung_up = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_unix_server(self._relay, self._here)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _relay(self, asks: asyncio.StreamReader, hears: asyncio.StreamWriter) -> None:
        says, takes = await asyncio.open_unix_connection(self._there)
        self._tasks.append(asyncio.create_task(_copy(asks, takes)))
        await _copy(says, hears)
        self.hung_up.set()
        await asyncio.gather(*self._tasks)


async def _copy(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    while data := await source.read(65536):
        target.write(data)
        await target.drain()


async def test_a_connection_that_is_being_ended_is_lost_and_the_next_one_serves(
    postgres: TestPostgres, database_name: str, tmp_path: Path
) -> None:
    """PostgreSQL says that it ends a connection before it closes it: who asks in between is told that it is lost, which
    a caller may try again, and nobody gets that connection any more."""
    async with Relay(postgres.app_url(database_name), tmp_path) as relay:
        db = await open_database(relay.url, size=1)
        owner = await asyncpg.connect(postgres.owner_url(database_name))
        await owner.execute("select pg_terminate_backend(pid) from pg_stat_activity where usename = $1", APP)
        await owner.close()
        await relay.hung_up.wait()
        with pytest.raises(LOST):
            async with db.worker():
                raise AssertionError("it did not begin")
        async with db.worker() as tx:
            assert await tx.value("select 1") == 1
        await db.close()


async def test_a_socket_that_is_not_there_is_a_database_that_is_away_and_no_file_that_is_missing(
    tmp_path: Path,
) -> None:
    with pytest.raises(ConnectionRefusedError):
        await open_database(f"postgresql://nobody:nothing@/none?host={quote(str(tmp_path))}&port=5432", size=1)
    assert not issubclass(FileNotFoundError, LOST)

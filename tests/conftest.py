"""Real everything: one PostgreSQL for the session, a fresh migrated database for each test that asks."""

from __future__ import annotations

import asyncio
import atexit
import shutil
import tempfile
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

from armslength.entry.database import connect, ensure_database
from armslength.entry.migrate import APP, migrate
from armslength.entry.postgres import EmbeddedPostgres
from armslength.keys.service import FileProvider, KeyService
from armslength.kit.clock import Clock
from armslength.kit.db import Database
from armslength.ledger.service import Notary

if TYPE_CHECKING:
    from tests.running import RunningApp

T = TypeVar("T")

TEMPLATE = "template_armslength"
APP_PASSWORD = "only-in-tests"
FAST = {
    "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "shared_buffers": "64MB",
    "max_wal_size": "128MB",
}  # fmt: skip
"""Nothing here outlives the session, so nothing needs to survive a power cut."""
MEMORY = Path("/dev/shm")
ROOM = 2 << 30
"""Bytes that a session's cluster and its files take at the very most."""

_numbers = count(1)


@dataclass(frozen=True)
class TestPostgres:
    """The session's cluster, with one migrated database to copy."""

    __test__ = False

    server: EmbeddedPostgres

    def owner_url(self, database: str) -> str:
        """As the superuser who owns everything."""
        return self.server.url(database)

    def app_url(self, database: str) -> str:
        """As the app's role, which owns nothing."""
        return self.server.url(database, user=APP, password=APP_PASSWORD)

    def create(self, *, template: str = TEMPLATE) -> str:
        """A fresh migrated database; returns its name."""
        name = f"test_{next(_numbers)}"
        self.run(f"create database {name} template {template} strategy file_copy")  # a third of wal_log's time
        return name

    def drop(self, name: str) -> None:
        """Gone, whoever is still connected."""
        self.run(f"drop database if exists {name} with (force)")

    def run(self, sql: str, database: str = "postgres") -> None:
        """As the superuser."""
        apart(_run_sql(self.owner_url(database), sql))


def scratch() -> str | None:
    """Where the cluster's files go: into memory if it has the room (databases are made in half the time there)."""
    return str(MEMORY) if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM else None


def apart(something: Coroutine[Any, Any, T]) -> T:
    """Await something in a thread of its own: the main thread may have a loop running (a browser's, a test's)."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, something).result()


async def _run_sql(url: str, sql: str) -> None:
    connection = await connect(url)
    try:
        await connection.execute(sql)
    finally:
        await connection.close()


@pytest.fixture(scope="session")
def postgres() -> Iterator[TestPostgres]:
    with tempfile.TemporaryDirectory(prefix="armslength-tests-", dir=scratch()) as folder:
        server = EmbeddedPostgres(Path(folder), settings=FAST)
        server.start()
        try:
            apart(_make_template(server))
            yield TestPostgres(server)
        finally:
            server.stop()


async def _make_template(server: EmbeddedPostgres) -> None:
    await ensure_database(server.url("postgres"), TEMPLATE)
    await migrate(server.url(TEMPLATE), APP_PASSWORD, reset_password=True)


async def open_database(url: str, *, size: int) -> Database:
    """A pool of the app's role that can decide: keys of the tenants' logs are made in a folder of their own."""
    database = await Database.open(url, size=size)
    database.notary = notary_of(Path(tempfile.mkdtemp(dir=_folder())))
    return database


def notary_of(keys: Path) -> Notary:
    """Whoever decides under the keys in that folder."""
    return Notary(KeyService(FileProvider.open(keys, Clock()), Clock()))


@cache
def _folder() -> str:
    folder = tempfile.mkdtemp(prefix="armslength-notary-", dir=scratch())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@pytest.fixture
def database_name(postgres: TestPostgres) -> Iterator[str]:
    name = postgres.create()
    yield name
    postgres.drop(name)


@pytest.fixture
async def db(postgres: TestPostgres, database_name: str) -> AsyncIterator[Database]:
    database = await open_database(postgres.app_url(database_name), size=8)
    yield database
    await database.close()


@pytest.fixture
def app(postgres: TestPostgres, database_name: str) -> Iterator[RunningApp]:
    """The product over HTTP, with a worker, on a database of its own."""
    from tests.running import RunningApp  # it imports every room; tests of one room need not wait for that

    with (
        tempfile.TemporaryDirectory(prefix="armslength-app-", dir=scratch()) as data,
        RunningApp(postgres.app_url(database_name), Path(data)) as running,
    ):
        yield running

"""Real everything: one PostgreSQL for the session, a fresh migrated database for each test that asks."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

from armslength.entry.database import connect, ensure_database
from armslength.entry.migrate import APP, migrate
from armslength.entry.postgres import EmbeddedPostgres
from armslength.kit.db import Database

TEMPLATE = "template_armslength"
APP_PASSWORD = "only-in-tests"
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "shared_buffers": "64MB"}
"""Nothing here outlives the session, so nothing needs to survive a power cut."""

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

    async def create(self) -> str:
        """A fresh migrated database; returns its name."""
        name = f"test_{next(_numbers)}"
        await self._maintain(f"create database {name} template {TEMPLATE}")
        return name

    async def drop(self, name: str) -> None:
        """Gone, whoever is still connected."""
        await self._maintain(f"drop database if exists {name} with (force)")

    async def _maintain(self, sql: str) -> None:
        connection = await connect(self.owner_url("postgres"))
        try:
            await connection.execute(sql)
        finally:
            await connection.close()


@pytest.fixture(scope="session")
def postgres() -> Iterator[TestPostgres]:
    with tempfile.TemporaryDirectory(prefix="armslength-tests-") as folder:
        server = EmbeddedPostgres(Path(folder), settings=FAST)
        server.start()
        try:
            asyncio.run(_make_template(server))
            yield TestPostgres(server)
        finally:
            server.stop()


async def _make_template(server: EmbeddedPostgres) -> None:
    await ensure_database(server.url("postgres"), TEMPLATE)
    await migrate(server.url(TEMPLATE), APP_PASSWORD, reset_password=True)


@pytest.fixture
async def database_name(postgres: TestPostgres) -> AsyncIterator[str]:
    name = await postgres.create()
    yield name
    await postgres.drop(name)


@pytest.fixture
async def db(postgres: TestPostgres, database_name: str) -> AsyncIterator[Database]:
    database = await Database.open(postgres.app_url(database_name), size=8)
    yield database
    await database.close()

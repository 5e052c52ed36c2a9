"""The owner beside the app's role, on one database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest


@pytest.fixture
async def owner(postgres: Any, database_name: str) -> AsyncIterator[Any]:
    """A connection of the role that owns everything."""
    connection = await asyncpg.connect(postgres.owner_url(database_name))
    yield connection
    await connection.close()


@pytest.fixture
async def app_role(postgres: Any, database_name: str) -> AsyncIterator[Any]:
    """A bare connection of the app's role, without the product's own care."""
    connection = await asyncpg.connect(postgres.app_url(database_name))
    yield connection
    await connection.close()

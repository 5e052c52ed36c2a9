"""A market to work in."""

from collections.abc import AsyncIterator

import pytest
from tests.figures.market import Market, make_market
from tests.people import make_world

from armslength.kit.db import Database


@pytest.fixture
async def market(db: Database) -> AsyncIterator[Market]:
    made = await make_market(await make_world(db))
    async with made.api:
        yield made

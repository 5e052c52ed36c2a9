"""A tenant to work in."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest

from armslength.kit.db import Database
from armslength.kit.ids import new_id


@pytest.fixture
async def tenant(db: Database) -> UUID:
    tenant_id = new_id()
    async with db.door() as tx:
        await tx.run(
            "insert into organization (id, kind, name, created_at) values ($1, 'customer', 'Northwind Labs', $2)",
            tenant_id, datetime(2026, 1, 1, tzinfo=UTC),
        )  # fmt: skip
    return tenant_id

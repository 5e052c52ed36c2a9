"""The table `webhook`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from armslength.kit.db import Tx

_HOOK = """
    select w.id, w.project_id, w.url, w.description, w.topics, w.state, w.secret_id, w.old_secret_id,
           w.old_secret_until, w.failures, w.failing_since, w.last_success_at, w.created_by, w.created_at
    from webhook w where w.tenant_id = $1"""


async def insert(
    tx: Tx, webhook_id: UUID, project_id: UUID | None, url: str, description: str, topics: Sequence[str],
    secret_id: UUID, by: UUID, at: datetime,
) -> None:  # fmt: skip
    """A new webhook."""
    await tx.run(
        "insert into webhook (tenant_id, id, project_id, url, description, topics, state, secret_id, created_by,"
        " created_at) values ($1, $2, $3, $4, $5, $6, 'active', $7, $8, $9)",
        tx.tenant_id, webhook_id, project_id, url, description, list(topics), secret_id, by, at,
    )  # fmt: skip


async def all_of(tx: Tx, project_id: UUID | None) -> list[asyncpg.Record]:
    """The webhooks of a project, or of the organization itself, oldest first."""
    return await tx.rows(
        f"{_HOOK} and w.project_id is not distinct from $2 order by w.created_at, w.id", tx.tenant_id, project_id
    )


async def hold(tx: Tx, project_id: UUID | None, webhook_id: UUID) -> asyncpg.Record | None:
    """One of them, locked."""
    return await tx.row(
        f"{_HOOK} and w.project_id is not distinct from $2 and w.id = $3 for update",
        tx.tenant_id, project_id, webhook_id,
    )  # fmt: skip


async def get(tx: Tx, webhook_id: UUID) -> asyncpg.Record | None:
    """One webhook, wherever it belongs: for sending."""
    return await tx.row(f"{_HOOK} and w.id = $2", tx.tenant_id, webhook_id)


async def change(tx: Tx, webhook_id: UUID, **values: Any) -> None:
    """Set columns."""
    places = ", ".join(f"{name} = ${number}" for number, name in enumerate(values, 3))
    await tx.run(
        f"update webhook set {places} where tenant_id = $1 and id = $2", tx.tenant_id, webhook_id, *values.values()
    )


async def delete(tx: Tx, webhook_id: UUID) -> None:
    """Gone, with its deliveries."""
    await tx.run("delete from webhook where tenant_id = $1 and id = $2", tx.tenant_id, webhook_id)


async def listening(tx: Tx, topic: str, project_id: UUID | None) -> list[UUID]:
    """Who hears this: also while paused, for what happens meanwhile is sent later."""
    rows = await tx.rows(
        "select id from webhook where tenant_id = $1 and (project_id is null or project_id = $2)"
        " and (topics = '{}' or $3 = any(topics))",
        tx.tenant_id, project_id, topic,
    )  # fmt: skip
    return [row["id"] for row in rows]


async def succeeded(tx: Tx, webhook_id: UUID, at: datetime) -> None:
    """It takes what it is sent."""
    await tx.run(
        "update webhook set failures = 0, failing_since = null, last_success_at = $3 where tenant_id = $1 and id = $2",
        tx.tenant_id, webhook_id, at,
    )  # fmt: skip


async def failed(tx: Tx, webhook_id: UUID, times: int, at: datetime) -> asyncpg.Record | None:
    """It does not; returns the webhook with its failures counted."""
    await tx.run(
        "update webhook set failures = failures + $3, failing_since = coalesce(failing_since, $4)"
        " where tenant_id = $1 and id = $2",
        tx.tenant_id, webhook_id, times, at,
    )  # fmt: skip
    return await get(tx, webhook_id)

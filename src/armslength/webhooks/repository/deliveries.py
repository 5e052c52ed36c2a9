"""The table `webhook_delivery`; who adds to it wakes the webhook's turn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import asyncpg
import msgspec

from armslength.kit.db import Tx
from armslength.kit.ids import new_id
from armslength.kit.turns import wake
from armslength.webhooks.model import Message, Try

_DELIVERY = """
    select d.id, d.event_id, d.topic, d.body, d.state, d.tries, d.next_at, d.created_at, d.delivered_at
    from webhook_delivery d where d.tenant_id = $1 and d.webhook_id = $2"""
_TRIES_KEPT = 40
TURN: Final = "webhooks.send"


async def add(tx: Tx, webhook_ids: Sequence[UUID], event_id: UUID, topic: str, body: bytes, at: datetime) -> list[UUID]:
    """The same event to each of them, now; returns the deliveries."""
    ids = [new_id() for _ in webhook_ids]
    await tx.run(
        "insert into webhook_delivery (tenant_id, id, webhook_id, event_id, topic, body, state, next_at, created_at)"
        " select $1, u.id, u.webhook_id, $2, $3, $4, 'waiting', $5, $5 from unnest($6::uuid[], $7::uuid[])"
        " as u (id, webhook_id)",
        tx.tenant_id, event_id, topic, body, at, ids, list(webhook_ids),
    )  # fmt: skip
    await wake(tx, TURN, webhook_ids, at)
    return ids


async def page(tx: Tx, webhook_id: UUID, before: tuple[Any, ...] | None, limit: int) -> list[asyncpg.Record]:
    """Deliveries older than the key `before` = (created_at, id), newest first."""
    at, delivery_id = before or (None, None)
    return await tx.rows(
        f"{_DELIVERY} and ($3::timestamptz is null or (d.created_at, d.id) < ($3, $4::uuid))"
        " order by d.created_at desc, d.id desc limit $5",
        tx.tenant_id, webhook_id, at, delivery_id, limit,
    )  # fmt: skip


async def some(tx: Tx, webhook_id: UUID, ids: Sequence[UUID]) -> list[asyncpg.Record]:
    """These deliveries."""
    return await tx.rows(f"{_DELIVERY} and d.id = any($3::uuid[])", tx.tenant_id, webhook_id, list(ids))


async def waiting(tx: Tx, webhook_ids: Iterable[UUID], most: int) -> dict[UUID, int]:
    """How many deliveries wait for each, counted up to `most`."""
    rows = await tx.rows(
        "select w.id, (select count(*) from (select from webhook_delivery d where d.tenant_id = $1"
        "   and d.webhook_id = w.id and d.state = 'waiting' limit $3) as few) as n from unnest($2::uuid[]) as w (id)",
        tx.tenant_id, list(webhook_ids), most,
    )  # fmt: skip
    return {row["id"]: int(row["n"]) for row in rows}


async def due(tx: Tx, webhook_id: UUID, now: datetime, limit: int) -> list[Message]:
    """What is to be sent now, the longest-waiting first."""
    rows = await tx.rows(
        "select id, event_id, topic, body, tried from webhook_delivery where tenant_id = $1 and webhook_id = $2"
        " and state = 'waiting' and next_at <= $3 order by next_at, id limit $4",
        tx.tenant_id, webhook_id, now, limit,
    )  # fmt: skip
    return [Message(**dict(row)) for row in rows]


async def note(tx: Tx, delivery_id: UUID, state: str, made: Try, next_at: datetime | None) -> None:
    """Write a try down."""
    await tx.run(
        "update webhook_delivery set state = $3, tried = tried + 1, next_at = $5,"
        " tries = case when jsonb_array_length(tries) < $6 then tries else tries - 0 end || $4::jsonb,"
        " delivered_at = case when $3 = 'delivered' then $7::timestamptz else delivered_at end"
        " where tenant_id = $1 and id = $2 and state = 'waiting'",
        tx.tenant_id, delivery_id, state, [msgspec.to_builtins(made)], next_at, _TRIES_KEPT, made.at,
    )  # fmt: skip


async def again(
    tx: Tx, webhook_id: UUID, now: datetime, *, ids: Sequence[UUID] | None = None, failed_since: datetime | None = None
) -> int:
    """Send again: these, or all that failed since; returns how many."""
    found = await tx.rows(
        "update webhook_delivery set state = 'waiting', tried = 0, next_at = $3 where tenant_id = $1"
        " and webhook_id = $2 and (id = any($4::uuid[]) or state = 'failed' and created_at >= $5) returning id",
        tx.tenant_id, webhook_id, now, list(ids or ()), failed_since,
    )  # fmt: skip
    if found:
        await wake(tx, TURN, [webhook_id], now)
    return len(found)


async def hurry(tx: Tx, webhook_id: UUID, now: datetime) -> None:
    """Whatever waits need wait no longer."""
    await tx.run(
        "update webhook_delivery set next_at = $3"
        " where tenant_id = $1 and webhook_id = $2 and state = 'waiting' and next_at > $3",
        tx.tenant_id, webhook_id, now,
    )  # fmt: skip
    await wake(tx, TURN, [webhook_id], now)


async def next_due(tx: Tx, webhook_id: UUID) -> datetime | None:
    """When the next delivery is to be sent, if any waits."""
    at: datetime | None = await tx.value(
        "select min(next_at) from webhook_delivery where tenant_id = $1 and webhook_id = $2 and state = 'waiting'",
        tx.tenant_id, webhook_id,
    )  # fmt: skip
    return at


async def forget(tx: Tx, before: datetime) -> None:
    """Clear the log of what is older."""
    await tx.run("delete from webhook_delivery where tenant_id = $1 and created_at < $2", tx.tenant_id, before)

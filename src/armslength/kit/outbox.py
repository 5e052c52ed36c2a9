"""Events run forward: what happened is written in the transaction that did it, and told afterwards, at least once.

A subscriber must be idempotent: after a crash it may hear an event again. Events of one tenant are told in order
of their id, except that one which fails is tried again later while others go on.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog

from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx

log = structlog.get_logger(__name__)


async def emit(tx: Tx, topic: str, payload: Mapping[str, object], *, at: datetime) -> None:
    """Say that something happened; `payload` holds ids, never content."""
    await tx.run(
        "insert into outbox (tenant_id, topic, payload, created_at) values ($1, $2, $3, $4)",
        tx.tenant_id, topic, dict(payload), at,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Subscription:
    """Whoever hears `topic`; the handler works in the transaction that marks the event as told.

    It is given the payload with one more entry, `at`: when it happened.
    """

    topic: str
    handler: Callable[[Tx, dict[str, Any]], Awaitable[None]]


async def deliver(db: Database, subscriptions: Sequence[Subscription], clock: Clock, *, limit: int = 100) -> int:
    """Tell up to `limit` waiting events, each in its own tenant's transaction; returns how many were told."""
    async with db.worker() as tx:
        waiting = await tx.rows("select tenant_id, id from outbox where done_at is null order by id limit $1", limit)
    told = 0
    for event in waiting:
        try:
            told += await _deliver_one(db, subscriptions, clock, event["tenant_id"], event["id"])
        except Exception:
            log.exception("event not told; it will be tried again", event_id=event["id"])
    return told


async def _deliver_one(
    db: Database, subscriptions: Sequence[Subscription], clock: Clock, tenant_id: UUID, event_id: int
) -> int:
    async with db.tenant(tenant_id) as tx:
        event = await tx.row(
            "select topic, payload, created_at from outbox where tenant_id = $1 and id = $2 and done_at is null"
            " for update skip locked",
            tenant_id, event_id,
        )  # fmt: skip
        if event is None:
            return 0
        for subscription in subscriptions:
            if subscription.topic == event["topic"]:
                await subscription.handler(tx, {**event["payload"], "at": event["created_at"]})
        await tx.run(
            "update outbox set done_at = $3 where tenant_id = $1 and id = $2", tenant_id, event_id, clock.now()
        )
        return 1


async def untold(db: Database, before: datetime) -> int:
    """How many events have waited since before then."""
    async with db.worker() as tx:
        return int(await tx.value("select count(*) from outbox where done_at is null and created_at < $1", before))


async def sweep_told(db: Database, before: datetime) -> None:
    """Forget events told before `before`."""
    async with db.worker() as tx:
        await tx.run("delete from outbox where done_at < $1", before)

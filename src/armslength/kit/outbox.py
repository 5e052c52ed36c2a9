"""Events run forward: what happened is written in the transaction that did it, and told afterwards, at least once.

A subscriber must be idempotent: after a crash it may hear an event again. Events of one tenant are told in order
of their id, except that one which fails is tried again later, and ever later, while others go on.
"""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, Final
from uuid import UUID

import structlog
from asyncpg import Record

from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx

log = structlog.get_logger(__name__)

BELL: Final = "events"
AT_MOST: Final = 100
"""Events that one call of `deliver` tells."""
DUE: Final = "done_at is null and (due_at is null or due_at <= $1)"
"""What waits to be told by now."""
_AT_ONCE: Final = 25
_LATEST: Final = timedelta(hours=1)
"""How long one that fails again and again is put off at most."""

Stir = Callable[[UUID], None]
"""Is told of each tenant in which something happened just now."""


def nobody(_: UUID) -> None:
    """Who need not know."""


async def emit(tx: Tx, topic: str, payload: Mapping[str, object], *, at: datetime) -> None:
    """Say that something happened; `payload` holds ids, never content. It is written with the next statement."""
    await emit_each(tx, topic, [(payload, at)])


async def emit_each(tx: Tx, topic: str, said: Sequence[tuple[Mapping[str, object], datetime]]) -> None:
    """The same of several things of one kind, each with its moment."""
    await tx.beside(
        "insert into outbox (tenant_id, topic, payload, created_at)"
        " select $1, $2, payload, at from unnest($3::jsonb[], $4::timestamptz[]) as u (payload, at)",
        args=(tx.tenant_id, topic, [dict(payload) for payload, _ in said], [at for _, at in said]),
    )
    tx.ring(BELL)


@dataclass(frozen=True, slots=True)
class Subscription:
    """Whoever hears `topic`; the handler works in the transaction that marks the event as told.

    It is given the payload with one more entry, `at`: when it happened. `together`: it is given a list of them, events
    that followed one another, so that what is the same for all of them is asked once.
    """

    topic: str
    handler: Callable[[Tx, Any], Awaitable[None]]
    together: bool = False

    async def hear(self, tx: Tx, payloads: list[dict[str, Any]]) -> None:
        """Events of the topic, in their order."""
        for given in [payloads] if self.together else payloads:
            await self.handler(tx, given)


async def deliver(
    db: Database, subscriptions: Sequence[Subscription], clock: Clock, *, limit: int = AT_MOST, stir: Stir = nobody
) -> int:  # fmt: skip
    """Tell up to `limit` waiting events, in transactions of their own tenants; returns how many were told.

    Some events of a tenant share a transaction: each subscription hears those of one topic that follow one another,
    then the next does. When one of them fails they are told one by one, so that only that one waits.
    """
    async with db.worker() as tx:
        waiting = await tx.rows(
            f"select tenant_id, id from outbox where {DUE} order by id limit $2", clock.now(), limit
        )
    told = 0
    for tenant_id, ids in _together(waiting):
        stir(tenant_id)
        try:
            told += await _deliver(db, subscriptions, clock, tenant_id, ids)
        except Exception:
            told += await _deliver_apart(db, subscriptions, clock, tenant_id, ids)
    return told


def _together(waiting: Sequence[Record]) -> Iterator[tuple[UUID, list[int]]]:
    """Each tenant's events in their order, so many at once that the transaction stays short."""
    of: dict[UUID, list[int]] = {}
    for event in waiting:
        of.setdefault(event["tenant_id"], []).append(event["id"])
    for tenant_id, ids in of.items():
        for start in range(0, len(ids), _AT_ONCE):
            yield tenant_id, ids[start : start + _AT_ONCE]


async def _deliver_apart(
    db: Database, subscriptions: Sequence[Subscription], clock: Clock, tenant_id: UUID, ids: Sequence[int]
) -> int:
    told = 0
    for event_id in ids:
        try:
            told += await _deliver(db, subscriptions, clock, tenant_id, [event_id])
        except Exception:
            log.exception("event not told; it will be tried again", event_id=event_id)
            await _put_off(db, clock.now(), tenant_id, event_id)
    return told


async def _put_off(db: Database, now: datetime, tenant_id: UUID, event_id: int) -> None:
    """Twice as long each time."""
    async with db.tenant(tenant_id) as tx:
        await tx.run(
            "update outbox set failures = failures + 1,"
            " due_at = $3::timestamptz + least($4::interval, make_interval(secs => 2 ^ least(failures, 20)))"
            " where tenant_id = $1 and id = $2 and done_at is null",
            tenant_id, event_id, now, _LATEST,
        )  # fmt: skip


async def _deliver(
    db: Database, subscriptions: Sequence[Subscription], clock: Clock, tenant_id: UUID, ids: Sequence[int]
) -> int:
    async with db.tenant(tenant_id, one_plan=True) as tx:
        events = await tx.rows(
            "select id, topic, payload, created_at from outbox where tenant_id = $1 and id = any($2::bigint[])"
            " and done_at is null order by id for update skip locked",
            tenant_id, ids,
        )  # fmt: skip
        for topic, some in groupby(events, key=lambda event: str(event["topic"])):
            payloads = [{**event["payload"], "at": event["created_at"]} for event in some]
            for subscription in subscriptions:
                if subscription.topic == topic:
                    await subscription.hear(tx, payloads)
        await tx.run(
            "update outbox set done_at = $3 where tenant_id = $1 and id = any($2::bigint[])",
            tenant_id, [event["id"] for event in events], clock.now(),
        )  # fmt: skip
        return len(events)


async def untold(db: Database, before: datetime) -> int:
    """How many events have waited since before then."""
    async with db.worker() as tx:
        return int(await tx.value("select count(*) from outbox where done_at is null and created_at < $1", before))


async def sweep_told(db: Database, before: datetime) -> None:
    """Forget events told before `before`."""
    async with db.worker() as tx:
        await tx.run("delete from outbox where done_at < $1", before)

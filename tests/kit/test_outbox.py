"""What happened is told after it was committed, at least once, and not when it was rolled back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from armslength.kit.clock import FixedClock
from armslength.kit.db import Database, Tx
from armslength.kit.outbox import Subscription, deliver, emit

AT = datetime(2026, 1, 1, tzinfo=UTC)


async def test_an_event_is_told_once_in_its_own_tenant(db: Database, tenant: UUID) -> None:
    heard: list[tuple[UUID, dict[str, Any]]] = []

    async def hear(tx: Tx, payload: dict[str, Any]) -> None:
        heard.append((tx.tenant_id, payload))

    async with db.tenant(tenant) as tx:
        await emit(tx, "egg.boiled", {"egg": 1}, at=AT)
        await emit(tx, "egg.dropped", {"egg": 2}, at=AT)
    subscriptions = [Subscription("egg.boiled", hear)]
    clock = FixedClock(AT)
    assert await deliver(db, subscriptions, clock) == 2
    assert await deliver(db, subscriptions, clock) == 0
    assert heard == [(tenant, {"egg": 1, "at": AT})]


async def test_what_was_rolled_back_did_not_happen(db: Database, tenant: UUID) -> None:
    with pytest.raises(ZeroDivisionError):
        async with db.tenant(tenant) as tx:
            await emit(tx, "egg.boiled", {}, at=AT)
            raise ZeroDivisionError
    assert await deliver(db, [], FixedClock(AT)) == 0


async def test_an_event_whose_hearer_fails_is_told_again_and_holds_up_nobody(db: Database, tenant: UUID) -> None:
    heard: list[int] = []
    broken = True

    async def hear(tx: Tx, payload: dict[str, Any]) -> None:
        if payload["egg"] == 1 and broken:
            raise ValueError("not today")
        heard.append(payload["egg"])

    together: list[list[int]] = []

    async def hear_together(tx: Tx, payloads: list[dict[str, Any]]) -> None:
        together.append([payload["egg"] for payload in payloads])

    async with db.tenant(tenant) as tx:
        for egg in (1, 2):
            await emit(tx, "egg.boiled", {"egg": egg}, at=AT)
    subscriptions = [Subscription("egg.boiled", hear)]
    await deliver(db, subscriptions, FixedClock(AT))
    assert heard == [2]
    broken = False
    async with db.tenant(tenant) as tx:
        for topic, egg in (("egg.boiled", 3), ("egg.dropped", 4), ("egg.boiled", 5)):
            await emit(tx, topic, {"egg": egg}, at=AT)
    await deliver(db, [*subscriptions, Subscription("egg.boiled", hear_together, together=True)], FixedClock(AT))
    assert heard == [2, 1, 3, 5]
    assert together == [[1, 3], [5]]

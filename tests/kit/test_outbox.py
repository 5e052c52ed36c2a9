"""What happened is told after it was committed, at least once, and not when it was rolled back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from armslength.kit.clock import FixedClock
from armslength.kit.db import Database, Tx
from armslength.kit.jobs import waiting
from armslength.kit.outbox import BELL, Subscription, deliver, emit

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
    later = FixedClock(AT + timedelta(seconds=1))
    await deliver(db, [*subscriptions, Subscription("egg.boiled", hear_together, together=True)], later)
    assert heard == [2, 1, 3, 5]
    assert together == [[1, 3], [5]]


async def test_what_cannot_be_told_is_put_off_ever_longer_and_holds_up_no_other_tenant(
    db: Database, tenant: UUID
) -> None:
    tried: list[UUID] = []
    other_tenant = uuid4()

    async def hear(tx: Tx, payload: dict[str, Any]) -> None:
        tried.append(tx.tenant_id)
        if tx.tenant_id == tenant:
            raise ValueError("never")

    async def goes_on(seconds: int) -> int:
        tried.clear()
        await deliver(db, [Subscription("egg.boiled", hear)], FixedClock(AT + timedelta(seconds=seconds)), limit=3)
        return tried.count(tenant)

    for owner, eggs in ((tenant, 3), (other_tenant, 1)):
        async with db.tenant(owner) as tx:
            for egg in range(eggs):
                await emit(tx, "egg.boiled", {"egg": egg}, at=AT)
    assert await goes_on(0) >= 3 and other_tenant not in tried
    assert await goes_on(0) == 0 and tried == [other_tenant]
    assert [bool(await goes_on(seconds)) for seconds in (1, 2, 3, 4, 6, 7)] == [True, False, True, False, False, True]
    assert await waiting(db, AT + timedelta(seconds=8)) == []
    assert await waiting(db, AT + timedelta(hours=1)) == [BELL]

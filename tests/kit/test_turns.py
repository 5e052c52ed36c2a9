"""Turns come when they are due, to one worker at a time, and none is overlooked."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

from armslength.kit import turns
from armslength.kit.db import Database
from armslength.kit.ids import new_id

AT = datetime(2026, 1, 1, tzinfo=UTC)
HOLD = timedelta(seconds=30)
KIND = "eggs.boil"


async def wake(db: Database, tenant: UUID, egg: UUID, at: datetime = AT) -> None:
    async with db.tenant(tenant) as tx:
        await turns.wake(tx, KIND, [egg], at)


async def settle(db: Database, turn: turns.Turn, due_at: datetime | None) -> bool:
    async with db.tenant(turn.tenant_id) as tx:
        held = await turns.hold(tx, turn)
        if held:
            await turns.settle(tx, turn, due_at)
        return held


async def test_a_turn_is_given_to_one_when_it_is_due(db: Database, tenant: UUID) -> None:
    egg = new_id()
    await wake(db, tenant, egg, AT + HOLD)
    assert await turns.claim(db, KIND, AT, HOLD) is None
    await wake(db, tenant, egg, AT)
    await wake(db, tenant, egg, AT + HOLD)
    found = await asyncio.gather(*(turns.claim(db, KIND, AT, HOLD) for _ in range(4)))
    (turn,) = [each for each in found if each]
    assert (turn.tenant_id, turn.object_id) == (tenant, egg)
    assert await turns.claim(db, "other", AT, HOLD) is None
    assert await settle(db, turn, None)
    assert await turns.claim(db, KIND, AT + HOLD, HOLD) is None


async def test_who_woke_it_during_a_turn_is_not_overlooked(db: Database, tenant: UUID) -> None:
    egg = new_id()
    await wake(db, tenant, egg)
    turn = await turns.claim(db, KIND, AT, HOLD)
    assert turn is not None
    await wake(db, tenant, egg, AT + timedelta(seconds=1))
    assert await turns.claim(db, KIND, AT + timedelta(seconds=1), HOLD) is None, "it is being worked on"
    assert await settle(db, turn, AT + timedelta(seconds=1))
    assert await turns.claim(db, KIND, AT + timedelta(seconds=1), HOLD) is not None


async def test_a_lost_lease_settles_nothing(db: Database, tenant: UUID) -> None:
    await wake(db, tenant, new_id())
    dead = await turns.claim(db, KIND, AT, HOLD)
    later = AT + HOLD + timedelta(seconds=1)
    alive = await turns.claim(db, KIND, later, HOLD)
    assert dead is not None and alive is not None and dead.object_id == alive.object_id
    assert not await settle(db, dead, None)
    assert await settle(db, alive, None)

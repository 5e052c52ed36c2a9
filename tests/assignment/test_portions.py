"""Portions: a firm is given so many places at fixed times, and sees that size, not the queue's."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.content import NOW
from tests.workplace import Workplace, make_workplace

from armslength.assignment.errors import NotPortioned
from armslength.assignment.rules import next_portion
from armslength.assignment.schemas import Work
from armslength.assignment.schemas.routing import Portion, Portions, PutPortions
from armslength.identity.model import Actor
from armslength.kit.db import Database
from armslength.kit.ids import new_id
from armslength.vendors import views as vendors


@pytest.fixture
async def here(db: Database, tmp_path: Path) -> Workplace:
    made = await make_workplace(db, tmp_path, in_hand=100)
    await made.place.grant("active")
    return made


@pytest.fixture
async def manu(here: Workplace) -> Actor:
    return await here.annotator("Manu", role="manager")


async def plan(here: Workplace, by: Actor, items: int, *, hours: int = 24, whole: bool = True) -> Portions:
    """Portions for the workplace's vendor."""
    wanted = PutPortions(items=items, hours=hours, whole=whole)
    return await here.assignment.portions.put(by, here.project_id, here.place.vendor_id, wanted)


async def opened(here: Workplace, later: timedelta = timedelta(0)) -> int:
    """Time passes, and a worker opens what is due; returns how many were."""
    here.place.clock.advance(later.total_seconds())
    return await here.assignment.portions.open_due(here.tenant_id)


async def taken(here: Workplace, *people: Actor) -> int:
    """How much these people are given to answer, one after the other, until there is nothing for any of them."""
    count = 0
    for who in people:
        while isinstance(found := await here.next(who), Work):
            await here.submit(who, found)
            count += 1
        assert found.status == "none"
    return count


async def past(here: Workplace, by: Actor) -> list[Portion]:
    (found,) = await here.assignment.portions.list(by, here.project_id)
    return found.past


async def test_a_firm_sees_the_size_that_was_chosen_for_it(here: Workplace, manu: Actor) -> None:
    vera, vito = await here.annotator("Vera", side="vendor"), await here.annotator("Vito", side="vendor")
    await here.items(11)
    set_ = await plan(here, manu, 4)
    assert set_.first_at == NOW and set_.next_at == NOW + timedelta(hours=24) and set_.past == []
    assert await here.status(vera) == "none"  # nobody has opened one yet
    (row,) = await here.assignment.list_work(vera)
    assert not row.available and row.next_portion_at == set_.next_at

    assert await opened(here) == 1 and await opened(here) == 0
    (row,) = await here.assignment.list_work(vera)
    assert row.available
    first = await here.work(vera)
    await here.assignment.skip(vera, here.project_id, first.assignment.id, "unclear", "")
    in_hand = await here.work(vera)
    assert await taken(here, vito) == 2  # who skips sees no more of the project than who answers
    again = await here.work(vera)  # what is in hand is shown as often as they ask
    assert again.assignment.id == in_hand.assignment.id
    await here.submit(vera, again)
    assert await here.status(vera) == "none"
    (row,) = await here.assignment.list_work(vito)
    assert not row.available

    ada = await here.annotator("Ada")  # one's own people are given work as it comes
    assert isinstance(await here.next(ada), Work)
    await opened(here, timedelta(hours=24))
    assert await taken(here, vito) == 4
    assert [(n.items, n.given) for n in await past(here, manu)] == [(4, 4), (4, 4)]
    await here.check()


async def test_what_cannot_be_filled_waits_for_the_next_time(here: Workplace, manu: Actor) -> None:
    vera = await here.annotator("Vera", side="vendor")
    await here.items(3)
    await plan(here, manu, 5)
    await opened(here)
    assert await taken(here, vera) == 0
    await here.items(9)
    assert await taken(here, vera) == 0  # not before its time: when items came would be told
    await opened(here, timedelta(hours=25))
    assert await taken(here, vera) == 5
    await opened(here, timedelta(hours=24))
    assert await taken(here, vera) == 5
    await opened(here, timedelta(hours=24))
    assert [(n.items, n.waiting) for n in await past(here, manu)] == [(0, 2), (5, 5), (5, 5), (0, 3)]
    assert await taken(here, vera) == 0
    here.place.clock.advance(60)
    await plan(here, manu, 5, whole=False)
    await opened(here)
    assert await taken(here, vera) == 2
    assert (await past(here, manu))[0].given == 2


async def test_portions_count_as_told_of_volume(here: Workplace, manu: Actor) -> None:
    await here.items(8)
    await plan(here, manu, 4, hours=12)
    await opened(here)
    await opened(here, timedelta(hours=12))
    await plan(here, manu, 100, hours=12)
    await opened(here, timedelta(hours=12))  # held back: nothing was told
    async with here.db.tenant(here.tenant_id) as tx:
        told = await vendors.volumes(tx, [here.place.vendor_id])
    assert [row["volume"] for row in told] == ["4 at once", "4 at once"]
    actions = [
        row["action"] for row in await here.read("select action from ledger_outbox where tenant_id = $1 order by at")
    ]
    assert actions.count("vendors.volume_told") == 2 and actions.count("assignment.portions_set") == 2


async def test_many_who_ask_at_once_are_given_the_portion_and_no_more(here: Workplace, manu: Actor) -> None:
    people = [await here.annotator(f"V{n}", side="vendor") for n in range(8)]
    await here.items(40)
    await plan(here, manu, 13)
    await asyncio.gather(*(opened(here) for _ in range(4)))

    async def ask(who: Actor) -> int:
        have: list[UUID] = []
        for _ in range(6):
            if isinstance(found := await here.next(who, *have), Work):
                have.append(found.assignment.id)
        return len(have)

    assert sum(await asyncio.gather(*(ask(who) for who in people))) == 13
    (only,) = await past(here, manu)
    assert (only.items, only.given) == (13, 13)
    await here.check()


async def test_a_firm_that_is_kept_out_is_told_nothing(here: Workplace, manu: Actor) -> None:
    await here.items(8)
    await plan(here, manu, 4)
    await here.place.grant("paused")
    assert await opened(here) == 0 and await past(here, manu) == []


async def test_portions_end(here: Workplace, manu: Actor) -> None:
    vera = await here.annotator("Vera", side="vendor")
    await here.items(7)
    await plan(here, manu, 4)
    await here.assignment.portions.remove(manu, here.project_id, here.place.vendor_id)
    assert await taken(here, vera) == 7
    assert await here.assignment.portions.list(manu, here.project_id) == []
    with pytest.raises(NotPortioned):
        await here.assignment.portions.remove(manu, here.project_id, here.place.vendor_id)
    with pytest.raises(NotPortioned):
        await here.assignment.portions.put(manu, here.project_id, new_id(), PutPortions(items=1, hours=1))


MOMENTS = st.integers(0, 365 * 86_400).map(lambda second: NOW + timedelta(seconds=second))


@settings(deadline=None, max_examples=50)
@given(MOMENTS, st.integers(1, 168), MOMENTS)
def test_the_next_portion_is_the_first_fixed_time_to_come(first_at: datetime, hours: int, now: datetime) -> None:
    after = next_portion(first_at, hours, now)
    assert after > now or now < first_at == after
    assert after == first_at or after - timedelta(hours=hours) <= now
    assert (after - first_at) % timedelta(hours=hours) == timedelta(0)

"""Answers that arrive while others are carried out go together: each is told what it would be told alone."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from tests.workplace import Workplace, make_workplace, said

from armslength.annotation.errors import AlreadySubmitted, AnswersWrong
from armslength.annotation.schemas import Submitted
from armslength.annotation.service.submissions import AT_ONCE
from armslength.assignment.errors import NoSuchAssignment
from armslength.assignment.schemas import GoldKey, PutGold, PutGoldPolicy, Work
from armslength.assignment.schemas.routing import HolderShare, PutPortions, PutRouting
from armslength.identity.model import Actor, Side
from armslength.kit.db import Database
from armslength.kit.errors import ArmslengthError, NotSignedIn
from armslength.kit.ids import NIL
from armslength.kit.passes import Pass, carrying
from armslength.vendors.service import VendorsService
from armslength.walls.schemas.exposures import SetCaps
from armslength.walls.service.shares import ShareBook

CROWD = AT_ONCE + 5


@pytest.fixture
async def here(db: Database, tmp_path: Path) -> Workplace:
    return await make_workplace(db, tmp_path)


async def crowd(here: Workplace, overlap: int, side: Side = "customer") -> list[tuple[Actor, Work]]:
    """So many people, an item in everybody's hands."""
    if side == "vendor":
        await here.place.grant("active")
    await here.items(2 * CROWD, overlap=overlap)
    people = [await here.annotator(f"P{n}", side=side) for n in range(CROWD)]
    return [(who, await here.work(who)) for who in people]


async def written(here: Workplace) -> tuple[int, int]:
    """How many answers there are, and in how many transactions they were written."""
    (row,) = await here.read(
        "select count(*) as answers, count(distinct xmin::text) as together from annotation where tenant_id = $1"
    )
    return row["answers"], row["together"]


async def check(here: Workplace, told: list[Submitted]) -> None:
    """Everything adds up, each delivery has one exposure and one leaf, and each receipt brought an item."""
    await here.check()
    assert all(receipt.next is not None for receipt in told)
    (count,) = await here.read(
        "select (select count(*) from exposure where tenant_id = $1 and kind = 'item') as shown,"
        " (select sum(views) from exposure where tenant_id = $1 and kind = 'item') as views,"
        " (select count(*) from assignment where tenant_id = $1) as leases,"
        " (select count(*) from ledger_outbox where tenant_id = $1 and action = 'walls.exposed') as leaves"
    )
    assert count["shown"] == count["views"] == count["leases"] == count["leaves"] == CROWD + len(told)


@pytest.mark.parametrize("side", ["customer", "vendor"])
@pytest.mark.parametrize("overlap", [1, 4])
async def test_those_who_wait_go_in_one_transaction(here: Workplace, overlap: int, side: Side) -> None:
    people = await crowd(here, overlap, side)
    told = await asyncio.gather(*(here.submit(who, work, have=[]) for who, work in people))
    assert await written(here) == (CROWD, AT_ONCE + 1)
    await check(here, told)
    placed = await here.read(
        "select array_agg((display ->> 'place')::int order by (display ->> 'place')::int) as places from assignment"
        " where tenant_id = $1 group by item_id"
    )
    assert all(each["places"] == list(range(len(each["places"]))) for each in placed)


@pytest.mark.parametrize("right", [True, False])
async def test_nobody_answers_for_another_who_is_heard_with_them(here: Workplace, right: bool) -> None:
    people = await crowd(here, 1)
    *others, (thief, _), (victim, work) = people
    told = await asyncio.gather(
        *(here.submit(who, own, have=[]) for who, own in others),
        here.submit(thief, work, have=[]),
        here.submit(victim, work, None if right else {"topic": {}}, have=[]),
        return_exceptions=True,
    )
    assert isinstance(told[-2], NoSuchAssignment) and isinstance(told[-1], Submitted if right else AnswersWrong)
    (row,) = await here.read(
        "select count(*) as foreign from annotation n join assignment a on a.tenant_id = n.tenant_id"
        " and a.id = n.assignment_id where n.tenant_id = $1 and n.person_id <> a.person_id"
    )
    assert row["foreign"] == 0
    await check(here, [each for each in told if isinstance(each, Submitted)])


async def test_no_firm_is_asked_more_often_than_the_plan_says(here: Workplace) -> None:
    """Where every firm is to answer every item, what one has already is told by the leases on it."""
    await here.project(overlap=1)
    people = await crowd(here, 1)
    manager = await here.annotator("Manu", role="manager")
    await here.place.grant("active")
    shares = [HolderShare(here.place.vendor_id, 1000), HolderShare(here.tenant_id, 9000)]
    await here.assignment.routing.set(manager, here.project_id, PutRouting(0, shares, calibration=1000))
    await here.hear()
    async with here.db.tenant(here.tenant_id) as tx:
        await tx.run("update item set lane = 1, wanted = 2, open = true where tenant_id = $1", here.tenant_id)
    await asyncio.gather(*(here.submit(who, work, have=[]) for who, work in people))
    asked = await here.read("select count(*) as times from assignment where tenant_id = $1 group by item_id")
    assert {each["times"] for each in asked} == {1}


async def test_people_of_different_firms_never_go_together(here: Workplace) -> None:
    people = await crowd(here, 2, "vendor")
    people += [(who, await here.work(who)) for who in [await here.annotator(f"Own{n}") for n in range(CROWD)]]
    await asyncio.gather(*(here.submit(who, work, have=[]) for who, work in people))
    told = await here.read(
        "select count(distinct organization_id) as firms, count(*) as n from annotation where tenant_id = $1"
        " group by xmin::text"
    )
    assert sorted(each["n"] for each in told) == [AT_ONCE, AT_ONCE, CROWD - AT_ONCE, CROWD - AT_ONCE]
    assert {each["firms"] for each in told} == {1}
    await here.check()


@pytest.mark.parametrize("left", [0, 3])
async def test_a_firm_is_given_its_portion_and_no_place_more(here: Workplace, left: int) -> None:
    people = await crowd(here, 1, "vendor")
    manager, vendor_id = await here.annotator("Manu", role="manager"), here.place.vendor_id
    await here.assignment.portions.put(
        manager, here.project_id, vendor_id, PutPortions(items=left + 1, hours=24, whole=False)
    )
    await here.assignment.portions.open_due(here.tenant_id)
    await here.work(people[0][0], people[0][1].assignment.id)
    told = await asyncio.gather(*(here.submit(who, work, have=[]) for who, work in people))
    assert sum(receipt.next is not None for receipt in told[1:]) == left
    assert {receipt.idle.status for receipt in told if receipt.idle is not None} == {"none"}
    (portion,) = await here.read("select items, given from portion where tenant_id = $1")
    assert portion["items"] == portion["given"] == left + 1
    assert (await written(here))[0] == CROWD
    await here.check()


@pytest.mark.parametrize("cap", [CROWD, CROWD * 3 // 2])
async def test_a_firm_sees_what_its_cap_leaves_and_no_item_more(here: Workplace, cap: int) -> None:
    people = await crowd(here, 1, "vendor")
    shares = ShareBook(here.db, VendorsService(here.db, here.place.clock), here.place.clock)
    owner = await here.place.person("Olga", "owner")
    await shares.set_caps(owner, here.project_id, SetCaps(each_vendor=cap / (2 * CROWD)))
    told = await asyncio.gather(*(here.submit(who, work, have=[]) for who, work in people))
    assert sum(receipt.next is not None for receipt in told) == cap - CROWD
    seen = await here.read("select item_ord from sighting where tenant_id = $1")
    shown = await here.read("select distinct item_ord from exposure where tenant_id = $1 and kind = 'item'")
    (kept,) = await here.read("select seen from exposure_cap where tenant_id = $1 and subject_id <> $2", NIL)
    assert len(seen) == len(shown) == kept["seen"] == cap
    await here.check()


async def test_all_of_a_firm_take_the_course_at_once(here: Workplace) -> None:
    people = await crowd(here, 2, "vendor")
    manager = await here.annotator("Mona", role="manager")
    course = await here.items(2, batch="gold")
    for item_id, use in zip(course, ("training", "screening"), strict=True):
        key = GoldKey(said(), "It is wet.")
        await here.assignment.gold.put(manager, here.project_id, item_id, PutGold(use, key))  # type: ignore[arg-type]
    await here.assignment.gold.set_policy(manager, here.project_id, PutGoldPolicy(0.0, gate=True))
    works = [work for _, work in people]
    for drawn in ("training", "screening", None):
        told = await asyncio.gather(
            *(here.submit(who, work, have=[]) for (who, _), work in zip(people, works, strict=True))
        )
        works = [receipt.next for receipt in told if receipt.next is not None]
        assert len(works) == CROWD and {work.assignment.course for work in works} == {drawn}
    placed = await here.read(
        "select (display ->> 'place')::int as place from assignment where tenant_id = $1 and item_id = $2", course[0]
    )
    assert sorted(each["place"] for each in placed) == sorted(n % 2 for n in range(CROWD))
    passed = await here.read("select state from qualification where tenant_id = $1")
    assert [each["state"] for each in passed] == ["passed"] * CROWD
    assert await written(here) == (3 * CROWD, 3 * (AT_ONCE + 1))
    await here.check()


async def test_what_is_wrong_with_one_is_told_to_that_one_alone(here: Workplace) -> None:
    people = await crowd(here, 1)
    *others, (wrong, wrong_work), (again, again_work) = people
    first = await here.submit(again, again_work, have=[again_work.assignment.id])
    told = await asyncio.gather(
        *(here.submit(who, work, have=[]) for who, work in others),
        here.submit(wrong, wrong_work, {"topic": {}}, have=[]),
        here.submit(again, again_work, have=[]),
        return_exceptions=True,
    )
    assert isinstance(told[-2], AnswersWrong) and isinstance(told[-1], AlreadySubmitted)
    stored = [each for each in told if isinstance(each, Submitted)]
    assert len(stored) == CROWD - 2
    assert await written(here) == (CROWD - 1, AT_ONCE + 2)
    await check(here, [first, *stored])


async def test_whose_seat_has_ended_is_refused_and_nobody_else(here: Workplace) -> None:
    people = await crowd(here, 2)
    gone = people[-1][0]
    async with here.db.tenant(here.tenant_id) as tx:
        await tx.run(
            "update membership set ended_at = $3 where tenant_id = $1 and person_id = $2",
            here.tenant_id, gone.person_id, here.place.clock.now(),
        )  # fmt: skip

    async def submit(who: Actor, work: Work) -> Submitted:
        def refusal() -> ArmslengthError:
            return NotSignedIn("This seat has ended.")

        now = here.place.clock.now()
        with carrying(Pass(here.tenant_id, who.person_id, None, here.project_id, 1, now, refusal, refusal)):
            return await here.submit(who, work, have=[])

    told = await asyncio.gather(*(submit(*each) for each in people), return_exceptions=True)
    assert isinstance(told[-1], NotSignedIn)
    stored = [each for each in told if isinstance(each, Submitted)]
    assert len(stored) == CROWD - 1 and await written(here) == (CROWD - 1, CROWD - 1)
    await check(here, stored)


async def test_a_caller_who_leaves_takes_nothing_of_others_along(here: Workplace) -> None:
    people = await crowd(here, 1)
    asking = [asyncio.ensure_future(here.submit(who, work, have=[])) for who, work in people]
    await asyncio.sleep(0)  # all have asked, and the last ones wait
    asking[-1].cancel()
    told = await asyncio.gather(*asking[:-1])
    assert await written(here) == (CROWD - 1, AT_ONCE + 1)
    await check(here, told)

"""Content warnings: nobody is shown what they declined, nor more of it in a day than may be."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from tests.workplace import Workplace, make_workplace, said

from armslength.assignment.errors import BadCare
from armslength.assignment.schemas import Care, CareBatch, GoldKey, PutGold, PutGoldPolicy, PutMyCare, Work
from armslength.identity.model import Actor
from armslength.kit.db import Database
from armslength.kit.ids import new_id
from armslength.projects.schemas import CareLimit
from armslength.review.schemas import Adjudicate, AdjudicationWork, Decide, PutAdjudicationPolicy


@pytest.fixture
async def here(db: Database, tmp_path: Path) -> Workplace:
    return await make_workplace(db, tmp_path)


async def warn(here: Workplace, who: Actor, **given: Any) -> Care:
    return await here.assignment.care.put(who, here.project_id, Care(**given))


async def declines(here: Workplace, who: Actor, *harms: Any, zone: str = "UTC") -> None:
    await here.assignment.care.choose(who, PutMyCare(list(harms), zone))


async def test_a_warning_comes_with_the_work_and_says_what_is_in_it(here: Workplace) -> None:
    await here.items(1, overlap=2)
    (grim,) = await here.items(1, overlap=2, batch="grim", priority=5)
    ada = await here.annotator()
    assert (await here.assignment.care.get(ada, here.project_id)) == Care()
    set_ = await warn(here, ada, warnings=["hate"], batches=[CareBatch(here.batches["grim"], ["gore", "violence"])])
    assert set_.batches[0].warnings == ["violence", "gore"]
    work = await here.work(ada)
    assert (work.assignment.item_id, work.warnings) == (grim, ["violence", "gore", "hate"])
    second = await here.work(ada, work.assignment.id)
    assert second.warnings == ["hate"]
    assert [(met.warning, met.items) for met in (await here.assignment.care.mine(ada)).today] == [
        ("violence", 1), ("gore", 1), ("hate", 2),
    ]  # fmt: skip
    await warn(here, ada)
    assert (await here.assignment.care.get(ada, here.project_id)) == Care()
    assert (await here.work(await here.annotator("Bob"))).warnings == []
    recorded = await here.read("select action as kind from ledger_entry where tenant_id = $1 and action like '%care%'")
    assert [row["kind"] for row in recorded] == ["assignment.care_changed"] * 2


async def test_who_declined_is_given_the_rest_and_all_of_it_when_they_change_their_mind(here: Workplace) -> None:
    (grim,) = await here.items(1, overlap=2, batch="grim", priority=5)
    (calm,) = await here.items(1, overlap=2, batch="calm")
    ada, bob = await here.annotator(), await here.annotator("Bob")
    await warn(here, ada, batches=[CareBatch(here.batches["grim"], ["gore"])])
    await declines(here, ada, "gore")
    assert (await here.answer(ada))[0].assignment.item_id == calm
    assert await here.status(ada) == "spared"
    assert (await here.work(bob)).assignment.item_id == grim
    await declines(here, ada)
    assert (await here.work(ada)).assignment.item_id == grim
    await here.check()


async def test_a_days_limit_is_exact_and_ends_at_the_persons_own_midnight(here: Workplace) -> None:
    await here.items(4, overlap=1)
    ada = await here.annotator()
    await warn(here, ada, warnings=["gore"], limits={"gore": CareLimit(items=2)})
    await declines(here, ada, zone="Asia/Tokyo")
    await here.answer(ada)
    await here.answer(ada)
    assert await here.status(ada) == "resting"
    hours = (24 - (here.place.clock.now().hour + 9) % 24) * 3600
    here.place.clock.advance(hours - 3601)
    assert await here.status(ada) == "resting"
    here.place.clock.advance(3601)
    await here.answer(ada)
    await here.check()


async def test_minutes_count_too_and_each_category_by_itself(here: Workplace) -> None:
    await here.items(3, batch="grim", priority=5)
    await here.items(1, batch="rude")
    ada = await here.annotator()
    marks = [CareBatch(here.batches["grim"], ["gore"]), CareBatch(here.batches["rude"], ["hate"])]
    await warn(here, ada, batches=marks, limits={"gore": CareLimit(minutes=1), "hate": CareLimit(items=5)})
    work = await here.work(ada)
    async with here.db.tenant(here.tenant_id) as tx:
        await here.assignment.care.met(tx, ada.person_id, 0b10, active_ms=60_000)
    await here.submit(ada, work)
    assert (await here.answer(ada))[0].warnings == ["hate"]
    assert await here.status(ada) == "resting"


async def test_gold_is_kept_from_who_declined_it_and_a_course_waits_for_them(here: Workplace) -> None:
    hidden = await here.items(4, batch="gold")
    calm = await here.items(4, batch="calm")
    maya, ada = await here.place.person("Mona", "manager"), await here.annotator()
    gold = here.assignment.gold
    for item_id in hidden[:3]:
        await gold.put(maya, here.project_id, item_id, PutGold("hidden", GoldKey(said("sea"))))
    await gold.put(maya, here.project_id, hidden[3], PutGold("screening", GoldKey(said("sea"))))
    await warn(here, ada, batches=[CareBatch(here.batches["gold"], ["gore"])])
    await gold.set_policy(maya, here.project_id, PutGoldPolicy(0.5, gate=True))
    await declines(here, ada, "gore")
    assert await here.status(ada) == "spared", "the gate is not opened by declining its course"
    await gold.set_policy(maya, here.project_id, PutGoldPolicy(0.5, gate=False))
    assert {(await here.answer(ada))[0].assignment.item_id for _ in calm} == set(calm)
    assert all(row["taken"] == 0 for row in [await here.item(item_id) for item_id in hidden])
    await here.check()


async def test_requests_at_the_same_moment_do_not_pass_the_limit(here: Workplace) -> None:
    await here.items(8)
    ada = await here.annotator()
    await warn(here, ada, warnings=["gore"], limits={"gore": CareLimit(items=1)})
    first = await asyncio.gather(*(here.next(ada) for _ in range(4)))
    assert len({work.assignment.id for work in first if isinstance(work, Work)}) == 1
    (met,) = (await here.assignment.care.mine(ada)).today
    assert met.items == 1


async def test_reviewers_are_spared_too(here: Workplace) -> None:
    await here.project(review_share=1)
    await here.items(1)
    ada, rita = await here.annotator(), await here.annotator("Rita", role="reviewer")
    await warn(here, ada, warnings=["self_harm"])
    await here.answer(ada)
    await declines(here, rita, "self_harm")
    assert (await here.review.next_review(rita, here.project_id, [])).status == "spared"
    await declines(here, rita)
    await here.items(1)
    await here.answer(ada)
    await warn(here, ada, warnings=["self_harm"], limits={"self_harm": CareLimit(items=1)})
    first = await here.to_review(rita)
    assert first.warnings == ["self_harm"]
    have = [first.review.id]
    assert (await here.review.next_review(rita, here.project_id, have)).status == "resting"
    await here.review.decide(rita, here.project_id, first.review.id, Decide(new_id(), "accept"))
    assert (await here.review.next_review(rita, here.project_id, [])).status == "resting"


async def test_who_decides_between_answers_is_warned_counted_and_spared_too(here: Workplace) -> None:
    await here.project(overlap=2, review_share=0)
    await here.items(2, overlap=2)
    ada, bob, maya = [await here.annotator(*who) for who in (("Ada",), ("Bob",), ("Maya", "customer", "manager"))]
    rita, rosa = [await here.annotator(name, role="reviewer") for name in ("Rita", "Rosa")]
    await here.review.disputes.set_policy(maya, here.project_id, PutAdjudicationPolicy(1))
    for who, topic in ((ada, "sea"), (bob, "land"), (ada, "sea"), (bob, "land")):
        await here.submit(who, await here.work(who), said(topic))
    await here.hear()
    await warn(here, maya, warnings=["gore"], limits={"gore": CareLimit(items=1)})
    deciding = here.review.adjudicating
    await declines(here, rosa, "gore")
    assert (await deciding.next(rosa, here.project_id, [])).status == "spared"
    for _ in range(2):  # the same lease again is met once
        work = await deciding.next(rita, here.project_id, [])
        assert isinstance(work, AdjudicationWork)
        assert work.warnings == ["gore"]
        (met,) = (await here.assignment.care.mine(rita)).today
        assert (met.warning, met.items) == ("gore", 1)
    await deciding.decide(rita, here.project_id, work.adjudication.id, Adjudicate(new_id(), take=1))
    assert (await deciding.next(rita, here.project_id, [])).status == "resting", "her day has had enough of it"
    await declines(here, rosa)
    assert isinstance(await deciding.next(rosa, here.project_id, []), AdjudicationWork)


async def test_what_cannot_be_kept_is_refused_with_its_place(here: Workplace) -> None:
    ada = await here.annotator()
    for given, field in (
        ({"batches": [CareBatch(new_id(), ["gore"])]}, "batches[0].id"),
        ({"limits": {"gore": CareLimit()}}, "limits.gore"),
    ):
        with pytest.raises(BadCare) as refused:
            await warn(here, ada, **given)
        assert refused.value.field == field
    with pytest.raises(BadCare) as refused:
        await declines(here, ada, zone="Moon/Base")
    assert refused.value.field == "zone"

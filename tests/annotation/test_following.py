"""What comes next comes with the receipt: in one transaction with the answer, which it never takes with it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from tests.content import NOW
from tests.workplace import Workplace, make_workplace, said

from armslength.annotation.errors import AnswersWrong
from armslength.assignment.errors import LeaseLost, NoRoom
from armslength.assignment.schemas import Care, NoWork, Work
from armslength.assignment.schemas.routing import PutPortions
from armslength.identity.model import Actor
from armslength.kit.db import Database
from armslength.kit.ids import new_id
from armslength.projects.schemas import CareLimit


@pytest.fixture
async def here(db: Database, tmp_path: Path) -> Workplace:
    return await make_workplace(db, tmp_path)


async def transactions(here: Workplace) -> int:
    """How many transactions wrote leases and answers."""
    (row,) = await here.read(
        "select count(distinct x) as n from (select xmin::text as x from annotation where tenant_id = $1"
        " union all select xmin::text from exposure where tenant_id = $1) t"
    )
    return int(row["n"])


async def test_a_receipt_brings_the_next_item_and_a_repeat_brings_the_same(here: Workplace) -> None:
    await here.items(3)
    ada = await here.annotator()
    first = await here.work(ada)
    second = await here.work(ada, first.assignment.id)
    key, before = new_id(), await transactions(here)
    have = [second.assignment.id]
    receipt = await here.submit(ada, first, key=key, have=have)
    assert receipt.next is not None and receipt.idle is None
    assert receipt.next.assignment.id not in (first.assignment.id, second.assignment.id)
    assert await transactions(here) == before + 1  # the answer and what was shown: one transaction
    again = await here.submit(ada, first, key=key, have=have)
    assert (again.annotation_id, again.submitted_at) == (receipt.annotation_id, receipt.submitted_at)
    assert again.next is not None and again.next.assignment.id == receipt.next.assignment.id
    shown = await here.read("select count(distinct item_id) as n from exposure where tenant_id = $1 and kind = 'item'")
    assert shown[0]["n"] == 3
    await here.submit(ada, receipt.next)
    last = await here.submit(ada, second, have=[])
    assert last.next is None and last.idle is not None and last.idle.status == "done"
    await here.check()


async def test_answers_that_are_refused_bring_nothing(here: Workplace) -> None:
    await here.items(2)
    ada = await here.annotator()
    work = await here.work(ada)
    with pytest.raises(AnswersWrong):
        await here.submit(ada, work, said("moon"), have=[])
    assert len(await here.read("select from assignment where tenant_id = $1")) == 1
    await here.check()


async def test_an_item_that_cannot_be_opened_does_not_take_the_answer_with_it(
    here: Workplace, postgres: Any, database_name: str
) -> None:
    await here.items(1)
    (broken,) = await here.items(1)
    ada = await here.annotator()
    work, key = await here.work(ada), new_id()
    owner = await asyncpg.connect(postgres.owner_url(database_name))
    await owner.execute("alter table item_content no force row level security")
    await owner.execute("update item_content set sealed = 'x' where item_id = $1", broken)
    await owner.close()
    for _ in range(2):
        receipt = await here.submit(ada, work, key=key, have=[])
        assert receipt.next is None and receipt.idle is None  # it is to be asked for, and that says what is wrong
    assert len(await here.read("select from annotation where tenant_id = $1")) == 1
    taken = await here.read("select taken from item where tenant_id = $1 order by ord")
    assert [row["taken"] for row in taken] == [1, 0]
    await here.check()


async def test_a_vendors_people_are_told_of_a_refusal_what_any_refusal_says(here: Workplace) -> None:
    await here.place.grant("active")
    await here.items(3)
    manu, vera = await here.annotator("Manu", role="manager"), await here.annotator("Vera", side="vendor")
    wanted = PutPortions(items=1, hours=24, whole=True)
    await here.assignment.portions.put(manu, here.project_id, here.place.vendor_id, wanted)
    await here.assignment.portions.open_due(here.tenant_id)
    work = await here.work(vera)
    receipt = await here.submit(vera, work, have=[])
    assert receipt.next is None and receipt.idle is not None and receipt.idle.status == "none"
    assert len(await here.read("select from annotation where tenant_id = $1")) == 1
    assert len(await here.read("select from exposure where tenant_id = $1 and kind = 'item'")) == 1
    await here.check()


async def test_where_a_day_is_limited_or_admission_is_due_what_is_next_has_its_own_transaction(here: Workplace) -> None:
    await here.items(5)
    ada = await here.annotator()
    first = await here.work(ada)
    async with here.db.tenant(here.tenant_id) as tx:
        await tx.run("delete from clearance where tenant_id = $1", tx.tenant_id)
    before = await transactions(here)
    second = (await here.submit(ada, first, have=[])).next
    assert second is not None and await transactions(here) == before + 2
    await here.assignment.care.put(ada, here.project_id, Care(warnings=["gore"], limits={"gore": CareLimit(items=2)}))
    third = (await here.submit(ada, second, have=[])).next
    assert third is not None
    fourth = (await here.submit(ada, third, have=[])).next
    assert fourth is not None
    assert (await here.submit(ada, fourth, have=[])).idle == NoWork("resting", here.assignment.settings.idle_seconds)
    await here.check()


async def test_one_persons_two_windows_and_the_sweep_never_wait_for_each_other(here: Workplace) -> None:
    """Everything that one person's requests may lock, at once, in an order that changes; a deadlock would be raised."""
    await here.items(160, overlap=2)
    await here.project(lease_seconds=30)
    ada, bob = await here.annotator("Ada"), await here.annotator("Bob")
    await here.assignment.care.put(ada, here.project_id, Care(warnings=["gore"]))

    async def window(who: Actor, have: list[UUID] | None) -> None:
        for _ in range(30):
            found = await here.next(who)
            while isinstance(found, Work):
                try:
                    receipt = await here.submit(who, found, key=found.assignment.id, have=have)
                except (LeaseLost, NoRoom):
                    break
                found = receipt.next or receipt.idle or NoWork("wait", 0)

    async def sweep() -> None:
        for _ in range(30):
            here.place.clock.advance(10)
            await here.assignment.keeping.expire(here.tenant_id)

    await asyncio.gather(*(window(who, have) for who in (ada, bob) for have in ([], [], None)), sweep())
    assert here.place.clock.now() > NOW
    await here.check()

"""More people are asked about what is unsure: real work through the queue, beliefs beside it, one person at a time."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest
from tests.content import NOW
from tests.workplace import SCHEMA, Workplace, make_workplace, said

from armslength.assignment.events import OVERLAP_SET
from armslength.assignment.schemas import Work
from armslength.identity.model import Actor
from armslength.kit.db import Database
from armslength.kit.jobs import run_one
from armslength.kit.outbox import deliver, emit
from armslength.truth.service import TruthService, unsure


async def settle(here: Workplace, truth: TruthService) -> None:
    """Events are told and items believed, until nothing is due."""
    while await deliver(here.db, truth.subscriptions(), here.place.clock):
        pass
    while await truth.believing.turn():
        pass


async def say(here: Workplace, truth: TruthService, who: Actor, item: UUID, topic: str) -> None:
    """Somebody answers what the queue has for them, which is this."""
    work = await here.work(who)
    assert work.assignment.item_id == item
    await here.submit(who, work, said(topic))
    await settle(here, truth)


async def wanted(here: Workplace, item: UUID) -> tuple[int, int, int, str | None]:
    async with here.db.tenant(here.tenant_id) as tx:
        row = await tx.row(
            "select i.wanted, i.taken, i.answers, b.enough from item i left join belief b on b.tenant_id = i.tenant_id"
            " and b.item_id = i.id where i.tenant_id = $1 and i.id = $2",
            here.tenant_id, item,
        )  # fmt: skip
    assert row is not None
    return row["wanted"], row["taken"], row["answers"], row["enough"]


async def asked_more(here: Workplace) -> int:
    """How often the log says so."""
    rows = await here.read("select from ledger_outbox where tenant_id = $1 and action = 'truth.asked_more'")
    return len(rows)


async def test_one_person_more_at_a_time_until_it_is_sure_or_has_the_most(db: Database, tmp_path: Path) -> None:
    here = await make_workplace(db, tmp_path)
    truth = TruthService(here.db, here.walls, here.place.keys, here.place.clock)
    await here.project(overlap=2, overlap_max=4, overlap_risk=0.1)
    people = [await here.annotator(name) for name in ("Ada", "Bob", "Cy", "Dot", "Eve")]
    clear, split = await here.items(2, overlap=2)
    for who in people[:2]:
        await say(here, truth, who, clear, "sea")
    # Two who agree are not enough for one wrong in ten; the third is asked in the transaction that found it.
    assert await wanted(here, clear) == (3, 2, 2, None)
    assert await asked_more(here) == 1

    # All at once: exactly one of them gets the one place.
    found = await asyncio.gather(*(here.next(who) for who in people[2:]))
    got = [(who, work) for who, work in zip(people[2:], found, strict=True)
           if isinstance(work, Work) and work.assignment.item_id == clear]  # fmt: skip
    assert len(got) == 1
    who, work = got[0]
    await here.submit(who, work, said("sea"))
    await settle(here, truth)
    assert await wanted(here, clear) == (3, 3, 3, "sure")

    # Two of the others hold the other item. They disagree, and so do the next two: four is the most.
    holding = [each for each in people[2:] if each is not who]
    for each, topic in zip(holding, ("sea", "land"), strict=True):
        await here.submit(each, await here.work(each), said(topic))
    await settle(here, truth)
    await say(here, truth, people[0], split, "sea")
    assert (await wanted(here, split))[0] == 4
    await say(here, truth, people[1], split, "land")
    assert await wanted(here, split) == (4, 4, 4, "most")
    assert await asked_more(here) == 3
    assert await here.status(who) != "work"
    shown = await truth.get_truth(await here.place.person("Maya", "manager", "customer"), here.project_id)
    assert shown.overlap is not None
    assert (shown.overlap.sure, shown.overlap.most, shown.overlap.asking, shown.overlap.answers) == (1, 1, 0, 7)
    await here.check()

    # A lower risk: everything is looked at again, and what had enough is asked about once more.
    await here.project(overlap_risk=0.01)
    async with here.db.tenant(here.tenant_id) as tx:
        await emit(tx, OVERLAP_SET, {"project_id": str(here.project_id)}, at=NOW)
    await settle(here, truth)
    while await run_one(here.db, truth.handlers(), here.place.clock):
        pass
    assert (await wanted(here, clear))[0] == 4 and (await wanted(here, split))[0] == 4
    await here.check()


MARKED: dict[str, Any] = {
    "fields": SCHEMA["fields"],
    "questions": [
        {"name": "names", "kind": "spans", "title": "Names",
         "settings": {"field": "prompt", "labels": [{"id": "word", "title": "Word"}]}},
    ],
}  # fmt: skip
WORD = {"start": 0, "end": 8, "quote": "Question", "field": "prompt", "label": "word"}


async def test_a_mark_of_one_is_asked_about_and_a_mark_of_two_is_not(db: Database, tmp_path: Path) -> None:
    here = await make_workplace(db, tmp_path)
    truth = TruthService(here.db, here.walls, here.place.keys, here.place.clock)
    await here.place.version("schema", msgspec.json.encode(MARKED), await here.place.person("Mo", "manager"), 2)
    await here.project(overlap=2, overlap_max=3, overlap_risk=0.2)
    people = [await here.annotator(name) for name in ("Ada", "Bob", "Cy")]
    both, one = await here.items(2, overlap=2)
    for who, marks in ((people[0], {both, one}), (people[1], {both})):
        for item in (both, one):
            work = await here.work(who)
            assert work.assignment.item_id == item
            spans = [WORD] if item in marks else []
            await here.submit(who, work, {"names": {"item": {"state": "answered", "value": {"spans": spans}}}})
    await settle(here, truth)
    assert await wanted(here, both) == (2, 2, 2, "sure")
    assert await wanted(here, one) == (3, 2, 2, None)
    assert (await here.work(people[2])).assignment.item_id == one
    await here.check()


async def test_more_people_last_about_the_least_sure_first(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unsure, "AT_ONCE", 1)  # so that the order shows on three items
    here = await make_workplace(db, tmp_path)
    truth = TruthService(here.db, here.walls, here.place.keys, here.place.clock)
    await here.project(overlap=2, overlap_max=3, overlap_risk=0.01, overlap_last=True)
    people = [await here.annotator(name) for name in ("Ada", "Bob", "Cy", "Dot")]
    (sweep,) = truth.tenant_sweeps()
    agreed, split, other = await here.items(3, overlap=2)
    for item, topics in ((agreed, ("sea", "sea")), (split, ("sea", "land"))):
        for who, topic in zip(people[:2], topics, strict=True):
            await say(here, truth, who, item, topic)
    await sweep.handler(here.tenant_id)
    assert await asked_more(here) == 0, "an item has not had its first answers yet"
    for who in people[2:]:
        await say(here, truth, who, other, "sea")
    assert await asked_more(here) == 0 and await here.status(people[2]) != "work"
    await sweep.handler(here.tenant_id)
    assert await asked_more(here) == 1
    await say(here, truth, people[2], split, "land")
    for _ in range(2):  # of two that are as sure either may be the next
        await sweep.handler(here.tenant_id)
        (item,) = [each for each in (agreed, other) if (await wanted(here, each))[0] > (await wanted(here, each))[2]]
        await say(here, truth, people[3] if item == agreed else people[0], item, "sea")
    await sweep.handler(here.tenant_id)
    assert [(await wanted(here, item))[0] for item in (agreed, split, other)] == [3, 3, 3]
    assert await asked_more(here) == 3, "three is the most"
    await here.check()

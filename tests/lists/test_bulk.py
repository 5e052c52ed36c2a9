"""One act on many: fixed when it is written down, done by a job that may be killed, refused like the single act."""

from __future__ import annotations

import asyncio
import csv
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from tests.ingest.conftest import SMALL
from tests.workplace import Workplace, make_workplace

from armslength.identity.model import Actor
from armslength.ingest.service import IngestService
from armslength.kit import jobs
from armslength.kit.db import Database
from armslength.kit.errors import Invalid
from armslength.kit.jobs import Handler
from armslength.lists.errors import BulkActNotFound, BulkActOver, MayNotReadAnswers, MayNotReview, NotReady, NotYours
from armslength.lists.schemas import BulkAct, CreateBulkAct
from armslength.lists.service import ListsService
from armslength.lists.service import bulk as work
from armslength.review.errors import NoReviewing

MARK = "=HYPERLINK"


class Desk:
    """A manager with the whole list before her."""

    def __init__(self, here: Workplace, lists: ListsService, maya: Actor) -> None:
        self.here = here
        self.lists = lists
        self.bulk = lists.bulk
        self.maya = maya

    async def ask(self, act: Any, **given: Any) -> BulkAct:
        if not {"item_ids", "answer_filters", "annotation_ids"} & set(given):
            given.setdefault("filters", {})
        return await self.bulk.create(self.maya, self.here.project_id, CreateBulkAct(act, **given))

    async def run(self, handlers: Mapping[str, Handler] | None = None) -> None:
        while await jobs.run_one(self.here.db, handlers or self.lists.handlers(), self.here.place.clock):
            pass

    async def get(self, act: BulkAct) -> BulkAct:
        return await self.bulk.get(self.maya, self.here.project_id, act.id)

    async def start(self, act: BulkAct) -> BulkAct:
        return await self.bulk.start(self.maya, self.here.project_id, act.id)

    async def done(self, act: Any, **given: Any) -> BulkAct:
        """Asked for, started, done, and heard."""
        asked = await self.ask(act, **given)
        await self.run()
        await self.start(asked)
        await self.run()
        await self.here.hear()
        await self.here.check()
        return await self.get(asked)

    async def logged(self, action: str) -> int:
        sql = "select count(*) as n from ledger_entry where tenant_id = $1 and action = $2"
        return int((await self.here.read(sql, action))[0]["n"])

    async def open(self) -> list[int]:
        return [row["ord"] for row in await self.here.read("select ord from item where tenant_id = $1 and open")]


@pytest.fixture
async def desk(db: Database, tmp_path: Path) -> Desk:
    here = await make_workplace(db, tmp_path)
    await here.project(review_share=1)
    place = here.place
    ingest = IngestService(db, place.keys, place.storage, here.walls, place.clock, SMALL)
    lists = ListsService(
        db, here.walls, place.keys, ingest, here.assignment, here.review, here.annotation.listing, place.clock
    )
    return Desk(here, lists, await here.annotator("Maya", role="manager"))


async def test_what_was_counted_is_what_is_done(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "CHOSEN_AT_ONCE", 2)
    here = desk.here
    ids = await here.items(5)
    await here.item_state(ids[1], "cancelled")
    key = uuid4()
    act = await desk.ask("retire", key=key)
    assert (act.state, act.total) == ("choosing", 0)
    assert (await desk.ask("retire", key=key)).id == act.id  # asked for twice
    with pytest.raises(NotReady):
        await desk.start(act)
    await here.items(1)  # comes too late: it was asked for what was there
    await desk.run()
    ready = await desk.get(act)
    assert (ready.state, ready.total, ready.states) == ("ready", 5, {"open": 4, "cancelled": 1})
    assert len(await desk.open()) == 5  # nothing is done yet
    await here.item_state(ids[1], "active")
    await here.item_state(ids[2], "cancelled")  # changed since: the single act would refuse it
    await desk.start(act)
    await desk.start(act)
    await desk.run()
    over = await desk.get(act)
    assert (over.state, over.done, over.skipped, over.reasons) == ("done", 4, 1, {"ingest.item_unchanged": 1})
    assert await desk.open() == [6]
    assert (await desk.logged("ingest.item_cancelled"), await desk.logged("lists.bulk_act_started")) == (4, 1)
    skipped = await desk.bulk.results(desk.maya, here.project_id, act.id, skipped=True, cursor=None, limit=9)
    assert [(row.ord, row.code) for row in skipped.items] == [(3, "ingest.item_unchanged")]
    with pytest.raises(jobs.JobEnded):
        await desk.bulk.set_state(desk.maya, here.project_id, act.id, "paused")


async def test_every_act_on_items_goes_through_the_single_one(desk: Desk) -> None:
    here = desk.here
    ids = await here.items(4)
    ada, bob = await here.annotator("Ada"), await here.annotator("Bob")
    await here.answer(ada)
    held = await here.work(bob)
    retired = await desk.done("retire", item_ids=[ids[1], ids[0], ids[0]])
    assert (retired.total, retired.done) == (2, 2)
    assert await here.read("select from assignment where tenant_id = $1 and id = $2 and state = 'returned'",
                           held.assignment.id)  # fmt: skip  # whoever had it in hand has lost it
    restored = await desk.done("restore", filters={"state": "cancelled"})
    assert (restored.done, await desk.open()) == (2, [2, 3, 4])
    more = await desk.done("ask_more")
    assert (more.done, more.skipped) == (1, 3)  # only the full one asks for one more
    assert (await here.item(ids[0]))["wanted"] == 2
    first = await desk.done("ask_first", item_ids=[ids[3]])
    assert (first.done, await desk.logged("assignment.asked_first")) == (1, 1)
    carl = await here.annotator("Carl")
    asked = [(await here.answer(carl))[0].assignment.item_id for _ in range(4)]
    assert asked.index(ids[3]) < asked.index(ids[2])
    async with here.db.tenant(here.tenant_id) as tx:
        await tx.run("update item set external_id = $2 where tenant_id = $1 and ord = 1", here.tenant_id, MARK)
    report = b"".join([piece async for piece in await desk.bulk.report(desk.maya, here.project_id, more.id)])
    rows = list(csv.DictReader(report.decode().splitlines()))
    assert [row["outcome"] for row in rows] == ["done", "skipped", "skipped", "skipped"]
    assert (rows[0]["external_id"], rows[1]["code"]) == (f"'{MARK}", "ingest.item_unchanged")


async def test_answers_that_wait_are_accepted_or_sent_back_like_one(desk: Desk) -> None:
    here = desk.here
    await here.items(4)
    ada, rita = await here.annotator("Ada"), await here.annotator("Rita", role="reviewer")
    for _ in range(3):
        await here.answer(ada)
    await here.answer(desk.maya)  # her own
    await here.to_review(rita)  # one is in a reviewer's hands
    with pytest.raises(Invalid) as refused:
        await desk.ask("reject", filters={"state": "in_review"}, comment=" ")
    assert refused.value.field == "comment"
    back = await desk.done("reject", filters={"state": "in_review"}, comment="Read section 2.")
    assert (back.of, back.total, back.done, back.comment) == ("answers", 4, 2, "Read section 2.")
    assert back.reasons == {"review.in_hand": 1, "review.not_for_you": 1}
    again = await here.work(ada)
    assert again.assignment.rework is not None and again.assignment.rework.comment == "Read section 2."
    anew = (await here.submit(ada, again)).annotation_id
    sent_back = (await here.read("select annotation_id from standing where tenant_id = $1 and verdict = 'rejected'"))[0]
    chosen = [sent_back["annotation_id"], anew]  # of answers that are chosen, those that wait are counted
    accepted = await desk.done("accept", annotation_ids=chosen)
    assert (accepted.total, accepted.done, accepted.states) == (1, 1, {"in_review": 1})
    assert await desk.logged("review.decided") == 3
    retired = await desk.done("retire", annotation_ids=[*chosen, anew])  # what is done to items is done to theirs
    assert (retired.of, retired.total, retired.done) == ("items", 2, 2)


async def test_answers_that_fit_are_those_that_stood_when_it_was_asked_for(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "CHOSEN_AT_ONCE", 2)
    here, clock = desk.here, desk.here.place.clock
    await here.items(6)
    ada, bob = await here.annotator("Ada"), await here.annotator("Bob", "vendor")
    rita = await here.annotator("Rita", role="reviewer")
    await here.place.grant("active")
    for who in (ada, ada, bob, ada, ada):
        await here.answer(who)
        clock.advance(1)
    hers = {"person_id": str(ada.person_id), "verdict": "in_review"}
    back = await desk.ask("reject", answer_filters=hers, comment="Read section 2.")
    assert (back.state, back.filters, back.answer_filters) == ("choosing", None, hers)
    clock.advance(1)
    late = (await here.answer(ada))[1]  # fits by now, and was not there when it was asked for
    await desk.run()
    ready = await desk.get(back)
    assert (ready.state, ready.of, ready.total, ready.states) == ("ready", "answers", 4, {"in_review": 4})

    # Between the count and the act one is accepted, and one is sent back and given anew: neither is touched.
    await here.decide(rita, await here.to_review(rita), "accept")
    await here.decide(rita, await here.to_review(rita), "reject", comment="Not this word.")
    anew = await here.submit(ada, await here.work(ada))
    await desk.start(back)
    await desk.run()
    await here.hear()
    await here.check()
    over = await desk.get(back)
    assert (over.state, over.done, over.skipped, over.reasons) == ("done", 2, 2, {"review.decided": 2})
    sql = "select annotation_id, verdict from standing where tenant_id = $1 and person_id = $2"
    stand = {row["annotation_id"]: row["verdict"] for row in await here.read(sql, ada.person_id)}
    assert sorted(stand.values()) == ["accepted", "in_review", "in_review", "rejected", "rejected"]
    assert {stand[late.annotation_id], stand[anew.annotation_id]} == {"in_review"}

    # What is done to items is done to each of theirs once, however many of their answers fit.
    more = await desk.done("ask_more", answer_filters={"organization_id": str(bob.organization_id)})
    assert (more.of, more.total, more.done) == ("items", 1, 1)
    again = await here.work(ada)  # hers that were sent back come first
    await here.submit(ada, again)
    batch = str((await here.item(again.assignment.item_id))["batch_id"])
    first = await desk.done("ask_first", answer_filters={"batch_id": batch})
    assert (first.total, first.done, first.skipped) == (6, 1, 5)

    # Counting by answers is reading them.
    narrow = replace(desk.maya, permissions=desk.maya.permissions - {"answers.read"})
    with pytest.raises(MayNotReadAnswers):
        await desk.bulk.create(narrow, here.project_id, CreateBulkAct("retire", answer_filters={}))
    for filters, field in (({"colour": 1}, "colour"), ({"question": "why", "value": "x"}, "question"),
                           ({"reworks": "x"}, "reworks"), ({"question": "why"}, "value")):  # fmt: skip
        with pytest.raises(Invalid) as refused:
            await desk.ask("accept", answer_filters=filters)
        assert refused.value.field == f"answer_filters.{field}"


async def test_killed_paused_and_cancelled_it_goes_on_where_it_was(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "ACTED_AT_ONCE", 2)
    here = desk.here
    ids = await here.items(6)
    act = await desk.ask("retire")
    await desk.run()
    await desk.start(act)
    real = desk.bulk.acting.on
    calls: list[Any] = []

    async def dies(tx: Any, actor: Any, row: Any, target: Any, comment: str) -> Any:
        calls.append(target["seq"])
        if len(calls) == 4:  # in the middle of a transaction, as kill -9 would
            raise asyncio.CancelledError
        return await real(tx, actor, row, target, comment)

    monkeypatch.setattr(desk.bulk.acting, "on", dies)
    with pytest.raises(asyncio.CancelledError):
        await desk.run()
    assert (await desk.get(act)).done == 2
    here.place.clock.advance(60)  # its lease runs out
    monkeypatch.setattr(desk.bulk.acting, "on", real)
    await desk.bulk.set_state(desk.maya, here.project_id, act.id, "paused")
    await desk.run()
    assert (await desk.get(act)).state == "paused"
    await desk.bulk.set_state(desk.maya, here.project_id, act.id, "running")
    await desk.run()
    over = await desk.get(act)
    assert (over.state, over.done, over.skipped) == ("done", 6, 0)
    assert await desk.logged("ingest.item_cancelled") == len(ids)
    given_up = await desk.ask("restore")
    await desk.bulk.set_state(desk.maya, here.project_id, given_up.id, "cancelled")
    await desk.run()
    assert (await desk.get(given_up)).state == "cancelled"
    with pytest.raises(BulkActOver):
        await desk.start(given_up)


async def test_who_may_not_is_refused_at_the_door_and_at_the_work(desk: Desk) -> None:
    here = desk.here
    await here.items(2)
    for given, field in (
        ({"filters": None}, "filters"),
        ({"filters": {"colour": "red"}}, "filters.colour"),
        ({"filters": {"field": "why", "contains": "x"}}, "filters.field"),
        ({"item_ids": [uuid4()]}, "item_ids.0"),
    ):
        with pytest.raises(Invalid) as refused:
            await desk.ask("retire", **given)  # type: ignore[arg-type]
        assert refused.value.field == field
    narrow = replace(desk.maya, permissions=frozenset({"item.manage"}))
    with pytest.raises(MayNotReview):
        await desk.bulk.create(narrow, here.project_id, CreateBulkAct("accept", {}))
    act = await desk.ask("retire")
    await desk.run()
    noor = await here.annotator("Noor", role="manager")
    with pytest.raises(NotYours):
        await desk.bulk.start(noor, here.project_id, act.id)
    with pytest.raises(BulkActNotFound):
        await desk.bulk.get(noor, uuid4(), act.id)
    await here.project(state="paused")
    accept = await desk.ask("accept")
    await desk.run()
    with pytest.raises(NoReviewing):
        await desk.start(accept)
    await desk.start(act)
    await here.leaves(desk.maya)  # she lost the right before it was her turn
    await desk.run()
    over = await desk.bulk.get(noor, here.project_id, act.id)
    assert (over.state, over.done, len(await desk.open())) == ("failed", 0, 2)

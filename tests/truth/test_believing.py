"""What is believed of items, in the database: anew with every answer, and the same as after a fit."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest
from tests.answered import Answered, make_answered

from armslength.annotation.events import SUBMITTED
from armslength.kit.db import Database
from armslength.kit.outbox import deliver, emit
from armslength.truth.schemas import Truth
from armslength.truth.service import TruthService
from armslength.truth.service.believing import TURN, Believing

SCHEMA: dict[str, Any] = {
    "fields": [{"name": "text", "kind": "text"}],
    "questions": [
        {
            "name": "topic", "kind": "choice", "title": "Topic",
            "settings": {"options": [{"id": each, "title": each.upper()} for each in "abc"]},
        },
    ],
}  # fmt: skip
PEOPLE = ("ada", "bob", "cy")


def said(topic: str) -> dict[str, Any]:
    return {"topic": {"item": {"state": "answered", "value": {"selected": [topic]}}}}


def crowd(number: int) -> dict[str, str]:
    """Ada is right, Bob nearly always, Cy says "a" whatever it is."""
    truth = "abbc"[number % 4]
    return {"ada": truth, "bob": "a" if number % 7 == 3 else truth, "cy": "a"}


@pytest.fixture
async def world(db: Database, tmp_path: Path) -> Answered:
    return await make_answered(db, tmp_path, SCHEMA)


@pytest.fixture
def truth(world: Answered) -> TruthService:
    return TruthService(world.place.db, world.walls, world.place.keys, world.place.clock)


async def answer(world: Answered, item_id: UUID, who: str, topic: str, **more: Any) -> None:
    """As annotation does it: the answer, and the word of it."""
    await world.answer(item_id, who, said(topic), **more)
    await tell(world, item_id)


async def tell(world: Answered, item_id: UUID) -> None:
    async with world.place.db.tenant(world.place.tenant_id) as tx:
        await emit(tx, SUBMITTED, {"item_id": str(item_id)}, at=world.place.clock.now())


async def settle(world: Answered, truth: TruthService) -> int:
    """Events are told, and items believed, until nothing is due; returns how many were due."""
    while await deliver(world.place.db, truth.subscriptions(), world.place.clock):
        pass
    async with world.place.db.worker() as tx:
        due = int(await tx.value("select count(*) from turn where kind = $1", TURN))
    while await truth.believing.turn():
        pass
    return due


async def fill(world: Answered, truth: TruthService, items: int = 24) -> None:
    for number in range(items):
        item = await world.item({"text": f"text {number}"})
        for who, topic in crowd(number).items():
            await answer(world, item, who, topic)
    await settle(world, truth)


async def fit(world: Answered, truth: TruthService) -> Truth:
    maya, project = world.people["maya"], world.place.project_id
    world.place.clock.advance(60)
    await truth.refresh_truth(maya, project)
    assert await world.run_jobs(truth.handlers()) == 1
    return await truth.get_truth(maya, project)


async def believed(world: Answered, believing: Believing) -> dict[UUID, Any]:
    async with world.place.db.tenant(world.place.tenant_id) as tx:
        return {
            item: msgspec.to_builtins(await believing.of_item(tx, world.place.project_id, item)) for item in world.items
        }


async def test_an_answer_changes_at_once_what_is_believed_of_its_item_and_of_no_other(
    world: Answered, truth: TruthService
) -> None:
    one, two = await world.item({"text": "1"}), await world.item({"text": "2"})
    await answer(world, one, "ada", "a")
    await answer(world, one, "bob", "a")
    await answer(world, two, "ada", "b")
    assert await settle(world, truth) == 2  # two answers to one item, one turn
    before = await believed(world, truth.believing)
    first = before[one]["topic"]["item"]
    assert (first["value"], first["n"], first["known"]) == ({"selected": ["a"]}, 2, False)
    await answer(world, one, "cy", "b")
    assert await settle(world, truth) == 1
    after = await believed(world, truth.believing)
    assert after[two] == before[two]
    assert after[one]["topic"]["item"]["probability"] < first["probability"]
    assert await settle(world, truth) == 0

    shown = await truth.get_item_answers(world.people["maya"], world.place.project_id, one)
    assert shown.beliefs["topic"]["item"].n == 3
    assert [row["kind"] for row in await world.place.exposures()] == ["answers"] * 3


async def test_what_an_answer_makes_one_believe_is_what_the_fit_believes(world: Answered, truth: TruthService) -> None:
    await fill(world, truth)
    loose = await believed(world, truth.believing)
    found = await fit(world, truth)
    fitted = await believed(world, truth.believing)
    assert found.fit == 1 and loose != fitted
    async with world.place.db.tenant(world.place.tenant_id) as tx:
        known = await tx.rows("select fit_low, fit_high, need from gold_need where tenant_id = $1", tx.tenant_id)
    assert known and all(each["fit_low"] < each["fit_high"] and each["need"] <= 1 for each in known)
    assert fitted[world.items[1]]["topic"]["item"]["value"] == {"selected": ["b"]}
    for item in world.items:  # told again, one by one
        await tell(world, item)
    assert await settle(world, truth) == len(world.items)
    assert await believed(world, truth.believing) == fitted

    again = await fit(world, truth)  # nothing came: the same fit
    assert again.fit == 2 and again.questions == found.questions
    assert await believed(world, truth.believing) == fitted
    fresh = Believing(world.place.db, world.walls, world.place.keys, world.place.clock)
    assert await believed(world, fresh) == fitted

    topic = found.questions[0]
    assert (topic.question, topic.facts.answers, topic.facts.people) == ("topic", 72, 3)
    assert {each.person.name for each in topic.people} == {"Ada", "Bob", "Cy"}
    assert topic.people[-1].person.name == "Cy"
    skill = topic.people[-1].skill
    assert skill.value is not None and skill.low is not None and skill.high is not None
    assert 0 <= skill.low < skill.value < skill.high < 0.8
    assert sum(each.items for each in found.sure) == 24
    assert [each.probability for each in found.least_sure] == sorted(each.probability for each in found.least_sure)


async def test_answers_that_come_between_two_fits_are_believed_by_the_last_one(
    world: Answered, truth: TruthService
) -> None:
    await fill(world, truth)
    await fit(world, truth)
    world.place.clock.advance(60)
    new = await world.item({"text": "new"})
    for who, topic in (("ada", "b"), ("cy", "a"), ("vera", "a")):
        await answer(world, new, who, topic)
    await settle(world, truth)
    belief = (await believed(world, truth.believing))[new]["topic"]["item"]
    assert belief["value"] == {"selected": ["b"]}  # Cy tells nothing, and nobody knows Vera
    found = await truth.get_truth(world.people["maya"], world.place.project_id)
    assert (found.fit, found.changed) == (1, 1)
    assert (await fit(world, truth)).changed == 0


async def test_what_was_decided_is_known_and_gold_teaches_without_being_believed(
    world: Answered, truth: TruthService
) -> None:
    await fill(world, truth, 8)
    await world.decide(world.items[0], "rita", said("c"))
    gold = await world.item({"text": "gold"})
    for who in PEOPLE:
        await answer(world, gold, who, "a")
    await world.make_gold(gold, said("b"))
    found = await fit(world, truth)
    assert found.questions[0].facts.pinned == 2
    assert found.questions[0].facts.units == 9
    beliefs = await believed(world, truth.believing)
    assert beliefs[world.items[0]]["topic"]["item"]["known"] is True
    await tell(world, gold)
    await settle(world, truth)
    assert (await believed(world, truth.believing))[gold] == beliefs[gold]
    async with world.place.db.tenant(world.place.tenant_id) as tx:
        rows = await tx.rows("select item_id, sure from belief where tenant_id = $1", tx.tenant_id)
    assert {row["item_id"]: row["sure"] for row in rows}[world.items[0]] is None


async def test_an_answer_that_comes_while_all_are_believed_anew_is_not_lost(
    world: Answered, truth: TruthService
) -> None:
    """Both write the same items at the same time, in any order: the last to write has seen the last answer."""
    await fill(world, truth, 6)
    maya, project = world.people["maya"], world.place.project_id
    for round in range(4):
        await truth.refresh_truth(maya, project)
        who = ("vera", "rita", "victor", "maya")[round]

        async def come(who: str = who) -> None:
            for item in world.items:
                await answer(world, item, who, "c")
                await settle(world, truth)

        await asyncio.gather(world.run_jobs(truth.handlers()), come())
    await settle(world, truth)
    for each in (await believed(world, truth.believing)).values():
        assert each["topic"]["item"]["n"] == 7
    async with world.place.db.tenant(world.place.tenant_id) as tx:
        versions = await tx.value("select array_agg(distinct fit) from belief where tenant_id = $1", tx.tenant_id)
    assert versions == [4]


async def test_a_fit_is_asked_for_by_itself_once_enough_has_come(world: Answered, truth: TruthService) -> None:
    (sweep,) = truth.believing.sweeps()

    async def due() -> int:
        await sweep.handler(world.place.db, world.place.clock)
        return await world.run_jobs(truth.handlers())

    assert await due() == 0
    await fill(world, truth, 19)
    assert await due() == 0
    await fill(world, truth, 1)
    assert (await due(), await due()) == (1, 0)
    world.place.clock.advance(3600)
    await fill(world, truth, 3)
    assert await due() == 0
    await world.version(SCHEMA, 2)
    assert await due() == 1


async def test_what_is_believed_is_sealed_and_another_tenant_sees_none_of_it(
    world: Answered, truth: TruthService
) -> None:
    await fill(world, truth, 4)
    await fit(world, truth)
    async with world.place.db.tenant(world.place.tenant_id) as tx:
        stored = [
            *await tx.rows("select sealed from belief where tenant_id = $1", tx.tenant_id),
            *await tx.rows("select sealed from truth_fit where tenant_id = $1", tx.tenant_id),
        ]
        assert all(b"topic" not in row["sealed"] and b"selected" not in row["sealed"] for row in stored)
    stranger = await make_answered(world.place.db, Path(world.place.folder) / "other", SCHEMA)
    found = await truth.get_truth(stranger.people["maya"], world.place.project_id)
    assert (found.fit, found.questions, found.least_sure) == (0, [], [])

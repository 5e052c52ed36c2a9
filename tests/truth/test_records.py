"""A person's and a firm's work over time: as it was known then, with intervals, no number where there is too little."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests.answered import make_answered
from tests.truth.test_believing import SCHEMA, answer, said, settle
from tests.truth.test_scorecard import gold, verdict

from armslength.kit.db import Database
from armslength.kit.ids import new_id
from armslength.truth.errors import FirmNotFound, PersonNotFound
from armslength.truth.service import TruthService

DAY = 86_400


async def test_a_persons_work_over_time(db: Database, tmp_path: Path) -> None:
    """Bob is good for a while and then says "a" whatever it is. Vera of Fairlabel is always right. What an early fit
    knew stays as it was; what is too little is said; a firm's people have no names until names are asked for."""
    world = await make_answered(db, tmp_path, SCHEMA)
    truth = TruthService(world.place.db, world.walls, world.place.keys, world.place.clock)
    maya, bob, project_id = world.people["maya"], world.people["bob"], world.place.project_id

    async def week(first: int, last: int, *, lazy: bool) -> None:
        for n in range(first, last):
            right = "abbc"[n % 4]
            item = await world.item({"text": str(n)})
            for who in ("ada", "bob", "vera"):
                await answer(world, item, who, "a" if who == "bob" and lazy else right)
        await settle(world, truth)
        world.place.clock.advance(7 * DAY)
        await truth.refresh_truth(maya, project_id)
        await world.run_jobs(truth.handlers())

    await week(0, 24, lazy=False)
    early = await truth.records.person(maya, project_id, bob.person_id)
    await week(24, 64, lazy=True)
    for n in range(25):
        item = await world.item({"text": f"gold {n}"})
        await gold(world, await world.answer(item, "bob", said("a")), 0.0 if n < 5 else 1.0)
    for n in range(22):
        hers = await world.answer(await world.item({"text": f"judged {n}"}), "bob", said("a"))
        await verdict(world, hers, "rita", "reject" if n < 11 else "accept")
    await truth.refresh_agreement(maya, project_id)
    await world.run_jobs(truth.handlers())

    found = await truth.records.person(maya, project_id, bob.person_id)
    (topic,) = found.questions
    assert [point.fit for point in topic.points] == [1, 2] and topic.points[0] == early.questions[0].points[0]
    then, now = (point.skill.value for point in topic.points)
    assert then is not None and now is not None and then > 0.85 > 0.7 > now  # his past is not drawn from today's fit
    assert topic.believed.n == 64 and topic.believed.value == pytest.approx((24 + 10) / 64)
    said_a = [row[topic.labels.index("a")] / sum(row) for row in topic.confusion]
    assert said_a[topic.labels.index("b")] > 0.5
    assert (found.all.answers, found.all.gold.n, found.all.gold.value) == (64 + 22, 25, 0.8)
    assert (found.all.accepted.n, found.all.accepted.value, found.all.reworked.value) == (22, 0.5, 0.5)
    assert (found.all.seconds.value, found.agreement.n) == (60.0, 64)
    assert sum(one.work.answers for one in found.weeks) == found.all.answers
    assert [change.version for change in found.guideline] == [1]
    rita = world.people["rita"].person_id
    few = await truth.records.person(maya, project_id, world.people["ada"].person_id)
    assert (few.all.gold.value, few.all.gold.note) == (None, "No hidden gold answered yet.")
    with pytest.raises(PersonNotFound):
        await truth.records.person(maya, project_id, rita)  # she was never asked

    firms = {alias: await truth.records.firm(maya, project_id, alias, names=True) for alias in "AB"}
    theirs = next(firm for firm in firms.values() if firm.organization and firm.organization.name == "Fairlabel")
    assert [(each.person.name, each.skill.n) for each in theirs.questions[0].people if each.person] == [("Vera", 64)]
    assert [(point.fit, point.people) for point in theirs.questions[0].points] == [(1, 1), (2, 1)]
    blind: Any = await truth.records.firm(maya, project_id, theirs.alias, names=False)
    assert blind.blind and blind.organization is None and blind.questions[0].people[0].person is None
    assert (blind.all, blind.weeks) == (theirs.all, theirs.weeks)
    with pytest.raises(FirmNotFound):
        await truth.records.firm(maya, project_id, "C", names=True)

    stranger = await make_answered(db, tmp_path / "other", SCHEMA)
    with pytest.raises(PersonNotFound):
        await truth.records.person(stranger.people["maya"], project_id, bob.person_id)


async def test_a_firm_sees_its_own_people_and_nothing_of_gold_or_of_others(db: Database, tmp_path: Path) -> None:
    """What Victor reads of Vera is the same whichever items are gold or canaries, and however much others answer."""
    world = await make_answered(db, tmp_path, SCHEMA)
    truth = TruthService(world.place.db, world.walls, world.place.keys, world.place.clock)
    maya, victor, project_id = world.people["maya"], world.people["victor"], world.place.project_id
    vera, items, hers = world.people["vera"].person_id, [], []
    for n in range(40):
        items.append(await world.item({"text": str(n)}))
        for who in ("ada", "bob", "vera"):
            label = "abbc"[(n + (who == "vera" and n % 5 == 0)) % 4]
            said_by = await world.answer(items[-1], who, said(label))
            hers += [said_by] if who == "vera" else []
    await settle(world, truth)
    await truth.refresh_truth(maya, project_id)
    await world.run_jobs(truth.handlers())
    for n, each in enumerate(hers[:30]):
        await verdict(world, each, "rita", "reject" if n < 6 else "accept")

    found = await truth.own_records.person(victor, project_id, vera)
    full = await truth.records.person(maya, project_id, vera)
    assert (found.person.name, found.all.answers, found.all.accepted.value) == ("Vera", 40, 0.8)
    assert (found.all.reworked.n, found.all.seconds.value) == (30, 60.0)
    assert sum(week.work.answers for week in found.weeks) == 40
    (topic,) = found.questions
    (point,), exact = topic.points, full.questions[0].points[-1].skill
    assert exact.value is not None and exact.low is not None and exact.high is not None
    assert point.value == round(exact.value, 2) and 0 <= exact.low - point.low < 0.01 > point.high - exact.high >= 0
    assert point.answers == 40
    told = msgspec.json.encode(found)
    assert not any(word in told for word in (b"gold", b"canary", b"Ada", b"Fairlabel", b'"fit"', b"confusion"))

    await gold(world, hers[0], 1.0)
    await gold(world, hers[1], 0.0)
    async with world.place.db.tenant(world.place.tenant_id) as tx:
        await tx.run("update item set state = 'canary' where tenant_id = $1 and id = $2", tx.tenant_id, items[2])
    for n in range(30):
        item = await world.item({"text": f"others {n}"})
        for who in ("ada", "bob"):
            await world.answer(item, who, said("a"))
    assert msgspec.json.encode(await truth.own_records.person(victor, project_id, vera)) == told
    assert (await truth.records.person(maya, project_id, vera)).all.answers == 37, "the customer's page leaves them out"

    for nobody in (world.people["ada"].person_id, victor.person_id, maya.person_id, new_id()):
        with pytest.raises(PersonNotFound, match="Nobody with this id answered anything in this project for you"):
            await truth.own_records.person(victor, project_id, nobody)
    stranger = await make_answered(db, tmp_path / "other", SCHEMA)
    with pytest.raises(PersonNotFound):
        await truth.own_records.person(stranger.people["victor"], project_id, vera)

    # Who came from another firm: what is known of them is not of this one's work alone
    world.people["vera"] = replace(world.people["vera"], organization_id=maya.organization_id)
    await world.answer(await world.item({"text": "before"}), "vera", said("a"))
    moved = await truth.own_records.person(victor, project_id, vera)
    assert (moved.questions, moved.all.answers) == ([], 40)

"""A person's and a firm's work over time: as it was known then, with intervals, no number where there is too little."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.answered import make_answered
from tests.truth.test_believing import SCHEMA, answer, said, settle
from tests.truth.test_scorecard import gold, verdict

from armslength.kit.db import Database
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

"""Work by version of the guideline: how often right, gold, review and time of a person, a firm and everybody."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from tests.answered import Answered, make_answered
from tests.truth.test_believing import SCHEMA, fit, said, settle, tell
from tests.truth.test_scorecard import gold, verdict

from armslength.kit.db import Database
from armslength.questions.model import LabelSchema
from armslength.truth.rules.inference import Evidence, Given
from armslength.truth.schemas.records import GuidelineScore
from armslength.truth.service import TruthService

DAY = 86_400


def test_a_fit_tells_of_each_version_and_of_each_firm_what_its_answers_say() -> None:
    """Cy is careless under version 2, and Ada's and Bob's firm is not his."""
    rng, evidence = np.random.default_rng(1), Evidence(msgspec.convert(SCHEMA, LabelSchema))
    for n in range(120):
        right, version = "abc"[n % 3], 1 + n // 60
        careless = "abc"[(n + 1) % 3] if version == 2 and rng.random() < 0.6 else right
        answers = {"ada": said(right), "bob": said(right), "cy": said(careless)}
        evidence.add(Given(answers, None, {who: (version, "north" if who != "cy" else "fair") for who in answers}))
    found = {(each.version, each.person, each.firm): each for each in evidence.fit(looking=True)["topic"].by_guideline}
    before, after = found[1, "cy", None], found[2, "cy", None]
    assert (before.n, after.n) == (60, 60)
    assert after.low < 0.4 < after.high < 0.75 < before.low < before.value
    assert found[1, None, "fair"][3:] == before[3:], "a firm of one is that one"
    assert found[2, None, "north"].n == 120 and found[2, None, None].n == 180
    assert found[2, None, None].value < found[1, None, None].value
    assert len(found) == 2 * (3 + 2 + 1)
    nobody_says = Evidence(msgspec.convert(SCHEMA, LabelSchema))
    nobody_says.add(Given({"ada": said("a"), "bob": said("a")}))
    assert not any(each.by_guideline for each in nobody_says.fit(looking=True).values())


async def test_everybodys_work_by_version_and_what_a_firm_may_know(db: Database, tmp_path: Path) -> None:
    world = await make_answered(db, tmp_path, SCHEMA)
    truth = TruthService(world.place.db, world.walls, world.place.keys, world.place.clock)
    maya, victor, project_id = world.people["maya"], world.people["victor"], world.place.project_id
    vera = world.people["vera"].person_id
    assert (await truth.records.guidelines(maya, project_id)).versions == []
    await world.place.version("guideline", b"Be careful.", maya, 2)
    hers = await _work(world, 30, guideline=1)
    for n, each in enumerate(hers):
        await verdict(world, each, "rita", "reject" if n < 15 else "accept")
    await settle(world, truth)
    await fit(world, truth)
    hers += await _work(world, 24, guideline=2, lazy=True)
    for n in range(21):
        item = await world.item({"text": f"gold {n}"})
        answer = await world.answer(item, "vera", said("a"), guideline=2)
        await world.make_gold(item, said("a" if n % 3 == 0 else "b"))
        await gold(world, answer, float(n % 3 == 0))
    await settle(world, truth)
    await fit(world, truth)

    record = await truth.records.person(maya, project_id, vera)
    one, two = record.by_guideline
    assert (one.guideline_version, one.work.answers, one.work.accepted.value, one.work.reworked.value) == (
        1, 30, 0.5, 0.5
    )  # fmt: skip
    assert (two.work.answers, two.work.gold.n, two.work.gold.value) == (24, 21, 1 / 3)
    assert one.work.gold.note == "No hidden gold answered yet." and two.work.seconds.value == 60.0
    assert _right(one) > 0.9 > 0.75 > _right(two)
    assert one.work.answers + two.work.answers == record.all.answers
    everybody = await truth.records.guidelines(maya, project_id)
    assert [each.work.answers for each in everybody.versions] == [90, 72] and everybody.least == record.least
    assert [each.version for each in everybody.guideline] == [1, 2]
    assert _right(two) < _right(everybody.versions[1]) < _right(everybody.versions[0])
    firms = [await truth.records.firm(maya, project_id, alias, names=True) for alias in "AB"]
    theirs = next(firm for firm in firms if firm.organization and firm.organization.name == "Fairlabel")
    assert theirs.by_guideline == record.by_guideline, "she is all of her firm"

    # What her firm reads tells nothing of gold, and is the same whatever others do afterwards.
    own = await truth.own_records.person(victor, project_id, vera)
    first, second = own.by_guideline
    assert (first.work.answers, second.work.answers) == (30, 24 + 21), "gold is an answer like any other"
    (was,), (became,) = first.questions, second.questions
    assert was.value == round(_right(one), 2) > became.value == round(_right(two), 2)
    assert all(100 * end == round(100 * end) for end in (was.low, was.high, became.low, became.high))
    told = msgspec.json.encode(own)
    assert not any(word in told for word in (b"gold", b'"n":54', b"Ada"))
    world.place.clock.advance(7 * DAY)
    await _work(world, 30, guideline=2, people=("ada", "bob"))
    await settle(world, truth)
    await fit(world, truth)
    assert msgspec.json.encode(await truth.own_records.person(victor, project_id, vera)) == told
    assert _right((await truth.records.person(maya, project_id, vera)).by_guideline[0]) > 0.9

    stranger = await make_answered(db, tmp_path / "other", SCHEMA)
    assert (await truth.records.guidelines(stranger.people["maya"], project_id)).versions == []


async def _work(
    world: Answered, items: int, *, guideline: int, lazy: bool = False, people: tuple[str, ...] = ("ada", "bob", "vera")
) -> list[Any]:
    """Answers under a version, all right but for Vera's when she is lazy; hers are handed back."""
    hers = []
    for n in range(items):
        item = await world.item({"text": f"{guideline} {n}"})
        for who in people:
            label = "a" if lazy and who == "vera" else "abbc"[n % 4]
            made = await world.answer(item, who, said(label), guideline=guideline)
            hers += [made] if who == "vera" else []
        await tell(world, item)
    return hers


def _right(score: GuidelineScore) -> float:
    (topic,) = score.questions
    assert topic.right.value is not None and topic.right.low is not None and topic.right.high is not None
    assert topic.right.low < topic.right.value < topic.right.high
    return topic.right.value

"""Agreement and progress against a real database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.answered import Answered, make_answered
from tests.content import NOW

from armslength.kit.db import Database
from armslength.truth.errors import ItemNotFound
from armslength.truth.schemas import QuestionAgreement
from armslength.truth.service import TruthService

SCHEMA = {
    "fields": [{"name": "text", "kind": "text"}],
    "questions": [
        {
            "name": "topic", "kind": "choice", "title": "Topic",
            "settings": {"options": [{"id": "a", "title": "A"}, {"id": "b", "title": "B"}]},
        },
        {
            "name": "names", "kind": "spans", "title": "Names",
            "settings": {"field": "text", "labels": [{"id": "PER", "title": "Person"}]},
        },
        {"name": "note", "kind": "text", "title": "Note", "required": False},
    ],
}  # fmt: skip
TEXT = "Ada met Bob in Paris."


def said(topic: str, *spans: tuple[int, int], note: str = "") -> dict[str, Any]:
    marks = [{"start": a, "end": b, "label": "PER", "quote": TEXT[a:b], "field": "text"} for a, b in spans]
    answers = {
        "topic": {"item": {"state": "answered", "value": {"selected": [topic]}}},
        "names": {"item": {"state": "answered", "value": {"spans": marks}}},
    }
    if note:
        answers["note"] = {"item": {"state": "answered", "value": {"text": note}}}
    return answers


@pytest.fixture
async def world(db: Database, tmp_path: Path) -> Answered:
    return await make_answered(db, tmp_path, SCHEMA)


@pytest.fixture
def truth(world: Answered) -> TruthService:
    return TruthService(world.place.db, world.walls, world.place.keys, world.place.clock)


async def refresh(world: Answered, truth: TruthService) -> dict[str, QuestionAgreement]:
    world.place.clock.advance(3600)
    await truth.refresh_agreement(world.people["maya"], world.place.project_id)
    assert await world.run_jobs(truth.handlers()) == 1
    found = await truth.get_agreement(world.people["maya"], world.place.project_id)
    return {question.question: question for question in found.questions}


async def test_agreement_is_computed_in_the_background_question_by_question(
    world: Answered, truth: TruthService
) -> None:
    before = await truth.get_agreement(world.people["maya"], world.place.project_id)
    assert (before.computed_at, before.stale, before.questions) == (None, False, [])
    for n in range(8):
        item = await world.item({"text": TEXT})
        await world.answer(item, "ada", said("a" if n % 2 else "b", (0, 3), note="same words"))
        await world.answer(item, "bob", said("a" if n % 2 else "b", (0, 3), (8, 11)))
        await world.answer(item, "cy", said("a" if n == 0 or n % 2 else "b", (0, 3)))
    found = await refresh(world, truth)

    topic = found["topic"]
    assert (topic.items, topic.people, topic.answers, topic.measure_scale) == (8, 3, 24, "nominal")
    assert topic.percent.value == pytest.approx((7 + 1 / 3) / 8)
    for estimate in (topic.cohen, topic.fleiss, topic.alpha):
        assert estimate.value is not None and 0.7 < estimate.value < 1
        assert estimate.low is not None and estimate.low <= estimate.value
    assert [(bar.value, bar.count) for bar in topic.distribution] == [("a", 13), ("b", 11)]
    assert [one.measure for one in topic.also] == ["ac", "pabak"]
    assert [(pair.one, pair.other, pair.share) for pair in topic.mixed_up] == [("a", "b", 1.0)]
    assert topic.mixed_up[0].mixed.value == pytest.approx(2 * 1 / 24)

    names = found["names"]
    assert names.percent.value == pytest.approx(3 * 2 / (2 * 4))
    assert names.alpha.value is not None and names.alpha.value > 0.5
    assert (names.cohen.value, names.fleiss.value) == (None, None)
    assert names.cohen.note
    assert [one.measure for one in names.also] == ["overlap_f1", "matched_iou", "unitizing_alpha"]
    assert found["note"].alpha.note == "Answers to this question are not compared."
    assert (found["note"].also, found["note"].mixed_up, names.mixed_up) == ([], [], [])

    divided = (await truth.get_agreement(world.people["maya"], world.place.project_id)).divided
    assert [(item.item_id, item.answers, item.agreeing) for item in divided["topic"]] == [
        (world.items[0], 3, pytest.approx(1 / 3))
    ]
    assert len(divided["names"]) == 8
    assert "note" not in divided


async def test_a_reviewers_fix_is_not_agreement_and_a_rejected_answer_does_not_count(
    world: Answered, truth: TruthService
) -> None:
    for n in range(4):
        item = await world.item({"text": TEXT})
        await world.answer(item, "ada", said("a" if n else "b"))
        wrong = await world.answer(item, "bob", said("b" if n else "a"))
        await world.fix(wrong, "rita", said("a" if n else "b"))
        await world.answer(item, "cy", said("a" if n else "b"), verdict="rejected")
    topic = (await refresh(world, truth))["topic"]
    assert (topic.people, topic.percent.value) == (2, 0.0)


async def test_new_answers_make_it_stale_and_the_same_answers_give_the_same_numbers(
    world: Answered, truth: TruthService
) -> None:
    for topic in ("a", "b", "b"):
        item = await world.item({"text": TEXT})
        for who in ("ada", "bob", "cy"):
            await world.answer(item, who, said(topic if who != "cy" else "a"))
    assert await refresh(world, truth) == await refresh(world, truth)
    world.place.clock.advance(60)
    maya, project = world.people["maya"], world.place.project_id
    assert not (await truth.get_agreement(maya, project)).stale
    world.spoken += 10_000
    await world.answer(await world.item({"text": TEXT}), "ada", said("a"))
    assert (await truth.get_agreement(maya, project)).stale


async def test_answers_under_an_older_schema_count_where_the_question_is_still_the_same(
    world: Answered, truth: TruthService
) -> None:
    await world.version({**SCHEMA, "questions": SCHEMA["questions"][:1]}, 2)
    for who, version in (("ada", 1), ("bob", 2)):
        for item in world.items or [await world.item({"text": TEXT}), await world.item({"text": TEXT})]:
            answers = said("a" if item == world.items[0] else "b")
            await world.answer(item, who, answers if version == 1 else {"topic": answers["topic"]}, version=version)
    found = await refresh(world, truth)
    assert set(found) == {"topic"}
    assert found["topic"].alpha.value == 1.0


async def test_a_vendor_sees_its_own_people_and_its_own_totals(world: Answered, truth: TruthService) -> None:
    await world.place.grant("active")
    for _ in range(3):
        item = await world.item({"text": TEXT})
        await world.answer(item, "ada", said("a"))
    await world.answer(world.items[0], "vera", said("a"), verdict="accepted")
    await refresh(world, truth)

    mine = await truth.get_progress(world.people["victor"], world.place.project_id)
    assert [each.person.name for each in mine.people] == ["Vera"]
    assert (mine.progress.items, mine.progress.annotations, mine.progress.open) == (1, 1, 0)
    assert mine.people[0].agreement.value == 1.0
    assert sum(day.submitted for day in mine.per_day) == 1

    whole = await truth.get_progress(world.people["maya"], world.place.project_id)
    assert {each.person.name: each.submitted for each in whole.people} == {"Ada": 3, "Vera": 1}
    assert (whole.progress.items, whole.progress.annotations, whole.progress.people) == (3, 4, 2)
    assert whole.people[0].median_seconds == 60.0
    assert whole.people[0].last_at is not None and whole.people[0].last_at > NOW


async def test_what_is_wanted_is_counted_without_gold(world: Answered, truth: TruthService) -> None:
    await world.place.grant("active")
    for _ in range(2):
        await world.answer(await world.item({"text": TEXT}), "vera", said("a"))
    await world.make_gold(world.items[0], said("a"))
    async with world.place.db.tenant(world.place.tenant_id) as tx:
        (listed,) = (await truth.progress_of(tx, [world.place.project_id])).values()
    whole = await truth.get_progress(world.people["maya"], world.place.project_id)
    assert (whole.progress.items, whole.progress.annotations) == (listed.items, listed.annotations) == (1, 1)
    assert whole.people[0].submitted == 2
    assert whole.people[0].agreement.note == "Not computed yet."
    hers = await truth.get_progress(world.people["victor"], world.place.project_id)
    assert (hers.progress.items, hers.progress.annotations) == (2, 2), "a vendor cannot tell gold by a difference"


async def test_an_items_answers_come_with_their_majority_and_leave_a_trace(
    world: Answered, truth: TruthService
) -> None:
    item = await world.item({"text": TEXT})
    await world.answer(item, "ada", said("a", (0, 3)))
    await world.answer(item, "bob", said("a", (0, 3)), verdict="accepted")
    await world.answer(item, "vera", said("b"))
    found = await truth.get_item_answers(world.people["maya"], world.place.project_id, item)
    assert [(each.person.name, each.state) for each in found.answers] == [
        ("Ada", "submitted"), ("Bob", "accepted"), ("Vera", "submitted"),
    ]  # fmt: skip
    assert found.answers[2].organization.name == "Fairlabel"
    topic = found.majority["topic"]["item"]
    assert (topic.value, round(topic.share, 2), topic.tie) == ({"selected": ["a"]}, 0.67, False)
    assert [row["kind"] for row in await world.place.exposures()] == ["answers"] * 3


async def test_another_tenants_item_has_no_answers(world: Answered, truth: TruthService, db: Database) -> None:
    item = await world.item({"text": TEXT})
    await world.answer(item, "ada", said("a"))
    stranger = await make_answered(db, Path(world.place.folder) / "other", SCHEMA)
    with pytest.raises(ItemNotFound):
        await truth.get_item_answers(stranger.people["maya"], world.place.project_id, item)
    assert (await truth.get_progress(stranger.people["maya"], world.place.project_id)).people == []

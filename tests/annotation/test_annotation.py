"""What people said: never lost, never doubled, never changed; checked, sealed, and drawn for review by a key."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.workplace import Workplace, make_workplace, said

from armslength.annotation import rules
from armslength.annotation.errors import (
    AlreadySubmitted,
    AnswersWrong,
    DraftConflict,
    NoSuchAnnotation,
    NotYours,
    SchemaMoved,
)
from armslength.annotation.schemas import SubmitRequest
from armslength.assignment.errors import NoSuchAssignment
from armslength.kit.db import Database
from armslength.kit.ids import new_id


@pytest.fixture
async def here(db: Database, tmp_path: Path) -> Workplace:
    return await make_workplace(db, tmp_path)


async def test_a_repeated_submit_changes_nothing_and_is_told_the_same(here: Workplace) -> None:
    await here.items(1)
    ada = await here.annotator()
    work, key = await here.work(ada), new_id()
    receipts = await asyncio.gather(*(here.submit(ada, work, key=key) for _ in range(5)))
    assert all(receipt == receipts[0] for receipt in receipts)
    assert len(await here.read("select from annotation where tenant_id = $1")) == 1
    await here.check()


async def test_another_key_on_a_submitted_assignment_is_refused(here: Workplace) -> None:
    await here.items(1)
    ada = await here.annotator()
    work, _ = await here.answer(ada)
    with pytest.raises(AlreadySubmitted):
        await here.submit(ada, work)


async def test_nobody_answers_for_somebody_else(here: Workplace) -> None:
    await here.items(1)
    ada, bob = await here.annotator("Ada"), await here.annotator("Bob")
    work = await here.work(ada)
    with pytest.raises(NoSuchAssignment):
        await here.submit(bob, work)
    with pytest.raises(NoSuchAssignment):
        await here.draft(bob, work.assignment.id)


async def test_what_was_skipped_cannot_be_answered(here: Workplace) -> None:
    await here.items(1)
    ada = await here.annotator()
    work = await here.work(ada)
    await here.assignment.skip(ada, here.project_id, work.assignment.id, "other", "")
    with pytest.raises(NotYours):
        await here.submit(ada, work)


@pytest.mark.parametrize(
    ("answers", "path"),
    [
        ({}, "answers.topic.item"),
        (said("sky"), "answers.topic.item.value"),
        ({"topic": {"m:m1": {"state": "answered", "value": {"selected": ["sea"]}}}}, "answers.topic.m:m1"),
        ({**said(), "extra": {}}, "answers.extra"),
    ],
)
async def test_wrong_answers_are_refused_with_their_path(here: Workplace, answers: dict[str, Any], path: str) -> None:
    (item,) = await here.items(1)
    ada = await here.annotator()
    work = await here.work(ada)
    with pytest.raises(AnswersWrong) as refused:
        await here.submit(ada, work, answers)
    assert isinstance(refused.value.details, dict)
    assert any(problem["path"].startswith(path) for problem in refused.value.details["problems"])
    assert (await here.item(item))["answers"] == 0


async def test_answers_made_under_another_version_are_refused(here: Workplace) -> None:
    await here.items(1)
    ada = await here.annotator()
    work = await here.work(ada)
    with pytest.raises(SchemaMoved):
        await here.annotation.submit(
            ada, here.project_id, work.assignment.id, SubmitRequest(new_id(), said(), schema_version=2)
        )


async def test_answers_are_sealed_and_only_searchable_words_stand_in_the_clear(here: Workplace) -> None:
    await here.items(1)
    ada = await here.annotator()
    await here.submit(ada, await here.work(ada), said("land", "the owl knows"))
    dump = json.dumps(await here.read("select to_jsonb(a) as row from annotation a where tenant_id = $1"))
    assert "the owl knows" not in dump and b"the owl knows".hex() not in dump
    terms = await here.read("select question, target, value from answer_term where tenant_id = $1")
    assert terms == [{"question": "topic", "target": "item", "value": "land"}]


async def test_the_database_itself_refuses_to_change_an_annotation(here: Workplace) -> None:
    await here.items(1)
    await here.answer(await here.annotator())
    for sql in ("update annotation set active_ms = 1", "delete from annotation"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await here.read(f"{sql} where tenant_id = $1")


async def test_a_submit_is_in_the_ledger_and_in_the_outbox(here: Workplace) -> None:
    await here.items(1)
    work, receipt = await here.answer(await here.annotator())
    (event,) = await here.read("select payload from outbox where tenant_id = $1 and topic = 'annotation.submitted'")
    assert event["payload"]["annotation_id"] == str(receipt.annotation_id)
    (entry,) = await here.read("select object, detail from ledger_entry where tenant_id = $1")
    assert entry["object"] == f"annotation:{receipt.annotation_id}"
    assert entry["detail"]["assignment_id"] == str(work.assignment.id)


# Drafts


async def test_drafts_are_saved_on_top_of_one_another_and_come_back_with_the_work(here: Workplace) -> None:
    await here.items(1)
    ada = await here.annotator()
    work = await here.work(ada)
    assert work.draft is None
    assert await here.draft(ada, work.assignment.id, said("sea")) == 1
    assert await here.draft(ada, work.assignment.id, {"why": {}}, on=1) == 2
    again = await here.work(ada)
    assert again.draft is not None and (again.draft.revision, again.draft.answers) == (2, {"why": {}})
    got = await here.assignment.get_assignment(ada, here.project_id, work.assignment.id)
    assert got.draft == again.draft


async def test_an_older_draft_does_not_overwrite_a_newer_one(here: Workplace) -> None:
    await here.items(1)
    ada = await here.annotator()
    work = await here.work(ada)
    await here.draft(ada, work.assignment.id, said("land"))
    for stale in (0, 7):
        with pytest.raises(DraftConflict) as refused:
            await here.draft(ada, work.assignment.id, said("sea"), on=stale)
        assert isinstance(refused.value.details, dict)
        assert (refused.value.details["revision"], refused.value.details["answers"]) == (1, said("land"))


async def test_a_save_repeated_because_its_answer_was_lost_is_no_conflict(here: Workplace) -> None:
    await here.items(1)
    ada = await here.annotator()
    work = await here.work(ada)
    assert await here.draft(ada, work.assignment.id, said("land")) == 1
    assert await here.draft(ada, work.assignment.id, said("land")) == 1


async def test_a_draft_outlives_its_lease_and_ends_with_the_submit(here: Workplace) -> None:
    await here.items(1)
    ada = await here.annotator()
    work = await here.work(ada)
    await here.draft(ada, work.assignment.id)
    await here.expire()
    assert await here.draft(ada, work.assignment.id, said("land"), on=1) == 2
    again = await here.work(ada)
    assert again.draft is not None and again.draft.answers == said("land")
    await here.submit(ada, again)
    assert not await here.read("select from draft where tenant_id = $1")
    with pytest.raises(AlreadySubmitted):
        await here.draft(ada, work.assignment.id)


# Looking back


async def test_one_sees_ones_own_annotations_newest_first_and_nobody_elses(here: Workplace) -> None:
    ids = await here.items(3, overlap=2)
    ada, bob = await here.annotator("Ada"), await here.annotator("Bob")
    for _ in ids:
        work, _ = await here.answer(ada)
        here.place.clock.advance(1)
    first = await here.annotation.list_mine(ada, here.project_id, cursor=None, limit=2)
    second = await here.annotation.list_mine(ada, here.project_id, cursor=first.next, limit=2)
    assert [mine.item_id for mine in first.items + second.items] == ids[::-1] and second.next is None
    assert first.items[0].summary == "Question 3" and first.items[0].state == "submitted"
    assert not (await here.annotation.list_mine(bob, here.project_id, cursor=None, limit=2)).items
    detail = await here.annotation.get_mine(ada, here.project_id, work.assignment.id)
    assert detail.answers == said() and detail.work.content["prompt"] == "Question 3"
    with pytest.raises(NoSuchAnnotation):
        await here.annotation.get_mine(bob, here.project_id, work.assignment.id)


# The draw


async def test_the_share_to_review_decides(here: Workplace) -> None:
    await here.items(2)
    ada = await here.annotator()
    await here.project(review_share=1)
    await here.answer(ada)
    await here.project(review_share=0)
    await here.answer(ada)
    mine = (await here.annotation.list_mine(ada, here.project_id, cursor=None, limit=9)).items
    assert {each.verdict for each in mine} == {"unreviewed"}, "its author is not told what waits for review"
    rows = await here.read("select answers, settled from item where tenant_id = $1 order by ord")
    assert [(row["answers"], row["settled"]) for row in rows] == [(1, 0), (1, 1)]


@given(
    seed=st.binary(min_size=16, max_size=32), share=st.floats(0, 1), ids=st.lists(st.uuids(), min_size=1, max_size=50)
)
def test_the_draw_is_a_pure_function_that_only_grows_with_the_share(seed: bytes, share: float, ids: list[UUID]) -> None:
    for annotation_id in ids:
        drawn = rules.drawn_for_review(seed, annotation_id, share)
        assert drawn == rules.drawn_for_review(seed, annotation_id, share)
        assert not drawn or rules.drawn_for_review(seed, annotation_id, min(1.0, share * 1.5))
        assert rules.drawn_for_review(seed, annotation_id, 1) and not rules.drawn_for_review(seed, annotation_id, 0)


def test_the_draw_gives_the_share_that_was_asked_for() -> None:
    drawn = sum(rules.drawn_for_review(b"seed", new_id(), 0.3) for _ in range(4000))
    assert 0.25 < drawn / 4000 < 0.35


def test_a_summary_is_one_short_line() -> None:
    content = {"chat": {"messages": [{"id": "m0", "role": "user", "content": "  Hi\n there " + "x" * 300}]}}
    assert rules.summary(content).startswith("Hi there xxx") and len(rules.summary(content)) == 160
    assert rules.summary({}) == "" and rules.summary({"image": {"url": "/secret", "alt": "A cat"}}) == "A cat"

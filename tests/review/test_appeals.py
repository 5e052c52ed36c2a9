"""A verdict is appealed by the author, and a human being who did not give it decides."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.workplace import Workplace, make_workplace, said

from armslength.annotation.model import MyAppeal
from armslength.kit.db import Database
from armslength.review.errors import AppealDecided, NothingToAppeal, OwnVerdict
from armslength.review.schemas import DecideAppeal
from armslength.truth.service import TruthService


@pytest.fixture
async def here(db: Database, tmp_path: Path) -> Workplace:
    here = await make_workplace(db, tmp_path)
    await here.project(review_share=1)
    return here


async def test_granted_a_rejected_answer_is_accepted_and_the_verdict_counts_against_nobody(here: Workplace) -> None:
    (item,) = await here.items(1)
    ada, rita = await here.annotator("Ada"), await here.annotator("Rita", role="reviewer")
    maya = await here.annotator("Maya", role="manager")
    truth = TruthService(here.db, here.walls, here.place.keys, here.place.clock)
    work, receipt = await here.answer(ada)
    with pytest.raises(NothingToAppeal):
        await here.review.appeals.appeal(ada, here.project_id, work.assignment.id, "Too early.")
    await here.decide(rita, await here.to_review(rita), "reject", comment="No.")
    (mine,) = (await here.annotation.list_mine(ada, here.project_id, cursor=None, limit=9)).items
    assert mine.appeal == MyAppeal("possible", "")
    for text in ("Rule 3 says yes.", "Again."):
        asked = await here.review.appeals.appeal(ada, here.project_id, work.assignment.id, text)
        assert asked == MyAppeal("open", "")
    (waits,) = (await here.review.appeals.page(maya, here.project_id, state="open", cursor=None, limit=9)).items
    assert (waits.text, waits.comment, waits.person.name, waits.verdict) == ("Rule 3 says yes.", "No.", "Ada", "reject")
    before = await truth.get_my_record(ada, here.project_id)
    assert (before.rejected, before.review.n, before.review.value, before.active_ms) == (1, 1, 0.0, 1000)
    with pytest.raises(OwnVerdict):
        await here.review.appeals.decide(rita, here.project_id, waits.id, DecideAppeal("declined", "No."))
    given = DecideAppeal("granted", "You are right.")
    decided = await here.review.appeals.decide(maya, here.project_id, waits.id, given)
    assert (decided.state, decided.reinstated) == ("granted", True)
    with pytest.raises(AppealDecided):
        await here.review.appeals.decide(maya, here.project_id, waits.id, given)
    await here.hear()
    (mine,) = (await here.annotation.list_mine(ada, here.project_id, cursor=None, limit=9)).items
    assert (mine.state, mine.verdict, mine.appeal) == ("submitted", "accepted", MyAppeal("granted", "You are right."))
    assert await here.status(ada) == "done"
    row = await here.item(item)
    assert (row["answers"], row["settled"]) == (1, 1)
    after = await truth.get_my_record(ada, here.project_id)
    assert (after.rejected, after.review.n, after.submitted, len(after.days)) == (0, 0, 1, 1)
    (stands,) = await here.read("select annotation_id from standing where tenant_id = $1")
    assert stands["annotation_id"] == receipt.annotation_id
    await here.check()


async def test_declined_or_answered_anew_meanwhile_nothing_of_the_answer_changes(here: Workplace) -> None:
    await here.items(2)
    ada, rita = await here.annotator("Ada"), await here.annotator("Rita", role="reviewer")
    maya = await here.annotator("Maya", role="manager")
    first, _ = await here.answer(ada)
    await here.decide(rita, await here.to_review(rita), "reject", comment="No.")
    await here.review.appeals.appeal(ada, here.project_id, first.assignment.id, "But yes.")
    await here.submit(ada, await here.work(ada), said("land"))
    second, _ = await here.answer(ada)
    await here.review.expire(here.tenant_id)
    await here.decide(rita, await here.to_review(rita), "accept")
    await here.decide(rita, await here.to_review(rita), "fix", answers=said("land"))
    await here.review.appeals.appeal(ada, here.project_id, second.assignment.id, "It was right.")
    before = await here.read("select * from standing where tenant_id = $1 order by annotation_id")
    one, two = (await here.review.appeals.page(maya, here.project_id, state="open", cursor=None, limit=9)).items
    granted = await here.review.appeals.decide(maya, here.project_id, one.id, DecideAppeal("granted", "Yes."))
    assert not granted.reinstated
    await here.review.appeals.decide(maya, here.project_id, two.id, DecideAppeal("declined", "See rule 4."))
    assert await here.read("select * from standing where tenant_id = $1 order by annotation_id") == before
    found = await here.review.appeals.page(maya, here.project_id, state="decided", cursor=None, limit=1)
    assert found.next is not None
    rest = await here.review.appeals.page(maya, here.project_id, state="decided", cursor=found.next, limit=1)
    assert {found.items[0].id, rest.items[0].id} == {one.id, two.id} and rest.next is None
    await here.check()

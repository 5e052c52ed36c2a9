"""An answer is not sent back for ever; and a drawn share of what was accepted is looked at once more."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.workplace import Workplace, make_workplace, said

from armslength.assignment.schemas import NoWork
from armslength.identity.model import Actor
from armslength.kit.db import Database
from armslength.kit.ids import new_id
from armslength.review import rules
from armslength.review.errors import CommentNeeded, FixNeeded
from armslength.review.schemas import Adjudicate, AdjudicationWork, Decide, ReviewPolicy, ReviewWork


@pytest.fixture
async def here(db: Database, tmp_path: Path) -> Workplace:
    here = await make_workplace(db, tmp_path)
    await here.project(review_share=1)
    return here


async def policy(here: Workplace, **values: object) -> None:
    maya = await here.annotator("Maya", role="manager")
    await here.review.auditing.set_policy(maya, here.project_id, ReviewPolicy(**values))  # type: ignore[arg-type]


async def reject(here: Workplace, who: Actor, comment: str) -> str | None:
    work = await here.to_review(who)
    decision = Decide(new_id(), "reject", comment=comment)
    receipt = await here.review.decide(who, here.project_id, work.review.id, decision)
    assert await here.review.decide(who, here.project_id, work.review.id, decision) == receipt
    await here.hear()
    return receipt.after_reject


async def test_sent_back_as_often_as_may_be_an_answer_goes_to_another_person(here: Workplace) -> None:
    (item,) = await here.items(1)
    ada, bob, rita = (
        await here.annotator("Ada"),
        await here.annotator("Bob"),
        await here.annotator("Rita", role="reviewer"),
    )
    await policy(here, rework_limit=1)
    await here.answer(ada)
    assert (await here.to_review(rita)).limit is None
    assert await reject(here, rita, "Look again.") == "rework"
    await here.submit(ada, await here.work(ada), said("land"))
    told = await here.to_review(rita)
    assert told.limit is not None and (told.limit.times, told.limit.then_to) == (1, "someone_else")
    assert await reject(here, rita, "Still not.") == "someone_else"
    assert await here.status(ada) == "done"
    assert (await here.work(bob)).assignment.item_id == item
    await here.check()


async def test_or_to_somebody_who_decides_and_reads_why_it_was_sent_back(here: Workplace) -> None:
    (item,) = await here.items(1)
    ada, rita = await here.annotator("Ada"), await here.annotator("Rita", role="reviewer")
    await policy(here, rework_limit=0, then_to="adjudicate")
    await here.answer(ada)
    assert await reject(here, rita, "The guideline says otherwise.") == "adjudicate"
    row = await here.item(item)
    assert (row["taken"], row["answers"], row["settled"]) == (1, 1, 1)
    (mine,) = (await here.annotation.list_mine(ada, here.project_id, cursor=None, limit=9)).items
    assert mine.verdict == "disputed"
    (of_ravi,) = await here.assignment.list_work(ravi := await here.annotator("Ravi", role="reviewer"))
    assert "adjudicate" in of_ravi.roles and of_ravi.available
    work = await here.review.adjudicating.next(ravi, here.project_id, [])
    assert isinstance(work, AdjudicationWork)
    assert (work.reason, work.notes, len(work.candidates)) == (
        "rework_limit", ["The guideline says otherwise."], 1,
    )  # fmt: skip
    await here.review.adjudicating.decide(
        ravi, here.project_id, work.adjudication.id, Adjudicate(new_id(), answers=said("land"))
    )
    await here.hear()
    assert isinstance(await here.review.adjudicating.next(ravi, here.project_id, []), NoWork)
    await here.check()


async def to_audit(here: Workplace, who: Actor) -> ReviewWork:
    found = await here.review.next_review(who, here.project_id, [], "audit")
    assert isinstance(found, ReviewWork), found
    return found


async def test_an_audit_measures_what_was_accepted_with_intervals_and_changes_nothing(here: Workplace) -> None:
    await here.items(4)
    ada, rita = await here.annotator("Ada"), await here.annotator("Rita", role="reviewer")
    olga = await here.annotator("Olga", role="owner")
    await policy(here, audit_share=1)
    for verdict in ("accept", "accept", "fix"):
        await here.answer(ada)
        await here.decide(rita, await here.to_review(rita), verdict, answers=said("land") if verdict == "fix" else None)
    await here.project(review_share=0)
    await here.answer(ada)
    await here.hear()
    before = await here.read("select * from standing where tenant_id = $1 order by annotation_id")
    assert isinstance(
        await here.review.next_review(rita, here.project_id, [], "audit"), ReviewWork
    )  # nobody reviewed it
    for share in range(4):
        work = await to_audit(here, olga) if share else await to_audit(here, rita)
        with pytest.raises(FixNeeded):
            await here.decide(rita if not share else olga, work, "fix", answers=said("sea"))
        with pytest.raises(CommentNeeded):
            await here.decide(rita if not share else olga, work, "reject")
        wrong = share == 1
        await here.decide(
            rita if not share else olga, work, "reject" if wrong else "accept", comment="No." if wrong else ""
        )
    await here.hear()
    report = await here.review.auditing.report(olga, here.project_id)
    assert (report.waiting, report.right.n, report.right.value) == (0, 4, 0.75)
    assert report.right.low is not None and 0.2 < report.right.low < 0.75
    assert (report.reviewed.n, report.unreviewed.n) == (3, 1)
    assert {person.person.name: person.right.n for person in report.people} == {"Ada": 3, "Rita": 1}
    assert await here.read("select * from standing where tenant_id = $1 order by annotation_id") == before
    rows = (await here.review.page(olga, here.project_id, cursor=None, limit=9, stage="audit")).items
    assert len(rows) == 4 and [row.comment for row in rows if row.verdict == "reject"] == ["No."]
    assert len((await here.review.page(olga, here.project_id, cursor=None, limit=9)).items) == 3
    await here.check()


async def test_who_reviewed_an_answer_does_not_audit_it_and_a_vendors_people_never_do(here: Workplace) -> None:
    await here.items(1)
    ada, rita = await here.annotator("Ada"), await here.annotator("Rita", role="reviewer")
    await policy(here, audit_share=1)
    await here.answer(ada)
    await here.decide(rita, await here.to_review(rita), "accept")
    await here.hear()
    assert isinstance(await here.review.next_review(rita, here.project_id, [], "audit"), NoWork)
    (of_rita,) = await here.assignment.list_work(rita)
    assert "audit" in of_rita.roles and not of_rita.available
    ravi = await here.annotator("Ravi", role="reviewer")
    await to_audit(here, ravi)


async def test_the_draw_is_kept_and_can_be_repeated(here: Workplace) -> None:
    await here.project(review_share=0)
    await here.items(40)
    ada = await here.annotator("Ada")
    await policy(here, audit_share=0.5)
    for _ in range(40):
        await here.answer(ada)
    await here.hear()
    await here.hear()
    drawn = await here.read("select annotation_id, drawn, share from review where tenant_id = $1 and stage = 'audit'")
    (seed,) = await here.read("select seed from project where tenant_id = $1")
    said_all = await here.read("select id from annotation where tenant_id = $1")
    chosen = {each["id"] for each in said_all if rules.drawn_for_audit(seed["seed"], each["id"]) < 0.5}
    assert {each["annotation_id"] for each in drawn} == chosen and 8 < len(chosen) < 32
    assert all(each["drawn"] < each["share"] == 0.5 for each in drawn)

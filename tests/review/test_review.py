"""The second opinion: by somebody who had nothing to do with the item; accept, fix, reject, and what follows."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from tests.workplace import GUIDELINE, Workplace, make_workplace, said

from armslength.annotation.errors import AnswersWrong
from armslength.assignment.schemas import NoWork
from armslength.identity.model import Actor
from armslength.kit.db import Database
from armslength.kit.ids import new_id
from armslength.review import rules
from armslength.review.errors import CommentNeeded, FixNeeded, ReviewDecided, ReviewInHand, ReviewLost, ReviewNotFound


@pytest.fixture
async def here(db: Database, tmp_path: Path) -> Workplace:
    here = await make_workplace(db, tmp_path)
    await here.project(review_share=1)
    return here


async def nothing(here: Workplace, who: Actor, *have: object) -> str:
    found = await here.review.next_review(who, here.project_id, list(have))  # type: ignore[arg-type]
    assert isinstance(found, NoWork), found
    return found.status


async def test_a_reviewer_sees_the_item_the_answers_and_the_order_of_their_author_and_that_is_recorded(
    here: Workplace,
) -> None:
    (item,) = await here.items(1)
    ada, rita = await here.annotator("Ada"), await here.annotator("Rita", role="reviewer")
    work, receipt = await here.answer(ada)
    review = await here.to_review(rita)
    assert (review.review.item_id, review.review.annotation_id) == (item, receipt.annotation_id)
    assert review.answers == said() and review.display.orders == work.assignment.display.orders
    assert review.content == work.content
    seen = [(e["kind"], e["purpose"]) for e in await here.place.exposures() if e["person_id"] == rita.person_id]
    assert sorted(seen) == [("answers", "review"), ("item", "review")]


async def test_accepting_settles_the_answer(here: Workplace) -> None:
    (item,) = await here.items(1)
    ada, rita = await here.annotator("Ada"), await here.annotator("Rita", role="reviewer")
    await here.answer(ada)
    assert (await here.item(item))["settled"] == 0
    await here.decide(rita, await here.to_review(rita), "accept")
    assert (await here.item(item))["settled"] == 1
    assert await nothing(here, rita) == "done"
    (mine,) = (await here.annotation.list_mine(ada, here.project_id, cursor=None, limit=9)).items
    assert mine.verdict == "accepted"


async def test_a_fix_supersedes_and_stands_and_is_checked_like_any_answer(here: Workplace) -> None:
    (item,) = await here.items(1)
    ada, rita = await here.annotator("Ada"), await here.annotator("Rita", role="reviewer")
    _, receipt = await here.answer(ada)
    review = await here.to_review(rita)
    with pytest.raises(FixNeeded):
        await here.decide(rita, review, "fix")
    with pytest.raises(AnswersWrong):
        await here.decide(rita, review, "fix", answers={})
    await here.decide(rita, review, "fix", answers=said("land"))
    (stands,) = await here.read("select * from standing where tenant_id = $1")
    assert stands["verdict"] == "fixed" and stands["person_id"] == ada.person_id
    (fix,) = await here.read("select * from annotation where tenant_id = $1 and id = $2", stands["annotation_id"])
    assert (fix["supersedes"], fix["stage"], fix["person_id"]) == (receipt.annotation_id, "review", rita.person_id)
    assert (await here.item(item))["settled"] == 1
    await here.check()


async def test_a_rejection_needs_a_reason(here: Workplace) -> None:
    await here.items(1)
    ada, rita = await here.annotator("Ada"), await here.annotator("Rita", role="reviewer")
    await here.answer(ada)
    review = await here.to_review(rita)
    with pytest.raises(CommentNeeded) as refused:
        await here.decide(rita, review, "reject", comment="  ")
    assert refused.value.field == "comment"


async def test_rework_returns_to_its_author_first_with_the_comment_and_is_reviewed_again(here: Workplace) -> None:
    first, second = await here.items(2)
    await here.project(review_share=1)
    ada, rita = await here.annotator("Ada"), await here.annotator("Rita", role="reviewer")
    work, receipt = await here.answer(ada)
    await here.decide(rita, await here.to_review(rita), "reject", comment="Look again.")
    row = await here.item(first)
    assert (row["taken"], row["answers"]) == (1, 0)
    await here.project(review_share=0)
    back = await here.work(ada)
    assert back.assignment.id == work.assignment.id and back.assignment.attempt == 2
    assert back.assignment.rework is not None
    assert (back.assignment.rework.comment, back.assignment.rework.answers) == ("Look again.", said())
    (row,) = await here.assignment.list_work(ada)
    assert (row.rework, row.submitted) == (1, 0)
    again = await here.submit(ada, back, said("land"))
    review = await here.to_review(rita)
    assert review.answers == said("land") and review.review.attempt == 2
    assert [(one.verdict, one.comment) for one in review.earlier] == [("reject", "Look again.")]
    assert review.before == said()  # to see what changed; that it was shown is recorded
    shown = await here.read("select object from exposure where tenant_id = $1 and kind = 'answers' and lease_id = $2",
                            review.review.id)  # fmt: skip
    assert {each["object"] for each in shown} == {str(receipt.annotation_id), str(again.annotation_id)}
    (stored,) = await here.read(
        "select supersedes from annotation where tenant_id = $1 and id = $2", again.annotation_id
    )
    assert stored["supersedes"] == receipt.annotation_id
    assert (await here.work(ada)).assignment.item_id == second
    await here.check()


async def test_a_receipt_is_repeated_even_after_the_annotation_came_back(here: Workplace) -> None:
    await here.items(1)
    ada, rita = await here.annotator("Ada"), await here.annotator("Rita", role="reviewer")
    work, key = await here.work(ada), new_id()
    receipt = await here.submit(ada, work, key=key)
    await here.decide(rita, await here.to_review(rita), "reject", comment="No.")
    assert await here.submit(ada, work, key=key) == receipt
    assert (await here.work(ada)).assignment.rework is not None


async def test_rework_does_not_run_out(here: Workplace) -> None:
    await here.items(1)
    ada, bob, rita = [await here.annotator(*who) for who in (("Ada",), ("Bob",), ("Rita", "customer", "reviewer"))]
    await here.answer(ada)
    await here.decide(rita, await here.to_review(rita), "reject", comment="No.")
    await here.work(ada)
    await here.expire()
    assert await here.status(bob) == "wait"
    await here.submit(ada, await here.work(ada))


async def test_somebody_else_is_asked_when_the_reviewer_says_so_or_the_author_has_left(here: Workplace) -> None:
    (item,) = await here.items(1)
    ada, bob, eve, rita = [
        await here.annotator(*who) for who in (("Ada",), ("Bob",), ("Eve",), ("Rita", "customer", "reviewer"))
    ]
    await here.answer(ada)
    await here.decide(rita, await here.to_review(rita), "reject", comment="No.", after_reject="someone_else")
    assert await here.status(ada) == "done"
    assert (await here.answer(bob))[0].assignment.item_id == item
    await here.leaves(bob)
    await here.decide(rita, await here.to_review(rita), "reject", comment="No.")
    assert (await here.work(eve)).assignment.item_id == item
    await here.check()


async def test_rework_taken_from_its_author_leaves_nothing_standing(here: Workplace) -> None:
    (item,) = await here.items(1)
    ada, bob, rita = [await here.annotator(*who) for who in (("Ada",), ("Bob",), ("Rita", "customer", "reviewer"))]
    work, _ = await here.answer(ada)
    await here.decide(rita, await here.to_review(rita), "reject", comment="No.")
    await here.assignment.release(rita, here.project_id, work.assignment.id)
    await here.hear()
    assert not await here.read("select from standing where tenant_id = $1")
    assert (await here.work(bob)).assignment.item_id == item
    await here.check()


async def test_a_verdict_is_given_once(here: Workplace) -> None:
    await here.items(1)
    ada, rita = await here.annotator("Ada"), await here.annotator("Rita", role="reviewer")
    await here.answer(ada)
    review, key = await here.to_review(rita), new_id()
    await asyncio.gather(*(here.decide(rita, review, "accept", key=key) for _ in range(4)))
    with pytest.raises(ReviewDecided):
        await here.decide(rita, review, "accept")
    await here.check()


async def test_nobody_reviews_themselves_or_an_item_they_answer(here: Workplace) -> None:
    await here.items(1, overlap=2)
    rita, ravi = [await here.annotator(name, role="reviewer") for name in ("Rita", "Ravi")]
    await here.answer(rita)
    assert await nothing(here, rita) == "done"
    await here.work(ravi)
    assert await nothing(here, ravi) == "wait"
    await here.to_review(await here.annotator("Rosa", role="reviewer"))


async def test_who_has_seen_others_answers_is_not_asked_about_the_item(here: Workplace) -> None:
    await here.items(1, overlap=2)
    ada, rita = await here.annotator("Ada"), await here.annotator("Rita", role="reviewer")
    await here.answer(ada)
    await here.decide(rita, await here.to_review(rita), "accept")
    assert await here.status(rita) == "done"
    await here.check()


async def test_a_vendors_reviewer_sees_the_own_firms_annotations_only(here: Workplace) -> None:
    await here.items(2)
    await here.place.grant("active")
    ada, vera = await here.annotator("Ada"), await here.annotator("Vera", side="vendor")
    viola = await here.annotator("Viola", side="vendor", role="reviewer")
    await here.answer(ada)
    assert await nothing(here, viola) == "none"
    await here.answer(vera)
    review = await here.to_review(viola)
    await here.decide(viola, review, "accept")
    assert await nothing(here, viola) == "none"
    rita = await here.annotator("Rita", role="reviewer")
    await here.to_review(rita)


async def test_a_lease_on_a_review_runs_out_and_somebody_else_decides(here: Workplace) -> None:
    await here.items(1)
    ada, rita, ravi = [
        await here.annotator(*who)
        for who in (("Ada",), ("Rita", "customer", "reviewer"), ("Ravi", "customer", "reviewer"))
    ]
    await here.answer(ada)
    review = await here.to_review(rita)
    assert await nothing(here, ravi) == "wait"
    here.place.clock.advance(500)
    assert (await here.review.heartbeat(rita, here.project_id, review.review.id)).lease_until
    here.place.clock.advance(601)
    with pytest.raises(ReviewLost):
        await here.review.heartbeat(rita, here.project_id, review.review.id)
    await here.review.expire(here.tenant_id)
    with pytest.raises(ReviewLost):
        await here.decide(rita, review, "accept")
    taken = await here.to_review(ravi)
    assert taken.review.id == review.review.id
    with pytest.raises(ReviewInHand):
        await here.decide(rita, review, "accept")
    with pytest.raises(ReviewNotFound):
        await here.decide(ada, review, "accept")
    await here.review.give_back(ravi, here.project_id, taken.review.id)
    await here.decide(rita, await here.to_review(rita), "accept")
    with pytest.raises(ReviewDecided, match="Somebody else decided it meanwhile"):
        await here.decide(ravi, taken, "reject", comment="No.")


async def test_reviewers_too_read_the_guideline_first_and_hold_few_at_once(here: Workplace) -> None:
    await here.items(5)
    ada, rita = await here.annotator("Ada"), await here.annotator("Rita", role="reviewer")
    for _ in range(5):
        await here.answer(ada)
    await here.place.version("guideline", GUIDELINE.encode(), ada)
    assert await nothing(here, rita) == "read_guideline"
    await here.has_read(rita, 1)
    hand = []
    for _ in range(3):
        hand.append((await here.to_review(rita, *hand)).review.id)
    assert len(set(hand)) == 3 and await nothing(here, rita, *hand) == "wait"
    assert (await here.to_review(rita)).review.id == hand[0]


async def test_the_author_is_an_alias_to_reviewers_and_a_name_to_the_customers_managers(here: Workplace) -> None:
    await here.items(2)
    ada, rita = await here.annotator("Ada"), await here.annotator("Rita", role="reviewer")
    maya = await here.annotator("Maya", role="manager")
    await here.answer(ada)
    await here.answer(ada)
    to_rita, to_maya = await here.to_review(rita), await here.to_review(maya)
    assert to_maya.review.author.alias == "Ada" and to_maya.review.author.id == ada.person_id
    assert to_rita.review.author.alias != "Ada" and to_rita.review.author.id != ada.person_id
    assert rules.alias(b"seed", ada.person_id) == (to_rita.review.author.id, to_rita.review.author.alias)
    assert rules.alias(b"other project", ada.person_id)[0] != to_rita.review.author.id


async def test_the_history_of_an_item_tells_everything_in_order(here: Workplace) -> None:
    (item,) = await here.items(1)
    ada, bob, rita = [await here.annotator(*who) for who in (("Ada",), ("Bob",), ("Rita", "customer", "reviewer"))]
    maya = await here.annotator("Maya", role="manager")
    steps = here.place.clock
    work = await here.work(bob)
    steps.advance(1)
    await here.assignment.flags.add(bob, here.project_id, work.assignment.id, "pii", "Names.")
    steps.advance(1)
    await here.assignment.skip(bob, here.project_id, work.assignment.id, "unclear", "")
    steps.advance(1)
    await here.answer(ada)
    steps.advance(1)
    await here.decide(rita, await here.to_review(rita), "fix", answers=said("land"), comment="Land.")
    events = (await here.review.history(maya, here.project_id, item)).events
    kinds = [event.kind for event in events]
    assert kinds[:5] == ["imported", "asked", "flagged", "skipped", "asked"]
    assert sorted(kinds[5:]) == ["answered", "fixed", "reviewed"]
    assert next(event for event in events if event.kind == "fixed").answers == said("land")
    page = await here.review.page(maya, here.project_id, cursor=None, limit=10)
    assert [(row.author.name, row.reviewer.name, row.verdict, row.comment) for row in page.items] == [
        ("Ada", "Rita", "fix", "Land.")
    ]


async def test_who_leaves_gives_reviews_back(here: Workplace) -> None:
    await here.items(1)
    ada, rita, ravi = [
        await here.annotator(*who)
        for who in (("Ada",), ("Rita", "customer", "reviewer"), ("Ravi", "customer", "reviewer"))
    ]
    await here.answer(ada)
    await here.to_review(rita)
    await here.event("projects.member_removed", project_id=here.project_id, person_id=rita.person_id)
    await here.to_review(ravi)

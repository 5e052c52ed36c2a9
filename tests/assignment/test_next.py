"""Who is asked next: exact overlap, nobody twice, the right order, and the right words when there is nothing."""

from __future__ import annotations

from pathlib import Path

import asyncpg
import pytest
from tests.workplace import GUIDELINE, Workplace, make_workplace, said

from armslength.assignment.errors import ItemWithdrawn, LeaseLost, NoRoom, NoSuchAssignment
from armslength.assignment.schemas import NoWork
from armslength.kit.db import Database
from armslength.kit.ids import new_id


@pytest.fixture
async def here(db: Database, tmp_path: Path) -> Workplace:
    return await make_workplace(db, tmp_path)


async def test_items_come_in_order_and_each_once(here: Workplace) -> None:
    ids = await here.items(3)
    ada = await here.annotator()
    got = [(await here.answer(ada))[0].assignment.item_id for _ in ids]
    assert got == ids
    assert await here.status(ada) == "done"


async def test_content_comes_in_display_order_without_sources_and_its_exposure_is_recorded(here: Workplace) -> None:
    await here.items(1)
    ada = await here.annotator()
    work = await here.work(ada)
    shown = [response["id"] for response in work.content["responses"]]
    assert shown == work.assignment.display.orders["responses"]
    assert "source" not in work.content["responses"][0]
    exposures = await here.place.exposures()
    assert [(e["kind"], e["purpose"], e["lease_id"]) for e in exposures] == [("item", "annotate", work.assignment.id)]


async def test_people_of_one_item_see_every_response_in_every_position(here: Workplace) -> None:
    await here.items(1, overlap=3)
    orders = [(await here.work(await here.annotator(name))).assignment.display.orders["responses"] for name in "ABC"]
    assert all({order[place] for order in orders} == {"r1", "r2", "r3"} for place in range(3))


async def test_the_same_lease_comes_back_until_it_is_said_to_be_at_hand(here: Workplace) -> None:
    await here.items(5)
    ada = await here.annotator()
    first = await here.work(ada)
    assert (await here.work(ada)).assignment.id == first.assignment.id
    second = await here.work(ada, first.assignment.id)
    third = await here.work(ada, first.assignment.id, second.assignment.id)
    hand = [work.assignment.id for work in (first, second, third)]
    assert len(set(hand)) == 3
    assert await here.status(ada, *hand) == "wait"


async def test_overlap_is_exact_and_a_person_is_asked_once(here: Workplace) -> None:
    (item,) = await here.items(1, overlap=2)
    ada, bob, eve = [await here.annotator(name) for name in ("Ada", "Bob", "Eve")]
    await here.answer(ada)
    assert await here.status(ada) == "done"
    await here.work(bob)
    assert await here.status(eve) == "wait"
    row = await here.item(item)
    assert (row["taken"], row["answers"], row["settled"], row["open"]) == (2, 1, 1, False)


async def test_what_merely_refers_to_an_item_keeps_nobody_waiting(here: Workplace, db: Database) -> None:
    (item,) = await here.items(1, overlap=2)
    await here.answer(await here.annotator("Ada"))
    async with db.tenant(here.tenant_id) as other:  # as every insert with a foreign key holds it
        await other.run("select from item where tenant_id = $1 and id = $2 for key share", other.tenant_id, item)
        await other.run("select from assignment where tenant_id = $1 for key share", other.tenant_id)
        assert (await here.work(await here.annotator("Bob"))).assignment.item_id == item


async def test_the_last_items_with_others_mean_wait_and_then_done(here: Workplace) -> None:
    await here.items(1)
    ada, bob = await here.annotator("Ada"), await here.annotator("Bob")
    work = await here.work(ada)
    assert await here.status(bob) == "wait"
    await here.submit(ada, work)
    assert await here.status(bob) == "done"


async def test_higher_priority_first_and_paused_batches_not_at_all(here: Workplace) -> None:
    (low,) = await here.items(1, batch="low")
    (high,) = await here.items(1, batch="high", priority=5)
    (none,) = await here.items(1, batch="paused", priority=9)
    await here.batch_state("paused", "paused")
    ada = await here.annotator()
    assert [(await here.answer(ada))[0].assignment.item_id for _ in range(2)] == [high, low]
    assert await here.status(ada) == "done"
    await here.batch_state("paused", "open")
    assert (await here.work(ada)).assignment.item_id == none


async def test_a_person_has_a_cap(here: Workplace) -> None:
    await here.items(5)
    await here.project(person_cap=2)
    ada = await here.annotator()
    await here.answer(ada)
    await here.answer(ada)
    assert await here.status(ada) == "cap"
    await here.work(await here.annotator("Bob"))


@pytest.mark.parametrize("state", ["draft", "paused", "archived"])
async def test_nothing_is_given_out_unless_the_project_is_active(here: Workplace, state: str) -> None:
    await here.items(1)
    await here.project(state=state)
    assert await here.status(await here.annotator()) == "paused"


async def test_the_present_guideline_is_read_first(here: Workplace) -> None:
    await here.items(1)
    ada = await here.annotator()
    await here.place.version("guideline", GUIDELINE.encode(), ada)
    assert await here.status(ada) == "read_guideline"
    await here.has_read(ada, 1)
    await here.work(ada)
    await here.place.version("guideline", b"# Newer", ada, version=2)
    assert await here.status(ada) == "read_guideline"


async def test_to_a_vendor_every_refusal_looks_the_same(here: Workplace) -> None:
    await here.place.grant("active")
    vera = await here.annotator("Vera", side="vendor")
    said_when_done = await here.next(vera)
    await here.items(1)
    ada = await here.annotator()
    await here.work(ada)
    said_when_others_work = await here.next(vera)
    await here.project(person_cap=1, state="paused")
    said_when_paused = await here.next(vera)
    await here.project(state="active")
    await here.items(1)
    await here.place.grant("paused")
    said_when_not_let_in = await here.next(vera)
    assert said_when_done == said_when_others_work == said_when_paused == said_when_not_let_in
    assert isinstance(said_when_done, NoWork) and said_when_done.status == "none"
    await here.place.grant("active")
    await here.work(vera)


async def test_a_heartbeat_keeps_a_live_lease_and_revives_no_dead_one(here: Workplace) -> None:
    await here.items(1)
    ada = await here.annotator()
    work = await here.work(ada)
    here.place.clock.advance(500)
    lease = await here.assignment.heartbeat(ada, here.project_id, work.assignment.id)
    assert lease.lease_until > work.assignment.lease_until
    here.place.clock.advance(601)
    with pytest.raises(LeaseLost):
        await here.assignment.heartbeat(ada, here.project_id, work.assignment.id)
    with pytest.raises(NoSuchAssignment):
        await here.assignment.heartbeat(ada, here.project_id, new_id())


async def test_what_ran_out_goes_to_the_next_person_even_behind_their_cursor(here: Workplace) -> None:
    first, second = await here.items(2)
    ada, bob = await here.annotator("Ada"), await here.annotator("Bob")
    assert (await here.work(ada)).assignment.item_id == first
    assert (await here.answer(bob))[0].assignment.item_id == second
    assert await here.status(bob) == "wait"
    await here.expire()
    assert (await here.answer(bob))[0].assignment.item_id == first
    assert await here.status(ada) == "done"


async def test_whoever_lost_a_lease_may_be_asked_again_on_the_same_row(here: Workplace) -> None:
    await here.items(1, overlap=2)
    ada = await here.annotator()
    lost = await here.work(ada)
    await here.expire()
    again = await here.work(ada)
    assert (again.assignment.id, again.assignment.attempt) == (lost.assignment.id, 2)
    assert again.assignment.display == lost.assignment.display
    assert len(await here.read("select from assignment where tenant_id = $1")) == 1


async def test_a_late_answer_is_taken_while_there_is_room(here: Workplace) -> None:
    (item,) = await here.items(1)
    ada, bob = await here.annotator("Ada"), await here.annotator("Bob")
    work = await here.work(ada)
    await here.expire()
    await here.submit(ada, work)
    assert await here.status(bob) == "done"
    row = await here.item(item)
    assert (row["taken"], row["answers"], row["open"]) == (1, 1, False)


async def test_a_late_answer_without_room_is_refused_and_its_draft_kept(here: Workplace) -> None:
    (item,) = await here.items(1)
    ada, bob = await here.annotator("Ada"), await here.annotator("Bob")
    work = await here.work(ada)
    await here.annotation.drafts.save(ada, here.project_id, work.assignment.id, 0, said("land"))
    await here.expire()
    await here.answer(bob)
    with pytest.raises(NoRoom):
        await here.submit(ada, work)
    assert (await here.item(item))["taken"] == 1
    assert len(await here.read("select from draft where tenant_id = $1")) == 1


async def test_what_is_given_back_is_for_anybody_and_what_is_skipped_for_others(here: Workplace) -> None:
    (item,) = await here.items(1)
    ada, bob = await here.annotator("Ada"), await here.annotator("Bob")
    work = await here.work(ada)
    await here.assignment.return_assignment(ada, here.project_id, work.assignment.id)
    assert (await here.work(ada)).assignment.item_id == item
    await here.assignment.skip(ada, here.project_id, work.assignment.id, "unclear", "What is a prompt?")
    await here.assignment.skip(ada, here.project_id, work.assignment.id, "unclear", "")
    assert await here.status(ada) == "done"
    assert (await here.work(bob)).assignment.item_id == item
    assert (await here.item(item))["wanted"] == 1


async def test_what_is_given_back_again_and_again_is_found_again_and_again(here: Workplace) -> None:
    (item,) = await here.items(1, overlap=2)
    ada = await here.annotator("Ada")
    for _ in range(3):
        work = await here.work(ada)
        assert work.assignment.item_id == item
        await here.assignment.return_assignment(ada, here.project_id, work.assignment.id)
        await here.check()


async def test_a_manager_takes_an_assignment_away_and_a_vendor_only_its_own(here: Workplace) -> None:
    await here.items(1)
    await here.place.grant("active")
    ada, maya = await here.annotator("Ada"), await here.annotator("Maya", role="manager")
    victor = await here.annotator("Victor", side="vendor", role="manager")
    work = await here.work(ada)
    with pytest.raises(NoSuchAssignment):
        await here.assignment.release(victor, here.project_id, work.assignment.id)
    await here.assignment.release(maya, here.project_id, work.assignment.id)
    with pytest.raises(LeaseLost):
        await here.assignment.release(maya, here.project_id, work.assignment.id)
    assert await here.status(ada) == "done"
    await here.work(await here.annotator("Bob"))


async def test_who_leaves_gives_everything_back(here: Workplace) -> None:
    ids = await here.items(2)
    ada, bob = await here.annotator("Ada"), await here.annotator("Bob")
    first = await here.work(ada)
    await here.work(ada, first.assignment.id)
    assert await here.status(bob) == "wait"
    await here.event("identity.membership_ended", person_id=ada.person_id)
    got = [(await here.answer(bob))[0].assignment.item_id for _ in ids]
    assert got == ids


async def test_more_overlap_reopens_what_was_full_and_less_closes_what_is_open(here: Workplace) -> None:
    ids = await here.items(4)
    ada, bob = await here.annotator("Ada"), await here.annotator("Bob")
    for _ in ids:
        await here.answer(ada)
    assert await here.status(bob) == "done"
    await here.project(overlap=2)
    await here.event("projects.overlap_changed", project_id=here.project_id)
    assert await here.status(ada) == "done"
    assert (await here.answer(bob))[0].assignment.item_id == ids[0]
    await here.project(overlap=1)
    await here.event("projects.overlap_changed", project_id=here.project_id)
    assert await here.status(bob) == "done"
    assert [row["wanted"] for row in await here.read("select wanted from item where tenant_id = $1 order by ord")] == [
        2, 1, 1, 1,
    ]  # fmt: skip


async def test_a_cancelled_item_ends_its_leases_and_a_reopened_one_is_found(here: Workplace) -> None:
    first, _ = await here.items(2)
    ada, bob = await here.annotator("Ada"), await here.annotator("Bob")
    work = await here.work(ada)
    await here.answer(bob)
    await here.item_state(first, "cancelled")
    with pytest.raises(ItemWithdrawn):
        await here.assignment.heartbeat(ada, here.project_id, work.assignment.id)
    with pytest.raises(ItemWithdrawn):
        await here.submit(ada, work)
    assert await here.status(bob) == "done"
    await here.item_state(first, "active")
    assert (await here.work(bob)).assignment.item_id == first


IMPOSSIBLE = (
    ("item", "taken = wanted + 1"), ("item", "taken = -1"), ("item", "answers = taken + 1"), ("item", "tiers = 2"),
    ("item", "settled = answers + 1"), ("item", "open = not open"), ("item", "state = 'lost'"), ("item", "lane = -2"),
    ("item", "bucket = 10000"), ("item", "draw = -1"), ("assignment", "lease_until = null"),
    ("assignment", "state = 'submitted'"), ("assignment", "harms = -1"),
)  # fmt: skip


async def test_no_row_says_what_cannot_be(here: Workplace) -> None:
    await here.items(1)
    await here.work(await here.annotator())
    for table, change in IMPOSSIBLE:
        with pytest.raises(asyncpg.CheckViolationError):
            async with here.db.tenant(here.tenant_id) as tx:
                await tx.run(f"update {table} set {change} where tenant_id = $1", here.tenant_id)


async def test_flags_are_counted_read_and_resolved(here: Workplace) -> None:
    (item,) = await here.items(1)
    ada, maya = await here.annotator("Ada"), await here.annotator("Maya", role="manager")
    work = await here.work(ada)
    flag_id = await here.assignment.flags.add(ada, here.project_id, work.assignment.id, "pii", "A name is in it.")
    assert (await here.item(item))["flags"] == 1
    (flag,) = (await here.assignment.flags.page(maya, here.project_id, cursor=None, limit=50)).items
    assert (flag.id, flag.comment, flag.person.name, flag.resolved_at) == (flag_id, "A name is in it.", "Ada", None)
    await here.assignment.flags.resolve(maya, here.project_id, flag_id, "Cut out.")
    (flag,) = (await here.assignment.flags.page(maya, here.project_id, cursor=None, limit=50)).items
    assert flag.note == "Cut out." and flag.resolved_by is not None and (await here.item(item))["flags"] == 0


async def test_ones_list_of_work_says_what_is_there(here: Workplace) -> None:
    await here.items(2, overlap=1)
    ada, rita = await here.annotator("Ada"), await here.annotator("Rita", role="reviewer")
    (row,) = await here.assignment.list_work(ada)
    assert (row.roles, row.available, row.submitted, row.rework) == (["annotate"], True, 0, 0)
    await here.project(review_share=1)
    await here.answer(ada)
    await here.answer(ada)
    (row,) = await here.assignment.list_work(ada)
    assert (row.available, row.submitted) == (False, 2)
    (row,) = await here.assignment.list_work(rita)
    assert (row.roles, row.available) == (["annotate", "review"], True)

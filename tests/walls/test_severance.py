"""Cutting a vendor off: what ends, what stays, what others get, and how it is undone."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.walls.severing import Cutting, make_cutting

from armslength.annotation.errors import NotYours
from armslength.assignment.errors import NoSuchAssignment
from armslength.assignment.schemas import NoWork, Work
from armslength.identity.errors import NoSuchProject, NotSignedIn
from armslength.identity.model import Actor
from armslength.identity.policy import pass_of
from armslength.kit.db import Database
from armslength.kit.ids import new_id
from armslength.kit.passes import carrying
from armslength.review.schemas import ReviewWork
from armslength.vendors.errors import NoSuchVendor, Severed, StillEnding
from armslength.walls.errors import NothingToSever, SecondPerson, SeveranceMissing, SeveranceOver
from armslength.walls.schemas.severances import SetWallSettings, Sever, Undo


@pytest.fixture
async def cutting(db: Database, tmp_path: Path) -> Cutting:
    return await make_cutting(db, tmp_path)


async def states(cutting: Cutting) -> list[tuple[str, str | None]]:
    rows = await cutting.here.read("select state, reason from assignment where tenant_id = $1 order by leased_at, id")
    return [(row["state"], row["reason"]) for row in rows]


async def test_what_was_said_stays_what_was_in_hand_goes_to_others(cutting: Cutting) -> None:
    here = cutting.here
    await here.items(4, overlap=1)
    vera, ada = await here.annotator("Vera", side="vendor"), await here.annotator("Ada")
    _, answered = await here.answer(vera)
    work = await here.work(vera)
    ahead = await here.work(vera, work.assignment.id)
    await here.draft(vera, work.assignment.id)
    done = await cutting.sever(reason="They were bought.")
    assert (done.state, done.everywhere, [each.name for each in done.projects]) == ("cut", True, ["P"])
    await here.hear()
    assert sorted(await states(cutting)) == [("released", "cut"), ("released", "cut"), ("submitted", None)]
    await here.check()
    given = {(await here.answer(ada))[0].assignment.item_id for _ in range(3)}
    assert given >= {await here.item_of(work.assignment.id), await here.item_of(ahead.assignment.id)}
    assert await here.status(ada) == "done"
    kept = await here.read("select annotation_id from standing where tenant_id = $1 and person_id = $2", vera.person_id)
    assert [row["annotation_id"] for row in kept] == [answered.annotation_id]
    assert len(await here.read("select 1 as one from draft where tenant_id = $1")) == 1
    await here.check()


async def test_drafts_are_destroyed_when_the_customer_says_so(cutting: Cutting) -> None:
    here = cutting.here
    await here.items(2)
    vera, ada = await here.annotator("Vera", side="vendor"), await here.annotator("Ada")
    for who in (vera, ada):
        await here.draft(who, (await here.work(who)).assignment.id)
    severance = await cutting.sever(drafts="discard")
    await here.hear()
    left = await here.read("select a.person_id from draft d join assignment a on a.tenant_id = d.tenant_id"
                           " and a.id = d.assignment_id where d.tenant_id = $1")  # fmt: skip
    assert [row["person_id"] for row in left] == [ada.person_id]
    (cut,) = (await cutting.severances.get(cutting.olga, severance.id)).cuts
    assert {(step.step, step.done, step.total) for step in cut.steps} == {
        ("leases", 1, 1), ("reviews", 0, 0), ("drafts", 1, 1)}  # fmt: skip
    assert cut.ended_at is not None


async def test_a_request_let_in_before_the_cut_gets_nothing_after_it(cutting: Cutting) -> None:
    """The guard has said yes; then comes the cut; then the handler opens its transaction."""
    here = cutting.here
    await here.items(2)
    vera = await here.annotator("Vera", side="vendor")
    work = await here.work(vera)
    shown = len(await here.place.exposures())
    await cutting.sever()
    with cutting.request(vera):
        for late in (
            here.next(vera),
            here.assignment.get_assignment(vera, here.project_id, work.assignment.id),
            here.assignment.heartbeat(vera, here.project_id, work.assignment.id),
            here.submit(vera, work),
            here.draft(vera, work.assignment.id),
            here.annotation.list_mine(vera, here.project_id, cursor=None, limit=9),
            here.review.next_review(vera, here.project_id, []),
        ):
            with pytest.raises(NoSuchProject):
                await late
    assert isinstance(await here.next(vera), NoWork)  # without the request's pass the gateway itself still refuses
    assert len(await here.place.exposures()) == shown


async def test_a_person_whose_seat_ended_gets_nothing_under_a_request_let_in_before(cutting: Cutting) -> None:
    here = cutting.here
    await here.items(1)
    ada = await here.annotator("Ada")
    await here.leaves(ada)
    with cutting.request(ada), pytest.raises(NoSuchProject):
        await here.next(ada)


async def test_sessions_and_keys_end_with_the_cut_and_others_live_on(cutting: Cutting) -> None:
    here, db = cutting.here, cutting.here.db
    vera, ada = await here.annotator("Vera", side="vendor"), await here.annotator("Ada")
    elsewhere = await here.place.person("Victor", "manager", "vendor")  # of the firm, without a role here
    async with db.door() as tx:
        for who in (vera, ada, elsewhere):
            await tx.run(
                "insert into session (id_hash, person_id, tenant_id, created_at, seen_at, expires_at, user_agent)"
                " values ($1, $2, $3, now(), now(), now(), '')",
                who.session_id, who.person_id, who.tenant_id,
            )  # fmt: skip
            await tx.run(
                "insert into api_key (tenant_id, id, person_id, name, prefix, secret_hash, scopes, created_at)"
                " values ($1, $2, $3, 'k', 'al_', $4, '{}', now())",
                who.tenant_id, new_id(), who.person_id, who.session_id,
            )  # fmt: skip
    severance = await cutting.sever()
    assert [(cut.sessions, cut.keys) for cut in severance.cuts] == [(1, 1)]
    live = await here.read("select person_id from session where tenant_id = $1")
    assert {row["person_id"] for row in live} == {ada.person_id, elsewhere.person_id}
    keys = await here.read("select person_id from api_key where tenant_id = $1 and revoked_at is null")
    assert {row["person_id"] for row in keys} == {ada.person_id, elsewhere.person_id}


async def test_reviews_go_back_and_rework_goes_to_somebody_else(cutting: Cutting) -> None:
    here = cutting.here
    await here.project(review_share=1.0)
    await here.items(3)
    vera, rita = await here.annotator("Vera", side="vendor"), await here.annotator("Rita", role="reviewer")
    vik = await here.annotator("Vik", side="vendor", role="reviewer")
    for _ in range(3):
        await here.answer(vera)
    rejected = await here.to_review(rita)
    hers, theirs = await here.to_review(rita, rejected.review.id), await here.to_review(vik)
    await here.decide(rita, rejected, "reject", comment="No.", after_reject="rework")
    assert (await here.item(rejected.review.item_id))["taken"] == 1
    await cutting.sever()
    await here.hear()
    assert (await here.item(rejected.review.item_id))["open"]
    assert isinstance(again := await here.review.next_review(rita, here.project_id, [hers.review.id]), ReviewWork)
    assert again.review.id == theirs.review.id
    await here.decide(rita, hers, "reject", comment="No.", after_reject="rework")  # its author is not let in any more
    assert (await here.item(hers.review.item_id))["open"]
    await here.check()


async def test_freezing_cuts_as_well_and_thaws_when_all_is_tidied_up(cutting: Cutting) -> None:
    here, grants = cutting.here, cutting.vendors.grants
    await here.items(1)
    vera = await here.annotator("Vera", side="vendor")
    work = await here.work(vera)
    await grants.set_state(cutting.olga, here.project_id, cutting.vendor_id, "frozen")
    with pytest.raises(StillEnding):
        await grants.set_state(cutting.olga, here.project_id, cutting.vendor_id, "active")
    await here.hear()
    await grants.set_state(cutting.olga, here.project_id, cutting.vendor_id, "active")
    assert await states(cutting) == [("released", "cut")]
    with pytest.raises(NoSuchProject), cutting.request(vera):  # a request let in before the frost
        await here.next(vera)
    vera = await cutting.renewed(vera)
    with cutting.request(vera):
        assert await here.status(vera) == "none"
        with pytest.raises(NotYours):
            await here.submit(vera, work)


async def test_a_pause_ends_nothing(cutting: Cutting) -> None:
    here, grants = cutting.here, cutting.vendors.grants
    await here.items(1)
    vera = await here.annotator("Vera", side="vendor")
    work = await here.work(vera)
    await grants.set_state(cutting.olga, here.project_id, cutting.vendor_id, "paused")
    with cutting.request(vera), pytest.raises(NoSuchProject):
        await here.submit(vera, work)
    await grants.set_state(cutting.olga, here.project_id, cutting.vendor_id, "active")
    with cutting.request(vera):
        await here.submit(vera, work)
    assert (await cutting.grant())["epoch"] == 1


async def test_dead_leases_are_dead_before_anybody_tidies_up(cutting: Cutting) -> None:
    """Whatever order things happen in: an old epoch's lease is nobody's, also under the present epoch."""
    here = cutting.here
    await here.project(review_share=1.0)
    await here.items(3)
    vera, vik = await here.annotator("Vera", side="vendor"), await here.annotator("Vik", side="vendor", role="reviewer")
    await here.answer(vera)
    work, review = await here.work(vera), await here.to_review(vik)
    async with here.db.tenant(here.tenant_id) as tx:
        await tx.run("update vendor_grant set epoch = 2 where tenant_id = $1", here.tenant_id)
    vera, vik = await cutting.renewed(vera), await cutting.renewed(vik)
    assert await here.status(vera) == "none"
    for act in (
        here.assignment.get_assignment(vera, here.project_id, work.assignment.id),
        here.submit(vera, work),
        here.draft(vera, work.assignment.id),
    ):
        with pytest.raises(NoSuchAssignment):
            await act
    assert isinstance(await here.review.next_review(vik, here.project_id, []), NoWork)
    with pytest.raises(Exception, match="ran out"):
        await here.decide(vik, review, "accept")


async def test_severing_may_take_two(cutting: Cutting) -> None:
    here, severances = cutting.here, cutting.severances
    await severances.set_settings(cutting.olga, SetWallSettings(two_to_sever=True, drafts="discard"))
    order = await cutting.sever()
    assert (order.state, order.drafts, order.cuts) == ("waiting", "discard", [])
    assert (await cutting.grant())["state"] == "active"
    with pytest.raises(SecondPerson):
        await severances.approve(cutting.olga, order.id)
    done = await severances.approve(cutting.maya, order.id)
    assert done.approved_by and (done.state, done.approved_by.name) == ("cut", "Manu")
    for again in (severances.approve(cutting.maya, order.id), severances.withdraw(cutting.olga, order.id)):
        with pytest.raises(SeveranceOver):
            await again
    await here.hear()
    log = [
        row["action"] for row in await here.read("select action from ledger_entry where tenant_id = $1 order by at, id")
    ]
    assert {"walls.severance_asked", "walls.severed", "vendors.grant_severed"} <= set(log)


async def test_an_order_may_be_taken_back(cutting: Cutting) -> None:
    await cutting.severances.set_settings(cutting.olga, SetWallSettings(two_to_sever=True, drafts="keep"))
    order = await cutting.sever()
    back = await cutting.severances.withdraw(cutting.maya, order.id)
    assert back.state == "withdrawn"
    with pytest.raises(SeveranceOver):
        await cutting.severances.approve(cutting.maya, order.id)
    assert (await cutting.grant())["state"] == "active"


async def test_undoing_takes_two_and_brings_nothing_back_to_life(cutting: Cutting) -> None:
    here, severances = cutting.here, cutting.severances
    await here.items(2)
    vera = await here.annotator("Vera", side="vendor")
    work = await here.work(vera)
    severance = await cutting.sever()
    with pytest.raises(Severed):
        await cutting.vendors.grants.set_state(cutting.olga, here.project_id, cutting.vendor_id, "active")
    with pytest.raises(SeveranceOver):
        await severances.approve_undo(cutting.maya, severance.id)
    asked = await severances.ask_undo(cutting.olga, severance.id, Undo("They were sold again."))
    assert asked.undo_by and asked.undo_by.name == "Olga"
    with pytest.raises(SecondPerson):
        await severances.approve_undo(cutting.olga, severance.id)
    with pytest.raises(StillEnding):
        await severances.approve_undo(cutting.maya, severance.id)
    await here.hear()
    undone = await severances.approve_undo(cutting.maya, severance.id)
    assert (undone.state, (await cutting.grant())["state"]) == ("undone", "paused")
    await cutting.vendors.grants.set_state(cutting.olga, here.project_id, cutting.vendor_id, "active")
    vera = await cutting.renewed(vera)
    with cutting.request(vera):
        fresh = await here.next(vera)
        assert isinstance(fresh, Work) and fresh.assignment.item_id != work.assignment.item_id
        with pytest.raises(NotYours):
            await here.submit(vera, work)
        await here.submit(vera, fresh)
    proof = await severances.proof(cutting.olga, severance.id)
    assert proof.clean


async def test_the_blast_radius_counts_what_they_know_and_hold(cutting: Cutting) -> None:
    here = cutting.here
    await here.items(4, overlap=1)
    vera, ada = await here.annotator("Vera", side="vendor"), await here.annotator("Ada")
    await here.answer(vera)
    await here.answer(ada)
    await here.draft(vera, (await here.work(vera)).assignment.id)
    radius = await cutting.severances.blast_radius(cutting.olga, cutting.vendor_id, None)
    (project,) = radius.projects
    assert (radius.vendor.name, project.project.name, project.state) == ("Fairlabel", "P", "active")
    assert (project.seen.items, project.items, project.share, project.seen.people) == (2, 4, 0.5, 1)
    assert (project.held.leases, project.held.drafts, project.held.people) == (1, 1, 1)
    assert (project.pace.answers, project.pace.recent, project.pace.recent_of_all, project.pace.wanted) == (1, 1, 2, 2)
    assert (project.pace.days_with, project.pace.days_without) == (7.0, 14.0)
    await cutting.sever()
    assert (await cutting.severances.blast_radius(cutting.olga, cutting.vendor_id, None)).projects == []


async def test_the_proof_looks_again(cutting: Cutting) -> None:
    here = cutting.here
    await here.items(2)
    vera = await here.annotator("Vera", side="vendor")
    await here.work(vera)
    severance = await cutting.sever()
    before = await cutting.severances.proof(cutting.olga, severance.id)
    assert not before.clean and before.projects[0].leases == 1  # dead already, but not taken back yet
    await here.hear()
    proof = await cutting.severances.proof(cutting.olga, severance.id)
    (project,) = proof.projects
    assert proof.clean and (project.late, project.leases, project.reviews, project.sessions) == (0, 0, 0, 0)
    assert (project.deliveries, project.last_delivery) == (1, here.place.clock.now())
    async with here.db.tenant(here.tenant_id) as tx:
        await tx.run("update exposure set last_at = last_at + interval '1 minute' where tenant_id = $1", here.tenant_id)
    assert not (await cutting.severances.proof(cutting.olga, severance.id)).clean


async def test_some_projects_may_be_cut_and_not_others(cutting: Cutting) -> None:
    with pytest.raises(NothingToSever):
        await cutting.sever(projects=[cutting.here.project_id, new_id()])
    assert (await cutting.grant())["state"] == "active"
    severance = await cutting.sever(projects=[cutting.here.project_id])
    assert (severance.everywhere, severance.state) == (False, "cut")
    with pytest.raises(NothingToSever):
        await cutting.sever()
    page = await cutting.severances.page(cutting.olga, cursor=None, limit=1)
    assert [each.id for each in page.items] == [severance.id] and page.next is None


async def test_nobody_severs_what_is_not_theirs(cutting: Cutting) -> None:
    with pytest.raises(NoSuchVendor):
        await cutting.severances.sever(cutting.olga, Sever(new_id()))
    for act in (
        cutting.severances.get(cutting.olga, new_id()),
        cutting.severances.approve(cutting.olga, new_id()),
        cutting.severances.proof(cutting.olga, new_id()),
    ):
        with pytest.raises(SeveranceMissing):
            await act


async def test_outside_of_projects_the_seat_is_checked(cutting: Cutting) -> None:
    here = cutting.here
    vera: Actor = await here.annotator("Vera", side="vendor")
    await here.leaves(vera)
    with carrying(pass_of(vera, None, here.place.clock.now())), pytest.raises(NotSignedIn):
        await here.assignment.list_work(vera)

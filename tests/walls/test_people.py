"""The person wall, rule by rule (R2 to R8, R12 to R14), through the verbs by which people work."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
import pytest
from tests.content import NOW
from tests.walls.rivals import Labs, make_labs
from tests.workplace import Workplace

from armslength.assignment.schemas import Work
from armslength.identity.model import Actor
from armslength.kit.db import Database
from armslength.kit.ids import new_id
from armslength.walls.errors import BadWaiver, ContentMissing, NoSuchPerson, PersonWaiverOver, SecondPerson
from armslength.walls.schemas.people import AskPersonWaiver


@pytest.fixture
async def labs(db: Database, tmp_path: Path) -> Labs:
    return await make_labs(db, tmp_path)


async def works(here: Workplace, who: Actor) -> bool:
    """Whether there is work for them."""
    return isinstance(await here.next(who), Work)


async def kept_out(here: Workplace) -> list[tuple[str, str]]:
    """What the tenant's log says of it, each entry with its leaf."""
    rows = await here.read(
        "select e.detail ->> 'kind' as kind, convert_from(o.leaf, 'UTF8')::jsonb ->> 'reason_code' as reason"
        " from ledger_entry e join ledger_outbox o using (tenant_id, id)"
        " where e.tenant_id = $1 and e.action = 'walls.kept_out' order by e.at, 1"
    )
    return [(row["kind"], row["reason"]) for row in rows]


async def admit(labs: Labs, here: Workplace, who: Actor, *kinds: str) -> str | None:
    """What an admission says."""
    async with labs.db.tenant(here.tenant_id) as tx:
        reason: str | None = await tx.value(
            "select armslength_kept_out($1, $2, $3, $4, $5, $6)",
            tx.tenant_id, here.project_id, who.person_id, who.organization_id, list(kinds), here.place.clock.now(),
        )  # fmt: skip
    return reason


async def test_r2_who_knows_one_rival_is_shown_nothing_of_the_other(labs: Labs) -> None:
    at_a, at_b = await labs.both("Vera")
    assert await works(labs.a, at_a)
    assert await labs.b.status(at_b) == "none"
    assert await labs.b.status(at_b) == "none"
    assert await labs.b.place.exposures() == []
    assert await kept_out(labs.b) == [("brief", "person"), ("content", "person")]  # once a day, not once a call
    (row,) = await labs.b.read("select times, kind from wall_refusal where tenant_id = $1 and kind = 'content'")
    assert row["times"] == 2
    assert await works(labs.a, at_a)  # and the first goes on
    for here in (labs.a, labs.b):
        await here.check()


async def test_r2_it_ages_by_what_was_seen(labs: Labs) -> None:
    at_a, at_b = await labs.both("Vera")
    assert await admit(labs, labs.a, at_a, "metadata") is None
    assert await admit(labs, labs.b, at_b, "content") == "person"
    labs.months(3.2)
    assert await admit(labs, labs.b, at_b, "content") is None
    assert await admit(labs, labs.a, at_a, "content") == "person"
    labs.months(11)
    assert await admit(labs, labs.a, at_a, "content") == "person"
    labs.months(1.2)
    assert await admit(labs, labs.a, at_a, "brief") is None
    labs.months(23)
    assert await admit(labs, labs.b, at_b, "content") == "person"
    labs.months(1.2)
    assert await admit(labs, labs.b, at_b, "content") is None


async def test_r2_conflict_is_symmetric_and_not_transitive(labs: Labs, tmp_path: Path) -> None:
    third = (await make_labs(labs.db, tmp_path)).a
    await labs.rivals(labs.b, third)
    await labs.let_in(labs.a.place.vendor_id, third)
    at_a, at_b = await labs.both("Vera")
    at_third = await labs.moves(at_a, third)
    assert await works(labs.a, at_a) and await works(third, at_third)
    assert not await works(labs.b, at_b)
    vik, vik_at_b = await labs.both("Vik")
    assert await works(labs.b, vik_at_b) and not await works(labs.a, vik)


async def test_r2_a_customers_own_people_are_never_locked_out_and_what_they_saw_counts(labs: Labs) -> None:
    ada = await labs.a.annotator("Ada")
    assert await works(labs.a, ada)
    at_b = await labs.moves(ada, labs.b)
    assert not await works(labs.b, at_b)
    vera, vera_at_b = await labs.both("Vera")
    assert await works(labs.b, vera_at_b)
    async with labs.db.door() as tx:  # hired by the rival itself
        await tx.run("insert into affiliation values ($1, $2, $3)", labs.a.tenant_id, vera.person_id, NOW)
        await tx.run(
            "update membership set organization_id = $1, side = 'customer' where tenant_id = $1 and person_id = $2",
            labs.a.tenant_id, vera.person_id,
        )  # fmt: skip
    assert await works(labs.a, replace(vera, side="customer", organization_id=labs.a.tenant_id))


async def test_r3_nobody_is_shown_anything_for_a_firm_they_do_not_work_for(labs: Labs) -> None:
    vera, _ = await labs.both("Vera")
    assert await works(labs.a, vera)
    async with labs.db.door() as tx:  # the seat and the session are still there
        await tx.run("update affiliation set until = $2 where person_id = $1", vera.person_id, NOW)
        await tx.run("select armslength_firms_changed($1)", vera.person_id)
    assert await labs.a.status(vera) == "none"
    assert ("content", "employer") in await kept_out(labs.a)


async def test_r4_the_strictest_of_both_decides(labs: Labs) -> None:
    await labs.a.project(exclusivity="none")
    vera, vera_at_b = await labs.both("Vera")
    assert await works(labs.a, vera)
    assert not await works(labs.b, vera_at_b)  # b keeps apart
    await labs.b.project(exclusivity="none")
    assert await works(labs.b, vera_at_b) and await works(labs.a, vera)  # neither does
    vik, vik_at_b = await labs.both("Vik")
    await labs.b.project(exclusivity="person")
    assert await works(labs.b, vik_at_b)
    assert not await works(labs.a, vik)  # b did, when it was seen


async def test_r4_a_wall_raised_later_holds_for_what_was_seen_before(labs: Labs) -> None:
    for here in (labs.a, labs.b):
        await here.project(exclusivity="none")
    vera, vera_at_b = await labs.both("Vera")
    assert await works(labs.a, vera) and await works(labs.b, vera_at_b)
    await labs.a.project(exclusivity="person")
    async with labs.db.tenant(labs.a.tenant_id) as tx:
        await tx.run("select armslength_wall_raised($1, $2)", labs.a.tenant_id, labs.a.project_id)
    assert not await works(labs.a, vera)


async def test_r4_a_pod_counts_as_one(labs: Labs) -> None:
    boss, _ = await labs.both("Victor", "manager")
    await labs.b.project(exclusivity="pod")
    vera_at_b = (await labs.both("Vera"))[1]
    _, vik_at_b = await labs.both("Vik")
    assert await works(labs.a, boss)
    assert not await works(labs.b, vera_at_b)  # who manages her knows the rival
    labs.months(26)
    assert await works(labs.b, vik_at_b)
    assert not await works(labs.a, boss)  # what his people see, he has seen


async def test_r5_what_belongs_to_one_compartment_opens_in_no_other(labs: Labs) -> None:
    vera, here = await labs.a.annotator("Vera", side="vendor"), labs.a
    (foreign,), work, second = await labs.b.items(1), await here.work(vera), new_id()
    async with labs.db.tenant(here.tenant_id) as tx:
        await tx.run(
            "insert into project (tenant_id, id, slug, name, description, state, overlap, review_share, lease_seconds,"
            " seed, created_by, created_at, updated_at)"
            " values ($1, $2, 'q', 'Q', '', 'active', 2, 0, 600, $3, $2, $4, $4)", here.tenant_id, second, b"s", NOW,
        )  # fmt: skip
        await here.place.keys.create_project_key(tx, second)
        await tx.run("insert into vendor_grant values ($1, $2, $3, 'active', 1, $4)",
                     here.tenant_id, second, vera.organization_id, NOW)  # fmt: skip
    item_id = await here.item_of(work.assignment.id)
    async with labs.db.tenant(here.tenant_id) as tx:  # it is this one that opens where it belongs
        await here.walls.open_item(tx, vera, here.project_id, item_id, purpose="annotate", lease_id=work.assignment.id)
    for project_id, item in ((here.project_id, foreign), (second, item_id)):
        with pytest.raises(ContentMissing):
            async with labs.db.tenant(here.tenant_id) as tx:
                await here.walls.open_item(tx, vera, project_id, item, purpose="annotate", lease_id=work.assignment.id)
    clearances = await here.read("select distinct project_id from clearance where tenant_id = $1 and until > $2", NOW)
    assert {row["project_id"] for row in clearances} <= {here.project_id, second}


async def test_r7_one_history_whatever_the_firm(labs: Labs) -> None:
    vera = await labs.a.annotator("Vera", side="vendor")
    assert await works(labs.a, vera)
    async with labs.db.door() as tx:  # leaves, for a firm that serves the other one
        await tx.run("update membership set ended_at = $2 where person_id = $1", vera.person_id, NOW)
        await tx.run("update affiliation set until = $2 where person_id = $1", vera.person_id, NOW)
    new = await labs.firm("Hilltop")
    await labs.let_in(new, labs.b)
    assert not await works(labs.b, await labs.moves(vera, labs.b, firm=new))


async def test_r7_whoever_moves_to_a_firm_that_a_rival_reaches_is_quarantined(labs: Labs) -> None:
    vera, _ = await labs.both("Vera")
    assert await works(labs.a, vera)
    sold, owner = await labs.firm("Hilltop"), new_id()
    await _owned_by_a_rival_of(labs.a, sold, owner)
    await labs.let_in(sold, labs.b)
    async with labs.db.door() as tx:
        await tx.run("insert into affiliation values ($1, $2, $3)", sold, vera.person_id, NOW)
        await tx.run("select armslength_firms_changed($1)", vera.person_id)
    assert await labs.a.status(vera) == "none"  # nobody has looked yet: no delivery (R13)
    assert await labs.wall.judge_moves() > 0
    assert await labs.a.status(vera) == "none"
    (told,) = (await labs.wall.quarantines(vera)).items
    assert set(msgspec.to_builtins(told)) == {"id", "since"}  # that it is so, not who it is
    assert await labs.wall.judge_moves() == 0


async def test_r7_whoever_moves_to_a_clean_firm_goes_on_when_it_was_looked_at(labs: Labs) -> None:
    vera, _ = await labs.both("Vera")
    assert await works(labs.a, vera)
    clean, owner = await labs.firm("Meadow"), new_id()
    await _owned_by_a_rival_of(labs.a, await labs.firm("Hilltop"), owner)
    async with labs.db.wall() as tx:
        await tx.run("insert into party values ($1, 'organization', 'Meadow', null, '[]', 'meadow', $2)", clean, NOW)
        await tx.run("insert into organization_party values ($1, $1, $2)", clean, NOW)
        await tx.run("insert into party values ($1, 'organization', 'Fair', null, '[]', 'fair', $2)", owner, NOW)
        await tx.run("insert into organization_party values ($1, $2, $3)", labs.a.place.vendor_id, owner, NOW)
    async with labs.db.door() as tx:
        await tx.run("insert into affiliation values ($1, $2, $3)", clean, vera.person_id, NOW)
        await tx.run("select armslength_firms_changed($1)", vera.person_id)
    await labs.wall.judge_moves()
    assert await works(labs.a, vera)


async def _owned_by_a_rival_of(here: Workplace, firm: UUID, spare: UUID) -> None:
    """The operator knows that the firm belongs to somebody whom the tenant has named as a rival."""
    rival, itself, maya = new_id(), new_id(), await here.place.person("Ines", "owner")
    async with here.db.wall() as tx:
        for party, name in ((rival, f"Rival {rival}"), (itself, f"Firm {itself}")):
            await tx.run("insert into party values ($1, 'organization', $2, null, '[]', $2, $3)", party, name, NOW)
        await tx.run("insert into organization_party values ($1, $2, $3)", firm, itself, NOW)
        await tx.run(
            "insert into ownership_edge (id, version, from_party, to_party, type, min_bp, max_bp, state, source,"
            " record_id, recorded_at) values ($1, 1, $2, $3, 'shareholding', 6000, 6000, 'closed', '', $4, $5)",
            new_id(), rival, itself, f"edge {rival}", NOW,
        )  # fmt: skip
    async with here.db.tenant(here.tenant_id) as tx:
        named = new_id()
        await tx.run(
            "insert into tenant_party (tenant_id, id, register_id, kind, name, record_id, recorded_at)"
            " values ($1, $2, $3, 'organization', 'Rival', 'rival', $4)", here.tenant_id, named, rival, NOW,
        )  # fmt: skip
        await tx.run("insert into rival values ($1, $2, '', $3, $4)", here.tenant_id, named, maya.person_id, NOW)


async def test_r8_reviewers_and_managers_of_a_vendor_count_like_anybody(labs: Labs) -> None:
    rita, rita_at_b = await labs.both("Rita", "reviewer")
    boss, boss_at_b = await labs.both("Victor", "manager")
    vera = await labs.a.annotator("Vera", side="vendor")
    await labs.a.project(review_share=1)
    await labs.a.submit(vera, await labs.a.work(vera))
    await labs.a.hear()
    assert await labs.a.review.next_review(rita, labs.a.project_id, []) is not None
    async with labs.db.tenant(labs.a.tenant_id) as tx:
        await labs.a.walls.open_schema(tx, boss, labs.a.project_id, 1, purpose="annotate")
    known = await labs.known()
    assert (rita.person_id, labs.a.tenant_id, "content") in known
    assert (boss.person_id, labs.a.tenant_id, "brief") in known
    assert not await works(labs.b, rita_at_b) and not await works(labs.b, boss_at_b)
    with pytest.raises(ContentMissing):
        async with labs.db.tenant(labs.b.tenant_id) as tx:
            await labs.b.walls.open_schema(tx, boss_at_b, labs.b.project_id, 1, purpose="annotate")
    assert ("brief", "person") in await kept_out(labs.b)  # written although that transaction was undone


async def test_r9_who_knew_both_before_is_reported_and_gets_nothing_more(labs: Labs, tmp_path: Path) -> None:
    other = await make_labs(labs.db, tmp_path)
    await labs.let_in(labs.a.place.vendor_id, other.b)
    at_a = await labs.a.annotator("Vera", side="vendor")
    at_other = await labs.moves(at_a, other.b)
    assert await works(labs.a, at_a) and await works(other.b, at_other)
    await labs.rivals(labs.a, other.b)
    assert await labs.a.status(at_a) == "none" and await other.b.status(at_other) == "none"


async def test_r12_history_only_grows(labs: Labs) -> None:
    at_a, at_b = await labs.both("Vera")
    assert await works(labs.a, at_a)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with labs.db.wall() as tx:
            await tx.run("delete from person_history")
    async with labs.db.door() as tx:  # leaves, and is hired again
        await tx.run("update membership set ended_at = $2 where person_id = $1", at_a.person_id, NOW)
        await tx.run("update affiliation set until = $2 where person_id = $1", at_a.person_id, NOW)
        await tx.run("update membership set ended_at = null where person_id = $1", at_a.person_id)
        await tx.run("update affiliation set until = null where person_id = $1", at_a.person_id)
    assert await labs.b.status(at_b) == "none"


async def test_r13_while_conflicts_change_nobody_is_admitted(labs: Labs) -> None:
    at_a, _ = await labs.both("Vera")
    async with labs.db.wall() as tx:
        await tx.run("select pg_advisory_xact_lock(hashtextextended('armslength ownership', 0))")
        assert await labs.a.status(at_a) == "none"
    assert await works(labs.a, at_a)
    assert ("content", "changing") in await kept_out(labs.a)


async def test_r14_two_people_let_somebody_off_and_each_side_for_itself(labs: Labs) -> None:
    vera, vera_at_b = await labs.both("Vera")
    assert await works(labs.a, vera)
    owners = {}
    for here in (labs.a, labs.b):
        owners[here.tenant_id] = owner, manager = (
            await here.place.person("Olga", "owner"),
            await here.place.person("Manu", "manager"),
        )
        assert not await works(labs.b, vera_at_b)
        wanted = AskPersonWaiver(vera.person_id, "Both know.", NOW + timedelta(days=30))
        asked = await labs.wall.ask(manager, wanted)
        with pytest.raises(SecondPerson):
            await labs.wall.approve(manager, asked.id)
        assert (await labs.wall.approve(owner, asked.id)).state == "approved"
        with pytest.raises(PersonWaiverOver):
            await labs.wall.approve(owner, asked.id)
    assert await works(labs.b, vera_at_b) and await works(labs.a, vera)
    (mine,) = await labs.wall.waivers(owners[labs.b.tenant_id][0])
    await labs.wall.end(owners[labs.b.tenant_id][0], mine.id)
    assert not await works(labs.b, vera_at_b)
    assert not await works(labs.a, vera)


async def test_a_waiver_ends_within_a_year_and_is_for_somebody_who_is_there(labs: Labs) -> None:
    olga = await labs.a.place.person("Olga", "owner")
    for until in (NOW, NOW + timedelta(days=367)):
        with pytest.raises(BadWaiver):
            await labs.wall.ask(olga, AskPersonWaiver(olga.person_id, "x", until))
    with pytest.raises(NoSuchPerson):
        await labs.wall.ask(olga, AskPersonWaiver(new_id(), "x", NOW + timedelta(days=1)))


async def test_a_refusal_reads_like_an_empty_queue_and_like_something_missing(labs: Labs) -> None:
    """Byte by byte: what the walled, the capped out and those who have done everything are told."""
    vera, vera_at_b = await labs.both("Vera")
    assert await works(labs.a, vera)
    walled = await labs.b.next(vera_at_b)
    idle = await labs.b.annotator("Idle", side="vendor")
    await labs.let_in(idle.organization_id, labs.b)
    await labs.b.project(state="paused")
    paused = await labs.b.next(idle)
    await labs.b.project(state="active")
    told: list[Any] = []
    for item in (new_id(), (await labs.b.items(1))[0]):
        with pytest.raises(ContentMissing) as missing:
            async with labs.db.tenant(labs.b.tenant_id) as tx:
                await labs.b.walls.open_item(tx, vera_at_b, labs.b.project_id, item, purpose="annotate")
        told.append((type(missing.value), missing.value.status, str(missing.value), missing.value.details))
    assert msgspec.json.encode(walled) == msgspec.json.encode(paused)
    assert told[0] == told[1]
    assert await labs.b.assignment.list_work(vera_at_b) == []  # as of a project whose grant is paused

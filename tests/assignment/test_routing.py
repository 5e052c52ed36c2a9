"""Routing: a plan of shares over keyed-hash buckets. Who is asked about what, what moves, and what stays."""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.content import NOW
from tests.workplace import Workplace, make_workplace

from armslength.assignment.errors import BadRouting, NoRoom, RoutingChanged
from armslength.assignment.rules import FIRST_LANE, NOBODY, apportioned, map_now, plan_map
from armslength.assignment.schemas import Work
from armslength.assignment.schemas.routing import HolderShare, PutRouting, Routing, RoutingPreview
from armslength.identity.model import Actor
from armslength.ingest.views import BUCKETS, place_of
from armslength.kit.db import Database
from armslength.kit.ids import new_id
from armslength.vendors.service import VendorsService

CHEAP = settings(deadline=None, max_examples=40)


@st.composite
def shares(draw: st.DrawFn) -> dict[int, int]:
    """Shares of a few lanes that add up."""
    weights = draw(st.dictionaries(st.integers(FIRST_LANE, 8), st.integers(1, 10_000), min_size=1, max_size=6))
    parts = apportioned(BUCKETS, weights)
    return {lane: part for lane, part in parts.items() if part}


@CHEAP
@given(shares(), shares())
def test_a_new_plan_moves_as_few_buckets_as_can_be(old: dict[int, int], new: dict[int, int]) -> None:
    before = plan_map([NOBODY] * BUCKETS, old)
    after = plan_map(before, new)
    assert Counter(before) == old and Counter(after) == new
    moved = sum(was != now for was, now in zip(before, after, strict=True))
    assert moved == sum(max(0, held - new.get(lane, 0)) for lane, held in old.items())
    assert plan_map(after, new) == after


@CHEAP
@given(shares(), st.sets(st.integers(FIRST_LANE, 8)))
def test_who_is_out_gives_up_only_their_own_and_gets_it_back(plan: dict[int, int], out: set[int]) -> None:
    base = plan_map([NOBODY] * BUCKETS, plan)
    live = {lane: share for lane, share in plan.items() if lane not in out}
    now = map_now(base, live)
    assert all(is_ == was for is_, was in zip(now, base, strict=True) if was in live)
    assert set(now) <= (set(live) or {NOBODY})
    held, freed = Counter(now), BUCKETS - sum(live.values())
    assert not live or all(held[n] - live[n] - freed * live[n] / sum(live.values()) < 1 for n in live)
    assert map_now(base, plan) == base


@pytest.fixture
async def here(db: Database, tmp_path: Path) -> Workplace:
    return await make_workplace(db, tmp_path, in_hand=100)


@pytest.fixture
async def maya(here: Workplace) -> Actor:
    return await here.annotator("Manu", role="manager")


async def vendor(here: Workplace, name: str) -> UUID:
    """Another vendor that is let in."""
    firm = new_id()
    async with here.db.door() as tx:
        await tx.run("insert into organization values ($1, 'vendor', $2, $3)", firm, name, NOW)
    async with here.db.tenant(here.tenant_id) as tx:
        await tx.run("insert into vendor values ($1, $2, $3)", here.tenant_id, firm, NOW)
        await tx.run(
            "insert into vendor_grant (tenant_id, project_id, vendor_id, state, since)"
            " values ($1, $2, $3, 'active', $4)",
            here.tenant_id, here.project_id, firm, NOW,
        )  # fmt: skip
    return firm


async def worker(here: Workplace, firm: UUID, name: str = "Vera") -> Actor:
    """Somebody of that vendor's."""
    usual, here.place.vendor_id = here.place.vendor_id, firm
    try:
        return await here.annotator(name, side="vendor")
    finally:
        here.place.vendor_id = usual


async def plan(here: Workplace, by: Actor, parts: dict[UUID, int], calibration: int = 0) -> Routing:
    """Set it, and let the job bring every item where it belongs."""
    version = (await here.assignment.routing.get(by, here.project_id)).version
    await here.assignment.routing.set(by, here.project_id, _asked(parts, calibration, version))
    await here.hear()
    await here.check()
    return await here.assignment.routing.get(by, here.project_id)


async def preview(here: Workplace, by: Actor, parts: dict[UUID, int], calibration: int = 0) -> RoutingPreview:
    return await here.assignment.routing.preview(by, here.project_id, _asked(parts, calibration))


def _asked(parts: dict[UUID, int], calibration: int = 0, version: int = 0) -> PutRouting:
    return PutRouting(version, [HolderShare(firm, share) for firm, share in parts.items()], calibration)


async def works(here: Workplace, who: Actor, at_most: int = 10_000) -> list[UUID]:
    """Answers until there is nothing; returns the items."""
    done: list[UUID] = []
    while len(done) < at_most and isinstance(found := await here.next(who), Work):
        await here.submit(who, found)
        done.append(await here.item_of(found.assignment.id))
    return done


async def asked(here: Workplace) -> dict[UUID, Counter[UUID]]:
    """By item, how many places each firm has on it."""
    found: dict[UUID, Counter[UUID]] = {}
    for row in await here.read(
        "select item_id, organization_id from assignment where tenant_id = $1"
        " and state in ('leased', 'rework', 'submitted')"
    ):
        found.setdefault(row["item_id"], Counter())[row["organization_id"]] += 1
    return found


async def test_a_plan_from_first_share_to_none_again(here: Workplace, maya: Actor) -> None:
    """Previewed, set, worked at by two vendors, a share changed, a vendor paused and cut, the plan off."""
    await here.project(overlap=2)
    fair, swift = here.place.vendor_id, await vendor(here, "Swift")
    await here.place.grant("active")
    items = await here.items(120, overlap=2)
    vera, vito = await worker(here, fair), await worker(here, fair, "Vito")
    sam = await worker(here, swift, "Sam")
    begun = await here.item_of((await here.work(sam)).assignment.id)  # before there is a plan
    await here.submit(sam, (await here.read("select id from assignment where tenant_id = $1"))[0]["id"])

    told = await preview(here, maya, {fair: 6000, swift: 4000})
    assert not told.exact and abs(sum(h.items_then for h in told.holders) - 119 - 1) <= 1
    now = await plan(here, maya, {fair: 6000, swift: 4000})
    assert (now.version, now.active, now.applying) == (1, True, False)
    assert [h.buckets for h in now.holders] == [6000, 4000] and sum(h.items for h in now.holders) == 120
    exact = await preview(here, maya, {fair: 6000, swift: 4000})
    assert exact.exact and exact.moved == 0

    # The bucket is the keyed hash's, whoever asks; what was begun before stays with who began it.
    async with here.db.tenant(here.tenant_id) as tx:
        sealer = await here.place.keys.sealer(tx, here.project_id)
    rows = {row["id"]: row for row in await here.read("select * from item where tenant_id = $1")}
    assert all((rows[id]["bucket"], rows[id]["draw"]) == place_of(sealer, id) for id in items)
    mine = {id for id in items if rows[id]["bucket"] < 6000 and id != begun}
    first = await works(here, vera, 20)
    assert set(first) <= mine
    # What comes in under a plan goes straight into its lane, in the transaction that writes it.
    moved_on = await preview(here, maya, {fair: 3000, swift: 7000})
    assert moved_on.moved == sum(3000 <= rows[id]["bucket"] < 6000 for id in mine - set(first))
    await plan(here, maya, {fair: 3000, swift: 7000})
    assert set(first) <= {r["id"] for r in await here.read("select id from item where tenant_id = $1 and lane = 2")}
    await works(here, vito)
    counted = await asked(here)
    assert all(set(by) == {fair} for id, by in counted.items() if id in first)

    # A pause: what nobody was asked about is others', and comes back; what was begun waits.
    vendors = VendorsService(here.db, here.place.clock)
    await here.items(40, overlap=2)
    await plan(here, maya, {fair: 5000, swift: 5000})
    before = await lanes(here)
    half = await works(here, vera, 3)
    await vendors.grants.set_state(maya, here.project_id, fair, "paused")
    await here.hear()
    paused = await lanes(here)
    assert {id for id, lane in paused.items() if lane == 2} >= set(half)
    open_now = {r["id"] for r in await here.read("select id from item where tenant_id = $1 and open and lane = 2")}
    assert open_now <= set(first) | set(half) | set(counted)
    async with here.db.tenant(here.tenant_id) as tx:
        await tx.run("update vendor_grant set state = 'active' where vendor_id = $1", fair)
    await here.event("vendors.grant_changed", project_id=here.project_id, vendor_id=fair)
    assert await lanes(here) == before

    # A cut: everything that is still open is others', and nothing is lost.
    await vendors.grants.set_state(maya, here.project_id, fair, "severed")
    await here.hear()
    await here.check()
    assert not await here.read("select id from item where tenant_id = $1 and open and lane = 2")
    sid = await worker(here, swift, "Sid")
    await works(here, sam)
    await works(here, sid)
    assert not await here.read("select id from item where tenant_id = $1 and open")

    # Off: anybody again.
    off = await plan(here, maya, {})
    assert (off.active, off.holders, len(off.history)) == (False, [], 4)
    bob = await here.annotator("Bob")
    (extra,) = await here.items(1, overlap=2)
    assert await works(here, bob) == [extra]


async def lanes(here: Workplace) -> dict[UUID, int]:
    return {row["id"]: row["lane"] for row in await here.read("select id, lane from item where tenant_id = $1")}


async def test_what_every_firm_is_asked_about_has_the_overlap_from_each(here: Workplace, maya: Actor) -> None:
    await here.project(overlap=2)
    fair, swift = here.place.vendor_id, await vendor(here, "Swift")
    await here.place.grant("active")
    await here.items(150, overlap=2)
    own = here.tenant_id
    now = await plan(here, maya, {fair: 4000, swift: 4000, own: 2000}, calibration=1000)
    assert 0 < now.calibration_items < 40
    told = await preview(here, maya, {fair: 4000, swift: 4000, own: 2000}, calibration=1000)
    assert (told.moved, told.calibration_items, told.extra_answers) == (
        0,
        now.calibration_items,
        now.calibration_items * 4,
    )
    crowd = [await worker(here, firm, f"{n}") for firm in (fair, swift) for n in range(3)]
    crowd += [await here.annotator(f"Own {n}") for n in range(3)]
    shared = {id for id, lane in (await lanes(here)).items() if lane == 1}

    # They ask all at once, and some let go: never more than the overlap from each firm, and nothing is stranded.
    async def work(who: Actor, turn: int) -> None:
        for n in range(12):
            found = await here.next(who)
            if not isinstance(found, Work):
                continue
            if (n + turn) % 3:
                await here.submit(who, found)
            else:
                await here.assignment.return_assignment(who, here.project_id, found.assignment.id)

    await asyncio.gather(*(work(who, turn) for turn, who in enumerate(crowd)))
    assert all(count <= 2 for by in (await asked(here)).values() for count in by.values())
    await here.check()
    for _ in range(2):
        for who in crowd:
            await works(here, who)
    counted = await asked(here)
    assert {id: dict(by) for id, by in counted.items() if id in shared} == {
        id: {fair: 2, swift: 2, own: 2} for id in shared
    }
    assert all(len(by) == 1 and set(by.values()) == {2} for id, by in counted.items() if id not in shared)
    assert len(counted) == 150
    await here.check()
    # To each it looks as if its people alone were asked.
    rows = await here.read("select display->>'place' as place from assignment where tenant_id = $1")
    assert {int(row["place"]) for row in rows} <= {0, 1, 2, 3, 4}
    # More from each, and one firm less: what is wanted follows.
    await here.project(overlap=3)
    await here.event("projects.overlap_changed", project_id=here.project_id)
    wanted = {row["wanted"] for row in await here.read("select wanted from item where tenant_id = $1 and lane = 1")}
    assert wanted == {9}
    await works(here, crowd[0]) and await here.check()


async def test_a_late_answer_finds_room_only_where_its_firm_has_some(here: Workplace, maya: Actor) -> None:
    await here.project(overlap=1)
    fair, swift = here.place.vendor_id, await vendor(here, "Swift")
    await here.place.grant("active")
    await here.items(1, overlap=1)
    await plan(here, maya, {fair: 5000, swift: 5000}, calibration=1)
    async with here.db.tenant(here.tenant_id) as tx:
        await tx.run("update item set draw = 0, lane = 1, wanted = 2 where tenant_id = $1", here.tenant_id)
    vera, vito = await worker(here, fair), await worker(here, fair, "Vito")
    late = await here.work(vera)
    await here.expire()
    await here.answer(vito)
    with pytest.raises(NoRoom):
        await here.submit(vera, late)
    assert await here.status(vera) == "none"
    await here.answer(await worker(here, swift, "Sam"))
    await here.check()


async def test_it_is_exact_while_plans_change_under_the_hands_of_those_who_work(here: Workplace, maya: Actor) -> None:
    await here.project(overlap=1)
    firms = [here.place.vendor_id, await vendor(here, "Swift"), await vendor(here, "Third")]
    await here.place.grant("active")
    await here.items(90, overlap=1)
    await plan(here, maya, dict(zip(firms, (4000, 3000, 3000), strict=True)))
    crowd = [await worker(here, firm, f"{n}") for firm in firms for n in range(2)]
    running = True

    async def work(who: Actor, turn: int) -> None:
        n = turn
        while running or isinstance(await here.next(who), Work):
            found = await here.next(who)
            n += 1
            if isinstance(found, Work) and n % 4:
                await here.submit(who, found)
            elif isinstance(found, Work):
                await here.assignment.return_assignment(who, here.project_id, found.assignment.id)
            await asyncio.sleep(0)

    async def replan() -> None:
        nonlocal running
        for parts in ((1000, 8000, 1000), (8000, 1000, 1000), (2000, 2000, 6000)):
            await plan(here, maya, dict(zip(firms, parts, strict=True)))
        running = False

    await asyncio.gather(replan(), *(work(who, turn) for turn, who in enumerate(crowd)))
    counted = await asked(here)
    assert len(counted) == 90 and all(sum(by.values()) == 1 for by in counted.values())
    await here.check()


async def test_a_plan_that_cannot_be(here: Workplace, maya: Actor) -> None:
    fair = here.place.vendor_id
    stranger = new_id()
    routing = here.assignment.routing
    for given_, field in (
        (_asked({fair: 9000}), "holders"),
        (_asked({stranger: 10_000}), "holders[0].organization_id"),
        (PutRouting(0, [HolderShare(fair, 5000), HolderShare(fair, 5000)]), "holders"),
        (_asked({fair: 10_000}, calibration=200), "calibration"),
    ):
        with pytest.raises(BadRouting) as caught:
            await routing.set(maya, here.project_id, given_)
        assert caught.value.field == field
    await routing.set(maya, here.project_id, _asked({fair: 10_000}))
    with pytest.raises(RoutingChanged):
        await routing.set(maya, here.project_id, _asked({here.tenant_id: 10_000}))
    # Nobody of the plan is let in: the work waits, for others too.
    await here.items(3)
    await here.hear()
    shown = await routing.get(maya, here.project_id)
    assert (shown.nobody, shown.holders[0].standing) == (3, "out")
    assert await here.status(await here.annotator("Own")) in ("done", "wait")
    # The same plan again is no new one, and each decision is in the log.
    await routing.set(maya, here.project_id, _asked({fair: 10_000}, version=1))
    assert (await routing.get(maya, here.project_id)).version == 1
    entries: list[dict[str, Any]] = await here.read(
        "select action from ledger_entry where tenant_id = $1 and action like 'assignment.rout%' order by 1"
    )
    assert [entry["action"] for entry in entries] == ["assignment.routed", "assignment.routing_set"]

"""How much a vendor has seen: counted exactly, reserved at the lease, for owners over all their vendors."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import open_database
from tests.content import NOW
from tests.walls.severing import Cutting, make_cutting

from armslength.assignment.schemas import Work
from armslength.identity.model import Actor
from armslength.kit.ids import new_id
from armslength.vendors.rules.conflicts import concentration
from armslength.walls import rules
from armslength.walls.errors import NoSuchSubject
from armslength.walls.schemas.exposures import OwnCap, SetCaps, Shares
from armslength.walls.service.exposures import Exposures

CROWD = 12


@pytest.fixture
async def cutting(postgres: Any, database_name: str, tmp_path: Path) -> AsyncIterator[Cutting]:
    database = await open_database(postgres.app_url(database_name), size=CROWD + 2)
    yield await make_cutting(database, tmp_path)
    await database.close()


@pytest.fixture
def book(cutting: Cutting) -> Exposures:
    return Exposures(cutting.here.db, cutting.vendors, cutting.here.place.keys, cutting.here.place.clock)


async def shares(cutting: Cutting, book: Exposures) -> Shares:
    return await book.shares.of_project(cutting.olga, cutting.here.project_id)


async def second_vendor(cutting: Cutting, name: str = "Hilltop") -> UUID:
    """Another firm with an open grant."""
    vendor_id, here = new_id(), cutting.here
    async with here.db.door() as tx:
        await tx.run("insert into organization values ($1, 'vendor', $2, $3)", vendor_id, name, NOW)
    async with here.db.tenant(here.tenant_id) as tx:
        await tx.run("insert into vendor (tenant_id, organization_id, created_at) values ($1, $2, $3)",
                     here.tenant_id, vendor_id, NOW)  # fmt: skip
        await tx.run("insert into vendor_grant (tenant_id, project_id, vendor_id, state, since)"
                     " values ($1, $2, $3, 'active', $4)", here.tenant_id, here.project_id, vendor_id, NOW)  # fmt: skip
    return vendor_id


async def person_of(cutting: Cutting, vendor_id: UUID, name: str) -> Actor:
    """Somebody of that firm at work."""
    own, place = cutting.here.place.vendor_id, cutting.here.place
    place.vendor_id = vendor_id
    try:
        return await cutting.here.annotator(name, side="vendor")
    finally:
        place.vendor_id = own


async def owned(cutting: Cutting, *vendors: UUID, name: str = "Holding") -> UUID:
    """Somebody who ultimately owns these vendors."""
    here, owner_id = cutting.here, new_id()
    async with here.db.tenant(here.tenant_id) as tx:
        await tx.run(
            "insert into tenant_party (tenant_id, id, kind, name, record_id, recorded_at)"
            " values ($1, $2, 'organization', $3, $3, $4)", here.tenant_id, owner_id, name, NOW,
        )  # fmt: skip
        for vendor_id in vendors:
            await tx.run(
                "insert into vendor_reach (tenant_id, vendor_id, party_id, way, state, share_bp, top)"
                " values ($1, $2, $3, 'influence', 'closed', 6000, true)", here.tenant_id, vendor_id, owner_id,
            )  # fmt: skip
    return owner_id


async def answers(cutting: Cutting, who: Actor, most: int = 1000) -> int:
    """Work until there is nothing more; how often there was something."""
    for done in range(most):
        work = await cutting.here.next(who)
        if not isinstance(work, Work):
            return done
        await cutting.here.submit(who, work)
    return most


async def test_seen_counts_items_once_whoever_of_the_firm_saw_them(cutting: Cutting, book: Exposures) -> None:
    here = cutting.here
    await here.items(10, overlap=2)
    vera, vik, ada = [await here.annotator(n, side="vendor") for n in ("Vera", "Vik")] + [await here.annotator("Ada")]
    assert [await answers(cutting, who, 3) for who in (vera, vik)] == [3, 3]
    await answers(cutting, ada, 5)
    for _ in range(2):  # before the fold and after it
        found = await shares(cutting, book)
        (firm,) = found.vendors
        assert (found.items, firm.vendor.name, firm.seen, firm.share, firm.cap) == (10, "Fairlabel", 3, 0.3, None)
        assert await book.shares.fold(here.tenant_id) in (0, 3)
    assert found.hhi == 10_000
    await answers(cutting, vera, 2)
    assert (await shares(cutting, book)).vendors[0].seen == 5
    assert len(await here.read("select item_ord from sighting where tenant_id = $1")) == 2


async def test_a_cap_is_never_passed_and_what_was_seen_may_go_on(cutting: Cutting, book: Exposures) -> None:
    here = cutting.here
    await here.items(20, overlap=3)
    vera, vik = [await here.annotator(n, side="vendor") for n in ("Vera", "Vik")]
    assert await answers(cutting, vera, 2) == 2
    await book.shares.set_caps(cutting.olga, here.project_id, SetCaps(each_vendor=0.25))
    assert await answers(cutting, vera) == 3
    assert await here.status(vera) == "none"  # to the vendor it is as if there were nothing more
    assert await answers(cutting, vik) == 5  # what the firm has seen already, others of it may see too
    (firm,) = (await shares(cutting, book)).vendors
    assert (firm.seen, firm.cap, firm.own) == (5, 0.25, False)
    await here.check()
    await book.shares.set_caps(
        cutting.olga, here.project_id, SetCaps(each_vendor=0.25, vendors=[OwnCap(cutting.vendor_id, 0.5)])
    )
    assert await answers(cutting, vera) == 5
    (firm,) = (await shares(cutting, book)).vendors
    assert (firm.seen, firm.cap, firm.own) == (10, 0.5, True)
    await here.check()


async def test_a_cap_binds_an_owner_over_all_its_vendors(cutting: Cutting, book: Exposures) -> None:
    here = cutting.here
    await here.items(20, overlap=2)
    other = await second_vendor(cutting)
    vera, hana = await here.annotator("Vera", side="vendor"), await person_of(cutting, other, "Hana")
    await answers(cutting, vera, 3)
    holding = await owned(cutting, cutting.vendor_id, other)
    await book.shares.set_caps(cutting.olga, here.project_id, SetCaps(each_owner=0.3))
    assert await answers(cutting, hana, 3) == 3  # the very items that its sister has seen: nothing new for the owner
    assert await answers(cutting, hana) + await answers(cutting, vera) == 6  # each sees what the other has, and 3 new
    found = await shares(cutting, book)
    (owner,) = found.owners
    assert (owner.owner.id, owner.owner.name, owner.seen, owner.cap) == (holding, "Holding", 6, 0.3)
    assert {firm.name for firm in owner.vendors} == {"Fairlabel", "Hilltop"}
    assert max(firm.seen for firm in found.vendors) <= 6
    await here.check()


async def test_sisters_found_out_later_are_counted_together_from_then_on(cutting: Cutting, book: Exposures) -> None:
    here = cutting.here
    await here.items(20, overlap=2)
    other = await second_vendor(cutting)
    vera, hana = await here.annotator("Vera", side="vendor"), await person_of(cutting, other, "Hana")
    await book.shares.set_caps(cutting.olga, here.project_id, SetCaps(each_owner=0.2))
    assert await answers(cutting, vera, 4) == 4
    await owned(cutting, cutting.vendor_id, other)
    assert await answers(cutting, hana, 4) == 4
    assert await answers(cutting, hana) == 0
    (owner,) = (await shares(cutting, book)).owners
    assert (owner.seen, owner.cap) == (4, 0.2)


@pytest.mark.parametrize("cap", [0.0, 0.1, 0.37])
async def test_a_crowd_stops_exactly_at_the_cap(cutting: Cutting, book: Exposures, cap: float) -> None:
    here = cutting.here
    await here.items(60, overlap=3)
    await book.shares.set_caps(cutting.olga, here.project_id, SetCaps(each_vendor=cap))
    people = await asyncio.gather(*(here.annotator(f"V{n}", side="vendor") for n in range(CROWD)))

    async def fold() -> None:
        for _ in range(10):
            await book.shares.fold(here.tenant_id)
            await asyncio.sleep(0)

    await asyncio.gather(*(answers(cutting, who) for who in people), fold())
    (firm,) = (await shares(cutting, book)).vendors
    (row,) = await here.read("select count(distinct item_id) as n from exposure where tenant_id = $1")
    assert firm.seen == row["n"] == int(60 * cap)
    kept = await here.read("select seen from exposure_cap where tenant_id = $1 and subject_id = $2", cutting.vendor_id)
    assert [each["seen"] for each in kept] == ([firm.seen] if cap else [0])
    await here.check()


async def test_caps_are_for_those_who_are_there(cutting: Cutting, book: Exposures) -> None:
    project_id = cutting.here.project_id
    for wrong in (SetCaps(vendors=[OwnCap(new_id(), 0.1)]), SetCaps(owners=[OwnCap(new_id(), 0.1)])):
        with pytest.raises(NoSuchSubject):
            await book.shares.set_caps(cutting.olga, project_id, wrong)
    set_ = await book.shares.set_caps(cutting.olga, project_id, SetCaps(each_vendor=0.25, each_owner=0.1))
    assert (set_.each_vendor, set_.each_owner) == (0.25, 0.1)
    none = await book.shares.set_caps(cutting.olga, project_id, SetCaps())
    assert (none.each_vendor, none.each_owner, none.vendors[0].cap) == (None, None, None)


@given(st.lists(st.integers(0, 10_000), max_size=8))
@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
def test_concentration_lies_between_an_equal_split_and_one_alone(seen: list[int]) -> None:
    index = concentration(seen)
    if sum(seen) == 0:
        assert index is None
    else:
        assert index is not None and 10_000 / len(seen) - 1e-6 <= index <= 10_000 + 1e-6


@given(st.integers(0, 10_000))
def test_a_cap_in_basis_points_comes_back(basis_points: int) -> None:
    assert rules.basis_points(rules.fraction(basis_points)) == basis_points

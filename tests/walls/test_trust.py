"""The overview of a project: shares, caps, grants, owners, and what an owner would know in all projects."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.content import NOW
from tests.walls.severing import Cutting, make_cutting
from tests.walls.test_shares import answers, owned, person_of, second_vendor

from armslength.entry.telling import canaries_of, labels_of
from armslength.kit.db import Database
from armslength.kit.ids import new_id
from armslength.vendors.schemas.ownership import RecordEdge, RecordParty
from armslength.walls.schemas.exposures import SetCaps
from armslength.walls.schemas.trust import VendorCanaries, VendorLabels
from armslength.walls.service.exposures import Exposures


@pytest.fixture
async def cutting(db: Database, tmp_path: Path) -> Cutting:
    return await make_cutting(db, tmp_path)


@pytest.fixture
def book(cutting: Cutting) -> Exposures:
    return Exposures(cutting.here.db, cutting.vendors, cutting.here.place.keys, cutting.here.place.clock)


async def test_who_has_seen_what_and_who_stands_behind_them(cutting: Cutting, book: Exposures) -> None:
    here = cutting.here
    await here.items(10)
    hilltop = await second_vendor(cutting)
    owner = await owned(cutting, cutting.vendor_id, hilltop)
    await answers(cutting, await here.annotator("Vera", side="vendor"), 3)
    await book.shares.set_caps(cutting.olga, here.project_id, SetCaps(each_vendor=0.5, each_owner=0.4))
    found = await book.trust.of_project(cutting.olga, here.project_id)
    assert (found.items, found.hhi, found.oldest_until, found.last_cut_ms) == (10, 10_000, None, None)
    told = [(v.vendor.name, v.grant, v.seen, v.share, v.cap, v.people, v.conflicts, v.verified) for v in found.vendors]
    assert told == [("Fairlabel", "active", 3, 0.3, 0.5, 1, 0, False), ("Hilltop", "active", 0, 0.0, 0.5, 0, 0, False)]
    assert {name.id for name in found.vendors[0].owners} == {owner}
    (above,) = found.owners
    assert (above.owner.name, [v.name for v in above.vendors]) == ("Holding", ["Fairlabel", "Hilltop"])
    assert (above.rival, above.seen, above.share, above.cap) == (False, 3, 0.3, 0.4)
    assert [(each.project.id, each.items, each.of) for each in above.known] == [(here.project_id, 3, 10)]


async def test_an_owner_knows_what_its_vendors_saw_elsewhere_too(cutting: Cutting, book: Exposures) -> None:
    here = cutting.here
    await here.items(4)
    owner, other = await owned(cutting, cutting.vendor_id), new_id()
    await answers(cutting, await here.annotator("Vera", side="vendor"), 1)
    async with here.db.tenant(here.tenant_id) as tx:
        await tx.run(
            "insert into project (tenant_id, id, slug, name, description, state, overlap, review_share, lease_seconds,"
            " seed, created_by, created_at, updated_at)"
            " values ($1, $2, 'other', 'Other', '', 'active', 1, 0, 600, '\\x00', $3, $4, $4)",
            here.tenant_id, other, cutting.olga.person_id, NOW,
        )  # fmt: skip
        await tx.run("insert into vendor_grant (tenant_id, project_id, vendor_id, state, since)"
                     " values ($1, $2, $3, 'paused', $4)", here.tenant_id, other, cutting.vendor_id, NOW)  # fmt: skip
    found = await book.trust.of_project(cutting.olga, other)
    assert [(v.grant, v.seen) for v in found.vendors] == [("paused", 0)]
    (above,) = found.owners
    assert (above.owner.id, above.seen, [(each.items, each.of) for each in above.known]) == (owner, 0, [(1, 4)])


async def test_the_last_cut_tells_how_long_it_took(cutting: Cutting, book: Exposures) -> None:
    await cutting.sever()
    found = await book.trust.of_project(cutting.olga, cutting.here.project_id)
    assert found.last_cut_ms is not None and [v.grant for v in found.vendors] == ["severed"]


async def test_what_would_be_lost_with_a_vendor_and_what_was_planted(cutting: Cutting, book: Exposures) -> None:
    here = cutting.here
    book.trust.labels, book.trust.canaries = labels_of, canaries_of
    items = await here.items(6, overlap=2)
    hilltop = await second_vendor(cutting)
    vera, vik = await here.annotator("Vera", side="vendor"), await here.annotator("Vik", side="vendor")
    await answers(cutting, vera, 4)
    await answers(cutting, await person_of(cutting, hilltop, "Hana"), 2)
    await answers(cutting, vik, 1)
    answered = await here.read("select item_id from assignment where tenant_id = $1 and person_id = $2",
                               vera.person_id)  # fmt: skip
    async with here.db.tenant(here.tenant_id) as tx:
        await tx.run(
            "insert into canary (tenant_id, item_id, project_id, vendor_id, planted_by, planted_at, retired_at,"
            " tripped_at) values ($1, $2, $3, $4, $5, $6, null, $6), ($1, $7, $3, $4, $5, $6, $6, null)",
            here.tenant_id, items[4], here.project_id, hilltop, cutting.olga.person_id, NOW, items[5],
        )  # fmt: skip
    found = await book.trust.of_project(cutting.olga, here.project_id)
    assert found.answers == 7
    # Vera's 4 and Vik's 1, on 4 items, of which two were answered by Hana too.
    assert [each.labels for each in found.vendors] == [VendorLabels(5, 5 / 7, 2), VendorLabels(2, 2 / 7, 0)]
    assert [each.canaries for each in found.vendors] == [VendorCanaries(0, 0, 0), VendorCanaries(2, 1, 1)]
    narrow = replace(cutting.olga, permissions=cutting.olga.permissions - {"canary.read"})
    told = await book.trust.of_project(narrow, here.project_id)
    assert [each.canaries for each in told.vendors] == [None, None], "who may not read of canaries is told none"
    async with here.db.tenant(here.tenant_id) as tx:  # gold counts for nobody
        await tx.run("update item set state = 'gold', open = false where tenant_id = $1 and id = $2",
                     here.tenant_id, answered[0]["item_id"])  # fmt: skip
        await tx.run("select item_touched($1, $2)", here.tenant_id, [answered[0]["item_id"]])
    found = await book.trust.of_project(cutting.olga, here.project_id)
    assert found.vendors[0].labels.answers < 5 and found.answers < 7


async def test_owners_in_common_with_share_and_way(cutting: Cutting, book: Exposures) -> None:
    here, olga, book_of = cutting.here, cutting.olga, cutting.vendors.ownership
    hilltop, third = await second_vendor(cutting), await second_vendor(cutting, "Third")
    fund, group = [(await book_of.record_party(olga, RecordParty(name))).id for name in ("Fund", "Group")]
    for holder, held, share in (
        (group, cutting.vendor_id, 8000), (fund, group, 6000), (fund, hilltop, 1200), (hilltop, third, 500),
    ):  # fmt: skip
        await book_of.record_edge(
            olga, RecordEdge(holder=holder, held=held, type="shareholding", min_bp=share, max_bp=share, state="closed")
        )
    found = await book.trust.of_project(olga, here.project_id)
    (common,) = found.common
    assert (common.owner.name, found.pairs) == ("Fund", 1)
    assert [(each.vendor.name, each.share_bp, each.state) for each in common.vendors] == [
        ("Fairlabel", 4800, "closed"), ("Hilltop", 1200, "closed"),
    ]  # fmt: skip
    assert [(step.holder, step.held) for step in common.vendors[0].path] == [(group, cutting.vendor_id), (fund, group)]
    assert {party.name for party in common.parties} == {"Fund", "Group", "Fairlabel", "Hilltop"}
    # What is announced counts too, and says so.
    await book_of.record_edge(
        olga, RecordEdge(holder=fund, held=third, type="shareholding", min_bp=5100, max_bp=5100, state="announced")
    )
    found = await book.trust.of_project(olga, here.project_id)
    first = found.common[0].vendors[0]
    assert (first.vendor.name, first.state) == ("Third", "announced")
    assert found.pairs == 3
    # A vendor that owns another is an owner in common with itself.
    own = await second_vendor(cutting, "Parent"), await second_vendor(cutting, "Child")
    await book_of.record_edge(
        olga, RecordEdge(holder=own[0], held=own[1], type="shareholding", min_bp=5100, max_bp=5100, state="closed")
    )
    found = await book.trust.of_project(olga, here.project_id)
    assert [(each.vendor.name, each.measure) for each in found.common[1].vendors] == [
        ("Parent", "self"), ("Child", "share"),
    ]  # fmt: skip


async def test_how_exposure_grew_day_by_day(cutting: Cutting, book: Exposures) -> None:
    here = cutting.here
    await here.items(10, overlap=2)
    hilltop = await second_vendor(cutting)
    owner, alone = await owned(cutting, cutting.vendor_id, hilltop), await owned(cutting, hilltop, name="Other")
    vera, hana = await here.annotator("Vera", side="vendor"), await person_of(cutting, hilltop, "Hana")
    await answers(cutting, vera, 3)
    here.place.clock.advance(2 * 86_400)
    await answers(cutting, hana, 4)
    await answers(cutting, vera, 1)
    found = await book.trust.history(cutting.olga, here.project_id, 90)
    assert found.days == [NOW.date() + timedelta(days=n) for n in range(3)]
    assert {each.id: each.seen for each in found.vendors} == {cutting.vendor_id: [3, 3, 4], hilltop: [0, 0, 4]}
    assert {each.id: each.seen for each in found.owners} == {owner: [3, 3, 4], alone: [0, 0, 4]}
    last = await book.trust.history(cutting.olga, here.project_id, 1)
    assert (last.days, [each.seen for each in last.vendors]) == (found.days[-1:], [[4], [4]])

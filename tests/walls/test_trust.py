"""The overview of a project: shares, caps, grants, owners, and what an owner would know in all projects."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.content import NOW
from tests.walls.severing import Cutting, make_cutting
from tests.walls.test_shares import answers, owned, second_vendor

from armslength.kit.db import Database
from armslength.kit.ids import new_id
from armslength.walls.schemas.exposures import SetCaps
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

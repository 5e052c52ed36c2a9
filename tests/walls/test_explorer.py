"""Who has seen this item, and what has this one seen: told from the record, to those who may read it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.walls.severing import Cutting, make_cutting
from tests.walls.test_shares import answers, owned, second_vendor

from armslength.ingest.service import IngestService
from armslength.kit.db import Database
from armslength.kit.ids import new_id
from armslength.walls.errors import BadSubject, ItemUnknown, SubjectUnknown
from armslength.walls.service.exposures import Exposures


@pytest.fixture
async def cutting(db: Database, tmp_path: Path) -> Cutting:
    return await make_cutting(db, tmp_path)


@pytest.fixture
def book(cutting: Cutting) -> Exposures:
    return Exposures(cutting.here.db, cutting.vendors, cutting.here.place.keys, cutting.here.place.clock)


async def test_an_item_tells_who_saw_it_and_who_would_know_it(cutting: Cutting, book: Exposures) -> None:
    here = cutting.here
    await here.items(1, overlap=2)
    owner = await owned(cutting, cutting.vendor_id)
    vera, ada = await here.annotator("Vera", side="vendor"), await here.annotator("Ada")
    assert [await answers(cutting, who) for who in (vera, ada)] == [1, 1]
    [item] = await here.read("select id from item where tenant_id = $1")
    found = await book.explorer.of_item(cutting.olga, here.project_id, item["id"])
    told = {(each.person.name, each.organization.id, *each.kinds, *each.purposes) for each in found.viewers}
    assert told == {
        ("Vera", cutting.vendor_id, "item", "annotate"), ("Ada", here.tenant_id, "item", "annotate"),
    }  # fmt: skip
    [above] = found.owners
    assert (above.owner.id, [firm.id for firm in above.vendors]) == (owner, [cutting.vendor_id])
    with pytest.raises(ItemUnknown):
        await book.explorer.of_item(cutting.olga, here.project_id, new_id())


async def test_a_person_a_vendor_and_an_owner_have_seen_what_was_shown(cutting: Cutting, book: Exposures) -> None:
    here, ask = cutting.here, book.explorer.of_subject
    await here.items(5)
    hilltop = await second_vendor(cutting)
    owner = await owned(cutting, cutting.vendor_id, hilltop)
    vera, vik = [await here.annotator(name, side="vendor") for name in ("Vera", "Vik")]
    assert [await answers(cutting, vera, 3), await answers(cutting, vik, 1)] == [3, 1]
    person = await ask(cutting.olga, person_id=vera.person_id, vendor_id=None, owner_id=None)
    assert (person.subject.name, person.kind, [firm.name for firm in person.vendors]) == (
        "Vera",
        "person",
        ["Fairlabel"],
    )
    assert [(each.project.id, each.items, each.of, each.people) for each in person.projects] == [
        (here.project_id, 3, 5, 1)
    ]
    vendor = await ask(cutting.olga, person_id=None, vendor_id=cutting.vendor_id, owner_id=None)
    assert [(each.items, each.people, each.schemas) for each in vendor.projects] == [(4, 2, 0)]
    above = await ask(cutting.olga, person_id=None, vendor_id=None, owner_id=owner)
    assert (above.subject.name, [firm.name for firm in above.vendors]) == ("Holding", ["Fairlabel", "Hilltop"])
    assert [each.items for each in above.projects] == [4]
    nothing = await ask(cutting.olga, person_id=None, vendor_id=hilltop, owner_id=None)
    assert nothing.projects == []


async def test_what_models_said_is_told_apart_from_the_items_that_hold_it(cutting: Cutting, book: Exposures) -> None:
    here = cutting.here
    [item, _] = await here.items(2)  # of three responses each, from before anybody counted them
    assert await answers(cutting, await here.annotator("Vera", side="vendor"), 2) == 2

    async def told() -> tuple[list[str], int, int]:
        [viewer] = (await book.explorer.of_item(cutting.olga, here.project_id, item)).viewers
        seen = await book.explorer.of_subject(cutting.olga, person_id=None, vendor_id=cutting.vendor_id, owner_id=None)
        [project] = seen.projects
        return list(viewer.kinds), project.items, project.outputs

    assert await told() == (["item"], 2, 0)
    ingest = IngestService(here.db, here.place.keys, here.place.storage, here.walls, here.place.clock)
    assert [await ingest.outputs.count(here.tenant_id) for _ in range(2)] == [2, 0]
    assert await told() == (["item", "model_outputs"], 2, 6)
    [radius] = (await cutting.severances.blast_radius(cutting.olga, cutting.vendor_id, None)).projects
    assert (radius.seen.items, radius.seen.outputs) == (2, 6)


async def test_one_question_is_about_one(cutting: Cutting, book: Exposures) -> None:
    ask, nobody = book.explorer.of_subject, new_id()
    for wanted in ({}, {"person_id": nobody, "vendor_id": nobody}):
        with pytest.raises(BadSubject):
            await ask(cutting.olga, **{"person_id": None, "vendor_id": None, "owner_id": None} | wanted)
    for name in ("person_id", "vendor_id", "owner_id"):
        with pytest.raises(SubjectUnknown):
            await ask(cutting.olga, **{"person_id": None, "vendor_id": None, "owner_id": None} | {name: nobody})

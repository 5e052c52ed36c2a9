"""Views of a list, from being kept to being forgotten; and lists that no page makes slow."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from tests.ingest.conftest import Desk, desk
from tests.ingest.test_items import add, listed

from armslength.annotation.service.listing import Listing
from armslength.identity.model import Actor
from armslength.ingest.service import items as listing
from armslength.kit.errors import Invalid
from armslength.lists.errors import NameTaken, NotYours, ViewNotFound
from armslength.lists.schemas import CreateView, ListView, SetDefaultView, UpdateView
from armslength.lists.service.views import Views
from armslength.walls.service import WallsService

__all__ = ["desk"]
SEARCHABLE = {"name": "prompt", "kind": "text", "searchable": True}


def views_of(desk: Desk) -> Views:
    place = desk.place
    walls = WallsService(place.db, place.keys, place.storage, place.clock)
    return Views(place.db, desk.ingest, Listing(place.db, walls), place.clock)


async def names(lists: Views, desk: Desk, actor: Actor) -> dict[str, ListView]:
    return {view.name: view for view in await lists.all(actor, desk.project_id, "items")}


async def test_the_life_of_a_view(desk: Desk) -> None:
    await desk.schema(SEARCHABLE, version=2)
    lists = views_of(desk)
    maya, noor = desk.maya, await desk.place.person("Noor", "manager")
    reader = replace(noor, permissions=frozenset({"item.read"}))  # a key that may look and no more
    moon = {"field": "prompt", "contains": "moon"}
    kept = await lists.create(maya, desk.project_id, CreateView("Moon", filters=moon, sort="-ord"))
    assert (kept.mine, kept.shared, kept.default, kept.problem, kept.person.name) == (True, False, False, None, "Maya")
    with pytest.raises(NameTaken):
        await lists.create(maya, desk.project_id, CreateView("Moon"))
    assert await names(lists, desk, noor) == {}
    for act in (
        lists.update(noor, desk.project_id, kept.id, UpdateView(name="Mine")),
        lists.delete(noor, desk.project_id, kept.id),
        lists.set_default(noor, desk.project_id, SetDefaultView(kept.id)),
        lists.delete(noor, desk.project_id, uuid4()),
    ):
        with pytest.raises(ViewNotFound):  # another's own does not exist
            await act

    await lists.update(maya, desk.project_id, kept.id, UpdateView(shared=True, columns=["summary", "ord"]))
    await lists.set_default(reader, desk.project_id, SetDefaultView(kept.id))
    seen = (await names(lists, desk, reader))["Moon"]
    assert (seen.mine, seen.default, seen.filters, list(seen.columns)) == (False, True, moon, ["summary", "ord"])
    for change in (UpdateView(name="Ours"), UpdateView(shared=False)):
        with pytest.raises(NotYours):
            await lists.update(reader, desk.project_id, kept.id, change)
    with pytest.raises(NotYours):
        await lists.create(reader, desk.project_id, CreateView("x", shared=True))
    await lists.update(noor, desk.project_id, kept.id, UpdateView(name="Ours"))

    await desk.schema({"name": "prompt", "kind": "text"}, version=3)  # nobody may search it any more
    stale = (await names(lists, desk, maya))["Ours"]
    assert stale.problem is not None and stale.problem.field == "filters.field"
    with pytest.raises(Invalid, match="searchable"):
        await listed(desk, **moon)

    back = await lists.update(noor, desk.project_id, kept.id, UpdateView(shared=False))
    assert (back.id, await names(lists, desk, noor)) == (kept.id, {})
    await lists.update(maya, desk.project_id, kept.id, UpdateView(shared=True))
    assert not (await names(lists, desk, noor))["Ours"].default  # it was taken from them
    await lists.delete(maya, desk.project_id, kept.id)
    assert await names(lists, desk, maya) == {}


WRONG: tuple[tuple[dict[str, Any], str], ...] = (
    ({"filters": {"colour": "red"}}, "filters.colour"),
    ({"filters": {"state": "asleep"}}, "filters.state"),
    ({"filters": {"flagged": "yes"}}, "filters.flagged"),
    ({"filters": {"batch_id": "b"}}, "filters.batch_id"),
    ({"filters": {"contains": "moon"}}, "filters.contains"),
    ({"filters": {"field": "prompt", "contains": "moon"}}, "filters.field"),
    ({"sort": "price"}, "sort"),
    ({"columns": ["ord", "price"]}, "columns.1"),
    ({"columns": ["ord", "ord"]}, "columns.1"),
)


async def test_what_a_list_does_not_have_is_refused_by_name(desk: Desk) -> None:
    lists = views_of(desk)
    for given, field in WRONG:
        with pytest.raises(Invalid) as refused:
            await lists.create(desk.maya, desk.project_id, CreateView("x", **given))
        assert refused.value.field == field


async def test_the_list_of_answers_has_views_of_its_own(desk: Desk) -> None:
    lists, maya = views_of(desk), desk.maya
    kept = await lists.create(maya, desk.project_id, CreateView("Sent back", "answers", filters={"reworks": 1}))
    assert (kept.list, kept.sort, kept.problem, await names(lists, desk, maya)) == ("answers", "-at", None, {})
    await lists.create(maya, desk.project_id, CreateView("Sent back", "items"))  # another list's name
    await lists.set_default(maya, desk.project_id, SetDefaultView(kept.id, "answers"))
    assert [view.default for view in await lists.all(maya, desk.project_id, "answers")] == [True]
    with pytest.raises(ViewNotFound):
        await lists.set_default(maya, desk.project_id, SetDefaultView(kept.id, "items"))
    wrong: tuple[tuple[dict[str, Any], str], ...] = (
        ({"filters": {"state": "done"}}, "filters.state"), ({"filters": {"reworks": 0}}, "filters.reworks"),
        ({"filters": {"since": "May"}}, "filters.since"), ({"filters": {"value": "x"}}, "filters.question"),
        ({"filters": {"question": "nobody asked", "value": "x"}}, "filters.question"), ({"sort": "ord"}, "sort"),
        ({"columns": ["ord"]}, "columns.0"),
    )  # fmt: skip
    for given, field in wrong:
        with pytest.raises(Invalid) as refused:
            await lists.create(maya, desk.project_id, CreateView("x", "answers", **given))
        assert refused.value.field == field, given
    narrow = replace(maya, permissions=frozenset({"item.read"}))  # a key that reads items and no answers
    with pytest.raises(NotYours):
        await lists.all(narrow, desk.project_id, "answers")
    with pytest.raises(ViewNotFound):
        await lists.update(narrow, desk.project_id, kept.id, UpdateView(name="Mine"))


async def test_sorts_stretches_and_counts(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    await desk.schema(SEARCHABLE, version=2)
    await add(desk, *({"external_id": f"{n}", "prompt": "moon" if n in (2, 8) else "sun"} for n in range(1, 10)))
    await add(desk, {"external_id": "10", "prompt": "moon"}, batch="second")
    async with desk.place.db.tenant(desk.place.tenant_id) as tx:
        await tx.run("update item set flags = ord % 3 where tenant_id = $1 and ord < 6", desk.place.tenant_id)
        await tx.run(
            "update item set taken = 2, answers = 2, settled = 2, open = false where tenant_id = $1 and ord in (3, 4)",
            desk.place.tenant_id,
        )

    async def ids(sort: str = "ord", limit: int = 2, **filters: Any) -> list[int]:
        found, cursor = [], None
        while True:
            page = await desk.ingest.items.page(
                desk.maya, desk.project_id, listing.ItemFilter.of(filters, "filters"), cursor=cursor, limit=limit,
                sort=sort,  # type: ignore[arg-type]
            )  # fmt: skip
            found += [row.ord for row in page.items]
            if (cursor := page.next) is None:
                return found

    async def count(**filters: Any) -> tuple[int, bool]:
        told = await desk.ingest.items.count(desk.maya, desk.project_id, listing.ItemFilter.of(filters, "filters"))
        return told.count, told.exact

    first, moon = str(await desk.batch()), {"field": "prompt", "contains": "moon"}
    for stretch in (listing.LOOKED_AT, 3):  # also when a page looks at three items at most
        monkeypatch.setattr(listing, "LOOKED_AT", stretch)
        assert await ids("-ord") == list(range(10, 0, -1))
        assert await ids("-flags") == [2, 5, 1, 4]
        assert await ids(batch_id=first) == list(range(1, 10))  # merged from its states, in one order
        assert await ids("-ord", batch_id=first, state="done") == [4, 3]
        assert await ids(**moon) == [2, 8, 10]
        assert await ids("-ord", **moon) == [10, 8, 2]
        assert await ids("-flags", **moon) == [2]
        assert await ids(batch_id=first, **moon) == [2, 8]
    assert await count(**moon) == (1, False)  # looked at three
    assert await count(state="done") == (2, True)
    monkeypatch.setattr(listing, "COUNTED", 4)
    assert await count() == (4, False)
    assert await count(flagged=True) == (4, True)

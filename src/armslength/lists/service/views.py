"""Views: filters, sort and columns of a list under a name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, get_args
from uuid import UUID

import asyncpg

from armslength.identity import views as identity
from armslength.identity.model import Actor
from armslength.ingest.model import ITEM_COLUMNS, ItemFilter, ItemSort
from armslength.ingest.service import IngestService
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.errors import Invalid
from armslength.kit.ids import new_id
from armslength.kit.wire import Named
from armslength.lists.errors import NameTaken, NotYours, TooManyViews, ViewNotFound
from armslength.lists.repository import views as repository
from armslength.lists.repository.views import View
from armslength.lists.schemas import CreateView, ListView, SetDefaultView, UpdateView, ViewProblem

MOST_VIEWS: Final = 100


class Views:
    """One's own, and those that are shared with everybody who may read the list."""

    def __init__(self, db: Database, ingest: IngestService, clock: Clock) -> None:
        self.db = db
        self.ingest = ingest
        self.clock = clock

    async def all(self, actor: Actor, project_id: UUID, list_name: str) -> list[ListView]:
        """What this person may open, by name."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            rows = await repository.views(tx, project_id, actor.person_id, list_name)
            return await self._told(tx, actor, project_id, rows)

    async def create(self, actor: Actor, project_id: UUID, wanted: CreateView) -> ListView:
        """Keep a view. Raises NameTaken, TooManyViews, NotYours; Invalid naming what is wrong in it."""
        view = View(wanted.name, wanted.shared, wanted.filters, wanted.sort, wanted.columns)
        view_id = new_id()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await self._check(tx, project_id, view)
            if wanted.shared:
                _may_share(actor)
            if await repository.count(tx, project_id, actor.person_id, wanted.list) >= MOST_VIEWS:
                raise TooManyViews(f"You have {MOST_VIEWS} views of this list; delete one first.")
            try:
                await repository.add(
                    tx, view_id, project_id, actor.person_id, wanted.list, view, self.clock.now()
                )  # fmt: skip
            except asyncpg.UniqueViolationError:
                raise _taken(wanted.name) from None
            return await self._one(tx, actor, project_id, view_id)

    async def update(self, actor: Actor, project_id: UUID, view_id: UUID, wanted: UpdateView) -> ListView:
        """Rename, share, or keep other filters, sort and columns. Another's shared view takes project.configure."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            row = await self._changeable(tx, actor, project_id, view_id)
            view = View(*(
                row[name] if (given := getattr(wanted, name)) is None else given for name in View._fields
            ))  # fmt: skip
            if wanted.filters is not None or wanted.sort is not None or wanted.columns is not None:
                await self._check(tx, project_id, view)
            if view.shared != row["shared"]:
                _may_share(actor)
            try:
                await repository.change(tx, view_id, view, self.clock.now())
            except asyncpg.UniqueViolationError:
                raise _taken(view.name) from None
            if not view.shared:
                await repository.unshared(tx, view_id, row["person_id"])
                if row["person_id"] != actor.person_id:  # it is its person's alone again
                    return (await self._told(tx, actor, project_id, [row]))[0]
            return await self._one(tx, actor, project_id, view_id)

    async def delete(self, actor: Actor, project_id: UUID, view_id: UUID) -> None:
        """Forget a view."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await self._changeable(tx, actor, project_id, view_id)
            await repository.remove(tx, view_id)

    async def set_default(self, actor: Actor, project_id: UUID, wanted: SetDefaultView) -> None:
        """With which view one's own list opens."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            if wanted.view_id is not None:
                await self._row(tx, actor, project_id, wanted.view_id)
            await repository.set_default(tx, project_id, actor.person_id, wanted.list, wanted.view_id)

    async def _check(self, tx: Tx, project_id: UUID, view: View) -> None:
        """Raises Invalid naming the filter, sort or column that the list does not have."""
        wanted = ItemFilter.of(view.filters, "filters")
        if wanted.field is not None and wanted.field not in await self.ingest.items.searchable(tx, project_id):
            raise Invalid(_unsearchable(wanted.field), field="filters.field")
        if view.sort not in get_args(ItemSort):
            raise Invalid(f"Items are sorted by {', '.join(get_args(ItemSort))}.", field="sort")
        for place, column in enumerate(view.columns):
            if column not in ITEM_COLUMNS or column in view.columns[:place]:
                raise Invalid(f"Each column once, of {', '.join(ITEM_COLUMNS)}.", field=f"columns.{place}")

    async def _row(self, tx: Tx, actor: Actor, project_id: UUID, view_id: UUID) -> asyncpg.Record:
        row = await repository.view(tx, project_id, actor.person_id, view_id)
        if row is None:
            raise ViewNotFound("There is no such view.")
        return row

    async def _changeable(self, tx: Tx, actor: Actor, project_id: UUID, view_id: UUID) -> asyncpg.Record:
        row = await self._row(tx, actor, project_id, view_id)
        if row["person_id"] != actor.person_id:
            _may_share(actor)
        return row

    async def _one(self, tx: Tx, actor: Actor, project_id: UUID, view_id: UUID) -> ListView:
        return (await self._told(tx, actor, project_id, [await self._row(tx, actor, project_id, view_id)]))[0]

    async def _told(
        self, tx: Tx, actor: Actor, project_id: UUID, rows: Sequence[asyncpg.Record]
    ) -> list[ListView]:  # fmt: skip
        names = await identity.names(tx, {row["person_id"] for row in rows})
        known = await self.ingest.items.searchable(tx, project_id) if rows else frozenset()
        return [
            ListView(
                person=Named(row["person_id"], names.get(row["person_id"], "")),
                mine=row["person_id"] == actor.person_id, problem=_problem(row["filters"], known),
                **{name: value for name, value in row.items() if name != "person_id"},
            )
            for row in rows
        ]  # fmt: skip


def _problem(filters: dict[str, Any], searchable: frozenset[str]) -> ViewProblem | None:
    """What became of a filter since it was kept."""
    try:
        wanted = ItemFilter.of(filters, "filters")
    except Invalid as error:
        return ViewProblem(error.field or "filters", error.message)
    if wanted.field is not None and wanted.field not in searchable:
        return ViewProblem("filters.field", _unsearchable(wanted.field))
    return None


def _unsearchable(field: str) -> str:
    return f"The label schema has no searchable field {field!r}."


def _may_share(actor: Actor) -> None:
    if not actor.may("project.configure"):
        raise NotYours("Sharing a view, and changing one that somebody else shares, takes project.configure.")


def _taken(name: str) -> NameTaken:
    return NameTaken(f"You have a view called {name!r} already.", field="name")

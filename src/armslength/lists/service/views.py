"""Views: filters, sort and columns of a list under a name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple, get_args
from uuid import UUID

import asyncpg

from armslength.annotation.model import AnswerFilter, AnswerSort
from armslength.annotation.service.listing import Listing
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
from armslength.lists.schemas import CreateView, ListName, ListView, SetDefaultView, UpdateView, ViewProblem

MOST_VIEWS: Final = 100


class _Shape(NamedTuple):
    """What a list has: which permission reads it, its filters and the one that names what is searched, its orders, of
    which the first is its own, and the columns that one may choose among."""

    rows: str
    permission: str
    filter: type[ItemFilter] | type[AnswerFilter]
    searches: str
    sorts: tuple[str, ...]
    columns: tuple[str, ...]


_SHAPES: Final[dict[str, _Shape]] = {
    "items": _Shape("Items", "item.read", ItemFilter, "field", get_args(ItemSort), ITEM_COLUMNS),
    "answers": _Shape("Answers", "answers.read", AnswerFilter, "question", get_args(AnswerSort), ()),
}


class Views:
    """One's own, and those that are shared with everybody who may read the list."""

    def __init__(self, db: Database, ingest: IngestService, answers: Listing, clock: Clock) -> None:
        self.db = db
        self.ingest = ingest
        self.answers = answers
        self.clock = clock

    async def all(self, actor: Actor, project_id: UUID, list_name: ListName) -> list[ListView]:
        """What this person may open, by name."""
        _may_read(actor, list_name)
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            rows = await repository.views(tx, project_id, actor.person_id, list_name)
            return await self._told(tx, actor, project_id, rows)

    async def create(self, actor: Actor, project_id: UUID, wanted: CreateView) -> ListView:
        """Keep a view. Raises NameTaken, TooManyViews, NotYours; Invalid naming what is wrong in it."""
        _may_read(actor, wanted.list)
        sort = wanted.sort if wanted.sort is not None else _SHAPES[wanted.list].sorts[0]
        view = View(wanted.name, wanted.shared, wanted.filters, sort, wanted.columns)
        view_id = new_id()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await self._check(tx, project_id, wanted.list, view)
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
                await self._check(tx, project_id, row["list"], view)
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
        """With which view one's own list opens. Raises ViewNotFound, also where it is a view of another list."""
        _may_read(actor, wanted.list)
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            if wanted.view_id is not None:
                row = await self._row(tx, actor, project_id, wanted.view_id)
                if row["list"] != wanted.list:
                    raise ViewNotFound("There is no such view of this list.")
            await repository.set_default(tx, project_id, actor.person_id, wanted.list, wanted.view_id)

    async def _check(self, tx: Tx, project_id: UUID, of: ListName, view: View) -> None:
        """Raises Invalid naming the filter, sort or column that the list does not have."""
        shape = _SHAPES[of]
        problem = _problem(of, view.filters, await self._searchable(tx, project_id, of))
        if problem is not None:
            raise Invalid(problem.message, field=problem.field)
        if view.sort not in shape.sorts:
            raise Invalid(f"{shape.rows} are sorted by {', '.join(shape.sorts)}.", field="sort")
        for place, column in enumerate(view.columns):
            if column not in shape.columns or column in view.columns[:place]:
                known = ", ".join(shape.columns) or "none: this list shows all of its own"
                raise Invalid(f"Each column once, of {known}.", field=f"columns.{place}")

    async def _searchable(self, tx: Tx, project_id: UUID, of: ListName) -> frozenset[str]:
        """The fields, or the questions, that may be searched."""
        return await (self.ingest.items if of == "items" else self.answers).searchable(tx, project_id)

    async def _row(self, tx: Tx, actor: Actor, project_id: UUID, view_id: UUID) -> asyncpg.Record:
        row = await repository.view(tx, project_id, actor.person_id, view_id)
        if row is None or not actor.may(_SHAPES[row["list"]].permission):
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
        known = {of: await self._searchable(tx, project_id, of) for of in {row["list"] for row in rows}}
        return [
            ListView(
                person=Named(row["person_id"], names.get(row["person_id"], "")),
                mine=row["person_id"] == actor.person_id,
                problem=_problem(row["list"], row["filters"], known[row["list"]]),
                **{name: value for name, value in row.items() if name != "person_id"},
            )
            for row in rows
        ]  # fmt: skip


def _problem(of: ListName, filters: dict[str, Any], searchable: frozenset[str]) -> ViewProblem | None:
    """What is wrong with filters, or became of them since they were kept."""
    kind, searches = _SHAPES[of].filter, _SHAPES[of].searches
    try:
        asked = getattr(kind.of(filters, "filters"), searches)
    except Invalid as error:
        return ViewProblem(error.field or "filters", error.message)
    if asked is not None and asked not in searchable:
        return ViewProblem(f"filters.{searches}", f"The label schema has no searchable {searches} {asked!r}.")
    return None


def _may_read(actor: Actor, of: ListName) -> None:
    if not actor.may(_SHAPES[of].permission):
        raise NotYours(f"This list takes {_SHAPES[of].permission}, and so do its views.")


def _may_share(actor: Actor) -> None:
    if not actor.may("project.configure"):
        raise NotYours("Sharing a view, and changing one that somebody else shares, takes project.configure.")


def _taken(name: str) -> NameTaken:
    return NameTaken(f"You have a view called {name!r} already.", field="name")

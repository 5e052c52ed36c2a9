"""Everybody's answers as one list: what stands, by filters, a page at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import asyncpg

from armslength.annotation.model import AnswerFilter, AnswerSort
from armslength.annotation.repository import finding
from armslength.annotation.repository.finding import Key, Stretch
from armslength.annotation.schemas import AnswerCount, AnswerRow
from armslength.identity import views as identity
from armslength.identity.model import Actor
from armslength.ingest import views as ingested
from armslength.kit.db import Database, Tx
from armslength.kit.errors import Invalid
from armslength.kit.paging import Page, decode_cursor, encode_cursor
from armslength.kit.wire import Named
from armslength.projects import views as projects
from armslength.questions.service import read_schema
from armslength.walls.service import WallsService

LOOKED_AT: Final = 4_000
"""Through how many answers a page looks for what no index has in order; the next page goes on from there."""
FEW: Final = 2_000
"""So many candidates are taken from an index and put in order."""
COUNTED: Final = 10_000
"""Counts of lists end here."""
_LAST_ID: Final = UUID(int=2**128 - 1)

_KEPT: Final = (
    "annotation_id", "assignment_id", "item_id", "ord", "external_id", "verdict", "submitted_at", "schema_version",
    "guideline_version", "flags", "reworks",
)  # fmt: skip


class Listing:
    """What a manager reads of all that was said."""

    def __init__(self, db: Database, walls: WallsService) -> None:
        self.db = db
        self.walls = walls

    async def page(
        self, actor: Actor, project_id: UUID, wanted: AnswerFilter, *, sort: AnswerSort, cursor: str | None, limit: int
    ) -> Page[AnswerRow]:
        """Answers, opened for the actor: each that is listed is an exposure.

        A page may be short, or empty, and still have a next one: see LOOKED_AT.
        """
        after: Any = decode_cursor(cursor, datetime, UUID) if cursor else None
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await self.check(tx, project_id, wanted)
            stretch = await self._stretch(tx, project_id, wanted, Stretch(sort, after))
            rows = await finding.page(tx, project_id, wanted, stretch, limit + 1)
            shown = await self._told(tx, actor, project_id, rows[:limit])
        if len(rows) > limit:
            last = rows[limit - 1]
            return Page(shown, encode_cursor(last["submitted_at"], last["own_id"]))
        return Page(shown, encode_cursor(*stretch.until) if stretch.until else None)

    async def count(self, actor: Actor, project_id: UUID, wanted: AnswerFilter) -> AnswerCount:
        """How many there are: exactly, or at least so many."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await self.check(tx, project_id, wanted)
            stretch = await self._stretch(tx, project_id, wanted, Stretch())
            found = await finding.count(tx, project_id, wanted, stretch, COUNTED + 1)
        return AnswerCount(min(found, COUNTED), exact=stretch.until is None and found <= COUNTED)

    async def matching(
        self, tx: Tx, project_id: UUID, wanted: AnswerFilter, *, after: Key | None, until: datetime, limit: int
    ) -> tuple[list[asyncpg.Record], Key | None]:
        """(annotation_id, item_id) of up to `limit` answers, the oldest first, nothing of them opened: after a key, and
        given by their authors until a moment; and the key to go on after, None at the end."""
        end = (until, _LAST_ID)
        stretch = await self._stretch(tx, project_id, wanted, Stretch("at", after))
        bound = min(end, stretch.until or end)
        rows = await finding.ids(tx, project_id, wanted, replace(stretch, until=bound), limit)
        if len(rows) == limit:
            return rows, (rows[-1]["submitted_at"], rows[-1]["own_id"])
        return rows, bound if bound < end else None

    async def check(self, tx: Tx, project_id: UUID, wanted: AnswerFilter) -> None:
        """Raises Invalid where the answers to a question are not kept so that they can be searched."""
        if wanted.question is not None and wanted.question not in await self.searchable(tx, project_id):
            raise Invalid("Only questions that the label schema declares searchable can be searched.", field="question")

    async def searchable(self, tx: Tx, project_id: UUID) -> frozenset[str]:
        """The questions whose answers can be searched, under the label schema in force."""
        version = (await projects.project(tx, project_id)).schema_version
        schema = read_schema(await self.walls.reader(tx, project_id).schema(version))
        return frozenset(question.name for question in schema.questions if question.searchable)

    async def _stretch(self, tx: Tx, project_id: UUID, wanted: AnswerFilter, begins: Stretch) -> Stretch:
        """Where to look."""
        if not wanted.looks:
            return begins
        only = await finding.candidates(tx, project_id, wanted, FEW)
        if only is not None:
            return Stretch(begins.sort, begins.after, only=only)
        until = await finding.end(tx, project_id, wanted, begins, LOOKED_AT)
        return Stretch(begins.sort, begins.after, until)

    async def _told(
        self, tx: Tx, actor: Actor, project_id: UUID, rows: list[asyncpg.Record]
    ) -> list[AnswerRow]:  # fmt: skip
        opened = await self.walls.open_answers(
            tx, actor, project_id, [row["annotation_id"] for row in rows], purpose="browse"
        )  # fmt: skip
        lift = await self.walls.reader(tx, project_id).lift()
        names = await identity.names(tx, {row["person_id"] for row in rows})
        firms = await identity.organization_names(tx, {row["organization_id"] for row in rows})
        batches = await ingested.batch_names(tx, list({row["batch_id"] for row in rows}))
        return [
            AnswerRow(
                item_state=row["state"], changed=row["stage"] if row["stage"] != "annotate" else None,
                answers=lift.read(row["schema_version"], opened[row["annotation_id"]]).answers,
                person=Named(row["person_id"], names.get(row["person_id"], "")),
                organization=Named(row["organization_id"], firms.get(row["organization_id"], "")),
                batch=Named(row["batch_id"], batches.get(row["batch_id"], "")), **{name: row[name] for name in _KEPT},
            )
            for row in rows if row["annotation_id"] in opened
        ]  # fmt: skip


def fitting(tx: Tx, project_id: UUID, wanted: AnswerFilter) -> tuple[str, list[object]]:
    """A query for the ids of all annotations that stand and fit: see `finding.fitting`."""
    return finding.fitting(tx, project_id, wanted)

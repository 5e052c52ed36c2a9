"""Items: added a few at a time, listed, opened, retired, reopened."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import asyncpg

from armslength.identity.model import Actor
from armslength.ingest import events
from armslength.ingest.errors import BatchEnded, IsCanary, IsGold, ItemNotFound, ItemUnchanged
from armslength.ingest.model import BadRow, ItemFilter, ItemSort, Row
from armslength.ingest.repository import finding, items
from armslength.ingest.repository.finding import Stretch
from armslength.ingest.rules.mapping import Mapped, Mapper, check_mapping
from armslength.ingest.rules.rows import Preparer, as_stored, by_name
from armslength.ingest.schemas import Added, AddItems, BatchRef, ItemCount, ItemRow, OpenItem
from armslength.ingest.service.base import Tools
from armslength.ingest.service.batches import Batches
from armslength.ingest.service.writer import write_items
from armslength.kit.db import Tx
from armslength.kit.errors import Conflict, Invalid
from armslength.kit.outbox import emit
from armslength.kit.paging import Page, decode_cursor, encode_cursor
from armslength.ledger.service import record
from armslength.projects import views as projects
from armslength.questions.model import LabelSchema
from armslength.questions.service import summarise_content

LOOKED_AT: Final = 8_000
"""How many places a page looks through for what no index knows; the next page goes on from there."""
COUNTED: Final = 10_000
"""Counts of lists end here."""


class Items:
    """What a manager does with items."""

    def __init__(self, tools: Tools, batches: Batches) -> None:
        self._tools = tools
        self._batches = batches

    async def add(self, actor: Actor, project_id: UUID, batch_id: UUID, wanted: AddItems) -> Added:
        """Add rows at once. Good rows are added even when others are bad."""
        async with self._tools.db.tenant(actor.tenant_id, actor.person_id) as tx:
            return (await self.add_here(tx, project_id, batch_id, wanted))[0]

    async def add_here(
        self, tx: Tx, project_id: UUID, batch_id: UUID, wanted: AddItems
    ) -> tuple[Added, dict[int, UUID]]:
        """The same in somebody else's transaction, and which items are new, by line: what is done to them there is done
        before anybody can be asked about them."""
        await self._batches.lock_open(tx, project_id, batch_id)
        brief = await self._tools.brief(tx, project_id)
        mapped: Callable[[Mapping[str, Any]], Mapped] = by_name
        if wanted.mapping is not None:
            check_mapping(wanted.mapping, brief.schema)
            mapped = Mapper(wanted.mapping, brief.schema).map
        sealer = await self._tools.keys.sealer(tx, project_id)
        chunk = Preparer(brief.schema, mapped).chunk(map(_row, range(1, len(wanted.rows) + 1), wanted.rows), sealer)
        written = await write_items(tx, project_id, batch_id, brief.overlap, chunk.good, self._tools.clock)
        problems = sorted([*chunk.bad, *written.problems], key=lambda problem: problem.line)
        return Added(written.created, written.unchanged, problems), written.items

    async def copy_here(
        self, tx: Tx, project_id: UUID, batch_id: UUID, contents: Sequence[dict[str, Any]]
    ) -> list[UUID]:
        """What was taken in elsewhere as it is stored there, as new items: sealed anew, and with nothing else that was
        known of it. Their ids, in this order."""
        overlap = (await projects.project(tx, project_id)).overlap
        sealer = await self._tools.keys.sealer(tx, project_id)
        copies = [as_stored(line, content, sealer) for line, content in enumerate(contents, 1)]
        await write_items(tx, project_id, batch_id, overlap, copies, self._tools.clock)
        return [each.item_id for each in copies]

    async def page(
        self, actor: Actor, project_id: UUID, wanted: ItemFilter, *, cursor: str | None, limit: int,
        sort: ItemSort = "ord",
    ) -> Page[ItemRow]:  # fmt: skip
        """Items, sorted. Their summaries are content, so each is an exposure.

        A page may be short, or empty, and still have a next one: see LOOKED_AT.
        """
        after: Any = decode_cursor(cursor, *((int, int) if sort == "-flags" else (int,))) if cursor else None
        async with self._tools.db.tenant(actor.tenant_id, actor.person_id) as tx:
            schema = await self.check(tx, project_id, wanted)
            stretch, more = await self._stretch(tx, project_id, wanted, sort, after)
            rows = await finding.page(tx, project_id, wanted, stretch, limit + 1)
            summaries = await self._summaries(tx, actor, project_id, schema, [row["id"] for row in rows[:limit]])
        shown = [_item(row, summaries.get(row["id"], "")) for row in rows[:limit]]
        if len(rows) > limit:
            last = shown[-1]
            return Page(shown, encode_cursor(*((last.flags, last.ord) if sort == "-flags" else (last.ord,))))
        return Page(shown, encode_cursor(stretch.until) if more else None)

    async def count(self, actor: Actor, project_id: UUID, wanted: ItemFilter) -> ItemCount:
        """How many there are: exactly, or at least so many."""
        async with self._tools.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await self.check(tx, project_id, wanted)
            stretch, more = await self._stretch(tx, project_id, wanted, "ord", None)
            found = await finding.count(tx, project_id, wanted, stretch.until, COUNTED + 1)
        return ItemCount(min(found, COUNTED), exact=not more and found <= COUNTED)

    async def check(self, tx: Tx, project_id: UUID, wanted: ItemFilter) -> LabelSchema:
        """The project's label schema, if it still lets one search so; raises Invalid naming the filter."""
        schema = (await self._tools.brief(tx, project_id)).schema
        if wanted.field is not None and not ((field := schema.field(wanted.field)) and field.searchable):
            raise Invalid("Only fields that the label schema declares searchable can be searched.", field="field")
        return schema

    async def searchable(self, tx: Tx, project_id: UUID) -> frozenset[str]:
        """The fields that may be searched."""
        schema = (await self._tools.brief(tx, project_id)).schema
        return frozenset(field.name for field in schema.fields if field.searchable)

    async def _stretch(
        self, tx: Tx, project_id: UUID, wanted: ItemFilter, sort: ItemSort, after: tuple[int, ...] | None
    ) -> tuple[Stretch, bool]:
        """Where to look, and whether there is more beyond it."""
        if not wanted.looks or sort == "-flags":
            return Stretch(sort, after), False
        last = await finding.last_ord(tx, project_id)
        if sort == "ord":
            until = (after[0] if after else 0) + LOOKED_AT
            return Stretch(sort, after, until), until < last
        until = (after[0] if after else last + 1) - LOOKED_AT
        return Stretch(sort, after, until), until > 1

    async def get(self, actor: Actor, project_id: UUID, item_id: UUID) -> OpenItem:
        """One item, opened."""
        async with self._tools.db.tenant(actor.tenant_id, actor.person_id) as tx:
            brief = await self._tools.brief(tx, project_id)
            row = await self._row(tx, project_id, item_id)
            opened = await self._tools.walls.open_item(tx, actor, project_id, item_id, purpose="browse")
        summary = summarise_content(brief.schema, opened.content)
        return OpenItem(_item(row, summary), opened.content, opened.metadata, brief.schema_version)

    async def set_state(self, actor: Actor, project_id: UUID, item_id: UUID, state: str) -> ItemRow:
        """Retire an item ("cancelled"), or ask again ("open"): a retired one for what was left, a full one for one
        more answer."""
        async with self._tools.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await self.change_state(tx, actor, project_id, item_id, state)
            return _item(await self._row(tx, project_id, item_id), "")

    async def change_state(
        self, tx: Tx, actor: Actor, project_id: UUID, item_id: UUID, state: str, *, only: str | None = None
    ) -> None:
        """The same in somebody's transaction. `only`: refuse items that are not in this state ("active", "cancelled"),
        or for which there is nothing to change. Raises ItemNotFound, IsGold, IsCanary, ItemUnchanged,
        BatchEnded."""
        old = await items.lock(tx, project_id, item_id)
        if old is None:
            raise ItemNotFound("There is no such item.")
        if old["state"] == "gold":
            raise IsGold("This is a gold item; retire it under Gold.")
        if old["state"] == "canary":
            raise IsCanary("This is a canary; retire it under Canaries.")
        if only is not None and (old["state"] != only or (state == "open" and old["open"])):
            raise ItemUnchanged("The item is not in a state in which this would change anything.")
        if state == "cancelled":
            await self._retire(tx, actor, project_id, old)
        else:
            await self._reopen(tx, actor, project_id, old)

    async def matching(
        self, tx: Tx, project_id: UUID, wanted: ItemFilter, *, after: int, until: int, limit: int
    ) -> tuple[list[asyncpg.Record], int | None]:
        """(id, ord, state) of up to `limit` items between two places, nothing of them opened; and the place to go on
        after, None at the end."""
        end = min(until, after + LOOKED_AT) if wanted.looks else until
        rows = await finding.ids(tx, project_id, wanted, Stretch("ord", (after,), end), limit)
        if len(rows) == limit:
            return rows, rows[-1]["ord"]
        return rows, end if end < until else None

    async def last_place(self, tx: Tx, project_id: UUID) -> int:
        """The last place of the project's queue."""
        return await finding.last_ord(tx, project_id)

    async def _retire(self, tx: Tx, actor: Actor, project_id: UUID, old: asyncpg.Record) -> None:
        if old["state"] == "cancelled":
            return
        await items.set_state(tx, old["id"], "cancelled", old["wanted"], False)
        await self._tell(tx, actor, project_id, old, events.ITEM_CANCELLED)

    async def _reopen(self, tx: Tx, actor: Actor, project_id: UUID, old: asyncpg.Record) -> None:
        if old["open"]:
            return
        batch = await self._batches.lock(tx, project_id, old["batch_id"])
        if batch["state"] == "cancelled":
            raise BatchEnded("The item's batch was cancelled; import it again into another batch.")
        wanted = old["wanted"] if old["state"] == "cancelled" else old["taken"] + 1
        if wanted > 100:
            raise Conflict("An item asks for at most 100 answers.")
        await items.set_state(tx, old["id"], "active", wanted, old["taken"] < wanted)
        await self._tell(tx, actor, project_id, old, events.ITEM_REOPENED)

    async def _tell(self, tx: Tx, actor: Actor, project_id: UUID, item: asyncpg.Record, topic: str) -> None:
        now = self._tools.clock.now()
        payload = {"project_id": str(project_id), "batch_id": str(item["batch_id"]), "item_id": str(item["id"])}
        await emit(tx, topic, payload, at=now)
        await record(tx, actor.person_id, topic, f"item:{item['id']}", at=now, project_id=project_id)

    async def _row(self, tx: Tx, project_id: UUID, item_id: UUID) -> asyncpg.Record:
        row = await items.get(tx, project_id, item_id)
        if row is None:
            raise ItemNotFound("There is no such item.")
        return row

    async def _summaries(
        self, tx: Tx, actor: Actor, project_id: UUID, schema: LabelSchema, item_ids: list[UUID]
    ) -> dict[UUID, str]:
        opened = await self._tools.walls.open_items(tx, actor, project_id, item_ids, purpose="browse")
        return {item.item_id: summarise_content(schema, item.content) for item in opened}


def _row(line: int, values: Any) -> Row | BadRow:
    return Row(line, values) if isinstance(values, dict) else BadRow(line, "The row must be an object.")


def _item(row: asyncpg.Record, summary: str) -> ItemRow:
    known = {name: value for name, value in row.items() if name not in ("batch_id", "batch_name")}
    return ItemRow(batch=BatchRef(row["batch_id"], row["batch_name"]), summary=summary, **known)


def fitting(tx: Tx, project_id: UUID, wanted: ItemFilter) -> tuple[str, list[object]]:
    """A query for the ids of all items that fit: see `finding.fitting`."""
    return finding.fitting(tx, project_id, wanted)

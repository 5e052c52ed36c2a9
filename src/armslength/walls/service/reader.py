"""Content for the platform's own jobs: agreement, freezing a release. It is shown to nobody, so nothing is recorded."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from armslength.identity.model import Tier
from armslength.keys.service import KeyService, Sealer
from armslength.kit.db import Tx
from armslength.questions.service import Lift, Migration, read_steps
from armslength.storage.service import Storage
from armslength.walls import policy
from armslength.walls.model import OpenedItem, OpenedMedia
from armslength.walls.repository import deliveries


def opened(sealer: Sealer, row: asyncpg.Record, tier: Tier = "original") -> OpenedItem:
    """An item as stored, in one of its forms. The form is part of the seal: none can be passed off as another."""
    if tier != "original":
        object_id = f"{tier}:{row['object']}"
        told = msgspec.json.decode(sealer.open(row["sealed"], kind="rendition", object_id=object_id))
        return OpenedItem(row["item_id"], told["content"], {})
    plain = msgspec.json.decode(sealer.open(row["sealed"], kind="item", object_id=row["object"]))
    return OpenedItem(row["item_id"], plain["content"], plain["metadata"])


def opened_variant(sealer: Sealer, item_id: UUID, sealed: bytes) -> dict[str, Any]:
    """The fields that an item's second form has otherwise, as stored."""
    fields: dict[str, Any] = msgspec.json.decode(sealer.open(sealed, kind="variant", object_id=str(item_id)))["fields"]
    return fields


def opened_form(sealer: Sealer, row: asyncpg.Record, tier: Tier = "original") -> OpenedItem:
    """An item in the form that was drawn for whom it is delivered to."""
    item = opened(sealer, row, tier)
    if row["other"] is None:
        return item
    return OpenedItem(item.item_id, item.content | opened_variant(sealer, item.item_id, row["other"]), item.metadata)


def opened_migration(sealer: Sealer, row: asyncpg.Record) -> dict[str, Any]:
    """A migration of the label schema as planned: its plan, the schema it leads to, the kinds of the old questions."""
    told: dict[str, Any] = msgspec.json.decode(
        sealer.open(row["sealed"], kind="schema_migration", object_id=str(row["id"]))
    )
    return told


def stored_media(sealer: Sealer, storage: Storage, row: asyncpg.Record) -> OpenedMedia:
    """A file as stored, readable in part."""

    def read_sealed(start: int, stop: int) -> AsyncIterator[bytes]:
        return storage.get(row["blob"], (start, stop))

    def read(start: int, stop: int) -> AsyncIterator[bytes]:
        return sealer.open_range(
            read_sealed, size=row["bytes"], start=start, stop=stop, kind="media", object_id=row["blob"]
        )

    return OpenedMedia(row["digest"], row["content_type"], row["bytes"], read)


class ContentReader:
    """Reads one project's content inside one transaction. Missing things are left out of the answers."""

    def __init__(self, tx: Tx, project_id: UUID, keys: KeyService, storage: Storage) -> None:
        self._tx = tx
        self._project_id = project_id
        self._keys = keys
        self._storage = storage

    async def items(self, item_ids: Sequence[UUID]) -> dict[UUID, OpenedItem]:
        """Items exactly as stored, with metadata and the source of responses."""
        rows = await deliveries.sealed(self._tx, self._project_id, "item", list(map(str, item_ids)))
        sealer = await self._sealer()
        return {row["item_id"]: opened(sealer, row) for row in rows}

    async def renditions(
        self, tier: Tier, item_ids: Sequence[UUID], *, by: datetime | None = None
    ) -> dict[UUID, OpenedItem]:
        """The same in another form, as it was at a moment (None: now); what is not there in it is left out."""
        if tier == "original":
            return await self.items(item_ids)
        rows = await deliveries.renditions(self._tx, self._project_id, tier, item_ids, by)
        sealer = await self._sealer()
        return {row["item_id"]: opened(sealer, row, tier) for row in rows}

    async def variants(self, item_ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
        """The fields that the second form of items has otherwise; items of one form are left out."""
        sealer = await self._sealer()
        return {
            row["item_id"]: opened_variant(sealer, row["item_id"], row["sealed"])
            for row in await deliveries.variants(self._tx, item_ids)
        }

    async def answers(self, annotation_ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
        """Answers by annotation id."""
        ids = {str(annotation_id): annotation_id for annotation_id in annotation_ids}
        rows = await deliveries.sealed(self._tx, self._project_id, "answers", list(ids))
        sealer = await self._sealer()
        return {
            ids[row["object"]]: msgspec.json.decode(
                sealer.open(row["sealed"], kind="answers", object_id=row["object"])
            )["answers"]
            for row in rows
        }

    async def gold(self, item_ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
        """Right answers of gold items, with their explanation."""
        rows = await deliveries.sealed(self._tx, self._project_id, "gold", list(map(str, item_ids)))
        sealer = await self._sealer()
        return {
            row["item_id"]: msgspec.json.decode(sealer.open(row["sealed"], kind="gold", object_id=row["object"]))
            for row in rows
        }

    async def frozen_gold(self, sealed: Mapping[UUID, bytes]) -> dict[UUID, dict[str, Any]]:
        """The same out of copies that were kept, by item."""
        sealer = await self._sealer()
        return {
            item_id: msgspec.json.decode(sealer.open(plain, kind="gold", object_id=str(item_id)))
            for item_id, plain in sealed.items()
        }

    async def suggestions(self, suggestion_ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
        """Suggested answers by the suggestion's id."""
        rows = await deliveries.sealed(self._tx, self._project_id, "suggestion", list(map(str, suggestion_ids)))
        sealer = await self._sealer()
        return {
            UUID(row["object"]): msgspec.json.decode(
                sealer.open(row["sealed"], kind="suggestion", object_id=row["object"])
            )["answers"]
            for row in rows
        }

    async def schema(self, version: int) -> dict[str, Any]:
        """A version of the label schema; raises ContentMissing."""
        rows = await deliveries.sealed(self._tx, self._project_id, "schema", [str(version)])
        schema: dict[str, Any] = msgspec.json.decode(await self._version(rows, "schema", version))
        return schema

    async def lift(self) -> Lift:
        """How answers given before the label schema last changed its meaning read today."""
        rows = await deliveries.migrations(self._tx, self._project_id)
        if not rows:
            return Lift()
        sealer = await self._sealer()
        found = []
        for row in rows:
            told = opened_migration(sealer, row)
            steps, _ = read_steps(told["plan"]["steps"])  # checked when they were stored
            found.append(Migration(row["from_version"], row["to_version"], told["kinds"], steps))
        return Lift(found)

    async def schema_migration(self, migration_id: UUID) -> dict[str, Any]:
        """What a migration of the label schema plans, whether carried out or not; raises ContentMissing."""
        row = await deliveries.migration(self._tx, self._project_id, migration_id)
        if row is None:
            raise policy.missing()
        return opened_migration(await self._sealer(), row)

    async def guideline(self, version: int) -> str:
        """A version of the guideline; raises ContentMissing."""
        rows = await deliveries.sealed(self._tx, self._project_id, "guideline", [str(version)])
        return (await self._version(rows, "guideline", version)).decode()

    async def media(self, digest: str) -> OpenedMedia:
        """A file; raises ContentMissing."""
        found = (await deliveries.media(self._tx, self._project_id, [digest])).get(digest)
        if found is None:
            raise policy.missing()
        return stored_media(await self._sealer(), self._storage, found)

    async def _sealer(self) -> Sealer:
        return await self._keys.sealer(self._tx, self._project_id)

    async def _version(self, rows: list[asyncpg.Record], kind: Any, version: int) -> bytes:
        if not rows:
            raise policy.missing()
        sealer = await self._sealer()
        return sealer.open(rows[0]["sealed"], kind=kind, object_id=str(self._project_id), version=version)

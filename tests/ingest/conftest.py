"""A manager at her desk: a project with a label schema, and ingest's own service and worker."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest
from tests.content import Place, make_place

from armslength.identity.model import Actor
from armslength.ingest.model import Mapping, Problem
from armslength.ingest.schemas import CreateBatch, CreateImport, Import
from armslength.ingest.service import IngestService
from armslength.ingest.settings import IngestSettings
from armslength.kit import jobs
from armslength.kit.db import Database
from armslength.kit.outbox import deliver
from armslength.walls.service import WallsService

OPTIONS = [{"id": "a", "title": "A"}, {"id": "b", "title": "B"}]
ASK = {"name": "q", "kind": "choice", "title": "Q", "settings": {"options": OPTIONS}}
SMALL = IngestSettings(part_bytes=50_000, row_bytes=20_000, chunk_rows=100, problems=50)


async def flow(data: bytes, step: int = 7_000) -> AsyncIterator[bytes]:
    for start in range(0, len(data), step):
        yield data[start : start + step]


@dataclass
class Desk:
    """What the tests work with."""

    place: Place
    maya: Actor
    ingest: IngestService
    walls: WallsService

    @property
    def project_id(self) -> UUID:
        return self.place.project_id

    async def schema(self, *fields: dict[str, Any], version: int = 1) -> None:
        """Give the project a label schema with these fields."""
        plain = msgspec.json.encode({"fields": list(fields), "questions": [ASK]})
        await self.place.version("schema", plain, self.maya, version)

    async def batch(self, name: str = "b") -> UUID:
        return (await self.ingest.batches.create(self.maya, self.project_id, CreateBatch(name))).id

    async def upload(self, name: str, data: bytes, **more: Any) -> UUID:
        """Announce a file and send it in parts."""
        wanted = CreateImport(batch=more.pop("batch", "b"), file_name=name, bytes=len(data), **more)
        run = await self.ingest.imports.create(self.maya, self.project_id, wanted)
        assert run.upload is not None
        offset, size = 0, run.upload.chunk_bytes
        while offset < len(data):
            part = flow(data[offset : offset + size])
            offset = await self.ingest.imports.upload_part(self.maya, self.project_id, run.id, offset, part)
        return run.id

    async def start(self, import_id: UUID, mapping: Mapping) -> None:
        await self.ingest.imports.start(self.maya, self.project_id, import_id, mapping)

    async def work(self) -> bool:
        """Run one job, as a worker would, and tell what came of it."""
        worked = await jobs.run_one(self.place.db, self.ingest.handlers(), self.place.clock)
        while await deliver(self.place.db, self.ingest.subscriptions(), self.place.clock):
            pass
        return worked

    async def imported(self, name: str, data: bytes, mapping: Mapping, **more: Any) -> Import:
        """The whole way of a file."""
        import_id = await self.upload(name, data, **more)
        await self.start(import_id, mapping)
        while await self.work():
            pass
        return await self.get(import_id)

    async def get(self, import_id: UUID) -> Import:
        return await self.ingest.imports.get(self.maya, self.project_id, import_id)

    async def problems(self, import_id: UUID) -> list[Problem]:
        found, cursor = [], None
        while True:
            page = await self.ingest.imports.problems(self.maya, self.project_id, import_id, cursor=cursor, limit=20)
            found += page.items
            if (cursor := page.next) is None:
                return found

    async def rows(self, sql: str, *args: object) -> list[Any]:
        async with self.place.db.tenant(self.place.tenant_id) as tx:
            return [tuple(row) for row in await tx.rows(sql, *args)]

    async def contents(self) -> list[dict[str, Any]]:
        """Everything that was imported, as stored, in the order of the queue."""
        ids = [row[0] for row in await self.rows("select id from item order by ord")]
        async with self.place.db.tenant(self.place.tenant_id) as tx:
            found = await self.walls.reader(tx, self.project_id).items(ids)
        return [found[item_id].content for item_id in ids]

    def blobs(self) -> list[Path]:
        """Every blob that is stored; what a store keeps for itself begins with a dot."""
        found = (self.place.folder / "blobs").rglob("[!.]*")
        return [path for path in found if path.is_file()]


@pytest.fixture
async def desk(db: Database, tmp_path: Path) -> Desk:
    place = await make_place(db, tmp_path)
    walls = WallsService(db, place.keys, place.storage, place.clock)
    ingest = IngestService(db, place.keys, place.storage, walls, place.clock, SMALL)
    desk = Desk(place, await place.person("Maya", "manager"), ingest, walls)
    await desk.schema({"name": "prompt", "kind": "text"})
    return desk

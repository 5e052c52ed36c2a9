"""The job that imports a file: read and seal a chunk in a thread while the one before it is being written."""

from __future__ import annotations

import asyncio
import hashlib
from datetime import timedelta
from itertools import islice
from uuid import UUID

import asyncpg
import msgspec

from armslength.ingest.errors import ImportNotFound, UnreadableFile
from armslength.ingest.model import Chunk, Mapping
from armslength.ingest.repository import imports, items
from armslength.ingest.rules.formats import Limits, rows
from armslength.ingest.rules.mapping import Mapper
from armslength.ingest.rules.rows import Preparer
from armslength.ingest.service.base import Brief, Tools
from armslength.ingest.service.imports import Imports
from armslength.ingest.service.uploads import SealedUpload, buffered
from armslength.ingest.service.writer import write_items
from armslength.kit.ahead import ahead
from armslength.kit.clock import Clock
from armslength.kit.db import Database
from armslength.kit.jobs import JobContext, tenants


class Importer:
    """Imports files. Rows, counters and checkpoint of a chunk commit together, so a crash repeats nothing."""

    def __init__(self, tools: Tools, uploads: Imports) -> None:
        self._tools = tools
        self._uploads = uploads

    async def run(self, context: JobContext) -> None:
        """The job. Bad rows are listed; only an unreadable file fails it. Its upload stays until the job is over: who
        is killed at the very end is run once more, and finds it where it was."""
        await self._import(context, UUID(context.job.payload["import_id"]))

    async def sweep(self, db: Database, clock: Clock) -> None:
        """Throw away uploads that nobody needs any more."""
        cutoff = clock.now() - timedelta(days=self._tools.settings.upload_days)
        for tenant_id in await tenants(db):
            async with db.tenant(tenant_id) as tx:
                found = await imports.abandoned(tx, cutoff)
            for import_id in found:
                async with db.tenant(tenant_id) as tx:
                    await self._uploads.discard(tx, import_id)

    async def _import(self, context: JobContext, import_id: UUID) -> None:
        job = context.job
        async with self._tools.db.tenant(job.tenant_id) as tx:
            run = await imports.get(tx, UUID(job.payload["project_id"]), import_id)
            if run is None:
                raise ImportNotFound("There is no such import.")
            brief = await self._tools.brief(tx, run["project_id"])
            upload = await self._uploads.open_upload(tx, run)
        done = int(job.checkpoint.get("rows", 0))
        if run["sha256"] and not done:
            await asyncio.to_thread(_check_sha256, upload, run["sha256"])
        listed = int(job.checkpoint.get("problems", 0))
        chunks = _Chunks(upload, run, brief, Limits.of(self._tools.settings, run["bytes"]), done)
        async for chunk in ahead(lambda: asyncio.to_thread(chunks.next, self._tools.settings.chunk_rows)):
            done += chunk.rows
            listed = await self._commit(context, run, brief, upload, chunk, done, listed)
            await self._count(job.tenant_id, done)
            await context.tick()
        async with self._tools.db.tenant(job.tenant_id) as tx:
            await imports.set_total(tx, import_id)

    async def _count(self, tenant_id: UUID, done: int) -> None:
        async with self._tools.db.tenant(tenant_id) as tx:
            await items.count_if_new(tx, done)

    async def _commit(
        self, context: JobContext, run: asyncpg.Record, brief: Brief, upload: SealedUpload, chunk: Chunk, done: int,
        listed: int,
    ) -> int:  # fmt: skip
        async with self._tools.db.tenant(context.job.tenant_id) as tx:
            # Asked for anew each time: a key that was destroyed meanwhile ends the import here.
            upload.sealer = await self._tools.keys.sealer(tx, run["project_id"])
            written = await write_items(
                tx, run["project_id"], run["batch_id"], brief.overlap, chunk.good, self._tools.clock
            )
            problems = sorted([*chunk.bad, *written.problems], key=lambda problem: problem.line)
            shown = problems[: max(0, self._tools.settings.problems - listed)]
            await imports.add_problems(tx, run["id"], listed + 1, shown)
            await imports.count(tx, run["id"], chunk.rows, written)
            checkpoint = {"rows": done, "problems": listed + len(shown)}
            await context.tick(tx=tx, done=done, checkpoint=checkpoint)
        return listed + len(shown)


class _Chunks:
    """The rows of an upload as sealed chunks; used by one thread at a time."""

    def __init__(self, upload: SealedUpload, run: asyncpg.Record, brief: Brief, limits: Limits, skip: int) -> None:
        self._upload = upload
        self._rows = rows(buffered(upload), run["format"], limits, skip)
        mapping = msgspec.convert(run["mapping"], Mapping)
        self._preparer = Preparer(brief.schema, Mapper(mapping, brief.schema).map)

    def next(self, size: int) -> Chunk | None:
        """The next chunk, or None at the end of the file."""
        chunk = self._preparer.chunk(islice(self._rows, size), self._upload.sealer)
        return chunk if chunk.rows else None


def _check_sha256(upload: SealedUpload, wanted: str) -> None:
    found = hashlib.sha256()
    file = buffered(upload)
    while data := file.read(1024 * 1024):
        found.update(data)
    file.detach()  # type: ignore[attr-defined]  # the upload itself stays open
    upload.seek(0)
    if found.hexdigest() != wanted:
        raise UnreadableFile("The uploaded file does not have the SHA-256 that was announced: upload it again.")

"""Imports of files: announced, uploaded in parts, previewed, started, watched."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, Literal
from uuid import UUID

import asyncpg
import msgspec

from armslength.identity.model import Actor
from armslength.ingest.errors import BadMapping, FileTooLarge, ImportNotFound, ImportState, UnreadableFile, UploadGap
from armslength.ingest.events import IMPORT_ENDED
from armslength.ingest.model import BadRow, Format, Problem, Row
from armslength.ingest.model import Mapping as ColumnMapping
from armslength.ingest.repository import imports
from armslength.ingest.rules.formats import Limits, guess_format, rows
from armslength.ingest.rules.guess import guess_mapping
from armslength.ingest.rules.mapping import Mapper, check_mapping, columns_of, reachable
from armslength.ingest.rules.parquet_rows import parquet_shape
from armslength.ingest.rules.rows import Preparer
from armslength.ingest.schemas import BatchRef, CreateImport, Import, Preview, Upload
from armslength.ingest.service.base import Brief, Tools
from armslength.ingest.service.batches import Batches
from armslength.ingest.service.uploads import Part, SealedUpload, buffered
from armslength.kit import jobs
from armslength.kit.db import Tx
from armslength.kit.errors import Invalid
from armslength.kit.ids import new_id
from armslength.kit.outbox import emit
from armslength.kit.paging import Page, decode_cursor, encode_cursor
from armslength.ledger.service import record
from armslength.storage.service import new_name

IMPORT = "ingest.import"
SAMPLE_ROWS = 100
SHOWN_ROWS = 5
SHOWN_CHARS = 1_000
SHOWN_PARTS = 50
SHOWN_COLUMNS = 500
SHOWN_DEPTH = 32


class Imports:
    """What a manager does with files."""

    def __init__(self, tools: Tools, batches: Batches) -> None:
        self._tools = tools
        self._batches = batches

    async def create(self, actor: Actor, project_id: UUID, wanted: CreateImport) -> Import:
        """Announce a file; its bytes follow in parts."""
        format = wanted.format or guess_format(wanted.file_name)
        if format is None:
            raise Invalid("The file's name does not tell its format: say jsonl, json, csv or parquet.", field="format")
        if wanted.bytes > self._tools.settings.file_bytes:
            raise FileTooLarge(f"Files may have at most {self._tools.settings.file_bytes:,} bytes.", field="bytes")
        import_id = new_id()
        async with self._tools.db.tenant(actor.tenant_id, actor.person_id) as tx:
            if wanted.mapping is not None:
                check_mapping(wanted.mapping, (await self._tools.brief(tx, project_id)).schema)
            batch_id = await self._batches.ensure(tx, project_id, wanted.batch, wanted.priority)
            await self._batches.lock_open(tx, project_id, batch_id)
            run = {
                "id": import_id, "project_id": project_id, "batch_id": batch_id, "file_name": wanted.file_name,
                "format": format, "bytes": wanted.bytes, "sha256": wanted.sha256, "created_by": actor.person_id,
                "mapping": wanted.mapping or ColumnMapping({}), "created_at": self._tools.clock.now(),
            }  # fmt: skip
            await imports.add(tx, run)
            return self._import(await self._run(tx, project_id, import_id))

    async def upload_part(
        self, actor: Actor, project_id: UUID, import_id: UUID, offset: int, body: AsyncIterator[bytes]
    ) -> int:
        """Take bytes from `offset` on; returns where the upload goes on. A part that is here already changes nothing;
        one beyond the end raises UploadGap. Each part is sealed by itself before it is stored."""
        async with self._tools.db.tenant(actor.tenant_id, actor.person_id) as tx:
            run = await self._uploading(tx, project_id, import_id)
            sealer = await self._tools.keys.sealer(tx, project_id)
        if offset != run["received"]:
            return _continues(run["received"], offset)
        data = await self._read_part(body, run["bytes"] - offset)
        if not data:
            return offset
        blob = new_name("uploads")
        await self._tools.storage.put(blob, sealer.seal(data, kind="upload", object_id=blob))
        async with self._tools.db.tenant(actor.tenant_id, actor.person_id) as tx:
            taken = await imports.add_part(tx, import_id, offset, len(data), blob)
            received = int((await self._run(tx, project_id, import_id))["received"])
        if not taken:
            await self._tools.storage.delete(blob)
        return received

    async def preview(self, actor: Actor, project_id: UUID, import_id: UUID) -> Preview:
        """The first rows of an uploaded file, and what a guessed mapping would make of them."""
        async with self._tools.db.tenant(actor.tenant_id, actor.person_id) as tx:
            run = await self._uploaded(tx, project_id, import_id)
            brief = await self._tools.brief(tx, project_id)
            upload = await self.open_upload(tx, run)
        sample = await asyncio.to_thread(self._sample, upload, run)
        return await asyncio.to_thread(_preview, sample, run, brief)

    async def start(self, actor: Actor, project_id: UUID, import_id: UUID, mapping: ColumnMapping | None) -> Import:
        """Have the file imported by a job."""
        async with self._tools.db.tenant(actor.tenant_id, actor.person_id) as tx:
            run = await self._uploaded(tx, project_id, import_id)
            upload = await self.open_upload(tx, run)
            schema = (await self._tools.brief(tx, project_id)).schema
        wanted = mapping or _stored_mapping(run)
        check_mapping(wanted, schema)
        total = await asyncio.to_thread(self._check_columns, upload, run, wanted)
        async with self._tools.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await imports.lock(tx, import_id)
            await self._uploaded(tx, project_id, import_id)
            await self._batches.lock_open(tx, project_id, run["batch_id"])
            now = self._tools.clock.now()
            payload = {"project_id": str(project_id), "import_id": str(import_id)}
            job_id = await jobs.enqueue(
                tx, IMPORT, payload, at=now, project_id=project_id, created_by=actor.person_id, total=total
            )
            await imports.start(tx, import_id, wanted, job_id, total)
            await record(
                tx, actor.person_id, "ingest.import_started", f"import:{import_id}", at=now, project_id=project_id,
                detail={"bytes": run["bytes"], "batch_id": str(run["batch_id"])},
            )  # fmt: skip
            return self._import(await self._run(tx, project_id, import_id))

    async def set_state(
        self, actor: Actor, project_id: UUID, import_id: UUID, state: Literal["paused", "running", "cancelled"]
    ) -> Import:
        """Pause, resume or cancel. What was imported stays."""
        async with self._tools.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await imports.lock(tx, import_id)
            run = await self._run(tx, project_id, import_id)
            if run["job_id"] is not None:
                await jobs.set_wanted_state(tx, run["job_id"], state, at=self._tools.clock.now())
            elif state == "cancelled":
                await imports.close(tx, import_id, self._tools.clock.now())
            else:
                raise ImportState("This import was not started yet.")
            run = await self._run(tx, project_id, import_id)
        if run["job_id"] is None:
            async with self._tools.db.tenant(actor.tenant_id, actor.person_id) as tx:
                await self.discard(tx, import_id)
        return self._import(run)

    async def on_job_ended(self, tx: Tx, payload: dict[str, Any]) -> None:
        """Say what became of an import, however its job ended, and throw its upload away."""
        if payload["kind"] != IMPORT:
            return
        run = await imports.of_job(tx, UUID(payload["project_id"]), UUID(payload["job_id"]))
        if run is not None:
            await self.discard(tx, run["id"])
            told = {name: str(run[name]) for name in ("project_id", "batch_id", "created_by")}
            counts = {name: run[name] for name in ("created", "unchanged", "rejected")}
            told |= {"import_id": str(run["id"]), "state": payload["state"]}
            await emit(tx, IMPORT_ENDED, {**told, **counts}, at=payload["at"])

    async def get(self, actor: Actor, project_id: UUID, import_id: UUID) -> Import:
        """One import as it stands."""
        async with self._tools.db.tenant(actor.tenant_id, actor.person_id) as tx:
            return self._import(await self._run(tx, project_id, import_id))

    async def page(self, actor: Actor, project_id: UUID, *, cursor: str | None, limit: int) -> Page[Import]:
        """The project's imports, newest first."""
        before: Any = decode_cursor(cursor, datetime, UUID) if cursor else None
        async with self._tools.db.tenant(actor.tenant_id, actor.person_id) as tx:
            found = await imports.page(tx, project_id, before, limit + 1)
        more = encode_cursor(found[limit - 1]["created_at"], found[limit - 1]["id"]) if len(found) > limit else None
        return Page([self._import(run) for run in found[:limit]], more)

    async def problems(
        self, actor: Actor, project_id: UUID, import_id: UUID, *, cursor: str | None, limit: int
    ) -> Page[Problem]:
        """The bad rows of an import, in the order of the file."""
        after: Any = decode_cursor(cursor, int)[0] if cursor else 0
        async with self._tools.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await self._run(tx, project_id, import_id)
            found = await imports.problems(tx, import_id, after, limit + 1)
        shown = [Problem(row["line"], row["external_id"], row["field"], row["reason"]) for row in found[:limit]]
        return Page(shown, encode_cursor(found[limit - 1]["seq"]) if len(found) > limit else None)

    async def open_upload(self, tx: Tx, run: asyncpg.Record) -> SealedUpload:
        """The uploaded file, readable."""
        parts = [Part(row["start"], row["bytes"], row["blob"]) for row in await imports.parts(tx, run["id"])]
        return SealedUpload(self._tools.storage, await self._tools.keys.sealer(tx, run["project_id"]), parts)

    async def discard(self, tx: Tx, import_id: UUID) -> None:
        """Throw the upload away; that its import is over is committed already."""
        for part in await imports.parts(tx, import_id):
            await self._tools.storage.delete(part["blob"])
        await imports.drop_parts(tx, import_id)
        await imports.close(tx, import_id, self._tools.clock.now())

    async def _run(self, tx: Tx, project_id: UUID, import_id: UUID) -> asyncpg.Record:
        found = await imports.get(tx, project_id, import_id)
        if found is None:
            raise ImportNotFound("There is no such import.")
        return found

    async def _uploading(self, tx: Tx, project_id: UUID, import_id: UUID) -> asyncpg.Record:
        run = await self._run(tx, project_id, import_id)
        if run["job_id"] is not None or run["state"] == "cancelled":
            raise ImportState(f"This import takes no more bytes: it is {run['state']}.")
        return run

    async def _uploaded(self, tx: Tx, project_id: UUID, import_id: UUID) -> asyncpg.Record:
        run = await self._uploading(tx, project_id, import_id)
        if run["received"] < run["bytes"]:
            raise ImportState(f"The upload is not complete: {run['received']:,} of {run['bytes']:,} bytes are here.")
        return run

    async def _read_part(self, body: AsyncIterator[bytes], left: int) -> bytes:
        held = bytearray()
        async for piece in body:
            held += piece
            if len(held) > left:
                raise FileTooLarge("There are more bytes than were announced.")
            if len(held) > self._tools.settings.part_bytes:
                raise FileTooLarge(f"A part may have at most {self._tools.settings.part_bytes:,} bytes.")
        return bytes(held)

    def _limits(self, run: asyncpg.Record) -> Limits:
        return Limits.of(self._tools.settings, run["bytes"])

    def _sample(self, upload: SealedUpload, run: asyncpg.Record) -> list[Row | BadRow]:
        return list(islice(rows(buffered(upload), run["format"], self._limits(run)), SAMPLE_ROWS))

    def _check_columns(self, upload: SealedUpload, run: asyncpg.Record, mapping: ColumnMapping) -> int | None:
        """Refuse columns that a table with a header does not have; returns the number of rows where a footer tells."""
        format: Format = run["format"]
        total: int | None = None
        if format == "parquet":
            total, columns = parquet_shape(buffered(upload))
        elif format == "csv":
            columns = _columns(self._sample(upload, run))
        if format in ("parquet", "csv") and columns:
            for name in sorted(columns_of(mapping, columns)):
                if name not in columns and name.partition(".")[0] not in columns:
                    raise BadMapping(f"The file has no column called {name!r}.", field="mapping")
        return total

    def _import(self, run: asyncpg.Record) -> Import:
        waiting = run["job_id"] is None and run["state"] == "waiting"
        upload = Upload(run["received"], self._tools.settings.part_bytes) if waiting else None
        names = (
            "id", "file_name", "format", "bytes", "state", "rows_read", "created", "unchanged", "rejected",
            "total_rows", "error", "created_at", "finished_at",
        )  # fmt: skip
        return Import(
            batch=BatchRef(run["batch_id"], run["batch_name"]), mapping=_stored_mapping(run), upload=upload,
            **{name: run[name] for name in names},
        )  # fmt: skip


def _continues(received: int, offset: int) -> int:
    if offset < received:
        return received
    raise UploadGap(f"The upload goes on at byte {received}.", details={"offset": received})


def _stored_mapping(run: asyncpg.Record) -> ColumnMapping:
    return msgspec.convert(run["mapping"], ColumnMapping)


def _columns(sample: Sequence[Row | BadRow]) -> list[str]:
    """The columns of the first rows, with what can be reached inside them."""
    paths = (path for row in sample if isinstance(row, Row) for path in reachable(row.values))
    return list(islice(dict.fromkeys(paths), SHOWN_COLUMNS))


def _preview(sample: Sequence[Row | BadRow], run: asyncpg.Record, brief: Brief) -> Preview:
    good = [row for row in sample if isinstance(row, Row)]
    if not good:
        bad = next((f"Line {row.line}: {row.reason}" for row in sample if isinstance(row, BadRow)), "It has none.")
        raise UnreadableFile(f"No row of the file can be read. {bad}")
    stored = _stored_mapping(run)
    top = list(dict.fromkeys(name for row in good for name in row.values))
    mapping = (
        stored if stored.fields else guess_mapping(brief.schema, top, [row.values for row in good], brief.columns_hint)
    )
    preparer = Preparer(brief.schema, Mapper(mapping, brief.schema).map)
    problems = [Problem(row.line, None, "", row.reason) for row in sample if isinstance(row, BadRow)]
    problems += [problem for row in good for problem in preparer.check(row)]
    shown = [_shortened(row.values) for row in good[:SHOWN_ROWS]]
    return Preview(_columns(good), shown, mapping, sorted(problems, key=lambda problem: problem.line))


def _shortened(value: Any, depth: int = 0) -> Any:
    """What a page can show; of conversations, as texts or lists, the end stays: it is the answer."""
    if isinstance(value, bytes):
        return f"{len(value)} bytes"
    if isinstance(value, str):
        short = len(value) <= 2 * SHOWN_CHARS
        return value if short else f"{value[:SHOWN_CHARS]} … {value[-SHOWN_CHARS:]}"
    if isinstance(value, dict | list) and depth == SHOWN_DEPTH:
        return "…"
    if isinstance(value, dict):
        return {name: _shortened(inner, depth + 1) for name, inner in islice(value.items(), SHOWN_COLUMNS)}
    if not isinstance(value, list):
        return value
    shown = value if len(value) <= SHOWN_PARTS else [*value[: SHOWN_PARTS - 1], value[-1]]
    return [_shortened(inner, depth + 1) for inner in shown]

"""The job that writes a release in a format. After a crash it starts again, over the same names."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

import asyncpg
import msgspec

from armslength.keys.service import KeyService, Sealer
from armslength.kit.jobs import JobContext
from armslength.ledger.service import record as ledger
from armslength.release import repository
from armslength.release.formats.model import Columns, Encoder, Format
from armslength.release.model import Dropped, Glance, Header, Plan, Record, Row, Said, SaidGlance, WrittenFile
from armslength.release.rules.freezing import counted
from armslength.release.service import records
from armslength.release.service.sealed import SealedFile
from armslength.storage.service import Storage
from armslength.walls.service import WallsService

RECORDS_AT_ONCE: Final = 300
NOTED_AHEAD: Final = 2
"""Batches whose deliveries are being put on record at once, each in a transaction of its own."""
MANIFEST: Final = "manifest.json"
LEFT_OUT: Final = "left-out.json"
"""What the format could not hold, by the ids of items: it says nothing of those whose delivery is not on record. Not
`.jsonl`, so that nobody loads it with the rows."""
UNANSWERED: Final = "an item without an answer that this format holds"


@dataclass
class _Open:
    """A file being written."""

    name: str
    encoder: Encoder
    sealed: SealedFile
    waiting: list[Any] = field(default_factory=list)

    async def flush(self) -> None:
        """Encode what waits."""
        if self.waiting:
            await self.sealed.write(self.encoder.rows(self.waiting), len(self.waiting))
            self.waiting = []

    async def close(self) -> WrittenFile:
        """Encode the rest."""
        await self.flush()
        await self.sealed.write(self.encoder.end())
        return await self.sealed.close(self.name)


@dataclass(frozen=True, slots=True)
class _Piece:
    """What goes out of one record, and why something of it does not."""

    shown: Record | Glance
    rows: list[Row]
    left: Counter[str]


class Exporter:
    """Writes one export."""

    def __init__(
        self, context: JobContext, release: asyncpg.Record, export: asyncpg.Record, format: Format,
        walls: WallsService, keys: KeyService, storage: Storage,
    ) -> None:  # fmt: skip
        assert context.job.project_id is not None  # create_export always names one
        self.context, self.release, self.export, self.format = context, release, export, format
        self.project_id: UUID = context.job.project_id
        self.walls, self.keys, self.storage = walls, keys, storage
        self.dropped: Counter[str] = Counter()
        self.open: dict[tuple[str, str | None], _Open] = {}
        self.shards: Counter[tuple[str, str | None]] = Counter()
        self.written: list[WrittenFile] = []
        self.left: SealedFile | None = None
        self.blobs = 0
        self.done = 0
        self.total = 0
        self.plan: Plan | None = None

    async def run(self) -> None:
        """Learn the columns when the format must know them first, write the rows, then what goes beside them."""
        columns = self.format.columns()
        passes = 1 if columns is None else 2
        self.total = self.release["manifest"]["items"] * passes
        try:
            if columns is not None:
                await self._learn(columns)
            await self._write(columns)
            await self._write_companions()
        except BaseException:
            await self._undo()
            raise
        await self._finish()

    async def _learn(self, columns: Columns) -> None:
        async for batch in self._batches():
            for line in batch:
                for row in self._rows(records.record(line))[0]:
                    columns.learn(row.data)

    async def _write(self, columns: Columns | None) -> None:
        sealer = await self._sealer()
        async with aclosing(self._noted()) as batches:
            async for pieces in batches:
                for piece in pieces:
                    for row in piece.rows:
                        await self._add(row, piece.shown.split, columns, sealer)
                await self._tell(pieces, sealer)
                for file in self.open.values():
                    await file.flush()
        for split in self._splits():
            if not any(key == ("", split) for key in self.shards):
                self._start(("", split), columns, sealer)
        for key in sorted(self.open, key=str):
            self.written.append(await self.open[key].close())
        self.open.clear()

    async def _write_companions(self) -> None:
        """The format's own extra files, and a manifest beside every export."""
        assert self.plan is not None  # set while reading the header
        facts: dict[str, Any] = self.release["manifest"]
        beside = list(self.format.companions(self.written, self.plan, facts))
        if self.left is not None:
            await self.left.write(b"\n]\n")
            self.written.append(await self.left.close(LEFT_OUT))
        files = [{"name": f.name, "bytes": f.bytes, "sha256": f.sha256, "rows": f.rows} for f in self.written]
        manifest = facts | {"format": self.format.id, "export": {"files": files, "dropped": counted(self.dropped)}}
        beside.append((MANIFEST, msgspec.json.format(msgspec.json.encode(manifest, order="deterministic")) + b"\n"))
        sealer = await self._sealer()
        for name, data in beside:
            file = SealedFile(self.storage, sealer, self._blob(), "export")
            await file.write(data)
            self.written.append(await file.close(name))

    async def _noted(self) -> AsyncGenerator[list[_Piece], None]:
        """What goes out, batch by batch, each when its delivery is on record; the next ones are being put there
        meanwhile."""
        waiting: deque[tuple[list[_Piece], asyncio.Task[None]]] = deque()
        try:
            async for batch in self._batches():
                pieces = [self._piece(line) for line in batch]
                shown = [piece.shown for piece in pieces if piece.rows]
                waiting.append((pieces, asyncio.create_task(self._note(shown))))
                if len(waiting) > NOTED_AHEAD:
                    pieces, noted = waiting.popleft()
                    await noted
                    yield pieces
            while waiting:
                pieces, noted = waiting.popleft()
                await noted
                yield pieces
        finally:
            for _, noted in waiting:
                noted.cancel()
            await asyncio.gather(*(noted for _, noted in waiting), return_exceptions=True)

    def _piece(self, line: bytes) -> _Piece:
        if self.format.verbatim:
            return _Piece(records.glance(line), [Row(msgspec.Raw(line))], Counter())
        record = records.record(line)
        rows, left = self._rows(record)
        self.dropped.update(left)
        return _Piece(record, rows, left)

    async def _batches(self) -> AsyncIterator[list[bytes]]:
        """The lines of the release; sets the plan on the way, and tells how far we are."""
        async with self.context.db.tenant(self.context.job.tenant_id) as tx:
            data = await self.walls.unseal_stream(tx, self.project_id, self.release["blob"], kind="release")
        async for each in records.read(data, RECORDS_AT_ONCE):
            if isinstance(each, Header):
                self.plan = Plan(each.schemas[str(each.schema_version)], each.recipe)
                continue
            yield each
            self.done += len(each)
            await self.context.tick(done=self.done, total=self.total)

    def _rows(self, record: Record) -> tuple[list[Row], Counter[str]]:
        """The rows of a record, and what is left out of it, by reason: where there is no row there is a reason."""
        assert self.plan is not None  # records come after the header
        found: list[Row] = []
        left: Counter[str] = Counter()
        for each in self.format.rows(record, self.plan):
            if isinstance(each, Dropped):
                left[each.reason] += 1
            else:
                found.append(each)
        return found, left if found or left else Counter({UNANSWERED: 1})

    async def _tell(self, pieces: Sequence[_Piece], sealer: Sealer) -> None:
        """What is left out of which item, as elements of one array."""
        told = [self._told(piece.shown, each) for piece in pieces for each in counted(piece.left)]
        if not told:
            return
        if self.left is None:
            self.left = SealedFile(self.storage, sealer, self._blob(), "export")
        before = b",\n" if self.left.rows else b"[\n"
        await self.left.write(before + b",\n".join(told), len(told))

    @staticmethod
    def _told(shown: Record | Glance, left: Mapping[str, Any]) -> bytes:
        assert isinstance(shown, Record)  # what is read at a glance goes out whole
        return msgspec.json.encode({"item": shown.item, **left})

    async def _add(self, row: Row, split: str | None, columns: Columns | None, sealer: Sealer) -> None:
        key = (row.part, split)
        file = self.open.get(key)
        full = self.format.max_rows
        if file is not None and full is not None and file.sealed.rows + len(file.waiting) >= full:
            self.written.append(await self.open.pop(key).close())
            file = None
        if file is None:
            file = self._start(key, columns, sealer)
        file.waiting.append(row.data)

    def _start(self, key: tuple[str, str | None], columns: Columns | None, sealer: Sealer) -> _Open:
        name = self.format.file_name(*key, self.shards[key])
        self.shards[key] += 1
        sealed = SealedFile(self.storage, sealer, self._blob(), "export")
        self.open[key] = _Open(name, self.format.encoder(columns), sealed)
        return self.open[key]

    def _blob(self) -> str:
        export_id: UUID = self.export["id"]
        self.blobs += 1
        return f"export/{export_id.hex[:2]}/{export_id.hex}/{self.blobs}"

    def _splits(self) -> list[str | None]:
        return ["train", "test"] if self.plan is not None and self.plan.recipe.split else [None]

    async def _note(self, shown: Sequence[Record | Glance]) -> None:
        """Who asked for this export is shown these items and answers: written down before a byte of them is."""
        async with self.context.db.tenant(self.context.job.tenant_id) as tx:
            await self.walls.note_export(
                tx, self.project_id, self.export["created_by"],
                {str(record.item): [str(said.annotation) for said in _answers(record)] for record in shown},
                lease_id=self.export["id"],
            )  # fmt: skip

    async def _sealer(self) -> Sealer:
        async with self.context.db.tenant(self.context.job.tenant_id) as tx:
            return await self.keys.sealer(tx, self.project_id)

    async def _undo(self) -> None:
        """Leave nothing half-written behind."""
        for file in [*(file.sealed for file in self.open.values()), *([self.left] if self.left else [])]:
            await file.abort()
        for written in self.written:
            await self.storage.delete(written.blob)

    async def _finish(self) -> None:
        async with self.context.db.tenant(self.context.job.tenant_id) as tx:
            await repository.finish_export(tx, self.export["id"], self.written, counted(self.dropped))
            await ledger(
                tx, self.export["created_by"], "release.exported", f"export:{self.export['id']}",
                at=self.context.clock.now(), project_id=self.project_id,
                detail={"release": str(self.release["id"]), "format": self.format.id},
            )  # fmt: skip
            await self.context.tick(done=self.total, total=self.total, tx=tx)


def _answers(record: Record | Glance) -> Sequence[Said | SaidGlance]:
    """What stands in it, and what that was decided over."""
    return [*record.annotations, *(() if isinstance(record.overruled, msgspec.UnsetType) else record.overruled)]

"""How fast items come in, beside PostgreSQL's own COPY of the very same sealed bytes into the same tables.

    python -m benchmarks.import_items [rows]

One run on one machine: only the ratio means something. Peak memory is the whole process's, before and after.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import uvloop
from benchmarks.beside.took import Took, timed
from tests.content import make_place
from tests.ingest.conftest import Desk

from armslength.entry.collector import settle
from armslength.entry.database import ensure_database
from armslength.entry.migrate import APP, migrate
from armslength.entry.postgres import EmbeddedPostgres
from armslength.ingest.model import Mapping
from armslength.ingest.schemas import CreateImport
from armslength.ingest.service import IngestService
from armslength.kit.db import Database
from armslength.walls.service import WallsService

FIELDS: list[dict[str, Any]] = [{"name": "prompt", "kind": "text"}, {"name": "responses", "kind": "text", "many": True}]
MAPPING = Mapping({"prompt": "prompt", "responses": ["a", "b"]}, "id")
CHUNK = 2_000
PASSWORD = "only-in-benchmarks"
COLUMNS = (
    "tenant_id", "id", "project_id", "batch_id", "ord", "state", "wanted", "taken", "answers", "settled", "open",
    "flags", "external_id", "created_at",
)  # fmt: skip


def lines(count: int) -> Iterator[bytes]:
    """Small preference items, about 300 bytes each."""
    for number in range(count):
        prompt = f"Question {number}: why does the tide come in twice a day, and not once?"
        row = {"id": f"row-{number}", "prompt": prompt, "a": "Because the Moon " * 5, "b": "Because the Earth " * 5}
        yield json.dumps(row).encode() + b"\n"


async def parts(count: int, size: int) -> AsyncIterator[bytes]:
    """The file in parts for the upload."""
    held = bytearray()
    for line in lines(count):
        held += line
        if len(held) + 1_000 > size:
            yield bytes(held)
            held.clear()
    yield bytes(held)


def peak_mib() -> float:
    """Largest resident memory so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def open_desk(db: Database, folder: Path) -> Desk:
    """A project with the label schema, and ingest with its usual settings."""
    place = await make_place(db, folder)
    walls = WallsService(db, place.keys, place.storage, place.clock)
    ingest = IngestService(db, place.keys, place.storage, walls, place.clock)
    desk = Desk(place, await place.person("Maya", "manager"), ingest, walls)
    await desk.schema(*FIELDS)
    return desk


async def upload(desk: Desk, count: int) -> UUID:
    """The file, sealed in the object store."""
    size = sum(map(len, lines(count)))
    wanted = CreateImport(batch="b", file_name="f.jsonl", bytes=size)
    run = await desk.ingest.imports.create(desk.maya, desk.project_id, wanted)
    assert run.upload is not None
    offset = 0

    async def one(part: bytes) -> AsyncIterator[bytes]:
        yield part

    async for part in parts(count, run.upload.chunk_bytes):
        offset = await desk.ingest.imports.upload_part(desk.maya, desk.project_id, run.id, offset, one(part))
    assert offset == size
    return run.id


async def copy_the_same(owner: str, server: int, count: int) -> Took:
    """What COPY of the imported rows into the emptied tables takes, in transactions of the same size."""
    connection = await asyncpg.connect(owner)
    kept, whole = (
        f"select {', '.join(COLUMNS)} from item",
        "select c.* from item_content c join item i on i.id = c.item_id",
    )
    took = Took(0.0, 0.0, 0.0)
    try:
        await connection.execute(f"create table kept as {kept}; create table kept_content as {whole}")
        await connection.execute("create index on kept (ord); create index on kept_content (item_id)")
        await connection.execute("truncate item, item_content cascade")
        await connection.execute("checkpoint")
        for start in range(1, count + 1, CHUNK):
            beyond = start + CHUNK
            items = await connection.fetch(
                "select * from kept where ord >= $1 and ord < $2 order by ord", start, beyond
            )
            ids = [row["id"] for row in items]
            sealed = await connection.fetch("select * from kept_content where item_id = any($1::uuid[])", ids)
            took += await timed(lambda: _copy(connection, items, sealed), server)  # noqa: B023  # awaited here
        return took
    finally:
        await connection.close()


async def _copy(connection: Any, items: Sequence[Any], sealed: Sequence[Any]) -> None:
    async with connection.transaction():
        await connection.copy_records_to_table("item", columns=COLUMNS, records=[tuple(row) for row in items])
        await connection.copy_records_to_table("item_content", records=[tuple(row) for row in sealed])


async def measure(postgres: EmbeddedPostgres, folder: Path, count: int) -> None:
    await ensure_database(postgres.url("postgres"), "bench")
    await migrate(postgres.url("bench"), PASSWORD, reset_password=True)
    db = await Database.open(postgres.url("bench", user=APP, password=PASSWORD), size=4)
    server = postgres.pid
    assert server is not None  # it was started
    settle()  # as a worker does
    try:
        desk = await open_desk(db, folder)
        import_id = await upload(desk, count)
        await desk.start(import_id, MAPPING)
        before = peak_mib()
        took = await timed(desk.work, server)
        after = peak_mib()
        run = await desk.get(import_id)
        assert (run.state, run.created) == ("done", count), run
        copied = await copy_the_same(postgres.url("bench"), server, count)
    finally:
        await db.close()
    print(f"{'':24}{'rows/s':>10}{'us/row':>10}{'Python us':>12}{'database us':>14}{'peak MiB':>16}")
    for name, each in (("import (JSON Lines)", took), ("COPY, same bytes", copied)):
        wall, here, database = (seconds / count * 1e6 for seconds in (each.wall, each.here, each.database))
        memory = f"{before:.0f} -> {after:.0f}" if each is took else ""
        print(f"{name:24}{1e6 / wall:>10,.0f}{wall:>10.0f}{here:>12.0f}{database:>14.0f}{memory:>16}")
    print(f"import takes {took.wall / copied.wall:.2f} x the time of COPY ({count:,} items)")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    settings = {"shared_buffers": "256MB", "synchronous_commit": "off", "max_wal_size": "4GB"}
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as cluster,
        tempfile.TemporaryDirectory(prefix="bench-") as folder,
    ):
        server = EmbeddedPostgres(Path(cluster), settings=settings)
        server.start()
        try:
            uvloop.run(measure(server, Path(folder), count))
        finally:
            server.stop()


if __name__ == "__main__":
    main()

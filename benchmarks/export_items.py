"""How fast annotated items go out, beside PostgreSQL's COPY of the very same sealed rows.

    python -m benchmarks.export_items [items]

A release is frozen and exported as JSON Lines: every item with its content and the answers of two people, unsealed,
checked, written, hashed and sealed as a file, and each delivery put on record. Beside it COPY of the sealed items and
answers to nowhere, which opens and writes nothing; and the floor, which is what opening those rows and nothing but
decoding and encoding them once more costs in Python. Peak memory is the whole process's, while a tenth of the items and
while all of them are released and exported, counted anew for each.
"""

from __future__ import annotations

import gc
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
import uvloop
from benchmarks.beside.took import Took, timed
from tests.answered import Answered, make_answered
from tests.content import NOW

from armslength.entry.collector import settle
from armslength.entry.database import ensure_database
from armslength.entry.migrate import APP, migrate
from armslength.entry.postgres import EmbeddedPostgres
from armslength.keys.service import Sealer
from armslength.kit.db import Database
from armslength.kit.ids import new_id
from armslength.release.model import Recipe
from armslength.release.schemas import CreateRelease
from armslength.release.service import ReleaseService
from armslength.release.service.exporting import RECORDS_AT_ONCE

ITEMS = 10_000
CHUNK = 5_000
PASSWORD = "only-in-benchmarks"
SCHEMA: dict[str, Any] = {
    "fields": [{"name": "prompt", "kind": "text"}, {"name": "responses", "kind": "text", "many": True}],
    "questions": [{"name": "better", "kind": "pairwise", "title": "Better?", "settings": {"field": "responses"}}],
}
ITEM = ("tenant_id", "id", "project_id", "batch_id", "ord", "state", "wanted", "taken", "answers", "settled", "open",
        "created_at")  # fmt: skip
ASSIGNMENT = ("tenant_id", "id", "project_id", "batch_id", "item_id", "person_id", "organization_id", "state",
              "attempt", "leased_at", "seed", "display", "schema_version", "guideline_version")  # fmt: skip
ANNOTATION = ("tenant_id", "id", "project_id", "item_id", "assignment_id", "person_id", "organization_id", "stage",
              "key", "schema_version", "guideline_version", "sealed", "digest", "active_ms",
              "submitted_at")  # fmt: skip
STANDING = ("tenant_id", "assignment_id", "project_id", "item_id", "person_id", "annotation_id", "verdict")
ROWS = (
    "select i.*, c.sealed from item i join item_content c on (c.tenant_id, c.item_id) = (i.tenant_id, i.id)",
    "select s.*, a.sealed from standing s join annotation a on a.id = s.annotation_id",
)


def content(number: int) -> dict[str, Any]:
    """About 300 bytes."""
    responses = [{"id": "r1", "value": "Because the Moon " * 5}, {"id": "r2", "value": "Because the Earth " * 5}]
    return {"prompt": f"Question {number}: why does the tide come in twice a day?", "responses": responses}


def prefer(winner: str) -> dict[str, Any]:
    """An answer."""
    verdict = {"verdict": "prefer", "winner": winner, "strength": None}
    return {"better": {"item": {"state": "answered", "value": verdict}}}


def peak_mib(*, anew: bool = False) -> float:
    """Largest resident memory so far, of this process; `anew`: from here on it is counted again (Linux)."""
    status = Path("/proc/self/status").read_text()
    peak = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:"))
    if anew:
        gc.collect()
        Path("/proc/self/clear_refs").write_text("5")
    return peak / 1024


def _jsonb(text: str) -> bytes:
    return b"\1" + text.encode()  # the version of its binary form


async def connect(owner: str) -> asyncpg.Connection[asyncpg.Record]:
    """A connection that COPY can send jsonb through."""
    connection = await asyncpg.connect(owner)
    await connection.set_type_codec("jsonb", encoder=_jsonb, decoder=bytes, schema="pg_catalog", format="binary")
    return connection


async def fill(owner: asyncpg.Connection[asyncpg.Record], world: Answered, first: int, beyond: int) -> UUID:
    """Items from place `first` on, each answered by two, as the tables would hold them; returns their batch."""
    place = world.place
    async with place.db.tenant(place.tenant_id) as tx:
        sealer = await place.keys.sealer(tx, place.project_id)
    batch = new_id()
    await owner.execute(
        "insert into batch values ($1, $2, $3, $4, 0, 'open', $5)",
        place.tenant_id, batch, place.project_id, f"batch {first}", NOW,
    )  # fmt: skip
    for start in range(first, beyond, CHUNK):
        numbers = range(start, min(start + CHUNK, beyond))
        await _copy(owner, world, sealer, batch, numbers)
    place.clock.advance(3600)
    await owner.execute("vacuum analyze")
    return batch


async def _copy(
    owner: asyncpg.Connection[asyncpg.Record], world: Answered, sealer: Sealer, batch: UUID, numbers: Iterable[int]
) -> None:
    tenant, project = world.place.tenant_id, world.place.project_id
    items, contents, assignments, annotations, standing = [], [], [], [], []
    for number in numbers:
        item = new_id()
        plain = msgspec.json.encode({"content": content(number), "metadata": {"n": number}})
        items.append((tenant, item, project, batch, number, "active", 2, 2, 2, 2, False, NOW))
        contents.append((tenant, item, sealer.seal(plain, kind="item", object_id=str(item)), sealer.digest(plain)))
        for who in ("ada", "bob"):
            by, turn, said = world.people[who], new_id(), new_id()
            asked = (tenant, turn, project, batch, item, by.person_id, by.organization_id, "submitted", 1, NOW, b"")
            assignments.append((*asked, '{"seed": "00", "orders": {}}', 1, 1))
            plain = msgspec.json.encode({"answers": prefer("r1" if number % 3 else "r2")})
            sealed = sealer.seal(plain, kind="answers", object_id=str(said))
            given = (tenant, said, project, item, turn, by.person_id, by.organization_id, "annotate", new_id())
            annotations.append((*given, 1, 1, sealed, b"", 60_000, NOW))
            standing.append((tenant, turn, project, item, by.person_id, said, "accepted"))
    await owner.execute("set session_replication_role = replica")  # what is copied fits by itself
    for table, columns, rows in (
        ("item", ITEM, items), ("item_content", ("tenant_id", "item_id", "sealed", "digest"), contents),
        ("assignment", ASSIGNMENT, assignments), ("annotation", ANNOTATION, annotations),
        ("standing", STANDING, standing),
    ):  # fmt: skip
        await owner.copy_records_to_table(table, columns=columns, records=rows)
    await owner.execute("set session_replication_role = default")


@dataclass(frozen=True, slots=True)
class Out:
    """What a release and its export took, the reading of the file included, and how much memory at most, MiB."""

    froze: Took
    wrote: Took
    before: float
    froze_mib: float
    wrote_mib: float


async def export(world: Answered, releases: ReleaseService, name: str, postgres: int) -> Out:
    """Release and export all that there is."""
    maya, project = world.people["maya"], world.place.project_id

    async def freeze() -> None:
        await releases.create_release(maya, project, CreateRelease(name, Recipe()))
        await world.run_jobs(releases.handlers())

    peak_mib(anew=True)
    before = peak_mib()
    froze = await timed(freeze, postgres)
    froze_mib = peak_mib(anew=True)
    (made, *_) = (await releases.list_releases(maya, project, cursor=None, limit=1)).items

    async def write() -> None:
        out = await releases.create_export(maya, project, made.id, "jsonl")
        await world.run_jobs(releases.handlers())
        done = await releases.get_export(maya, project, made.id, out.id)
        assert done.state == "done", done
        for file in done.files:
            found = await releases.open_file(maya, project, made.id, out.id, file.name)
            async for _ in found.data:
                pass

    wrote = await timed(write, postgres)
    return Out(froze, wrote, before, froze_mib, peak_mib())


async def copy_out(owner: asyncpg.Connection[asyncpg.Record]) -> None:
    """COPY of the same sealed rows to nowhere."""

    async def nowhere(_: bytes) -> None:
        pass

    for query in ROWS:
        await owner.copy_from_query(query, output=nowhere, format="binary")


async def on_record(owner: asyncpg.Connection[asyncpg.Record], world: Answered, items: int) -> None:
    """Put the deliveries of so many items with their answers on record, and do nothing else."""
    rows = await owner.fetch("select item_id, array_agg(id) as said from annotation group by item_id limit $1", items)
    lease = new_id()
    for start in range(0, items, RECORDS_AT_ONCE):
        shown = {str(row["item_id"]): list(map(str, row["said"])) for row in rows[start : start + RECORDS_AT_ONCE]}
        async with world.place.db.tenant(world.place.tenant_id) as tx:
            maya, project = world.people["maya"], world.place.project_id
            await world.walls.note_export(tx, project, maya.person_id, shown, lease_id=lease)


async def floor(owner: asyncpg.Connection[asyncpg.Record], world: Answered, items: int) -> float:
    """Processor seconds of Python for opening so many items with their answers, decoding and encoding them once."""
    async with world.place.db.tenant(world.place.tenant_id) as tx:
        sealer = await world.place.keys.sealer(tx, world.place.project_id)
    found = await owner.fetch("select item_id, sealed from item_content limit $1", items)
    said = await owner.fetch("select id, sealed from annotation limit $1", 2 * items)
    began = time.process_time()
    for row in found:
        msgspec.json.encode(msgspec.json.decode(sealer.open(row["sealed"], kind="item", object_id=str(row["item_id"]))))
    for row in said:
        msgspec.json.encode(msgspec.json.decode(sealer.open(row["sealed"], kind="answers", object_id=str(row["id"]))))
    return time.process_time() - began


async def measure(server: EmbeddedPostgres, base: Path, items: int) -> None:
    await ensure_database(server.url("postgres"), "bench")
    await migrate(server.url("bench"), PASSWORD, reset_password=True)
    db = await Database.open(server.url("bench", user=APP, password=PASSWORD), size=4)
    owner = await connect(server.url("bench"))
    try:
        world = await make_answered(db, base, SCHEMA)
        place = world.place
        postgres = server.pid
        assert postgres is not None  # it was started
        releases = ReleaseService(place.db, world.walls, place.keys, place.storage, place.clock)
        settle()  # as a worker does
        await fill(owner, world, 1, items // 10 + 1)
        tenth = await export(world, releases, "a tenth", postgres)
        await fill(owner, world, items // 10 + 1, items + 1)
        out = await export(world, releases, "all", postgres)
        froze, wrote = out.froze, out.wrote
        copied = min([await timed(lambda: copy_out(owner), postgres) for _ in range(3)], key=lambda took: took.wall)
        some = min(items, 20_000)
        noted = await timed(lambda: on_record(owner, world, some), postgres)
        least = await floor(owner, world, some) / some
    finally:
        await owner.close()
        await db.close()
    print(f"{items:,} items, {2 * items:,} answers; an item:")
    print(f"{'':34}{'items/s':>10}{'Python us':>12}{'database us':>13}")
    for name, took in (("release", froze), ("export", wrote), ("both", froze + wrote), ("COPY out", copied)):
        print(
            f"{name:34}{items / took.wall:>10,.0f}{took.here / items * 1e6:>12.0f}{took.database / items * 1e6:>13.0f}"
        )
    print(f"{'of the export: on record':34}{'':10}{noted.here / some * 1e6:>12.0f}{noted.database / some * 1e6:>13.0f}")
    print(f"{'floor: open, decode and encode':34}{'':10}{least * 1e6:>12.0f}")
    print(f"both take {(froze + wrote).wall / copied.wall:.1f} x the time of COPY")
    print(f"{'peak memory, MiB':34}{'before':>10}{'release':>12}{'export':>13}")
    for name, each in ((f"{items // 10:,} items", tenth), (f"{items:,} items", out)):
        print(f"{name:34}{each.before:>10.0f}{each.froze_mib:>12.0f}{each.wrote_mib:>13.0f}")


def main() -> None:
    items = int(sys.argv[1]) if len(sys.argv) > 1 else ITEMS
    with tempfile.TemporaryDirectory(prefix="armslength-bench-") as base:
        server = EmbeddedPostgres(Path(base), settings={"shared_buffers": "128MB", "synchronous_commit": "off"})
        server.start()
        try:
            uvloop.run(measure(server, Path(base), items))
        finally:
            server.stop()


if __name__ == "__main__":
    main()

"""How fast annotated items go out, beside PostgreSQL's COPY of the very same sealed rows.

    python -m benchmarks.export_items [items]

A release is frozen and exported as JSON Lines: every item with its content and the answers of two people, unsealed,
checked, written, hashed and sealed as a file. Beside it COPY of the sealed items and answers to nowhere, which opens
and writes nothing. Peak memory is the whole process's, after a tenth of the items and after all.
"""

from __future__ import annotations

import asyncio
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import asyncpg
from tests.answered import Answered, make_answered

from armslength.entry.database import ensure_database
from armslength.entry.migrate import APP, migrate
from armslength.entry.postgres import EmbeddedPostgres
from armslength.kit.db import Database
from armslength.release.model import Recipe
from armslength.release.schemas import CreateRelease
from armslength.release.service import ReleaseService

ITEMS = 10_000
PASSWORD = "only-in-benchmarks"
SCHEMA: dict[str, Any] = {
    "fields": [{"name": "prompt", "kind": "text"}, {"name": "responses", "kind": "text", "many": True}],
    "questions": [{"name": "better", "kind": "pairwise", "title": "Better?", "settings": {"field": "responses"}}],
}


def content(number: int) -> dict[str, Any]:
    """About 300 bytes."""
    responses = [{"id": "r1", "value": "Because the Moon " * 5}, {"id": "r2", "value": "Because the Earth " * 5}]
    return {"prompt": f"Question {number}: why does the tide come in twice a day?", "responses": responses}


def prefer(winner: str) -> dict[str, Any]:
    """An answer."""
    verdict = {"verdict": "prefer", "winner": winner, "strength": None}
    return {"better": {"item": {"state": "answered", "value": verdict}}}


def peak_mib() -> float:
    """Largest resident memory so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def fill(world: Answered, items: int) -> None:
    """So many more items, answered by two."""
    for number in range(items):
        item = await world.item(content(number), {"n": number})
        for who in ("ada", "bob"):
            await world.answer(item, who, prefer("r1" if number % 3 else "r2"), verdict="accepted")
    world.place.clock.advance(3600)


async def export(world: Answered, releases: ReleaseService, name: str) -> tuple[float, float]:
    """(wall seconds, processor seconds of this process) for a release and its export."""
    began, spent = time.perf_counter(), time.process_time()
    maya, project = world.people["maya"], world.place.project_id
    made = await releases.create_release(maya, project, CreateRelease(name, Recipe()))
    await world.run_jobs(releases.handlers())
    out = await releases.create_export(maya, project, made.id, "jsonl")
    await world.run_jobs(releases.handlers())
    done = await releases.get_export(maya, project, made.id, out.id)
    assert done.state == "done", done
    for file in done.files:
        found = await releases.open_file(maya, project, made.id, out.id, file.name)
        async for _ in found.data:
            pass
    return time.perf_counter() - began, time.process_time() - spent


async def copy_out(owner: str) -> float:
    """Seconds for COPY of the same sealed rows."""

    async def nowhere(_: bytes) -> None:
        pass

    connection = await asyncpg.connect(owner)
    began = time.perf_counter()
    for query in (
        "select i.*, c.sealed from item i join item_content c on (c.tenant_id, c.item_id) = (i.tenant_id, i.id)",
        "select s.*, a.sealed from standing s join annotation a on a.id = s.annotation_id",
    ):
        await connection.copy_from_query(query, output=nowhere, format="binary")
    took = time.perf_counter() - began
    await connection.close()
    return took


async def main(items: int) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory(prefix="armslength-bench-") as base:
        server = EmbeddedPostgres(Path(base), settings={"shared_buffers": "128MB", "synchronous_commit": "off"})
        server.start()
        try:
            await ensure_database(server.url("postgres"), "bench")
            await migrate(server.url("bench"), PASSWORD, reset_password=True)
            db = await Database.open(server.url("bench", user=APP, password=PASSWORD), size=4)
            world = await make_answered(db, Path(base), SCHEMA)
            place = world.place
            releases = ReleaseService(place.db, world.walls, place.keys, place.storage, place.clock)
            await fill(world, items // 10)
            await export(world, releases, "warm")
            before = peak_mib()
            await fill(world, items - items // 10)
            owner = await asyncpg.connect(server.url("bench"))
            await owner.execute("vacuum analyze")
            await owner.close()
            took, cpu = await export(world, releases, "all")
            copied = min([await copy_out(server.url("bench")) for _ in range(3)])
            await db.close()
        finally:
            server.stop()
    print(f"{items:,} items, {2 * items:,} answers")
    print(
        f"release and export, items a second   {items / took:>10,.0f}   ({cpu / items * 1e6:.0f} us of Python an item)"
    )
    print(f"COPY out, items a second             {items / copied:>10,.0f}")
    print(f"times COPY                           {took / copied:>10.1f}")
    print(f"peak memory, MiB                     {before:>10.0f}   -> {peak_mib():.0f}")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else ITEMS))

"""How long the order for a release takes, narrowed by filters, while the project holds very many items.

    python -m benchmarks.freeze_items [items]

A project of items with the answers of two people each; one in a hundred was brought in a batch of its own. The order
writes down which answers stand, in one statement, and returns; the records are built in the background, which
`benchmarks.export_items` measures.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any
from uuid import UUID

import uvloop
from benchmarks.beside.took import timed
from benchmarks.export_items import PASSWORD, SCHEMA, connect, fill, peak_mib
from tests.answered import make_answered

from armslength.entry.collector import settle
from armslength.entry.database import ensure_database
from armslength.entry.migrate import APP, migrate
from armslength.entry.postgres import EmbeddedPostgres
from armslength.kit.db import Database
from armslength.release.model import Only, Recipe
from armslength.release.schemas import CreateRelease
from armslength.release.service import ReleaseService

ITEMS = 100_000


def recipes(small: UUID, person: UUID) -> dict[str, Recipe]:
    """What is asked for, by what it is called."""

    def of(**filters: Any) -> Recipe:
        return Recipe(only=Only(filters=filters))

    return {
        "items of a small batch": of(batch_id=str(small)),
        "flagged items (none)": of(flagged=True),
        "items a person answered": of(annotated_by=str(person)),
        "answers of a person": Recipe(only=Only(answer_filters={"person_id": str(person)})),
        "everything": Recipe(),
    }


async def measure(server: EmbeddedPostgres, base: Path, items: int) -> None:
    await ensure_database(server.url("postgres"), "bench")
    await migrate(server.url("bench"), PASSWORD, reset_password=True)
    db = await Database.open(server.url("bench", user=APP, password=PASSWORD), size=4)
    owner = await connect(server.url("bench"))
    postgres = server.pid
    assert postgres is not None  # it was started
    try:
        world = await make_answered(db, base, SCHEMA)
        place = world.place
        releases = ReleaseService(place.db, world.walls, place.keys, place.storage, place.clock)
        settle()  # as a worker does
        await fill(owner, world, 1, items - items // 100 + 1)
        small = await fill(owner, world, items - items // 100 + 1, items + 1)
        maya = world.people["maya"]
        print(f"{items:,} items, {2 * items:,} answers; peak memory {peak_mib():.0f} MiB")
        print(f"{'':28}{'answers':>10}{'seconds':>10}{'here':>8}{'database':>10}")
        for name, recipe in recipes(small, world.people["ada"].person_id).items():
            took = await timed(
                lambda: releases.create_release(maya, place.project_id, CreateRelease(name, recipe)),  # noqa: B023
                postgres,
            )
            rows = await owner.fetchval("select count(*) from release_row where release_id = (select id from release"
                                        " order by number desc limit 1)")  # fmt: skip
            print(f"{name:28}{rows:>10,}{took.wall:>10.2f}{took.here:>8.2f}{took.database:>10.2f}")
        print(f"peak memory {peak_mib():.0f} MiB")
    finally:
        await owner.close()
        await db.close()


def main() -> None:
    items = int(sys.argv[1]) if len(sys.argv) > 1 else ITEMS
    with tempfile.TemporaryDirectory(prefix="armslength-bench-") as base:
        settings = {"shared_buffers": "512MB", "synchronous_commit": "off", "max_wal_size": "4GB"}
        server = EmbeddedPostgres(Path(base), settings=settings)
        server.start()
        try:
            uvloop.run(measure(server, Path(base), items))
        finally:
            server.stop()


if __name__ == "__main__":
    main()

"""How long a release is ordered and frozen, narrowed by filters, while the project holds very many items.

    python -m benchmarks.freeze_items [items]

A project of items with the answers of two people each; one in a hundred was brought in a batch of its own. The order is
a request; the snapshot, one statement that writes down which answers stand, is the first step of the job behind it. The
records that are built of it afterwards are measured by `benchmarks.export_items`: here the sealed bytes are the same in
every row and nobody opens them, so that PostgreSQL fills the tables by itself, a million items in minutes.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import asyncpg
import uvloop
from benchmarks.beside.took import timed
from benchmarks.export_items import ANNOTATION, ASSIGNMENT, ITEM, PASSWORD, SCHEMA, STANDING, connect, peak_mib
from tests.answered import Answered, make_answered
from tests.content import NOW

from armslength.entry.collector import settle
from armslength.entry.database import ensure_database
from armslength.entry.migrate import APP, migrate
from armslength.entry.postgres import EmbeddedPostgres
from armslength.kit.db import Database
from armslength.kit.ids import new_id
from armslength.kit.jobs import JobContext, run_one
from armslength.release.model import Only, Recipe
from armslength.release.repository import get
from armslength.release.schemas import CreateRelease
from armslength.release.service import BUILD_JOB, ReleaseService
from armslength.release.service.freezing import freeze

ITEMS: Final = 100_000
SEALED: Final = bytes(range(200))
"""What an answer takes sealed; nobody opens it."""
ITEMS_IN: Final = (
    f"insert into item ({', '.join(ITEM)}) select $1, gen_random_uuid(), $2, $3, n, 'active', 2, 2, 2, 2, false, $4"
    " from generate_series($5::int, $6::int) n"
)
ASSIGNMENTS_IN: Final = (
    f"insert into assignment ({', '.join(ASSIGNMENT)}) select i.tenant_id, gen_random_uuid(), i.project_id, i.batch_id,"
    " i.id, p.person_id, p.organization_id, 'submitted', 1, i.created_at, '',"
    """ '{"seed": "00", "orders": {}}', 1, 1 from item i"""
    " cross join unnest($2::uuid[], $3::uuid[]) p (person_id, organization_id) where i.batch_id = $1"
)
ANNOTATIONS_IN: Final = (
    f"insert into annotation ({', '.join(ANNOTATION)}) select a.tenant_id, gen_random_uuid(), a.project_id, a.item_id,"
    " a.id, a.person_id, a.organization_id, 'annotate', gen_random_uuid(), 1, 1, $2, '', 60000, a.leased_at"
    " from assignment a where a.batch_id = $1"
)
STANDING_IN: Final = (
    f"insert into standing ({', '.join(STANDING)}) select n.tenant_id, a.id, n.project_id, n.item_id, n.person_id,"
    " n.id, 'accepted' from assignment a join annotation n on n.tenant_id = a.tenant_id and n.assignment_id = a.id"
    " where a.batch_id = $1"
)


async def fill(owner: asyncpg.Connection[asyncpg.Record], world: Answered, first: int, last: int) -> UUID:
    """Items in these places of the queue, each answered by two, with nothing checked; returns their batch."""
    place, batch, people = world.place, new_id(), [world.people[name] for name in ("ada", "bob")]
    await owner.execute(
        "insert into batch values ($1, $2, $3, $4, 0, 'open', $5)",
        place.tenant_id, batch, place.project_id, f"batch {first}", NOW,
    )  # fmt: skip
    who = ([each.person_id for each in people], [each.organization_id for each in people])
    await owner.execute("set session_replication_role = replica")  # what comes out of a query fits by itself
    await owner.execute(ITEMS_IN, place.tenant_id, place.project_id, batch, NOW, first, last)
    await owner.execute(ASSIGNMENTS_IN, batch, *who)
    await owner.execute("analyze")
    await owner.execute(ANNOTATIONS_IN, batch, SEALED)
    await owner.execute("analyze")
    await owner.execute(STANDING_IN, batch)
    await owner.execute("set session_replication_role = default")
    await owner.execute("vacuum analyze")
    return batch


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
        "everything, inferred": Recipe(truth="inferred"),
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
        place, walls, maya = world.place, world.walls, world.people["maya"]
        releases = ReleaseService(place.db, walls, place.keys, place.storage, place.clock)
        settle()  # as a worker does

        async def frozen_only(context: JobContext) -> None:
            async with db.tenant(place.tenant_id) as tx:
                release = await get(tx, place.project_id, UUID(context.job.payload["release_id"]))
            assert release is not None  # it was ordered
            await freeze(context, release, walls, place.project_id)

        began = time.perf_counter()
        await fill(owner, world, 1, items - items // 100)
        small = await fill(owner, world, items - items // 100 + 1, items)
        print(f"{items:,} items, {2 * items:,} answers, filled in {time.perf_counter() - began:.0f} s")
        print(f"{'':28}{'order, ms':>12}{'answers':>12}{'seconds':>10}{'here':>8}{'database':>10}")
        for name, recipe in recipes(small, world.people["ada"].person_id).items():
            wanted = CreateRelease(name, recipe)
            order = await timed(lambda: releases.create_release(maya, place.project_id, wanted), postgres)  # noqa: B023
            took = await timed(lambda: run_one(db, {BUILD_JOB: frozen_only}, place.clock), postgres)
            rows = await owner.fetchval("select count(*) from release_row where release_id = (select id from release"
                                        " order by number desc limit 1)")  # fmt: skip
            numbers = f"{rows:>12,}{took.wall:>10.2f}{took.here:>8.2f}{took.database:>10.2f}"
            print(f"{name:28}{order.wall * 1e3:>12.1f}{numbers}")
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

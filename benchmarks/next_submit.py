"""What asking and answering costs: processor time of this process and of PostgreSQL, per next + submit, without HTTP.

    python -m benchmarks.next_submit [loops [items …]]

One run on one machine. A veteran has answered the first half of the items, all of which are still open for others.
At last the project gets 199 neighbours of a thousand open items each, in all of which the same people have a seat.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import asyncpg
from benchmarks.beside.crowd import TICKS, running
from tests.workplace import Workplace, make_workplace

from armslength.assignment.schemas import Work
from armslength.entry.database import ensure_database
from armslength.entry.migrate import APP, migrate
from armslength.entry.postgres import EmbeddedPostgres
from armslength.identity.model import Actor
from armslength.kit.db import Database
from armslength.kit.ids import new_id

PASSWORD = "only-in-benchmarks"
CROWD = 16
CHUNK = 5_000
SIZES = (1_000, 100_000)
NEIGHBOURS, NEIGHBOUR_ITEMS = 199, 1_000


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one loop: processor milliseconds here and in PostgreSQL; and loops per second."""

    ours: float
    database: float
    per_second: float


def database_seconds(postmaster: int) -> float:
    """Processor time of the cluster's processes, living and ended."""
    total = 0
    for pid, parent, ticks in running():
        if pid == postmaster:
            total += sum(ticks)
        elif parent == postmaster:
            total += sum(ticks[:2])
    return total / TICKS


async def work(here: Workplace, who: Actor, loops: int) -> int:
    """Answer, as the bench does: each receipt brings what is next. Returns how often there was something."""
    done, asked = 0, await here.next(who)
    held = asked if isinstance(asked, Work) else None
    while done < loops and held is not None:
        held = (await here.submit(who, held, have=[])).next
        done += 1
    return done


async def measure(here: Workplace, postmaster: int, people: list[Actor], loops: int) -> Cost:
    """The mean cost of a loop, everybody working at once."""
    started, ours, database = time.perf_counter(), time.process_time(), database_seconds(postmaster)
    done = sum(await asyncio.gather(*(work(here, who, loops) for who in people)))
    took = time.perf_counter() - started
    spent = database_seconds(postmaster) - database
    return Cost((time.process_time() - ours) / done * 1000, spent / done * 1000, done / took)


async def project(server: EmbeddedPostgres, folder: Path, items: int, overlap: int) -> Workplace:
    """A project of so many items, in a database of its own."""
    name = f"bench_{items}"
    await ensure_database(server.url("postgres"), name)
    await migrate(server.url(name), PASSWORD, reset_password=True)
    db = await Database.open(server.url(name, user=APP, password=PASSWORD), size=CROWD)
    here = await make_workplace(db, folder / name)
    for _ in range(0, items, CHUNK):
        await here.items(min(CHUNK, items), overlap=overlap)
    await analyze(server, items)
    return here


async def shop(server: EmbeddedPostgres, folder: Path, items: int) -> tuple[Workplace, Actor]:
    """A project of `items` items with overlap 50, and its veteran."""
    here = await project(server, folder, items, overlap=50)
    veteran = await here.annotator("Veteran")
    await here.has_answered(veteran, items // 2)
    await analyze(server, items)
    return here, veteran


async def neighbours(here: Workplace) -> None:
    """As many projects beside it, their items queued like its own; nobody asks there."""
    copies = (
        ("project", "jsonb_build_object('id', u.id, 'slug', t.slug || n)", "t.id = $2"),
        ("batch", "jsonb_build_object('id', gen_random_uuid(), 'project_id', u.id)", "t.project_id = $2"),
        ("project_member", "jsonb_build_object('project_id', u.id)", "t.project_id = $2"),
    )
    async with here.db.tenant(here.tenant_id) as tx:
        ids = [new_id() for _ in range(NEIGHBOURS)]
        for table, change, own in copies:
            await tx.run(
                f"insert into {table} select (jsonb_populate_record(t, {change})).*"
                f" from {table} t cross join unnest($3::uuid[]) with ordinality as u (id, n)"
                f" where t.tenant_id = $1 and {own}",
                here.tenant_id, here.project_id, ids,
            )  # fmt: skip
        await tx.run(
            "insert into item (tenant_id, id, project_id, batch_id, ord, state, wanted, taken, answers, settled, open,"
            " created_at) select b.tenant_id, gen_random_uuid(), b.project_id, b.id, n, 'active', 50, 0, 0, 0, true,"
            " b.created_at from batch b cross join generate_series(1, $3) as s (n)"
            " where b.tenant_id = $1 and b.project_id = any($2::uuid[])",
            here.tenant_id, ids, NEIGHBOUR_ITEMS,
        )  # fmt: skip


async def analyze(server: EmbeddedPostgres, items: int) -> None:
    """Fresh statistics."""
    owner = await asyncpg.connect(server.url(f"bench_{items}"))
    await owner.execute("vacuum analyze")
    await owner.close()


async def table(
    here: Workplace, server: EmbeddedPostgres, label: str, people: dict[str, list[Actor]], loops: int
) -> None:
    """The lines of one size: what a loop costs these people."""
    assert server.pid is not None
    for who, together in people.items():
        cost = await measure(here, server.pid, together, loops // 4 if len(together) > 1 else loops)
        print(
            f"{label:>14}  {who:<22} {cost.ours:>8.2f} {cost.database:>12.2f} {cost.ours + cost.database:>9.2f}"
            f" {cost.per_second:>8.0f}"
        )


async def main(loops: int, sizes: tuple[int, ...]) -> None:
    """Print the table."""
    print(f"{'items':>14}  {'who':<22} {'ours ms':>8} {'database ms':>12} {'together':>9} {'loops/s':>8}")
    with tempfile.TemporaryDirectory(prefix="armslength-bench-") as base:
        server = EmbeddedPostgres(Path(base), settings={"shared_buffers": "128MB"})
        server.start()
        try:
            for items in sizes:
                here, veteran = await shop(server, Path(base), items)
                people = {
                    "fresh person": [await here.annotator("Fresh")],
                    "veteran of half": [veteran],
                    f"{CROWD} people at once": [await here.annotator(f"P{n}") for n in range(CROWD)],
                }
                for each in people.values():
                    await measure(here, server.pid or 0, each, 3)
                await analyze(server, items)  # as autovacuum does within a minute
                await table(here, server, f"{items:,}", people, min(loops, items // 4))
                if items == sizes[-1]:
                    await neighbours(here)
                    await analyze(server, items)
                    await table(here, server, f"{NEIGHBOURS + 1} projects", people, min(loops, items // 8))
                await here.db.close()
        finally:
            server.stop()


if __name__ == "__main__":
    told = [int(each) for each in sys.argv[1:]]
    asyncio.run(main(told[0] if told else 400, tuple(told[1:]) or SIZES))

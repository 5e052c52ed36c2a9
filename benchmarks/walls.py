"""What the walls cost: next + submit of a vendor's people, with no rival anywhere, and among rivals.

    python -m benchmarks.walls [loops per round]

One run on one machine, the three places taking turns so that all meet the same noise. `no person wall`: the check is
replaced by one that says yes. `no rivals`: one vendor, nobody in conflict. `among rivals`: twenty customers in conflict
with this one, each of the people with a history at another customer besides.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
from pathlib import Path

import asyncpg
from benchmarks.next_submit import CROWD, PASSWORD, analyze, measure, work
from tests.content import NOW
from tests.walls.rivals import make_labs
from tests.workplace import Workplace

from armslength.entry.database import ensure_database
from armslength.entry.migrate import APP, migrate
from armslength.entry.postgres import EmbeddedPostgres
from armslength.identity.model import Actor
from armslength.kit.db import Database
from armslength.kit.ids import new_id

ITEMS, ROUNDS, RIVALS = 5_000, 7, 20
OPEN = (
    "create or replace function armslength_kept_out(of_tenant uuid, of_project uuid, of_person uuid, of_firm uuid,"
    " what text[], at timestamptz) returns text language plpgsql as 'begin return null; end'"
)


async def place(server: EmbeddedPostgres, folder: Path, number: int, kind: str) -> tuple[Workplace, list[Actor]]:
    """A customer with a vendor's people at work."""
    name = f"bench_{number}"
    await ensure_database(server.url("postgres"), name)
    await migrate(server.url(name), PASSWORD, reset_password=True)
    db = await Database.open(server.url(name, user=APP, password=PASSWORD), size=CROWD)
    labs = await make_labs(db, folder / name, items=1)
    owner = await asyncpg.connect(server.url(name))
    if kind == "no person wall":
        await owner.execute(OPEN)
    if kind != "among rivals":
        await owner.execute("delete from conflict_edge")
    else:
        for n in range(RIVALS):
            rival, edge = new_id(), new_id()
            await owner.execute("insert into organization values ($1, 'customer', $2, $3)", rival, f"R{n}", NOW)
            low, high = sorted((rival, labs.a.tenant_id))
            await owner.execute("insert into conflict_edge values ($1, $2, $3, true, true, $4)", edge, low, high, NOW)
    people = [await labs.a.annotator(f"P{n}", side="vendor") for n in range(CROWD)]
    if kind == "among rivals":
        friend = new_id()
        await owner.execute("insert into organization values ($1, 'customer', 'Friend', $2)", friend, NOW)
        await owner.executemany(
            "insert into person_history values ($1, $2, $3, 'content', true, $4::timestamptz, $4,"
            " $4::timestamptz + interval '1 year')",
            [(who.person_id, friend, new_id(), NOW) for who in people],
        )
    await owner.close()
    await labs.a.items(ITEMS, overlap=CROWD)
    await asyncio.gather(*(work(labs.a, who, 3) for who in people))
    await analyze(server, number)
    return labs.a, people


async def main(loops: int) -> None:
    """Print the table."""
    kinds = ("no person wall", "no rivals", "among rivals")
    spent: dict[str, list[float]] = {kind: [] for kind in kinds}
    with tempfile.TemporaryDirectory(prefix="armslength-bench-") as base:
        server = EmbeddedPostgres(Path(base), settings={"shared_buffers": "128MB"})
        server.start()
        assert server.pid is not None
        try:
            places = [await place(server, Path(base), number, kind) for number, kind in enumerate(kinds)]
            for _ in range(ROUNDS):
                for kind, (here, people) in zip(kinds, places, strict=True):
                    cost = await measure(here, server.pid, people, loops)
                    spent[kind].append(cost.ours + cost.database)
            for here, _ in places:
                await here.db.close()
        finally:
            server.stop()
    print(f"{'walls':<16} {'ms of processor per next + submit':>34} {'throughput':>11}")
    middle = {kind: statistics.median(each) for kind, each in spent.items()}
    for kind in kinds:
        print(f"{kind:<16} {middle[kind]:>34.2f} {middle['no rivals'] / middle[kind]:>10.2f}x")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20))

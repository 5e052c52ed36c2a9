"""How soon a vendor gets nothing more: cut off while its people are being served, with 10,000 leases in their hands.

    python -m benchmarks.severance [rounds]

One run on one machine: real PostgreSQL, 16 clients on connections of their own, each asking without a pause. Printed:
from the order until the last delivery reached a client, and until the order had returned; deliveries of transactions
that were not over when the cut committed (must be 0); and how long taking back all leases took.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from tests.walls.severing import Cutting, cut_off, late, make_cutting

from armslength.assignment.schemas import Work
from armslength.entry.database import ensure_database
from armslength.entry.migrate import APP, migrate
from armslength.entry.postgres import EmbeddedPostgres
from armslength.identity.errors import NoSuchProject
from armslength.identity.model import Actor
from armslength.kit.db import Database

PASSWORD = "only-in-benchmarks"
CLIENTS = 16
LEASES = 10_000
HOLDERS = 500


async def hold(cutting: Cutting) -> None:
    """People of the vendor with LEASES live leases among them, as if they had asked; made by the database."""
    here = cutting.here
    await here.many_items(LEASES + 40_000, overlap=1)
    holders = [await here.annotator(f"H{n}", side="vendor") for n in range(HOLDERS)]
    async with here.db.tenant(here.tenant_id) as tx:
        ids = [who.person_id for who in holders]
        await tx.run(
            "with held as (update item set taken = 1, open = false where tenant_id = $1 and ord <= $2"
            "   returning id, ord, batch_id, project_id)"
            " insert into assignment (tenant_id, id, project_id, batch_id, item_id, person_id, organization_id, state,"
            "   attempt, leased_at, lease_until, seed, display, schema_version, guideline_version)"
            " select $1, gen_random_uuid(), h.project_id, h.batch_id, h.id, ($3::uuid[])[1 + h.ord % $4::int], $5,"
            "   'leased', 1, $6::timestamptz, $6::timestamptz + interval '1 day', '', '{}', 1, 0 from held h",
            here.tenant_id, LEASES, ids, HOLDERS, cutting.vendor_id, here.place.clock.now(),
        )  # fmt: skip
        await tx.run(
            "insert into workload (tenant_id, project_id, person_id, live, answered)"
            " select $1, $2, person_id, count(*), 0 from assignment where tenant_id = $1 and state = 'leased'"
            " group by person_id on conflict (tenant_id, project_id, person_id) do update set live = excluded.live",
            here.tenant_id, here.project_id,
        )  # fmt: skip


async def fill_content(cutting: Cutting) -> None:
    """Every item opens: items made by the database share the seal of their pattern only in their own place."""
    here = cutting.here
    async with here.db.tenant(here.tenant_id) as tx:
        sealer = await here.place.keys.sealer(tx, here.project_id)
        rows = await tx.rows(
            "select id from item i where tenant_id = $1 and ord > $2 and not exists (select from item_content c"
            " where c.tenant_id = $1 and c.item_id = i.id) limit 20000",
            here.tenant_id, LEASES,
        )  # fmt: skip
        plain = b'{"content":{"prompt":"Say hello","responses":[{"id":"r1","value":"Hello"}]},"metadata":{}}'
        ids = [row["id"] for row in rows]
        sealed = [sealer.seal(plain, kind="item", object_id=str(id)) for id in ids]
        await tx.run(
            "insert into item_content select $1, u.id, u.sealed, ''"
            " from unnest($2::uuid[], $3::bytea[]) as u (id, sealed)",
            here.tenant_id, ids, sealed,
        )  # fmt: skip


async def one_round(cutting: Cutting, people: list[Actor]) -> tuple[float, float, int]:
    """(seconds to the last delivery, seconds to the order's return, late deliveries)."""
    here, last, busy, over = cutting.here, 0.0, asyncio.Event(), asyncio.Event()

    async def client(who: Actor) -> None:
        nonlocal last
        with cutting.request(who), suppress(NoSuchProject):
            while not over.is_set():
                work = await here.next(who)
                if isinstance(work, Work):
                    last = max(last, time.perf_counter())
                    busy.set()
                    await here.assignment.return_assignment(who, here.project_id, work.assignment.id)

    clients = [asyncio.create_task(client(await cutting.renewed(who))) for who in people]
    await busy.wait()
    await asyncio.sleep(0.3)
    ordered = time.perf_counter()
    snapshot = await cut_off(cutting)
    returned = time.perf_counter()
    await asyncio.sleep(0.2)
    over.set()
    await asyncio.gather(*clients)
    return max(0.0, last - ordered), returned - ordered, await late(cutting, snapshot)


async def let_in(cutting: Cutting) -> None:
    """For the next round."""
    here = cutting.here
    async with here.db.tenant(here.tenant_id) as tx:
        await tx.run("update vendor_grant set state = 'active' where tenant_id = $1", here.tenant_id)
        await tx.run(
            "update assignment set epoch = (select epoch from vendor_grant where tenant_id = $1) where tenant_id = $1"
            " and state = 'leased'",
            here.tenant_id,
        )  # fmt: skip


async def main(rounds: int) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory(prefix="armslength-bench-") as base:
        server = EmbeddedPostgres(Path(base), settings={"shared_buffers": "128MB"})
        server.start()
        try:
            await ensure_database(server.url("postgres"), "bench")
            await migrate(server.url("bench"), PASSWORD, reset_password=True)
            db = await Database.open(server.url("bench", user=APP, password=PASSWORD), size=CLIENTS + 4)
            cutting = await make_cutting(db, Path(base) / "files")
            await hold(cutting)
            await fill_content(cutting)
            people = [await cutting.here.annotator(f"V{n}", side="vendor") for n in range(CLIENTS)]
            lasts, returns, lates = [], [], 0
            for turn in range(rounds):
                last, returned, too_late = await one_round(cutting, people)
                lasts.append(last * 1000)
                returns.append(returned * 1000)
                lates += too_late
                if turn < rounds - 1:
                    await let_in(cutting)
            began = time.perf_counter()
            await cutting.here.hear()
            took = time.perf_counter() - began
            left = await cutting.here.read(
                "select count(*) as n from assignment where tenant_id = $1 and state = 'leased'"
            )
            await db.close()
        finally:
            server.stop()
    print(f"{rounds} cuts, {CLIENTS} clients being served, {LEASES:,} live leases")
    print(f"{'from the order until':<28}{'median ms':>12}{'worst ms':>12}")
    print(f"{'  the last delivery':<28}{statistics.median(lasts):>12.1f}{max(lasts):>12.1f}")
    print(f"{'  the order has returned':<28}{statistics.median(returns):>12.1f}{max(returns):>12.1f}")
    print(f"late deliveries: {lates} · taking back every lease: {took:.1f} s · left: {left[0]['n']}")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 15))

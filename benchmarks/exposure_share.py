"""How long it takes to say how much of ten million items each vendor and each owner has seen.

    python -m benchmarks.exposure_share [millions of items]

One run on one machine. Five vendors, two of them with one owner; each has seen a third of the items at random; 20,000
sightings are not folded into the bitmaps yet. What the page asks is measured whole, and an owner's share alone.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from tests.walls.severing import make_cutting
from tests.walls.test_shares import owned, second_vendor

from armslength.entry.database import ensure_database
from armslength.entry.migrate import APP, migrate
from armslength.entry.postgres import EmbeddedPostgres
from armslength.kit.db import Database, Tx
from armslength.walls.repository import shares
from armslength.walls.schemas.exposures import SetCaps
from armslength.walls.service.exposures import Exposures

PASSWORD = "only-in-benchmarks"
VENDORS = 5
FRESH = 20_000
CHUNK = 8192
ROUNDS = 30


async def fill(tx: Tx, project_id: object, vendor_id: object, items: int) -> None:
    """A third of the items, in random bitmaps: of three random bits two must be set."""
    chunks = -(-items // CHUNK)
    for first in range(0, chunks, 200):
        some = range(first, min(first + 200, chunks))
        bits = [_third() for _ in some]
        await tx.run(
            "insert into seen_map (tenant_id, project_id, vendor_id, chunk, bits)"
            " select $1, $2, $3, u.chunk, u.bits::bit(8192) from unnest($4::int[], $5::text[]) as u (chunk, bits)",
            tx.tenant_id, project_id, vendor_id, list(some), bits,
        )  # fmt: skip


def _third() -> str:
    a, b, c = (int.from_bytes(os.urandom(CHUNK // 8)) for _ in range(3))
    return f"{a & (b | c):0{CHUNK}b}"


async def main(millions: float) -> None:
    """Print the table."""
    items = int(millions * 1_000_000)
    with tempfile.TemporaryDirectory(prefix="armslength-bench-") as base:
        server = EmbeddedPostgres(Path(base), settings={"shared_buffers": "256MB"})
        server.start()
        try:
            await ensure_database(server.url("postgres"), "bench")
            await migrate(server.url("bench"), PASSWORD, reset_password=True)
            db = await Database.open(server.url("bench", user=APP, password=PASSWORD), size=4)
            cutting = await make_cutting(db, Path(base) / "files")
            here, book = cutting.here, Exposures(db, cutting.vendors, cutting.here.place.keys, cutting.here.place.clock)
            firms = [cutting.vendor_id, *[await second_vendor(cutting, f"Firm {n}") for n in range(VENDORS - 1)]]
            owner = await owned(cutting, *firms[:2])
            await here.items(1)
            async with db.tenant(here.tenant_id) as tx:
                await tx.run("update item set ord = $2 where tenant_id = $1", here.tenant_id, items)
                for firm in firms:
                    await fill(tx, here.project_id, firm, items)
                await tx.run(
                    "insert into sighting select $1, $2, ($3::uuid[])[1 + n % $5], (n::bigint * 7919) % $4"
                    " from generate_series(1, $6) n on conflict do nothing",
                    here.tenant_id, here.project_id, firms, items, VENDORS, FRESH,
                )  # fmt: skip
            await book.shares.set_caps(cutting.olga, here.project_id, SetCaps(each_vendor=0.5, each_owner=0.7))
            page, alone = [], []
            for _ in range(ROUNDS):
                began = time.perf_counter()
                found = await book.shares.of_project(cutting.olga, here.project_id)
                page.append((time.perf_counter() - began) * 1000)
                async with db.tenant(here.tenant_id) as tx:
                    began = time.perf_counter()
                    await shares.seen_by(tx, here.project_id, firms[:2])
                    alone.append((time.perf_counter() - began) * 1000)
            began = time.perf_counter()
            folded = await book.shares.fold(here.tenant_id)
            fold = time.perf_counter() - began
            await db.close()
        finally:
            server.stop()
    shown = next(each for each in found.owners if each.owner.id == owner)
    print(f"{items:,} items, {VENDORS} vendors, {FRESH:,} sightings not folded")
    print(f"{'':<44}{'median ms':>10}{'worst ms':>10}")
    print(f"{'all vendors and owners of a project':<44}{statistics.median(page):>10.1f}{max(page):>10.1f}")
    print(f"{'one owner (two vendors together)':<44}{statistics.median(alone):>10.1f}{max(alone):>10.1f}")
    print(f"an owner of two vendors that saw {found.vendors[0].share:.1%} each has seen {shown.share:.1%}")
    print(f"folding {folded:,} sightings: {fold:.2f} s")


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[1]) if len(sys.argv) > 1 else 10))

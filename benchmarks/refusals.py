"""Whether a vendor's people can tell by the clock why they are refused.

    python -m benchmarks.refusals [rounds]

One run on one machine, everybody taking turns, in process, so that no network hides a difference. Each reason is
compared with the others: `told apart` is how often somebody who sees one answer of each would guess right which is
which (area under the ROC curve of the best of both directions, 0.5 = a coin). Measured with the tick and without it.
"""

from __future__ import annotations

import asyncio
import logging
import statistics
import sys
import tempfile
import time
from pathlib import Path

from tests.walls.refusing import Refused, Refusing, make_refusing

from armslength.entry import quiet
from armslength.entry.database import ensure_database
from armslength.entry.migrate import APP, migrate
from armslength.entry.postgres import EmbeddedPostgres
from armslength.kit.db import Database

PASSWORD = "only-in-benchmarks"
TICKS = {"with the tick": quiet.TICK, "without": 1e-6}
REQUESTS = (("work/next", "POST", "/projects/{project}/work/next"), ("the project", "GET", "/projects/{project}"))


def apart(ones: list[float], others: list[float]) -> float:
    """How often a value of the one is above a value of the other, whichever way it is more than half."""
    wins = sum((one > other) + (one == other) / 2 for one in ones for other in others)
    share = wins / (len(ones) * len(others))
    return max(share, 1 - share)


async def measure(refusing: Refusing, method: str, path: str, rounds: int) -> dict[str, list[float]]:
    """Milliseconds by reason."""
    took: dict[str, list[float]] = {who.reason: [] for who in refusing.cases}

    async def once(who: Refused) -> None:
        began = time.perf_counter()
        await refusing.ask(who, method, path)
        took[who.reason].append((time.perf_counter() - began) * 1000)

    for turn in range(rounds + 3):
        for who in refusing.cases[turn % len(refusing.cases) :] + refusing.cases[: turn % len(refusing.cases)]:
            await once(who)
    return {reason: times[3:] for reason, times in took.items()}


def table(what: str, took: dict[str, list[float]]) -> None:
    """One line per reason."""
    print(f"\n{what:<34}{'median ms':>12}{'p95 ms':>10}{'told apart':>12}")
    for reason, times in took.items():
        worst = max(apart(times, others) for other, others in took.items() if other != reason)
        p95 = statistics.quantiles(times, n=20)[-1]
        print(f"  {reason:<32}{statistics.median(times):>12.1f}{p95:>10.1f}{worst:>12.2f}")


async def main(rounds: int) -> None:
    """Print the tables."""
    logging.getLogger("httpx").setLevel(logging.WARNING)
    with tempfile.TemporaryDirectory(prefix="armslength-bench-") as base:
        server = EmbeddedPostgres(Path(base), settings={"shared_buffers": "128MB"})
        server.start()
        try:
            await ensure_database(server.url("postgres"), "bench")
            await migrate(server.url("bench"), PASSWORD, reset_password=True)
            url = server.url("bench", user=APP, password=PASSWORD)
            db = await Database.open(url, size=4)
            async with make_refusing(db, url, Path(base) / "files") as refusing:
                for tick, seconds in TICKS.items():
                    quiet.TICK = seconds  # type: ignore[misc]  # what is measured
                    for name, method, path in REQUESTS:
                        table(f"{name}, {tick}", await measure(refusing, method, path, rounds))
            await db.close()
        finally:
            server.stop()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100))

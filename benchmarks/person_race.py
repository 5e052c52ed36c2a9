"""Who gets in at two rivals when many ask at once, and how long each decision takes.

    python -m benchmarks.person_race [rounds]

One run on one machine: real PostgreSQL, 12 clients on connections of their own, 200 people with a seat at two customers
that are rivals. Every client asks for every person, now at the one customer, now at the other, so that the clients
disagree about each person; 200 new people each round. `a decision` is one transaction, from its begin to its commit.
Beside the wall as it is: without its second line (`the lock alone`), without its lock (`the claim alone`), and without
either, which must let people in at both, or the race would be none. The four take turns.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg
from tests.walls.racing import CLIENTS, NO_CLAIM, NO_LOCK, PEOPLE, make_race
from tests.walls.rivals import Labs, make_labs

from armslength.entry.database import ensure_database
from armslength.entry.migrate import APP, migrate
from armslength.entry.postgres import EmbeddedPostgres
from armslength.kit.db import Database

PASSWORD = "only-in-benchmarks"
WEAKER = {
    "lock and claim": (),
    "the lock alone": (NO_CLAIM,),
    "the claim alone": (NO_LOCK,),
    "neither": (NO_LOCK, NO_CLAIM),
}


@dataclass
class Wall:
    """One way to keep apart, in a database of its own, and what was measured: seconds of each decision and round."""

    owner_url: str
    app_url: str
    labs: Labs
    took: list[float] = field(default_factory=list)
    rounds: list[float] = field(default_factory=list)
    breaches: int = 0

    async def one_round(self) -> None:
        """New people, everybody at once."""
        owner = await asyncpg.connect(self.owner_url)
        a, b = self.labs.a.place, self.labs.b.place
        race = await make_race(self.app_url, owner, (a, b), a.vendor_id, PEOPLE)
        await owner.close()
        began = time.perf_counter()
        self.breaches += len(await race.run(CLIENTS))
        self.rounds.append(time.perf_counter() - began)
        self.took += race.took


async def wall(server: EmbeddedPostgres, folder: Path, number: int, weaker: tuple[str, ...]) -> Wall:
    """Two rivals behind it, nobody known to either yet."""
    name = f"bench_{number}"
    await ensure_database(server.url("postgres"), name)
    await migrate(server.url(name), PASSWORD, reset_password=True)
    app_url = server.url(name, user=APP, password=PASSWORD)
    labs = await make_labs(await Database.open(app_url, size=2), folder / name, items=1)
    owner = await asyncpg.connect(server.url(name))
    for sql in weaker:
        await owner.execute(sql)
    await owner.close()
    return Wall(server.url(name), app_url, labs)


async def main(rounds: int) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory(prefix="armslength-bench-") as base:
        server = EmbeddedPostgres(Path(base), settings={"shared_buffers": "128MB"})
        server.start()
        try:
            walls = {
                kind: await wall(server, Path(base), number, weaker)
                for number, (kind, weaker) in enumerate(WEAKER.items())
            }
            for _ in range(rounds):
                for each in walls.values():
                    await each.one_round()
            for each in walls.values():
                await each.labs.db.close()
        finally:
            server.stop()
    print(f"{CLIENTS} clients, {PEOPLE} people a round, {rounds} rounds, one pair of rivals")
    print(f"{'kept apart by':<18}{'in at both':>16}{'median ms':>12}{'p99 ms':>10}{'worst ms':>10}{'tx/s':>8}")
    for kind, each in walls.items():
        ms = [seconds * 1000 for seconds in each.took]
        p99, speed = statistics.quantiles(ms, n=100)[-1], len(ms) / sum(each.rounds)
        both = f"{each.breaches} of {rounds * PEOPLE:,}"
        print(f"{kind:<18}{both:>16}{statistics.median(ms):>12.1f}{p99:>10.1f}{max(ms):>10.1f}{speed:>8,.0f}")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10))

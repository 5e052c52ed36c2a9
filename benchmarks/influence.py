"""How long it takes to know who leads to whom after a stake has changed: 10,000 parties, 30,000 edges.

    python -m benchmarks.influence [rounds]

First the computation alone: the graph, the reach of 300 vendors and the control groups of 300 rivals. Then the whole of
it: the stake recorded in the register on a real PostgreSQL, everything read, computed, stored for two customers with 20
vendors each, one grant cut, committed.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from tests.conftest import open_database
from tests.people import World, make_world
from tests.vendors.registers import MadeUp, made_up

from armslength.entry.database import ensure_database
from armslength.entry.migrate import APP, migrate
from armslength.entry.postgres import EmbeddedPostgres
from armslength.kit.clock import FixedClock
from armslength.kit.ids import new_id
from armslength.vendors.rules import bods
from armslength.vendors.rules.bods import StatedEdge, StatedParty
from armslength.vendors.rules.graph import Graph
from armslength.vendors.rules.influence import Influence

PASSWORD = "only-in-benchmarks"
NOW = datetime(2026, 3, 1, tzinfo=UTC)
PARTIES, EDGES, VENDORS = 10_000, 30_000, 300


@dataclass
class Alone:
    """Seconds of one round."""

    graph: float
    reach: float
    groups: float
    reached: float

    @property
    def total(self) -> float:
        return self.graph + self.reach + self.groups


def alone(register: MadeUp, threshold: int) -> Alone:
    """Nothing is remembered from before."""
    start = time.perf_counter()
    graph = Graph(register.edges, register.people, NOW, "closed")
    influence = Influence(graph, threshold)
    made = time.perf_counter()
    sizes = [len(influence.reach(firm)) for firm in register.firms[-VENDORS:]]
    reached = time.perf_counter()
    for firm in register.firms[:VENDORS]:
        influence.group(firm)
    return Alone(made - start, reached - made, time.perf_counter() - reached, statistics.fmean(sizes))


def statements(register: MadeUp) -> list[object]:
    """The register as a file."""
    parties = {end for edge in register.edges for end in (edge.holder, edge.held)}
    return bods.write(
        [
            StatedParty(str(party), "person" if party in register.people else "organization", f"Party {party.hex[:12]}")
            for party in parties
        ],
        [
            StatedEdge(f"{e.id}:{e.type}", str(e.holder), str(e.held), e.type, e.min_bp, e.max_bp, "closed", None, None,
                       "", "", NOW)
            for e in register.edges
        ],
        NOW,
    )  # fmt: skip


async def whole(url: str, register: MadeUp, rounds: int) -> list[float]:
    """Seconds from the order until the transaction has committed, each round with a larger stake."""
    db = await open_database(url, size=4)
    try:
        world = await make_world(db, FixedClock(NOW))
        start = time.perf_counter()
        await world.vendors.register.import_statements(statements(register))
        print(f"the register itself, imported once         {time.perf_counter() - start:6.2f} s")
        await at_work(world, register)
        taken = []
        for number in range(rounds):
            world.clock.advance(1)
            stake = edge(register, 4000 + number)
            start = time.perf_counter()
            await world.vendors.register.import_statements(stake)
            taken.append(time.perf_counter() - start)
        async with db.tenant(world.northwind) as tx:
            assert await tx.value("select state from vendor_grant where vendor_id = $1", world.fairlabel) == "frozen"
        return taken
    finally:
        await db.close()


async def at_work(world: World, register: MadeUp) -> None:
    """Two customers with 20 vendors each, who are firms of the register; Northwind has a rival and an open grant."""
    for tenant in (world.northwind, world.contoso):
        firms = [world.fairlabel] if tenant == world.northwind else []
        while len(firms) < 20:
            firms.append(new_id())
            await world.vendor(tenant, firms[-1], f"Vendor {firms[-1].hex[:8]}")
        for organization, party in zip(firms, register.firms[-40:], strict=False):
            await confirm(world, organization, party)
    await confirm(world, world.northwind, register.firms[0])
    await confirm(world, world.contoso, register.firms[1])
    async with world.db.wall() as tx:
        rival = await tx.value("select id from party where record_id = $1", str(register.firms[2]))
    await world.vendors.rivals.name(world.actor(world.olga), rival, "")
    await world.grant(await world.project(world.northwind))


async def confirm(world: World, organization: UUID, party: UUID) -> None:
    """As the operator would, without judging after each."""
    async with world.db.wall() as tx:
        await tx.run(
            "insert into organization_party select $1, id, $3 from party where record_id = $2",
            organization, str(party), world.clock.now(),
        )  # fmt: skip


def edge(register: MadeUp, bp: int) -> list[object]:
    """The rival buys into the first vendor."""
    rival, vendor = str(register.firms[2]), str(register.firms[-40])
    parties = [StatedParty(each, "organization", f"Party {each[:12]}") for each in (rival, vendor)]
    stake = StatedEdge(
        "the-stake:shareholding", rival, vendor, "shareholding", bp, bp, "closed", None, None, "", "", NOW
    )
    return bods.write(parties, [stake], NOW)


def main(rounds: int) -> None:
    """Print the tables."""
    register = made_up(PARTIES, EDGES, seed=7)
    print(
        f"{PARTIES:,} parties, {len(register.edges):,} edges; {VENDORS} vendors, {VENDORS} rivals; median of {rounds}"
    )
    print("threshold   graph   reach  groups   total   reached parties each")
    for threshold in (1000, 500):
        taken = [alone(register, threshold) for _ in range(rounds)]
        parts = (
            f"{statistics.median(getattr(each, name) for each in taken):5.2f} s"
            for name in ("graph", "reach", "groups", "total")
        )
        print(f"{threshold / 100:7.0f} %  {' '.join(parts)} {taken[0].reached:8.0f}")
    with tempfile.TemporaryDirectory(prefix="armslength-bench-") as folder:
        server = EmbeddedPostgres(Path(folder))
        server.start()
        try:
            asyncio.run(ensure_database(server.url("postgres"), "bench"))
            asyncio.run(migrate(server.url("bench"), PASSWORD, reset_password=True))
            url = server.url("bench", user=APP, password=PASSWORD)
            seconds = asyncio.run(whole(url, register, rounds))
        finally:
            server.stop()
    print(
        f"one stake: recorded, judged, cut, committed {statistics.median(seconds):6.2f} s, worst {max(seconds):.2f} s"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)

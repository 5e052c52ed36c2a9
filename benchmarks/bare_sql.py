"""The statements of a loop and nothing else, beside the product that sends them: what everything around them costs.

    python -m benchmarks.bare_sql [seconds]

Sixteen people at once. Bare: one process sends what a submitted answer with its next item sends, transaction by
transaction, on sixteen connections, with sealed bytes that were made before: no HTTP, no cipher, no check, no worker.
The product: one web process and its worker over HTTP, as in `benchmarks.web_processes`, where answers that arrive
together go in one transaction. Each has a fresh database.
"""

from __future__ import annotations

import asyncio
import secrets
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from benchmarks.next_submit import CROWD, Cost, database_seconds, project
from benchmarks.web_processes import measure
from tests.workplace import Workplace

from armslength.annotation.events import SUBMITTED
from armslength.annotation.model import Annotation, Sealed
from armslength.annotation.repository import records
from armslength.assignment.repository import leases, queue
from armslength.entry.postgres import EmbeddedPostgres
from armslength.identity.model import Actor
from armslength.identity.repository import asking
from armslength.kit import outbox, passes
from armslength.kit.counted import count_grown
from armslength.kit.errors import ArmslengthError
from armslength.kit.ids import new_id
from armslength.ledger import repository as ledger
from armslength.ledger.model import Decision, Leaf
from armslength.walls.repository import deliveries

ITEMS = 20_000
SEALED = Sealed(secrets.token_bytes(120), secrets.token_bytes(32), [("tone", "item", "warm")])
LEAF, PAYLOAD = secrets.token_bytes(420), secrets.token_bytes(300)
DISPLAY = {"seed": "00" * 32, "place": 0, "orders": {}}


@dataclass
class Person:
    """Who asks, by which session, and what they hold."""

    actor: Actor
    session: bytes
    holds: UUID | None = None


def at_now() -> datetime:
    """The moment of a statement."""
    return datetime.now(UTC)


def _refused() -> ArmslengthError:
    return ArmslengthError("This request may not go on.")


async def loop(here: Workplace, who: Person) -> None:
    """Who is asking; then an answer and the next item in one transaction."""
    actor, project_id, at = who.actor, here.project_id, at_now()
    await asking.askers(here.db, [asking.Claim(who.session, None, at, project_id)])
    held = passes.Pass(actor.tenant_id, actor.person_id, None, project_id, 1, at, refusal=_refused, elsewhere=_refused)
    with passes.carrying(held):
        async with here.db.tenant(actor.tenant_id, actor.person_id, one_plan=True) as tx:
            if who.holds is not None:
                mine = await leases.hold(tx, project_id, who.holds, actor.person_id)
                assert mine is not None
                lease = mine.assignment
                said = Annotation(
                    new_id(), project_id, lease.item_id, lease.id, actor.person_id, actor.organization_id, "annotate",
                    new_id(), None, lease.schema_version, lease.guideline_version, 5000, at,
                )  # fmt: skip
                await records.submit(tx, project_id, [(said, SEALED, "accepted")])
                await leases.answered(tx, project_id, [(lease, True)])
                ids = {"item_id": str(lease.item_id), "assignment_id": str(lease.id), "annotation_id": str(said.id)}
                await outbox.emit(tx, SUBMITTED, {"project_id": str(project_id), **ids}, at=at)
                entry = Decision(at, actor.person_id, SUBMITTED, project_id, ids)
                await ledger.insert(tx, [(entry, f"annotation:{said.id}", Leaf(new_id(), LEAF, PAYLOAD))])
            asked = queue.Asked(actor.person_id, actor.organization_id, [])
            (found,) = await queue.next_for(tx, project_id, [asked], at, 3, follows=who.holds is not None)
            assert found.outcome == "leased", found
            who.holds = new_id()
            visit = deliveries.Visit(
                project_id, actor.person_id, actor.organization_id, "customer", "annotate", who.holds, at, 1,
                who.session,
            )  # fmt: skip
            rows = await deliveries.deliver_each(tx, [(visit, str(found.item), Leaf(new_id(), LEAF, PAYLOAD), 0)])
            assert rows
            lease_of = queue.FirstLease(
                who.holds, found, actor.person_id, actor.organization_id, 1, bytes(32), DISPLAY
            )  # fmt: skip
            await queue.lease(tx, project_id, [lease_of], at)


async def bare(seconds: float) -> Cost:
    """What a loop of the bare statements costs, sixteen people at once."""
    with tempfile.TemporaryDirectory(prefix="armslength-bench-") as base:
        server = EmbeddedPostgres(Path(base))
        server.start()
        try:
            here = await project(server, Path(base), ITEMS, overlap=1)
            people = [Person(await here.annotator(f"P{n}"), secrets.token_bytes(32)) for n in range(CROWD)]
            async with here.db.door() as tx:
                for who in people:
                    at = at_now()
                    await asking.open_session(
                        tx, who.session, who.actor.person_id, here.tenant_id, "", at, at + timedelta(days=1)
                    )  # fmt: skip
            await work(here, people, 3)
            await count_grown(here.db)
            started, ours = time.perf_counter(), time.process_time()
            database = database_seconds(server.pid or 0)
            done = await work(here, people, seconds)
            took, spent = time.perf_counter() - started, database_seconds(server.pid or 0) - database
            await here.db.close()
            return Cost((time.process_time() - ours) / done * 1000, spent / done * 1000, done / took)
        finally:
            server.stop()


async def work(here: Workplace, people: list[Person], seconds: float) -> int:
    """Everybody for so long; returns how many loops there were."""
    until = time.perf_counter() + seconds

    async def one(who: Person) -> int:
        done = 0
        while time.perf_counter() < until:
            await loop(here, who)
            done += 1
        return done

    return sum(await asyncio.gather(*(one(who) for who in people)))


def main(seconds: float) -> None:
    """Print the table."""
    statements = asyncio.run(bare(seconds))
    made, parts, _ = measure(1, seconds, CROWD)
    print(f"{'':>14} {'loops/s':>8} {'Python ms':>10} {'database ms':>12} {'together':>9}")
    print(
        f"{'bare SQL':>14} {statements.per_second:>8.0f} {statements.ours:>10.2f} {statements.database:>12.2f}"
        f" {statements.ours + statements.database:>9.2f}"
    )
    python = parts["web"] + parts["worker"]
    print(
        f"{'the product':>14} {made.per_second:>8.0f} {python:>10.2f} {parts['database']:>12.2f}"
        f" {python + parts['database']:>9.2f}"
    )
    print(f"the product has {made.per_second / statements.per_second:.2f} of the loops a second of its bare statements")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 15)

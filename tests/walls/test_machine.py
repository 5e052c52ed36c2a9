"""Anything that customers, firms and people can do to one another, in any order: the invariants hold after each step.

ARMSLENGTH_WALL_EXAMPLES plays more stories than the few of every run, each different.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import tempfile
from collections.abc import Awaitable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tests.conftest import TestPostgres, open_database, scratch
from tests.walls.ground import FIRMS, LABS, OWNER, Ground, make_ground

from armslength.assignment.schemas import Work
from armslength.identity.model import Actor
from armslength.identity.repository import seats
from armslength.kit.errors import ArmslengthError
from armslength.vendors.schemas.ownership import AskWaiver
from armslength.walls.schemas.severances import Sever, Undo

T = TypeVar("T")
EXAMPLES = int(os.environ.get("ARMSLENGTH_WALL_EXAMPLES", "0"))
PEOPLE = 3
lab = st.sampled_from([0, 1])
firm = st.sampled_from([0, 1])
person = st.integers(0, PEOPLE - 1)


@dataclass
class Somebody:
    """A person: their seat at each lab, and what they have in hand there."""

    seats: dict[int, Actor] = field(default_factory=dict)
    hands: dict[int, Work] = field(default_factory=dict)


class Walls(RuleBasedStateMachine):
    """Two customers, two firms, three people."""

    postgres: TestPostgres
    ground: Ground

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = Path(tempfile.mkdtemp(prefix="armslength-walls-", dir=scratch()))
        self.name = self.postgres.create()
        self.people = [Somebody() for _ in range(PEOPLE)]

    def do(self, verb: Awaitable[T]) -> T:
        async def run() -> T:
            return await verb

        return self.runner.run(run())

    def tried(self, verb: Awaitable[Any]) -> None:
        """What may be refused."""
        with contextlib.suppress(ArmslengthError):
            self.do(verb)

    @initialize()
    def begin(self) -> None:
        async def make() -> None:
            self.db = await open_database(self.postgres.app_url(self.name), size=2)
            self.ground = await make_ground(self.db, self.folder, items=12)

        self.do(make())

    def teardown(self) -> None:
        if hasattr(self, "db"):
            self.do(self.db.close())
        self.runner.close()
        self.postgres.drop(self.name)
        shutil.rmtree(self.folder)

    @rule(who=person, at=lab, of=firm)
    def hire(self, who: int, at: int, of: int) -> None:
        """A seat at a customer, with a firm; whoever has one there elsewhere keeps it."""
        somebody = self.people[who]
        if at in somebody.seats:
            return
        first = next(iter(somebody.seats.values()), None)
        known = self.ground.seat(first, at, of) if first else self.ground.person(f"P{who}", at, of)
        somebody.seats[at] = self.do(known)

    @rule(who=person, at=lab)
    def leave(self, who: int, at: int) -> None:
        seat = self.people[who].seats.pop(at, None)
        if seat is None or not self.people[who].seats:
            if seat is not None:
                self.people[who].seats[at] = seat  # the last seat is kept: a person is found again by it
            return
        self.people[who].hands.pop(at, None)

        async def go() -> None:
            async with self.db.door() as tx:
                await seats.end(tx, seat.tenant_id, seat.person_id, self.now)
            here = self.ground.labs[at]
            await here.event("identity.membership_ended", person_id=seat.person_id)

        self.do(go())

    @property
    def now(self) -> Any:
        return self.ground.labs[0].place.clock.now()

    @rule(at=lab)
    def name_rival(self, at: int) -> None:
        self.tried(self.ground.rival(at, OWNER if at == 0 else LABS[0]))

    @rule(at=lab)
    def forgive(self, at: int) -> None:
        async def remove() -> None:
            party = await self.ground.party(OWNER if at == 0 else LABS[0])
            await self.ground.vendors.rivals.remove(self.ground.bosses[at][0], party)

        self.tried(remove())

    @rule(of=firm, state=st.sampled_from(["announced", "closed", "ended"]), percent=st.sampled_from([5, 49, 100]))
    def stake(self, of: int, state: str, percent: int) -> None:
        self.do(self.ground.state((OWNER, FIRMS[of], percent, state)))

    @rule(at=lab)
    def waive(self, at: int) -> None:
        async def both() -> None:
            rivals, (olga, manu) = self.ground.vendors.rivals, self.ground.bosses[at]
            for conflict in await rivals.conflicts(olga):
                asked = await rivals.ask(olga, AskWaiver(conflict.id, "We stay.", self.now + timedelta(days=30)))
                await rivals.approve(manu, asked.id)

        self.tried(both())

    @rule(at=lab)
    def waive_no_more(self, at: int) -> None:
        async def end() -> None:
            for waiver in await self.ground.vendors.rivals.waivers(self.ground.bosses[at][0]):
                with contextlib.suppress(ArmslengthError):
                    await self.ground.vendors.rivals.end(self.ground.bosses[at][0], waiver.id)

        self.do(end())

    @rule(at=lab, of=firm, state=st.sampled_from(["active", "active", "paused", "frozen"]))
    def grant(self, at: int, of: int, state: Any) -> None:
        boss, here = self.ground.bosses[at][0], self.ground.labs[at]
        self.tried(self.ground.vendors.grants.set_state(boss, here.project_id, self.ground.firms[of], state))

    @rule(at=lab, of=firm)
    def sever(self, at: int, of: int) -> None:
        self.tried(self.ground.severances.sever(self.ground.bosses[at][0], Sever(self.ground.firms[of])))

    @rule(at=lab)
    def unsever(self, at: int) -> None:
        async def undo() -> None:
            olga, manu = self.ground.bosses[at]
            for each in (await self.ground.severances.page(olga, cursor=None, limit=9)).items:
                if each.state == "cut":
                    await self.ground.severances.ask_undo(manu, each.id, Undo("It was a mistake."))
                    await self.ground.severances.approve_undo(olga, each.id)

        self.tried(undo())

    @rule(who=person, at=lab)
    def lease(self, who: int, at: int) -> None:
        """Ask for work as a request of now would: under the epoch that the grant has."""
        seat = self.people[who].seats.get(at)
        if seat is None:
            return

        async def ask() -> None:
            rows = await self.ground.labs[at].read(
                "select epoch from vendor_grant where tenant_id = $1 and vendor_id = $2", seat.organization_id
            )
            self.people[who].seats[at] = renewed = replace(seat, epoch=rows[0]["epoch"])
            found = await self.ground.labs[at].next(renewed)
            if isinstance(found, Work):
                self.people[who].hands[at] = found

        self.do(ask())

    @precondition(lambda self: any(each.hands for each in self.people))
    @rule(who=person, at=lab)
    def submit(self, who: int, at: int) -> None:
        work = self.people[who].hands.pop(at, None)
        if work is not None:
            self.tried(self.ground.labs[at].submit(self.people[who].seats[at], work))

    @rule(days=st.sampled_from([0.01, 2, 31, 400, 800]))
    def clock(self, days: float) -> None:
        self.ground.tick(timedelta(days=days).total_seconds())

    @rule()
    def tidy(self) -> None:
        """The workers' turn."""
        for here in self.ground.labs:
            self.do(here.hear())

    @invariant()
    def holds(self) -> None:
        if hasattr(self, "ground"):
            self.ground.tick()
            assert self.do(self.ground.broken()) == {}


def test_the_walls_hold_whatever_is_done(postgres: TestPostgres) -> None:
    Machine = type("Machine", (Walls,), {"postgres": postgres})
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=EXAMPLES or 6, stateful_step_count=30, derandomize=not EXAMPLES, deadline=None, database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip

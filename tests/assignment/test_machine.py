"""Anything that people can do, in any order: overlap stays exact, counters equal a recount, nothing is stranded."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import tempfile
from collections.abc import Awaitable
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

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
from tests.conftest import open_database, scratch
from tests.workplace import make_workplace

from armslength.annotation.errors import AlreadySubmitted, NotYours
from armslength.assignment.errors import ItemWithdrawn, LeaseLost, NoRoom
from armslength.assignment.schemas import Work
from armslength.identity.model import Actor
from armslength.review.schemas import ReviewWork

T = TypeVar("T")
PEOPLE = 3
REFUSALS = (ItemWithdrawn, LeaseLost, NoRoom, AlreadySubmitted, NotYours)
person = st.integers(0, PEOPLE - 1)


class AtWork(RuleBasedStateMachine):
    """Three annotators and a reviewer at one project of two batches."""

    url: str

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = Path(tempfile.mkdtemp(prefix="armslength-machine-", dir=scratch()))
        self.seen: list[tuple[Actor, UUID]] = []

    def do(self, verb: Awaitable[T]) -> T:
        async def run() -> T:
            return await verb

        return self.runner.run(run())

    @initialize(share=st.sampled_from([0, 0.5, 1]), overlap=st.integers(1, 3))
    def open_shop(self, share: float, overlap: int) -> None:
        async def make() -> None:
            self.db = await open_database(self.url, size=2)
            self.here = await make_workplace(self.db, self.folder)
            await self.here.project(review_share=share, overlap=overlap)
            self.people = [await self.here.annotator(f"P{n}") for n in range(PEOPLE)]
            self.rita = await self.here.annotator("Rita", role="reviewer")
            self.items = await self.here.items(3, overlap=overlap, batch="a")
            self.items += await self.here.items(2, overlap=overlap, batch="b", priority=1)

        self.overlap = overlap
        self.do(make())

    @rule(who=person, keep=st.booleans())
    def ask(self, who: int, keep: bool) -> None:
        actor = self.people[who]
        have = [assignment for owner, assignment in self.seen if owner is actor] if keep else []
        found = self.do(self.here.next(actor, *have[-40:]))
        if isinstance(found, Work):
            self.seen.append((actor, found.assignment.id))

    @precondition(lambda self: self.seen)
    @rule(data=st.data(), verb=st.sampled_from(["submit", "submit", "return", "return", "skip", "release", "draft"]))
    def act(self, data: st.DataObject, verb: str) -> None:
        actor, assignment_id = data.draw(st.sampled_from(self.seen[-6:]))
        with contextlib.suppress(*REFUSALS):
            self.do(self.perform(verb, actor, assignment_id))
        self.do(self.here.hear())  # rework that nobody will do any more stands until that is told

    async def perform(self, verb: str, actor: Actor, assignment_id: UUID) -> Any:
        project_id, assignment = self.here.project_id, self.here.assignment
        match verb:
            case "submit":
                return await self.here.submit(actor, assignment_id)
            case "skip":
                return await assignment.skip(actor, project_id, assignment_id, "other", "")
            case "return":
                return await assignment.return_assignment(actor, project_id, assignment_id)
            case "draft":
                return await self.here.draft(actor, assignment_id)
            case _:
                return await assignment.release(self.rita, project_id, assignment_id)

    @rule(verdict=st.sampled_from(["accept", "fix", "reject"]), after=st.sampled_from(["rework", "someone_else"]))
    def look_at(self, verdict: str, after: str) -> None:
        found = self.do(self.here.review.next_review(self.rita, self.here.project_id, []))
        if isinstance(found, ReviewWork):
            values = {"fix": {"answers": found.answers}, "reject": {"comment": "Why?", "after_reject": after}}
            self.do(self.here.decide(self.rita, found, verdict, **values.get(verdict, {})))

    @rule()
    def time_passes(self) -> None:
        self.do(self.here.expire())
        self.do(self.here.review.expire(self.here.tenant_id))

    @rule(overlap=st.integers(1, 3))
    def want(self, overlap: int) -> None:
        self.do(self.here.project(overlap=overlap))
        self.do(self.here.event("projects.overlap_changed", project_id=self.here.project_id))

    @rule(data=st.data(), state=st.sampled_from(["cancelled", "active"]))
    def retire(self, data: st.DataObject, state: str) -> None:
        self.do(self.here.item_state(data.draw(st.sampled_from(self.items)), state))

    @rule(who=person)
    def leave(self, who: int) -> None:
        self.do(self.here.event("identity.membership_ended", person_id=self.people[who].person_id))

    @rule()
    def bring_more(self) -> None:
        self.items += self.do(self.here.items(1, overlap=self.overlap, batch="a"))

    @invariant()
    def holds(self) -> None:
        if hasattr(self, "here"):
            self.do(self.here.check())

    def teardown(self) -> None:
        if hasattr(self, "here"):
            self.do(self.finish())
            self.do(self.db.close())
        self.runner.close()
        shutil.rmtree(self.folder)

    async def finish(self) -> None:
        """Everybody works until there is nothing: then every open item has been before everybody."""
        await self.here.hear()
        for _ in range(200):
            worked = False
            for actor in self.people:
                found = await self.here.next(actor)
                if isinstance(found, Work):
                    await self.here.submit(actor, found.assignment.id)
                    worked = True
            if not worked:
                break
        assert not worked
        await self.here.check()
        left = await self.here.read(
            "select i.ord from item i cross join unnest($2::uuid[]) p (id) where i.tenant_id = $1 and i.open"
            " and not exists (select from assignment a where a.tenant_id = $1 and a.item_id = i.id"
            "   and a.person_id = p.id and a.state not in ('expired', 'returned'))",
            [actor.person_id for actor in self.people],
        )
        assert not left


def test_whatever_people_do_overlap_is_exact_and_nothing_is_stranded(postgres: Any, database_name: str) -> None:
    AtWork.url = postgres.app_url(database_name)
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        AtWork,
        settings=settings(
            max_examples=10, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )

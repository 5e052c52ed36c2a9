"""Thirty-two people at once, each on a connection of their own, against real PostgreSQL."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from tests.conftest import open_database
from tests.workplace import Workplace, make_workplace

from armslength.assignment.errors import LeaseLost, NoRoom
from armslength.assignment.schemas import NoWork, Work
from armslength.identity.model import Actor
from armslength.review.errors import ReviewLost
from armslength.review.schemas import ReviewWork

CROWD = 32


@pytest.fixture
async def here(postgres: Any, database_name: str, tmp_path: Path) -> AsyncIterator[Workplace]:
    database = await open_database(postgres.app_url(database_name), size=CROWD)
    yield await make_workplace(database, tmp_path)
    await database.close()


async def test_a_crowd_completes_every_item_and_overlap_is_exact(here: Workplace) -> None:
    ids = await here.items(60, overlap=3, batch="a")
    ids += await here.items(20, overlap=3, batch="b", priority=3)
    people = await asyncio.gather(*(here.annotator(f"P{n}") for n in range(CROWD)))
    visits: Counter[tuple[Any, Any]] = Counter()

    async def work(who: Actor, have: list[UUID] | None) -> None:
        """`have`: what is next comes with the receipt."""
        found = await here.next(who)
        while isinstance(found, Work) or found.status == "wait":
            brought: Work | NoWork | None = None
            if isinstance(found, Work):
                visits[who.person_id, found.assignment.item_id] += 1
                receipt = await here.submit(who, found, have=have)
                brought = receipt.next or receipt.idle
            found = brought or await here.next(who)

    await asyncio.gather(*(work(who, [] if n % 2 else None) for n, who in enumerate(people)))
    await here.check()
    assert max(visits.values()) == 1
    answers = await here.read("select answers, taken, settled, open from item where tenant_id = $1")
    assert [tuple(row.values()) for row in answers] == [(3, 3, 3, False)] * len(ids)
    assert sum(visits.values()) == 3 * len(ids)


async def test_a_crowd_that_skips_returns_is_late_and_is_rejected_strands_nothing(here: Workplace) -> None:
    """No deadlock, no error that is not meant, and in the end everybody has been asked about everything open."""
    await here.project(review_share=0.5, lease_seconds=30)
    await here.items(30, overlap=2, batch="a")
    people = await asyncio.gather(*(here.annotator(f"P{n}") for n in range(20)))
    reviewers = await asyncio.gather(*(here.annotator(f"R{n}", role="reviewer") for n in range(4)))
    rounds = 40

    async def work(who: Actor, rng: random.Random) -> None:
        for _ in range(rounds):
            found = await here.next(who)
            if not isinstance(found, Work):
                continue
            verb = rng.choices(["submit", "skip", "return", "leave", "twice"], [6, 1, 1, 1, 1])[0]
            with contextlib.suppress(LeaseLost, NoRoom):
                await act(who, found, verb, rng.choice([None, []]))

    async def act(who: Actor, found: Work, verb: str, have: list[UUID] | None) -> None:
        assignment_id = found.assignment.id
        match verb:
            case "submit":
                await here.submit(who, found, have=have)
            case "skip":
                await here.assignment.skip(who, here.project_id, assignment_id, "other", "")
            case "return":
                await here.assignment.return_assignment(who, here.project_id, assignment_id)
            case "twice":
                key = assignment_id
                first, second = await asyncio.gather(*(here.submit(who, found, key=key) for _ in range(2)))
                assert first == second

    async def look(who: Actor, rng: random.Random) -> None:
        for _ in range(rounds):
            found = await here.review.next_review(who, here.project_id, [])
            if isinstance(found, ReviewWork):
                verdict = rng.choice(["accept", "fix", "reject"])
                after = rng.choice(["rework", "someone_else"])
                values = {"fix": {"answers": found.answers}, "reject": {"comment": "No.", "after_reject": after}}
                with contextlib.suppress(ReviewLost):
                    await here.decide(who, found, verdict, **values.get(verdict, {}))

    async def keep(rng: random.Random) -> None:
        for turn in range(rounds):
            here.place.clock.advance(10)
            await here.assignment.keeping.expire(here.tenant_id)
            await here.review.expire(here.tenant_id)
            if turn % 10 == 5:
                await here.project(overlap=rng.choice([1, 2, 3]))
                await here.event("projects.overlap_changed", project_id=here.project_id)

    await asyncio.gather(
        *(work(who, random.Random(n)) for n, who in enumerate(people)),
        *(look(who, random.Random(n)) for n, who in enumerate(reviewers)),
        keep(random.Random(1)),
    )
    await here.hear()
    await here.check()

"""Asking costs the same however much one has answered: counted in database pages, not in time."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from tests.content import NOW
from tests.workplace import Workplace, make_workplace

from armslength.assignment.schemas import BatchSkills, GrantSkill, PutSkill, RequiredSkills
from armslength.assignment.schemas.routing import HolderShare, PutRouting
from armslength.identity.model import Actor
from armslength.kit.db import Database

MANY = 50_000


@pytest.fixture
async def here(db: Database, tmp_path: Path) -> Workplace:
    return await make_workplace(db, tmp_path)


async def pages(here: Workplace, who: Actor) -> int:
    """Database pages touched by one `next`; the place it takes is kept."""
    async with here.db.tenant(here.tenant_id) as tx:
        plan: list[dict[str, Any]] = await tx.value(
            "explain (analyze, buffers, format json) select * from assignment_next($1, $2, $3, $1, '{}', $4, 1000)",
            here.tenant_id, here.project_id, who.person_id, NOW + timedelta(seconds=1),
        )  # fmt: skip
    return int(plan[0]["Plan"]["Shared Hit Blocks"] + plan[0]["Plan"]["Shared Read Blocks"])


async def asks_for_skills(here: Workplace, *people: Actor) -> None:
    """The project asks for a skill, its batch for another one, and these have both."""
    desk, maya = here.assignment.skills, await here.annotator("Maya", role="manager")
    one, two = [(await desk.put(maya, None, PutSkill(name=name))).id for name in ("German", "Law")]
    for who in people:
        for skill in (one, two):
            await desk.grant(maya, skill, who.person_id, GrantSkill())
    (batch,) = here.batches.values()
    await desk.require(maya, here.project_id, RequiredSkills(skills=[one], batches=[BatchSkills(batch, [two])]))


async def test_fifty_thousand_answers_of_mine_are_walked_over_once_and_never_again(
    here: Workplace, postgres: Any, database_name: str
) -> None:
    await here.many_items(MANY + 100, overlap=5)
    ada, new = await here.annotator("Ada"), await here.annotator("Bob")
    await asks_for_skills(here, ada, new)
    await here.has_answered(ada, MANY)
    owner = await asyncpg.connect(postgres.owner_url(database_name))
    await owner.execute("vacuum analyze item, assignment")
    await owner.close()
    fresh = [await pages(here, new) for _ in range(3)][-1]
    walk = await pages(here, ada)
    after = [await pages(here, ada) for _ in range(3)][-1]
    assert walk > MANY
    assert after < 300 and after < 2 * fresh
    (cursor,) = await here.read(
        "select after_ord from queue_cursor where tenant_id = $1 and person_id = $2", ada.person_id
    )
    assert cursor["after_ord"] >= MANY


async def test_what_is_for_other_firms_is_never_walked_over(here: Workplace, postgres: Any, database_name: str) -> None:
    """Fifty thousand open items of another firm stand before the first of one's own."""
    await here.many_items(MANY + 100, overlap=2)
    maya, ada = await here.annotator("Manu", role="manager"), await here.annotator("Ada")
    shares = [HolderShare(here.tenant_id, 5000), HolderShare(here.place.vendor_id, 5000)]
    await here.assignment.routing.set(maya, here.project_id, PutRouting(0, shares))
    async with here.db.tenant(here.tenant_id) as tx:
        await tx.run(
            "update item set lane = case when ord <= $2 then 3 else 2 end where tenant_id = $1", here.tenant_id, MANY
        )
        await tx.run("update route set served = true where tenant_id = $1", here.tenant_id)
    owner = await asyncpg.connect(postgres.owner_url(database_name))
    await owner.execute("vacuum analyze item, assignment")
    await owner.close()
    first = await pages(here, ada)
    after = [await pages(here, ada) for _ in range(3)][-1]
    assert first < MANY / 10 and after < 300

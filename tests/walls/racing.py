"""Many clients admitting the same people to two customers in conflict at once: who gets in at both?"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import asyncpg
from tests.content import NOW, Place

from armslength.kit.ids import new_id

CLIENTS, PEOPLE = 12, 200

NO_LOCK = (
    "create or replace function armslength_wall_lock(of_person uuid) returns bigint"
    " language sql as 'select (random() * 1e15)::bigint'"
)
"""Everybody takes a lock of their own: it keeps nobody waiting."""
NO_CLAIM = (
    "create or replace function armslength_claim(of_tenant uuid, of_person uuid, ends timestamptz, at timestamptz)"
    " returns boolean language sql as 'select true'"
)


@dataclass
class Race:
    """People with a seat at both customers; `url` is the app's, `took` the seconds of every request until now, from
    the begin to the commit of its transaction."""

    url: str
    labs: tuple[Place, Place]
    firm: UUID
    people: list[UUID]
    took: list[float] = field(default_factory=list)

    async def run(self, clients: int) -> set[UUID]:
        """Every client asks for every person, first at the one customer, then at the other, half of them the other way
        round; returns who is known to have seen both."""
        await asyncio.gather(*(self._client(number) for number in range(clients)))
        return await self.breaches()

    async def _client(self, number: int) -> None:
        connection = await asyncpg.connect(self.url)
        try:
            for turn, person in enumerate(self.people):
                place, began = self.labs[(number + turn) % 2], time.perf_counter()
                async with connection.transaction():
                    await connection.execute(f"set local app.tenant = '{place.tenant_id}'")
                    await connection.fetchval(
                        "select armslength_kept_out($1, $2, $3, $4, '{content,brief}', $5)",
                        place.tenant_id, place.project_id, person, self.firm, NOW,
                    )  # fmt: skip
                self.took.append(time.perf_counter() - began)
        finally:
            await connection.close()

    async def breaches(self) -> set[UUID]:
        """Those of the race with a history at both."""
        async with self.labs[0].db.wall() as tx:
            rows = await tx.rows(
                "select person_id from person_history where customer_id = any($1::uuid[])"
                " and person_id = any($2::uuid[]) group by 1 having count(distinct customer_id) > 1",
                [place.tenant_id for place in self.labs],
                self.people,
            )
        return {row["person_id"] for row in rows}


async def make_race(url: str, owner: Any, labs: tuple[Place, Place], firm: UUID, people: int) -> Race:
    """People of the firm with a seat at both, all at once."""
    ids = [new_id() for _ in range(people)]
    await owner.execute(
        "insert into person (id, email, name, created_at)"
        " select u, u || '@example.org', 'P', $2 from unnest($1::uuid[]) u",
        ids, NOW,
    )  # fmt: skip
    await owner.execute("insert into affiliation select $2, u, $3 from unnest($1::uuid[]) u", ids, firm, NOW)
    for place in labs:
        await owner.execute(
            "insert into membership (tenant_id, person_id, organization_id, side, role, created_at)"
            " select $2, u, $3, 'vendor', 'annotator', $4 from unnest($1::uuid[]) u", ids, place.tenant_id, firm, NOW,
        )  # fmt: skip
    return Race(url, labs, firm, ids)

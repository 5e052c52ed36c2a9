"""How much there is still to learn about people: the table `gold_need`, one row a person and project."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import asyncpg

from armslength.kit.db import Tx

RECENT: Final = 20
"""Gold answers that count, the last ones: what somebody is now, not what they were."""


@dataclass(frozen=True, slots=True)
class Need:
    """What is known of a person, ready to be stored."""

    person_id: UUID
    gold: int
    low: float
    high: float
    need: float


async def hold(tx: Tx, project_id: UUID, people: Collection[UUID]) -> None:
    """Lock these people's rows until the transaction ends, made where there are none; in order of id."""
    await tx.run(
        "insert into gold_need (tenant_id, project_id, person_id) select $1, $2, p from unnest($3::uuid[]) p"
        " where exists (select from membership m where m.tenant_id = $1 and m.person_id = p) order by p"
        " on conflict (tenant_id, project_id, person_id) do update set need = gold_need.need",
        tx.tenant_id, project_id, list(people),
    )  # fmt: skip


async def known(tx: Tx, project_id: UUID, people: Collection[UUID]) -> list[asyncpg.Record]:
    """Of (held) people: person_id, n and total of the scores of their last hidden gold answers, fit_low, fit_high,
    watched."""
    return await tx.rows(
        """
        select k.person_id, k.fit_low, k.fit_high, k.watched, r.n, r.total from gold_need k
        cross join lateral (
            select count(*)::int as n, coalesce(sum(last.score), 0) as total from (
                select g.score from gold_result g
                join annotation a on a.tenant_id = $1 and a.id = g.annotation_id
                where g.tenant_id = $1 and g.project_id = $2 and g.person_id = k.person_id and g.use = 'hidden'
                order by a.submitted_at desc, g.assignment_id limit $4) last
        ) r
        where k.tenant_id = $1 and k.project_id = $2 and k.person_id = any($3::uuid[])""",
        tx.tenant_id, project_id, list(people), RECENT,
    )  # fmt: skip


async def save(tx: Tx, project_id: UUID, found: Sequence[Need]) -> None:
    """Keep what is known of (held) people."""
    await tx.run(
        "update gold_need k set gold = f.gold, low = f.low, high = f.high, need = f.need"
        " from unnest($3::uuid[], $4::int[], $5::float8[], $6::float8[], $7::float8[]) f (who, gold, low, high, need)"
        " where k.tenant_id = $1 and k.project_id = $2 and k.person_id = f.who",
        tx.tenant_id, project_id, [each.person_id for each in found], [each.gold for each in found],
        [each.low for each in found], [each.high for each in found], [each.need for each in found],
    )  # fmt: skip


async def set_fit(tx: Tx, project_id: UUID, found: Mapping[UUID, tuple[float, float]]) -> None:
    """What a fit says of (held) people: the interval of how often they are right."""
    await tx.run(
        "update gold_need k set fit_low = f.low, fit_high = f.high"
        " from unnest($3::uuid[], $4::float8[], $5::float8[]) f (who, low, high)"
        " where k.tenant_id = $1 and k.project_id = $2 and k.person_id = f.who",
        tx.tenant_id, project_id, list(found), [low for low, _ in found.values()], [high for _, high in found.values()],
    )  # fmt: skip


async def watched(tx: Tx, project_id: UUID) -> set[UUID]:
    """Who is watched now."""
    rows = await tx.rows(
        "select person_id from gold_need where tenant_id = $1 and project_id = $2 and watched",
        tx.tenant_id, project_id,
    )  # fmt: skip
    return {row["person_id"] for row in rows}


async def set_watched(tx: Tx, project_id: UUID, people: Collection[UUID], wanted: Collection[UUID]) -> None:
    """Of these (held) people, those `wanted` are watched, the others not."""
    await tx.run(
        "update gold_need set watched = person_id = any($4::uuid[])"
        " where tenant_id = $1 and project_id = $2 and person_id = any($3::uuid[])",
        tx.tenant_id, project_id, list(people), list(wanted),
    )  # fmt: skip


async def with_gold(tx: Tx, project_id: UUID) -> list[UUID]:
    """Everybody who has answered hidden gold here."""
    rows = await tx.rows(
        "select distinct person_id from gold_result where tenant_id = $1 and project_id = $2 and use = 'hidden'",
        tx.tenant_id, project_id,
    )  # fmt: skip
    return [row["person_id"] for row in rows]

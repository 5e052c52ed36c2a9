"""Skills: which there are, who holds them, what asks for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from armslength.kit.db import Tx

_SKILL = """
    select s.id, s.name, s.description, s.course_id, p.name as course_name, s.valid_days,
           (select count(distinct h.person_id) from person_skill h where h.tenant_id = $1 and h.skill_id = s.id
                and (h.expires_at is null or h.expires_at > $2)) as holders
    from skill s left join project p on p.tenant_id = s.tenant_id and p.id = s.course_id where s.tenant_id = $1
"""


async def all_of(tx: Tx, now: datetime) -> list[asyncpg.Record]:
    """Every skill, by name."""
    return await tx.rows(f"{_SKILL} order by lower(s.name)", tx.tenant_id, now)


async def one(tx: Tx, skill_id: UUID, now: datetime) -> asyncpg.Record | None:
    """One skill."""
    return await tx.row(f"{_SKILL} and s.id = $3", tx.tenant_id, now, skill_id)


async def named(tx: Tx, name: str, but: UUID | None) -> bool:
    """Whether another skill has this name, in whatever case."""
    found: bool = await tx.value(
        "select exists (select from skill where tenant_id = $1 and lower(name) = lower($2) and id is distinct from $3)",
        tx.tenant_id, name, but,
    )  # fmt: skip
    return found


async def put(
    tx: Tx, skill_id: UUID, name: str, description: str, course_id: UUID | None, valid_days: int | None, now: datetime
) -> None:
    """Make or change a skill."""
    await tx.run(
        "insert into skill (tenant_id, id, name, description, course_id, valid_days, created_at)"
        " values ($1, $2, $3, $4, $5, $6, $7) on conflict (tenant_id, id) do update set name = excluded.name,"
        " description = excluded.description, course_id = excluded.course_id, valid_days = excluded.valid_days",
        tx.tenant_id, skill_id, name, description, course_id, valid_days, now,
    )  # fmt: skip


async def in_use(tx: Tx, skill_id: UUID) -> bool:
    """Whether anything asks for it."""
    found: bool = await tx.value(
        "select exists (select from project_skill where tenant_id = $1 and skill_id = $2)"
        " or exists (select from batch_skill where tenant_id = $1 and skill_id = $2)",
        tx.tenant_id, skill_id,
    )  # fmt: skip
    return found


async def delete(tx: Tx, skill_id: UUID) -> None:
    """Gone, for everybody who held it."""
    for table, key in (("person_skill", "skill_id"), ("skill", "id")):
        await tx.run(f"delete from {table} where tenant_id = $1 and {key} = $2", tx.tenant_id, skill_id)


async def holders(tx: Tx, skill_id: UUID, now: datetime) -> list[asyncpg.Record]:
    """Who has or had it."""
    return await tx.rows(
        "select person_id, source, since, expires_at, granted_by, expires_at is null or expires_at > $3 as held"
        " from person_skill where tenant_id = $1 and skill_id = $2 order by since, person_id, source",
        tx.tenant_id, skill_id, now,
    )  # fmt: skip


async def give(
    tx: Tx, person_id: UUID, skill_id: UUID, now: datetime, expires_at: datetime | None, by: UUID | None
) -> None:
    """Somebody has it from now on: granted by a person, or (by None) earned."""
    await tx.run(
        "insert into person_skill values ($1, $2, $3, $4, $5, $6, $7)"
        " on conflict (tenant_id, person_id, skill_id, source) do update set since = excluded.since,"
        " expires_at = excluded.expires_at, granted_by = excluded.granted_by",
        tx.tenant_id, person_id, skill_id, "granted" if by else "earned", now, expires_at, by,
    )  # fmt: skip


async def take(tx: Tx, person_id: UUID, skill_id: UUID, *, earned_only: bool = False) -> bool:
    """Take it away; False when there was nothing to take."""
    tag = await tx.run(
        "delete from person_skill where tenant_id = $1 and person_id = $2 and skill_id = $3"
        " and (source = 'earned' or not $4)",
        tx.tenant_id, person_id, skill_id, earned_only,
    )  # fmt: skip
    return tag != "DELETE 0"


async def of_person(tx: Tx, person_id: UUID, now: datetime) -> list[asyncpg.Record]:
    """What somebody has or had."""
    return await tx.rows(
        "select s.name, h.source, h.since, h.expires_at, h.expires_at is null or h.expires_at > $3 as held"
        " from person_skill h join skill s on s.tenant_id = h.tenant_id and s.id = h.skill_id"
        " where h.tenant_id = $1 and h.person_id = $2 order by lower(s.name), h.source",
        tx.tenant_id, person_id, now,
    )  # fmt: skip


async def earned_in(tx: Tx, project_id: UUID) -> list[asyncpg.Record]:
    """What the project's course earns: id, valid_days."""
    return await tx.rows(
        "select id, valid_days from skill where tenant_id = $1 and course_id = $2", tx.tenant_id, project_id
    )


async def required(tx: Tx, project_id: UUID) -> tuple[list[UUID], dict[UUID, list[UUID]]]:
    """What the project asks for, and what its batches ask for besides."""
    whole = await tx.rows(
        "select skill_id from project_skill where tenant_id = $1 and project_id = $2 order by skill_id",
        tx.tenant_id, project_id,
    )  # fmt: skip
    parts = await tx.rows(
        "select batch_id, array_agg(skill_id order by skill_id) as skills from batch_skill"
        " where tenant_id = $1 and project_id = $2 group by batch_id order by batch_id",
        tx.tenant_id, project_id,
    )  # fmt: skip
    return [row["skill_id"] for row in whole], {row["batch_id"]: row["skills"] for row in parts}


async def require(tx: Tx, project_id: UUID, skills: Sequence[UUID], batches: Mapping[UUID, Sequence[UUID]]) -> None:
    """These and no others."""
    for table in ("project_skill", "batch_skill"):
        await tx.run(f"delete from {table} where tenant_id = $1 and project_id = $2", tx.tenant_id, project_id)
    await tx.run(
        "insert into project_skill select $1, $2, u from unnest($3::uuid[]) u", tx.tenant_id, project_id, list(skills)
    )
    pairs = [(batch, skill) for batch, asked in batches.items() for skill in asked]
    await tx.run(
        "insert into batch_skill select $1, $2, u.* from unnest($3::uuid[], $4::uuid[]) u",
        tx.tenant_id, project_id, [batch for batch, _ in pairs], [skill for _, skill in pairs],
    )  # fmt: skip

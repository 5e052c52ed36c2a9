"""Seats in tenants: who has one, who had one."""

from datetime import datetime
from uuid import UUID

import asyncpg

from armslength.kit.db import Tx

_MEMBER = """
    select p.id as person_id, p.name, lower(p.name) as sort, p.email, m.side, m.role, m.created_at as since,
           o.id as organization_id, o.name as organization_name, o.kind as organization_kind,
           case when m.side = 'customer' and m.role in ('owner', 'manager')
                then (select count(*) from project j where j.tenant_id = m.tenant_id)
                else (select count(*) from project_member w
                      where w.tenant_id = m.tenant_id and w.person_id = m.person_id)
           end as projects
    from membership m join person p on p.id = m.person_id join organization o on o.id = m.organization_id
    where m.tenant_id = $1 and m.ended_at is null
"""


async def members(
    tx: Tx, organization_id: UUID | None, after: tuple[object, ...] | None, limit: int
) -> list[asyncpg.Record]:
    """Live seats after the key `after` = (name in lower case, person id), by name; of one organization if given."""
    name, person_id = after or (None, None)
    return await tx.rows(
        f"{_MEMBER} and ($2::uuid is null or m.organization_id = $2)"
        " and ($3::text is null or (lower(p.name), p.id) > ($3, $4::uuid)) order by lower(p.name), p.id limit $5",
        tx.tenant_id, organization_id, name, person_id, limit,
    )  # fmt: skip


async def member(tx: Tx, person_id: UUID) -> asyncpg.Record | None:
    """One live seat."""
    return await tx.row(f"{_MEMBER} and m.person_id = $2", tx.tenant_id, person_id)


async def hold_owners(tx: Tx, tenant_id: UUID) -> set[UUID]:
    """The tenant's owners, their seats locked: whoever else removes an owner waits, then sees what is left."""
    rows = await tx.rows(
        "select person_id from membership where tenant_id = $1 and side = 'customer' and role = 'owner'"
        " and ended_at is null order by person_id for update",
        tenant_id,
    )
    return {row["person_id"] for row in rows}


async def hold(tx: Tx, tenant_id: UUID, person_id: UUID) -> asyncpg.Record | None:
    """A live seat, locked: organization_id, side, role."""
    return await tx.row(
        "select organization_id, side, role from membership"
        " where tenant_id = $1 and person_id = $2 and ended_at is null for update",
        tenant_id, person_id,
    )  # fmt: skip


async def set_role(tx: Tx, person_id: UUID, role: str) -> None:
    """Another role in the tenant."""
    await tx.run(
        "update membership set role = $3 where tenant_id = $1 and person_id = $2", tx.tenant_id, person_id, role
    )


async def end(tx: Tx, tenant_id: UUID, person_id: UUID, now: datetime) -> None:
    """End a seat and, when the firm gave the person no other, the affiliation. At the door."""
    await tx.run(
        "update membership set ended_at = $3 where tenant_id = $1 and person_id = $2", tenant_id, person_id, now
    )
    await tx.run(
        "update affiliation a set until = $3 from membership m"
        " where m.tenant_id = $1 and m.person_id = $2"
        " and a.organization_id = m.organization_id and a.person_id = m.person_id"
        " and not exists (select from membership o where o.person_id = m.person_id"
        " and o.organization_id = m.organization_id and o.ended_at is null)",
        tenant_id, person_id, now,
    )  # fmt: skip
    await tx.run("select armslength_firms_changed($1)", person_id)


async def leave_projects(tx: Tx, person_id: UUID) -> None:
    """Take the person's project roles away, so that a later seat does not bring them back."""
    await tx.run("delete from project_member where tenant_id = $1 and person_id = $2", tx.tenant_id, person_id)


async def join_projects(tx: Tx, person_id: UUID, projects: list[tuple[UUID, str]], now: datetime) -> None:
    """Give the person roles in projects."""
    await tx.many(
        "insert into project_member (tenant_id, project_id, person_id, role, since) values ($1, $2, $3, $4, $5)"
        " on conflict (tenant_id, project_id, person_id) do update set role = excluded.role",
        [(tx.tenant_id, project_id, person_id, role, now) for project_id, role in projects],
    )


async def begin(
    tx: Tx, tenant_id: UUID, person_id: UUID, organization_id: UUID, side: str, role: str, now: datetime
) -> bool:
    """A seat for a person, and the affiliation behind it; False when there is a live one. At the door."""
    await tx.run(
        "insert into affiliation (organization_id, person_id, since) values ($1, $2, $3)"
        " on conflict (organization_id, person_id) do update set until = null",
        organization_id, person_id, now,
    )  # fmt: skip
    tag = await tx.run(
        "insert into membership (tenant_id, person_id, organization_id, side, role, created_at)"
        " values ($1, $2, $3, $4, $5, $6) on conflict (tenant_id, person_id) do update set"
        " organization_id = excluded.organization_id, side = excluded.side, role = excluded.role,"
        " created_at = excluded.created_at, ended_at = null where membership.ended_at is not null",
        tenant_id, person_id, organization_id, side, role, now,
    )  # fmt: skip
    await tx.run("select armslength_firms_changed($1)", person_id)
    return tag == "INSERT 0 1"


async def tenants_of(tx: Tx, person_id: UUID) -> list[UUID]:
    """Every tenant in which the person holds or held a seat. At the door."""
    rows = await tx.rows("select tenant_id from membership where person_id = $1 order by tenant_id", person_id)
    return [row["tenant_id"] for row in rows]


async def of_person(tx: Tx, person_id: UUID) -> list[asyncpg.Record]:
    """The person's live seats, oldest first. At the door."""
    return await tx.rows(
        "select m.tenant_id, t.name as tenant_name, m.organization_id, o.name as organization_name,"
        " o.kind as organization_kind, m.side, m.role, p.name, p.email, v.code"
        " from membership m join organization t on t.id = m.tenant_id join organization o on o.id = m.organization_id"
        " join person p on p.id = m.person_id"
        " left join vendor v on v.tenant_id = m.tenant_id and v.organization_id = m.vendor_id"
        " where m.person_id = $1 and m.ended_at is null and p.disabled_at is null order by m.created_at, m.tenant_id",
        person_id,
    )

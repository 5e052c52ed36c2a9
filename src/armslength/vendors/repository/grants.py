"""Grants: who is let into which project, and the cuts."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from armslength.identity.model import Tier
from armslength.kit.db import Tx

_GRANT = """
    select o.id, o.name, g.state, g.reason, g.epoch, g.since, g.clear_until, g.tier,
           (select count(*) from project_member w join membership m
                on m.tenant_id = w.tenant_id and m.person_id = w.person_id and m.ended_at is null
            where w.tenant_id = g.tenant_id and w.project_id = g.project_id and m.organization_id = o.id) as people
    from vendor_grant g join organization o on o.id = g.vendor_id
    where g.tenant_id = $1 and g.project_id = $2
"""
# An active grant that changes served until now; the epoch grows when it is cut.
_CHANGE = """
    set state = $4, reason = $5, clear_until = $6, since = $7,
        epoch = g.epoch + (($4 in ('frozen', 'severed') and g.state <> $4)::int),
        served_until = case when g.state = 'active' and $4 <> 'active' then $7 else g.served_until end
"""


async def of_project(tx: Tx, project_id: UUID) -> list[asyncpg.Record]:
    """The grants of a project, by vendor's name."""
    return await tx.rows(f"{_GRANT} order by lower(o.name), o.id", tx.tenant_id, project_id)


async def of_vendor(tx: Tx, vendor_id: UUID) -> list[asyncpg.Record]:
    """The grants of a vendor, by project's name."""
    return await tx.rows(
        "select p.id, p.name, g.state, g.reason, g.epoch, g.since, g.clear_until, g.tier,"
        " (select count(*) from project_member w join membership m"
        "    on m.tenant_id = w.tenant_id and m.person_id = w.person_id and m.ended_at is null"
        "  where w.tenant_id = g.tenant_id and w.project_id = g.project_id and m.organization_id = $2) as people"
        " from vendor_grant g join project p on p.tenant_id = g.tenant_id and p.id = g.project_id"
        " where g.tenant_id = $1 and g.vendor_id = $2 order by lower(p.name), p.id",
        tx.tenant_id, vendor_id,
    )  # fmt: skip


async def one(tx: Tx, project_id: UUID, vendor_id: UUID) -> asyncpg.Record | None:
    """One grant."""
    return await tx.row(f"{_GRANT} and g.vendor_id = $3", tx.tenant_id, project_id, vendor_id)


async def state(tx: Tx, project_id: UUID, vendor_id: UUID) -> str | None:
    """The state of a grant, not locked; None when there is none."""
    found: str | None = await tx.value(
        "select state from vendor_grant where tenant_id = $1 and project_id = $2 and vendor_id = $3",
        tx.tenant_id, project_id, vendor_id,
    )  # fmt: skip
    return found


async def hold_state(tx: Tx, project_id: UUID, vendor_id: UUID) -> str | None:
    """The state of a grant, its row locked; None when there is none."""
    state: str | None = await tx.value(
        "select state from vendor_grant where tenant_id = $1 and project_id = $2 and vendor_id = $3 for update",
        tx.tenant_id, project_id, vendor_id,
    )  # fmt: skip
    return state


async def lock(tx: Tx, project_id: UUID, vendor_id: UUID) -> None:
    """Wait for what is under way in the vendor's name, outside projects and under this grant; nothing begins before the
    transaction ends. In this order, and before any row: see the order of locks in the README."""
    await tx.run("select pg_advisory_xact_lock(armslength_vendor_lock($1, $2))", tx.tenant_id, vendor_id)
    await tx.run("select pg_advisory_xact_lock(armslength_grant_lock($1, $2, $3))", tx.tenant_id, project_id, vendor_id)


async def lock_all(tx: Tx, project_id: UUID) -> list[UUID]:
    """The same for every vendor with a grant on the project. The hub's lock goes first: it alone makes it safe to hold
    one vendor's while waiting for another's."""
    await tx.run("select pg_advisory_xact_lock(hashtextextended('armslength ownership', 0))")
    rows = await tx.rows(
        "select vendor_id from vendor_grant where tenant_id = $1 and project_id = $2 order by vendor_id",
        tx.tenant_id, project_id,
    )  # fmt: skip
    for row in rows:
        await lock(tx, project_id, row["vendor_id"])
    return [row["vendor_id"] for row in rows]


async def insert(
    tx: Tx, project_id: UUID, vendor_id: UUID, state: str, clear_until: datetime | None, now: datetime
) -> None:
    """A new grant."""
    await tx.run(
        "insert into vendor_grant (tenant_id, project_id, vendor_id, state, clear_until, since)"
        " values ($1, $2, $3, $4, $5, $6)",
        tx.tenant_id, project_id, vendor_id, state, clear_until, now,
    )  # fmt: skip


async def change(
    tx: Tx, project_id: UUID, vendor_id: UUID, state: str, reason: str | None, clear_until: datetime | None,
    now: datetime,
) -> int:  # fmt: skip
    """Another state, and what follows (_CHANGE); returns the epoch."""
    epoch: int = await tx.value(
        f"update vendor_grant g {_CHANGE} where g.tenant_id = $1 and g.project_id = $2 and g.vendor_id = $3"
        " returning g.epoch",
        tx.tenant_id, project_id, vendor_id, state, reason, clear_until, now,
    )  # fmt: skip
    return epoch


async def tier(tx: Tx, project_id: UUID, vendor_id: UUID) -> Tier:
    """In which form the vendor's people are shown items."""
    found: Tier = await tx.value(
        "select tier from vendor_grant where tenant_id = $1 and project_id = $2 and vendor_id = $3",
        tx.tenant_id, project_id, vendor_id,
    )  # fmt: skip
    return found


async def set_tier(tx: Tx, project_id: UUID, vendor_id: UUID, tier: Tier) -> None:
    """Another form, under the grant's lock; whoever gives items a form meanwhile is waited for, and waits."""
    await tx.run("select pg_advisory_xact_lock(armslength_tier_lock($1, $2))", tx.tenant_id, project_id)
    await tx.run(
        "update vendor_grant set tier = $4 where tenant_id = $1 and project_id = $2 and vendor_id = $3",
        tx.tenant_id, project_id, vendor_id, tier,
    )  # fmt: skip


async def people(tx: Tx, projects: Sequence[UUID]) -> dict[UUID, dict[UUID, int]]:
    """How many people of each firm have a role in each project."""
    rows = await tx.rows(
        "select w.project_id, m.organization_id, count(*) as people from project_member w join membership m"
        " on m.tenant_id = w.tenant_id and m.person_id = w.person_id and m.ended_at is null"
        " where w.tenant_id = $1 and w.project_id = any($2::uuid[]) group by 1, 2",
        tx.tenant_id, list(projects),
    )  # fmt: skip
    found: dict[UUID, dict[UUID, int]] = {project_id: {} for project_id in projects}
    for row in rows:
        found[row["project_id"]][row["organization_id"]] = row["people"]
    return found


async def project_names(tx: Tx, projects: Sequence[UUID]) -> dict[UUID, str]:
    """What projects are called."""
    rows = await tx.rows(
        "select id, name from project where tenant_id = $1 and id = any($2::uuid[])", tx.tenant_id, list(projects)
    )
    return {row["id"]: row["name"] for row in rows}

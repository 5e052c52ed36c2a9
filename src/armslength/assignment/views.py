"""What later rooms may read of assignments, inside their own tenant's transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import asyncpg

from armslength.assignment import rules
from armslength.assignment.model import Assignment
from armslength.identity.model import Tier
from armslength.kit.db import Tx

FOR_EVERY_FIRM: Final = (0, rules.CALIBRATION)
"""Lanes of items that several firms may be asked about: where there is no plan, and a plan's calibration."""


async def one(tx: Tx, project_id: UUID, assignment_id: UUID) -> Assignment | None:
    """One assignment, whoever's."""
    row = await tx.row(
        "select id, project_id, batch_id, item_id, person_id, organization_id, state, attempt, leased_at, lease_until,"
        " display, schema_version, guideline_version, reason, why, epoch, harms from assignment"
        " where tenant_id = $1 and id = $3 and project_id is not distinct from $2",
        tx.tenant_id, project_id, assignment_id,
    )  # fmt: skip
    return Assignment(**dict(row)) if row else None


async def assignments_of_item(tx: Tx, project_id: UUID, item_id: UUID) -> list[asyncpg.Record]:
    """Everybody who was asked: id, person_id, organization_id, state, attempt, leased_at, ended_at, reason."""
    return await tx.rows(
        "select id, person_id, organization_id, state, attempt, leased_at, ended_at, reason from assignment"
        " where tenant_id = $1 and project_id = $2 and item_id = $3 order by leased_at, id",
        tx.tenant_id, project_id, item_id,
    )  # fmt: skip


async def overdue_leases(tx: Tx, before: datetime) -> int:
    """Leases that ran out before then and were not taken back."""
    return int(
        await tx.value(
            "select count(*) from assignment where tenant_id = $1 and state = 'leased' and lease_until < $2",
            tx.tenant_id, before,
        )
    )  # fmt: skip


async def flags_of_item(tx: Tx, project_id: UUID, item_id: UUID) -> list[asyncpg.Record]:
    """An item's flags: id, person_id, reason, created_at, resolved_at, resolved_by."""
    return await tx.rows(
        "select id, person_id, reason, created_at, resolved_at, resolved_by from flag"
        " where tenant_id = $1 and project_id = $2 and item_id = $3 order by created_at, id",
        tx.tenant_id, project_id, item_id,
    )  # fmt: skip


async def displays(tx: Tx, assignment_ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """The stored display of assignments: {"seed", "place", "orders"}."""
    rows = await tx.rows(
        "select id, display from assignment where tenant_id = $1 and id = any($2::uuid[])",
        tx.tenant_id, list(assignment_ids),
    )  # fmt: skip
    return {row["id"]: row["display"] for row in rows}


async def states(tx: Tx, assignment_ids: Sequence[UUID]) -> dict[UUID, asyncpg.Record]:
    """State, item_id, attempt and reason of assignments."""
    rows = await tx.rows(
        "select id, state, item_id, attempt, reason from assignment where tenant_id = $1 and id = any($2::uuid[])",
        tx.tenant_id, list(assignment_ids),
    )  # fmt: skip
    return {row["id"]: row for row in rows}


async def shown_as(
    tx: Tx, project_id: UUID, item_id: UUID, assignment_id: UUID, person_id: UUID, organization_id: UUID
) -> Tier:
    """In which form a person saw an item under an assignment; without one of theirs, what their firm is shown."""
    (tier,) = await each_shown_as(tx, project_id, organization_id, [(item_id, assignment_id, person_id)])
    return tier


async def each_shown_as(
    tx: Tx, project_id: UUID, organization_id: UUID, of: Sequence[tuple[UUID, UUID, UUID]]
) -> list[Tier]:
    """The same of several (item, assignment, person) of one firm."""
    if not of or organization_id == tx.tenant_id:
        return ["original"] * len(of)
    rows = await tx.rows(
        "select armslength_shown_as($1, $2, u.item, u.lease, u.person, $3) as tier"
        " from unnest($4::uuid[], $5::uuid[], $6::uuid[]) with ordinality as u (item, lease, person, n) order by u.n",
        tx.tenant_id, project_id, organization_id, *([each[n] for each in of] for n in range(3)),
    )  # fmt: skip
    return [row["tier"] for row in rows]


async def skills_held(tx: Tx, person_ids: Sequence[UUID], now: datetime) -> list[asyncpg.Record]:
    """(skill_id, name, people): which of these people have which skill now, by name; skills that none has are left
    out."""
    return await tx.rows(
        "select s.id as skill_id, s.name, array_agg(distinct h.person_id) as people from person_skill h"
        " join skill s on s.tenant_id = h.tenant_id and s.id = h.skill_id where h.tenant_id = $1"
        " and h.person_id = any($2::uuid[]) and (h.expires_at is null or h.expires_at > $3)"
        " group by s.id, s.name order by lower(s.name), s.id",
        tx.tenant_id, list(person_ids), now,
    )  # fmt: skip

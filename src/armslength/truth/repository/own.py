"""What one firm may read of one of its own people: all that they did for it, gold and canaries among the rest."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import asyncpg

from armslength.kit.db import Tx
from armslength.truth.repository import records
from armslength.truth.repository.records import By, Who

# Nothing here may tell gold, canaries or calibration from other items, nor depend on how much anybody else does:
# answers are counted as on statements, once each, and what fits found is read week by week, not fit by fit.


async def answers(tx: Tx, project_id: UUID, person_id: UUID, firm_id: UUID, by: By) -> list[asyncpg.Record]:
    """Answers given for this firm, and the time they took, as `records.answers_by` has them."""
    return await records.answers_by(tx, project_id, Who(person_id, firm_id), by, counted="a.supersedes is null")


async def judged(tx: Tx, project_id: UUID, person_id: UUID, firm_id: UUID, by: By) -> list[asyncpg.Record]:
    """What the customer's reviewers said of them at first, as `records.judged_by` has it."""
    return await records.judged_by(tx, project_id, Who(person_id, firm_id), by, counted="true")


async def skills(
    tx: Tx, project_id: UUID, person_id: UUID, mondays: Sequence[date], least: int
) -> list[asyncpg.Record]:
    """(question, monday, value, low, high) as the last fit of each of these weeks found it, by at least so many
    answers, by question, the oldest first."""
    return await tx.rows(
        "select question, monday, value, low, high from (select distinct on (question, monday) question, monday, value,"
        "   low, high, n from (select *, date_trunc('week', through at time zone 'UTC')::date as monday"
        "     from fit_score where tenant_id = $1 and project_id = $2 and person_id = $3) scored"
        "   where monday = any($4::date[]) order by question, monday, fit desc) last"
        " where n >= $5 order by question, monday",
        tx.tenant_id, project_id, person_id, list(mondays), least,
    )  # fmt: skip


async def for_others(tx: Tx, project_id: UUID, person_id: UUID, firm_id: UUID) -> bool:
    """Whether the person also answered here for another firm: what is known of them is then not of this firm alone."""
    return bool(
        await tx.value(
            "select exists (select from annotation where tenant_id = $1 and project_id = $2 and person_id = $3"
            " and organization_id <> $4)",
            tx.tenant_id, project_id, person_id, firm_id,
        )
    )  # fmt: skip


async def guideline_since(tx: Tx, project_id: UUID, person_id: UUID, firm_id: UUID) -> list[asyncpg.Record]:
    """(version, at) of the guideline, from the first under which the person answered for this firm."""
    return await tx.rows(
        "select g.version, g.created_at as at from guideline g where g.tenant_id = $1 and g.project_id = $2"
        " and g.version >= (select min(a.guideline_version) from annotation a where a.tenant_id = $1"
        "   and a.project_id = $2 and a.person_id = $3 and a.organization_id = $4) order by g.version",
        tx.tenant_id, project_id, person_id, firm_id,
    )  # fmt: skip

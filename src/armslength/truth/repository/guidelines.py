"""The table `guideline_score`: how often answers given under each version of the guideline are right."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

import asyncpg

from armslength.kit.db import Tx
from armslength.truth.repository.records import Who
from armslength.truth.rules.guidelines import UnderGuideline


async def save_guideline_scores(
    tx: Tx, project_id: UUID, fit: int, through: datetime, found: Mapping[str, Sequence[UnderGuideline]]
) -> None:
    """Keep what a fit found, by question, in the place of what earlier fits found this week; of people, what the last
    fit of each earlier week found stays."""
    await tx.run(
        "delete from guideline_score where tenant_id = $1 and project_id = $2 and (person_id is null"
        " or through >= date_trunc('week', $3::timestamptz at time zone 'UTC') at time zone 'UTC')",
        tx.tenant_id, project_id, through,
    )  # fmt: skip
    rows = [(question, each) for question, scores in found.items() for each in scores]
    await tx.run(
        "insert into guideline_score (tenant_id, project_id, fit, through, question, guideline_version, person_id,"
        " organization_id, value, low, high, n)"
        " select $1, $2, $3, $4, s.* from unnest($5::text[], $6::int[], $7::uuid[], $8::uuid[], $9::float8[],"
        " $10::float8[], $11::float8[], $12::int[]) s",
        tx.tenant_id, project_id, fit, through, [question for question, _ in rows], [each.version for _, each in rows],
        [each.person for _, each in rows], [each.firm for _, each in rows], [each.value for _, each in rows],
        [each.low for _, each in rows], [each.high for _, each in rows], [each.n for _, each in rows],
    )  # fmt: skip


async def guideline_scores(tx: Tx, project_id: UUID, who: Who) -> list[asyncpg.Record]:
    """(question, guideline_version, value, low, high, n) as the last fit found them, of one person, one firm, or
    everybody (neither is named)."""
    return await tx.rows(
        "select question, guideline_version, value, low, high, n from guideline_score"
        " where tenant_id = $1 and project_id = $2 and person_id is not distinct from $3"
        " and organization_id is not distinct from $4"
        " and fit = (select version from truth_fit where tenant_id = $1 and project_id = $2)"
        " order by guideline_version, question",
        tx.tenant_id, project_id, who.person_id, who.organization_id,
    )  # fmt: skip


async def own_guideline_scores(
    tx: Tx, project_id: UUID, person_id: UUID, mondays: Sequence[date], least: int
) -> list[asyncpg.Record]:
    """(question, guideline_version, value, low, high) as the last fit of the last of these weeks found them, by at
    least so many answers."""
    return await tx.rows(
        "select question, guideline_version, value, low, high from guideline_score s"
        " where tenant_id = $1 and project_id = $2 and person_id = $3 and n >= $5 and fit = (select max(l.fit)"
        "   from guideline_score l where l.tenant_id = $1 and l.project_id = $2 and l.person_id = $3"
        "   and date_trunc('week', l.through at time zone 'UTC')::date = any($4::date[]))"
        " order by guideline_version, question",
        tx.tenant_id, project_id, person_id, list(mondays), least,
    )  # fmt: skip

"""What later rooms may read about projects, inside their own tenant's transaction."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import asyncpg

from armslength.identity.model import Actor
from armslength.kit.db import Tx
from armslength.projects.errors import ProjectNotFound
from armslength.projects.model import ProjectRow

COLUMNS = (
    "id, slug, name, description, state, preset, overlap, overlap_max, overlap_risk, overlap_last, overlap_tolerance,"
    " review_share::float8 as review_share, lease_seconds,"
    " person_cap, exclusivity, restricted, seed, schema_version, guideline_version, created_at"
)


def row_of(record: asyncpg.Record) -> ProjectRow:
    """A record of COLUMNS."""
    return ProjectRow(**{name: record[name] for name in ProjectRow.__dataclass_fields__})


async def project(tx: Tx, project_id: UUID) -> ProjectRow:
    """The project; raises ProjectNotFound."""
    record = await tx.row(f"select {COLUMNS} from project where tenant_id = $1 and id = $2", tx.tenant_id, project_id)
    if record is None:
        raise ProjectNotFound("There is no such project.")
    return row_of(record)


async def projects(tx: Tx, project_ids: Iterable[UUID]) -> dict[UUID, ProjectRow]:
    """Those that exist, by id."""
    records = await tx.rows(
        f"select {COLUMNS} from project where tenant_id = $1 and id = any($2::uuid[])", tx.tenant_id, list(project_ids)
    )
    return {record["id"]: row_of(record) for record in records}


async def read_at(tx: Tx, project_id: UUID, person_id: UUID, version: int) -> datetime | None:
    """When the person said that they had read this version of the guideline."""
    moment: datetime | None = await tx.value(
        "select read_at from guideline_reading"
        " where tenant_id = $1 and project_id = $2 and version = $3 and person_id = $4",
        tx.tenant_id, project_id, version, person_id,
    )  # fmt: skip
    return moment


async def leaders(tx: Tx, project_id: UUID | None) -> list[UUID]:
    """Those of the customer who run the project; without one, those who run all of them."""
    rows = await tx.rows(
        "select m.person_id from membership m left join project_member w on w.tenant_id = m.tenant_id"
        " and w.project_id = $2::uuid and w.person_id = m.person_id where m.tenant_id = $1 and m.side = 'customer'"
        " and m.ended_at is null and (m.role in ('owner', 'manager') or w.role = 'manager') order by m.person_id",
        tx.tenant_id, project_id,
    )  # fmt: skip
    return [row["person_id"] for row in rows]


async def open_to(tx: Tx, actor: Actor, project_ids: Iterable[UUID], now: datetime) -> dict[UUID, str]:
    """Those of the projects in which the person has a role, with their names; for a vendor's people only while their
    firm's grant is open and the wall keeps nothing from them."""
    rows = await tx.rows(
        "select p.id, p.name from project p left join project_member w on w.tenant_id = p.tenant_id"
        " and w.project_id = p.id and w.person_id = $3 where p.tenant_id = $1 and p.id = any($2::uuid[]) and case"
        "   when $4 = 'customer' then $5 in ('owner', 'manager') or w.role is not null"
        "   when w.role is null or not exists (select from vendor_grant g where g.tenant_id = $1"
        "     and g.project_id = p.id and g.vendor_id = $6 and armslength_grant_open(g.state, g.clear_until, $7))"
        "   then false"
        "   else armslength_kept_out($1, p.id, $3, $6, '{metadata}', $7) is null end",
        tx.tenant_id, list(project_ids), actor.person_id, actor.side, actor.role, actor.organization_id, now,
    )  # fmt: skip
    return {row["id"]: row["name"] for row in rows}

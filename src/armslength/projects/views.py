"""What later rooms may read about projects, inside their own tenant's transaction."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import asyncpg

from armslength.kit.db import Tx
from armslength.projects.errors import ProjectNotFound
from armslength.projects.model import ProjectRow

COLUMNS = (
    "id, slug, name, description, state, preset, overlap, review_share::float8 as review_share, lease_seconds,"
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

"""What later rooms may read of annotations, inside their own tenant's transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg

from armslength.annotation.model import Annotation, Standing, StoredDraft
from armslength.kit.db import Tx

COLUMNS: Final = (
    "id, project_id, item_id, assignment_id, person_id, organization_id, stage, key, supersedes, schema_version,"
    " guideline_version, active_ms, submitted_at, rendition"
)


def annotation(row: asyncpg.Record) -> Annotation:
    """A row as its noun."""
    return Annotation(*(row[name] for name in Annotation.__slots__))


async def get(tx: Tx, project_id: UUID, annotation_id: UUID) -> Annotation | None:
    """One annotation."""
    row = await tx.row(
        f"select {COLUMNS} from annotation where tenant_id = $1 and project_id = $2 and id = $3",
        tx.tenant_id, project_id, annotation_id,
    )  # fmt: skip
    return annotation(row) if row else None


async def of_item(tx: Tx, project_id: UUID, item_id: UUID) -> list[Annotation]:
    """Everything ever said about an item, oldest first."""
    rows = await tx.rows(
        f"select {COLUMNS} from annotation where tenant_id = $1 and project_id = $2 and item_id = $3"
        " order by submitted_at, id",
        tx.tenant_id, project_id, item_id,
    )  # fmt: skip
    return [annotation(row) for row in rows]


async def versions(tx: Tx, assignment_id: UUID) -> list[asyncpg.Record]:
    """Everything that stood for an assignment, in the order in which one took the other's place; of those put back also
    source_id, restored_by, migrated and sealed (why)."""
    return await tx.rows(
        f"""
        with recursive chain as (
            select a.id, 1 as depth from annotation a where a.tenant_id = $1 and a.assignment_id = $2
                and a.stage <> 'adjudicate' and a.supersedes is null
            union all select a.id, c.depth + 1 from annotation a join chain c on a.supersedes = c.id
            where a.tenant_id = $1 and a.assignment_id = $2
        )
        select {", ".join(f"a.{name}" for name in COLUMNS.split(", "))}, a.original_id, r.source_id,
            r.person_id as restored_by, r.migrated, r.sealed
        from chain c join annotation a on a.tenant_id = $1 and a.id = c.id
        left join restoration r on r.tenant_id = $1 and r.annotation_id = a.id
        order by a.submitted_at, c.depth, a.id""",
        tx.tenant_id, assignment_id,
    )  # fmt: skip


async def restorations(tx: Tx, annotation_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """Who put these earlier versions back, by the new annotation."""
    rows = await tx.rows(
        "select annotation_id, person_id from restoration where tenant_id = $1 and annotation_id = any($2::uuid[])",
        tx.tenant_id, list(annotation_ids),
    )  # fmt: skip
    return {row["annotation_id"]: row["person_id"] for row in rows}


async def standing(tx: Tx, assignment_id: UUID) -> Standing | None:
    """What stands for an assignment."""
    row = await tx.row(
        "select assignment_id, annotation_id, verdict from standing where tenant_id = $1 and assignment_id = $2",
        tx.tenant_id, assignment_id,
    )  # fmt: skip
    return Standing(*row) if row else None


async def draft(tx: Tx, assignment_id: UUID) -> StoredDraft | None:
    """What its person has written so far, sealed."""
    row = await tx.row(
        "select revision, sealed, saved_at from draft where tenant_id = $1 and assignment_id = $2",
        tx.tenant_id, assignment_id,
    )  # fmt: skip
    return StoredDraft(*row) if row else None


async def known(tx: Tx, project_id: UUID, annotation_ids: Sequence[UUID]) -> set[UUID]:
    """Those of these annotations that the project has."""
    rows = await tx.rows(
        "select id from annotation where tenant_id = $1 and project_id = $2 and id = any($3::uuid[])",
        tx.tenant_id, project_id, list(annotation_ids),
    )  # fmt: skip
    return {row["id"] for row in rows}


async def items_of(tx: Tx, project_id: UUID, annotation_ids: Sequence[UUID]) -> list[UUID]:
    """The items that these annotations are about, each once, in this order."""
    rows = await tx.rows(
        "select item_id from annotation where tenant_id = $1 and project_id = $2 and id = any($3::uuid[])"
        " group by item_id order by min(array_position($3::uuid[], id))",
        tx.tenant_id, project_id, list(annotation_ids),
    )  # fmt: skip
    return [row["item_id"] for row in rows]


async def answers_by_firm(tx: Tx, project_ids: Sequence[UUID], since: datetime) -> dict[UUID, dict[UUID, int]]:
    """Answers submitted since then, by project and by the firm of who gave them."""
    rows = await tx.rows(
        "select project_id, organization_id, count(*) as answers from annotation where tenant_id = $1"
        " and project_id = any($2::uuid[]) and stage = 'annotate' and submitted_at >= $3 group by 1, 2",
        tx.tenant_id, list(project_ids), since,
    )  # fmt: skip
    found: dict[UUID, dict[UUID, int]] = {project_id: {} for project_id in project_ids}
    for row in rows:
        found[row["project_id"]][row["organization_id"]] = row["answers"]
    return found


async def writing_flags(tx: Tx, annotation_ids: Sequence[UUID]) -> dict[UUID, tuple[str, ...]]:
    """What stands out in how answers were written; those of which that was not recorded, or is forgotten, are left
    out."""
    rows = await tx.rows(
        "select annotation_id, flags from writing_record where tenant_id = $1 and annotation_id = any($2::uuid[])",
        tx.tenant_id, list(annotation_ids),
    )  # fmt: skip
    return {row["annotation_id"]: tuple(row["flags"]) for row in rows}

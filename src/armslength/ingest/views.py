"""What later rooms may read about items and batches: SQL fragments and read functions."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import asyncpg

from armslength.ingest.rules.buckets import BUCKETS, Place, place_of
from armslength.kit.db import Tx
from armslength.storage.service import Stored

__all__ = ["BUCKETS", "ITEM_STATE", "Place", "place_of"]

ITEM_STATE: Final = "i.phase"
"""The state of an item `i` as people see it: open, in_work, in_review, done, cancelled, gold, canary."""


async def blobs(tx: Tx) -> list[Stored]:
    """Every blob that must be there: media, and uploads whose import is not over."""
    rows = await tx.rows(
        "select project_id, 'media' as kind, blob from media where tenant_id = $1"
        " union all select r.project_id, 'upload', p.blob from import_part p"
        " join import_run r on r.tenant_id = p.tenant_id and r.id = p.import_id where p.tenant_id = $1",
        tx.tenant_id,
    )  # fmt: skip
    return [Stored(*row) for row in rows]


async def batch_ids(tx: Tx, project_id: UUID) -> list[UUID]:
    """The project's batches that may be worked on, first asked first."""
    rows = await tx.rows(
        "select id from batch where tenant_id = $1 and project_id = $2 and state = 'open'"
        " order by priority desc, created_at, id",
        tx.tenant_id, project_id,
    )  # fmt: skip
    return [row["id"] for row in rows]


async def batch_names(tx: Tx, batch_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Names of batches."""
    rows = await tx.rows(
        "select id, name from batch where tenant_id = $1 and id = any($2::uuid[])", tx.tenant_id, list(batch_ids)
    )
    return {row["id"]: row["name"] for row in rows}


async def items(tx: Tx, project_id: UUID, item_ids: Sequence[UUID]) -> dict[UUID, asyncpg.Record]:
    """Items unopened: ord, external_id, batch_id, state, wanted, taken, answers, settled."""
    rows = await tx.rows(
        f"select i.id, i.ord, i.external_id, i.batch_id, {ITEM_STATE} as state, i.wanted, i.taken, i.answers, i.settled"
        " from item i where i.tenant_id = $1 and i.project_id = $2 and i.id = any($3::uuid[])",
        tx.tenant_id, project_id, list(item_ids),
    )  # fmt: skip
    return {row["id"]: row for row in rows}


async def by_external_id(tx: Tx, project_id: UUID, external_ids: Sequence[str]) -> dict[str, UUID]:
    """Items by the customer's own ids; unknown ones are left out."""
    rows = await tx.rows(
        "select wanted.external_id, i.id from unnest($3::text[]) as wanted (external_id)"
        " cross join lateral (select id from item i where i.tenant_id = $1"
        "   and i.external_id = wanted.external_id and i.project_id is not distinct from $2 limit 1) i",
        tx.tenant_id, project_id, list(external_ids),
    )  # fmt: skip
    return {row["external_id"]: row["id"] for row in rows}


async def media(tx: Tx, project_id: UUID, digests: Sequence[str]) -> set[str]:
    """Which of these files are there."""
    rows = await tx.rows(
        "select digest from media where tenant_id = $1 and project_id = $2 and digest = any($3::text[])",
        tx.tenant_id, project_id, list(digests),
    )  # fmt: skip
    return {row["digest"] for row in rows}


async def room(tx: Tx, project_ids: Sequence[UUID]) -> dict[UUID, tuple[int, int]]:
    """How many items projects have, and how many answers they still want: (items, wanted)."""
    rows = await tx.rows(
        "select project_id, count(*) as items, coalesce(sum(wanted - answers), 0)::bigint as wanted"
        " from item where tenant_id = $1 and project_id = any($2::uuid[]) and state = 'active' group by 1",
        tx.tenant_id, list(project_ids),
    )  # fmt: skip
    return {row["project_id"]: (row["items"], row["wanted"]) for row in rows}

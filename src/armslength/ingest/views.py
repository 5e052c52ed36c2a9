"""What later rooms may read about items and batches: SQL fragments and read functions."""

from collections.abc import Sequence
from typing import Final, NamedTuple
from uuid import UUID

import asyncpg

from armslength.ingest.rules.buckets import BUCKETS, Place, place_of
from armslength.kit.db import Tx
from armslength.storage.service import Stored

__all__ = ["BUCKETS", "COUNTED", "ITEM_STATE", "OF_STRETCH", "STALE", "Place", "place_of"]

ITEM_STATE: Final = "i.phase"
"""The state of an item `i` as people see it: open, in_work, in_review, done, cancelled, gold, canary."""

STALE: Final = """
    select t.project_id, t.stretch from item_touch t where t.tenant_id = $1 and t.project_id = any($2::uuid[])
    union
    select p.id, s.stretch from unnest($2::uuid[]) as p (id)
    cross join lateral generate_series(0, stretch_of((select max(i.ord) from item i
        where i.tenant_id = $1 and i.project_id = p.id))) as s (stretch)
    where not exists (select from item_count k
        where k.tenant_id = $1 and k.project_id = p.id and k.stretch = s.stretch)"""
"""Stretches (project_id, stretch) of the projects $2 that must be looked at: they changed, or were never counted."""

OF_STRETCH: Final = """
    cross join lateral (select i.* from item i where i.tenant_id = $1 and i.project_id = d.project_id
        and i.ord >= d.stretch::bigint * 256 and i.ord < (d.stretch::bigint + 1) * 256 offset 0) i"""
"""The items `i` of a stretch `d`, by their place; `offset 0` forbids to read the whole table instead."""

COUNTED: Final = f"""
    with dirty as materialized ({STALE})
    select c.project_id, c.batch_id, c.phase, sum(c.items)::bigint as items, sum(c.open)::bigint as open from (
        select k.project_id, k.batch_id, k.phase, k.items, k.open from item_count k
        where k.tenant_id = $1 and k.project_id = any($2::uuid[]) and not exists (select from dirty d
            where d.project_id = k.project_id and d.stretch = k.stretch)
        union all
        select d.project_id, i.batch_id, i.phase, 1, i.open::int from dirty d {OF_STRETCH}
    ) c group by c.project_id, c.batch_id, c.phase"""
"""(project_id, batch_id, phase, items, open) of the projects $2."""


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


class Unnamed(NamedTuple):
    """Why a row is about no item: the field that is wrong, and what is wrong with it."""

    field: str
    message: str


async def named(tx: Tx, project_id: UUID, names: Sequence[tuple[UUID | None, str | None]]) -> list[UUID | Unnamed]:
    """Which item each row (item_id, external_id) of a file is about, in their order."""
    by_name = await by_external_id(tx, project_id, [external_id for _, external_id in names if external_id])
    by_id = await items(tx, project_id, [item_id for item_id, _ in names if item_id])
    found: list[UUID | Unnamed] = []
    for item_id, external_id in names:
        if (item_id is None) == (external_id is None):
            found.append(Unnamed("item_id", "Name the item by item_id or by external_id."))
        elif item_id is not None:
            found.append(item_id if item_id in by_id else Unnamed("item_id", "There is no such item."))
        else:
            found.append(by_name.get(external_id or "") or Unnamed("external_id", "There is no such item."))
    return found


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


async def miscounted(tx: Tx) -> list[asyncpg.Record]:
    """Where what is kept differs from a count of everything: project_id, batch_id, phase, kept, items."""
    return await tx.rows(
        f"select project_id, batch_id, phase, coalesce(k.items, 0) as kept, coalesce(i.items, 0) as items"
        f" from ({COUNTED}) k full join (select project_id, batch_id, phase, count(*) as items,"
        "   count(*) filter (where open) as open from item where tenant_id = $1 and project_id = any($2::uuid[])"
        "   group by 1, 2, 3) i using (project_id, batch_id, phase)"
        " where (k.items, k.open) is distinct from (i.items, i.open) order by 1, 2, 3",
        tx.tenant_id, [row["id"] for row in await tx.rows("select id from project where tenant_id = $1", tx.tenant_id)],
    )  # fmt: skip

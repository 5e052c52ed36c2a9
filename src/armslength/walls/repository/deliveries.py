"""Deliveries. Delivering is one statement: decide, write the exposure, and only then hand out the bytes.

The sealed columns of other rooms' tables are read here and nowhere else: that is what a gateway is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg

from armslength.kit.db import Tx
from armslength.walls.model import ContentKind, Purpose


@dataclass(frozen=True, slots=True)
class Visit:
    """Who is shown something in which project, why, when, and under which lease (NIL: none).

    `epoch`: the one of the grant that a vendor's person acts under; None = whichever it has, for jobs.
    """

    project_id: UUID
    person_id: UUID
    organization_id: UUID
    side: str
    purpose: Purpose
    lease_id: UUID
    at: datetime
    epoch: int | None


# Each yields (object, item_id, sealed) for the asked-for keys ($3, text[], each once) of one project. Written so
# that each look-up probes the primary key even before PostgreSQL has counted a table, when every index that begins with
# the given columns looks as good: `is not distinct from` cannot be answered by any index.
_ITEMS: Final = """
    select wanted.key as object, i.id as item_id, c.sealed from unnest($3::text[]) as wanted (key)
    cross join lateral (select i.id from item i
        where i.tenant_id = $1 and i.id = wanted.key::uuid and i.project_id is not distinct from $2 limit 1) i
    cross join lateral (select c.sealed from item_content c where c.tenant_id = $1 and c.item_id = i.id limit 1) c"""
_ANSWERS: Final = """
    select wanted.key as object, a.item_id, a.sealed from unnest($3::text[]) as wanted (key)
    cross join lateral (select a.item_id, a.sealed, a.assignment_id from annotation a
        where a.tenant_id = $1 and a.id = wanted.key::uuid and a.project_id is not distinct from $2 limit 1) a"""
_SCHEMA: Final = """
    select s.version::text as object, null::uuid as item_id, s.sealed from label_schema s
    where s.tenant_id = $1 and s.project_id = $2 and s.version = any($3::text[]::int[])"""
_GUIDELINE: Final = """
    select g.version::text as object, null::uuid as item_id, g.sealed from guideline g
    where g.tenant_id = $1 and g.project_id = $2 and g.version = any($3::text[]::int[])"""
_GOLD: Final = """
    select g.item_id::text as object, g.item_id, g.sealed from gold g
    where g.tenant_id = $1 and g.project_id = $2 and g.item_id = any($3::text[]::uuid[])"""
CONTENT: Final[dict[ContentKind, str]] = {
    "item": _ITEMS, "answers": _ANSWERS, "schema": _SCHEMA, "guideline": _GUIDELINE, "gold": _GOLD,
}  # fmt: skip

# Who annotates may look back at what was said under their own assignments, never at anybody else's.
_OWN_ANSWERS: Final = f"""{_ANSWERS}
    where ($8::text <> 'annotate' or exists (select from assignment s
        where s.tenant_id = $1 and s.id = a.assignment_id and s.person_id = $5))"""

# Right answers teach: whoever annotates sees those of training, after having answered.
_LEARNED_GOLD: Final = f"""{_GOLD}
    and ($8::text = 'browse' or $8::text = 'annotate' and g.use = 'training' and exists (select from gold_result r
        where r.tenant_id = $1 and r.item_id = g.item_id and r.person_id = $5))"""
_DELIVERED: Final = CONTENT | {"answers": _OWN_ANSWERS, "gold": _LEARNED_GOLD}

_RECORD: Final = """
    insert into exposure (tenant_id, project_id, kind, object, item_id, person_id, organization_id, purpose, lease_id,
        at, last_at, epoch)
    select $1, $2, $4::text, t.object, t.item_id, $5, $6, $8::text, $9, $10::timestamptz, $10, coalesce($11::int, 1)
    from target t
    where $7::text = 'customer' or (select armslength_grant_held($1, $2, $6, $11::int, $10::timestamptz))
    order by t.object
    on conflict (tenant_id, person_id, lease_id, kind, object, purpose)
    do update set views = exposure.views + 1, last_at = excluded.last_at, epoch = excluded.epoch
    returning object"""


async def deliver(tx: Tx, visit: Visit, kind: ContentKind, keys: Sequence[str]) -> list[asyncpg.Record]:
    """Record that `visit` is shown `keys`; returns (object, item_id, sealed). What may not be seen is left out."""
    return await tx.rows(
        f"with target as materialized ({_DELIVERED[kind]}), seen as ({_RECORD})"
        " select t.object, t.item_id, t.sealed from target t join seen on seen.object = t.object",
        *_arguments(tx, visit, kind, keys),
    )


async def record(
    tx: Tx, visit: Visit, kind: ContentKind, objects: Sequence[str], item_ids: Sequence[UUID | None]
) -> int:
    """Record deliveries without reading anything; returns how many were allowed and written."""
    target = "select o as object, i as item_id from unnest($3::text[], $12::uuid[]) as u (o, i)"
    once = dict(zip(objects, item_ids, strict=True))
    found = await tx.rows(
        f"with target as ({target}), seen as ({_RECORD}) select object from seen",
        *_arguments(tx, visit, kind, list(once)),
        list(once.values()),
    )
    return len(found)


def _arguments(tx: Tx, visit: Visit, kind: ContentKind, keys: Sequence[str]) -> tuple[object, ...]:
    return (
        tx.tenant_id, visit.project_id, list(dict.fromkeys(keys)), kind, visit.person_id, visit.organization_id,
        visit.side, visit.purpose, visit.lease_id, visit.at, visit.epoch,
    )  # fmt: skip


async def sealed(tx: Tx, project_id: UUID, kind: ContentKind, keys: Sequence[str]) -> list[asyncpg.Record]:
    """The same (object, item_id, sealed) for the platform's own jobs: nobody is shown anything."""
    return await tx.rows(CONTENT[kind], tx.tenant_id, project_id, list(dict.fromkeys(keys)))


async def media(tx: Tx, project_id: UUID, digests: Sequence[str]) -> dict[str, asyncpg.Record]:
    """What is stored about files: blob, bytes, content_type, width, height, by digest."""
    found = await tx.rows(
        "select digest, blob, bytes, content_type, width, height from media"
        " where tenant_id = $1 and project_id = $2 and digest = any($3::text[])",
        tx.tenant_id, project_id, list(digests),
    )  # fmt: skip
    return {row["digest"]: row for row in found}


async def lease_holds(tx: Tx, lease_id: UUID, person_id: UUID, epoch: int, at: datetime) -> bool:
    """Whether the person has, or has fulfilled, this assignment, review or adjudication: a lease that was lost, or
    that an earlier epoch of the grant gave, opens nothing."""
    return bool(
        await tx.value(
            "select exists (select from assignment where tenant_id = $1 and id = $2 and person_id = $3 and epoch = $4"
            "   and (state in ('rework', 'submitted') or state = 'leased' and lease_until > $5))"
            " or exists (select from review where tenant_id = $1 and id = $2 and reviewer_id = $3 and epoch = $4"
            "   and (state = 'done' or state = 'leased' and lease_until > $5))"
            " or exists (select from adjudication where tenant_id = $1 and id = $2 and person_id = $3 and epoch = $4"
            "   and (state = 'done' or state = 'leased' and lease_until > $5))",
            tx.tenant_id, lease_id, person_id, epoch, at,
        )
    )  # fmt: skip


async def employer(tx: Tx, person_id: UUID) -> asyncpg.Record | None:
    """The person's organization and side in this tenant, for deliveries made by a job on their behalf."""
    return await tx.row(
        "select organization_id, side from membership where tenant_id = $1 and person_id = $2", tx.tenant_id, person_id
    )


async def exposures(
    tx: Tx,
    project_id: UUID,
    person_id: UUID | None,
    item_id: UUID | None,
    before: tuple[object, ...] | None,
    limit: int,
) -> list[asyncpg.Record]:
    """A page of exposures, newest first, older than the key `before` = (at, id)."""
    at, exposure_id = before or (None, None)
    return await tx.rows(
        "select id, at, last_at, kind, object, item_id, person_id, organization_id, purpose, lease_id, views"
        " from exposure where tenant_id = $1 and project_id = $2 and ($3::uuid is null or person_id = $3)"
        " and ($4::uuid is null or item_id = $4) and ($5::timestamptz is null or (at, id) < ($5, $6::uuid))"
        " order by at desc, id desc limit $7",
        tx.tenant_id, project_id, person_id, item_id, at, exposure_id, limit,
    )  # fmt: skip

"""Which items have two forms, and the marks by which either is recognised."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg

from armslength.kit.db import Tx

_AT_ONCE: Final = 20_000

Row = tuple[UUID, list[str], bytes]
"""An item, the fields that differ, the sealed other form."""


async def hold(
    tx: Tx, project_id: UUID, item_ids: Sequence[UUID], *, only_look: bool = False
) -> dict[UUID, asyncpg.Record]:
    """state, external_id and varied of items, by id, their rows held: nobody is first given one of them meanwhile.
    `only_look`: they are not."""
    rows = await tx.rows(
        "select i.id, i.state, i.external_id,"
        " exists (select from item_variant v where v.tenant_id = $1 and v.item_id = i.id) as varied"
        " from item i where i.tenant_id = $1 and i.project_id = $2 and i.id = any($3::uuid[])"
        f" order by i.ord {'' if only_look else 'for no key update of i'}",
        tx.tenant_id, project_id, list(item_ids),
    )  # fmt: skip
    return {row["id"]: row for row in rows}


async def add(tx: Tx, project_id: UUID, rows: Sequence[Row], origin: str, by: UUID, now: datetime) -> None:
    """These items have two forms from now on."""
    await tx.many(
        "insert into item_variant (tenant_id, item_id, project_id, fields, origin, sealed, made_by, made_at)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8)",
        [(tx.tenant_id, item, project_id, fields, origin, sealed, by, now) for item, fields, sealed in rows],
    )


async def add_marks(tx: Tx, marks: Sequence[tuple[int, UUID, int]]) -> None:
    """(mark, item, form) by which forms are recognised."""
    await tx.run(
        "insert into variant_mark (tenant_id, mark, item_id, form) select $1, m, i, f"
        " from unnest($2::bigint[], $3::uuid[], $4::smallint[]) as u (m, i, f) on conflict do nothing",
        tx.tenant_id, [each[0] for each in marks], [each[1] for each in marks], [each[2] for each in marks],
    )  # fmt: skip


async def drop(tx: Tx, item_id: UUID, marks: Sequence[int]) -> None:
    """The item has one form again."""
    await tx.run(
        "delete from variant_mark where tenant_id = $1 and item_id = $2 and mark = any($3::bigint[])",
        tx.tenant_id, item_id, list(marks),
    )  # fmt: skip
    await tx.run("delete from item_variant where tenant_id = $1 and item_id = $2", tx.tenant_id, item_id)


_VARIANT: Final = (
    "select v.item_id, i.external_id, v.fields, v.origin, v.made_by, v.made_at"
    " from item_variant v join item i on i.tenant_id = v.tenant_id and i.id = v.item_id"
    " where v.tenant_id = $1 and v.project_id = $2"
)


async def get(tx: Tx, project_id: UUID, item_id: UUID) -> asyncpg.Record | None:
    """One item with two forms."""
    return await tx.row(f"{_VARIANT} and v.item_id = $3", tx.tenant_id, project_id, item_id)


async def page(tx: Tx, project_id: UUID, before: Sequence[object] | None, limit: int) -> list[asyncpg.Record]:
    """Items with two forms made before the key `before` = (made_at, item_id), the last one first."""
    at, item_id = before or (None, None)
    return await tx.rows(
        f"{_VARIANT} and ($3::timestamptz is null or (v.made_at, v.item_id) < ($3, $4::uuid))"
        " order by v.made_at desc, v.item_id desc limit $5",
        tx.tenant_id, project_id, at, item_id, limit,
    )  # fmt: skip


async def counts(tx: Tx, project_id: UUID) -> asyncpg.Record:
    """How many items the project has, and how many of them two forms: supplied, made."""
    found: asyncpg.Record | None = await tx.row(
        "select (select count(*) from item where tenant_id = $1 and project_id = $2 and state = 'active') as items,"
        " count(*) filter (where origin = 'supplied') as supplied, count(*) filter (where origin = 'made') as made"
        " from item_variant where tenant_id = $1 and project_id = $2",
        tx.tenant_id, project_id,
    )  # fmt: skip
    assert found is not None  # an aggregate
    return found


async def any_there(tx: Tx, project_id: UUID | None) -> bool:
    """Whether any item has two forms: of a project, or of all."""
    found: bool = await tx.value(
        "select exists (select from item_variant where tenant_id = $1 and ($2::uuid is null or project_id = $2))",
        tx.tenant_id, project_id,
    )  # fmt: skip
    return found


async def recognised(tx: Tx, marks: Sequence[int], project_id: UUID | None) -> list[asyncpg.Record]:
    """(mark, item_id, form) of those marks that one item alone has. The index is asked mark by mark, so that what it
    costs goes by the length of the text and not by how many items there are."""
    found: list[asyncpg.Record] = []
    for first in range(0, len(marks), _AT_ONCE):
        found += await tx.rows(
            "select u.mark, m.item_id, m.form from unnest($2::bigint[]) as u (mark) cross join lateral ("
            "   select (array_agg(m.item_id))[1] as item_id, min(m.form) as form, count(*) as n from ("
            "     select m.item_id, m.form from variant_mark m where m.tenant_id = $1 and m.mark = u.mark limit 2) m) m"
            " where m.n = 1 and ($3::uuid is null or exists (select from item i"
            "   where i.tenant_id = $1 and i.id = m.item_id and i.project_id = $3))",
            tx.tenant_id, list(marks[first : first + _AT_ONCE]), project_id,
        )  # fmt: skip
    return found


async def named(tx: Tx, item_ids: Sequence[UUID]) -> dict[UUID, asyncpg.Record]:
    """external_id, project_id and project_name of items."""
    rows = await tx.rows(
        "select i.id, i.external_id, i.project_id, p.name as project_name from item i"
        " join project p on p.tenant_id = i.tenant_id and p.id = i.project_id"
        " where i.tenant_id = $1 and i.id = any($2::uuid[])",
        tx.tenant_id, list(item_ids),
    )  # fmt: skip
    return {row["id"]: row for row in rows}


async def after(tx: Tx, project_id: UUID, place: int, limit: int) -> list[asyncpg.Record]:
    """(id, ord) of the project's active items after a place of its queue."""
    return await tx.rows(
        "select id, ord from item where tenant_id = $1 and project_id = $2 and state = 'active' and ord > $3"
        " order by ord limit $4",
        tx.tenant_id, project_id, place, limit,
    )  # fmt: skip

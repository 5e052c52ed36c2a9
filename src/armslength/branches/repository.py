"""All SQL of branches: their own tables, and where items and answers of later steps stand."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from armslength.kit.db import Tx


async def plan(tx: Tx, project_id: UUID, until: datetime | None = None) -> asyncpg.Record | None:
    """(version, schema_version, sealed, created_at) of the latest plan, or of the one in force at that moment."""
    return await tx.row(
        "select version, schema_version, sealed, created_at from branch_plan where tenant_id = $1 and project_id = $2"
        " and ($3::timestamptz is null or created_at <= $3) order by version desc limit 1",
        tx.tenant_id, project_id, until,
    )  # fmt: skip


async def add_plan(
    tx: Tx, project_id: UUID, version: int, schema_version: int, sealed: bytes, by: UUID, at: datetime
) -> None:
    """One more plan."""
    await tx.run(
        "insert into branch_plan (tenant_id, project_id, version, schema_version, sealed, created_by, created_at)"
        " values ($1, $2, $3, $4, $5, $6, $7)",
        tx.tenant_id, project_id, version, schema_version, sealed, by, at,
    )  # fmt: skip


async def is_branch(tx: Tx, project_id: UUID) -> bool:
    """Whether the project is a branch of another."""
    found: bool = await tx.value(
        "select exists (select from branch where tenant_id = $1 and project_id = $2)", tx.tenant_id, project_id
    )
    return found


async def projects_of(tx: Tx, whole_id: UUID) -> dict[str, UUID]:
    """The branches' projects by name."""
    rows = await tx.rows(
        "select name, project_id from branch where tenant_id = $1 and whole_id = $2", tx.tenant_id, whole_id
    )
    return {row["name"]: row["project_id"] for row in rows}


async def branches(tx: Tx, whole_id: UUID) -> list[asyncpg.Record]:
    """(project_id, name, batch_id, filled, items, done) of each, the first made first; `done` have all answers."""
    return await tx.rows(
        "select b.project_id, b.name, b.batch_id, b.filled, count(i.id)::int as items,"
        " count(i.id) filter (where i.wanted > 0 and i.answers >= i.wanted)::int as done from branch b"
        " left join branch_item x on x.tenant_id = b.tenant_id and x.project_id = b.project_id"
        " left join item i on i.tenant_id = x.tenant_id and i.id = x.item_id"
        " where b.tenant_id = $1 and b.whole_id = $2"
        " group by b.project_id, b.name, b.batch_id, b.filled, b.created_at order by b.created_at, b.name",
        tx.tenant_id, whole_id,
    )  # fmt: skip


async def add_branch(tx: Tx, whole_id: UUID, project_id: UUID, name: str, batch_id: UUID, at: datetime) -> None:
    """A branch with nothing in it yet."""
    await tx.run(
        "insert into branch (tenant_id, project_id, whole_id, name, batch_id, filled, created_at)"
        " values ($1, $2, $3, $4, $5, 0, $6)",
        tx.tenant_id, project_id, whole_id, name, batch_id, at,
    )  # fmt: skip


# Filling


async def behind(tx: Tx) -> list[UUID]:
    """The wholes that have items which some branch does not have yet."""
    rows = await tx.rows(
        "select distinct b.whole_id from branch b join item_counter c on c.tenant_id = b.tenant_id"
        " and c.project_id = b.whole_id where b.tenant_id = $1 and c.next_ord - 1 > b.filled",
        tx.tenant_id,
    )  # fmt: skip
    return [row["whole_id"] for row in rows]


async def next_items(tx: Tx, whole_id: UUID, after: int, limit: int) -> list[asyncpg.Record]:
    """(id, ord, state) of the whole's next items."""
    return await tx.rows(
        "select id, ord, state from item where tenant_id = $1 and project_id = $2 and ord > $3 order by ord limit $4",
        tx.tenant_id, whole_id, after, limit,
    )  # fmt: skip


async def filled(tx: Tx, project_id: UUID) -> int:
    """The whole's place up to which the branch has its items; the branch is held until the transaction ends."""
    place: int = await tx.value(
        "select filled from branch where tenant_id = $1 and project_id = $2 for update", tx.tenant_id, project_id
    )
    return place


async def fill(tx: Tx, project_id: UUID, pairs: Sequence[tuple[UUID, UUID]], upto: int) -> None:
    """These items of the whole have these copies; the branch has all up to a place."""
    await tx.run(
        "insert into branch_item (tenant_id, project_id, whole_item_id, item_id)"
        " select $1, $2, * from unnest($3::uuid[], $4::uuid[])",
        tx.tenant_id, project_id, [whole for whole, _ in pairs], [copy for _, copy in pairs],
    )  # fmt: skip
    await tx.run(
        "update branch set filled = $3 where tenant_id = $1 and project_id = $2", tx.tenant_id, project_id, upto
    )


# Answers


async def stretch(tx: Tx, whole_id: UUID, after: int, limit: int) -> list[asyncpg.Record]:
    """(id, ord, external_id, done, decision_id, sealed, decided_by, decided_at) of the whole's next active items;
    `done` branches have all their answers."""
    return await tx.rows(f"{_ITEMS} and i.ord > $3 order by i.ord limit $4", tx.tenant_id, whole_id, after, limit)


async def item(tx: Tx, whole_id: UUID, item_id: UUID) -> asyncpg.Record | None:
    """The same of one item."""
    return await tx.row(f"{_ITEMS} and i.id = $3", tx.tenant_id, whole_id, item_id)


_ITEMS = (
    "select i.id, i.ord, i.external_id, (select count(*)::int from branch_item x join item c"
    "   on c.tenant_id = x.tenant_id and c.id = x.item_id where x.tenant_id = i.tenant_id and x.whole_item_id = i.id"
    "   and c.wanted > 0 and c.answers >= c.wanted) as done,"
    " d.id as decision_id, d.sealed, d.decided_by, d.decided_at from item i"
    " left join lateral (select * from branch_decision d where d.tenant_id = i.tenant_id and d.item_id = i.id"
    "   order by d.decided_at desc, d.id desc limit 1) d on true"
    " where i.tenant_id = $1 and i.project_id = $2 and i.state = 'active'"
)


async def said(tx: Tx, item_ids: Sequence[UUID]) -> list[asyncpg.Record]:
    """(whole_item_id, project_id, annotation_id) of the answers that count, by the whole's item, in order."""
    return await tx.rows(
        "select x.whole_item_id, x.project_id, s.annotation_id, a.person_id from branch_item x"
        " join standing s on s.tenant_id = x.tenant_id and s.item_id = x.item_id"
        " join annotation a on a.tenant_id = s.tenant_id and a.id = s.annotation_id"
        " where x.tenant_id = $1 and x.whole_item_id = any($2::uuid[])"
        " and s.verdict not in ('rejected', 'disputed', 'outdated')"
        " order by x.whole_item_id, x.project_id, a.submitted_at, a.id",
        tx.tenant_id, list(item_ids),
    )  # fmt: skip


async def add_decision(
    tx: Tx, decision_id: UUID, project_id: UUID, item_id: UUID, sealed: bytes, by: UUID, at: datetime
) -> None:
    """What somebody said an item is."""
    await tx.run(
        "insert into branch_decision (tenant_id, id, project_id, item_id, sealed, decided_by, decided_at)"
        " values ($1, $2, $3, $4, $5, $6, $7)",
        tx.tenant_id, decision_id, project_id, item_id, sealed, by, at,
    )  # fmt: skip


async def decisions(tx: Tx, item_ids: Sequence[UUID], until: datetime) -> list[asyncpg.Record]:
    """(item_id, id, sealed): what counted at that moment."""
    return await tx.rows(
        "select distinct on (item_id) item_id, id, sealed from branch_decision where tenant_id = $1"
        " and item_id = any($2::uuid[]) and decided_at <= $3 order by item_id, decided_at desc, id desc",
        tx.tenant_id, list(item_ids), until,
    )  # fmt: skip

"""The tables `truth_fit` and `belief`, and the answers and gold that they rest on."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import asyncpg

from armslength.kit.db import Tx


class Row(NamedTuple):
    """One item's belief, ready to be stored."""

    item_id: UUID
    answers: int
    sure: float | None
    enough: str | None
    sealed: bytes


async def standing_answers(tx: Tx, item_ids: Sequence[UUID]) -> list[asyncpg.Record]:
    """What stands for items, in whose words: (item_id, person_id, organization_id, annotation_id, schema_version,
    guideline_version, decided).

    The person is whoever said it: a reviewer, where a fix stands. `decided` is the last decision between the answers;
    it is nobody's answer. Where there is one, a disputed answer is among those it was made over.
    """
    return await tx.rows(
        "with last as (select distinct on (d.item_id) d.item_id, d.result_id from adjudication d"
        "   where d.tenant_id = $1 and d.item_id = any($2::uuid[]) and d.state = 'done'"
        "   order by d.item_id, d.decided_at desc, d.id desc)"
        " select s.item_id, a.person_id, a.organization_id, a.id as annotation_id, a.schema_version,"
        "   a.guideline_version, false as decided"
        " from standing s join annotation a on a.tenant_id = s.tenant_id and a.id = s.annotation_id"
        " where s.tenant_id = $1 and s.item_id = any($2::uuid[]) and s.verdict not in ('rejected', 'outdated')"
        "   and (s.verdict <> 'disputed' or s.item_id in (select item_id from last))"
        " union all select l.item_id, a.person_id, a.organization_id, a.id, a.schema_version, a.guideline_version, true"
        " from last l join annotation a on a.tenant_id = $1 and a.id = l.result_id"
        " order by item_id, decided, annotation_id",
        tx.tenant_id, list(item_ids),
    )  # fmt: skip


async def gold_items(tx: Tx, project_id: UUID, after: UUID, limit: int) -> list[asyncpg.Record]:
    """(item_id, schema_version of the right answers) of gold in use that somebody answered."""
    return await tx.rows(
        "select g.item_id, g.schema_version from gold g where g.tenant_id = $1 and g.project_id = $2"
        " and g.retired_at is null and g.item_id > $3 and exists (select from standing s"
        "   where s.tenant_id = g.tenant_id and s.item_id = g.item_id) order by g.item_id limit $4",
        tx.tenant_id, project_id, after, limit,
    )  # fmt: skip


async def labelled_items(tx: Tx, project_id: UUID, after_ord: int, limit: int) -> list[asyncpg.Record]:
    """(id, ord) of items, but for gold, that somebody answered, or of which something is believed."""
    return await tx.rows(
        "select i.id, i.ord from item i where i.tenant_id = $1 and i.project_id = $2 and i.ord > $3"
        " and i.state = 'active' and (i.answers > 0 or exists (select from belief b"
        "   where b.tenant_id = i.tenant_id and b.item_id = i.id)) order by i.ord limit $4",
        tx.tenant_id, project_id, after_ord, limit,
    )  # fmt: skip


async def projects_of(tx: Tx, item_ids: Sequence[UUID]) -> dict[UUID, list[UUID]]:
    """By project those of the items that may be released: not gold, not cancelled."""
    rows = await tx.rows(
        "select project_id, id from item where tenant_id = $1 and id = any($2::uuid[]) and state = 'active'"
        " order by project_id, id",
        tx.tenant_id, list(item_ids),
    )  # fmt: skip
    found: dict[UUID, list[UUID]] = {}
    for row in rows:
        found.setdefault(row["project_id"], []).append(row["id"])
    return found


async def hold(tx: Tx, project_id: UUID, item_ids: Sequence[UUID], at: datetime) -> None:
    """Lock what is believed of items until the transaction ends. What it rests on must be read after this: then
    whoever believes last has seen the last answer and the last fit."""
    await tx.run(
        "insert into belief (tenant_id, item_id, project_id, believed_at)"
        " select $1, i.id, $2, $4 from unnest($3::uuid[]) as i (id) order by i.id on conflict do nothing",
        tx.tenant_id, project_id, list(item_ids), at,
    )  # fmt: skip
    await tx.rows(
        "select from belief where tenant_id = $1 and item_id = any($2::uuid[]) order by item_id for update",
        tx.tenant_id, list(item_ids),
    )  # fmt: skip


async def put(tx: Tx, fit: int, rows: Sequence[Row], at: datetime, *, anew: bool) -> None:
    """What is believed now; `anew`: because of a fit, not of an answer, so it is no older than it was."""
    await tx.run(
        "update belief b set fit = $2, answers = n.answers, sure = n.sure, enough = n.enough,"
        " sealed = n.sealed,"
        " believed_at = case when $9 then b.believed_at else $8 end"
        " from unnest($3::uuid[], $4::int[], $5::float8[], $6::text[], $7::bytea[])"
        " as n (item_id, answers, sure, enough, sealed)"
        " where b.tenant_id = $1 and b.item_id = n.item_id",
        tx.tenant_id, fit, [row.item_id for row in rows], [row.answers for row in rows], [row.sure for row in rows],
        [row.enough for row in rows], [row.sealed for row in rows], at, anew,
    )  # fmt: skip


async def belief(tx: Tx, project_id: UUID, item_id: UUID) -> asyncpg.Record | None:
    """(fit, answers, believed_at, sealed) of one item; None: nothing is believed yet."""
    return await tx.row(
        "select fit, answers, believed_at, sealed from belief"
        " where tenant_id = $1 and project_id = $2 and item_id = $3 and sealed is not null",
        tx.tenant_id, project_id, item_id,
    )  # fmt: skip


async def fit_version(tx: Tx, project_id: UUID) -> int:
    """The version of the last fit; 0: none."""
    return int(
        await tx.value(
            "select coalesce(max(version), 0) from truth_fit where tenant_id = $1 and project_id = $2",
            tx.tenant_id, project_id,
        )
    )  # fmt: skip


async def fit(tx: Tx, project_id: UUID) -> asyncpg.Record | None:
    """The last fit: version, items, through, fitted_at, sealed; None: none."""
    return await tx.row(
        "select version, items, through, fitted_at, sealed from truth_fit"
        " where tenant_id = $1 and project_id = $2 and version > 0",
        tx.tenant_id, project_id,
    )  # fmt: skip


async def next_fit(tx: Tx, project_id: UUID, through: datetime) -> int | None:
    """The version of a fit that is about to be kept; None when a newer one was. Locks until the transaction ends."""
    await tx.run(
        "insert into truth_fit (tenant_id, project_id) values ($1, $2) on conflict do nothing", tx.tenant_id, project_id
    )
    version: int | None = await tx.value(
        "select version + 1 from truth_fit where tenant_id = $1 and project_id = $2"
        " and (through is null or through <= $3) for update",
        tx.tenant_id, project_id, through,
    )  # fmt: skip
    return version


async def save_fit(
    tx: Tx, project_id: UUID, version: int, schema_version: int, items: int, through: datetime, at: datetime,
    sealed: bytes,
) -> None:  # fmt: skip
    """Keep it in the place of the one before."""
    await tx.run(
        "update truth_fit set version = $3, schema_version = $4, items = $5, through = $6, fitted_at = $7, sealed = $8"
        " where tenant_id = $1 and project_id = $2",
        tx.tenant_id, project_id, version, schema_version, items, through, at, sealed,
    )  # fmt: skip


async def changed_since(tx: Tx, project_id: UUID, moment: datetime | None, most: int) -> int:
    """How many items were answered (again) since then, counted up to `most`."""
    return int(
        await tx.value(
            "select count(*) from (select from belief where tenant_id = $1 and project_id = $2"
            " and ($3::timestamptz is null or believed_at > $3) limit $4) few",
            tx.tenant_id, project_id, moment, most,
        )
    )  # fmt: skip


async def to_be_fitted(tx: Tx, least: int, share: float, asked_before: datetime) -> list[UUID]:
    """Projects with so many items answered since the last fit, and this share of those it was fitted to, or whose label
    schema is another one now; not those for which it was asked since `asked_before`."""
    rows = await tx.rows(
        "select p.id from project p left join truth_fit f on f.tenant_id = p.tenant_id and f.project_id = p.id"
        " cross join lateral (select greatest($2, ceil($3::float8 * coalesce(f.items, 0))::int) as n) enough"
        " where p.tenant_id = $1 and (f.asked_at is null or f.asked_at < $4 or f.fitted_at > f.asked_at)"
        " and (f.version > 0 and f.schema_version <> p.schema_version or enough.n <= (select count(*) from ("
        "   select from belief b where b.tenant_id = p.tenant_id and b.project_id = p.id"
        "   and (f.through is null or b.believed_at > f.through) limit enough.n) few))",
        tx.tenant_id, least, share, asked_before,
    )  # fmt: skip
    return [row["id"] for row in rows]


async def note_asked(tx: Tx, project_id: UUID, at: datetime) -> None:
    """A fit was asked for."""
    await tx.run(
        "insert into truth_fit (tenant_id, project_id, asked_at) values ($1, $2, $3)"
        " on conflict (tenant_id, project_id) do update set asked_at = $3",
        tx.tenant_id, project_id, at,
    )  # fmt: skip


async def how_sure(tx: Tx, project_id: UUID, edges: Sequence[float]) -> list[int]:
    """How many items are how sure, but for gold and what was cancelled: one count more than there are edges, from the
    least sure on."""
    rows = await tx.rows(
        "select width_bucket(b.sure, $3::float8[]) as bucket, count(*)::int as n from belief b"
        " join item i on i.tenant_id = b.tenant_id and i.id = b.item_id and i.state = 'active'"
        " where b.tenant_id = $1 and b.project_id = $2 and b.sure is not null group by 1",
        tx.tenant_id, project_id, list(edges),
    )  # fmt: skip
    found = {row["bucket"]: row["n"] for row in rows}
    return [found.get(bucket, 0) for bucket in range(len(edges) + 1)]


async def least_sure(tx: Tx, project_id: UUID, limit: int) -> list[asyncpg.Record]:
    """(item_id, external_id, answers, sure) of items that may be released, the least sure first."""
    return await tx.rows(
        "select b.item_id, i.external_id, b.answers, b.sure from belief b"
        " join item i on i.tenant_id = b.tenant_id and i.id = b.item_id and i.state = 'active'"
        " where b.tenant_id = $1 and b.project_id = $2 and b.sure is not null and b.answers > 0"
        " order by b.sure, b.answers desc, b.item_id limit $3",
        tx.tenant_id, project_id, limit,
    )  # fmt: skip


async def overlap(tx: Tx, project_id: UUID) -> asyncpg.Record:
    """Of items that somebody answered: how many are asked about no more because they are sure, or had the most; how
    many still are; and all their answers."""
    row = await tx.row(
        "select count(*) filter (where b.enough = 'sure')::int as sure,"
        " count(*) filter (where b.enough = 'most')::int as most,"
        " count(*) filter (where b.enough is null)::int as asking, coalesce(sum(b.answers), 0)::int as answers"
        " from belief b join item i on i.tenant_id = b.tenant_id and i.id = b.item_id and i.state = 'active'"
        " where b.tenant_id = $1 and b.project_id = $2 and b.answers > 0",
        tx.tenant_id, project_id,
    )  # fmt: skip
    assert row is not None
    return row


async def nothing_open(tx: Tx) -> list[UUID]:
    """Active projects that ask more people last, and have no item open in an open batch."""
    rows = await tx.rows(
        "select p.id from project p where p.tenant_id = $1 and p.overlap_last and p.overlap_max is not null"
        " and p.state = 'active' and not exists (select from batch b join item i on i.tenant_id = b.tenant_id"
        "   and i.batch_id = b.id and i.open where b.tenant_id = $1 and b.project_id = p.id and b.state = 'open')",
        tx.tenant_id,
    )  # fmt: skip
    return [row["id"] for row in rows]


async def least_sure_held(tx: Tx, project_id: UUID, most: int, limit: int) -> list[asyncpg.Record]:
    """(item_id, answers, sure, fit) of unsure items that have every answer that was wanted, the least sure first; their
    beliefs are held until the transaction ends, and what somebody else holds is passed over."""
    return await tx.rows(
        "select b.item_id, b.answers, b.sure, b.fit from belief b"
        " join item i on i.tenant_id = b.tenant_id and i.id = b.item_id"
        " where b.tenant_id = $1 and b.project_id = $2 and b.enough is null and b.sure is not null"
        " and i.state = 'active' and i.answers >= i.wanted and i.wanted < $3 and i.lane <> 1"
        " order by b.sure, b.item_id limit $4 for update of b skip locked",
        tx.tenant_id, project_id, most, limit,
    )  # fmt: skip

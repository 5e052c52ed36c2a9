"""The tables `disagreement` and `disagreement_act`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

import asyncpg

from armslength.kit.db import Tx

LOOKED_AT: Final = 2_000
"""How many places a page looks through for what no index knows; the next page goes on from there."""


class Row(NamedTuple):
    """Where people disagree, ready to be stored."""

    item_id: UUID
    question: str
    divided: float
    pair: bytes | None


class Wanted(NamedTuple):
    """What a page shows. `pair` goes with a question; `firm`: its people are among those who answered."""

    question: str | None
    pair: bytes | None
    batch: UUID | None
    firm: UUID | None
    state: str | None


async def put(tx: Tx, project_id: UUID, item_ids: Sequence[UUID], rows: Sequence[Row]) -> None:
    """What of these items people disagree on now; the rest is gone. Their beliefs must be held by `tx`."""
    await tx.run(
        "delete from disagreement d where d.tenant_id = $1 and d.item_id = any($2::uuid[])"
        " and not exists (select from unnest($3::uuid[], $4::text[]) as n (item_id, question)"
        "   where n.item_id = d.item_id and n.question = d.question)",
        tx.tenant_id, list(item_ids), [row.item_id for row in rows], [row.question for row in rows],
    )  # fmt: skip
    if not rows:
        return
    await tx.run(
        "insert into disagreement as d (tenant_id, project_id, item_id, question, divided, pair)"
        " select $1, $2, n.* from unnest($3::uuid[], $4::text[], $5::float8[], $6::bytea[])"
        "   as n (item_id, question, divided, pair)"
        " on conflict (tenant_id, item_id, question) do update set divided = excluded.divided, pair = excluded.pair"
        " where (d.divided, d.pair) is distinct from (excluded.divided, excluded.pair)",
        tx.tenant_id, project_id, [row.item_id for row in rows], [row.question for row in rows],
        [row.divided for row in rows], [row.pair for row in rows],
    )  # fmt: skip


_ORDER = "order by d.divided desc, d.item_id desc, d.question desc"


def _looked(wanted: Wanted, after: tuple[object, ...] | None) -> tuple[str, list[object]]:
    """The places a page looks through, in order, and what goes into the query from $3 on."""
    told, values = "where d.tenant_id = $1 and d.project_id = $2", list[object]()
    for condition, value in (("d.question = ", wanted.question), ("d.pair = ", wanted.pair)):
        if value is not None:
            values.append(value)
            told += f" and {condition}${len(values) + 2}"
    if after is not None:
        at = len(values) + 3
        values += list(after)
        told += f" and (d.divided, d.item_id, d.question) < (${at}::float8, ${at + 1}::uuid, ${at + 2}::text)"
    return f"select d.* from disagreement d {told} {_ORDER}", values


async def page(
    tx: Tx, project_id: UUID, wanted: Wanted, after: tuple[object, ...] | None, limit: int
) -> list[asyncpg.Record]:  # fmt: skip
    """(item_id, question, divided, external_id, state), the most divided first, among the next LOOKED_AT places."""
    looked, values = _looked(wanted, after)
    at = len(values) + 3
    return await tx.rows(
        f"with looked as materialized ({looked} limit {LOOKED_AT}), found as ("
        " select d.item_id, d.question, d.divided, i.external_id, case when exists (select from disagreement_act a"
        "     where a.tenant_id = $1 and a.item_id = d.item_id and a.question = d.question and a.act = 'ambiguous'"
        "     and not exists (select from disagreement_act b where b.tenant_id = $1 and b.item_id = a.item_id"
        "       and b.question = a.question and b.act = 'plain' and (b.at, b.id) > (a.at, a.id))) then 'ambiguous'"
        "   when exists (select from adjudication j where j.tenant_id = $1 and j.item_id = d.item_id"
        "     and j.state in ('waiting', 'leased')) then 'asked'"
        "   when exists (select from adjudication j where j.tenant_id = $1 and j.item_id = d.item_id"
        "     and j.state = 'done') then 'decided' else 'open' end as state"
        " from looked d join item i on i.tenant_id = $1 and i.id = d.item_id and i.state = 'active'"
        f" where (${at}::uuid is null or i.batch_id = ${at})"
        f" and (${at + 1}::uuid is null or exists (select from assignment s where s.tenant_id = $1"
        f"   and s.item_id = d.item_id and s.organization_id = ${at + 1} and s.state = 'submitted')))"
        f" select * from found d where ${at + 2}::text is null or d.state = ${at + 2} {_ORDER} limit ${at + 3}",
        tx.tenant_id, project_id, *values, wanted.batch, wanted.firm, wanted.state, limit,
    )  # fmt: skip


async def last_looked(
    tx: Tx, project_id: UUID, wanted: Wanted, after: tuple[object, ...] | None
) -> asyncpg.Record | None:
    """(divided, item_id, question) of the last place that a page looks through; None: it comes to the end."""
    looked, values = _looked(wanted, after)
    return await tx.row(f"{looked} offset {LOOKED_AT - 1} limit 1", tx.tenant_id, project_id, *values)


async def counts(tx: Tx, project_id: UUID, questions: Sequence[str], most: int) -> dict[str, int]:
    """How many items divide people on each question, counted up to `most`."""
    rows = await tx.rows(
        "select q.name, few.n from unnest($3::text[]) as q (name) cross join lateral (select count(*)::int as n"
        "   from (select from disagreement d where d.tenant_id = $1 and d.project_id = $2 and d.question = q.name"
        "     limit $4) part) few",
        tx.tenant_id, project_id, list(questions), most,
    )  # fmt: skip
    return {row["name"]: row["n"] for row in rows}


async def workers(tx: Tx, project_id: UUID) -> set[UUID]:
    """Everybody who works, or worked, in the project."""
    rows = await tx.rows(
        "select person_id from workload where tenant_id = $1 and project_id = $2", tx.tenant_id, project_id
    )
    return {row["person_id"] for row in rows}


async def exists(tx: Tx, project_id: UUID, item_id: UUID, question: str) -> bool:
    """Whether people disagree on this question of this item, which may be released."""
    return bool(
        await tx.value(
            "select exists (select from disagreement d join item i on i.tenant_id = d.tenant_id and i.id = d.item_id"
            "   and i.state = 'active' where d.tenant_id = $1 and d.project_id = $2 and d.item_id = $3"
            "   and d.question = $4)",
            tx.tenant_id, project_id, item_id, question,
        )
    )  # fmt: skip


async def act(
    tx: Tx, project_id: UUID, item_id: UUID, question: str, act_id: UUID, what: str, sealed: bytes | None, by: UUID,
    at: datetime,
) -> None:  # fmt: skip
    """Note what somebody did."""
    await tx.run(
        "insert into disagreement_act (tenant_id, id, project_id, item_id, question, act, sealed, by_id, at)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        tx.tenant_id, act_id, project_id, item_id, question, what, sealed, by, at,
    )  # fmt: skip


async def acts(tx: Tx, item_ids: Sequence[UUID]) -> list[asyncpg.Record]:
    """(id, item_id, question, act, sealed, by_id, at), the oldest first."""
    return await tx.rows(
        "select id, item_id, question, act, sealed, by_id, at from disagreement_act"
        " where tenant_id = $1 and item_id = any($2::uuid[]) order by at, id",
        tx.tenant_id, list(item_ids),
    )  # fmt: skip

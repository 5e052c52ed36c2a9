"""The tables `bulk_act` and `bulk_target`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from armslength.kit.db import Tx
from armslength.lists.model import Outcome, Target

_ACT = """
    select b.id, b.project_id, b.act, b.filters, b.answer_filters, b.until, b.comment, b.after_reject, b.states,
           b.total, b.done, b.skipped, b.job_id, b.ready_at, b.started_at, b.closed_at, b.person_id, b.created_at,
           j.state as job_state, j.error, j.finished_at
    from bulk_act b left join job j on j.tenant_id = b.tenant_id and j.id = b.job_id
    where b.tenant_id = $1 and b.project_id = $2"""


async def add(tx: Tx, given: Mapping[str, Any]) -> bool:
    """Write an act down; False when its key is here already."""
    names = list(given)
    places = ", ".join(f"${place}" for place in range(2, len(names) + 2))
    added = await tx.value(
        f"insert into bulk_act (tenant_id, {', '.join(names)}) values ($1, {places})"
        " on conflict (tenant_id, project_id, key) do nothing returning id",
        tx.tenant_id, *given.values(),
    )  # fmt: skip
    return added is not None


async def by_key(tx: Tx, project_id: UUID, key: UUID) -> asyncpg.Record | None:
    """The act that was asked for with this key."""
    return await tx.row(f"{_ACT} and b.key = $3", tx.tenant_id, project_id, key)


async def get(tx: Tx, project_id: UUID, bulk_id: UUID, *, lock: bool = False) -> asyncpg.Record | None:
    """One act; with `lock`, held until the transaction ends."""
    held = " for update of b" if lock else ""
    return await tx.row(f"{_ACT} and b.id = $3{held}", tx.tenant_id, project_id, bulk_id)


async def page(
    tx: Tx, project_id: UUID, before: tuple[object, ...] | None, limit: int
) -> list[asyncpg.Record]:  # fmt: skip
    """Acts, the newest first."""
    at, bulk_id = before or (None, None)
    return await tx.rows(
        f"{_ACT} and ($3::timestamptz is null or (b.created_at, b.id) < ($3, $4::uuid))"
        " order by b.created_at desc, b.id desc limit $5",
        tx.tenant_id, project_id, at, bulk_id, limit,
    )  # fmt: skip


async def write_down(tx: Tx, bulk_id: UUID, targets: Sequence[Target], states: Mapping[str, int]) -> None:
    """So many more, after those that are written down."""
    await tx.run(
        "with more as (insert into bulk_target (tenant_id, bulk_id, seq, element_id, item_id)"
        "   select $1, $2, b.total + t.n, t.element_id, t.item_id from bulk_act b,"
        "   unnest($3::uuid[], $4::uuid[]) with ordinality as t (element_id, item_id, n)"
        "   where b.tenant_id = $1 and b.id = $2 returning 1)"
        " update bulk_act set states = $5, total = total + (select count(*) from more)"
        " where tenant_id = $1 and id = $2",
        tx.tenant_id, bulk_id, [each.element_id for each in targets], [each.item_id for each in targets], dict(states),
    )  # fmt: skip


async def written_down(tx: Tx, bulk_id: UUID, element_ids: Sequence[UUID]) -> set[UUID]:
    """Those elements that are written down already."""
    rows = await tx.rows(
        "select element_id from bulk_target where tenant_id = $1 and bulk_id = $2 and element_id = any($3::uuid[])",
        tx.tenant_id, bulk_id, list(element_ids),
    )  # fmt: skip
    return {row["element_id"] for row in rows}


async def ready(tx: Tx, bulk_id: UUID, now: datetime) -> None:
    """All are written down."""
    await tx.run("update bulk_act set ready_at = $3 where tenant_id = $1 and id = $2", tx.tenant_id, bulk_id, now)


async def start(tx: Tx, bulk_id: UUID, job_id: UUID, now: datetime) -> None:
    """It is done from now on, by this job."""
    await tx.run(
        "update bulk_act set started_at = $4, job_id = $3 where tenant_id = $1 and id = $2",
        tx.tenant_id, bulk_id, job_id, now,
    )  # fmt: skip


async def set_job(tx: Tx, bulk_id: UUID, job_id: UUID) -> None:
    """The job that writes down."""
    await tx.run("update bulk_act set job_id = $3 where tenant_id = $1 and id = $2", tx.tenant_id, bulk_id, job_id)


async def close(tx: Tx, bulk_id: UUID, now: datetime) -> None:
    """Given up before it was started."""
    await tx.run("update bulk_act set closed_at = $3 where tenant_id = $1 and id = $2", tx.tenant_id, bulk_id, now)


async def targets(tx: Tx, bulk_id: UUID, after: int, limit: int) -> list[asyncpg.Record]:
    """(seq, element_id, item_id) that come next."""
    return await tx.rows(
        "select seq, element_id, item_id from bulk_target where tenant_id = $1 and bulk_id = $2 and seq > $3"
        " order by seq limit $4",
        tx.tenant_id, bulk_id, after, limit,
    )  # fmt: skip


async def became(tx: Tx, bulk_id: UUID, outcomes: Sequence[Outcome]) -> None:
    """What became of some."""
    done = sum(each.outcome == "done" for each in outcomes)
    await tx.run(
        "with said as (update bulk_target t set outcome = o.outcome, code = o.code"
        "   from unnest($3::bigint[], $4::text[], $5::text[]) as o (seq, outcome, code)"
        "   where t.tenant_id = $1 and t.bulk_id = $2 and t.seq = o.seq)"
        " update bulk_act set done = done + $6, skipped = skipped + $7 where tenant_id = $1 and id = $2",
        tx.tenant_id, bulk_id, [each.seq for each in outcomes], [each.outcome for each in outcomes],
        [each.code for each in outcomes], done, len(outcomes) - done,
    )  # fmt: skip


async def results(tx: Tx, bulk_id: UUID, skipped: bool, after: int, limit: int) -> list[asyncpg.Record]:
    """(seq, element_id, item_id, outcome, code) of all, or of what was skipped."""
    return await tx.rows(
        "select seq, element_id, item_id, outcome, code from bulk_target where tenant_id = $1 and bulk_id = $2"
        f" and seq > $3 {'and outcome = ' + repr('skipped') if skipped else ''} order by seq limit $4",
        tx.tenant_id, bulk_id, after, limit,
    )  # fmt: skip


async def reasons(tx: Tx, bulk_id: UUID) -> dict[str, int]:
    """How many were skipped, by code."""
    rows = await tx.rows(
        "select code, count(*) as n from bulk_target where tenant_id = $1 and bulk_id = $2 and outcome = 'skipped'"
        " group by code order by n desc, code",
        tx.tenant_id, bulk_id,
    )  # fmt: skip
    return {row["code"]: row["n"] for row in rows}

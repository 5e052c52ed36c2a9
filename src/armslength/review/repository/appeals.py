"""Appeals against verdicts of review."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from armslength.kit.db import Tx


async def last_verdicts(tx: Tx, assignment_ids: Sequence[UUID], person_id: UUID) -> list[asyncpg.Record]:
    """The last verdict of review on each of a person's assignments, and the appeal against it if there is one:
    (assignment_id, item_id, review_id, verdict, appeal_id, state, reply)."""
    return await tx.rows(
        "select distinct on (r.assignment_id) r.assignment_id, r.item_id, r.id as review_id, r.verdict,"
        "   a.id as appeal_id, a.state, a.reply"
        " from review r left join appeal a on a.tenant_id = r.tenant_id and a.review_id = r.id"
        " where r.tenant_id = $1 and r.assignment_id = any($2::uuid[]) and r.author_id = $3 and r.state = 'done'"
        " and r.stage = 'review' order by r.assignment_id, r.decided_at desc, r.seq desc",
        tx.tenant_id, list(assignment_ids), person_id,
    )  # fmt: skip


async def insert(
    tx: Tx, appeal_id: UUID, project_id: UUID, verdict: asyncpg.Record, person_id: UUID, sealed: bytes, now: datetime
) -> bool:
    """A new appeal; False when there is one against this verdict."""
    tag = await tx.run(
        "insert into appeal (tenant_id, id, project_id, item_id, assignment_id, review_id, person_id, state, sealed,"
        " created_at) values ($1, $2, $3, $4, $5, $6, $7, 'open', $8, $9)"
        " on conflict (tenant_id, review_id) do nothing",
        tx.tenant_id, appeal_id, project_id, verdict["item_id"], verdict["assignment_id"], verdict["review_id"],
        person_id, sealed, now,
    )  # fmt: skip
    return tag.endswith(" 1")


async def hold(tx: Tx, project_id: UUID, appeal_id: UUID) -> asyncpg.Record | None:
    """One appeal with the verdict it is against, locked."""
    return await tx.row(
        "select a.*, r.reviewer_id, r.verdict, r.annotation_id from appeal a"
        " join review r on r.tenant_id = a.tenant_id and r.id = a.review_id"
        " where a.tenant_id = $1 and a.project_id = $2 and a.id = $3 for update of a",
        tx.tenant_id, project_id, appeal_id,
    )  # fmt: skip


async def decide(
    tx: Tx, appeal_id: UUID, state: str, reply: bytes | None, reinstated: bool, by: UUID, now: datetime
) -> None:
    """Granted or declined, once."""
    await tx.run(
        "with decided as (update appeal set state = $3, reply = $4, reinstated = $5, decided_by = $6, decided_at = $7"
        "   where tenant_id = $1 and id = $2 returning item_id)"
        " select item_touched($1, array(select item_id from decided))",
        tx.tenant_id, appeal_id, state, reply, reinstated, by, now,
    )  # fmt: skip


_ROW = (
    "select a.*, r.verdict, r.reviewer_id, r.sealed as comment, r.annotation_id from appeal a"
    " join review r on r.tenant_id = a.tenant_id and r.id = a.review_id where a.tenant_id = $1 and a.project_id = $2"
)


async def page_open(tx: Tx, project_id: UUID, after: tuple[object, ...] | None, limit: int) -> list[asyncpg.Record]:
    """Those that wait, the oldest first, after the key `after` = (created_at, id)."""
    at, appeal_id = after or (None, None)
    return await tx.rows(
        f"{_ROW} and a.state = 'open' and ($3::timestamptz is null or (a.created_at, a.id) > ($3, $4::uuid))"
        " order by a.created_at, a.id limit $5",
        tx.tenant_id, project_id, at, appeal_id, limit,
    )  # fmt: skip


async def page_decided(tx: Tx, project_id: UUID, before: tuple[object, ...] | None, limit: int) -> list[asyncpg.Record]:
    """Those that were decided, the newest first, after the key `before` = (decided_at, id)."""
    at, appeal_id = before or (None, None)
    return await tx.rows(
        f"{_ROW} and a.state <> 'open' and ($3::timestamptz is null or (a.decided_at, a.id) < ($3, $4::uuid))"
        " order by a.decided_at desc, a.id desc limit $5",
        tx.tenant_id, project_id, at, appeal_id, limit,
    )  # fmt: skip


async def one(tx: Tx, project_id: UUID, appeal_id: UUID) -> asyncpg.Record | None:
    """One, as in a page."""
    return await tx.row(f"{_ROW} and a.id = $3", tx.tenant_id, project_id, appeal_id)

"""How often an answer is sent back, and the audit of what was accepted."""

from datetime import datetime
from uuid import UUID

import asyncpg

from armslength.annotation.model import Annotation
from armslength.kit.db import Tx


async def get(tx: Tx, project_id: UUID) -> asyncpg.Record | None:
    """(rework_limit, then_to, audit_share) of a project; None: no limit, no audit."""
    return await tx.row(
        "select rework_limit, then_to, audit_share from review_policy where tenant_id = $1 and project_id = $2",
        tx.tenant_id, project_id,
    )  # fmt: skip


async def put(
    tx: Tx, project_id: UUID, rework_limit: int | None, then_to: str, audit_share: float, now: datetime
) -> None:
    """Set it."""
    await tx.run(
        "insert into review_policy (tenant_id, project_id, rework_limit, then_to, audit_share, changed_at)"
        " values ($1, $2, $3, $4, $5, $6) on conflict (tenant_id, project_id) do update set"
        " rework_limit = excluded.rework_limit, then_to = excluded.then_to, audit_share = excluded.audit_share,"
        " changed_at = excluded.changed_at",
        tx.tenant_id, project_id, rework_limit, then_to, audit_share, now,
    )  # fmt: skip


async def sent_back(tx: Tx, assignment_id: UUID) -> int:
    """How often an assignment was sent back to its author."""
    times: int = await tx.value(
        "select count(*) from review where tenant_id = $1 and assignment_id = $2 and state = 'done'"
        " and after_reject = 'rework'",
        tx.tenant_id, assignment_id,
    )  # fmt: skip
    return times


async def seed_unless_gold(tx: Tx, project_id: UUID, item_id: UUID) -> bytes | None:
    """The project's seed; None for a gold item, whose right answer is known."""
    seed: bytes | None = await tx.value(
        "select p.seed from item i join project p on p.tenant_id = i.tenant_id and p.id = i.project_id"
        " where i.tenant_id = $1 and i.project_id = $2 and i.id = $3 and i.state not in ('gold', 'canary')",
        tx.tenant_id, project_id, item_id,
    )  # fmt: skip
    return seed


async def ask_audit(tx: Tx, audit_id: UUID, on: Annotation, drawn: float, share: float, now: datetime) -> None:
    """An accepted answer was drawn; asked twice is asked once."""
    await tx.run(
        "insert into review (tenant_id, id, project_id, item_id, assignment_id, annotation_id, author_id,"
        " organization_id, state, stage, drawn, share, created_at)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting', 'audit', $9, $10, $11)"
        " on conflict (tenant_id, annotation_id, stage) do nothing",
        tx.tenant_id, audit_id, on.project_id, on.item_id, on.assignment_id, on.id, on.person_id, on.organization_id,
        drawn, share, now,
    )  # fmt: skip


async def audit_counts(tx: Tx, project_id: UUID) -> asyncpg.Record:
    """(waiting, n, right_, reviewed_n, reviewed_right): audits that wait, and how they ended; those of answers that a
    reviewer had looked at are counted apart too."""
    row = await tx.row(
        "select count(*) filter (where r.state in ('waiting', 'leased')) as waiting,"
        " count(*) filter (where r.state = 'done') as n,"
        " count(*) filter (where r.verdict = 'accept') as right_,"
        " count(*) filter (where r.state = 'done' and f.seen) as reviewed_n,"
        " count(*) filter (where r.verdict = 'accept' and f.seen) as reviewed_right"
        " from review r cross join lateral (select exists (select from review f where f.tenant_id = $1"
        "   and f.assignment_id = r.assignment_id and f.stage = 'review' and f.state = 'done') as seen) f"
        " where r.tenant_id = $1 and r.project_id = $2 and r.stage = 'audit'",
        tx.tenant_id, project_id,
    )  # fmt: skip
    assert row is not None  # an aggregate always has a row
    return row


async def audit_people(tx: Tx, project_id: UUID) -> list[asyncpg.Record]:
    """(author_id, n, right_) of everybody whose answers were audited, the most audited first."""
    return await tx.rows(
        "select author_id, count(*) as n, count(*) filter (where verdict = 'accept') as right_ from review"
        " where tenant_id = $1 and project_id = $2 and stage = 'audit' and state = 'done'"
        " group by author_id order by n desc, author_id",
        tx.tenant_id, project_id,
    )  # fmt: skip


async def audited_in(tx: Tx, project_id: UUID) -> bool:
    """Whether the project draws answers to audit, or has some that wait."""
    found: bool = await tx.value(
        "select exists (select from review_policy where tenant_id = $1 and project_id = $2 and audit_share > 0)"
        " or exists (select from review where tenant_id = $1 and project_id = $2 and stage = 'audit'"
        "   and state in ('waiting', 'leased'))",
        tx.tenant_id, project_id,
    )  # fmt: skip
    return found

"""Second opinions: one row per annotation drawn for review."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from armslength.annotation.model import Annotation
from armslength.kit.db import Tx
from armslength.review.schemas import Stage

_LEASED = (
    "r.id, r.item_id, r.assignment_id, r.annotation_id, r.author_id, r.lease_until, a.schema_version,"
    " a.guideline_version, r.stage, g.display, g.attempt, g.harms, p.seed, a.rendition, a.submitted_at"
)
_FROM = (
    " from review r join annotation a on a.tenant_id = r.tenant_id and a.id = r.annotation_id"
    " join assignment g on g.tenant_id = r.tenant_id and g.id = r.assignment_id"
    " join project p on p.tenant_id = r.tenant_id and p.id = r.project_id"
)
_MAY = (
    " r.author_id <> $3 and ($4::uuid is null or r.organization_id = $4"
    "   and queue_showable(r.tenant_id, r.project_id, $4, r.item_id, array[r.annotation_id]))"
    " and not exists (select from assignment mine where mine.tenant_id = r.tenant_id and mine.item_id = r.item_id"
    "   and mine.person_id = $3 and (mine.state in ('leased', 'rework', 'submitted') or mine.reason = 'rejected'))"
    " and not exists (select from review first where r.stage = 'audit' and first.tenant_id = r.tenant_id"
    "   and first.assignment_id = r.assignment_id and first.reviewer_id = $3 and first.stage = 'review'"
    "   and first.state = 'done')"
)
"""Nobody reviews themselves, nor an item they answer or answered, nor audits what they reviewed; a vendor's reviewer
sees their own firm's only, and of those what was said of the form that the firm is shown."""

_SPARED = (
    " and not exists (select from assignment g where g.tenant_id = r.tenant_id and g.id = r.assignment_id"
    "   and g.harms & {hidden} <> 0)"
)
"""Nor what this person is not to be shown now."""


async def ask(tx: Tx, review_id: UUID, on: Annotation) -> None:
    """An annotation waits for a second opinion; what it supersedes waits no more."""
    await tx.run(
        """
        with gone as (
            update review set state = 'withdrawn', lease_until = null
            where tenant_id = $1 and assignment_id = $5 and state in ('waiting', 'leased')
        )
        insert into review (tenant_id, id, project_id, item_id, assignment_id, annotation_id, author_id,
            organization_id, state, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting', $9)""",
        tx.tenant_id, review_id, on.project_id, on.item_id, on.assignment_id, on.id, on.person_id, on.organization_id,
        on.submitted_at,
    )  # fmt: skip


async def project_state(tx: Tx, project_id: UUID, person_id: UUID) -> asyncpg.Record | None:
    """(state, lease_seconds, prepared): whether work goes on, and whether this person read the present guideline."""
    return await tx.row(
        "select p.state, p.lease_seconds, p.guideline_version = 0 or exists (select from guideline_reading g"
        "   where g.tenant_id = p.tenant_id and g.project_id = p.id and g.version = p.guideline_version"
        "   and g.person_id = $3) as prepared"
        " from project p where p.tenant_id = $1 and p.id = $2",
        tx.tenant_id, project_id, person_id,
    )  # fmt: skip


async def mine(
    tx: Tx, project_id: UUID, reviewer_id: UUID, epoch: int, have: Sequence[UUID], until: datetime, stage: Stage
) -> asyncpg.Record | None:
    """A live lease of mine that I do not have at hand, renewed."""
    review_id = await tx.value(
        "update review set lease_until = $5 where tenant_id = $1 and id = (select id from review where tenant_id = $1"
        "   and project_id = $2 and reviewer_id = $3 and state = 'leased' and epoch = $6 and id <> all ($4::uuid[])"
        "   and stage = $7 order by seq limit 1 for no key update skip locked) returning id",
        tx.tenant_id, project_id, reviewer_id, list(have), until, epoch, stage,
    )  # fmt: skip
    return await _leased(tx, review_id) if review_id else None


async def in_hand(tx: Tx, project_id: UUID, reviewer_id: UUID) -> int:
    """How many reviews this person holds."""
    count: int = await tx.value(
        "select count(*) from review where tenant_id = $1 and project_id = $2 and reviewer_id = $3"
        " and state = 'leased'",
        tx.tenant_id, project_id, reviewer_id,
    )  # fmt: skip
    return count


async def lease(
    tx: Tx,
    project_id: UUID,
    reviewer_id: UUID,
    firm: UUID | None,
    epoch: int,
    until: datetime,
    stage: Stage,
    hidden: int,
) -> asyncpg.Record | None:
    """The oldest waiting review that this person may do, now theirs."""
    review_id = await tx.value(
        "update review set state = 'leased', reviewer_id = $3, lease_until = $5, epoch = $6"
        " where tenant_id = $1 and id = ("
        "   select r.id from review r where r.tenant_id = $1 and r.project_id = $2 and r.state = 'waiting'"
        f"   and r.stage = $7 and {_MAY}"
        f"{_SPARED.format(hidden='$8::int')} order by r.seq limit 1 for no key update of r skip locked) returning id",
        tx.tenant_id, project_id, reviewer_id, firm, until, epoch, stage, hidden,
    )  # fmt: skip
    return await _leased(tx, review_id) if review_id else None


async def kept_back(tx: Tx, project_id: UUID, reviewer_id: UUID, firm: UUID | None, stage: Stage) -> int:
    """The warnings of all that waits and that this person might review, in bits."""
    bits: int = await tx.value(
        "select coalesce(bit_or(g.harms), 0) from review r"
        " join assignment g on g.tenant_id = r.tenant_id and g.id = r.assignment_id"
        f" where r.tenant_id = $1 and r.project_id = $2 and r.state = 'waiting' and r.stage = $5 and {_MAY}",
        tx.tenant_id, project_id, reviewer_id, firm, stage,
    )  # fmt: skip
    return bits


async def waiting_on(tx: Tx, project_id: UUID, item_ids: Sequence[UUID]) -> list[asyncpg.Record]:
    """(id, item_id) of reviews of these items that wait or are in somebody's hands, by item and age."""
    return await tx.rows(
        "select r.id, r.item_id from standing s join review r on r.tenant_id = s.tenant_id"
        " and r.assignment_id = s.assignment_id and r.stage = 'review' and r.state in ('waiting', 'leased')"
        " where s.tenant_id = $1 and s.project_id = $2 and s.item_id = any($3::uuid[]) and s.verdict = 'in_review'"
        " order by array_position($3::uuid[], r.item_id), r.seq",
        tx.tenant_id, project_id, list(item_ids),
    )  # fmt: skip


async def waiting_for(tx: Tx, project_id: UUID, annotation_ids: Sequence[UUID]) -> list[asyncpg.Record]:
    """(id, item_id) of reviews of these answers that wait or are in somebody's hands, in this order."""
    return await tx.rows(
        "select r.id, r.item_id from review r where r.tenant_id = $1 and r.project_id = $2"
        " and r.annotation_id = any($3::uuid[]) and r.stage = 'review' and r.state in ('waiting', 'leased')"
        " order by array_position($3::uuid[], r.annotation_id)",
        tx.tenant_id, project_id, list(annotation_ids),
    )  # fmt: skip


async def take(
    tx: Tx, project_id: UUID, review_id: UUID, reviewer_id: UUID, firm: UUID | None, epoch: int, until: datetime
) -> UUID | None:
    """This review, if it waits and this person may do it, is theirs; returns its item."""
    found: UUID | None = await tx.value(
        "update review r set state = 'leased', reviewer_id = $3, lease_until = $6, epoch = $7 where r.tenant_id = $1"
        f" and r.project_id = $2 and r.id = $5 and r.state = 'waiting' and r.stage = 'review' and {_MAY}"
        " returning r.item_id",
        tx.tenant_id, project_id, reviewer_id, firm, review_id, until, epoch,
    )  # fmt: skip
    return found


async def _leased(tx: Tx, review_id: UUID) -> asyncpg.Record | None:
    return await tx.row(f"select {_LEASED}{_FROM} where r.tenant_id = $1 and r.id = $2", tx.tenant_id, review_id)


async def others_at_work(
    tx: Tx, project_id: UUID, reviewer_id: UUID, firm: UUID | None, stage: Stage, hidden: int
) -> bool:
    """Whether something may still come: a review in other hands, or an assignment that is not answered yet."""
    found: bool = await tx.value(
        "select exists (select from review r where r.tenant_id = $1 and r.project_id = $2"
        f"   and r.state in ('waiting', 'leased') and r.stage = $5 and {_MAY}{_SPARED.format(hidden='$6::int')})"
        " or exists (select from assignment g where g.tenant_id = $1 and g.project_id = $2"
        "   and g.state in ('leased', 'rework'))",
        tx.tenant_id, project_id, reviewer_id, firm, stage, hidden,
    )  # fmt: skip
    return found


async def waiting_in(
    tx: Tx, project_ids: Sequence[UUID], reviewer_id: UUID, firm: UUID | None, stage: Stage
) -> set[UUID]:
    """Those projects in which something waits for this person."""
    rows = await tx.rows(
        "select p.id from unnest($2::uuid[]) p (id) where exists (select from review r"
        "   where r.tenant_id = $1 and r.project_id = p.id and r.stage = $5"
        f"   and (r.state = 'waiting' and {_MAY} or r.state = 'leased' and r.reviewer_id = $3))",
        tx.tenant_id, list(project_ids), reviewer_id, firm, stage,
    )  # fmt: skip
    return {row["id"] for row in rows}


async def hold(tx: Tx, project_id: UUID, review_id: UUID) -> asyncpg.Record | None:
    """One review, locked until the transaction ends."""
    return await tx.row(
        "select id, item_id, assignment_id, annotation_id, author_id, organization_id, state, reviewer_id, key,"
        " verdict, lease_until, epoch, stage, after_reject from review"
        " where tenant_id = $1 and project_id = $2 and id = $3 for update",
        tx.tenant_id, project_id, review_id,
    )  # fmt: skip


async def renew(
    tx: Tx, project_id: UUID, review_id: UUID, reviewer_id: UUID, epoch: int, now: datetime
) -> datetime | None:
    """Extend one's own live lease; None when it lives no more."""
    renewed: datetime | None = await tx.value(
        "update review r set lease_until = $5::timestamptz + make_interval(secs => p.lease_seconds) from project p"
        " where p.tenant_id = $1 and p.id = $2 and r.tenant_id = $1 and r.project_id = $2 and r.id = $3"
        " and r.reviewer_id = $4 and r.epoch = $6 and r.state = 'leased' and r.lease_until > $5"
        " returning r.lease_until",
        tx.tenant_id, project_id, review_id, reviewer_id, now, epoch,
    )  # fmt: skip
    return renewed


async def give_back(tx: Tx, project_id: UUID, review_id: UUID, reviewer_id: UUID) -> None:
    """One's own review waits again."""
    await tx.run(
        "update review set state = 'waiting', reviewer_id = null, lease_until = null where tenant_id = $1"
        " and project_id = $2 and id = $3 and reviewer_id = $4 and state = 'leased'",
        tx.tenant_id, project_id, review_id, reviewer_id,
    )  # fmt: skip


async def give_back_all_of(tx: Tx, reviewer_id: UUID, project_id: UUID | None) -> None:
    """Somebody left the tenant, or one project: what they held waits again."""
    await tx.run(
        "update review set state = 'waiting', reviewer_id = null, lease_until = null where tenant_id = $1"
        " and reviewer_id = $2 and ($3::uuid is null or project_id = $3) and state = 'leased'",
        tx.tenant_id, reviewer_id, project_id,
    )  # fmt: skip


async def give_back_of_vendor(tx: Tx, project_id: UUID, vendor_id: UUID, before_epoch: int) -> int:
    """What a firm's reviewers hold of an epoch before this one waits again; returns how much that is."""
    waiting: int = await tx.value(
        "with back as (update review r set state = 'waiting', reviewer_id = null, lease_until = null from membership m"
        "   where r.tenant_id = $1 and r.project_id = $2 and r.state = 'leased' and r.epoch < $4"
        "   and m.tenant_id = $1 and m.person_id = r.reviewer_id and m.vendor_id = $3 returning 1)"
        " select count(*) from back",
        tx.tenant_id, project_id, vendor_id, before_epoch,
    )  # fmt: skip
    return waiting


async def give_back_due(tx: Tx, now: datetime) -> None:
    """Leases that ran out wait again."""
    await tx.run(
        "update review set state = 'waiting', reviewer_id = null, lease_until = null where tenant_id = $1"
        " and state = 'leased' and lease_until <= $2",
        tx.tenant_id, now,
    )  # fmt: skip


async def withdraw_of(tx: Tx, assignment_id: UUID) -> None:
    """What waits for a look at an assignment's answer waits no more."""
    await tx.run(
        "update review set state = 'withdrawn', lease_until = null"
        " where tenant_id = $1 and assignment_id = $2 and state in ('waiting', 'leased')",
        tx.tenant_id, assignment_id,
    )  # fmt: skip


async def withdraw(tx: Tx, review_id: UUID) -> None:
    """What was to be reviewed no longer stands."""
    await tx.run(
        "update review set state = 'withdrawn', lease_until = null where tenant_id = $1 and id = $2",
        tx.tenant_id, review_id,
    )  # fmt: skip


async def decide(
    tx: Tx, review_id: UUID, *, key: UUID, verdict: str, after_reject: str | None, sealed: bytes | None,
    fix_id: UUID | None, at: datetime,
) -> None:  # fmt: skip
    """The verdict, once."""
    await tx.run(
        "with decided as (update review set state = 'done', lease_until = null, key = $3, verdict = $4,"
        "   after_reject = $5, sealed = $6, fix_id = $7, decided_at = $8 where tenant_id = $1 and id = $2"
        "   returning item_id)"
        " select item_touched($1, array(select item_id from decided))",
        tx.tenant_id, review_id, key, verdict, after_reject, sealed, fix_id, at,
    )  # fmt: skip


async def decided_for(tx: Tx, assignment_ids: Sequence[UUID]) -> list[asyncpg.Record]:
    """Earlier verdicts of review on assignments, oldest first."""
    return await tx.rows(
        "select id, assignment_id, annotation_id, verdict, sealed, decided_at from review where tenant_id = $1"
        " and assignment_id = any($2::uuid[]) and state = 'done' and stage = 'review' order by decided_at, seq",
        tx.tenant_id, list(assignment_ids),
    )  # fmt: skip


async def page(
    tx: Tx, project_id: UUID, firm: UUID | None, before: tuple[object, ...] | None, limit: int, stage: Stage
) -> list[asyncpg.Record]:
    """Decided reviews or audits, newest first, after the key `before` = (decided_at, id)."""
    at, review_id = before or (None, None)
    return await tx.rows(
        "select r.id, r.item_id, i.external_id, i.ord, r.author_id, r.reviewer_id, r.verdict, r.sealed, r.decided_at"
        " from review r join item i on i.tenant_id = r.tenant_id and i.id = r.item_id"
        " where r.tenant_id = $1 and r.project_id = $2 and r.state = 'done'"
        " and ($3::uuid is null or r.organization_id = $3)"
        " and ($4::timestamptz is null or (r.decided_at, r.id) < ($4, $5::uuid))"
        " and r.stage = $7 order by r.decided_at desc, r.id desc limit $6",
        tx.tenant_id, project_id, firm, at, review_id, limit, stage,
    )  # fmt: skip


async def reviews_of_item(tx: Tx, item_id: UUID) -> list[asyncpg.Record]:
    """Everything decided about an item."""
    return await tx.rows(
        "select id, annotation_id, reviewer_id, verdict, after_reject, sealed, fix_id, decided_at, stage from review"
        " where tenant_id = $1 and item_id = $2 and state = 'done' order by decided_at",
        tx.tenant_id, item_id,
    )  # fmt: skip


async def item_created(tx: Tx, project_id: UUID, item_id: UUID) -> asyncpg.Record | None:
    """(created_at, batch name) of an item."""
    return await tx.row(
        "select i.created_at, b.name from item i join batch b on b.tenant_id = i.tenant_id and b.id = i.batch_id"
        " where i.tenant_id = $1 and i.project_id = $2 and i.id = $3",
        tx.tenant_id, project_id, item_id,
    )  # fmt: skip

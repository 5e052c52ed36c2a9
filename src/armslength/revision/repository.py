"""All SQL of revision: its own table, and what earlier rooms wrote as far as a change of the schema touches it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from armslength.kit.db import Tx
from armslength.revision.model import Effect, Reopen

_MIGRATION = (
    "select m.id, m.from_version, m.to_version, m.state, m.reopen, m.effect, m.reopened, m.created_by,"
    " m.created_at, m.applied_by, m.applied_at, m.job_id, p.schema_version, j.state as job_state, j.done, j.total,"
    " j.error from schema_migration m join project p on p.tenant_id = m.tenant_id and p.id = m.project_id"
    " join job j on j.tenant_id = m.tenant_id and j.id = m.job_id"
)


@dataclass(frozen=True, slots=True)
class Planned:
    """A migration about to be stored."""

    id: UUID
    project_id: UUID
    from_version: int
    reopen: Reopen
    sealed: bytes
    digest: bytes


async def insert(tx: Tx, planned: Planned, job_id: UUID, by: UUID, at: datetime) -> None:
    """A migration whose dry run begins."""
    await tx.run(
        "insert into schema_migration (tenant_id, id, project_id, from_version, state, reopen, sealed, digest, job_id,"
        " created_by, created_at) values ($1, $2, $3, $4, 'counting', $5, $6, $7, $8, $9, $10)",
        tx.tenant_id, planned.id, planned.project_id, planned.from_version, planned.reopen, planned.sealed,
        planned.digest, job_id, by, at,
    )  # fmt: skip


async def by_digest(tx: Tx, project_id: UUID, from_version: int, digest: bytes) -> asyncpg.Record | None:
    """The migration of exactly this plan."""
    return await tx.row(
        f"{_MIGRATION} where m.tenant_id = $1 and m.project_id = $2 and m.from_version = $3 and m.digest = $4",
        tx.tenant_id, project_id, from_version, digest,
    )  # fmt: skip


async def count_again(tx: Tx, migration_id: UUID, job_id: UUID) -> None:
    """Its dry run begins anew."""
    await tx.run(
        "update schema_migration set state = 'counting', effect = null, job_id = $3 where tenant_id = $1 and id = $2"
        " and state <> 'applied'",
        tx.tenant_id, migration_id, job_id,
    )  # fmt: skip


async def get(tx: Tx, project_id: UUID, migration_id: UUID) -> asyncpg.Record | None:
    """One migration with its job."""
    return await tx.row(
        f"{_MIGRATION} where m.tenant_id = $1 and m.project_id = $2 and m.id = $3", tx.tenant_id, project_id,
        migration_id,
    )  # fmt: skip


async def of_job(tx: Tx, job_id: UUID) -> asyncpg.Record | None:
    """The migration that a job counts."""
    return await tx.row(f"{_MIGRATION} where m.tenant_id = $1 and m.job_id = $2", tx.tenant_id, job_id)


async def of_project(tx: Tx, project_id: UUID, limit: int) -> list[asyncpg.Record]:
    """Migrations, the newest first."""
    return await tx.rows(
        f"{_MIGRATION} where m.tenant_id = $1 and m.project_id = $2 order by m.created_at desc, m.id desc limit $3",
        tx.tenant_id, project_id, limit,
    )  # fmt: skip


async def counted(tx: Tx, migration_id: UUID, effect: Effect) -> None:
    """The dry run is done."""
    await tx.run(
        "update schema_migration set state = 'ready', effect = $3 where tenant_id = $1 and id = $2"
        " and state = 'counting'",
        tx.tenant_id, migration_id, msgspec.to_builtins(effect),
    )  # fmt: skip


async def applied(tx: Tx, migration_id: UUID, to_version: int, by: UUID, at: datetime) -> None:
    """It is carried out."""
    await tx.run(
        "update schema_migration set state = 'applied', to_version = $3, applied_by = $4, applied_at = $5"
        " where tenant_id = $1 and id = $2 and state = 'ready'",
        tx.tenant_id, migration_id, to_version, by, at,
    )  # fmt: skip


async def set_job(tx: Tx, migration_id: UUID, job_id: UUID) -> None:
    """Which job works for it now."""
    await tx.run(
        "update schema_migration set job_id = $3 where tenant_id = $1 and id = $2", tx.tenant_id, migration_id, job_id
    )


async def reopened(tx: Tx, migration_id: UUID, more: int) -> None:
    """So many more answers were asked anew."""
    await tx.run(
        "update schema_migration set reopened = reopened + $3 where tenant_id = $1 and id = $2",
        tx.tenant_id, migration_id, more,
    )  # fmt: skip


# What it touches


async def answered_items(tx: Tx, project_id: UUID, after_ord: int, limit: int) -> list[asyncpg.Record]:
    """(id, ord, gold) of active items with an answer, and of gold, in queue order."""
    return await tx.rows(
        "select i.id, i.ord, g.item_id is not null as gold, g.schema_version as key_version from item i"
        " left join gold g on g.tenant_id = i.tenant_id and g.item_id = i.id and g.retired_at is null"
        " where i.tenant_id = $1 and i.project_id = $2 and i.ord > $3"
        " and (i.state = 'active' and i.answers > 0 or g.item_id is not null) order by i.ord limit $4",
        tx.tenant_id, project_id, after_ord, limit,
    )  # fmt: skip


async def standing(tx: Tx, item_ids: Sequence[UUID], before_version: int) -> list[asyncpg.Record]:
    """(item_id, annotation_id, assignment_id, verdict, schema_version) of answers that count and were given under an
    earlier version of the schema."""
    return await tx.rows(
        "select s.item_id, s.annotation_id, s.assignment_id, s.verdict, a.schema_version from standing s"
        " join annotation a on a.tenant_id = s.tenant_id and a.id = s.annotation_id"
        " join assignment g on g.tenant_id = s.tenant_id and g.id = s.assignment_id"
        " where s.tenant_id = $1 and s.item_id = any($2::uuid[]) and a.schema_version < $3 and g.state = 'submitted'"
        " and s.verdict <> 'disputed' order by s.item_id, s.annotation_id",
        tx.tenant_id, list(item_ids), before_version,
    )  # fmt: skip


async def hold_items(tx: Tx, item_ids: Sequence[UUID]) -> None:
    """Lock items, in order, before what was said of them is looked at."""
    await tx.rows(
        "select id from item where tenant_id = $1 and id = any($2::uuid[]) order by id for update",
        tx.tenant_id, list(item_ids),
    )  # fmt: skip


async def work_now(tx: Tx, project_id: UUID) -> asyncpg.Record:
    """(in_hand, drafts): assignments given out, and those with something written."""
    row = await tx.row(
        "select count(*)::int as in_hand, count(d.assignment_id)::int as drafts from assignment a"
        " left join draft d on d.tenant_id = a.tenant_id and d.assignment_id = a.id"
        " where a.tenant_id = $1 and a.project_id = $2 and a.state in ('leased', 'rework')",
        tx.tenant_id, project_id,
    )  # fmt: skip
    assert row is not None  # a count always answers
    return row


async def answered_count(tx: Tx, project_id: UUID) -> int:
    """How many items there are to look at: for progress."""
    found: Any = await tx.value(
        "select count(*) from item where tenant_id = $1 and project_id = $2 and answers > 0", tx.tenant_id, project_id
    )
    return int(found)


# Versions of an answer


async def place_of(tx: Tx, assignment_id: UUID) -> asyncpg.Record | None:
    """(project_id, person_id, gold) of an assignment."""
    return await tx.row(
        "select a.project_id, a.person_id, g.item_id is not null as gold from assignment a left join gold g"
        " on g.tenant_id = a.tenant_id and g.item_id = a.item_id and g.retired_at is null"
        " where a.tenant_id = $1 and a.id = $2",
        tx.tenant_id, assignment_id,
    )  # fmt: skip


async def hold_place(tx: Tx, assignment_id: UUID) -> asyncpg.Record | None:
    """The same, the assignment locked."""
    await tx.run("select from assignment where tenant_id = $1 and id = $2 for update", tx.tenant_id, assignment_id)
    return await place_of(tx, assignment_id)


async def decision(tx: Tx, item_id: UUID) -> asyncpg.Record | None:
    """(person_id, outcome, decided_at) of the last decision between the answers to an item."""
    return await tx.row(
        "select person_id, outcome, decided_at from adjudication where tenant_id = $1 and item_id = $2"
        " and state = 'done' order by decided_at desc, id desc limit 1",
        tx.tenant_id, item_id,
    )  # fmt: skip


async def verdicts(tx: Tx, assignment_id: UUID) -> list[asyncpg.Record]:
    """What reviews and audits said of the versions of an answer, oldest first; whether an appeal was granted."""
    return await tx.rows(
        "select r.id, r.annotation_id, r.reviewer_id, r.stage, r.verdict, r.after_reject, r.sealed, r.decided_at,"
        " exists (select from appeal p where p.tenant_id = r.tenant_id and p.review_id = r.id and p.state = 'granted')"
        " as overturned from review r where r.tenant_id = $1 and r.assignment_id = $2 and r.state = 'done'"
        " order by r.decided_at, r.seq",
        tx.tenant_id, assignment_id,
    )  # fmt: skip

"""How answers were written: the project's setting, who knows of it, the records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from armslength.annotation.model import Annotation
from armslength.kit.db import Tx


async def policy(tx: Tx, project_id: UUID, person_id: UUID | None) -> asyncpg.Record | None:
    """active, keep_days, read_at (when this person read the notice); None while nothing was set."""
    return await tx.row(
        "select p.active, p.keep_days, n.read_at from writing_policy p left join writing_notice n"
        " on n.tenant_id = p.tenant_id and n.project_id = p.project_id and n.person_id = $3"
        " where p.tenant_id = $1 and p.project_id = $2",
        tx.tenant_id, project_id, person_id,
    )  # fmt: skip


async def set_policy(tx: Tx, project_id: UUID, active: bool, keep_days: int, now: datetime) -> None:
    """Record from now on, or no longer."""
    await tx.run(
        "insert into writing_policy values ($1, $2, $3, $4, $5) on conflict (tenant_id, project_id) do update"
        " set active = excluded.active, keep_days = excluded.keep_days, updated_at = excluded.updated_at",
        tx.tenant_id, project_id, active, keep_days, now,
    )  # fmt: skip


async def read(tx: Tx, project_id: UUID, person_id: UUID, now: datetime) -> None:
    """The person has read the notice."""
    await tx.run(
        "insert into writing_notice values ($1, $2, $3, $4) on conflict do nothing",
        tx.tenant_id, project_id, person_id, now,
    )  # fmt: skip


async def ask_again(tx: Tx, project_id: UUID) -> None:
    """Everybody is to read the notice anew: it says something else."""
    await tx.run("delete from writing_notice where tenant_id = $1 and project_id = $2", tx.tenant_id, project_id)


async def add(tx: Tx, said: Annotation, summary: Mapping[str, object], flags: Sequence[str]) -> None:
    """How an answer was written."""
    await tx.run(
        "insert into writing_record values ($1, $2, $3, $4, $5, $6, $7)",
        tx.tenant_id, said.id, said.project_id, said.person_id, dict(summary), list(flags), said.submitted_at,
    )  # fmt: skip


async def of(tx: Tx, annotation_id: UUID) -> asyncpg.Record | None:
    """The record of one answer."""
    return await tx.row(
        "select summary, flags from writing_record where tenant_id = $1 and annotation_id = $2",
        tx.tenant_id, annotation_id,
    )  # fmt: skip


async def page(
    tx: Tx, project_id: UUID, before: tuple[object, ...] | None, limit: int, *, flagged: bool, person_id: UUID | None
) -> list[asyncpg.Record]:
    """Records of the project, the newest first, older than `before` = (at, annotation)."""
    at, last = before or (None, None)
    return await tx.rows(
        "select w.annotation_id, a.item_id, w.person_id, w.summary, w.flags, w.at from writing_record w"
        " join annotation a on a.tenant_id = w.tenant_id and a.id = w.annotation_id"
        " where w.tenant_id = $1 and w.project_id = $2 and (w.flags <> '{}' or not $3)"
        " and ($4::uuid is null or w.person_id = $4)"
        " and ($5::timestamptz is null or (w.at, w.annotation_id) < ($5, $6::uuid))"
        " order by w.at desc, w.annotation_id desc limit $7",
        tx.tenant_id, project_id, flagged, person_id, at, last, limit,
    )  # fmt: skip


async def forget_person(tx: Tx, project_id: UUID, person_id: UUID) -> int:
    """Nothing is kept of how this person wrote here; returns how many records there were."""
    tag = await tx.run(
        "delete from writing_record where tenant_id = $1 and project_id = $2 and person_id = $3",
        tx.tenant_id, project_id, person_id,
    )  # fmt: skip
    return int(tag.removeprefix("DELETE "))


async def forget_old(tx: Tx, now: datetime) -> None:
    """What was kept as long as its project says is gone."""
    await tx.run(
        "delete from writing_record w using writing_policy p where w.tenant_id = $1 and p.tenant_id = $1"
        " and p.project_id = w.project_id and w.at < $2::timestamptz - make_interval(days => p.keep_days)",
        tx.tenant_id, now,
    )  # fmt: skip

"""All SQL of annotation."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import asyncpg

from armslength.kit.db import Tx


async def draft(tx: Tx, assignment_id: UUID) -> asyncpg.Record | None:
    """(revision, sealed, saved_at), locked: a person's saves wait for one another."""
    return await tx.row(
        "select revision, sealed, saved_at from draft where tenant_id = $1 and assignment_id = $2 for update",
        tx.tenant_id, assignment_id,
    )  # fmt: skip


async def save_draft(tx: Tx, assignment_id: UUID, based_on: int, sealed: bytes, at: datetime) -> int | None:
    """Save over revision `based_on`; the new revision, or None when another save came first."""
    revision: int | None = await tx.value(
        "insert into draft as d (tenant_id, assignment_id, revision, sealed, saved_at)"
        " select $1, $2, $3 + 1, $4, $5 where $3 = 0 or exists"
        "   (select from draft where tenant_id = $1 and assignment_id = $2)"
        " on conflict (tenant_id, assignment_id) do update"
        " set revision = excluded.revision, sealed = excluded.sealed, saved_at = excluded.saved_at"
        " where d.revision = $3 returning revision",
        tx.tenant_id, assignment_id, based_on, sealed, at,
    )  # fmt: skip
    return revision


async def drop_draft(tx: Tx, assignment_id: UUID) -> None:
    """What was submitted needs no draft."""
    await tx.run("delete from draft where tenant_id = $1 and assignment_id = $2", tx.tenant_id, assignment_id)


async def by_key(tx: Tx, assignment_id: UUID, key: UUID) -> asyncpg.Record | None:
    """The annotation that was submitted under a key, with whether it went to review."""
    return await tx.row(
        "select a.id, a.submitted_at, a.person_id,"
        " coalesce((select s.verdict = 'in_review' from standing s"
        "   where s.tenant_id = a.tenant_id and s.annotation_id = a.id), false) as in_review"
        " from annotation a where a.tenant_id = $1 and a.assignment_id = $2 and a.key = $3",
        tx.tenant_id, assignment_id, key,
    )  # fmt: skip


async def insert(
    tx: Tx, *, id: UUID, project_id: UUID, item_id: UUID, assignment_id: UUID, person_id: UUID, organization_id: UUID,
    stage: str, key: UUID, supersedes: UUID | None, schema_version: int, guideline_version: int, sealed: bytes,
    digest: bytes, active_ms: int, at: datetime,
) -> None:  # fmt: skip
    """An annotation, for ever: the app role may neither change nor delete it."""
    await tx.run(
        "insert into annotation (tenant_id, id, project_id, item_id, assignment_id, person_id, organization_id, stage,"
        " key, supersedes, schema_version, guideline_version, sealed, digest, active_ms, submitted_at)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
        tx.tenant_id, id, project_id, item_id, assignment_id, person_id, organization_id, stage, key, supersedes,
        schema_version, guideline_version, sealed, digest, active_ms, at,
    )  # fmt: skip


async def insert_terms(
    tx: Tx, project_id: UUID, annotation_id: UUID, terms: Iterable[tuple[str, str, str]]
) -> None:
    """The words of searchable answers: (question, target, value)."""
    rows = [(tx.tenant_id, project_id, annotation_id, *term) for term in terms]
    if rows:
        await tx.many(
            "insert into answer_term (tenant_id, project_id, annotation_id, question, target, value)"
            " values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
            rows,
        )


async def standing(tx: Tx, assignment_id: UUID) -> asyncpg.Record | None:
    """What stands for an assignment, locked."""
    return await tx.row(
        "select s.assignment_id, s.project_id, s.item_id, s.person_id, a.organization_id, s.annotation_id, s.verdict,"
        " a.schema_version, a.guideline_version, a.submitted_at"
        " from standing s join annotation a on a.tenant_id = s.tenant_id and a.id = s.annotation_id"
        " where s.tenant_id = $1 and s.assignment_id = $2 for update of s",
        tx.tenant_id, assignment_id,
    )  # fmt: skip


async def stand(
    tx: Tx, assignment_id: UUID, project_id: UUID, item_id: UUID, person_id: UUID, annotation_id: UUID, verdict: str
) -> None:
    """From now on this annotation stands for its assignment."""
    await tx.run(
        "insert into standing (tenant_id, assignment_id, project_id, item_id, person_id, annotation_id, verdict)"
        " values ($1, $2, $3, $4, $5, $6, $7) on conflict (tenant_id, assignment_id) do update"
        " set annotation_id = excluded.annotation_id, verdict = excluded.verdict",
        tx.tenant_id, assignment_id, project_id, item_id, person_id, annotation_id, verdict,
    )  # fmt: skip


async def judge(tx: Tx, assignment_id: UUID, verdict: str) -> None:
    """What review said of what stands."""
    await tx.run(
        "update standing set verdict = $3 where tenant_id = $1 and assignment_id = $2",
        tx.tenant_id, assignment_id, verdict,
    )  # fmt: skip


async def drop_standing(tx: Tx, assignment_id: UUID) -> None:
    """Nothing stands for this assignment any more; the annotation itself stays on record."""
    await tx.run("delete from standing where tenant_id = $1 and assignment_id = $2", tx.tenant_id, assignment_id)


async def mine(
    tx: Tx, project_id: UUID, person_id: UUID, before: tuple[object, ...] | None, limit: int
) -> list[asyncpg.Record]:
    """My newest annotation per assignment, newest first, after the key `before` = (submitted_at, id)."""
    at, annotation_id = before or (None, None)
    return await tx.rows(
        "select a.id, a.assignment_id, a.item_id, a.submitted_at, s.verdict as standing, g.state as assignment_state,"
        " a.schema_version"
        " from annotation a join assignment g on g.tenant_id = a.tenant_id and g.id = a.assignment_id"
        " left join standing s on s.tenant_id = a.tenant_id and s.assignment_id = a.assignment_id"
        " where a.tenant_id = $1 and a.project_id = $2 and a.person_id = $3 and a.stage = 'annotate'"
        " and ($4::timestamptz is null or (a.submitted_at, a.id) < ($4, $5::uuid))"
        " and not exists (select from annotation n where n.tenant_id = a.tenant_id"
        "   and n.assignment_id = a.assignment_id and n.stage = 'annotate' and n.submitted_at > a.submitted_at)"
        " order by a.submitted_at desc, a.id desc limit $6",
        tx.tenant_id, project_id, person_id, at, annotation_id, limit,
    )  # fmt: skip


async def my_newest(tx: Tx, project_id: UUID, person_id: UUID, assignment_id: UUID) -> asyncpg.Record | None:
    """My newest annotation of an assignment, with the display I saw."""
    return await tx.row(
        "select a.id, a.item_id, a.submitted_at, a.schema_version, a.guideline_version, g.display"
        " from annotation a join assignment g on g.tenant_id = a.tenant_id and g.id = a.assignment_id"
        " where a.tenant_id = $1 and a.project_id = $2 and a.person_id = $3 and a.assignment_id = $4"
        " and a.stage = 'annotate' order by a.submitted_at desc limit 1",
        tx.tenant_id, project_id, person_id, assignment_id,
    )  # fmt: skip

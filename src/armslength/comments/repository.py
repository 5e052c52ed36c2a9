"""All SQL of comments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from armslength.annotation.model import Annotation
from armslength.comments.model import CommentFilter
from armslength.comments.schemas import CommentPlace
from armslength.kit.db import Tx

_THREAD = (
    "id, item_id, assignment_id, annotation_id, field, message, response, question, target, part, starts, ends, digest,"
    " resolved_by, resolved_at"
)


async def of_assignment(tx: Tx, project_id: UUID, assignment_id: UUID) -> list[asyncpg.Record]:
    """The threads on an assignment's answers, in the order in which they were begun."""
    return await tx.rows(
        f"select {_THREAD} from comment_thread where tenant_id = $1 and assignment_id = $3 and project_id = $2"
        " order by created_at, id",
        tx.tenant_id, project_id, assignment_id,
    )  # fmt: skip


async def page(
    tx: Tx, project_id: UUID, wanted: CommentFilter, before: tuple[object, ...] | None, limit: int
) -> list[asyncpg.Record]:
    """The project's threads, those begun last first, with `created_at`."""
    at, thread_id = before or (None, None)
    return await tx.rows(
        f"select {_THREAD}, created_at from comment_thread t where tenant_id = $1 and project_id = $2"
        " and ($3::text is null or (resolved_at is null) = ($3 = 'open')) and ($4::uuid is null or item_id = $4)"
        " and ($5::uuid is null or exists (select from assignment a"
        "   where a.tenant_id = t.tenant_id and a.id = t.assignment_id and a.person_id = $5))"
        " and ($6::uuid is null or $6 = (select m.person_id from comment_message m"
        "   where m.tenant_id = t.tenant_id and m.thread_id = t.id order by m.created_at, m.id limit 1))"
        " and ($7::timestamptz is null or (created_at, id) < ($7, $8::uuid))"
        " order by created_at desc, id desc limit $9",
        tx.tenant_id, project_id, wanted.state, wanted.item_id, wanted.author_id, wanted.begun_by, at, thread_id, limit,
    )  # fmt: skip


async def one(tx: Tx, project_id: UUID, thread_id: UUID) -> asyncpg.Record | None:
    """One thread."""
    return await tx.row(
        f"select {_THREAD} from comment_thread where tenant_id = $1 and id = $3 and project_id = $2",
        tx.tenant_id, project_id, thread_id,
    )  # fmt: skip


async def messages(tx: Tx, thread_ids: Sequence[UUID]) -> list[asyncpg.Record]:
    """What was said in threads, the oldest first: id, thread_id, person_id, sealed, created_at."""
    return await tx.rows(
        "select id, thread_id, person_id, sealed, created_at from comment_message where tenant_id = $1"
        " and thread_id = any($2::uuid[]) order by created_at, id",
        tx.tenant_id, list(thread_ids),
    )  # fmt: skip


async def said_before(tx: Tx, person_id: UUID, key: UUID) -> UUID | None:
    """In which thread somebody said something under this key."""
    found: UUID | None = await tx.value(
        "select thread_id from comment_message where tenant_id = $1 and person_id = $2 and key = $3",
        tx.tenant_id, person_id, key,
    )  # fmt: skip
    return found


async def count_messages(tx: Tx, thread_id: UUID) -> int:
    """How much was said in a thread."""
    found: int = await tx.value(
        "select count(*) from comment_message where tenant_id = $1 and thread_id = $2", tx.tenant_id, thread_id
    )
    return found


async def begin(
    tx: Tx, thread_id: UUID, said: Annotation, place: CommentPlace, digest: bytes | None, now: datetime
) -> None:
    """A new thread on an answer."""
    await tx.run(
        "insert into comment_thread (tenant_id, id, project_id, item_id, assignment_id, annotation_id, field, message,"
        " response, question, target, part, starts, ends, digest, created_at)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
        tx.tenant_id, thread_id, said.project_id, said.item_id, said.assignment_id, said.id, place.field,
        place.message, place.response, place.question, place.target, place.part, place.start, place.end, digest, now,
    )  # fmt: skip


async def say(
    tx: Tx, message_id: UUID, thread_id: UUID, person_id: UUID, key: UUID, sealed: bytes, now: datetime
) -> None:
    """A message."""
    await tx.run(
        "insert into comment_message values ($1, $2, $3, $4, $5, $6, $7)",
        tx.tenant_id, message_id, thread_id, person_id, key, sealed, now,
    )  # fmt: skip


async def resolve(tx: Tx, thread_id: UUID, by: UUID | None, now: datetime) -> bool:
    """Resolved by somebody, or open again (None); False when it was so already."""
    tag = await tx.run(
        "update comment_thread set resolved_by = $3, resolved_at = case when $3::uuid is null then null"
        " else $4::timestamptz end where tenant_id = $1 and id = $2 and (resolved_at is null) = ($3::uuid is not null)",
        tx.tenant_id, thread_id, by, now,
    )  # fmt: skip
    return tag.endswith(" 1")

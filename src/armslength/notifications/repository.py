"""All SQL of notifications. Every statement names the person: nobody reads another's."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from armslength.kit.db import Tx
from armslength.kit.ids import new_id

_SHOWN = "tenant_id = $1 and person_id = $2 and (project_id is null or project_id = any($3::uuid[]))"
"""What is told to a person who has a role in these projects."""


async def add(
    tx: Tx, people: Collection[UUID], kind: str, project_id: UUID | None, about: Mapping[str, object], at: datetime
) -> None:
    """Tell these people, but those who have muted the kind."""
    await tx.run(
        "insert into notification (tenant_id, person_id, id, kind, project_id, about, at)"
        " select $1, p.person, p.id, $4, $5, $6, $7 from unnest($2::uuid[], $3::uuid[]) as p (person, id)"
        " where not exists (select from notification_choice c where c.tenant_id = $1 and c.person_id = p.person"
        "   and $4 = any(c.muted))",
        tx.tenant_id, list(people), [new_id() for _ in people], kind, project_id, dict(about), at,
    )  # fmt: skip


async def projects(tx: Tx, person_id: UUID, *, unread: bool) -> list[UUID]:
    """Of which projects something is told to the person."""
    rows = await tx.rows(
        "select distinct project_id from notification where tenant_id = $1 and person_id = $2"
        " and project_id is not null and (read_at is null or not $3)",
        tx.tenant_id, person_id, unread,
    )  # fmt: skip
    return [row["project_id"] for row in rows]


async def page(
    tx: Tx, person_id: UUID, visible: Sequence[UUID], before: tuple[object, ...] | None, limit: int, *, unread: bool
) -> list[asyncpg.Record]:
    """What is told to the person, the newest first, older than `before` = (at, id)."""
    at, last = before or (None, None)
    return await tx.rows(
        f"select id, kind, project_id, about, at, read_at from notification where {_SHOWN}"
        " and (read_at is null or not $4) and ($5::timestamptz is null or (at, id) < ($5, $6::uuid))"
        " order by at desc, id desc limit $7",
        tx.tenant_id, person_id, list(visible), unread, at, last, limit,
    )  # fmt: skip


async def unread(tx: Tx, person_id: UUID, visible: Sequence[UUID], most: int) -> int:
    """How many the person has not read, counted up to `most`."""
    found: int = await tx.value(
        f"select count(*) from (select from notification where {_SHOWN} and read_at is null limit $4) told",
        tx.tenant_id, person_id, list(visible), most,
    )  # fmt: skip
    return found


async def read(tx: Tx, person_id: UUID, ids: Sequence[UUID] | None, now: datetime) -> None:
    """These are read (all of them without `ids`); those of others and unknown ones stay as they are."""
    await tx.run(
        "update notification set read_at = $4 where tenant_id = $1 and person_id = $2 and read_at is null"
        " and ($3::uuid[] is null or id = any($3))",
        tx.tenant_id, person_id, None if ids is None else list(ids), now,
    )  # fmt: skip


async def muted(tx: Tx, person_id: UUID) -> list[str]:
    """The kinds that the person does not want."""
    found = await tx.value(
        "select muted from notification_choice where tenant_id = $1 and person_id = $2", tx.tenant_id, person_id
    )
    return list(found or ())


async def mute(tx: Tx, person_id: UUID, kinds: Sequence[str], now: datetime) -> None:
    """These kinds and no others are not told to the person from now on."""
    await tx.run(
        "insert into notification_choice values ($1, $2, $3, $4) on conflict (tenant_id, person_id)"
        " do update set muted = excluded.muted, updated_at = excluded.updated_at",
        tx.tenant_id, person_id, list(kinds), now,
    )  # fmt: skip


async def forget(tx: Tx, before: datetime) -> None:
    """What was told before then is gone, read or not."""
    await tx.run("delete from notification where tenant_id = $1 and at < $2", tx.tenant_id, before)

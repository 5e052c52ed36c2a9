"""Brand words, and where they are accepted. Sealed here, opened by whoever looks for them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from armslength.kit.db import Tx


async def words(tx: Tx) -> list[asyncpg.Record]:
    """The tenant's list, oldest first."""
    return await tx.rows(
        "select id, sealed, added_by, added_at from brand_word where tenant_id = $1 order by added_at, id",
        tx.tenant_id,
    )


async def add(tx: Tx, word_id: UUID, mark: str, sealed: bytes, by: UUID, now: datetime) -> bool:
    """A new word; False when it is there, however it was written."""
    tag = await tx.run(
        "insert into brand_word (tenant_id, id, mark, sealed, added_by, added_at) values ($1, $2, $3, $4, $5, $6)"
        " on conflict (tenant_id, mark) do nothing",
        tx.tenant_id, word_id, mark, sealed, by, now,
    )  # fmt: skip
    return tag == "INSERT 0 1"


async def remove(tx: Tx, word_id: UUID) -> bool:
    """Take a word off the list; False when it is not there."""
    tag = await tx.run("delete from brand_word where tenant_id = $1 and id = $2", tx.tenant_id, word_id)
    return tag == "DELETE 1"


async def acceptances(tx: Tx, project_id: UUID) -> list[asyncpg.Record]:
    """What was ever accepted in a project, oldest first; in force where nobody withdrew it."""
    return await tx.rows(
        "select mark, id, sealed, accepted_by, accepted_at, withdrawn_by, withdrawn_at from brand_acceptance"
        " where tenant_id = $1 and project_id = $2 order by accepted_at, id",
        tx.tenant_id, project_id,
    )  # fmt: skip


async def accepted(tx: Tx, project_id: UUID) -> set[str]:
    """The marks of what is accepted in a project."""
    rows = await tx.rows(
        "select mark from brand_acceptance where tenant_id = $1 and project_id = $2 and withdrawn_at is null",
        tx.tenant_id, project_id,
    )  # fmt: skip
    return {row["mark"] for row in rows}


async def accept(
    tx: Tx, project_id: UUID, marks: Sequence[tuple[str, UUID, bytes]], by: UUID, now: datetime
) -> list[UUID]:  # fmt: skip
    """Accept words, given as (mark, id, sealed), in a project; returns those that were not accepted before."""
    rows = await tx.rows(
        "insert into brand_acceptance (tenant_id, project_id, mark, id, sealed, accepted_by, accepted_at)"
        " select $1, $2, u.mark, u.id, u.sealed, $6, $7 from unnest($3::text[], $4::uuid[], $5::bytea[])"
        " as u (mark, id, sealed) on conflict (tenant_id, project_id, mark) where withdrawn_at is null do nothing"
        " returning id",
        tx.tenant_id, project_id, [mark for mark, _, _ in marks], [each for _, each, _ in marks],
        [sealed for _, _, sealed in marks], by, now,
    )  # fmt: skip
    return [row["id"] for row in rows]


async def withdraw(tx: Tx, project_id: UUID, acceptance_id: UUID, by: UUID, now: datetime) -> bool:
    """End an acceptance; False when none of that id is in force."""
    tag = await tx.run(
        "update brand_acceptance set withdrawn_by = $4, withdrawn_at = $5"
        " where tenant_id = $1 and project_id = $2 and id = $3 and withdrawn_at is null",
        tx.tenant_id, project_id, acceptance_id, by, now,
    )  # fmt: skip
    return tag == "UPDATE 1"


async def share(tx: Tx, project_id: UUID) -> None:
    """Nobody changes what the project says until the transaction ends."""
    await tx.value("select 1 from project where tenant_id = $1 and id = $2 for share", tx.tenant_id, project_id)

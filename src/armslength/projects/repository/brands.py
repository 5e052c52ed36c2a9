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


async def accepted(tx: Tx, project_id: UUID) -> dict[str, asyncpg.Record]:
    """What was accepted in a project, by mark."""
    rows = await tx.rows(
        "select mark, id, sealed, accepted_by, accepted_at from brand_acceptance"
        " where tenant_id = $1 and project_id = $2",
        tx.tenant_id, project_id,
    )  # fmt: skip
    return {row["mark"]: row for row in rows}


async def accept(
    tx: Tx, project_id: UUID, marks: Sequence[tuple[str, UUID, bytes]], by: UUID, now: datetime
) -> None:  # fmt: skip
    """Accept words, given as (mark, id, sealed), in a project; one that was accepted before stays as it was."""
    await tx.run(
        "insert into brand_acceptance (tenant_id, project_id, mark, id, sealed, accepted_by, accepted_at)"
        " select $1, $2, u.mark, u.id, u.sealed, $6, $7 from unnest($3::text[], $4::uuid[], $5::bytea[])"
        " as u (mark, id, sealed) on conflict (tenant_id, project_id, mark) do nothing",
        tx.tenant_id, project_id, [mark for mark, _, _ in marks], [each for _, each, _ in marks],
        [sealed for _, _, sealed in marks], by, now,
    )  # fmt: skip


async def share(tx: Tx, project_id: UUID) -> None:
    """Nobody changes what the project says until the transaction ends."""
    await tx.value("select 1 from project where tenant_id = $1 and id = $2 for share", tx.tenant_id, project_id)

"""All SQL of the ledger."""

from uuid import UUID

import asyncpg

from armslength.kit.db import Tx
from armslength.ledger.model import Decision, Leaf


async def insert(tx: Tx, said: Decision, object: str, leaf: Leaf) -> None:
    """One entry and its leaf, written with the next statement; the app role may neither change nor delete them
    afterwards."""
    await tx.beside(
        "insert into ledger_outbox (tenant_id, id, at, action, leaf, payload) values ($1, $2, $3, $6, $9, $10)",
        "insert into ledger_entry (tenant_id, id, at, project_id, actor_id, action, object, detail)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8)",
        args=(
            tx.tenant_id, leaf.id, said.at, said.project_id, said.actor, said.action, object, dict(said.detail),
            leaf.leaf, leaf.payload,
        ),
    )  # fmt: skip


async def page(tx: Tx, project_id: UUID, before: tuple[object, ...] | None, limit: int) -> list[asyncpg.Record]:
    """Entries of a project older than the key `before` = (at, id), newest first."""
    at, entry_id = before or (None, None)
    return await tx.rows(
        "select id, at, actor_id, action, object, detail from ledger_entry"
        " where tenant_id = $1 and project_id = $2"
        " and ($3::timestamptz is null or (at, id) < ($3::timestamptz, $4::uuid))"
        " order by at desc, id desc limit $5",
        tx.tenant_id, project_id, at, entry_id, limit,
    )  # fmt: skip

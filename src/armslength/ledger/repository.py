"""All SQL of the ledger."""

from collections.abc import Sequence
from uuid import UUID

import asyncpg

from armslength.kit.db import Tx
from armslength.ledger.model import Decision, Leaf


async def insert(tx: Tx, entries: Sequence[tuple[Decision, str, Leaf]]) -> None:
    """Entries, each about one thing, and their leaves, written with the next statement; the app role may neither change
    nor delete them afterwards."""
    await tx.beside(
        "insert into ledger_outbox (tenant_id, id, at, action, leaf, payload)"
        " select $1, id, at, action, leaf, payload"
        " from unnest($2::uuid[], $3::timestamptz[], $6::text[], $9::bytea[], $10::bytea[])"
        "   as u (id, at, action, leaf, payload)",
        "insert into ledger_entry (tenant_id, id, at, project_id, actor_id, action, object, detail)"
        " select $1, id, at, project_id, actor_id, action, object, detail"
        " from unnest($2::uuid[], $3::timestamptz[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::jsonb[])"
        "   as u (id, at, project_id, actor_id, action, object, detail)",
        args=(
            tx.tenant_id, [leaf.id for *_, leaf in entries], [said.at for said, *_ in entries],
            [said.project_id for said, *_ in entries], [said.actor for said, *_ in entries],
            [said.action for said, *_ in entries], [object for _, object, _ in entries],
            [dict(said.detail) for said, *_ in entries], [leaf.leaf for *_, leaf in entries],
            [leaf.payload for *_, leaf in entries],
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

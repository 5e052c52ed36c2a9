"""Invitations."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import asyncpg

from armslength.kit.db import Tx

_COLUMNS = """
    i.id, i.email, i.organization_id, o.name as organization_name, i.role, i.projects,
    i.created_at, i.expires_at, i.accepted_at, i.revoked_at, i.invited_by
"""


async def insert(
    tx: Tx, invitation_id: UUID, token_hash: bytes, email: str, organization_id: UUID, role: str,
    projects: list[dict[str, str]], invited_by: UUID, now: datetime, expires_at: datetime,
) -> None:  # fmt: skip
    """A new invitation."""
    await tx.run(
        "insert into invitation (tenant_id, id, token_hash, email, organization_id, role, projects, invited_by,"
        " created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        tx.tenant_id, invitation_id, token_hash, email, organization_id, role, projects, invited_by, now, expires_at,
    )  # fmt: skip


async def page(
    tx: Tx, organization_id: UUID | None, before: tuple[object, ...] | None, limit: int
) -> list[asyncpg.Record]:
    """Invitations older than the key `before` = (created_at, id), newest first; of one organization if given."""
    at, invitation_id = before or (None, None)
    return await tx.rows(
        f"select {_COLUMNS} from invitation i join organization o on o.id = i.organization_id where i.tenant_id = $1"
        " and ($2::uuid is null or i.organization_id = $2)"
        " and ($3::timestamptz is null or (i.created_at, i.id) < ($3, $4::uuid))"
        " order by i.created_at desc, i.id desc limit $5",
        tx.tenant_id, organization_id, at, invitation_id, limit,
    )  # fmt: skip


async def hold(tx: Tx, invitation_id: UUID) -> asyncpg.Record | None:
    """One invitation, locked."""
    return await tx.row(
        f"select {_COLUMNS} from invitation i join organization o on o.id = i.organization_id"
        " where i.tenant_id = $1 and i.id = $2 for update of i",
        tx.tenant_id, invitation_id,
    )  # fmt: skip


async def revoke(tx: Tx, invitation_id: UUID, now: datetime) -> None:
    """Its link works no more."""
    await tx.run(
        "update invitation set revoked_at = $3 where tenant_id = $1 and id = $2", tx.tenant_id, invitation_id, now
    )


async def revoke_made_by(tx: Tx, person_id: UUID, now: datetime) -> None:
    """Open invitations end with the rights of whoever made them."""
    await tx.run(
        "update invitation set revoked_at = $3"
        " where tenant_id = $1 and invited_by = $2 and accepted_at is null and revoked_at is null",
        tx.tenant_id, person_id, now,
    )  # fmt: skip


async def project_names(tx: Tx, project_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of those that exist here."""
    rows = await tx.rows(
        "select id, name from project where tenant_id = $1 and id = any($2::uuid[])", tx.tenant_id, list(project_ids)
    )
    return {row["id"]: row["name"] for row in rows}


async def let_in(
    tx: Tx, person_id: UUID, firm: UUID, project_ids: Iterable[UUID], now: datetime
) -> frozenset[UUID]:  # fmt: skip
    """Those that the person may know of: the firm's grant is open, and the wall does not keep them out."""
    rows = await tx.rows(
        "select p.id from unnest($4::uuid[]) as p (id) where case when exists (select from vendor_grant g"
        "   where g.tenant_id = $1 and g.project_id = p.id and g.vendor_id = $3"
        "   and armslength_grant_open(g.state, g.clear_until, $5))"
        " then armslength_kept_out($1, p.id, $2, $3, '{metadata}', $5) is null else false end",
        tx.tenant_id, person_id, firm, list(project_ids), now,
    )  # fmt: skip
    return frozenset(row["id"] for row in rows)


async def open_by_token(tx: Tx, token_hash: bytes, now: datetime, *, lock: bool = False) -> asyncpg.Record | None:
    """The open invitation behind a link, with the tenant's name. At the door."""
    return await tx.row(
        f"select {_COLUMNS}, i.tenant_id, t.name as tenant_name, v.code from invitation i"
        " join organization o on o.id = i.organization_id join organization t on t.id = i.tenant_id"
        " left join vendor v on v.tenant_id = i.tenant_id and v.organization_id = i.organization_id"
        " where i.token_hash = $1 and i.accepted_at is null and i.revoked_at is null and i.expires_at > $2"
        + (" for update of i" if lock else ""),
        token_hash, now,
    )  # fmt: skip


async def accept(tx: Tx, tenant_id: UUID, invitation_id: UUID, now: datetime) -> None:
    """Used up. At the door."""
    await tx.run(
        "update invitation set accepted_at = $3 where tenant_id = $1 and id = $2", tenant_id, invitation_id, now
    )

"""People and their passwords, hub-wide, at the door; and how a tenant is founded."""

from datetime import datetime
from uuid import UUID

import asyncpg

from armslength.kit.db import Tx


async def by_email(tx: Tx, email: str) -> asyncpg.Record | None:
    """The account that signs in with `email`: person_id, name, hash."""
    return await tx.row(
        "select p.id as person_id, p.name, w.hash from person p join password w on w.person_id = p.id"
        " where lower(p.email) = lower($1) and p.disabled_at is null",
        email,
    )


async def email_and_hash(tx: Tx, person_id: UUID) -> asyncpg.Record | None:
    """The account of a person: email, name, hash."""
    return await tx.row(
        "select p.email, p.name, w.hash from person p join password w on w.person_id = p.id where p.id = $1", person_id
    )


async def hash_now(tx: Tx, person_id: UUID) -> str | None:
    """The password hash, locked until the transaction ends: a sign-in and a change of password exclude each other."""
    found: str | None = await tx.value("select hash from password where person_id = $1 for update", person_id)
    return found


async def insert_person(tx: Tx, person_id: UUID, email: str, name: str, password_hash: str, now: datetime) -> None:
    """A new account; a unique violation when the e-mail has one."""
    await tx.run(
        "insert into person (id, email, name, created_at) values ($1, $2, $3, $4)", person_id, email, name, now
    )
    await tx.run(
        "insert into password (person_id, hash, changed_at) values ($1, $2, $3)", person_id, password_hash, now
    )


async def set_hash(tx: Tx, person_id: UUID, password_hash: str, now: datetime) -> None:
    """A new password."""
    await tx.run("update password set hash = $2, changed_at = $3 where person_id = $1", person_id, password_hash, now)


async def rename(tx: Tx, person_id: UUID, name: str) -> None:
    """A person's new name."""
    await tx.run("update person set name = $2 where id = $1", person_id, name)


async def insert_organization(tx: Tx, organization_id: UUID, kind: str, name: str, now: datetime) -> None:
    """A new organization."""
    await tx.run(
        "insert into organization (id, kind, name, created_at) values ($1, $2, $3, $4)",
        organization_id, kind, name, now,
    )  # fmt: skip


async def insert_setup_link(tx: Tx, token_hash: bytes, now: datetime, expires_at: datetime) -> None:
    """A setup link; those made before it end."""
    await tx.run("update setup_link set expires_at = $1 where used_at is null and expires_at > $1", now)
    await tx.run(
        "insert into setup_link (token_hash, created_at, expires_at) values ($1, $2, $3)", token_hash, now, expires_at
    )


async def use_setup_link(tx: Tx, token_hash: bytes, now: datetime) -> bool:
    """Use a setup link up; False when it is unknown, used or expired."""
    tag = await tx.run(
        "update setup_link set used_at = $2 where token_hash = $1 and used_at is null and expires_at > $2",
        token_hash, now,
    )  # fmt: skip
    return tag == "UPDATE 1"


async def owner_exists(tx: Tx) -> bool:
    """Whether anybody ever was owner of a tenant here."""
    found: bool = await tx.value("select exists (select from membership where side = 'customer' and role = 'owner')")
    return found

"""Who is asking: one function answers it, for a session or a key, project role included, in one round trip."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

import asyncpg

from armslength.kit.db import Database, Tx

_ASKERS: Final = (
    "select found.*, u.n from unnest($1::bytea[], $2::bytea[], $3::timestamptz[], $4::uuid[]) with ordinality"
    " as u (session, key, at, project, n) cross join lateral armslength_asker(u.session, u.key, u.at, u.project) found"
)


class Claim(NamedTuple):
    """What a request brings: the hash of its session's secret or of its key's, when, and the project that it names."""

    session: bytes | None
    key: bytes | None
    at: datetime
    project_id: UUID | None


async def askers(db: Database, claims: Sequence[Claim]) -> list[asyncpg.Record | None]:
    """Of each claim the person behind it, their seat, and their part in the project; None where the session or key is
    not alive."""
    rows = await db.ask(_ASKERS, *(list(column) for column in zip(*claims, strict=True)))
    found = {row["n"]: row for row in rows}
    return [found.get(n) for n in range(1, len(claims) + 1)]


async def open_session(
    tx: Tx, id_hash: bytes, person_id: UUID, tenant_id: UUID, user_agent: str, now: datetime, expires_at: datetime,
    project_id: UUID | None = None,
) -> None:  # fmt: skip
    """A new session, bound to a project or to none yet."""
    await tx.run(
        "insert into session (id_hash, person_id, tenant_id, created_at, seen_at, expires_at, user_agent, project_id)"
        " values ($1, $2, $3, $4, $4, $5, $6, $7)",
        id_hash, person_id, tenant_id, now, expires_at, user_agent[:200], project_id,
    )  # fmt: skip


async def hold_session(tx: Tx, id_hash: bytes) -> asyncpg.Record | None:
    """The session with its `project_id`, held until the transaction ends; None when it has ended."""
    return await tx.row("select project_id from session where id_hash = $1 for update", id_hash)


async def bind_session(tx: Tx, id_hash: bytes, project_id: UUID) -> None:
    """Bind a session that is bound to no project."""
    await tx.run("update session set project_id = $2 where id_hash = $1 and project_id is null", id_hash, project_id)


async def slide_session(tx: Tx, id_hash: bytes, now: datetime, expires_at: datetime) -> None:
    """The session was used."""
    await tx.run("update session set seen_at = $2, expires_at = $3 where id_hash = $1", id_hash, now, expires_at)


async def key_used(tx: Tx, tenant_id: UUID, key_id: UUID, now: datetime) -> None:
    """The key was used."""
    await tx.run("update api_key set last_used_at = $3 where tenant_id = $1 and id = $2", tenant_id, key_id, now)


async def end_session(tx: Tx, id_hash: bytes) -> None:
    """Sign out."""
    await tx.run("delete from session where id_hash = $1", id_hash)


async def end_sessions(tx: Tx, person_id: UUID, tenant_id: UUID | None = None) -> None:
    """End all sessions of a person, or those in one tenant."""
    await tx.run(
        "delete from session where person_id = $1 and ($2::uuid is null or tenant_id = $2)", person_id, tenant_id
    )


async def hold_vendor(tx: Tx, tenant_id: UUID, vendor_id: UUID) -> None:
    """Let nobody cut the vendor off until this transaction ends; waits for a cut under way."""
    await tx.run("select pg_advisory_xact_lock_shared(armslength_vendor_lock($1, $2))", tenant_id, vendor_id)


async def await_person(tx: Tx, tenant_id: UUID, person_id: UUID) -> None:
    """Wait for what is under way in the person's name; nothing of theirs begins before this transaction ends."""
    await tx.run("select pg_advisory_xact_lock(armslength_person_lock($1, $2))", tenant_id, person_id)


async def end_sessions_in(tx: Tx, vendor_id: UUID, project_id: UUID) -> int:
    """End the sessions of a firm's people who have a role in the project; returns how many."""
    ended: int = await tx.value(
        "with gone as (delete from session s using membership m, project_member w"
        "   where s.tenant_id = $1 and m.tenant_id = $1 and m.person_id = s.person_id and m.vendor_id = $2"
        "   and w.tenant_id = $1 and w.project_id = $3 and w.person_id = s.person_id returning 1)"
        " select count(*) from gone",
        tx.tenant_id, vendor_id, project_id,
    )  # fmt: skip
    return ended


async def sweep(tx: Tx, now: datetime, windows_before: datetime) -> None:
    """Forget sessions that have ended and password tries of past windows."""
    await tx.run("delete from session where expires_at <= $1", now)
    await tx.run("delete from sign_in_attempt where window_start < $1", windows_before)


async def count_try(tx: Tx, key_hash: bytes, window: datetime) -> int:
    """Count a password try before it is judged, so that many at once cannot slip through; returns how many so far."""
    tries: int = await tx.value(
        "insert into sign_in_attempt (key_hash, window_start, tries) values ($1, $2, 1)"
        " on conflict (key_hash, window_start) do update set tries = sign_in_attempt.tries + 1 returning tries",
        key_hash, window,
    )  # fmt: skip
    return tries


async def forget_tries(tx: Tx, key_hash: bytes) -> None:
    """The right password was given."""
    await tx.run("delete from sign_in_attempt where key_hash = $1", key_hash)

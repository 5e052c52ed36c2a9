"""The schema, brought up to date: numbered SQL files, one transaction each, recorded with their sha256.

What was applied is never edited: a change is a new file. A database that knows more than this code is refused.
The owner's role migrates; the app's role (`armslength_app`: signs in, owns nothing, obeys row-level security) is made
here when it is missing.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import asyncpg

from armslength.entry.database import connect, quoted
from armslength.entry.faults import CannotStart

if TYPE_CHECKING:
    Connection = asyncpg.Connection[asyncpg.Record]

APP = "armslength_app"
OLDEST_POSTGRES = 16
FOLDER = Path(__file__).resolve().parents[1] / "migrations"
_NAME = re.compile(r"^(\d{4})_[a-z0-9_]+\.sql$")
_LOCK = 0x41524D53  # "ARMS": one migrator at a time per database
_HISTORY = """
create schema if not exists migrations;
create table if not exists migrations.applied (
    number int primary key,
    name text not null,
    sha256 text not null,
    applied_at timestamptz not null default now()
)"""


@dataclass(frozen=True, slots=True)
class Migration:
    """One numbered file."""

    number: int
    name: str
    sql: str
    sha256: str


def load_migrations(folder: Path = FOLDER) -> list[Migration]:
    """The files in order; a gap or a doubled number is a mistake of ours and says so."""
    found = []
    for path in sorted(folder.glob("*.sql")):
        matched = _NAME.match(path.name)
        if matched is None:
            raise CannotStart(f"{path.name} is not a migration's name (0001_what.sql).")
        content = path.read_bytes()
        found.append(Migration(int(matched[1]), path.stem, content.decode(), hashlib.sha256(content).hexdigest()))
    if [migration.number for migration in found] != list(range(1, len(found) + 1)):
        raise CannotStart(f"The migrations in {folder} are not numbered one by one.")
    return found


async def migrate(owner_url: str, app_password: str, *, reset_password: bool, folder: Path = FOLDER) -> list[str]:
    """Make the app's role and apply what is missing; returns the names applied.

    `reset_password`: the cluster is ours alone, so a differing password of the role may be replaced.
    """
    migrations = load_migrations(folder)
    connection = await connect(owner_url)
    try:
        _check_version(connection)
        async with _alone(connection):
            await _ensure_app_role(connection, app_password, reset_password)
            return await _apply_missing(connection, migrations)
    finally:
        await connection.close()


async def missing_migrations(owner_url: str, folder: Path = FOLDER) -> list[str]:
    """What the database lacks; raises CannotStart when it is newer, was edited, or is too old a PostgreSQL."""
    migrations = load_migrations(folder)
    connection = await connect(owner_url)
    try:
        _check_version(connection)
        applied = []
        if await connection.fetchval("select to_regclass('migrations.applied')"):
            applied = await connection.fetch("select number, name, sha256 from migrations.applied order by number")
        _check_history(applied, migrations)
        return [migration.name for migration in migrations[len(applied) :]]
    finally:
        await connection.close()


async def make_app_role(owner_url: str, password: str) -> None:
    """The app's role in a cluster of our own, before there is anything to grant."""
    connection = await connect(owner_url)
    try:
        await _ensure_app_role(connection, password, True)
    finally:
        await connection.close()


def _check_version(connection: Connection) -> None:
    version = connection.get_server_version()
    if version.major < OLDEST_POSTGRES:
        raise CannotStart(
            f"PostgreSQL {OLDEST_POSTGRES} or newer is needed; this server is PostgreSQL {version.major}."
        )


@asynccontextmanager
async def _alone(connection: Connection) -> AsyncIterator[None]:
    await connection.execute(f"select pg_advisory_lock({_LOCK})")
    try:
        yield
    finally:
        if not connection.is_closed():
            await connection.execute(f"select pg_advisory_unlock({_LOCK})")


async def _ensure_app_role(connection: Connection, password: str, reset_password: bool) -> None:
    role = await connection.fetchrow(
        "select rolsuper or rolbypassrls as unwalled from pg_roles where rolname = $1", APP
    )
    secret = quoted(password)
    try:
        if role is None:
            await connection.execute(
                f"create role {APP} login nosuperuser nobypassrls nocreatedb nocreaterole password {secret}"
            )
        elif role["unwalled"]:
            raise CannotStart(f"The role {APP} bypasses row-level security; take SUPERUSER and BYPASSRLS from it.")
        elif reset_password:
            await connection.execute(f"alter role {APP} login password {secret}")
        await connection.execute(f"grant usage on schema public to {APP}")
    except asyncpg.InsufficientPrivilegeError as problem:
        raise CannotStart(
            f"The database's owner may not create the role {APP} ({problem}); give it CREATEROLE, or create the role "
            "yourself and set ARMSLENGTH_DATABASE_OWNER_URL and ARMSLENGTH_DATABASE_URL."
        ) from None


async def _apply_missing(connection: Connection, migrations: Sequence[Migration]) -> list[str]:
    try:
        await connection.execute(_HISTORY)
    except asyncpg.InsufficientPrivilegeError as problem:
        raise CannotStart(
            f"The database's owner may not create a schema ({problem}); it must own the database."
        ) from None
    applied = await connection.fetch("select number, name, sha256 from migrations.applied order by number")
    _check_history(applied, migrations)
    missing = migrations[len(applied) :]
    for migration in missing:
        await _apply(connection, migration)
    return [migration.name for migration in missing]


def _check_history(applied: Sequence[asyncpg.Record], migrations: Sequence[Migration]) -> None:
    if len(applied) > len(migrations):
        raise CannotStart(
            f"This database was made by a newer Armslength (it knows {applied[-1]['name']}, this one ends with "
            f"{migrations[-1].name}); start the newer one."
        )
    for record, migration in zip(applied, migrations, strict=False):
        if (record["name"], record["sha256"]) != (migration.name, migration.sha256):
            raise CannotStart(
                f"Migration {record['name']} of this database is not the {migration.name} of this Armslength: it was "
                "edited after it was applied. Start the version that made this database, or begin with an empty one."
            )


async def _apply(connection: Connection, migration: Migration) -> None:
    try:
        async with connection.transaction():
            await connection.execute(migration.sql)
            await connection.execute(
                "insert into migrations.applied (number, name, sha256) values ($1, $2, $3)",
                migration.number, migration.name, migration.sha256,
            )  # fmt: skip
    except asyncpg.DiskFullError:
        raise CannotStart("The database's disk is full; free some space and start again.") from None
    except asyncpg.PostgresError as problem:
        raise CannotStart(f"Migration {migration.name} failed and was undone: {problem}.") from problem

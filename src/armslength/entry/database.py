"""Which database, as whom: the embedded one or an external one by URL; with sentences for what goes wrong."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit, urlunsplit

import asyncpg

from armslength.entry.faults import CannotStart

if TYPE_CHECKING:
    Connection = asyncpg.Connection[asyncpg.Record]


class SignInRefused(CannotStart):
    """The database knows the user and not this password, or not the user."""


_PASSWORD = re.compile(r"://([^:/@]*):[^@]*@")


def quoted(text: str) -> str:
    """A string literal, for the statements that take no bind parameter."""
    if "\0" in text:
        raise CannotStart("A password must not contain NUL.")
    escaped = text.replace("\\", "\\\\").replace("'", "''")
    return f"E'{escaped}'"


def without_password(url: str) -> str:
    """A URL that may be shown."""
    return _PASSWORD.sub(r"://\1:…@", url)


def as_user(url: str, user: str, password: str) -> str:
    """The same database, another user."""
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{quote(user, safe='')}:{quote(password, safe='')}@{place}"))


def check_url(url: str, name: str) -> None:
    """Refuse what is no PostgreSQL URL; `name` is the setting it came from."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("postgresql", "postgres") and len(parts.path) > 1 and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise CannotStart(
            f"{name} is not a PostgreSQL address; it looks like postgresql://user:password@host:5432/database."
        )


async def connect(url: str) -> Connection:
    """Connect, or CannotStart."""
    shown = without_password(url)
    try:
        return await asyncpg.connect(url, timeout=15)
    except asyncpg.InvalidCatalogNameError:
        raise CannotStart(f"There is no such database: {shown}; create it first.") from None
    except (asyncpg.InvalidPasswordError, asyncpg.InvalidAuthorizationSpecificationError) as problem:
        raise SignInRefused(f"The database refuses this user or password ({problem}): {shown}.") from None
    except asyncpg.CannotConnectNowError:
        raise CannotStart(f"The database is starting or stopping just now: {shown}; try again in a moment.") from None
    except (OSError, TimeoutError) as problem:
        why = str(problem) or "no answer within 15 seconds"
        raise CannotStart(f"The database cannot be reached ({why}): {shown}.") from None
    except (asyncpg.PostgresError, asyncpg.InterfaceError, ValueError) as problem:
        raise CannotStart(f"The database does not let us in ({problem}): {shown}.") from None


async def check_app_login(url: str) -> None:
    """The app's own role works and cannot get round row-level security."""
    connection = await connect(url)
    try:
        unwalled = await connection.fetchval(
            "select r.rolsuper or r.rolbypassrls"
            " or exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace"
            "   where n.nspname = 'public' and c.relkind in ('r', 'p')"
            "   and pg_has_role(current_user, c.relowner, 'member'))"
            " from pg_roles r where r.rolname = current_user"
        )
    finally:
        await connection.close()
    if unwalled:
        raise CannotStart(
            "The app's database role owns tables or bypasses row-level security, so tenants would not be kept apart; "
            "let ARMSLENGTH_DATABASE_URL sign in as armslength_app and ARMSLENGTH_DATABASE_OWNER_URL as the owner."
        )


async def ensure_database(maintenance_url: str, name: str) -> None:
    """Create database `name` in the embedded cluster if it is not there."""
    connection = await connect(maintenance_url)
    try:
        if not await connection.fetchval("select 1 from pg_database where datname = $1", name):
            await connection.execute(f'create database "{name}"')
    finally:
        await connection.close()

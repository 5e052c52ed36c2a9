"""The database itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from armslength.entry.database import check_app_login, connect
from armslength.entry.doctor.finding import Finding, fail, ok, warn
from armslength.entry.faults import CannotStart
from armslength.entry.installation import DATABASE, app_url, embedded
from armslength.entry.migrate import APP, missing_migrations
from armslength.entry.secrets import kept_password
from armslength.entry.settings import ServerSettings

_APART_SECONDS = 2.0
_FAR_APART_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Addresses:
    """The database as its owner and as the app's role."""

    owner: str
    app: str
    kind: str


@contextmanager
def addresses(settings: ServerSettings) -> Iterator[Addresses]:
    """Where the database is; the embedded one is started when no server runs. Raises CannotStart."""
    if settings.database_url:
        yield Addresses(settings.database_owner_url or settings.database_url, app_url(settings), "external")
        return
    with embedded(settings, lambda _: None) as postgres:
        app = postgres.url(DATABASE, user=APP, password=kept_password(settings.data / "secrets", APP))
        yield Addresses(postgres.url(DATABASE), app, "embedded")


async def reachable(at: Addresses) -> Finding:
    """It lets us in; which version it is."""
    connection = await connect(at.owner)
    try:
        version = await connection.fetchval("show server_version")
    finally:
        await connection.close()
    return ok("database", f"PostgreSQL {version}, {at.kind}.")


async def migrations(at: Addresses) -> Finding:
    """The schema is this version's."""
    try:
        missing = await missing_migrations(at.owner)
    except CannotStart as problem:
        return fail("migrations", str(problem), "Run the version that made this database.")
    if missing:
        return warn(
            "migrations", f"Not applied yet: {', '.join(missing)}.", "Make a backup; the next start applies them."
        )
    return ok("migrations", "All applied.")


async def role(at: Addresses) -> Finding:
    """The app's role signs in and obeys row-level security."""
    try:
        await check_app_login(at.app)
    except CannotStart as problem:
        return fail("app role", str(problem), "Correct the role or its password, then restart.")
    return ok("app role", "It owns nothing and obeys row-level security.")


async def clock(at: Addresses) -> Finding:
    """This machine and the database agree what time it is."""
    connection = await connect(at.owner)
    try:
        theirs: datetime = await connection.fetchval("select clock_timestamp()")
    finally:
        await connection.close()
    apart = abs((datetime.now(UTC) - theirs).total_seconds())
    found = f"This machine and the database are {apart:.1f} s apart."
    advice = "Let both keep time by NTP."
    if apart > _FAR_APART_SECONDS:
        return fail("clock", found, advice)
    return warn("clock", found, advice) if apart > _APART_SECONDS else ok("clock", found)

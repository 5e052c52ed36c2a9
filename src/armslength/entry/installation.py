"""A database that is up, migrated, and open to the app's role: embedded or external, the same from here on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from armslength.entry.data_directory import data_directory, held
from armslength.entry.database import SignInRefused, as_user, check_app_login, check_url, ensure_database
from armslength.entry.faults import CannotStart
from armslength.entry.migrate import APP, migrate
from armslength.entry.postgres import EmbeddedPostgres
from armslength.entry.secrets import kept_password
from armslength.entry.settings import ServerSettings

DATABASE = "armslength"


@dataclass(frozen=True, slots=True)
class Ready:
    """A database to work with."""

    app_url: str
    """For the app's role; holds its password."""
    postgres: EmbeddedPostgres | None
    """The embedded server, None when external."""
    applied: list[str]
    """Migrations applied just now."""


@contextmanager
def ready_database(settings: ServerSettings, say: Callable[[str], None]) -> Iterator[Ready]:
    """Start or reach the database and migrate it. The caller holds the data directory."""
    if settings.database_url:
        yield _external(settings)
        return
    if settings.database_owner_url:
        raise CannotStart("ARMSLENGTH_DATABASE_OWNER_URL is set without ARMSLENGTH_DATABASE_URL; set both or neither.")
    postgres = EmbeddedPostgres(settings.data, account=settings.postgres_account, say=say)
    try:
        postgres.start()
        yield _embedded(settings, postgres)
    finally:
        postgres.stop()


@contextmanager
def embedded(settings: ServerSettings, say: Callable[[str], None]) -> Iterator[EmbeddedPostgres]:
    """The running server's embedded database, else the same one started for as long as this lasts; never migrated."""
    postgres = EmbeddedPostgres(settings.data, account=settings.postgres_account, say=say)
    if held(settings.data):
        postgres.find_running()
        yield postgres
        return
    with data_directory(settings.data):
        try:
            postgres.start()
            yield postgres
        finally:
            postgres.stop()


def app_url(settings: ServerSettings) -> str:
    """The app role's address of an external database."""
    if settings.database_owner_url:
        return settings.database_url
    return as_user(settings.database_url, APP, kept_password(settings.data / "secrets", APP))


def _embedded(settings: ServerSettings, postgres: EmbeddedPostgres) -> Ready:
    password = kept_password(settings.data / "secrets", APP)

    async def prepare() -> list[str]:
        await ensure_database(postgres.url("postgres"), DATABASE)
        return await migrate(postgres.url(DATABASE), password, reset_password=True)

    applied = asyncio.run(prepare())
    return Ready(postgres.url(DATABASE, user=APP, password=password), postgres, applied)


def _external(settings: ServerSettings) -> Ready:
    check_url(settings.database_url, "ARMSLENGTH_DATABASE_URL")
    if settings.database_owner_url:
        check_url(settings.database_owner_url, "ARMSLENGTH_DATABASE_OWNER_URL")
        if urlsplit(settings.database_url).username != APP:
            raise CannotStart(
                f"ARMSLENGTH_DATABASE_URL must sign in as {APP} when ARMSLENGTH_DATABASE_OWNER_URL names the owner."
            )
    url = app_url(settings)
    password = unquote(urlsplit(url).password or "")

    async def prepare() -> list[str]:
        owner_url = settings.database_owner_url or settings.database_url
        applied = await migrate(owner_url, password, reset_password=False)
        await _check_login(url, own_password=not settings.database_owner_url)
        return applied

    return Ready(url, None, asyncio.run(prepare()))


async def _check_login(url: str, *, own_password: bool) -> None:
    try:
        await check_app_login(url)
    except SignInRefused:
        if not own_password:
            raise
        raise CannotStart(
            f"The role {APP} of this server has another password than this data directory keeps (does another "
            "Armslength use the server?); put the owner into ARMSLENGTH_DATABASE_OWNER_URL and "
            f"{APP} with its password into ARMSLENGTH_DATABASE_URL."
        ) from None

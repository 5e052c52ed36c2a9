"""Commands of whoever operates the hub: the register of ownership. They speak to the database, not to the API.

They may run beside the server: an embedded database is found through its data directory.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar
from uuid import UUID

import msgspec
import typer

from armslength.entry.data_directory import data_directory, held
from armslength.entry.faults import CannotStart
from armslength.entry.installation import DATABASE, app_url, ready_database
from armslength.entry.migrate import APP
from armslength.entry.postgres import EmbeddedPostgres
from armslength.entry.secrets import kept_password
from armslength.entry.settings import load_server_settings
from armslength.kit.clock import Clock
from armslength.kit.db import Database
from armslength.kit.errors import ArmslengthError

if TYPE_CHECKING:
    from armslength.vendors.service.register import Register

register = typer.Typer(help="The hub's register of ownership, for its operator.", no_args_is_help=True)
T = TypeVar("T")


@register.command("import")
def import_register(
    file: Annotated[Path, typer.Argument(help="A JSON file of BODS 0.4 statements.", exists=True, dir_okay=False)],
) -> None:
    """Take ownership statements into the register: they hold for every tenant, and grants follow at once."""
    try:
        statements = msgspec.json.decode(file.read_bytes(), type=list[Any])
    except msgspec.MsgspecError:
        raise CannotStart(f"{file} is not a JSON list of statements.") from None
    done = _with_register(lambda kept: kept.import_statements(statements))
    typer.echo(
        f"{done.parties} parties; edges: {done.recorded} recorded, {done.changed} changed, {done.ended} ended,"
        f" {done.unchanged} unchanged."
    )
    for line in done.left_out:
        typer.echo(f"left out: {line}", err=True)


@register.command("export")
def export_register() -> None:
    """Print the register as BODS 0.4 statements."""
    statements = _with_register(lambda kept: kept.export_statements())
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(statements), indent=2).decode() + "\n")


@register.command("organizations")
def list_organizations() -> None:
    """Customers and their vendors, each with the party of the register that it is."""
    for each in _with_register(lambda kept: kept.organizations()):
        of = f" of {each.of}" if each.of else ""
        typer.echo(f"{each.id}  {each.kind:8}  {each.name}{of}  =  {each.party_name or 'not confirmed'}")


@register.command("confirm")
def confirm(
    organization: Annotated[UUID, typer.Argument(help="An id from `register organizations`.", show_default=False)],
    record: Annotated[str, typer.Argument(help="The party's recordId in the statements.", show_default=False)],
) -> None:
    """Say which party an organization is. What reaches across tenants rests on this word alone."""
    typer.echo(f"It is {_with_register(lambda kept: kept.confirm(organization, record))}.")


def _with_register(work: Callable[[Register], Awaitable[T]]) -> T:
    settings = load_server_settings(os.environ)
    if settings.database_url:
        return _run(app_url(settings), work)
    if not held(settings.data):
        with data_directory(settings.data), ready_database(settings, typer.echo) as ready:
            return _run(ready.app_url, work)
    postgres = EmbeddedPostgres(settings.data, account=settings.postgres_account)
    postgres.find_running()
    return _run(postgres.url(DATABASE, user=APP, password=kept_password(settings.data / "secrets", APP)), work)


def _run(url: str, work: Callable[[Register], Awaitable[T]]) -> T:
    async def run() -> T:
        from armslength.vendors.service import VendorsService  # every other command would wait for it, too

        db = await Database.open(url, size=1)
        try:
            return await work(VendorsService(db, Clock()).register)
        except ArmslengthError as problem:
            raise CannotStart(problem.message + (f" ({problem.field})" if problem.field else "")) from problem
        finally:
            await db.close()

    return asyncio.run(run())

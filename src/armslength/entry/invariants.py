"""`armslength wall check`, for whoever operates this machine: do the walls hold, in the database as it is?

It speaks to the database, not to the API, and may run beside the server.
"""

from __future__ import annotations

import asyncio
import os
from typing import Annotated, Final
from uuid import UUID

import msgspec
import typer

from armslength.entry.doctor.database import addresses
from armslength.entry.settings import load_server_settings
from armslength.kit.cli import AsJson
from armslength.kit.clock import Clock
from armslength.kit.db import Database
from armslength.walls.schemas.invariants import Holds, TenantChecked

_COLOURS: Final[dict[Holds, str]] = {"holds": "green", "broken": "red", "not_applicable": "yellow"}


def check_walls(
    tenant: Annotated[UUID | None, typer.Option(help="One customer's id; all of them when it is left out.")] = None,
    as_json: AsJson = False,
) -> None:
    """Look for anything in the database that the walls should have prevented; ends with 1 when something is found."""
    with addresses(load_server_settings(os.environ)) as at:
        found = asyncio.run(look(at.app, tenant))
    if as_json:
        typer.echo(msgspec.json.format(msgspec.json.encode(found), indent=2).decode())
    else:
        for each in found:
            _show(each)
    raise typer.Exit(any(each.broken for each in found))


async def look(app_url: str, tenant: UUID | None = None) -> list[TenantChecked]:
    """As the app's role."""
    from armslength.walls.service.invariants import Invariants  # every other command would wait for it, too

    db = await Database.open(app_url, size=1)
    try:
        checks = Invariants(db, Clock())
        return [await checks.of_tenant(tenant)] if tenant else await checks.of_all()
    finally:
        await db.close()


def _show(found: TenantChecked) -> None:
    typer.secho(f"{found.name}  ({found.tenant_id})", bold=True)
    for each in found.invariants:
        state = typer.style(f"{each.state.replace('_', ' '):14}", fg=_COLOURS[each.state])
        typer.echo(f"  {each.number:4} {state} {each.says}")
        shown = [each.reason] if each.reason else [*each.evidence, *(f"known: {what}" for what in each.listed)]
        for line in shown:
            typer.echo(f"{'':22}{line}")
        if each.found > len(each.evidence):
            typer.echo(f"{'':22}and {each.found - len(each.evidence)} more")

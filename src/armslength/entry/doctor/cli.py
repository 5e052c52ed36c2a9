"""`armslength doctor`, for whoever operates this machine."""

from __future__ import annotations

import os
from typing import Annotated, Final

import msgspec
import typer

from armslength.entry.doctor.finding import Report, State
from armslength.entry.settings import load_server_settings
from armslength.kit.cli import AsJson

_COLOURS: Final[dict[State, str]] = {"ok": "green", "warn": "yellow", "fail": "red"}


def doctor(
    seals: Annotated[bool, typer.Option("--seals", help="Also open the seal of every object; reads them all.")] = False,
    as_json: AsJson = False,
) -> None:
    """Look whether everything is as it should be, and say what to do; ends with 1 when something fails."""
    from armslength.entry.doctor.examination import examine

    found = examine(load_server_settings(os.environ), os.environ, seals=seals)
    if as_json:
        typer.echo(msgspec.json.format(msgspec.json.encode(found), indent=2).decode())
    else:
        _show(found)
    raise typer.Exit(found.state == "fail")


def _show(found: Report) -> None:
    width = max(len(each.check) for each in found.findings)
    for each in found.findings:
        typer.echo(f"{typer.style(f'{each.state:4}', fg=_COLOURS[each.state])}  {each.check:{width}}  {each.found}")
        if each.advice:
            typer.echo(f"{'':{width + 8}}{each.advice}")

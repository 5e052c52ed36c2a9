"""Every command, from the Typer app itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer

from armslength.entry.cli import app
from armslength.entry.documents.sources import table


def commands() -> str:
    """A section for each command: how it is typed, what it does, its arguments and options."""
    return "\n\n".join(_section(path, command) for path, command in every_command())


def every_command() -> Iterator[tuple[list[str], Any]]:
    """(the words that are typed, Typer's command) of every command."""
    yield from _below(["armslength"], typer.main.get_command(app))


def _below(path: list[str], command: Any) -> Iterator[tuple[list[str], Any]]:
    if not hasattr(command, "commands"):
        yield path, command
        return
    if command.invoke_without_command:
        yield path, command
    for name, inner in command.commands.items():
        yield from _below([*path, name], inner)


def _section(path: list[str], command: Any) -> str:
    context = typer.Context(command, info_name=" ".join(path))
    usage = " ".join([*path, *command.collect_usage_pieces(context)])
    parts = [f"### {' '.join(path[1:])}", f"```\n{usage}\n```", _told(command.help or "")]
    rows = [_row(parameter, context) for parameter in command.params if parameter.name != "help"]
    if rows:
        parts.append(table(["", "default", ""], rows))
    return "\n\n".join(parts)


def _told(text: str) -> str:
    return "\n\n".join(" ".join(part.split()) for part in text.split("\n\n"))


def _row(parameter: Any, context: typer.Context) -> tuple[str, str, str]:
    told = getattr(parameter, "help", None) or ""
    if parameter.param_type_name != "option":
        return f"`{parameter.metavar or parameter.name.upper()}`", "", told
    shown = parameter.get_default(context)
    default = "" if parameter.is_flag or shown in (None, "") else f"`{shown}`"
    return ", ".join(f"`{name}`" for name in parameter.opts), default, told

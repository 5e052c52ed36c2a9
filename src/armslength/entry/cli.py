"""The `armslength` command: one line per command, each in the room it speaks of."""

from __future__ import annotations

import os
import sys

import typer

from armslength.entry.faults import CannotStart
from armslength.kit.settings import BadSetting

app = typer.Typer(
    name="armslength",
    help="The open, self-hosted data engine for teams that buy human data for AI models.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


@app.command()
def up() -> None:
    """Start everything on this machine: database, web, worker. Ctrl-C stops it."""
    from armslength.entry.up import up as run  # each command loads only what it needs

    run(os.environ)


@app.command()
def migrate() -> None:
    """Bring the database's schema up to date and end."""
    from armslength.entry.data_directory import data_directory
    from armslength.entry.installation import ready_database
    from armslength.entry.settings import load_server_settings

    settings = load_server_settings(os.environ)
    with data_directory(settings.data), ready_database(settings, typer.echo) as ready:
        typer.echo(f"Applied: {', '.join(ready.applied)}." if ready.applied else "The schema is up to date.")


@app.command()
def worker() -> None:
    """Run one more worker against an external database (`up` starts one by itself)."""
    from armslength.entry.installation import app_url
    from armslength.entry.settings import load_server_settings
    from armslength.entry.worker import main as work

    settings = load_server_settings(os.environ)
    if not settings.database_url:
        raise CannotStart("A worker of its own needs ARMSLENGTH_DATABASE_URL; `armslength up` starts one by itself.")
    os.environ["ARMSLENGTH_DATABASE_URL"] = app_url(settings)
    os.environ.pop("ARMSLENGTH_DATABASE_OWNER_URL", None)
    work()


def main() -> None:
    """Entry of the command: what we mean is said in one sentence, without a traceback."""
    try:
        app()
    except (CannotStart, BadSetting) as problem:
        sys.stderr.write(f"armslength: {problem}\n")
        sys.exit(1)


if __name__ == "__main__":
    main()

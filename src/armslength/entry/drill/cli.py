"""`armslength drill`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer


def drill(
    stay: Annotated[bool, typer.Option("--stay", help="The lab stays, behind walls and caps.")] = False,
    items: Annotated[int, typer.Option(min=20, max=20_000, help="Items of each project.")] = 200,
    pace: Annotated[float, typer.Option(min=0.0, max=60, help="Seconds that a person takes for an answer.")] = 0.4,
    out: Annotated[Path, typer.Option(help="Where drill.html and drill.json go.", file_okay=False)] = Path("drill"),
) -> None:
    """Replay it: a rival buys one of your vendors while its people work. Ends with 1 when a wall did not hold.

    It plays in an installation of its own, with people who do not exist, and throws it away; your data is not touched.
    """
    from armslength.entry.drill.run import drill as run  # heavy

    report = run(os.environ, stay=stay, items=items, pace=pace, folder=out)
    raise typer.Exit(bool(report.failures))

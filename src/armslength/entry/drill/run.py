"""A drill in an installation of its own that is thrown away: data, people and keys of the real one are never near."""

from __future__ import annotations

import asyncio
import os
import signal
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from rich.console import Console
from rich.table import Table

from armslength.entry.doctor.database import addresses
from armslength.entry.drill.operator import Operator
from armslength.entry.drill.play import Drill
from armslength.entry.drill.report import Report, as_html, as_json, measured, result
from armslength.entry.faults import CannotStart
from armslength.entry.listener import open_listener
from armslength.entry.settings import ServerSettings, load_server_settings
from armslength.entry.up import child_environ, up
from armslength.entry.wiring import open_wiring
from armslength.kit.clock import Clock
from armslength.walls.schemas.drills import DrillMoment, DrillResult
from armslength_client import ArmslengthClientError

Say = Callable[[DrillMoment], None]


def drill(environ: Mapping[str, str], *, stay: bool, items: int, pace: float, folder: Path) -> DrillResult:
    """Play it, tell it as it goes, write the reports. Raises CannotStart when it could not be played to the end."""
    console = Console(highlight=False)
    reports: list[Report] = []
    problems: list[BaseException] = []

    def when_ready(settings: ServerSettings, token: str | None) -> None:
        try:
            reports.append(asyncio.run(_play(settings, environ, stay, items, pace, lambda m: _tell(console, m))))
        except (ArmslengthClientError, OSError, ExceptionGroup) as problem:
            problems.append(problem)
        finally:
            os.kill(os.getpid(), signal.SIGTERM)  # how the supervisor is asked to stop

    with tempfile.TemporaryDirectory(prefix="armslength-drill-") as data:
        Path(data).chmod(0o711)  # the database's account passes through
        up(_apart(environ, Path(data)), say=lambda _: None, when_ready=when_ready)
    if not reports:
        raise CannotStart(
            f"The drill could not be played to the end: {_why(problems[0]) if problems else 'it was stopped.'}"
        )
    played = result(reports[0])
    write(played, folder)
    _show(console, played, folder)
    return played


def _why(problem: BaseException) -> str:
    while isinstance(problem, BaseExceptionGroup):
        problem = problem.exceptions[0]
    return f"{problem}"


def _apart(environ: Mapping[str, str], data: Path) -> dict[str, str]:
    """Nothing of the real installation: its own data, database and port."""
    ours = {name: value for name, value in environ.items() if not name.startswith("ARMSLENGTH_DATABASE")}
    with open_listener("127.0.0.1", 0) as listener:
        port = int(listener.getsockname()[1])
    address = f"http://127.0.0.1:{port}"
    return {**ours, "ARMSLENGTH_DATA": str(data / "data"), "ARMSLENGTH_HOST": "127.0.0.1",
            "ARMSLENGTH_PORT": str(port), "ARMSLENGTH_PUBLIC_URL": address}  # fmt: skip


async def _play(
    settings: ServerSettings, environ: Mapping[str, str], stay: bool, items: int, pace: float, say: Say
) -> Report:
    with addresses(settings) as at:
        inside = child_environ(settings, environ, at.app)
    async with open_wiring(load_server_settings(inside), inside) as wiring:
        operator = Operator(wiring, Clock())
        drill = Drill(settings.public_url, operator, stay=stay, items=items, pace=pace, say=say)
        return await drill.play(await operator.token())


def write(played: DrillResult, folder: Path) -> None:
    """drill.json and drill.html."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "drill.json").write_bytes(as_json(played))
    (folder / "drill.html").write_text(as_html(played), encoding="utf-8")


def _tell(console: Console, moment: DrillMoment) -> None:
    took = f"  [bold]{moment.ms:.0f} ms[/bold]" if moment.ms is not None else ""
    console.print(f"[dim]{moment.at:6.2f} s[/dim]  {moment.who} {moment.what}{took}")


def _show(console: Console, played: DrillResult, folder: Path) -> None:
    table = Table("what", "how much", box=None, title="\nMeasured", title_justify="left")
    for row in measured(played):
        table.add_row(*row)
    console.print(table)
    for refused in played.refusals:
        alike = "told alike" if refused.alike else "[red]TOLD APART[/red]"
        console.print(f"I12 {alike}: {'; '.join(refused.asked)}: {refused.answer}", markup=not refused.alike)
    for line in played.failures:
        console.print(f"[red]{line}[/red]")
    console.print("\n[green]The walls held.[/green]" if not played.failures else "\n[red]The walls did not hold.[/red]")
    console.print(played.unverified)
    console.print(f"\nReport: {folder / 'drill.html'} and {folder / 'drill.json'}", highlight=False)
    console.print(f"Keep it in your installation: armslength drill record {folder / 'drill.json'}", highlight=False)

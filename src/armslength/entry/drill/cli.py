"""`armslength drill`: play it, keep its result, look at those that were kept."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Annotated
from uuid import UUID

import msgspec
import typer

from armslength.kit.cli import AsJson, connect, err, fail, show, show_json, told
from armslength_client.types_walls import DrillSummary

drill = typer.Typer(invoke_without_command=True)


@drill.callback()
def play(
    context: typer.Context,
    stay: Annotated[bool, typer.Option("--stay", help="The lab stays, behind walls and caps.")] = False,
    items: Annotated[int, typer.Option(min=20, max=20_000, help="Items of each project.")] = 200,
    pace: Annotated[float, typer.Option(min=0.0, max=60, help="Seconds that a person takes for an answer.")] = 0.4,
    out: Annotated[Path, typer.Option(help="Where drill.html and drill.json go.", file_okay=False)] = Path("drill"),
) -> None:
    """Replay it: a rival buys one of your vendors while its people work. Ends with 1 when a wall did not hold.

    It plays in an installation of its own, with people who do not exist, and throws it away; your data is not touched.
    """
    if context.invoked_subcommand:
        return
    from armslength.entry.drill.run import drill as run  # heavy

    played = run(os.environ, stay=stay, items=items, pace=pace, folder=out)
    raise typer.Exit(bool(played.failures))


@drill.command("record")
@told
def record(
    file: Annotated[Path, typer.Argument(help="drill.json, as a drill wrote it.", exists=True, dir_okay=False)],
    as_json: AsJson = False,
) -> None:
    """Keep a drill's result in the installation: append only, under your name."""
    try:
        result = msgspec.json.decode(file.read_bytes(), type=dict)
    except msgspec.MsgspecError as problem:
        raise fail(f"{file} is not the JSON of a drill: {problem}.") from None
    with connect() as client:
        kept = client.record_drill(result)
    if as_json:
        show_json(kept)
        return
    _table([kept.drill], as_json=False)
    err.print(f"Kept, under the digest {kept.digest}.", highlight=False, soft_wrap=True)


@drill.command("signed")
@told
def signed(
    drill_id: Annotated[UUID, typer.Argument(help="A drill that was kept; `armslength drill list` has its id.")],
    out: Annotated[Path, typer.Option(help="Where to write it.")] = Path("drill-signed.json"),
) -> None:
    """Write what your organization signed when the drill was kept; armslength-verify checks it, offline."""
    with connect() as client:
        envelope = client.get_drill(drill_id).envelope
    if envelope is None:
        raise fail("This drill was kept before drills were signed; play and record another.")
    out.write_text(json.dumps(envelope) + "\n", "utf-8")
    err.print(
        f"{out} is signed. To check it: armslength-verify {out} --key KEY (armslength exposure key)",
        highlight=False, soft_wrap=True,
    )  # fmt: skip


@drill.command("list")
@told
def list_drills(as_json: AsJson = False) -> None:
    """The drills that were kept, the last one first."""
    with connect() as client:
        _table(list(client.list_drills()), as_json)


def _table(drills: list[DrillSummary], as_json: bool) -> None:
    rows = [
        (
            each.id, f"{each.began_at:%Y-%m-%d %H:%M}", each.variant, "held" if each.held else "DID NOT HOLD",
            _ms(each.sever_median_ms), _ms(each.sever_worst_ms), each.late, each.recorded_by.name,
        )
        for each in drills
    ]  # fmt: skip
    columns = ["drill", "played", "variant", "walls", "time to sever", "worst", "after a cut", "kept by"]
    show(rows, columns, data=drills, as_json=as_json)


def _ms(value: float | None) -> str:
    return "–" if value is None else f"{value:.0f} ms"

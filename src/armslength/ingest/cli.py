"""Commands about items in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import msgspec
import typer

from armslength.kit.cli import (
    AsJson,
    ProjectRef,
    connect,
    err,
    fail,
    find_batch,
    find_project,
    progress_bar,
    show,
    told,
)
from armslength_client import ConnectionFailed
from armslength_client.types import Import

MappingOption = Annotated[
    list[str] | None,
    typer.Option("--map", help="field=column, or field=col_a,col_b for a field with many responses; may be repeated."),
]

batch = typer.Typer(help="Batches: priority, pause, resume, cancel.", no_args_is_help=True)


@told
def import_items(
    project: ProjectRef,
    file: Annotated[Path, typer.Argument(help="JSONL, JSON, CSV or Parquet.", exists=True, dir_okay=False)],
    batch: Annotated[str, typer.Option(help="The batch to put the items in.")] = "",
    priority: Annotated[int, typer.Option(help="Higher is asked first.")] = 0,
    map: MappingOption = None,
    external_id: Annotated[str, typer.Option(help="The column that names an item; makes importing again safe.")] = "",
    resume: Annotated[str, typer.Option(help="The id of an import whose upload was cut.")] = "",
    as_json: AsJson = False,
) -> None:
    """Import a file of items, with progress; bad rows are listed with line, field and reason."""
    with connect() as client, progress_bar(file.name) as advance:
        target = find_project(client, project)
        seen: list[Import] = []

        def watch(state: Import) -> None:
            seen[:] = [state]
            if state.upload is not None and state.upload.offset < state.bytes:
                advance(state.upload.offset, state.bytes)
            else:
                advance(state.rows_read, state.total_rows)

        try:
            run = client.import_file(
                target.id, file, batch=batch or file.stem, priority=priority, mapping=_mapping(map, external_id),
                resume=UUID(resume) if resume else None, on_progress=watch,
            )  # fmt: skip
        except (ConnectionFailed, KeyboardInterrupt) as cut:
            hint = f" Go on with --resume {seen[0].id}." if seen else ""
            raise fail(f"The import was cut.{hint} {cut}".strip()) from cut
        problems = [
            problem for problem, _ in zip(client.list_import_problems(target.id, run.id), range(20), strict=False)
        ]
    _report(run, problems, as_json)


def _report(run: Import, problems: list[Any], as_json: bool) -> None:
    rows = [(run.state, run.rows_read, run.created, run.unchanged, run.rejected)]
    data = {"import": run, "problems": problems}
    show(rows, ["state", "rows", "created", "unchanged", "rejected"], data=data, as_json=as_json)
    if problems and not as_json:
        show([(p.line, p.field, p.reason) for p in problems], ["line", "field", "reason"], data=None, as_json=False)
        if run.rejected > len(problems):
            err.print(f"… and {run.rejected - len(problems)} more; `--json` or the import's page has them all.")
    if run.state != "done":
        raise fail(run.error or f"The import is {run.state}; go on with --resume {run.id}.")


def _mapping(pairs: list[str] | None, external_id: str) -> dict[str, Any] | None:
    if not pairs:
        return None
    fields: dict[str, Any] = {}
    for pair in pairs:
        field, found, columns = pair.partition("=")
        if not found:
            raise typer.BadParameter(f"{pair!r} is not field=column", param_hint="--map")
        fields[field] = msgspec.json.decode(columns) if columns.startswith("{") else _columns(columns)
    return {"fields": fields, **({"external_id": external_id} if external_id else {})}


def _columns(text: str) -> str | list[str]:
    return text.split(",") if "," in text else text


@batch.command("list")
@told
def list_batches(project: ProjectRef, as_json: AsJson = False) -> None:
    """The project's batches."""
    with connect() as client:
        batches = list(client.list_batches(find_project(client, project).id))
    rows = [(b.name, b.priority, b.state, b.items, b.asked, b.open, b.done) for b in batches]
    show(rows, ["batch", "priority", "state", "items", "asked", "open", "done"], data=batches, as_json=as_json)


@batch.command("set")
@told
def set_batch(
    project: ProjectRef, name: str,
    priority: Annotated[int | None, typer.Option(help="Higher is asked first.")] = None,
    state: Annotated[str, typer.Option(help="open, paused or cancelled.")] = "",
) -> None:  # fmt: skip
    """Change a batch's priority or state."""
    changes = {"priority": priority, "state": state or None}
    with connect() as client:
        target = find_project(client, project).id
        given = {key: value for key, value in changes.items() if value is not None}
        changed = client.update_batch(target, find_batch(client, target, name).id, **given)
    err.print(f"{changed.name}: {changed.state}, priority {changed.priority}.")

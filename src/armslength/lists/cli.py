"""Commands about views of lists, and acts on all that they show."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

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
from armslength_client import Armslength
from armslength_client.types import Project
from armslength_client.types_lists import BulkAct, ListView

bulk = typer.Typer(help="Bulk acts: one act on all items, or answers, that fit.", no_args_is_help=True)
views = typer.Typer(help="Views: filters, sort and columns of the items under a name.", no_args_is_help=True)

_TYPED = frozenset({"gold", "flagged", "reworks", "schema_version", "guideline_version"})


@views.command("list")
@told
def list_views(project: ProjectRef, as_json: AsJson = False) -> None:
    """One's own views and those that are shared."""
    with connect() as client:
        found = client.list_views(find_project(client, project).id)
    rows = [(v.name, _said(v), v.sort, "shared" if v.shared else "own", v.person.name, _mark(v)) for v in found]
    show(rows, ["view", "filters", "sort", "seen by", "made by", "note"], data=found, as_json=as_json)


@views.command("show")
@told
def show_view(
    project: ProjectRef, name: str,
    limit: Annotated[int, typer.Option(help="How many items to print at most.", min=1)] = 50,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """The items of a view, in its order."""
    with connect() as client:
        target = find_project(client, project)
        view = find_view(client, target, name)
        items = list(islice(client.list_items(target.id, **view.filters, sort=view.sort), limit))
    rows = [(i.ord, i.external_id or "", i.summary, i.state, f"{i.answers}/{i.wanted}", i.flags) for i in items]
    show(rows, ["no.", "external id", "item", "state", "answers", "flags"], data=items, as_json=as_json)


@views.command("delete")
@told
def delete_view(project: ProjectRef, name: str) -> None:
    """Forget a view."""
    with connect() as client:
        target = find_project(client, project)
        client.delete_view(target.id, find_view(client, target, name).id)


@bulk.command("run")
@told
def run_bulk(
    act: Annotated[str, typer.Argument(help="retire, restore, ask_more, ask_first, accept or reject.")],
    project: ProjectRef,
    state: Annotated[str, typer.Option(help="Only items in this state.")] = "",
    batch: Annotated[str, typer.Option(help="Only items of this batch.")] = "",
    view: Annotated[str, typer.Option(help="Only what this view shows.")] = "",
    external_id: Annotated[list[str] | None, typer.Option(help="These items; may be repeated.")] = None,
    answers: Annotated[
        list[str] | None,
        typer.Option(help="Only answers that fit a filter of list_answers, as NAME=VALUE; may be repeated."),
    ] = None,
    answer_view: Annotated[str, typer.Option(help="Only what this view of the answers shows.")] = "",
    everything: Annotated[bool, typer.Option("--all", help="All items of the project.")] = False,
    comment: Annotated[str, typer.Option(help="Why answers are sent back; their authors see it.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before doing it.")] = False,
    report: Annotated[Path | None, typer.Option(help="Write what became of each to this CSV file.")] = None,
    as_json: AsJson = False,
) -> None:
    """Count what an act would be done to, ask, do it, and say what was skipped and why."""
    with connect() as client:
        target = find_project(client, project)
        if answers or answer_view:
            if state or view or external_id or everything:
                raise fail("--answers and --answer-view go with --batch, and with no other choice of items.")
            chosen: dict[str, Any] = {
                "answer_filters": read_filters(client, target, answers or (), answer_view, of="answers", batch=batch)
            }
        else:
            chosen = _chosen(client, target, state=state, batch=batch, view=view, external_ids=external_id or ())
        if not chosen and not everything:
            raise fail("Say which: --state, --batch, --view, --external-id, --answers, --answer-view, or --all.")
        made = client.create_bulk_act(target.id, act, comment=comment, **(chosen or {"filters": {}}))
        made = client.wait_for_bulk_act(target.id, made.id)
        if made.state != "ready":
            raise fail(made.error or f"The act is {made.state}.")
        told = ", ".join(f"{count:,} {name}" for name, count in made.states.items())
        err.print(f"{act}: {made.total:,} {made.of}" + (f" (items: {told})." if told else "."))
        if made.total and not yes and not typer.confirm("Do it?"):
            client.set_bulk_act_state(target.id, made.id, "cancelled")
            raise fail("Nothing was done.")
        client.start_bulk_act(target.id, made.id)
        with progress_bar(act) as advance:
            made = client.wait_for_bulk_act(
                target.id, made.id, on_progress=lambda now: advance(now.done + now.skipped, now.total)
            )  # fmt: skip
        if report is not None:
            client.download_bulk_report(target.id, made.id, report)
    _show(made, as_json=as_json)


@bulk.command("list")
@told
def list_bulk(project: ProjectRef, as_json: AsJson = False) -> None:
    """Acts on many items or answers, the newest first."""
    with connect() as client:
        found = list(islice(client.list_bulk_acts(find_project(client, project).id), 100))
    rows = [(str(a.id), a.act, a.state, a.total, a.done, a.skipped, a.person.name) for a in found]
    show(rows, ["id", "act", "state", "total", "done", "skipped", "asked by"], data=found, as_json=as_json)


@bulk.command("set")
@told
def set_bulk(
    project: ProjectRef, bulk_id: UUID, state: Annotated[str, typer.Argument(help="running, paused or cancelled.")]
) -> None:
    """Pause an act, go on with it, or cancel it; what is done stays done."""
    with connect() as client:
        now = client.set_bulk_act_state(find_project(client, project).id, bulk_id, state)
    err.print(f"{now.act}: {now.state}, {now.done:,} done.")


def _chosen(
    client: Armslength, project: Project, *, state: str, batch: str, view: str, external_ids: Sequence[str]
) -> dict[str, Any]:
    """What the act is about; empty when nothing was said."""
    if external_ids:
        found = {i.external_id: i.id for name in external_ids for i in client.list_items(project.id, external_id=name)}
        missing = [name for name in external_ids if name not in found]
        if missing:
            raise fail(f"There is no item {missing[0]!r} in {project.name}.")
        return {"item_ids": list(found.values())}
    filters = dict(find_view(client, project, view).filters) if view else {}
    if state:
        filters["state"] = state
    if batch:
        filters["batch_id"] = str(find_batch(client, project.id, batch).id)
    return {"filters": filters} if filters or view else {}


def read_filters(
    client: Armslength, project: Project, pairs: Sequence[str], view: str, *, of: str, batch: str = ""
) -> dict[str, Any]:  # fmt: skip
    """Filters of a list ("items" or "answers"): those of a view, narrowed further by NAME=VALUE and a batch."""
    filters = dict(find_view(client, project, view, of=of).filters) if view else {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise fail(f"Say a filter as NAME=VALUE, such as batch_id=…, not {pair!r}.")
        filters[name] = _typed(value) if name in _TYPED else value
    if batch:
        filters["batch_id"] = str(find_batch(client, project.id, batch).id)
    return filters


def _typed(value: str) -> Any:
    """A number, true or false; anything else stays as it was written, for the server to refuse by name."""
    try:
        return json.loads(value)
    except ValueError:
        return value


def _show(act: BulkAct, *, as_json: bool) -> None:
    show(
        [(act.act, act.state, act.total, act.done, act.skipped)],
        ["act", "state", "total", "done", "skipped"], data=act, as_json=as_json,
    )  # fmt: skip
    if act.reasons and not as_json:
        show(list(act.reasons.items()), ["skipped because", "how many"], data=None, as_json=False)
    if act.state != "done":
        raise fail(act.error or f"The act is {act.state}.")


def find_view(client: Armslength, project: Project, name: str, *, of: str = "items") -> ListView:
    """One's own view of that name, or else the shared one."""
    found = [view for view in client.list_views(project.id, of=of) if view.name == name]
    if not found:
        raise fail(f"There is no view {name!r} in {project.name}.")
    return min(found, key=lambda view: not view.mine)


def _said(view: ListView) -> str:
    return ", ".join(f"{name}={value}" for name, value in view.filters.items()) or "everything"


def _mark(view: ListView) -> str:
    return view.problem["message"] if view.problem else "default" if view.default else ""

"""Commands about views of lists."""

from __future__ import annotations

from itertools import islice
from typing import Annotated

import typer

from armslength.kit.cli import AsJson, ProjectRef, connect, fail, find_project, show, told
from armslength_client import Armslength
from armslength_client.types import Project
from armslength_client.types_lists import ListView

views = typer.Typer(help="Views: filters, sort and columns of the items under a name.", no_args_is_help=True)


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


def find_view(client: Armslength, project: Project, name: str) -> ListView:
    """One's own view of that name, or else the shared one."""
    found = [view for view in client.list_views(project.id) if view.name == name]
    if not found:
        raise fail(f"There is no view {name!r} in {project.name}.")
    return min(found, key=lambda view: not view.mine)


def _said(view: ListView) -> str:
    return ", ".join(f"{name}={value}" for name, value in view.filters.items()) or "everything"


def _mark(view: ListView) -> str:
    return view.problem["message"] if view.problem else "default" if view.default else ""

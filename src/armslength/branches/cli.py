"""Commands about a question that is split over vendors."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, cast, get_args

import typer
import yaml

from armslength.kit.cli import AsJson, ProjectRef, connect, err, fail, find_project, show, told
from armslength_client import ApiError
from armslength_client.types_branches import AssembledState, Branches

branches = typer.Typer(help="Branches: a question split over vendors, put together here.", no_args_is_help=True)


@branches.command("show")
@told
def show_branches(project: ProjectRef, as_json: AsJson = False) -> None:
    """How the question is split, and which vendors know how much of it."""
    with connect() as client:
        _show(client.get_branches(find_project(client, project).id), as_json=as_json)


@branches.command("set")
@told
def set_branches(
    project: ProjectRef,
    plan: Annotated[Path, typer.Argument(help="The branches: YAML or JSON.", exists=True, dir_okay=False)],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what each branch would be asked.")] = False,
    as_json: AsJson = False,
) -> None:
    """Split the question; each branch becomes a project that vendors are let into."""
    body = yaml.safe_load(plan.read_text(encoding="utf-8"))
    if not isinstance(body, dict) or not isinstance(body.get("branches"), list):
        raise fail(f"{plan} has no list of branches.")
    with connect() as client:
        target = find_project(client, project).id
        try:
            version = client.get_branches(target).version
        except ApiError as error:
            if error.code != "branches.not_split":
                raise
            version = 0
        made = client.put_branches(target, body["branches"], version=version, dry_run=dry_run)
    _show(made, as_json=as_json)


@branches.command("items")
@told
def items(
    project: ProjectRef,
    state: Annotated[str | None, typer.Option(help="waiting, assembled, conflict, unresolved or decided.")] = None,
    as_json: AsJson = False,
) -> None:
    """Items with what their branches say together."""
    if state is not None and state not in get_args(AssembledState):
        raise fail(f"There is no state {state!r}. There are: {', '.join(get_args(AssembledState))}.")
    with connect() as client:
        wanted = cast(AssembledState | None, state)
        found = list(client.list_assembled_items(find_project(client, project).id, state=wanted))
    rows = [(each.external_id or each.item_id, each.state, _labels(each.answers)) for each in found]
    show(rows, ["item", "state", "answers"], data=found, as_json=as_json)


def _show(made: Branches, *, as_json: bool) -> None:
    rows = [
        (each.plan["name"], each.project.name if each.project else "–", f"{each.options}/{made.options}", each.items,
         each.done)
        for each in made.branches
    ]  # fmt: skip
    show(rows, ["branch", "project", "options", "items", "done"], data=made, as_json=as_json)
    if as_json:
        return
    for seen in made.coverage:
        err.print(f"{seen.vendor.name} has been shown {seen.options} of {made.options} options.")
    if made.stale:
        err.print("The label schema has changed since: set the branches again.")


def _labels(answers: dict[str, dict[str, dict[str, Any]]]) -> str:
    """The answers in a line; a tie is no answer."""
    told = []
    for question, by_target in answers.items():
        for target, vote in by_target.items():
            value = vote["value"]
            said = "?" if vote["tie"] else ", ".join(value["selected"]) if "selected" in value else str(value)
            told.append(f"{question}{'' if target == 'item' else f' {target}'}: {said}")
    return " · ".join(told)

"""Commands about what goes out: releases and exports."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
import yaml

from armslength.kit.cli import (
    AsJson,
    ProjectRef,
    connect,
    err,
    fail,
    find_project,
    progress_bar,
    show,
    told,
    until_over,
)
from armslength.lists.cli import read_filters
from armslength_client import Armslength
from armslength_client.types import Project
from armslength_client.types_releases import Export, Release

release = typer.Typer(help="Releases: frozen datasets.", no_args_is_help=True)
_PATIENCE_SECONDS = 3_600.0
"""Snapshots of millions of answers, and fits to them, take minutes in which nothing is counted."""
NoWait = Annotated[bool, typer.Option("--no-wait", help="Order it, and do not wait until it is over.")]
ReleaseRef = Annotated[str, typer.Argument(help="The release's number or name.", metavar="RELEASE")]


@release.command("list")
@told
def list_releases(project: ProjectRef, as_json: AsJson = False) -> None:
    """The project's releases."""
    with connect() as client:
        releases = list(client.list_releases(find_project(client, project).id))
    rows = [(r.number, r.name, r.state, r.manifest and r.manifest["items"], r.digest) for r in releases]
    show(rows, ["no.", "name", "state", "items", "digest"], data=releases, as_json=as_json)


@release.command("create")
@told
def create(
    project: ProjectRef, name: str,
    recipe: Annotated[Path | None, typer.Option(help="The recipe: YAML or JSON.", exists=True, dir_okay=False)] = None,
    items: Annotated[
        list[str] | None,
        typer.Option(help="Only items that fit a filter of list_items, as NAME=VALUE; may be repeated."),
    ] = None,
    answers: Annotated[
        list[str] | None,
        typer.Option(help="Only answers that fit a filter of list_answers, as NAME=VALUE; may be repeated."),
    ] = None,
    view: Annotated[str, typer.Option(help="Only what this view of the items shows.")] = "",
    answer_view: Annotated[str, typer.Option(help="Only what this view of the answers shows.")] = "",
    no_wait: NoWait = False,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Freeze what stands into a release, and wait for it."""
    body: dict[str, Any] | None = yaml.safe_load(recipe.read_text(encoding="utf-8")) if recipe else None
    with connect() as client:
        target = find_project(client, project)
        if items or view:
            body = {**(body or {}), "only": {"filters": read_filters(client, target, items or (), view, of="items")}}
        if answers or answer_view:
            if items or view:
                raise fail("A release is narrowed by items or by answers, not by both.")
            said = read_filters(client, target, answers or (), answer_view, of="answers")
            body = {**(body or {}), "only": {"answer_filters": said}}
        made = client.create_release(target.id, name=name, recipe=body, wait=False)
        _show(made if no_wait else _over(client, target, made), as_json)


@release.command("retry")
@told
def retry(project: ProjectRef, release: ReleaseRef, no_wait: NoWait = False, as_json: AsJson = False) -> None:
    """Make a release that failed or was cancelled after all, and wait for it. What was frozen stays as it is."""
    with connect() as client:
        target = find_project(client, project)
        made = client.retry_release(target.id, _find_release(client, target, release).id, wait=False)
        _show(made if no_wait else _over(client, target, made), as_json)


@release.command("cancel")
@told
def cancel(project: ProjectRef, release: ReleaseRef, as_json: AsJson = False) -> None:
    """Stop making a release."""
    with connect() as client:
        target = find_project(client, project)
        _show(client.cancel_release(target.id, _find_release(client, target, release).id), as_json)


def _over(client: Armslength, project: Project, made: Release) -> Release:
    """The release when it is ready; else ends with a sentence."""
    return until_over(
        lambda: client.get_release(project.id, made.id), f"Release {made.number}", patience=_PATIENCE_SECONDS
    )


def _show(made: Release, as_json: bool) -> None:
    manifest = made.manifest or {}
    rows = [(made.number, made.name, made.state, manifest.get("items"), manifest.get("annotations"), made.digest)]
    show(rows, ["no.", "name", "state", "items", "annotations", "digest"], data=made, as_json=as_json)


@told
def formats(project: ProjectRef, as_json: AsJson = False) -> None:
    """Export formats, and which of them fit the project."""
    with connect() as client:
        known = client.list_formats(find_project(client, project).id)
    rows = [(f.id, f.title, "yes" if f.applies else f"no: {f.why_not}") for f in known]
    show(rows, ["format", "title", "applies"], data=known, as_json=as_json)


@told
def export(
    project: ProjectRef, release: ReleaseRef,
    format: Annotated[str, typer.Option(help="See `armslength formats PROJECT`; or `lance`.")] = "jsonl",
    to: Annotated[Path, typer.Option(help="The folder to write into.", file_okay=False)] = Path("."),
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Write a release in a format and download it; every file's digest is checked."""
    with connect() as client, progress_bar(f"export {format}") as advance:
        target = find_project(client, project)
        found = _find_release(client, target, release)

        def watch(state: Export) -> None:
            advance(state.progress["done"], state.progress["total"])

        paths = client.export(target.id, found.id, format, to, on_progress=watch)
    rows = [(path, f"{_size(path):,}") for path in paths]
    show(rows, ["file", "bytes"], data=[str(path) for path in paths], as_json=as_json)
    if not as_json:
        err.print(f"Release {found.number} “{found.name}” in format {format}.")


def _size(path: Path) -> int:
    """Bytes of a file, or of all files of a folder: a Lance dataset is one."""
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file()) or path.stat().st_size


def _find_release(client: Armslength, project: Project, ref: str) -> Release:
    releases = list(client.list_releases(project.id))
    for candidate in releases:
        if ref in (str(candidate.number), candidate.name, str(candidate.id)):
            return candidate
    known = ", ".join(f"{r.number} ({r.name})" for r in releases) or "none yet"
    raise fail(f"There is no release {ref!r} in {project.name}. Releases: {known}.")

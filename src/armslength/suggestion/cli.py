"""Commands about suggestions: what models propose, when people see it, what it does to the answers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from armslength.identity.model import Tier
from armslength.kit.cli import AsJson, ProjectRef, connect, err, fail, find_project, progress_bar, show, told
from armslength.suggestion.model import Reveal
from armslength_client.types_suggestions import Anchoring

suggestions = typer.Typer(help="Suggestions: what models propose for the questions.", no_args_is_help=True)


@suggestions.command("import")
@told
def import_suggestions(
    project: ProjectRef,
    file: Annotated[Path, typer.Argument(help="JSONL: external_id or item_id, answers, score.", exists=True)],
    source: Annotated[str, typer.Option(help="Whose they are, e.g. the model's name.")],
    version: Annotated[str, typer.Option(help="Of the source. What was brought in is never changed.")],
    rendition: Annotated[Tier, typer.Option(help="The form of the items that the model saw.")] = "original",
    as_json: AsJson = False,
) -> None:
    """Bring suggestions in, some lines at a time. Begun again, it goes on; a line that is wrong is told."""
    with connect() as client, progress_bar("suggestions") as advance:
        target = find_project(client, project)
        added = client.import_suggestions(
            target.id,
            file,
            source=source,
            version=version,
            rendition=rendition,
            on_progress=lambda done: advance(done, None),
        )
    rows = [(each.line, each.field, each.reason) for each in added.problems]
    show(rows, ["line", "field", "problem"], data=added, as_json=as_json)
    told_of = f"{added.created} suggestions brought in, {added.unchanged} were here already"
    if added.problems:
        raise fail(f"{told_of}; {len(added.problems)} lines were refused.")
    err.print(f"{told_of}.")


@suggestions.command("list")
@told
def list_sources(project: ProjectRef, as_json: AsJson = False) -> None:
    """Which versions of which sources proposed how much."""
    with connect() as client:
        found = client.list_suggestion_sources(find_project(client, project).id)
    rows = [(each.source, each.version, each.suggestions, _number(each.mean_score), each.last_at) for each in found]
    show(rows, ["source", "version", "suggestions", "mean score", "last"], data=found, as_json=as_json)


@suggestions.command("policy")
@told
def policy(
    project: ProjectRef,
    reveal: Annotated[Reveal | None, typer.Option(help="When people see them.")] = None,
    held_out: Annotated[float | None, typer.Option(help="Share of turns that never see them: 0 to 1.")] = None,
    min_score: Annotated[float | None, typer.Option(help="Less sure ones are not shown: 0 to 1.")] = None,
    source: Annotated[str | None, typer.Option(help="Only this source's; empty: the surest of all.")] = None,
    tell_source: Annotated[bool | None, typer.Option(help="Whether the bench is told whose they are.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show when people see suggestions, or change it."""
    wanted: dict[str, Any] = {
        "reveal": reveal, "held_out": held_out, "min_score": min_score, "source": source, "tell_source": tell_source,
    }  # fmt: skip
    with connect() as client:
        target = find_project(client, project)
        now = client.get_suggestion_policy(target.id)
        if any(given is not None for given in wanted.values()):
            merged = {name: getattr(now, name) if given is None else given for name, given in wanted.items()}
            now = client.put_suggestion_policy(target.id, **{**merged, "source": merged["source"] or None})
    rows = [(now.reveal, now.held_out, now.min_score, now.source or "the surest", "yes" if now.tell_source else "no")]
    show(rows, ["reveal", "held out", "least score", "source", "told"], data=now, as_json=as_json)


@suggestions.command("report")
@told
def report(project: ProjectRef, as_json: AsJson = False) -> None:
    """Agreement with suggestions where they were seen and where they were held back, with 95 % intervals."""
    with connect() as client:
        found = client.get_anchoring_report(find_project(client, project).id)
    rows = [("all", *_row(found.overall))]
    for each in found.questions:
        rows.append((each["question"], *_row(Anchoring(**each["anchoring"]))))
    for each in found.sources:
        rows.append((f"{each['source']} {each['version']}", *_row(Anchoring(**each["anchoring"]))))
    show(rows, ["of", "shown", "n", "held out", "n", "difference"], data=found, as_json=as_json)


def _row(of: Anchoring) -> tuple[str, ...]:
    return (
        _interval(of.shown), str(of.shown["n"]), _interval(of.held_out), str(of.held_out["n"]),
        _interval(of.difference) if of.difference else "",
    )  # fmt: skip


def _interval(found: dict[str, Any]) -> str:
    if found["value"] is None:
        return ""
    within = "" if found["low"] is None else f" ({_number(found['low'])} to {_number(found['high'])})"
    return _number(found["value"]) + within


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"

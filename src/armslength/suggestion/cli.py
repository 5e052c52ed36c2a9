"""Commands about suggestions: what models propose, when people see it, what it does to the answers; and judges."""

from __future__ import annotations

import csv
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, Literal
from uuid import UUID

import typer

from armslength.identity.model import Tier
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
from armslength.suggestion.model import Reveal
from armslength_client import Armslength
from armslength_client.types_judges import Judges
from armslength_client.types_suggestions import AddedSuggestions, Anchoring, JudgeFacts

suggestions = typer.Typer(help="Suggestions: what models propose for the questions.", no_args_is_help=True)

judges = typer.Typer(help="Judges: models beside people, whose verdicts nobody who answers sees.", no_args_is_help=True)


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
    _tell("suggestions", added, as_json=as_json)


@suggestions.command("import-mqm")
@told
def import_marked_errors(
    project: ProjectRef,
    file: Annotated[Path, typer.Argument(help="A table of marked errors, as the WMT's MQM sets.", exists=True)],
    source: Annotated[str, typer.Option(help="Where they are from; each rater is a source of that name.")],
    version: Annotated[str, typer.Option(help="Of the source. What was brought in is never changed.")],
    question: Annotated[str, typer.Option(help="The question that marks errors; else the first.")] = "",
    external_id: Annotated[str, typer.Option(help="How items are called, e.g. {system}/{doc}/{seg_id}.")] = "",
    as_json: AsJson = False,
) -> None:
    """Bring errors that others marked in as suggestions. Begun again, it goes on; a line that is wrong is told."""
    with connect() as client, progress_bar("suggestions") as advance:
        target = find_project(client, project)
        added = client.import_marked_errors(
            target.id, file, source=source, version=version, question=question or None,
            external_id=external_id or None, on_progress=lambda done: advance(done, None),
        )  # fmt: skip
    _tell("suggestions", added, as_json=as_json)


@suggestions.command("list")
@told
def list_sources(project: ProjectRef, as_json: AsJson = False) -> None:
    """Which versions of which sources proposed how much."""
    with connect() as client:
        found = client.list_suggestion_sources(find_project(client, project).id)
    rows = [
        (each.source, each.version, each.suggestions, _number(each.mean_score), "judge" if each.judge else "",
         each.last_at)
        for each in found
    ]  # fmt: skip
    show(rows, ["source", "version", "suggestions", "mean score", "is", "last"], data=found, as_json=as_json)


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


@judges.command("import")
@told
def import_verdicts(
    project: ProjectRef,
    file: Annotated[Path, typer.Argument(help="JSONL: external_id, answers, score, shown_first.", exists=True)],
    model: Annotated[str, typer.Option(help="The judge's name.")],
    version: Annotated[str, typer.Option(help="Of the judge and its prompt. What was brought in is never changed.")],
    family: Annotated[str | None, typer.Option(help="Of models, its own.")] = None,
    own: Annotated[
        list[str] | None,
        typer.Option(
            help="How items call a model of that family, * for anything; without it: the family's name first."
        ),
    ] = None,
    prompt: Annotated[
        Path | None, typer.Option(help="What it was asked by: its SHA-256 is kept, not its text.", exists=True)
    ] = None,
    rendition: Annotated[Tier, typer.Option(help="The form of the items that it saw.")] = "original",
    as_json: AsJson = False,
) -> None:
    """Bring a judge's verdicts in, some lines at a time. Nobody who answers ever sees them."""
    digest = sha256(prompt.read_bytes()).hexdigest() if prompt else None
    with connect() as client, progress_bar("verdicts") as advance:
        added = client.import_suggestions(
            find_project(client, project).id, file, source=model, version=version, rendition=rendition,
            judge=JudgeFacts(family, own or [], digest), on_progress=lambda done: advance(done, None),
        )  # fmt: skip
    _tell("verdicts", added, as_json=as_json)


@judges.command("show")
@told
def show_judges(project: ProjectRef, as_json: AsJson = False) -> None:
    """Every judge beside people, with 95 % intervals; computed anew when answers or verdicts have come since."""
    with connect() as client:
        found = _present(client, find_project(client, project).id)
    rows, means = [], []
    for judge in found.judges:
        name = f"{judge.source} {judge.version}"
        for each in judge.questions:
            pulls = [_interval(each[of]["difference"]) if each[of] else "" for of in ("side", "length", "family")]
            rows.append((
                name, each["question"], each["verdicts"], each["compared"], _interval(each["percent"]),
                _interval(each["kappa"]), _interval(each["person_kappa"]), *pulls, _stand_in(each["stand_in"]),
            ))  # fmt: skip
            means += [
                (name, each["question"], mean["of"] or "the mean", *map(_interval, (
                    mean["people"], mean["judge"], mean["corrected"])))
                for mean in each["means"]
            ]  # fmt: skip
    columns = ["judge", "question", "verdicts", "compared", "percent", "kappa", "a person's", "first shown", "longer",
               "own family", "may it stand in"]  # fmt: skip
    show(rows, columns, data=found, as_json=as_json)
    numbers = [
        (f"{judge.source} {judge.version}", each["question"], each["verdicts"], each["compared"],
         *(_interval(each["numbers"][name]) for name in ("bias", "error", "person_error", "correlation")))
        for judge in found.judges for each in judge.questions if each["numbers"]
    ]  # fmt: skip
    if not as_json and numbers:
        columns = ["judge", "question", "verdicts", "compared", "too high by", "off by", "a person's", "correlation"]
        show(numbers, columns, data=None, as_json=False)
    if not as_json and means:
        show(means, ["judge", "question", "of", "people", "judge alone", "corrected"], data=None, as_json=False)


@judges.command("sample")
@told
def sample(
    project: ProjectRef,
    model: Annotated[str, typer.Option(help="The judge's name.")],
    version: Annotated[str, typer.Option(help="Its version.")],
    question: Annotated[str, typer.Option(help="Whose verdicts it goes by.")],
    size: Annotated[int, typer.Option(help="How many items.")] = 100,
    least: Annotated[int, typer.Option(help="Of each verdict at least.")] = 5,
    by: Annotated[
        Literal["verdict", "score"], typer.Option(help="Go by verdicts, or by bands of the score.")
    ] = "verdict",
    bands: Annotated[int, typer.Option(help="Of the score, equally many items each.")] = 5,
    ask_first: Annotated[bool, typer.Option("--ask-first", help="Ask people about these items before others.")] = False,
    seed: Annotated[int, typer.Option(help="The same seed draws the same of the same items.")] = 0,
    out: Annotated[Path | None, typer.Option(help="CSV of the items; they have no verdict there.")] = None,
    as_json: AsJson = False,
) -> None:
    """Draw items that nobody has answered, of every verdict, for people to answer without seeing it."""
    with connect() as client:
        drawn = client.sample_judge(
            find_project(client, project).id, model, version, question, size=size, least=least, by=by, bands=bands,
            ask_first=ask_first, seed=seed,
        )  # fmt: skip
    if out is not None:
        with out.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["item_id", "external_id"])
            writer.writerows([each.item_id, each.external_id] for each in drawn.items)
    rows = [(each.name, each.there, each.drawn) for each in drawn.strata]
    show(rows, ["verdict" if by == "verdict" else "band", "there", "drawn"], data=drawn, as_json=as_json)
    first = f", {drawn.asked_first} of them asked first" if ask_first else ""
    err.print(f"{len(drawn.items)} items drawn{first}.")


def _present(client: Armslength, project_id: UUID) -> Judges:
    """What was last computed, or, where answers or verdicts have come since, what a new comparison finds."""
    known = client.get_judges(project_id)
    if not known.stale:
        return known
    client.refresh_judges(project_id)
    return until_over(lambda: client.get_judges(project_id), "Comparing judges")


def _stand_in(found: dict[str, Any]) -> str:
    if found["note"]:
        return str(found["note"])
    return f"{'yes' if found['passes'] else 'no'}, beside {found['beaten']} of {found['people']}"


def _tell(what: str, added: AddedSuggestions, *, as_json: bool) -> None:
    """How many came in, and what was refused."""
    rows = [(each.line, each.field, each.reason) for each in added.problems]
    show(rows, ["line", "field", "problem"], data=added, as_json=as_json)
    told_of = f"{added.created} {what} brought in, {added.unchanged} were here already"
    if added.problems:
        raise fail(f"{told_of}; {len(added.problems)} lines were refused.")
    err.print(f"{told_of}.")


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

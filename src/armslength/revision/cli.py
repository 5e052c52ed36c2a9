"""Commands about what changes after it was said: label schemas while people answer, versions of answers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer
import yaml

from armslength.kit.cli import AsJson, ProjectRef, connect, err, fail, find_batch, find_project, out, show, told
from armslength_client.types_review import SchemaMigration

schema = typer.Typer(help="Label schemas: planned changes, their dry run, carrying them out.", no_args_is_help=True)
PlanFile = Annotated[Path, typer.Argument(help="The plan: YAML or JSON.", exists=True, dir_okay=False)]
_ROWS = (
    ("answers that stand", "answers"), ("read as they are", "same"), ("read in the new words", "mapped"),
    ("need a new answer", "open"), ("in hand now", "in_hand"), ("drafts", "drafts"), ("gold", "gold"),
    ("gold that says less", "gold_open"), ("releases, unchanged", "releases"),
)  # fmt: skip


@schema.command("plan")
@told
def plan(
    project: ProjectRef,
    wanted: Annotated[Path, typer.Argument(help="The label schema that is wanted.", exists=True, dir_okay=False)],
) -> None:
    """Print a first plan (YAML) from the schema in force to another: look at it, change it, then try it."""
    with connect() as client:
        drafted = client.draft_schema_plan(find_project(client, project).id, _read(wanted))
    text = yaml.safe_dump(drafted, sort_keys=False, allow_unicode=True)
    out.print(text, markup=False, highlight=False, soft_wrap=True, end="")


@schema.command("dry-run")
@told
def dry_run(project: ProjectRef, plan: PlanFile, as_json: AsJson = False) -> None:
    """Say what a plan would change. Nothing changes."""
    with connect() as client:
        made = client.create_schema_migration(find_project(client, project).id, _read(plan))
    _show(made, as_json=as_json)


@schema.command("apply")
@told
def apply(project: ProjectRef, plan: PlanFile, as_json: AsJson = False) -> None:
    """Count what a plan changes, then carry it out. A plan that was carried out is left as it is."""
    body = _read(plan)
    with connect() as client:
        target = find_project(client, project).id
        known = [each for each in client.list_schema_migrations(target) if each.state == "applied"]
        same = [each for each in known if client.get_schema_migration(target, each.id).plan == _whole(body)]
        made = same[0] if same else client.create_schema_migration(target, body)
        if made.progress["state"] == "failed":
            raise fail(made.progress["error"] or "The dry run failed.")
        done = client.apply_schema_migration(target, made.id)
    _show(done, as_json=as_json)
    if not as_json:
        asked = f"{done.reopened} answers asked for anew" if done.reopen != "none" else "nobody asked anew"
        err.print(f"Version {done.to_version} of the label schema is in force; {asked}.")


@schema.command("migrations")
@told
def migrations(project: ProjectRef, as_json: AsJson = False) -> None:
    """Migrations of a project, planned and carried out."""
    with connect() as client:
        found = client.list_schema_migrations(find_project(client, project).id)
    rows = [(m.from_version, m.to_version, "stale" if m.stale else m.state, m.reopen, m.reopened, m.id) for m in found]
    show(rows, ["from", "to", "state", "new answers by", "asked", "id"], data=found, as_json=as_json)


def _show(made: SchemaMigration, *, as_json: bool) -> None:
    if made.effect is None:
        raise fail(made.progress["error"] or "The dry run failed.")
    rows: list[tuple[Any, ...]] = [(said, made.effect[name]) for said, name in _ROWS]
    rows += [(f"  new answers to {each['question']}", each["answers"]) for each in made.effect["questions"]]
    show(rows, ["what", "count"], data=made, as_json=as_json)


def _whole(body: dict[str, Any]) -> dict[str, Any]:
    """A plan with everything that it need not say."""
    return {"schema": None, "reopen": "none", "note": "", **body}


def _read(path: Path) -> dict[str, Any]:
    try:
        body = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise fail(f"{path} is not readable as YAML: {error}") from error
    if not isinstance(body, dict):
        raise fail(f"{path} must hold a mapping.")
    return body


answer = typer.Typer(help="Answers: all that stand, their versions, putting an earlier one back.", no_args_is_help=True)
Annotation = Annotated[UUID, typer.Argument(help="The id of any version of the answer.", show_default=False)]
_WHY = {
    "submitted": "submitted", "rework": "after a rejection", "asked_anew": "the questions changed",
    "fixed": "fixed by a reviewer", "restored": "put back",
}  # fmt: skip


@answer.command("list")
@told
def list_answers(
    project: ProjectRef,
    verdict: Annotated[str, typer.Option(help="What review said: unreviewed, in_review, accepted, fixed, …")] = "",
    person: Annotated[str, typer.Option(help="Only of this person: their id.")] = "",
    firm: Annotated[str, typer.Option(help="Only of this firm's people: its id.")] = "",
    batch: Annotated[str, typer.Option(help="Only on items of this batch.")] = "",
    question: Annotated[str, typer.Option(help="With --value: a searchable question.")] = "",
    value: Annotated[str, typer.Option(help="With --question: what was said, such as an option's id.")] = "",
    schema_version: Annotated[int | None, typer.Option(help="Given under this version of the label schema.")] = None,
    guideline_version: Annotated[int | None, typer.Option(help="Given under this version of the guideline.")] = None,
    reworks: Annotated[int | None, typer.Option(help="Answered anew at least so often.")] = None,
    gold: Annotated[bool, typer.Option("--gold", help="Only on gold items.")] = False,
    flagged: Annotated[bool, typer.Option("--flagged", help="Only on items with open flags.")] = False,
    since: Annotated[str, typer.Option(help="Given since, such as 2026-05-01T00:00:00Z.")] = "",
    until: Annotated[str, typer.Option(help="Given before.")] = "",
    view: Annotated[str, typer.Option(help="What this view shows, narrowed further by the others.")] = "",
    limit: Annotated[int, typer.Option(help="How many to print at most.", min=1)] = 50,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Everybody's answers that stand, the newest first. Each one listed is an exposure."""
    with connect() as client:
        target = find_project(client, project)
        filters: dict[str, Any] = {
            "verdict": verdict, "person_id": person, "organization_id": firm, "question": question, "value": value,
            "schema_version": schema_version, "guideline_version": guideline_version, "reworks": reworks,
            "gold": gold, "flagged": flagged, "since": since, "until": until,
        }  # fmt: skip
        if batch:
            filters["batch_id"] = find_batch(client, target.id, batch).id
        wanted = {name: given for name, given in filters.items() if given not in ("", None, False)}
        if view:
            kept = [each for each in client.list_views(target.id, of="answers") if each.name == view]
            if not kept:
                raise fail(f"There is no view {view!r} of the answers in {target.name}.")
            one = min(kept, key=lambda each: not each.mine)
            wanted = {**one.filters, "sort": one.sort, **wanted}
        found = list(islice(client.list_answers(target.id, **wanted), limit))
    rows = [
        (
            each.ord, each.external_id or "", each.person.name, each.verdict, each.reworks,
            each.submitted_at.isoformat()[:19], "; ".join(_words(each.answers)), each.annotation_id,
        )
        for each in found
    ]  # fmt: skip
    columns = ["no.", "external id", "by", "review", "anew", "at", "says", "id"]
    show(rows, columns, data=found, as_json=as_json)


def _words(answers: dict[str, Any]) -> Iterator[str]:
    """Answers in a line."""
    for question, targets in answers.items():
        for target, given in targets.items():
            yield f"{question}{'' if target == 'item' else f' ({target})'}: {_said(given)}"


@answer.command("versions")
@told
def versions(project: ProjectRef, annotation: Annotation, as_json: AsJson = False) -> None:
    """Every version of an answer: who, when, why, and what review said."""
    with connect() as client:
        found = client.list_answer_versions(find_project(client, project).id, annotation)
    rows = [
        (
            each["number"], "stands" if each["stands"] else each["fits"], each["by"]["name"],
            _WHY[each["why"]], each["at"][:19], ", ".join(said["verdict"] for said in each["verdicts"]),
            ", ".join(release["name"] for release in each["releases"]), each["annotation_id"],
        )
        for each in found.versions
    ]  # fmt: skip
    columns = ["version", "state", "words of", "why", "at", "review", "releases", "id"]
    show(rows, columns, data=found, as_json=as_json)


@answer.command("diff")
@told
def diff(
    project: ProjectRef,
    annotation: Annotation,
    since: Annotated[UUID | None, typer.Option(help="An earlier version; else the one whose place it took.")] = None,
    as_json: AsJson = False,
) -> None:
    """What changed up to a version of an answer, question by question."""
    with connect() as client:
        found = client.get_answer_difference(find_project(client, project).id, annotation, since=since)
    rows = [(each["title"], each["target"], _change(each)) for each in found.changes]
    show(rows, ["question", "on", "change"], data=found, as_json=as_json)


@answer.command("restore")
@told
def restore_answer(
    project: ProjectRef,
    annotation: Annotation,
    reason: Annotated[str, typer.Option(help="Why; it stays with the new version.")],
    stands: Annotated[UUID | None, typer.Option(help="The version that you saw standing; else whichever does.")] = None,
    migrate: Annotated[
        bool, typer.Option("--migrate", help="As it reads today, where the label schema has changed since.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Put a version of an answer back. It becomes one more version; releases that were made stay as they are."""
    with connect() as client:
        target = find_project(client, project).id
        standing = stands or client.list_answer_versions(target, annotation).stands
        if standing is None:
            raise fail("No version of this answer stands any more: its place went to somebody else.")
        done = client.restore_answer(target, annotation, stands=standing, reason=reason, migrate=migrate)
    releases = ", ".join(each["name"] for each in done.releases) or "none"
    rows = [(done.number, done.migrated, releases, done.annotation_id)]
    show(rows, ["version", "migrated", "releases that keep the one before", "id"], data=done, as_json=as_json)


def _change(change: dict[str, Any]) -> str:
    """One change in a line: words in their text, marks by what became of them, else both values."""
    if pieces := change.get("words"):
        marks = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
        return "".join(marks[piece["kind"]].format(piece["text"]) for piece in pieces)
    parts = [f"{name} {len(change[name])}" for name in ("added", "removed", "moved", "changed") if change.get(name)]
    return ", ".join(parts) or f"{_said(change.get('before'))} → {_said(change.get('after'))}"


def _said(given: dict[str, Any] | None) -> str:
    if given is None:
        return "not answered"
    return str(given.get("value", given["state"]))

"""Commands about leaks: canaries, variants, and tracing a text that turned up elsewhere."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
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
    out,
    show,
    show_json,
    told,
)
from armslength_client import Armslength
from armslength_client.types import RowProblem
from armslength_client.types_tracing import FormFindings, TraceMatch, TraceReport, VariantExample

variants = typer.Typer(help="Variants: two forms of an item, one for each vendor.", no_args_is_help=True)
canaries = typer.Typer(help="Canaries: items that exist for one vendor only.", no_args_is_help=True)
_AT_ONCE = 200
_FORMS_AT_ONCE = 500
_KINDS = ("contractions", "phrases", "spelling")


@canaries.command("plant")
@told
def plant(
    project: ProjectRef,
    file: Annotated[Path, typer.Argument(help="JSONL: invented items, as rows that name their fields.", exists=True)],
    vendor: Annotated[str, typer.Option(help="The vendor's name or id: nobody else's people are asked.")],
    batch: Annotated[str, typer.Option(help="The batch that they stand in, by name.")],
    as_json: AsJson = False,
) -> None:
    """Plant canaries. A line that could not be recognised, or is wrong, is told; the others are planted."""
    rows = _rows(file)
    planted, problems = 0, list[RowProblem]()
    with connect() as client:
        target = find_project(client, project).id
        firm, home = _vendor(client, vendor), find_batch(client, target, batch).id
        for first in range(0, len(rows), _AT_ONCE):
            made = client.plant_canaries(target, firm, home, rows[first : first + _AT_ONCE])
            planted += made.planted
            problems += [
                RowProblem(each.line + first, each.field, each.reason, each.external_id) for each in made.problems
            ]
    shown = [(each.line, each.field, each.reason) for each in problems]
    show(shown, ["line", "field", "problem"], data={"planted": planted, "problems": problems}, as_json=as_json)
    if problems:
        raise fail(f"Planted: {planted}; refused: {len(problems)} lines.")
    err.print(f"Planted: {planted}.")


@canaries.command("list")
@told
def list_canaries(project: ProjectRef, as_json: AsJson = False) -> None:
    """The canaries of a project, the last planted first."""
    with connect() as client:
        found = list(client.list_canaries(find_project(client, project).id))
    rows = [
        (
            each.item_id,
            each.vendor.name,
            each.words,
            each.people,
            ("retired" if each.retired_at else "live") + (", found elsewhere" if each.tripped_at else ""),
            each.summary[:60],
        )
        for each in found
    ]
    show(rows, ["canary", "vendor", "words", "shown to", "state", "begins"], data=found, as_json=as_json)


@canaries.command("policy")
@told
def policy(
    project: ProjectRef,
    share: Annotated[float | None, typer.Option(help="Of what vendors' people are asked: 0 to 0.2.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show how often canaries come, or change it."""
    with connect() as client:
        target = find_project(client, project).id
        now = client.get_canary_policy(target) if share is None else client.put_canary_policy(target, share)
    show([(now.share,)], ["share"], data=now, as_json=as_json)


@canaries.command("retire")
@told
def retire(
    project: ProjectRef, canary: Annotated[UUID, typer.Argument(help="Its id, as `canaries list` shows.")]
) -> None:
    """Ask nobody about a canary any more; it is still looked for."""
    with connect() as client:
        client.retire_canary(find_project(client, project).id, canary)
    err.print("Retired. It is still looked for.")


@variants.command("import")
@told
def import_variants(
    project: ProjectRef,
    file: Annotated[
        Path, typer.Argument(help="JSONL: external_id, and fields with the other text of each.", exists=True)
    ],
    judged: Annotated[bool, typer.Option(help="Also of fields whose wording is judged: you answer for it.")] = False,
    dry_run: Annotated[bool, typer.Option(help="Only say what would become of them.")] = False,
    as_json: AsJson = False,
) -> None:
    """Give items a second form. You answer for it that it changes no label. A line that is wrong is told."""
    rows = _rows(file)
    taken, problems, examples = 0, list[RowProblem](), list[VariantExample]()
    with connect() as client:
        target = find_project(client, project).id
        for first in range(0, len(rows), _FORMS_AT_ONCE):
            made = client.supply_variants(target, rows[first : first + _FORMS_AT_ONCE], judged=judged, dry_run=dry_run)
            taken += made.taken
            examples += made.examples
            problems += [
                RowProblem(each.line + first, each.field, each.reason, each.external_id) for each in made.problems
            ]
    if not as_json and dry_run:
        _show_examples(examples[:10])
    shown = [(each.line, each.field, each.reason) for each in problems]
    show(shown, ["line", "field", "problem"], data={"taken": taken, "problems": problems}, as_json=as_json)
    said = f"{'Would take' if dry_run else 'Taken'}: {taken}"
    if problems:
        raise fail(f"{said}; refused: {len(problems)} lines.")
    err.print(f"{said}.")


@variants.command("make")
@told
def make_variants(
    project: ProjectRef,
    field: Annotated[list[str], typer.Option(help="A field whose wording may differ; several are possible.")],
    kind: Annotated[
        list[str] | None, typer.Option(help="contractions, phrases, spelling or numbers; else the first three.")
    ] = None,
    judged: Annotated[bool, typer.Option(help="Also of fields whose wording is judged: you answer for it.")] = False,
    dry_run: Annotated[bool, typer.Option(help="Only say what would become of them.")] = False,
    as_json: AsJson = False,
) -> None:
    """Make second forms by small changes of wording: 500 items at a time, from the first on."""
    looked, taken, left, examples = 0, 0, Counter[str](), list[VariantExample]()
    with connect() as client:
        target = find_project(client, project).id
        after: int | None = 0
        while after is not None:
            made = client.make_variants(target, field, kind or _KINDS, after=after, judged=judged, dry_run=dry_run)
            looked, taken, after = looked + made.looked, taken + made.taken, made.after
            examples = examples or made.examples
            left.update({each.reason: each.items for each in made.left})
    data = {"looked": looked, "taken": taken, "left": dict(left), "examples": examples}
    if as_json:
        show_json(data)
        return
    _show_examples(examples)
    for reason, items in left.most_common():
        err.print(f"{items} keep one form: {reason}", highlight=False)
    err.print(f"{'Would take' if dry_run else 'Taken'}: {taken} of {looked}.")


@variants.command("list")
@told
def list_variants(project: ProjectRef, as_json: AsJson = False) -> None:
    """Items with two forms, the last made first."""
    with connect() as client:
        found = list(client.list_variants(find_project(client, project).id))
    rows = [
        (each.external_id or each.item_id, each.origin, each.vendors, differs.field, differs.original, differs.other)
        for each in found
        for differs in each.differences
    ]
    columns = ["item", "origin", "vendors", "field", "original", "other form"]
    show(rows, columns, data=found, as_json=as_json)


@variants.command("fields")
@told
def fields(project: ProjectRef, as_json: AsJson = False) -> None:
    """Which fields may have two forms, and how many items have."""
    with connect() as client:
        now = client.get_variant_overview(find_project(client, project).id)
    rows = [(each.name, each.may, each.why) for each in now.fields]
    show(rows, ["field", "two forms", "why not"], data=now, as_json=as_json)
    err.print(f"Items with two forms: {now.supplied} supplied, {now.made} made, of {now.items}.")


@variants.command("drop")
@told
def drop(project: ProjectRef, item: Annotated[UUID, typer.Argument(help="The item's id.")]) -> None:
    """Give an item one form again, while no vendor has been shown it."""
    with connect() as client:
        client.drop_variant(find_project(client, project).id, item)
    err.print("Dropped.")


def _show_examples(examples: Sequence[VariantExample]) -> None:
    rows = [(each.external_id or "", each.field, each.original, each.other) for each in examples]
    show(rows, ["item", "field", "original", "other form"], data=None, as_json=False)


@told
def trace(
    file: Annotated[str, typer.Argument(help="A text, CSV, JSON or any other file of text; - reads standard input.")],
    project: Annotated[str, typer.Option(help="Only canaries of this project, by slug or id.")] = "",
    as_json: AsJson = False,
) -> None:
    """What a text that turned up elsewhere says of who leaked it. Ends with 3 when it names a vendor."""
    text = (sys.stdin.buffer.read() if file == "-" else _bytes(Path(file))).decode("utf-8", "replace")
    with connect() as client:
        target = find_project(client, project).id if project else None
        found = client.trace_text(text, project_id=target)
    if as_json:
        show_json(found)
    else:
        _show(found)
        if found.forms:
            _show_forms(found.forms)
    named = any(each.named for each in (found.forms.vendors if found.forms else []))
    raise typer.Exit(3 if found.vendors or named else 0)


def _show_forms(found: FormFindings) -> None:
    rows = [
        (
            each.vendor.name, f"{each.agree} of {each.shown}", f"{each.bits:.1f}", _chance(each.chance),
            "named" if each.named else f"{each.needed} more" if each.needed else "hardly ever",
        )
        for each in found.vendors
    ]  # fmt: skip
    show(rows, ["vendor", "forms agree", "bits", "by accident", "verdict"], data=None, as_json=False)
    told_of = f"Items read in one of two forms: {found.read}, {found.original} of them in the original."
    err.print(told_of, highlight=False)
    for each in found.vendors:
        if each.named:
            told_of = f"{each.vendor.name}: {each.agree} of {each.shown} items stand there in the form it was given."
            err.print(told_of, highlight=False)


def _show(found: TraceReport) -> None:
    rows = [
        (
            each.vendor.name, each.project.name, each.how, f"{each.words} of {each.of}", _chance(each.chance),
            each.people, _when(each), ", ".join(owner.owner.name for owner in each.owners) or "nobody known",
        )
        for each in found.matches
    ]  # fmt: skip
    columns = ["vendor", "project", "how", "words", "by accident", "shown to", "first shown", "owners behind it"]
    show(rows, columns, data=None, as_json=False)
    for match in found.matches:
        for passage in match.passages[:3]:
            out.print(f"{match.vendor.name}: {passage.text}", style="dim", highlight=False, markup=False)
    for vendor in found.vendors:
        told_of = f"{vendor.vendor.name}: {vendor.canaries} of its canaries, which no other vendor was given."
        err.print(told_of, highlight=False)
    if not found.vendors:
        told_of = f"None of {found.canaries} canaries is in it convincingly. That does not clear anybody."
        err.print(told_of, highlight=False)


def _chance(value: float) -> str:
    return "< 1e-12" if value < 1e-12 else f"{value:.0e}"


def _when(match: TraceMatch) -> str:
    return f"{match.first_at:%Y-%m-%d}" if match.first_at else "never"


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise fail(f"{path} cannot be read: {problem.strerror}.") from None


def _rows(file: Path) -> list[Any]:
    try:
        return [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
    except (UnicodeDecodeError, json.JSONDecodeError) as problem:
        raise fail(f"{file} is not JSONL: {problem}.") from None


def _vendor(client: Armslength, wanted: str) -> UUID:
    known = list(client.list_vendors())
    for firm in known:
        if wanted in (str(firm.id), firm.name):
            return firm.id
    raise fail(f"There is no vendor {wanted!r}. Vendors here: {', '.join(sorted(firm.name for firm in known))}.")

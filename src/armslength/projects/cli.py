"""Commands about projects."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
import yaml

from armslength.kit.cli import AsJson, ProjectRef, connect, err, fail, find_project, out, show, told
from armslength_client.types_brands import BrandScan

project = typer.Typer(help="Projects and their briefs.", no_args_is_help=True)
brands = typer.Typer(help="Words that vendors must not read.", no_args_is_help=True)

_SOURCES = {"list": "your list", "name": "your name", "owner": "your owners and firms", "domain": "your e-mail"}


@project.command("list")
@told
def list_projects(as_json: AsJson = False) -> None:
    """Projects you may see."""
    with connect() as client:
        projects = list(client.list_projects())
    rows = [(p.slug, p.name, p.state, p.overlap, f"{p.review_share:.0%}", p.id) for p in projects]
    show(rows, ["slug", "name", "state", "overlap", "review", "id"], data=projects, as_json=as_json)


@project.command("show")
@told
def show_project(project: ProjectRef, as_json: AsJson = False) -> None:
    """One project and how far it is."""
    with connect() as client:
        found = find_project(client, project)
        found = client.get_project(found.id)
    p = found.progress
    rows = [(found.name, found.state, p and p.items, p and p.open, p and p.in_review, p and p.done)]
    show(rows, ["name", "state", "items", "open", "in review", "done"], data=found, as_json=as_json)


@project.command("presets")
@told
def list_presets(as_json: AsJson = False) -> None:
    """Ready label schemas to start from."""
    with connect() as client:
        presets = client.list_presets()
    rows = [(p["id"], p["title"], p["summary"]) for p in presets]
    show(rows, ["preset", "title", "what it asks"], data=presets, as_json=as_json)


@project.command("apply")
@told
def apply(
    brief: Annotated[Path, typer.Argument(help="The brief: YAML or JSON.", exists=True, dir_okay=False)],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
    as_json: AsJson = False,
) -> None:
    """Make the project as the file says. Applying the same file again changes nothing. A dry run that would be refused
    for brand words ends with 1."""
    body = _read_brief(brief)
    with connect() as client:
        applied = client.apply_brief(body, dry_run=dry_run)
    rows = [(change.what, change.from_, change.to) for change in applied.changes]
    show(rows, ["what", "from", "to"], data=applied, as_json=as_json)
    if not as_json:
        verb = "would change" if dry_run else "changed"
        err.print(f"{len(rows)} {'thing' if len(rows) == 1 else 'things'} {verb}." if rows else "Nothing to change.")
    if found := applied.brand_words.hits:
        if not as_json:
            show(
                [(hit.word, hit.place, hit.excerpt) for hit in found], ["word", "in", "text"], data=found, as_json=False
            )
            err.print("It would be refused: vendors would read these words. See armslength brands accept.")
        raise typer.Exit(1)


@project.command("export")
@told
def export(project: ProjectRef) -> None:
    """Print the project as a brief (YAML)."""
    with connect() as client:
        brief = client.export_brief(find_project(client, project).id)
    out.print(yaml.safe_dump(brief, sort_keys=False, allow_unicode=True), markup=False, highlight=False, soft_wrap=True)


@project.command("state")
@told
def set_state(project: ProjectRef, state: Annotated[str, typer.Argument(help="active, paused or archived.")]) -> None:
    """Start, pause or archive a project."""
    with connect() as client:
        changed = client.set_project_state(find_project(client, project).id, state)  # type: ignore[arg-type]
    err.print(f"{changed.name} is {changed.state}.")


@brands.command("list")
@told
def list_brand_words(as_json: AsJson = False) -> None:
    """What is looked for before vendors are let in: your list, and what follows from who you are."""
    with connect() as client:
        found = client.list_brand_words()
    rows = [(w.word + (" (with a capital)" if w.proper else ""), _SOURCES[w.source], w.id or "") for w in found]
    show(rows, ["word", "from", "id"], data=found, as_json=as_json)


@brands.command("add")
@told
def add_brand_words(words: Annotated[list[str], typer.Argument(help="Brands, code names, hosts.")]) -> None:
    """Put words on the list."""
    with connect() as client:
        found = client.add_brand_words(words)
    err.print(f"{sum(word.source == 'list' for word in found)} on your list.")


@brands.command("remove")
@told
def remove_brand_word(word: Annotated[str, typer.Argument(help="A word of the list, or its id.")]) -> None:
    """Take a word off the list."""
    with connect() as client:
        listed = [each for each in client.list_brand_words() if each.source == "list"]
        found = next((each for each in listed if word.lower() in (each.word.lower(), str(each.id))), None)
        if found is None or found.id is None:
            raise fail(f"{word!r} is not on your list.")
        client.remove_brand_word(found.id)
    err.print(f"{found.word} is no longer looked for.", highlight=False)


@brands.command("scan")
@told
def scan_brand_words(project: ProjectRef, as_json: AsJson = False) -> None:
    """Where what a project tells vendors names you or a secret; ends with 1 while something is not accepted."""
    with connect() as client:
        found = client.scan_brand_words(find_project(client, project).id)
    _show_scan(found, as_json=as_json)
    if not found.clear:
        raise typer.Exit(1)


@brands.command("accept")
@told
def accept_brand_words(
    project: ProjectRef, words: Annotated[list[str], typer.Argument(help="Words that were found.")],
    reason: Annotated[str, typer.Option(help="Why vendors may read them here.", show_default=False)],
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Let vendors read words in this project all the same; who did and why is kept."""
    with connect() as client:
        found = client.accept_brand_words(find_project(client, project).id, words, reason)
    _show_scan(found, as_json=as_json)


@project.command("guideline")
@told
def put_guideline(
    project: ProjectRef,
    path: Annotated[Path, typer.Argument(help="The guideline, in Markdown.")],
    note: Annotated[str, typer.Option(help="What changed, for those who read it.")] = "",
    pass_again: Annotated[
        bool, typer.Option("--pass-again", help="Whoever passed the course passes the next.")
    ] = False,
) -> None:
    """Publish a guideline: everybody reads it before their next item."""
    with connect() as client:
        target = find_project(client, project)
        text = path.read_text(encoding="utf-8")
        version = client.put_guideline(target.id, text, note=note, pass_again=pass_again)["version"]
    err.print(f"Version {version} of the guideline of {target.name} is in force.", highlight=False)


@brands.command("withdraw")
@told
def withdraw_brand_word(
    project: ProjectRef, word: Annotated[str, typer.Argument(help="A word that was accepted here, or its id.")]
) -> None:
    """Withdraw an acceptance: the word stops vendors again. What they have read they have read."""
    with connect() as client:
        project_id = find_project(client, project).id
        accepted = client.scan_brand_words(project_id).accepted
        found = next((each for each in accepted if word.lower() in (each.word.lower(), str(each.id))), None)
        if found is None:
            raise fail(f"{word!r} is not accepted in this project.")
        client.withdraw_brand_word(project_id, found.id)
    err.print(f"{found.word} is no longer accepted here.", highlight=False)


def _show_scan(found: BrandScan, *, as_json: bool) -> None:
    rows = [(hit.word, hit.place, hit.excerpt, "accepted" if hit.accepted else "") for hit in found.hits]
    show(rows, ["word", "in", "text", ""], data=found, as_json=as_json)
    if not as_json:
        more = f" {found.more} more are not listed." if found.more else ""
        clear = "Vendors may be let in." if found.clear else "No vendor is let in until they are gone or accepted."
        err.print(f"{found.words} words looked for. {clear}{more}")


def _read_brief(path: Path) -> dict[str, Any]:
    try:
        body = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise fail(f"{path} is not readable as YAML: {error}") from error
    if not isinstance(body, dict):
        raise fail(f"{path} must hold a mapping with at least `slug` and `name`.")
    guideline_file = body.pop("guideline_file", None)
    if guideline_file is not None:
        body["guideline"] = (path.parent / str(guideline_file)).read_text(encoding="utf-8")
    return body

"""Commands about renditions: items in other forms, for vendors who must not have the original."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from armslength.identity.model import Tier
from armslength.kit.cli import AsJson, ProjectRef, connect, err, fail, find_project, progress_bar, show, told
from armslength.renditions.model import How, OtherTier

renditions = typer.Typer(help="Items in other forms: redacted or synthetic.", no_args_is_help=True)


@renditions.command("import")
@told
def import_renditions(
    project: ProjectRef,
    file: Annotated[Path, typer.Argument(help="JSONL: external_id or item_id, content.", exists=True)],
    tier: Annotated[OtherTier, typer.Option(help="Which form of the items this is.")],
    as_json: AsJson = False,
) -> None:
    """Bring items in another form in, some lines at a time. Begun again, it goes on; a line that is wrong is told."""
    with connect() as client, progress_bar("renditions") as advance:
        target = find_project(client, project)
        added = client.import_renditions(target.id, file, tier=tier, on_progress=lambda done: advance(done, None))
    rows = [(each.line, each.field, each.reason) for each in added.problems]
    show(rows, ["line", "field", "problem"], data=added, as_json=as_json)
    told_of = f"{added.created} renditions brought in, {added.unchanged} were here already"
    if added.problems:
        raise fail(f"{told_of}; {len(added.problems)} lines were refused.")
    err.print(f"{told_of}.")


@renditions.command("make")
@told
def make(
    project: ProjectRef,
    blank: Annotated[list[str] | None, typer.Option(help="A field of which nothing but the length stays.")] = None,
    keep: Annotated[list[str] | None, typer.Option(help="A field that is left as it is.")] = None,
    brand_words: Annotated[bool, typer.Option(help="Mask the words of your list, too.")] = True,
    as_json: AsJson = False,
) -> None:
    """Have redacted renditions made on the server. Well-known personal data is masked; names are not found."""
    asked: dict[How, list[str]] = {"keep": keep or [], "blank": blank or []}
    fields = {name: how for how, names in asked.items() for name in names}
    with connect() as client:
        target = find_project(client, project)
        client.make_renditions(target.id, fields, brand_words=brand_words)
        found = client.wait_for_renditions(target.id)
    redacted = found.tiers[0]
    show(list(redacted.found.items()), ["class", "masked"], data=found, as_json=as_json)
    told_of = f"{redacted.made} items were gone through here; {redacted.lacking} lack the form"
    if redacted.making and redacted.making.state != "done":
        raise fail(f"{told_of}; it ended early ({redacted.making.state}). Ask again: what is there stays.")
    err.print(f"{told_of}. Names were not looked for: read some before you show them to a vendor.")


@renditions.command("tier")
@told
def tier(
    project: ProjectRef,
    vendor: Annotated[str, typer.Argument(help="A vendor that was let in: its name or id.")],
    tier: Annotated[Tier, typer.Argument(help="Which form of the items its people are shown from now on.")],
    as_json: AsJson = False,
) -> None:
    """Say in which form a vendor's people are shown items. Of what is not there in it they are asked nothing."""
    with connect() as client:
        target = find_project(client, project)
        grants = [each for each in client.list_grants(target.id) if vendor in (each.vendor.name, str(each.vendor.id))]
        if not grants:
            raise fail(f"No vendor {vendor!r} was let into this project.")
        if grants[0].state not in ("active", "paused", "frozen"):
            raise fail(f"The grant of this vendor is {grants[0].state}.")
        now = client.set_grant(target.id, grants[0].vendor.id, grants[0].state, tier=tier)
    show([(now.vendor.name, now.state, now.tier)], ["vendor", "grant", "tier"], data=now, as_json=as_json)


@renditions.command("status")
@told
def status(project: ProjectRef, as_json: AsJson = False) -> None:
    """In which forms the items are there, how many lack which, what was masked, and which vendors are shown it."""
    with connect() as client:
        found = client.get_renditions(find_project(client, project).id)
    rows = [
        (each.tier, each.items - each.lacking, each.lacking, each.imported, each.made, each.answers,
         ", ".join(f"{name} {n}" for name, n in each.found.items()), ", ".join(one.name for one in each.vendors))
        for each in found.tiers
    ]  # fmt: skip
    columns = ["tier", "there", "lacking", "imported", "made", "answers", "masked", "shown to"]
    show(rows, columns, data=found, as_json=as_json)

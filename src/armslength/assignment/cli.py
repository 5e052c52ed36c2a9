"""Commands about gold: items whose right answers are known."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from armslength.assignment.model import GoldUse
from armslength.kit.cli import AsJson, ProjectRef, connect, err, fail, find_project, progress_bar, sentence, show, told
from armslength_client import ApiError, Armslength
from armslength_client.types import Item, Project

gold = typer.Typer(help="Gold: items whose right answers are known.", no_args_is_help=True)


class Line(msgspec.Struct, forbid_unknown_fields=True):
    """A line of a file of gold: which item (imported before), and what is right about it."""

    external_id: str
    answers: dict[str, Any]
    use: GoldUse = "hidden"
    explanation: str = ""
    within: dict[str, float] = {}


@gold.command("list")
@told
def list_gold(project: ProjectRef, as_json: AsJson = False) -> None:
    """Gold items in use, and how people do on them."""
    with connect() as client:
        items = list(client.list_gold(find_project(client, project).id))
    rows = [(i.external_id or i.item_id, i.use, i.place, _score(i.score), i.score["n"], i.summary) for i in items]
    show(rows, ["item", "use", "place", "score", "answers", "summary"], data=items, as_json=as_json)


@gold.command("import")
@told
def import_gold(
    project: ProjectRef,
    file: Annotated[Path, typer.Argument(help="JSONL: external_id, answers, use, explanation, within.", exists=True)],
    as_json: AsJson = False,
) -> None:
    """Make items that were imported before gold, line by line; a line that is wrong is told, the others go on."""
    lines = list(_lines(file))
    with connect() as client, progress_bar("gold") as advance:
        target = find_project(client, project)
        wrong = []
        for done, (number, line) in enumerate(lines, start=1):
            problem = line if isinstance(line, str) else _put(client, target, line)
            wrong += [{"line": number, "problem": problem}] if problem else []
            advance(done, len(lines))
    show([(each["line"], each["problem"]) for each in wrong], ["line", "problem"], data=wrong, as_json=as_json)
    if wrong:
        raise fail(f"{len(lines) - len(wrong)} of {len(lines)} lines are gold now; {len(wrong)} were refused.")
    err.print(f"{len(lines)} items are gold now.")


@gold.command("retire")
@told
def retire(project: ProjectRef, external_id: str) -> None:
    """Take a gold item out of use for good."""
    with connect() as client:
        target = find_project(client, project)
        item = _item(client, target, external_id)
        if item is None:
            raise fail(f"There is no item {external_id!r} in {target.name}.")
        client.retire_gold(target.id, item.id)


@gold.command("policy")
@told
def policy(
    project: ProjectRef,
    share: Annotated[float | None, typer.Option(help="Hidden gold among what people are asked: 0 to 0.5.")] = None,
    gate: Annotated[bool | None, typer.Option(help="Whether the course must be passed before work.")] = None,
    mark: Annotated[float | None, typer.Option(help="The mean score that passes the course: 0 to 1.")] = None,
    renew_course: Annotated[bool, typer.Option("--renew-course", help="Everybody must pass again.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show how the project uses its gold, or change it."""
    with connect() as client:
        target = find_project(client, project)
        now = client.get_gold_policy(target.id)
        if renew_course or any(given is not None for given in (share, gate, mark)):
            now = client.put_gold_policy(
                target.id, share=now.share if share is None else share, gate=now.gate if gate is None else gate,
                mark=now.mark if mark is None else mark, renew_course=renew_course,
            )  # fmt: skip
    rows = [(now.share, "closed" if now.gate else "open", now.mark, now.course, now.course_items)]
    show(rows, ["share", "gate", "mark", "course", "items in it"], data=now, as_json=as_json)


@gold.command("people")
@told
def people(project: ProjectRef, as_json: AsJson = False) -> None:
    """How everybody does on hidden gold, and where they stand at the gate."""
    with connect() as client:
        found = client.list_gold_people(find_project(client, project).id)
    rows = [
        (p.person["name"], _score(p.score), p.score["n"], p.course_answers, (p.qualification or {}).get("state"))
        for p in found
    ]
    show(rows, ["person", "score", "gold answers", "course answers", "gate"], data=found, as_json=as_json)


def _lines(file: Path) -> Iterator[tuple[int, Line | str]]:
    """Every line with its number, or what is wrong with it."""
    with file.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                try:
                    yield number, msgspec.json.decode(line, type=Line)
                except msgspec.DecodeError as problem:
                    yield number, f"{problem}."


def _item(client: Armslength, project: Project, external_id: str) -> Item | None:
    """The item of that external id."""
    return next(iter(client.list_items(project.id, external_id=external_id)), None)


def _put(client: Armslength, project: Project, line: Line) -> str | None:
    """Make it gold; returns what was wrong."""
    item = _item(client, project, line.external_id)
    if item is None:
        return f"There is no item {line.external_id!r}."
    try:
        client.put_gold(project.id, item.id, line.use, line.answers, explanation=line.explanation, within=line.within)
    except ApiError as error:
        return sentence(error)
    return None


def _score(score: dict[str, Any]) -> str:
    if score["value"] is None:
        return "–"
    return f"{score['value']:.2f} [{score['low']:.2f}, {score['high']:.2f}]"

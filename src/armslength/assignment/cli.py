"""Commands about gold, about routing (which firm is asked about what), and about skills (who can do what)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import msgspec
import typer

from armslength.assignment.model import GoldUse
from armslength.kit.cli import AsJson, ProjectRef, connect, err, fail, find_project, progress_bar, sentence, show, told
from armslength.vendors.cli import find_vendor
from armslength_client import ApiError, Armslength
from armslength_client.types import Item, Project
from armslength_client.types_routing import Portions, Routing

gold = typer.Typer(help="Gold: items whose right answers are known.", no_args_is_help=True)
skills = typer.Typer(help="Skills: what people are known to be able to do.", no_args_is_help=True)
portions = typer.Typer(help="Portions: a vendor is given so many places at fixed times.", no_args_is_help=True)
routing = typer.Typer(help="Routing: which firm is asked about how much of a project.", no_args_is_help=True)


class Line(msgspec.Struct, forbid_unknown_fields=True):
    """A line of a file of gold: which item (imported before), and what is right about it."""

    external_id: str
    answers: dict[str, Any]
    use: GoldUse = "hidden"
    explanation: str = ""
    within: dict[str, float] = {}
    next_course: bool = False


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
    share_min: Annotated[float | None, typer.Option(help="What it falls to as a person becomes known.")] = None,
    same_share: Annotated[bool, typer.Option("--same-share", help="The same share for everybody.")] = False,
    renew_course: Annotated[bool, typer.Option("--renew-course", help="Everybody must pass again.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show how the project uses its gold, or change it."""
    with connect() as client:
        target = find_project(client, project)
        now = client.get_gold_policy(target.id)
        if renew_course or same_share or any(given is not None for given in (share, gate, mark, share_min)):
            now = client.put_gold_policy(
                target.id, share=now.share if share is None else share, gate=now.gate if gate is None else gate,
                mark=now.mark if mark is None else mark, renew_course=renew_course,
                share_min=None if same_share else now.share_min if share_min is None else share_min,
            )  # fmt: skip
    least = "–" if now.share_min is None else now.share_min
    rows = [
        (now.share, least, "closed" if now.gate else "open", now.mark, now.course, now.course_items, now.next_items)
    ]
    show(rows, ["share", "falls to", "gate", "mark", "course", "items in it", "in the next"], data=now, as_json=as_json)


@gold.command("people")
@told
def people(project: ProjectRef, as_json: AsJson = False) -> None:
    """How everybody does on hidden gold, where they stand at the gate, and their share of gold."""
    with connect() as client:
        found = client.list_gold_people(find_project(client, project).id)
    rows = [
        (p.person["name"], _score(p.score), p.score["n"], p.course_answers, _at_gate(p.qualification or {}),
         f"{p.share:.0%}", p.because)
        for p in found
    ]  # fmt: skip
    show(
        rows,
        ["person", "score", "gold answers", "course answers", "gate", "share", "because"],
        data=found,
        as_json=as_json,
    )


@routing.command("show")
@told
def show_routing(project: ProjectRef, as_json: AsJson = False) -> None:
    """The plan in force, and who holds how much."""
    with connect() as client:
        plan = client.get_routing(find_project(client, project).id)
    rows = [(h.organization["name"], _bp(h.share), h.standing, _bp(h.buckets), h.items) for h in plan.holders]
    show(rows, ["firm", "share", "standing", "holds now", "items"], data=plan, as_json=as_json)
    if not as_json:
        err.print(_in_words(plan))


@routing.command("set")
@told
def set_routing(
    project: ProjectRef,
    share: Annotated[list[str], typer.Option(help="A firm and its percent, e.g. 'Fairlabel=60'; together 100.")],
    calibration: Annotated[float, typer.Option(help="Percent of the items that every firm is asked about.")] = 0,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what it would do.")] = False,
    as_json: AsJson = False,
) -> None:
    """Put a plan in force, and say what moves."""
    with connect() as client:
        target = find_project(client, project)
        shares = _shares(client, share)
        told_bp = round(calibration * 100)
        would = client.preview_routing(target.id, shares, calibration=told_bp)
        if not dry_run:
            version = client.get_routing(target.id).version
            client.put_routing(target.id, shares, calibration=told_bp, version=version)
    rows = [(h.organization["name"], _bp(h.share), h.standing, h.items_now, h.items_then) for h in would.holders]
    show(rows, ["firm", "share", "standing", "items now", "items then"], data=would, as_json=as_json)
    if not as_json:
        err.print(
            f"{would.moved} items {'would move' if dry_run else 'move'}, {would.begun} that were begun stay, every firm"
            f" is asked about {would.calibration_items} ({would.extra_answers} answers beyond the overlap)."
        )


@routing.command("off")
@told
def routing_off(project: ProjectRef) -> None:
    """Take the plan away: anybody in the project is asked about anything again."""
    with connect() as client:
        target = find_project(client, project)
        client.put_routing(target.id, {}, version=client.get_routing(target.id).version)
    err.print(f"{target.name} has no routing plan.")


@portions.command("list")
@told
def list_portions(project: ProjectRef, as_json: AsJson = False) -> None:
    """Vendors that are given work in portions, and how much they were given of the last one."""
    with connect() as client:
        found = client.list_portions(find_project(client, project).id)
    rows = [
        (p.vendor["name"], p.items, p.hours, f"{p.next_at:%Y-%m-%d %H:%M} UTC", _last(p)) for p in found
    ]  # fmt: skip
    show(rows, ["vendor", "items", "hours", "next", "last"], data=found, as_json=as_json)


@portions.command("set")
@told
def set_portions(
    project: ProjectRef,
    vendor: Annotated[str, typer.Argument(help="The vendor's name.")],
    items: Annotated[int, typer.Option(help="Places in a portion: 1 to 10000.")],
    hours: Annotated[int, typer.Option(help="Hours between two portions: 1 to 168.")] = 24,
    first: Annotated[datetime | None, typer.Option(help="When the first one opens (UTC); now without.")] = None,
    short: Annotated[bool, typer.Option("--short", help="Also open a portion that cannot be filled.")] = False,
) -> None:
    """Give a vendor so many places at fixed times, however many wait."""
    with connect() as client:
        first_at = first.replace(tzinfo=UTC) if first else None
        set_ = client.put_portions(
            find_project(client, project).id, find_vendor(client, vendor).id,
            items=items, hours=hours, first_at=first_at, whole=not short,
        )  # fmt: skip
    err.print(
        f"{vendor} is given {set_.items} places every {set_.hours} h; the next at {set_.next_at:%Y-%m-%d %H:%M} UTC."
    )


@portions.command("off")
@told
def portions_off(project: ProjectRef, vendor: str) -> None:
    """Give a vendor work as it comes."""
    with connect() as client:
        client.end_portions(find_project(client, project).id, find_vendor(client, vendor).id)
    err.print(f"{vendor} is given work as it comes.")


def _last(given: Portions) -> str:
    """What became of the last portion."""
    if not given.past:
        return "none yet"
    last = given.past[0]
    return f"{last.given} of {last.items}" if last.items else f"held back ({last.waiting} waited)"


def _shares(client: Armslength, given: list[str]) -> dict[UUID, int]:
    """Basis points by firm, from `name=percent`."""
    ids = {vendor.name.casefold(): vendor.id for vendor in client.list_vendors()}
    own = client.get_me().organization
    ids[own.name.casefold()] = own.id
    shares = {}
    for each in given:
        name, _, percent = each.rpartition("=")
        if name.casefold() not in ids:
            raise fail(f"You have no vendor called {name!r}.")
        try:
            shares[ids[name.casefold()]] = round(float(percent) * 100)
        except ValueError:
            raise fail(f"{percent!r} is no percentage.") from None
    return shares


def _in_words(plan: Routing) -> str:
    if not plan.active:
        return "There is no plan: anybody in the project is asked about anything."
    words = f"Plan {plan.version}. Every firm is asked about {plan.calibration_items} items."
    words += f" {plan.nobody} wait: nobody who holds them is let in." if plan.nobody else ""
    return words + (" Items are still on their way." if plan.applying else "")


def _bp(share: int) -> str:
    return f"{share / 100:g} %"


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
        client.put_gold(
            project.id, item.id, line.use, line.answers, explanation=line.explanation, within=line.within,
            next_course=line.next_course,
        )  # fmt: skip
    except ApiError as error:
        return sentence(error)
    return None


def _at_gate(standing: dict[str, Any]) -> str | None:
    older = f" (guideline {standing['guideline_version']})" if standing.get("older") else ""
    return f"{standing['state']}{older}" if standing else None


def _score(score: dict[str, Any]) -> str:
    if score["value"] is None:
        return "–"
    return f"{score['value']:.2f} [{score['low']:.2f}, {score['high']:.2f}]"


@skills.command("list")
@told
def list_skills(as_json: AsJson = False) -> None:
    """Every skill, how many hold it, and the course that earns it."""
    with connect() as client:
        found = client.list_skills()
    rows = [(s.name, s.holders, s.course.name if s.course else "", s.valid_days or "") for s in found]
    show(rows, ["skill", "holders", "course", "days"], data=found, as_json=as_json)


@skills.command("add")
@told
def add_skill(
    name: str,
    course: Annotated[str | None, typer.Option(help="The project whose course earns it.")] = None,
    days: Annotated[int | None, typer.Option(help="For how many days it is held; for good without.")] = None,
) -> None:
    """Add a skill."""
    with connect() as client:
        course_id = find_project(client, course).id if course else None
        client.create_skill(name, course_id=course_id, valid_days=days)


@skills.command("grant")
@told
def grant_skill(
    name: str,
    email: str,
    until: Annotated[datetime | None, typer.Option(help="Until when (UTC); as the skill says without.")] = None,
) -> None:
    """Say that somebody has a skill, from now on."""
    with connect() as client:
        expires = until.replace(tzinfo=UTC) if until else None
        client.grant_skill(_skill(client, name), _person(client, email), expires_at=expires)


@skills.command("revoke")
@told
def revoke_skill(name: str, email: str) -> None:
    """Take a skill away, granted or earned."""
    with connect() as client:
        client.revoke_skill(_skill(client, name), _person(client, email))


@skills.command("require")
@told
def require_skills(
    project: ProjectRef, names: Annotated[list[str] | None, typer.Argument(help="None: ask for nothing.")] = None
) -> None:
    """Ask for these skills in the whole project and for no others; what batches ask for stays."""
    with connect() as client:
        target = find_project(client, project)
        batches = {each.id: each.skills for each in client.get_required_skills(target.id).batches}
        client.put_required_skills(target.id, [_skill(client, name) for name in names or ()], batches=batches)


def _skill(client: Armslength, name: str) -> UUID:
    found = [skill.id for skill in client.list_skills() if skill.name.lower() == name.lower()]
    if not found:
        raise fail(f"There is no skill called {name!r}.")
    return found[0]


def _person(client: Armslength, email: str) -> UUID:
    found = [member.person.id for member in client.list_people() if member.person.email.lower() == email.lower()]
    if not found:
        raise fail(f"Nobody here signs in as {email}.")
    return found[0]

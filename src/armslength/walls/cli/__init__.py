"""Commands that keep vendors at arm's length: what they have seen, severing, and the people who are kept out."""

from __future__ import annotations

import json
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, cast
from uuid import UUID

import typer

from armslength.kit.cli import (
    AsJson,
    connect,
    err,
    fail,
    find_project,
    out,
    progress_bar,
    show,
    show_json,
    told,
    until_over,
)
from armslength_client import Armslength
from armslength_client.types import Project, Vendor
from armslength_client.types_walls import BlastRadius, Drafts, Incident, Proof, Severance

severance = typer.Typer(help="Vendors that were cut off.", no_args_is_help=True)
exposure = typer.Typer(help="Who has seen what.", no_args_is_help=True)
wall = typer.Typer(help="People who are kept out, and those who are let off.", no_args_is_help=True)
SeveranceRef = Annotated[UUID, typer.Argument(help="The severance's id, as `severance list` shows it.")]


@told
def sever(
    vendor: Annotated[str, typer.Argument(help="The vendor's name or id.")],
    project: Annotated[list[str] | None, typer.Option(help="Only this project; may be repeated.")] = None,
    drafts: Annotated[str, typer.Option(help="keep or discard; nothing: as the tenant's setting says.")] = "",
    reason: Annotated[str, typer.Option(help="Why; kept with the severance.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    as_json: AsJson = False,
) -> None:
    """Cut a vendor off now: leases, sessions and keys die, its unseen work goes to others."""
    with connect() as client:
        firm = _vendor(client, vendor)
        projects = [find_project(client, ref).id for ref in project or []]
        if not as_json:
            _show_radius(client.get_blast_radius(firm.id, projects=projects))
        if not yes and typer.prompt(f"Type {firm.name!r} to cut it off", err=True) != firm.name:
            raise fail("Nothing was done.")
        done = client.sever_vendor(
            firm.id, projects=projects, drafts=cast(Drafts, drafts) if drafts else None, reason=reason
        )
        _follow(client, done, as_json)


@severance.command("list")
@told
def list_severances(as_json: AsJson = False) -> None:
    """Who was cut off, newest first."""
    with connect() as client:
        found = list(client.list_severances())
    rows = [(s.id, s.vendor.name, s.state, _at(s.cut_at), ", ".join(p.name for p in s.projects)) for s in found]
    show(rows, ["severance", "vendor", "state", "cut", "projects"], data=found, as_json=as_json)


@severance.command("show")
@told
def show_severance(severance: SeveranceRef, as_json: AsJson = False) -> None:
    """One severance: how far it is, and the proof that nothing came after it."""
    with connect() as client:
        _follow(client, client.get_severance(severance), as_json)


@severance.command("approve")
@told
def approve(severance: SeveranceRef, as_json: AsJson = False) -> None:
    """Be the second person: cut the vendor off now."""
    with connect() as client:
        _follow(client, client.approve_severance(severance), as_json)


@severance.command("withdraw")
@told
def withdraw(severance: SeveranceRef) -> None:
    """Take back an order that waits for a second person."""
    with connect() as client:
        err.print(f"{client.withdraw_severance(severance).vendor.name} stays; the order was taken back.")


@severance.command("undo")
@told
def undo(severance: SeveranceRef, reason: Annotated[str, typer.Option(help="Why.", prompt=True)]) -> None:
    """Ask for a severance to be undone; a second person must agree."""
    with connect() as client:
        asked = client.undo_severance(severance, reason)
    err.print(f"Asked. Somebody else agrees with: armslength severance agree {asked.id}")


@severance.command("agree")
@told
def agree(severance: SeveranceRef) -> None:
    """Be the second person who undoes a severance; the grants are paused until somebody wakes them."""
    with connect() as client:
        undone = client.approve_undo(severance)
    err.print(f"Undone. {undone.vendor.name} is paused in {', '.join(p.name for p in undone.projects)}.")


@exposure.command("item")
@told
def item_exposure(
    project: Annotated[str, typer.Argument(help="The project's slug or id.")],
    item: Annotated[str, typer.Argument(help="The item's external id, or its id.")],
    as_json: AsJson = False,
) -> None:
    """Who has seen an item, and which owners would know it by way of them."""
    with connect() as client:
        target = find_project(client, project)
        found = client.get_item_exposure(target.id, _item(client, target, item))
    if as_json:
        show_json(found)
        return
    rows = [
        (
            each.person.name, each.organization.name, ", ".join(each.kinds).replace("_", " "), ", ".join(each.purposes),
            _at(each.first_at), _at(each.last_at), each.views,
        )
        for each in found.viewers
    ]  # fmt: skip
    show(rows, ["person", "of", "shown", "to", "first", "last", "times"], data=None, as_json=False)
    for owner in found.owners:
        through = ", ".join(vendor.name for vendor in owner.vendors)
        err.print(f"{owner.owner.name} would know it, through {through}.", highlight=False)


@exposure.command("of")
@told
def exposure_of(
    person: Annotated[str, typer.Option(help="A person's e-mail address or id.")] = "",
    vendor: Annotated[str, typer.Option(help="A vendor's name or id.")] = "",
    owner: Annotated[str, typer.Option(help="The name or id of whoever stands behind vendors.")] = "",
    as_json: AsJson = False,
) -> None:
    """What a person, a vendor's people, or the people of all vendors that lead to an owner have seen."""
    if sum(map(bool, (person, vendor, owner))) != 1:
        raise fail("Name one of --person, --vendor and --owner.")
    with connect() as client:
        found = client.get_exposure(
            person_id=_person(client, person) if person else None,
            vendor_id=_vendor(client, vendor).id if vendor else None,
            owner_id=_party(client, owner) if owner else None,
        )
    rows = [
        (
            each.project.name, f"{each.items} of {each.of}", each.outputs, each.suggestions, each.answers,
            each.guidelines, each.schemas, each.media, each.people, _at(each.last_at),
        )
        for each in found.projects
    ]  # fmt: skip
    columns = ["project", "items", "outputs", "suggestions", "answers", "guidelines", "schemas", "files", "people",
               "last"]  # fmt: skip
    show(rows, columns, data=found, as_json=as_json)
    if found.volumes and not as_json:
        told_of = [(each.project.name, each.week, each.volume, each.due, _at(each.at)) for each in found.volumes]
        show(told_of, ["told of", "week of", "about", "until", "at"], data=None, as_json=False)
    if found.identities and not as_json:
        named = [(each.project.name, each.part, each.version or "", ", ".join(each.sources), _at(each.at))
                 for each in found.identities]  # fmt: skip
        show(named, ["told who you are", "in the", "version", "by", "at"], data=None, as_json=False)


@exposure.command("report")
@told
def report_exposure(
    person: Annotated[str, typer.Option(help="About this person: an e-mail address or id.")] = "",
    vendor: Annotated[str, typer.Option(help="About this vendor: a name or id.")] = "",
    owner: Annotated[str, typer.Option(help="About whoever stands behind vendors: a name or id.")] = "",
    item: Annotated[str, typer.Option(help="About this item: an external id or id; say --project too.")] = "",
    project: Annotated[str, typer.Option(help="The item's project: a slug or id.")] = "",
    out: Annotated[Path, typer.Option(help="Where to: OUT.json is signed, OUT.html is for people.")] = Path("exposure"),
) -> None:
    """Have a report signed: what somebody has seen, or who has seen an item; armslength-verify checks it, offline."""
    if sum(map(bool, (person, vendor, owner, item))) != 1 or bool(item) != bool(project):
        raise fail("Name one of --person, --vendor, --owner and --item (this one with --project).")
    with connect() as client:
        where = find_project(client, project) if project else None
        made = client.make_exposure_report(
            person_id=_person(client, person) if person else None,
            vendor_id=_vendor(client, vendor).id if vendor else None,
            owner_id=_party(client, owner) if owner else None,
            project_id=where.id if where else None,
            item_id=_item(client, where, item) if where else None,
        )
    signed, page = out.with_name(f"{out.name}.json"), out.with_name(f"{out.name}.html")
    signed.write_text(json.dumps(made.envelope) + "\n", "utf-8")
    page.write_text(made.page, "utf-8")
    typer.echo(f"{signed} is signed, {page} says the same. To check it: armslength-verify {signed} --key KEY", err=True)
    typer.echo(made.verifier_key)


@exposure.command("key")
@told
def verifier_key() -> None:
    """The key that outsiders check your reports with: publish it."""
    with connect() as client:
        typer.echo(client.get_verifier_key())


@exposure.command("reconcile")
@told
def reconcile(as_json: AsJson = False) -> None:
    """Compare the record of deliveries with itself now, and wait; ends with 1 while an incident is open."""
    with connect() as client:
        client.compare_record()
        found = until_over(client.get_record_state, "Comparing the record with itself")
        incidents = list(client.list_incidents(only_open=True))
    if as_json:
        show_json({"state": found, "incidents": incidents})
    elif found.last is not None:
        of = found.last.compared
        err.print(
            f"{of.deliveries:,} deliveries, {of.leaves:,} leaves, {of.leases:,} leases, {of.seen:,} items seen,"
            f" {of.counters:,} counters: {found.last.differences or 'no'} differences.", highlight=False,
        )  # fmt: skip
        _show_incidents(incidents)
    if incidents:
        raise typer.Exit(1)


@exposure.command("incidents")
@told
def list_incidents(
    every: Annotated[bool, typer.Option("--all", help="Those that are closed too.")] = False, as_json: AsJson = False
) -> None:
    """Where the record of deliveries does not agree with itself."""
    with connect() as client:
        found = list(client.list_incidents(only_open=not every))
    if as_json:
        show_json(found)
    else:
        _show_incidents(found)


@exposure.command("close")
@told
def close_incident(
    incident: Annotated[UUID, typer.Argument(help="The incident's id, as `exposure incidents` shows it.")],
    reason: Annotated[str, typer.Option(help="What it was.", prompt=True)],
) -> None:
    """Close an incident that has been looked into; the same difference is not raised again."""
    with connect() as client:
        client.close_incident(incident, reason)
    err.print("Closed.")


def _show_incidents(found: list[Incident]) -> None:
    for each in found:
        where = each.project.name if each.project else "the organization"
        state = f"closed: {each.reason}" if each.closed_at else "open, not found any more" if each.gone_at else "open"
        typer.echo(f"{each.id}  {each.kind}  {where}  {each.differences:,} since {_at(each.found_at)}  ({state})")
        for said in each.evidence:
            typer.echo(f"    {said}")


def _item(client: Armslength, project: Project, ref: str) -> UUID:
    for item in client.list_items(project.id, external_id=ref):
        return item.id
    try:
        return UUID(ref)
    except ValueError:
        raise fail(f"There is no item {ref!r} in {project.name}.") from None


def _person(client: Armslength, ref: str) -> UUID:
    for member in client.list_people():
        if ref.lower() in (member.person.email.lower(), str(member.person.id)):
            return member.person.id
    raise fail(f"There is nobody with the address {ref!r} here.")


def _party(client: Armslength, ref: str) -> UUID:
    known = list(client.list_parties(ref))
    for party in known:
        if party.name == ref:
            return party.id
    try:
        return UUID(ref)
    except ValueError:
        raise fail(f"There is no {ref!r}. Names like it: {', '.join(p.name for p in known) or 'none'}.") from None


@wall.command("show")
@told
def show_wall(
    project: Annotated[str, typer.Argument(help="The project's slug or id.")], as_json: AsJson = False
) -> None:
    """Whom the wall holds back from a project now, and how often it kept people out in the last 90 days."""
    with connect() as client:
        found = client.get_project_wall(find_project(client, project).id)
    if as_json:
        show_json(found)
        return
    held = [(h.person.name, h.organization.name, h.role, h.reason, f"{h.until:%Y-%m-%d}" if h.until else "–")
            for h in found.held]  # fmt: skip
    show(held, ["held back", "firm", "role", "reason", "until"], data=None, as_json=False)
    times: Counter[tuple[str, str]] = Counter()
    for each in found.refused:
        times[each.organization.name, each.reason] += each.times
    show([(*key, n) for key, n in sorted(times.items())], ["firm", "reason", "kept out"], data=None, as_json=False)
    for moved in found.moved:
        err.print(
            f"{moved.person.name} worked for {moved.was.name} and works for {moved.now.name} now.", highlight=False
        )


@wall.command("refusals")
@told
def list_refusals(
    project: Annotated[str, typer.Argument(help="The project's slug or id.")], as_json: AsJson = False
) -> None:
    """Whom the wall kept out of a project, and why."""
    with connect() as client:
        found = list(client.list_wall_refusals(find_project(client, project).id))
    rows = [(r.person.name, r.organization.name, r.kind, r.reason, r.times, _at(r.last_at)) for r in found]
    show(rows, ["person", "firm", "kept from", "reason", "times", "last"], data=found, as_json=as_json)


@wall.command("quarantines")
@told
def list_quarantines(as_json: AsJson = False) -> None:
    """People who know your work and now work for a firm that a rival reaches; without names."""
    with connect() as client:
        found = client.list_quarantines()
    show([(q.id, _at(q.since)) for q in found], ["quarantine", "since"], data=found, as_json=as_json)


@wall.command("waivers")
@told
def list_waivers(as_json: AsJson = False) -> None:
    """People who are let off, or asked for."""
    with connect() as client:
        found = client.list_person_waivers()
    rows = [(w.id, w.person.name, w.state, w.asked_by.name, _at(w.expires_at), w.reason) for w in found]
    show(rows, ["waiver", "person", "state", "asked by", "until", "reason"], data=found, as_json=as_json)


@wall.command("waive")
@told
def waive(
    person: Annotated[UUID, typer.Argument(help="The person's id, as `people list` shows it.")],
    until: Annotated[datetime, typer.Option(help="The day it ends (UTC), within a year.")],
    reason: Annotated[str, typer.Option(help="Why.", prompt=True)],
) -> None:
    """Ask for a person to be let off the wall; somebody else must approve it."""
    with connect() as client:
        asked = client.ask_person_waiver(person, reason=reason, expires_at=until.replace(tzinfo=UTC))
    err.print(f"Asked. Somebody else approves with: armslength wall approve {asked.id}")


@wall.command("approve")
@told
def approve_waiver(waiver: Annotated[UUID, typer.Argument(help="The waiver's id.")]) -> None:
    """Be the second person who lets somebody off."""
    with connect() as client:
        err.print(f"{client.approve_person_waiver(waiver).person.name} is let off.")


@wall.command("end")
@told
def end_waiver(waiver: Annotated[UUID, typer.Argument(help="The waiver's id.")]) -> None:
    """End a waiver at once."""
    with connect() as client:
        client.end_person_waiver(waiver)
    err.print("Ended. The person is asked anew with the next item.")


def _vendor(client: Armslength, ref: str) -> Vendor:
    known = list(client.list_vendors())
    for firm in known:
        if ref in (firm.name, str(firm.id)):
            return firm
    raise fail(f"There is no vendor {ref!r}. Vendors here: {', '.join(firm.name for firm in known) or 'none yet'}.")


def _show_radius(radius: BlastRadius) -> None:
    rows = [
        (
            each.project.name, each.state, f"{each.seen.items} of {each.items} ({each.share:.0%})",
            each.held.leases + each.held.rework, each.held.reviews, each.held.drafts, each.held.people,
            f"{_days(each.pace.days_with)} → {_days(each.pace.days_without)}",
        )
        for each in radius.projects
    ]  # fmt: skip
    columns = ["project", "grant", "items seen", "in hand", "in review", "drafts", "people", "days to go"]
    show(rows, columns, title=f"What cutting off {radius.vendor.name} means", data=None, as_json=False)


def _follow(client: Armslength, found: Severance, as_json: bool) -> None:
    """Wait until all is tidied up, then show the proof; or say whose turn it is."""
    if found.state in ("waiting", "withdrawn"):
        if as_json:
            show_json(found)
        elif found.state == "waiting":
            err.print(f"Waiting for a second person: armslength severance approve {found.id}")
        else:
            err.print("This order was taken back.")
        return
    if not as_json and found.state == "cut":
        _progress(client, found)
    proof = client.get_severance_proof(client.wait_for_severance(found.id).id)
    if as_json:
        show_json({"severance": client.get_severance(found.id), "proof": proof})
        return
    _show_proof(client.get_severance(found.id), proof)


def _progress(client: Armslength, found: Severance) -> None:
    out.print(f"{found.vendor.name} was cut off at {_at(found.cut_at)} (in {found.took_ms} ms).", highlight=False)
    with progress_bar("Taking back") as report:
        while not found.tidy:
            steps = [step for cut in found.cuts for step in cut.steps]
            report(sum(step.done for step in steps), sum(step.total or 0 for step in steps) or None)
            time.sleep(0.2)
            found = client.get_severance(found.id)


def _show_proof(found: Severance, proof: Proof) -> None:
    ended = {cut.project.id: cut for cut in found.cuts}
    rows = [
        (
            each.project.name, _at(each.last_delivery), each.late,
            next(step.done for step in ended[each.project.id].steps if step.step == "leases"),
            ended[each.project.id].sessions, ended[each.project.id].keys, each.leases + each.reviews + each.sessions,
        )
        for each in proof.projects
    ]  # fmt: skip
    columns = ["project", "last delivery", "after the cut", "leases ended", "sessions", "keys", "still open"]
    show(rows, columns, title="Proof: clean" if proof.clean else "NOT CLEAN", data=None, as_json=False)


def _at(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}" if moment else "never"


def _days(days: float | None) -> str:
    return "never" if days is None else f"{days:.1f}"

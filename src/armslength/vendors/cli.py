"""Commands about who stands behind vendors: ownership, rivals, suppositions."""

from __future__ import annotations

import sys
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated, Any, cast
from uuid import UUID

import msgspec
import typer

from armslength.kit.cli import (
    AsJson,
    ProjectRef,
    connect,
    err,
    fail,
    find_project,
    micros_of,
    money,
    show,
    show_json,
    told,
)
from armslength_client import Armslength
from armslength_client.types import Vendor
from armslength_client.types_offers import OfferPay, Volume
from armslength_client.types_ownership import EdgeState, Party, Reached, Supposed

ownership = typer.Typer(help="Who stands behind vendors.", no_args_is_help=True)
rivals = typer.Typer(help="Whom you keep apart from.", no_args_is_help=True)
whatif = typer.Typer(help="What would follow; nothing is changed.", no_args_is_help=True)

VendorRef = Annotated[str, typer.Argument(help="A vendor, by name or id.", show_default=False)]
PartyRef = Annotated[str, typer.Argument(help="A party, by name or id.", show_default=False)]
Share = Annotated[str, typer.Argument(help="A share, e.g. 49%.", show_default=False)]


def find_vendor(client: Armslength, ref: str) -> Vendor:
    """The vendor of that id or name."""
    known = list(client.list_vendors())
    for vendor in known:
        if ref.lower() in (str(vendor.id), vendor.name.lower()):
            return vendor
    names = ", ".join(sorted(vendor.name for vendor in known)[:10]) or "none yet"
    raise fail(f"There is no vendor {ref!r}. Vendors here: {names}.")


def seek_party(client: Armslength, ref: str) -> Party | None:
    """The party of that id or name; the register's before one's own."""
    found = [party for party in client.list_parties(ref) if party.name.lower() == ref.lower()]
    if found:
        return min(found, key=lambda party: party.own)
    try:
        wanted = UUID(ref)
    except ValueError:
        return None
    return next((party for party in client.list_parties() if party.id == wanted), None)


def find_party(client: Armslength, ref: str) -> Party:
    """The same, or a sentence that says what to do."""
    party = seek_party(client, ref)
    if party is None:
        raise fail(f"Nobody is called {ref!r} in the register or in your own records.")
    return party


def bp_of(text: str) -> int:
    """A share in bp from "49%", "49" or "0.5%"."""
    try:
        bp = Decimal(text.strip().removesuffix("%")) * 100
    except InvalidOperation:
        raise fail(f"{text!r} is no share; write 49%.") from None
    if bp != bp.to_integral_value() or not 0 <= bp <= 10_000:
        raise fail("A share lies between 0% and 100%, with at most two decimals.")
    return int(bp)


def percent(bp: int) -> str:
    """A share for people."""
    return f"{bp / 100:g}%"


@ownership.command("show")
@told
def show_ownership(
    vendor: Annotated[str, typer.Argument(help="One vendor, by name or id; none = all.")] = "", as_json: AsJson = False
) -> None:
    """Who stands behind your vendors, and what that closes."""
    with connect() as client:
        wanted = find_vendor(client, vendor).id if vendor else None
        graph = client.get_ownership(vendor_id=wanted)
    rows = []
    names = {party.id: party.name for party in graph.parties}
    for each in graph.vendors:
        closes = {conflict.through.id for conflict in each.conflicts if conflict.through}
        state = "attested" if each.verified else "unverified"
        rows.append((each.vendor.name, f"{each.party.name} ({state})", "", "", _undisclosed(each.undisclosed_bp), ""))
        for reached in each.reached:
            closed = "conflict" if reached.party.id in closes else ""
            rows.append(
                ("", reached.party.name, _way(reached), percent(reached.share_bp), _path(reached, names), closed)
            )
        rows += [("", "(another customer's word)", "", "", "", "conflict") for c in each.conflicts if c.rival is None]
    show(rows, ["vendor", "leads to", "how", "share", "by", ""], data=graph, as_json=as_json)


def _undisclosed(bp: int) -> str:
    return f"undisclosed up to {percent(bp)}" if bp else ""


def _way(reached: Reached) -> str:
    words = [reached.measure if reached.way == "influence" else reached.way]
    return ", ".join(words + ["ultimate owner"] * reached.top + ["announced"] * (reached.state == "announced"))


def _path(reached: Reached, names: dict[UUID, str]) -> str:
    return " · ".join(
        f"{names.get(step.holder, '?')} {percent(step.max_bp)} of {names.get(step.held, '?')}" for step in reached.path
    )


@ownership.command("import")
@told
def import_statements(
    file: Annotated[Path, typer.Argument(help="A JSON file of BODS 0.4 statements.", exists=True, dir_okay=False)],
    as_json: AsJson = False,
) -> None:
    """Take ownership statements into your own records; the same file again changes nothing."""
    with connect() as client:
        done = client.import_statements(read_statements(file))
    row = (done.parties, done.recorded, done.changed, done.ended, done.unchanged)
    show([row], ["parties", "recorded", "changed", "ended", "unchanged"], data=done, as_json=as_json)
    for line in done.left_out:
        err.print(f"left out: {line}", highlight=False)


def read_statements(file: Path) -> list[Any]:
    """The statements of a file, or a sentence."""
    try:
        statements = msgspec.json.decode(file.read_bytes(), type=list[Any])
    except msgspec.MsgspecError:
        raise fail(f"{file} is not a JSON list of statements.") from None
    return statements


@ownership.command("export")
@told
def export_statements(
    register: Annotated[bool, typer.Option("--register", help="The register instead of your own records.")] = False,
) -> None:
    """Print your own records, or the register, as BODS 0.4 statements."""
    with connect() as client:
        show_json(client.export_statements("register" if register else "own"))


@ownership.command("party")
@told
def record_party(
    name: str, person: Annotated[bool, typer.Option("--person", help="A natural person.")] = False,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Record a party that the register does not know."""
    with connect() as client:
        party = client.record_party(name, kind="person" if person else "organization")
    show([(party.name, party.kind, party.id)], ["party", "kind", "id"], data=party, as_json=as_json)


@ownership.command("record")
@told
def record_edge(
    holder: PartyRef, held: PartyRef, share: Share,
    type: Annotated[str, typer.Option(help="What is held: an interest type of BODS 0.4.")] = "shareholding",
    state: Annotated[str, typer.Option(help="rumoured, announced or closed.")] = "closed",
    source: Annotated[str, typer.Option(help="Where you know it from.")] = "",
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Record who holds what of whom, for yourselves; grants that may no longer be active are frozen at once."""
    bp = bp_of(share)
    with connect() as client:
        edge = client.record_edge(
            find_party(client, holder).id, find_party(client, held).id, type=type, min_bp=bp, max_bp=bp,
            state=cast(EdgeState, state), source=source,
        )  # fmt: skip
    row = (edge.holder.name, edge.held.name, edge.type, percent(edge.max_bp), edge.state)
    show([row], ["holder", "of", "holds", "share", "state"], data=edge, as_json=as_json)


@told
def offer(
    project: ProjectRef,
    vendor: VendorRef,
    language: Annotated[list[str] | None, typer.Option(help="A code such as en or pt-BR; several times.")] = None,
    skill: Annotated[list[str] | None, typer.Option(help="In a few words; several times.")] = None,
    volume: Annotated[str, typer.Option(help="tens, hundreds, thousands, tens_of_thousands or more.")] = "",
    due: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="By when.")] = None,
    pay: Annotated[str, typer.Option(help="What an answer is paid, e.g. 0.25.")] = "",
    currency: Annotated[str, typer.Option(help="ISO 4217.")] = "USD",
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Offer a project to a vendor, in words that say nothing of whose it is; its managers accept or decline."""
    with connect() as client:
        grant = client.offer_grant(
            find_project(client, project).id, find_vendor(client, vendor).id, languages=language or [],
            skills=skill or [], volume=cast(Volume, volume) if volume else None, due=due.date() if due else None,
            pay=OfferPay(micros_of(pay), currency) if pay else None,
        )  # fmt: skip
    terms = grant.offer.terms if grant.offer else None
    row = (
        grant.vendor.name,
        grant.state,
        ", ".join(terms.shown if terms else []),
        ", ".join(terms.asked if terms else []),
    )
    show([row], ["vendor", "grant", "it reads: shown", "asked"], data=grant, as_json=as_json)


@ownership.command("link")
@told
def link_vendor(vendor: VendorRef, party: PartyRef) -> None:
    """Say which party of the register a vendor is."""
    with connect() as client:
        firm, known = find_vendor(client, vendor), find_party(client, party)
        client.link_vendor(firm.id, known.id)
    err.print(f"{firm.name} is {known.name} of the register.", highlight=False)


@rivals.command("list")
@told
def list_rivals(as_json: AsJson = False) -> None:
    """Whom you keep apart from, with their control groups."""
    with connect() as client:
        found = client.list_rivals()
    rows = [
        (r.party.name, ", ".join(p.name for p in r.group), r.named_by.name, f"{r.named_at:%Y-%m-%d}") for r in found
    ]
    show(rows, ["rival", "and", "named by", "since"], data=found, as_json=as_json)


@rivals.command("name")
@told
def name_rival(party: PartyRef, note: Annotated[str, typer.Option(help="A note for colleagues.")] = "") -> None:
    """Name a rival; grants that may no longer be active are frozen at once."""
    with connect() as client:
        known = find_party(client, party)
        client.name_rival(known.id, note=note)
        closed = [conflict for conflict in client.list_conflicts() if conflict.rival and conflict.rival.id == known.id]
    err.print(f"{known.name} is a rival. Conflicts with your vendors: {len(closed)}.", highlight=False)


@rivals.command("remove")
@told
def remove_rival(party: PartyRef) -> None:
    """Take a rival off the list; frozen grants stay frozen until somebody opens them."""
    with connect() as client:
        known = find_party(client, party)
        client.remove_rival(known.id)
    err.print(f"{known.name} is no longer a rival.", highlight=False)


@rivals.command("conflicts")
@told
def list_conflicts(as_json: AsJson = False) -> None:
    """Where a vendor leads to a rival, and what that closes."""
    with connect() as client:
        found = client.list_conflicts()
    rows = [
        (
            c.vendor.name, c.rival.name if c.rival else "(another customer's word)",
            c.through.name if c.through else "", c.state,
            ", ".join(f"{closed.project.name} ({closed.state})" for closed in c.closes),
            c.waiver.state if c.waiver else "",
        )
        for c in found
    ]  # fmt: skip
    show(rows, ["vendor", "leads to", "through", "state", "closes", "waiver"], data=found, as_json=as_json)


@whatif.command("stake")
@told
def stake(
    owner: Annotated[str, typer.Argument(help="Who would hold it: a party, or any name.", show_default=False)],
    vendor: VendorRef, share: Share, as_json: AsJson = False,
) -> None:  # fmt: skip
    """What a stake in a vendor would close, cost and give away; nothing is changed."""
    bp = bp_of(share)
    with connect() as client:
        firm, party = find_vendor(client, vendor), seek_party(client, owner)
        supposed = client.what_if(
            firm.id, bp, owner_id=party.id if party else None, owner_name=None if party else owner
        )
    if as_json:
        show_json(supposed)
        return
    sys.stdout.write(f"If {supposed.owner.name} held {percent(bp)} of {firm.name}:\n")
    _show_supposed(supposed)


def _show_supposed(supposed: Supposed) -> None:
    lost = {each.project.id: each for each in supposed.capacity}
    known = {each.project.id: each for each in supposed.known}
    show(
        [
            (
                each.project.name, each.vendor.name, each.state, each.rival.name if each.rival else "",
                f"{lost[each.project.id].people_lost} of {lost[each.project.id].people}",
                f"{lost[each.project.id].share_lost:.0%}", _days(lost[each.project.id].days),
                _days(lost[each.project.id].days_after),
            )
            for each in supposed.frozen
        ],
        ["grant", "vendor", "becomes", "rival", "people lost", "work lost", "days", "days after"],
        data=supposed, as_json=False, title="Grants" if supposed.frozen else "No grant would change.",
    )  # fmt: skip
    show(
        [(each.project.name, each.items, each.of, f"{each.items / each.of:.0%}") for each in known.values()],
        ["project", "items seen", "of", "share"], data=supposed, as_json=False,
        title="What the owner would know already" if known else "The owner would know nothing yet.",
    )  # fmt: skip
    spread = supposed.exposure
    sys.stdout.write(f"Concentration of exposure (HHI): {spread.before} before, {spread.after} after.\n")
    for each in supposed.spend:
        paid = money(each.micros, each.currency)
        sys.stdout.write(f"Concentration of spend (HHI), {paid}: {each.before} before, {each.after} after.\n")


def _days(days: float | None) -> str:
    return "never" if days is None else f"{days:g}"

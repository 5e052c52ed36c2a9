"""Commands about who: login, whoami, people, invitations, vendors, keys."""

from __future__ import annotations

from typing import Annotated, cast

import typer

from armslength.kit.cli import (
    DEFAULT_URL,
    AsJson,
    Credentials,
    ProjectRef,
    connect,
    err,
    find_project,
    show,
    store_credentials,
    told,
)
from armslength_client import Armslength
from armslength_client.types import Role

people = typer.Typer(help="People and invitations.", no_args_is_help=True)
vendors = typer.Typer(help="Vendors.", no_args_is_help=True)

RoleOption = Annotated[str, typer.Option(help="owner, manager, reviewer or annotator.")]


@told
def login(
    url: Annotated[str, typer.Option(help="The server's address.")] = DEFAULT_URL,
    api_key: Annotated[str, typer.Option(help="An API key; without one you are asked for e-mail and password.")] = "",
    email: Annotated[str, typer.Option(help="E-mail to sign in with.")] = "",
    days: Annotated[int, typer.Option(help="Days until the key made here ends.")] = 90,
) -> None:
    """Sign in and keep a key for the other commands."""
    if not api_key:
        email = email or typer.prompt("E-mail")
        password = typer.prompt("Password", hide_input=True)
        with Armslength(url) as client:
            client.sign_in(email, password)
            api_key = client.create_api_key("armslength login", expires_in_days=days).secret or ""
            client.sign_out()
    with Armslength(url, api_key=api_key) as client:
        me = client.get_me()
    path = store_credentials(Credentials(url, api_key))
    err.print(f"Signed in to {url} as {me.person.name}, {me.role} at {me.tenant.name}. The key is in {path}.")


@told
def whoami(as_json: AsJson = False) -> None:
    """Say who these commands act as."""
    with connect() as client:
        me = client.get_me()
    rows = [(me.person.name, me.person.email, me.role, me.side, me.tenant.name)]
    show(rows, ["name", "e-mail", "role", "side", "tenant"], data=me, as_json=as_json)


@people.command("list")
@told
def list_people(as_json: AsJson = False) -> None:
    """Everybody with a seat here."""
    with connect() as client:
        members = list(client.list_people())
    rows = [(m.person.name, m.person.email, m.role, m.side, m.organization.name, m.projects) for m in members]
    show(rows, ["name", "e-mail", "role", "side", "organization", "projects"], data=members, as_json=as_json)


@people.command("invite")
@told
def invite(
    email: str, role: RoleOption = "annotator",
    project: Annotated[list[str] | None, typer.Option(help="Projects to open, by slug or id; may be repeated.")] = None,
    vendor: Annotated[str, typer.Option(help="The vendor the person works for; none = your own organization.")] = "",
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Invite a person; prints the link once."""
    given = cast(Role, role)
    with connect() as client:
        projects = [(find_project(client, ref).id, given) for ref in project or []]
        firm = next((v.id for v in client.list_vendors() if v.name == vendor), None) if vendor else None
        if vendor and firm is None:
            raise typer.BadParameter(f"there is no vendor {vendor!r}", param_hint="--vendor")
        invitation = client.create_invitation(email, given, organization_id=firm, projects=projects)
    rows = [(invitation.email, invitation.role, f"{invitation.expires_at:%Y-%m-%d}", invitation.url)]
    show(rows, ["e-mail", "role", "until", "link (shown once)"], data=invitation, as_json=as_json)


@vendors.command("list")
@told
def list_vendors(as_json: AsJson = False) -> None:
    """The vendors of this tenant."""
    with connect() as client:
        firms = list(client.list_vendors())
    show(
        [(v.name, v.people, v.projects, v.id) for v in firms],
        ["vendor", "people", "projects", "id"], data=firms, as_json=as_json,
    )  # fmt: skip


@vendors.command("add")
@told
def add_vendor(name: str, as_json: AsJson = False) -> None:
    """Add a vendor."""
    with connect() as client:
        firm = client.create_vendor(name)
    show([(firm.name, firm.id)], ["vendor", "id"], data=firm, as_json=as_json)


@people.command("add")
@told
def add_to_project(project: ProjectRef, email: str, role: RoleOption = "annotator") -> None:
    """Let a person who has a seat into a project."""
    with connect() as client:
        target = find_project(client, project)
        person = next((m.person for m in client.list_people() if m.person.email.lower() == email.lower()), None)
        if person is None:
            raise typer.BadParameter(f"nobody with the address {email} has a seat here: invite them first")
        client.put_project_member(target.id, person.id, cast(Role, role))
    err.print(f"{person.name} is {role} in {target.name}.")

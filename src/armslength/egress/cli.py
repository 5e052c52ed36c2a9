"""Commands about outbound hosts: what the server may call for the organization."""

from __future__ import annotations

import typer

from armslength.kit.cli import AsJson, connect, err, fail, show, told

egress = typer.Typer(help="Outbound hosts: what the server may call for your organization.", no_args_is_help=True)


@egress.command("list")
@told
def list_hosts(as_json: AsJson = False) -> None:
    """The hosts that are allowed, and whether the operator allows them too."""
    with connect() as client:
        found = client.get_egress()
    if not found.on:
        err.print("This server calls nobody: its operator has not set ARMSLENGTH_EGRESS_ALLOW.")
    rows = [(host.pattern, "yes" if host.allowed else "no", host.created_by.name) for host in found.hosts]
    show(rows, ["host", "operator allows it", "allowed by"], data=found, as_json=as_json)


@egress.command("allow")
@told
def allow_host(host: str) -> None:
    """Allow a host to be called: hooks.example.com, or *.example.com for all below it."""
    with connect() as client:
        made = client.add_egress_host(host)
    told_too = "" if made.allowed else " The operator of this server does not allow it (yet)."
    err.print(f"{made.pattern} may be called.{told_too}")


@egress.command("forbid")
@told
def forbid_host(host: str) -> None:
    """Take a host off the list."""
    with connect() as client:
        found = next((each for each in client.get_egress().hosts if each.pattern == host.strip().lower()), None)
        if found is None:
            raise fail(f"{host} is not on the list.")
        client.remove_egress_host(found.id)
    err.print(f"{found.pattern} may not be called any more.")

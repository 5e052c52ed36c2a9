"""Commands about webhooks: the organization's own, or with --project a project's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated
from uuid import UUID

import typer

from armslength.kit.cli import AsJson, connect, err, fail, find_project, show, told
from armslength_client import Armslength

webhooks = typer.Typer(help="Webhooks: addresses that are told what happens.", no_args_is_help=True)

Project = Annotated[str, typer.Option("--project", help="A project's slug or id; without it, the organization's own.")]
Ref = Annotated[str, typer.Argument(help="The webhook's id, or its beginning.", metavar="WEBHOOK")]


@webhooks.command("list")
@told
def list_webhooks(project: Project = "", as_json: AsJson = False) -> None:
    """The webhooks, and how they do."""
    with connect() as client:
        found = client.list_webhooks(_project(client, project))
    rows = [
        (str(each.id)[:8], each.url, ", ".join(each.topics) or "all", each.state, each.waiting, each.last_success_at)
        for each in found
    ]
    show(rows, ["id", "address", "topics", "state", "waiting", "last success"], data=found, as_json=as_json)


@webhooks.command("topics")
@told
def list_topics(as_json: AsJson = False) -> None:
    """What webhooks may be told."""
    with connect() as client:
        found = client.list_webhook_topics()
    show([(each.topic, each.title) for each in found], ["topic", "told when"], data=found, as_json=as_json)


@webhooks.command("add")
@told
def add_webhook(
    url: str, project: Project = "",
    topic: Annotated[list[str] | None, typer.Option(help="What to tell; may be repeated. None = everything.")] = None,
    description: Annotated[str, typer.Option(help="What it is for.")] = "",
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Have an address told what happens; prints the secret once."""
    with connect() as client:
        made = client.create_webhook(
            url, topics=topic or (), description=description, project_id=_project(client, project)
        )
    rows = [(str(made.id)[:8], made.url, made.secret)]
    show(rows, ["id", "address", "secret (shown once)"], data=made, as_json=as_json)


@webhooks.command("remove")
@told
def remove_webhook(webhook: Ref, project: Project = "") -> None:
    """Remove a webhook with its log."""
    with _found(webhook, project) as (client, webhook_id, project_id):
        client.delete_webhook(webhook_id, project_id=project_id)
    err.print("Removed.")


@webhooks.command("pause")
@told
def pause_webhook(webhook: Ref, project: Project = "") -> None:
    """Send nothing for now; what happens meanwhile waits."""
    with _found(webhook, project) as (client, webhook_id, project_id):
        client.update_webhook(webhook_id, state="paused", project_id=project_id)
    err.print("Paused.")


@webhooks.command("resume")
@told
def resume_webhook(webhook: Ref, project: Project = "") -> None:
    """Wake a paused webhook; what waited is sent."""
    with _found(webhook, project) as (client, webhook_id, project_id):
        made = client.update_webhook(webhook_id, state="active", project_id=project_id)
    err.print(f"Active; {made.waiting} waiting.")


@webhooks.command("rotate")
@told
def rotate_secret(webhook: Ref, project: Project = "", as_json: AsJson = False) -> None:
    """A new secret, printed once; the old one signs beside it for a day."""
    with _found(webhook, project) as (client, webhook_id, project_id):
        made = client.rotate_webhook_secret(webhook_id, project_id=project_id)
    rows = [(made.secret, made.old_secret_until)]
    show(rows, ["secret (shown once)", "old one signs until"], data=made, as_json=as_json)


@webhooks.command("test")
@told
def send_test(webhook: Ref, project: Project = "") -> None:
    """Send something harmless; see it with `deliveries`."""
    with _found(webhook, project) as (client, webhook_id, project_id):
        client.test_webhook(webhook_id, project_id=project_id)
    err.print("A test is on its way.")


@webhooks.command("deliveries")
@told
def list_deliveries(
    webhook: Ref, project: Project = "",
    limit: Annotated[int, typer.Option(help="How many, newest first.")] = 20,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """What was sent or is to be."""
    with _found(webhook, project) as (client, webhook_id, project_id):
        deliveries = client.list_webhook_deliveries(webhook_id, project_id=project_id)
        found = [each for each, _ in zip(deliveries, range(limit), strict=False)]
    rows = [
        (each.id, each.topic, each.state, len(each.tries), _last(each.tries), f"{each.created_at:%Y-%m-%d %H:%M:%S}")
        for each in found
    ]
    show(rows, ["delivery", "topic", "state", "tries", "last answer", "at"], data=found, as_json=as_json)


@webhooks.command("replay")
@told
def replay(
    webhook: Ref,
    delivery: Annotated[list[UUID], typer.Argument(help="Deliveries to send again.")],
    project: Project = "",
) -> None:
    """Send deliveries again, under the same event ids."""
    with _found(webhook, project) as (client, webhook_id, project_id):
        count = client.replay_webhook(webhook_id, delivery, project_id=project_id)
    err.print(f"{count} sent again.")


@contextmanager
def _found(ref: str, project: str) -> Iterator[tuple[Armslength, UUID, UUID | None]]:
    """A client, the webhook that begins so, and its project."""
    with connect() as client:
        project_id = _project(client, project)
        found = [each.id for each in client.list_webhooks(project_id) if str(each.id).startswith(ref.lower())]
        if len(found) != 1:
            raise fail(f"{'No webhook begins' if not found else 'More than one webhook begins'} with {ref!r}.")
        yield client, found[0], project_id


def _project(client: Armslength, ref: str) -> UUID | None:
    return find_project(client, ref).id if ref else None


def _last(tries: list[dict[str, object]]) -> object:
    return tries[-1].get("error") or tries[-1].get("status") if tries else ""

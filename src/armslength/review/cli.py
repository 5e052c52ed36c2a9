"""Commands about adjudication, limits of rework, and the audit."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

import typer

from armslength.kit.cli import AsJson, ProjectRef, connect, fail, find_project, show, told

adjudication = typer.Typer(help="Items whose answers disagree, and who decides.", no_args_is_help=True)


@adjudication.command("policy")
@told
def policy(
    project: ProjectRef,
    below: Annotated[
        float | None, typer.Option(help="Agreement under which an item is decided: 1 any difference, 0 never.")
    ] = None,
    question: Annotated[list[str] | None, typer.Option(help="A question that counts; give it again for more.")] = None,
    all_questions: Annotated[bool, typer.Option("--all-questions", help="Every question counts.")] = False,
    person: Annotated[list[str] | None, typer.Option(help="E-mail of somebody who decides; again for more.")] = None,
    all_reviewers: Annotated[bool, typer.Option("--all-reviewers", help="Everybody who reviews decides.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show when items are decided by somebody else and by whom, or change it."""
    with connect() as client:
        target = find_project(client, project)
        now = client.get_adjudication_policy(target.id)
        if below is not None or question or all_questions or person or all_reviewers:
            people = [UUID(each["id"]) for each in now.people]
            if person:
                members = {each.person.email.lower(): each.person.id for each in client.list_people()}
                if unknown := [each for each in person if each.lower() not in members]:
                    raise fail(f"Nobody here signs in as {unknown[0]}.")
                people = [members[each.lower()] for each in person]
            now = client.put_adjudication_policy(
                target.id, below=now.below if below is None else below,
                questions=[] if all_questions else question or now.questions, people=[] if all_reviewers else people,
            )  # fmt: skip
    rows = [
        (
            now.below or "off", ", ".join(now.questions) or "all",
            ", ".join(each["name"] for each in now.people) or "whoever reviews", now.waiting, now.done,
        )
    ]  # fmt: skip
    show(rows, ["below", "questions", "decided by", "waiting", "decided"], data=now, as_json=as_json)


@adjudication.command("list")
@told
def list_adjudications(
    project: ProjectRef,
    state: Annotated[
        Literal["waiting", "done"], typer.Option(help="Those that wait, or that are decided.")
    ] = "waiting",
    as_json: AsJson = False,
) -> None:
    """Items whose answers disagree."""
    with connect() as client:
        found = list(client.list_adjudications(find_project(client, project).id, state=state))
    rows = [
        (
            each.external_id or each.item_id, each.answers, _agreement(each.agreement), each.state,
            each.outcome or "", (each.person or {}).get("name", ""), each.comment,
        )
        for each in found
    ]  # fmt: skip
    show(rows, ["item", "answers", "agreement", "state", "outcome", "by", "comment"], data=found, as_json=as_json)


def _agreement(by_question: dict[str, float]) -> str:
    return ", ".join(f"{name} {value:.2f}" for name, value in by_question.items())


review = typer.Typer(help="How often answers are sent back, and the audit of accepted ones.", no_args_is_help=True)


@review.command("policy")
@told
def review_policy(
    project: ProjectRef,
    rework_limit: Annotated[int | None, typer.Option(help="Times an answer is sent back to its author.")] = None,
    no_limit: Annotated[bool, typer.Option("--no-limit", help="Answers are sent back without end.")] = False,
    then_to: Annotated[
        Literal["someone_else", "adjudicate"] | None, typer.Option(help="Where a rejected answer goes after that.")
    ] = None,
    audit_share: Annotated[float | None, typer.Option(help="Share of accepted answers looked at once more.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show how often answers are sent back and which share is audited, or change it."""
    with connect() as client:
        target = find_project(client, project)
        now = client.get_review_policy(target.id)
        if no_limit or any(given is not None for given in (rework_limit, then_to, audit_share)):
            now = client.put_review_policy(
                target.id,
                rework_limit=None if no_limit else now.rework_limit if rework_limit is None else rework_limit,
                then_to=then_to or now.then_to, audit_share=now.audit_share if audit_share is None else audit_share,
            )  # fmt: skip
    rows = [("none" if now.rework_limit is None else now.rework_limit, now.then_to, now.audit_share)]
    show(rows, ["rework limit", "then", "audit share"], data=now, as_json=as_json)


@review.command("audit")
@told
def audit(project: ProjectRef, as_json: AsJson = False) -> None:
    """How many of the accepted answers that were audited are right, with 95 % intervals."""
    with connect() as client:
        found = client.get_audit(find_project(client, project).id)
    groups = [("all", found.right), ("reviewed before", found.reviewed), ("not reviewed", found.unreviewed)]
    rows = [(name, _interval(score), score["n"]) for name, score in groups]
    rows += [(each["person"]["name"], _interval(each["right"]), each["right"]["n"]) for each in found.people]
    show(rows, ["answers", "right", "audited"], data=found, as_json=as_json)


@review.command("appeals")
@told
def list_appeals(
    project: ProjectRef,
    state: Annotated[Literal["open", "decided"], typer.Option(help="Those that wait, or that are decided.")] = "open",
    as_json: AsJson = False,
) -> None:
    """Authors against verdicts of review."""
    with connect() as client:
        found = list(client.list_appeals(find_project(client, project).id, state=state))
    rows = [(each.id, each.person["name"], each.verdict, each.text, each.state, each.reply) for each in found]
    show(rows, ["appeal", "author", "verdict", "says", "state", "reply"], data=found, as_json=as_json)


@review.command("decide-appeal")
@told
def decide_appeal(
    project: ProjectRef,
    appeal: Annotated[UUID, typer.Argument(help="An id from `review appeals`.", show_default=False)],
    reply: Annotated[str, typer.Option(help="What the author is told.")],
    grant: Annotated[bool, typer.Option("--grant/--decline", help="Whether the author is right.")],
) -> None:
    """Decide an appeal. Granted, the verdict counts against nobody, and an answer still in rework is accepted."""
    with connect() as client:
        client.decide_appeal(find_project(client, project).id, appeal, "granted" if grant else "declined", reply)


def _interval(score: dict[str, Any]) -> str:
    if score["value"] is None:
        return "–"
    return f"{score['value']:.2f} [{score['low']:.2f}, {score['high']:.2f}]"

"""`armslength simulate`: people who do not exist work on a project that does."""

from __future__ import annotations

import asyncio
from typing import Annotated
from uuid import UUID

import typer

from armslength.entry.simulate.run import Outcome, Plan, simulate
from armslength.kit.cli import AsJson, ProjectRef, connect, find_project, load_credentials, progress_bar, show, told
from armslength_client import AsyncArmslength


@told
def simulate_people(
    project: ProjectRef,
    annotators: Annotated[int, typer.Option(min=1, max=200)] = 3,
    reviewers: Annotated[int, typer.Option(min=0, max=50)] = 1,
    accuracy: Annotated[float, typer.Option(min=0, max=1, help="Mean probability of the true answer.")] = 0.85,
    spread: Annotated[float, typer.Option(min=0, max=0.5, help="Best and worst annotator: accuracy ± spread.")] = 0.1,
    limit: Annotated[int, typer.Option(min=0, help="Stop after this many annotations; 0 = work until done.")] = 0,
    seed: Annotated[int, typer.Option(help="The same seed on the same items gives the same answers.")] = 1,
    vendor: Annotated[str, typer.Option(help="Let the annotators come from this vendor.")] = "",
    as_json: AsJson = False,
) -> None:
    """Invite simulated annotators with known confusion, and let them work through the API.

    They are marked “(simulated)” and stay as people of the project.
    Never use it on a project whose data you will train on.
    """
    plan = Plan(
        annotators=annotators, reviewers=reviewers, limit=limit or None, seed=seed, vendor=vendor or None,
        accuracy=(max(0.0, accuracy - spread), min(1.0, accuracy + spread)),
    )  # fmt: skip
    with connect() as client:
        target = find_project(client, project)
    outcome = asyncio.run(_run(target.id, plan))
    rows = [(outcome.annotations, *outcome.reviews.values(), ", ".join(outcome.people))]
    show(rows, ["annotations", "accepted", "fixed", "rejected", "people"], data=outcome, as_json=as_json)


async def _run(project_id: UUID, plan: Plan) -> Outcome:
    credentials = load_credentials()
    async with AsyncArmslength(credentials.url, api_key=credentials.api_key) as owner:
        with progress_bar("simulated work") as advance:
            return await simulate(
                owner, credentials.url, project_id, plan,
                on_progress=lambda outcome: advance(outcome.annotations, plan.limit),
            )  # fmt: skip

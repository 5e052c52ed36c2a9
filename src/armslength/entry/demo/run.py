"""Start, seed a preference project, let simulated people work, release, export, and say where to look.

Everything goes through the public API. A second start finds what is there and only says where to look.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from armslength.entry.demo.prompts import MAPPING, PROMPTS, truth
from armslength.entry.secrets import kept_password
from armslength.entry.settings import ServerSettings
from armslength.entry.simulate import Outcome, Plan, simulate
from armslength.entry.up import up
from armslength_client import ApiError, AsyncArmslength
from armslength_client.types import Project
from armslength_client.types_releases import Release

OWNER = "maya@northwind.invalid"
ANNOTATOR = "ada@northwind.invalid"
REVIEWER = "rita@northwind.invalid"
SLUG = "helpful-answers"
VENDOR = "Fairlabel (simulated)"
LEFT_TO_TRY = 6
FORMATS = ("jsonl", "csv", "trl-preference", "hf-datasets")


def demo(environ: Mapping[str, str]) -> None:
    """Run until Ctrl-C. Keeps its data in ./data-demo unless ARMSLENGTH_DATA names another place."""
    console = Console(highlight=False)
    environ = {"ARMSLENGTH_DATA": "data-demo", **environ}

    def when_ready(settings: ServerSettings, token: str | None) -> None:
        try:
            asyncio.run(Demo(settings, console).play(token))
        except (ApiError, OSError) as problem:
            console.print(f"[red]The demo could not go on:[/red] {problem}")

    up(environ, when_ready=when_ready)


class Demo:
    """One demonstration on one running product."""

    def __init__(self, settings: ServerSettings, console: Console) -> None:
        self.url = settings.public_url
        self.folder = settings.data / "exports"
        self.console = console
        self.password = kept_password(settings.data / "secrets", "demo")

    async def play(self, token: str | None) -> None:
        async with AsyncArmslength(self.url) as owner:
            if token is not None:
                await owner.set_up(
                    token=token, organization="Northwind Labs", name="Maya Okafor", email=OWNER, password=self.password
                )
            else:
                await owner.sign_in(OWNER, self.password)
            project = await self._find(owner) or await self._seed(owner)
            await self._tell(owner, project)

    async def _find(self, owner: AsyncArmslength) -> Project | None:
        async for project in owner.list_projects():
            if project.slug == SLUG and [release async for release in owner.list_releases(project.id)]:
                return project
        return None

    async def _seed(self, owner: AsyncArmslength) -> Project:
        brief = {"slug": SLUG, "name": "Helpful answers", "preset": "pairwise-preference", "overlap": 3,
                 "review_share": 0.25, "description": "Which of two answers helps more?"}  # fmt: skip
        project = (await owner.apply_brief(brief)).project
        assert project is not None  # not a dry run
        batch = await owner.create_batch(project.id, "first prompts")
        await owner.add_items(project.id, batch.id, PROMPTS[:-LEFT_TO_TRY], mapping=MAPPING)
        project = await owner.set_project_state(project.id, "active")
        await self._simulate(owner, project)
        await self._release(owner, project)
        await self._leave_something_to_do(owner, project)
        return project

    async def _simulate(self, owner: AsyncArmslength, project: Project) -> None:
        plan = Plan(annotators=4, reviewers=1, accuracy=(0.7, 0.95), seed=7, vendor=VENDOR, truth=truth)
        with self.console.status("Simulated people are at work…") as status:

            def watch(outcome: Outcome) -> None:
                status.update(f"Simulated people are at work: {outcome.annotations} annotations…")

            await simulate(owner, self.url, project.id, plan, on_progress=watch)
            await owner.refresh_agreement(project.id)

    async def _release(self, owner: AsyncArmslength, project: Project) -> None:
        with self.console.status("Releasing and exporting…"):
            release = await owner.create_release(project.id, name="v1", recipe={"truth": "majority", "seed": 7})
            for format in FORMATS:
                await owner.export(project.id, release.id, format, self.folder / format)

    async def _leave_something_to_do(self, owner: AsyncArmslength, project: Project) -> None:
        """A few open items, and two people of the house to sign in as."""
        batch = await owner.create_batch(project.id, "for you to try", priority=10)
        await owner.add_items(project.id, batch.id, PROMPTS[-LEFT_TO_TRY:], mapping=MAPPING)
        for email, name, role in ((ANNOTATOR, "Ada Lind", "annotator"), (REVIEWER, "Rita Mora", "reviewer")):
            invitation = await owner.create_invitation(email, role, projects=[(project.id, role)])  # type: ignore[arg-type,list-item]
            token = (invitation.url or "").partition("#token=")[2]
            async with AsyncArmslength(self.url) as person:
                await person.accept_invitation(token=token, name=name, password=self.password)

    async def _tell(self, owner: AsyncArmslength, project: Project) -> None:
        releases = [release async for release in owner.list_releases(project.id)]
        progress = await owner.get_progress(project.id)
        agreement = await self._agreement(owner, project)
        self.console.print(_table(releases[-1], progress, agreement, self.folder))
        self.console.print(
            f"\n  Project    {self.url}/projects/{project.id}"
            f"\n  Bench      {self.url}/projects/{project.id}/work"
            f"\n  Sign in as {OWNER} (manages), {ANNOTATOR} (annotates) or {REVIEWER} (reviews)"
            f"\n  Password   {self.password}\n"
        )

    async def _agreement(self, owner: AsyncArmslength, project: Project) -> dict[str, Any]:
        for _ in range(50):
            agreement = await owner.get_agreement(project.id)
            if agreement["computed_at"] is not None:
                break
            await asyncio.sleep(0.2)
        return agreement


def _table(release: Release, progress: dict[str, Any], agreement: dict[str, Any], folder: Path) -> Table:
    table = Table("what", "how much", title="The first life of a label", title_justify="left", box=None)
    manifest = release.manifest or {}
    people = sum(1 for person in progress["people"] if person["submitted"])
    table.add_row("Annotations", f"{progress['progress']['annotations']} by {people} people")
    for question in agreement["questions"]:
        if question["kind"] == "pairwise":
            table.add_row("Krippendorff's alpha", _interval(question["alpha"]))
            table.add_row("Percent agreement", _interval(question["percent"]))
    table.add_row("Release", f"v{release.number}, {manifest.get('items')} items, digest {(release.digest or '')[:16]}…")
    for dropped in manifest.get("dropped", []):
        table.add_row("  dropped", f"{dropped['count']} ({dropped['reason']})")
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        table.add_row("File", f"{path} ({path.stat().st_size:,} bytes)")
    return table


def _interval(estimate: dict[str, Any]) -> str:
    if estimate["value"] is None:
        return str(estimate.get("note") or "undefined")
    return f"{estimate['value']:.2f}  [{estimate['low']:.2f}, {estimate['high']:.2f}], n = {estimate['n']}"

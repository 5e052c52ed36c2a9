"""A team that takes real public data through its whole life, as a new user would."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import UUID

from armslength_client import Armslength, Review, Work
from armslength_client.types import Import, Project
from armslength_client.types_releases import Release

CONTENT = Path(__file__).resolve().parents[3] / "shared" / "data" / "content"
PASSWORD = "a long walk by the sea"
Row = dict[str, Any]
Answer = Callable[[Row], dict[str, Any]]
"""From a row of the source to the values that a person gives, by question."""


class Team:
    """The owner, and whoever she lets in."""

    def __init__(self, app: Any) -> None:
        self.url = app.url
        self.owner = Armslength(app.url)
        self.owner.set_up(
            token=app.setup_token, organization="Northwind Labs", name="Olga", email="olga@northwind.test",
            password=PASSWORD,
        )  # fmt: skip
        self.clients = [self.owner]

    def project(self, preset: str, **brief: Any) -> Project:
        made = self.owner.create_project(name=f"Real: {preset}", preset=preset, **brief)
        return self.owner.set_project_state(made.id, "active")

    def load(self, project: Project, file: Path, mapping: Mapping[str, Any] | None = None) -> Import:
        """Import a file; with the guessed mapping when none is given."""
        run = self.owner.import_file(project.id, file, batch=file.stem, mapping=mapping)
        assert run.state == "done", run.error
        return run

    def join(self, name: str, role: Any, project: Project) -> Armslength:
        made = self.owner.create_invitation(f"{name}@people.test", role, projects=[(project.id, role)])
        client = Armslength(self.url)
        self.clients.append(client)
        client.accept_invitation(token=(made.url or "").partition("#token=")[2], name=name, password=PASSWORD)
        client.read_guideline(project.id, client.get_brief(project.id)["guideline"]["version"])
        return client

    def answer(self, project: Project, people: Sequence[Answer], source: Mapping[str, Row]) -> None:
        """Each of `people` answers every item at the same time as the others, by the row it came from."""
        rows = {item.id: source[item.external_id or ""] for item in self.owner.list_items(project.id)}
        clients = [self.join(f"person{n}", "annotator", project) for n, _ in enumerate(people)]
        with ThreadPoolExecutor(len(people)) as pool:
            done = [pool.submit(answer_all, *each, project, rows) for each in zip(clients, people, strict=True)]
        assert [each.result() for each in done] == [len(rows)] * len(people)

    def review(self, project: Project, verdicts: Sequence[Any]) -> None:
        """A reviewer says these, one after the other."""
        rita = self.join("rita", "reviewer", project)
        for verdict in verdicts:
            case = rita.next_review(project.id)
            assert isinstance(case, Review), case
            rita.decide_review(project.id, case.review["id"], verdict)

    def release(self, project: Project, **recipe: Any) -> Release:
        made = self.owner.create_release(project.id, name="Real", recipe=recipe)
        assert made.state == "ready", made.error
        return made

    def rows(self, project: Project, release: Release, format: str, folder: Path) -> list[Row]:
        """What a JSONL format holds."""
        files = self.owner.export(project.id, release.id, format, folder / format)
        return [json.loads(line) for file in files if file.suffix == ".jsonl" for line in file.open()]

    def table(self, project: Project, release: Release, folder: Path) -> Any:
        """The flat table, as Parquet holds it."""
        import pyarrow.parquet

        files = self.owner.export(project.id, release.id, "parquet", folder / "parquet")
        return pyarrow.parquet.read_table([file for file in files if file.suffix == ".parquet"])


def answer_all(client: Armslength, say: Answer, project: Project, rows: Mapping[UUID, Row]) -> int:
    """Until there is nothing more; "wait" is no end: somebody else is taking the very item that is left."""
    done = 0
    while isinstance(work := client.next_assignment(project.id), Work) or work.status == "wait":
        if isinstance(work, Work):
            values = say(rows[work.assignment.item_id])
            answers = {name: {"item": {"state": "answered", "value": value}} for name, value in values.items()}
            client.submit_annotation(project.id, work.assignment.id, answers, schema_version=work.schema_version)
            done += 1
    return done


def jsonl(path: Path, rows: Sequence[Row]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    return path


def answered_agreement(team: Team, project: Project) -> dict[str, dict[str, Any]]:
    """What agreement came to, by question, computed anew."""
    team.owner.refresh_agreement(project.id)
    while (found := team.owner.get_agreement(project.id))["computed_at"] is None or found["stale"]:
        time.sleep(0.2)
    return {each["question"]: each for each in found["questions"]}

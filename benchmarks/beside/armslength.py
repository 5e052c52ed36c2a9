"""Ours as its users start it: `armslength up`, two web processes, its own PostgreSQL."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
from benchmarks.beside.crowd import Line, NothingLeft
from tests.entry.launched import Launched
from tests.lives.labour import BRIEF, PASSWORD

from armslength_client import Armslength

ANSWER = {"tone": {"item": {"state": "answered", "value": {"selected": ["warm"]}}}}


class Ours:
    """The running product, and its owner's people, signed in, who have read the guideline."""

    def __init__(self, folder: Path, people: int, processes: int = 2) -> None:
        self.folder = folder
        self.up = Launched(folder, ARMSLENGTH_PROCESSES=str(processes)).ready()
        self.owner = Armslength(self.up.url)
        self.owner.set_up(
            token=self.up.token or "", organization="Northwind Labs", name="Olga", email="olga@northwind.test",
            password=PASSWORD,
        )  # fmt: skip
        self._people = people
        self._cookies: list[str] = []
        self._held: dict[Line, Any] = {}

    @property
    def roots(self) -> list[int]:
        """The supervisor: server, worker and database are below it."""
        return [self.up.process.pid]

    def project(self) -> UUID:
        """A project for one answer an item, in which everybody has a seat."""
        return self.projects(["tone"])[0]

    def projects(self, slugs: Sequence[str]) -> list[UUID]:
        """Such projects; only once, for it brings the people in."""
        found = [self.owner.apply_brief({**BRIEF, "slug": slug, "overlap": 1}).project for slug in slugs]
        ids = [project.id for project in found if project is not None]
        for number in range(self._people):
            invitation = self.owner.create_invitation(
                f"p{number}@people.test", "annotator", projects=[(project_id, "annotator") for project_id in ids]
            )
            with Armslength(self.up.url) as person:
                token = (invitation.url or "").partition("#token=")[2]
                person.accept_invitation(token=token, name=f"Person {number}", password=PASSWORD)
                for project_id in ids:
                    person.read_guideline(project_id, person.get_brief(project_id)["guideline"]["version"])
            self._cookies.append(self._sign_in(f"p{number}@people.test"))
        return ids

    def _sign_in(self, email: str) -> str:
        """The session's cookie."""
        address, body = f"{self.up.url}/api/v1/sessions", {"email": email, "password": PASSWORD}
        answer = httpx.post(address, json=body, headers={"X-Armslength": "1"}).raise_for_status()
        return "; ".join(f"{name}={value}" for name, value in answer.cookies.items())

    def line(self, number: int) -> Line:
        """Of a person, from 1."""
        headers = {"Cookie": self._cookies[number - 1], "X-Armslength": "1"}
        return Line("127.0.0.1", self.up.port, headers)

    def import_items(self, project: UUID, rows: list[dict[str, Any]]) -> None:
        """As one file; until all are in."""
        file = self.folder / "rows.jsonl"
        file.write_text("".join(json.dumps(row) + "\n" for row in rows))
        mapping = {"external_id": "id", "fields": {"text": "text"}}
        run = self.owner.import_file(project, file, batch=f"b{uuid4().hex[:8]}", mapping=mapping)
        assert run.created == len(rows), run
        self.owner.set_project_state(project, "active")

    def loop(self, project: UUID, line: Line) -> float:
        """One next + submit as the bench sends it: an answer, whose receipt brings the next item. The first loop of a
        line has nothing to answer, so it asks first."""
        work = self._held.pop(line, None) or line.call("POST", f"/api/v1/projects/{project}/work/next", {"have": []})
        if work["status"] != "work":
            raise NothingLeft
        body = {
            "key": str(uuid4()), "answers": ANSWER, "active_ms": 5000, "schema_version": work["schema_version"],
            "next": [],
        }  # fmt: skip
        began = time.perf_counter()
        receipt = line.call("POST", f"/api/v1/projects/{project}/assignments/{work['assignment']['id']}/submit", body)
        self._held[line] = receipt["next"] or receipt["idle"]
        return time.perf_counter() - began

    def export(self, project: UUID) -> int:
        """Freeze a release and fetch it as JSON Lines; returns how many items have an answer in it."""
        release = self.owner.create_release(project, name="all")
        files = self.owner.export(project, release.id, "jsonl", self.folder / "out")
        return sum(1 for file in files if file.suffix == ".jsonl" for _ in file.open())

    def close(self) -> None:
        """Stop everything."""
        self.owner.close()
        self.up.stop()

"""Text, people who say whether it is friendly, and what the server acknowledged to each of them."""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID, uuid4

from armslength_client import ApiError, Armslength, ArmslengthClientError, Conflict, NotFound, NoWork, Work

T = TypeVar("T")

OVERLAP = 2
PASSWORD = "a long walk by the sea"
BRIEF: dict[str, Any] = {
    "slug": "tone",
    "name": "Tone",
    "overlap": OVERLAP,
    "review_share": 0.0,
    "guideline": "# Tone\n\nSay whether it is friendly.",
    "schema": {
        "fields": [{"name": "text", "kind": "text", "title": "Text"}],
        "questions": [
            {
                "name": "tone", "kind": "choice", "title": "Tone",
                "settings": {"options": [{"id": "warm", "title": "Warm"}, {"id": "cold", "title": "Cold"}]},
            }
        ],
    },
}  # fmt: skip


def patiently(call: Callable[[], T]) -> T:
    """Again until the server is back; what is refused is refused."""
    give_up = time.monotonic() + 90
    while True:
        try:
            return call()
        except (Conflict, NotFound):
            raise
        except ArmslengthClientError as problem:
            if (isinstance(problem, ApiError) and problem.status < 500) or time.monotonic() > give_up:
                raise
            time.sleep(0.1)


class Annotator(threading.Thread):
    """Works until there is nothing left, and remembers what the server acknowledged."""

    def __init__(self, client: Armslength, project_id: UUID) -> None:
        super().__init__(daemon=True)
        self.client = client
        self.project_id = project_id
        self.acknowledged: dict[UUID, UUID] = {}
        self.said: dict[UUID, Any] = {}
        self.failure: BaseException | None = None
        self.brought: Work | None = None

    def run(self) -> None:
        try:
            self.read_guideline()
            while isinstance(work := self.next(), Work) or work.status == "wait":
                if isinstance(work, Work):
                    self.answer(work)
        except BaseException as failure:
            self.failure = failure

    def read_guideline(self) -> None:
        version = patiently(lambda: self.client.get_brief(self.project_id))["guideline"]["version"]
        patiently(lambda: self.client.read_guideline(self.project_id, version))

    def next(self) -> Work | NoWork:
        if brought := self.brought:
            self.brought = None
            return brought
        return patiently(lambda: self.client.next_assignment(self.project_id))

    def answer(self, work: Work) -> None:
        key = uuid4()
        have: list[UUID] | None = random.choice([None, []])
        answers = {"tone": {"item": {"state": "answered", "value": {"selected": [random.choice(["warm", "cold"])]}}}}
        submitted = patiently(
            lambda: self.client.submit_annotation(
                self.project_id, work.assignment.id, answers, schema_version=work.schema_version, key=key, have=have
            )
        )
        self.brought = submitted.next
        self.said[submitted.annotation_id] = answers
        self.acknowledged[work.assignment.item_id] = submitted.annotation_id


def people_for(url: str, owner: Armslength, project_id: UUID, count: int, prefix: str = "p") -> list[Annotator]:
    """So many new people, who have not begun yet."""
    annotators = []
    for number in range(count):
        invitation = owner.create_invitation(
            f"{prefix}{number}@people.test", "annotator", projects=[(project_id, "annotator")]
        )
        client = Armslength(url)
        token = (invitation.url or "").partition("#token=")[2]
        client.accept_invitation(token=token, name=f"Person {number}", password=PASSWORD)
        annotators.append(Annotator(client, project_id))
    return annotators


def begin(token: str | None, owner: Armslength, folder: Path, items: int) -> UUID:
    """Olga owns it; her project is active and has so many items."""
    owner.set_up(
        token=token or "", organization="Northwind Labs", name="Olga", email="olga@northwind.test",
        password=PASSWORD,
    )  # fmt: skip
    project = owner.apply_brief(BRIEF).project
    assert project is not None
    file = folder / "items.jsonl"
    file.write_text("".join(json.dumps({"id": f"i{n}", "text": f"Good morning, {n}."}) + "\n" for n in range(items)))
    mapping = {"external_id": "id", "fields": {"text": "text"}}
    run = owner.import_file(project.id, file, batch="first", mapping=mapping)
    assert run.created == items, run
    owner.set_project_state(project.id, "active")
    return project.id


def standing(owner: Armslength, project_id: UUID) -> dict[UUID, tuple[UUID, Any]]:
    """Every answer that stands, by its id: the item and what was said. Nobody stands twice on one item."""
    found: dict[UUID, tuple[UUID, Any]] = {}
    for item in owner.list_items(project_id):
        answers: Sequence[dict[str, Any]] = owner.get_item_answers(project_id, item.id)["answers"]
        people = [str(answer["person"]["id"]) for answer in answers]
        assert len(people) == len(set(people)), "one person twice on one item"
        for answer in answers:
            annotation = UUID(str(answer["annotation_id"]))
            assert annotation not in found
            found[annotation] = (item.id, answer["answers"])
    return found

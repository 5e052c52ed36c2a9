"""People at work while everything is killed under them: no acknowledged answer is lost, none is doubled.

ARMSLENGTH_KILLS sets how many times (six by default; fifty take some minutes).
"""

from __future__ import annotations

import json
import os
import random
import signal
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID, uuid4

import pytest
from tests.entry.launched import Launched, until

from armslength_client import ApiError, Armslength, ArmslengthClientError, Conflict, NotFound, NoWork, Work

T = TypeVar("T")

KILLS = int(os.environ.get("ARMSLENGTH_KILLS", "6"))
PEOPLE = 6
OVERLAP = 2
ITEMS = 20 + 12 * KILLS
PASSWORD = "a long walk by the sea"
BRIEF = {
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


@pytest.fixture
def house() -> Iterator[House]:
    with tempfile.TemporaryDirectory(prefix="armslength-data-") as data:
        house = House(Path(data))
        yield house
        house.up.stop()
        print(house.up.said, *(Path(data) / "logs" / "postgres.log").read_text().splitlines()[-60:], sep="\n")


class House:
    """The running product; `up` changes when even the supervisor is killed, the address does not."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.up = Launched(data, ARMSLENGTH_PROCESSES="2").ready()
        self.url = self.up.url

    def kill(self, what: str) -> None:
        if what == "everything":
            self.up.kill()
            self.up = Launched(self.data, port=self.up.port, ARMSLENGTH_PROCESSES="2").ready()
            return
        if pids := self.up.children()[what]:
            os.kill(random.choice(pids), signal.SIGKILL)


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
        self.failure: BaseException | None = None

    def run(self) -> None:
        try:
            version = patiently(lambda: self.client.get_brief(self.project_id))["guideline"]["version"]
            patiently(lambda: self.client.read_guideline(self.project_id, version))
            while isinstance(work := self.next(), Work) or work.status == "wait":
                if isinstance(work, Work):
                    self.answer(work)
        except BaseException as failure:
            self.failure = failure

    def next(self) -> Work | NoWork:
        return patiently(lambda: self.client.next_assignment(self.project_id))

    def answer(self, work: Work) -> None:
        key = uuid4()
        answers = {"tone": {"item": {"state": "answered", "value": {"selected": [random.choice(["warm", "cold"])]}}}}
        submitted = patiently(
            lambda: self.client.submit_annotation(
                self.project_id, work.assignment.id, answers, schema_version=work.schema_version, key=key
            )
        )
        self.acknowledged[work.assignment.item_id] = submitted.annotation_id


def people_at_work(house: House, owner: Armslength, project_id: UUID) -> list[Annotator]:
    annotators = []
    for number in range(PEOPLE):
        invitation = owner.create_invitation(
            f"p{number}@people.test", "annotator", projects=[(project_id, "annotator")]
        )
        client = Armslength(house.url)
        token = (invitation.url or "").partition("#token=")[2]
        client.accept_invitation(token=token, name=f"Person {number}", password=PASSWORD)
        annotators.append(Annotator(client, project_id))
    return annotators


def begin(house: House, owner: Armslength, folder: Path) -> UUID:
    owner.set_up(
        token=house.up.token or "", organization="Northwind Labs", name="Olga", email="olga@northwind.test",
        password=PASSWORD,
    )  # fmt: skip
    project = owner.apply_brief(BRIEF).project
    assert project is not None
    file = folder / "items.jsonl"
    file.write_text("".join(json.dumps({"id": f"i{n}", "text": f"Good morning, {n}."}) + "\n" for n in range(ITEMS)))
    mapping = {"external_id": "id", "fields": {"text": "text"}}
    run = owner.import_file(project.id, file, batch="first", mapping=mapping)
    assert run.created == ITEMS, run
    owner.set_project_state(project.id, "active")
    return project.id


def test_no_acknowledged_answer_is_lost_and_none_is_doubled(house: House, tmp_path: Path) -> None:
    with Armslength(house.url) as owner:
        project_id = begin(house, owner, tmp_path)
        annotators = people_at_work(house, owner, project_id)
        for annotator in annotators:
            annotator.start()
        rng = random.Random(7)
        kills: Counter[str] = Counter()
        while any(annotator.is_alive() for annotator in annotators):
            time.sleep(rng.uniform(0.01, 0.05))
            answered = sum(len(annotator.acknowledged) for annotator in annotators)
            if kills.total() < KILLS and answered > kills.total() * ITEMS * OVERLAP // (KILLS + 1):
                what = rng.choices(["serve", "postgres", "worker", "everything"], [4, 3, 1, 1])[0]
                kills[what] += 1
                house.kill(what)
        assert not [annotator.failure for annotator in annotators if annotator.failure]
        assert kills.total() == KILLS, f"the work was over after {kills}: give them more of it"
        until(house.up.healthy)
        check(owner, project_id, annotators)


def check(owner: Armslength, project_id: UUID, annotators: list[Annotator]) -> None:
    acknowledged = {(item, annotation) for one in annotators for item, annotation in one.acknowledged.items()}
    standing: list[tuple[UUID, UUID]] = []
    for item in owner.list_items(project_id):
        answers = owner.get_item_answers(project_id, item.id)["answers"]
        people = [answer_person(answer) for answer in answers]
        assert len(people) == len(set(people)), "one person twice on one item"
        standing += [(item.id, UUID(str(answer["annotation_id"]))) for answer in answers]
    assert len(standing) == len(set(standing)) == ITEMS * OVERLAP
    assert acknowledged == set(standing)


def answer_person(answer: dict[str, Any]) -> str:
    return str(answer["person"]["id"])

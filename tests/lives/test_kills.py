"""People at work while everything is killed under them: no acknowledged answer is lost, none is doubled, and what the
office asked for meanwhile (a file brought in, releases, their exports) comes to its end as if nothing had happened.

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
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from uuid import UUID

import pytest
from tests.conftest import scratch
from tests.entry.launched import Launched, until
from tests.lives.labour import BRIEF, OVERLAP, Annotator, begin, patiently, people_for, standing

from armslength_client import Armslength, Conflict

KILLS = int(os.environ.get("ARMSLENGTH_KILLS", "6"))
PEOPLE = 6
ITEMS = 20 + 12 * KILLS
BROUGHT = 1_500


@pytest.fixture
def house() -> Iterator[House]:
    with tempfile.TemporaryDirectory(prefix="armslength-data-", dir=scratch()) as data:
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


class Office(threading.Thread):
    """Brings a file in, then freezes and exports the project that people work on, for as long as they do."""

    def __init__(self, client: Armslength, project_id: UUID, annotators: list[Annotator], folder: Path) -> None:
        super().__init__(daemon=True)
        self.client, self.project_id, self.annotators, self.folder = client, project_id, annotators, folder
        self.exports = 0
        self.failure: BaseException | None = None

    def run(self) -> None:
        try:
            self.bring_in()
            while any(annotator.is_alive() for annotator in self.annotators) or not self.exports:
                self.release(f"release {self.exports}")
                self.exports += 1
        except BaseException as failure:
            self.failure = failure

    def bring_in(self) -> None:
        rows = "".join(json.dumps({"id": f"b{n}", "text": f"Good night, {n}."}) + "\n" for n in range(BROUGHT))
        project = patiently(lambda: self.client.apply_brief({**BRIEF, "slug": "back"})).project
        assert project is not None
        run = patiently(lambda: self.client.create_import(project.id, "back.jsonl", len(rows), batch="one"))
        patiently(lambda: self.client.upload_import_part(project.id, run.id, 0, rows.encode()))
        mapping = {"external_id": "id", "fields": {"text": "text"}}
        with suppress(Conflict):  # the word that it had begun was lost with the server
            patiently(lambda: self.client.start_import(project.id, run.id, mapping))
        done = patiently(lambda: self.client.wait_for_import(project.id, run.id))
        assert (done.state, done.created + done.unchanged, done.rejected) == ("done", BROUGHT, 0)
        items = patiently(lambda: list(self.client.list_items(project.id)))
        assert sorted(item.external_id for item in items) == sorted(f"b{n}" for n in range(BROUGHT))

    def release(self, name: str) -> None:
        before = {str(said) for one in self.annotators for said in list(one.acknowledged.values())}
        try:
            begun = patiently(lambda: self.client.create_release(self.project_id, name=name, wait=False)).id
        except Conflict:
            begun = next(each.id for each in self.client.list_releases(self.project_id) if each.name == name)
        release = patiently(lambda: self.client.wait_for_release(self.project_id, begun))
        assert release.state == "ready", release
        once, again = (self.exported(begun, f"{name} {which}") for which in ("once", "again"))
        assert once == again
        released = [said["annotation"] for line in once.splitlines() for said in json.loads(line)["annotations"]]
        assert len(released) == len(set(released))
        assert before <= set(released)

    def exported(self, release_id: UUID, folder: str) -> str:
        paths = patiently(lambda: self.client.export(self.project_id, release_id, "jsonl", self.folder / folder))
        return next(path for path in paths if path.suffix == ".jsonl").read_text()


def test_no_acknowledged_answer_is_lost_and_none_is_doubled(house: House, tmp_path: Path) -> None:
    with Armslength(house.url) as owner:
        project_id = begin(house.up.token, owner, tmp_path, ITEMS)
        annotators = people_for(house.url, owner, project_id, PEOPLE)
        office = Office(owner, project_id, annotators, tmp_path)
        for worker in (*annotators, office):
            worker.start()
        rng = random.Random(7)
        kills: Counter[str] = Counter()
        while any(annotator.is_alive() for annotator in annotators):
            time.sleep(rng.uniform(0.01, 0.05))
            answered = sum(len(annotator.acknowledged) for annotator in annotators)
            if kills.total() < KILLS and answered > kills.total() * ITEMS * OVERLAP // (KILLS + 1):
                what = rng.choices(["serve", "postgres", "worker", "everything"], [4, 3, 3, 1])[0]
                kills[what] += 1
                house.kill(what)
        assert not [annotator.failure for annotator in annotators if annotator.failure]
        assert kills.total() == KILLS, f"the work was over after {kills}: give them more of it"
        until(house.up.healthy)
        office.join(timeout=120)
        assert not office.failure, repr(office.failure)
        assert office.exports
        check(owner, project_id, annotators)


def check(owner: Armslength, project_id: UUID, annotators: list[Annotator]) -> None:
    acknowledged = {annotation: item for one in annotators for item, annotation in one.acknowledged.items()}
    found = standing(owner, project_id)
    assert len(found) == ITEMS * OVERLAP
    assert acknowledged == {annotation: item for annotation, (item, _) in found.items()}

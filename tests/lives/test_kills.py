"""People at work while everything is killed under them: no acknowledged answer is lost, none is doubled.

ARMSLENGTH_KILLS sets how many times (six by default; fifty take some minutes).
"""

from __future__ import annotations

import os
import random
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from tests.conftest import scratch
from tests.entry.launched import Launched, until
from tests.lives.labour import OVERLAP, Annotator, begin, people_for, standing

from armslength_client import Armslength

KILLS = int(os.environ.get("ARMSLENGTH_KILLS", "6"))
PEOPLE = 6
ITEMS = 20 + 12 * KILLS


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


def test_no_acknowledged_answer_is_lost_and_none_is_doubled(house: House, tmp_path: Path) -> None:
    with Armslength(house.url) as owner:
        project_id = begin(house.up.token, owner, tmp_path, ITEMS)
        annotators = people_for(house.url, owner, project_id, PEOPLE)
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
    acknowledged = {annotation: item for one in annotators for item, annotation in one.acknowledged.items()}
    found = standing(owner, project_id)
    assert len(found) == ITEMS * OVERLAP
    assert acknowledged == {annotation: item for annotation, (item, _) in found.items()}

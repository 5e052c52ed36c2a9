"""A backup while people work and files come in; then all is lost, restored elsewhere, and compared answer by answer."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from tests.conftest import scratch
from tests.entry.launched import Launched, until
from tests.lives.labour import PASSWORD, begin, people_for, standing

from armslength_client import Armslength, Work

ITEMS = 80


@pytest.fixture
def place() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="armslength-backup-", dir=scratch()) as folder:
        yield Path(folder)


def command(data: Path, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "armslength.entry.cli", *words],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path), "ARMSLENGTH_DATA": str(data)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


class Bringer(threading.Thread):
    """Imports one file after another: uploads come and go under the backup."""

    def __init__(self, url: str, project_id: UUID, folder: Path) -> None:
        super().__init__(daemon=True)
        self.url, self.project_id, self.folder = url, project_id, folder
        self.enough = threading.Event()
        self.brought = 0

    def run(self) -> None:
        with Armslength(self.url) as owner:
            owner.sign_in("olga@northwind.test", PASSWORD)
            while not self.enough.is_set():
                file = self.folder / "more.jsonl"
                file.write_text(json.dumps({"id": f"m{self.brought}", "text": "Good night."}) + "\n")
                mapping = {"external_id": "id", "fields": {"text": "text"}}
                owner.import_file(self.project_id, file, batch=f"more-{self.brought}", mapping=mapping)
                self.brought += 1


def test_what_was_acknowledged_before_a_backup_is_in_it(place: Path, tmp_path: Path) -> None:
    old, new, backup = place / "old", place / "new", place / "backup.tar"
    up = Launched(old).ready()
    with Armslength(up.url) as owner:
        project_id = begin(up.token, owner, tmp_path, ITEMS)
        release = owner.create_release(project_id, name="before", recipe={})
        owner.export(project_id, release.id, "jsonl", tmp_path / "before")
        people = people_for(up.url, owner, project_id, 4)
        bringer = Bringer(up.url, project_id, tmp_path)
        for worker in (*people, bringer):
            worker.start()
        until(lambda: sum(len(one.said) for one in people) > ITEMS // 4)
        before = {annotation: said for one in people for annotation, said in dict(one.said).items()}
        amid = owner.create_release(project_id, name="amid", recipe={}, wait=False)
        command(old, "backup", str(backup))
        during = sum(len(one.said) for one in people) - len(before)
        bringer.enough.set()
        for worker in (*people, bringer):
            worker.join(60)
        assert not [one.failure for one in people if one.failure]
        assert during > 0 and bringer.brought > 0, "nothing happened during the backup"
    shutil.copytree(old / "keys", place / "keys")
    up.kill()
    shutil.rmtree(old)

    command(new, "restore", str(backup), "--keys", str(place / "keys"))
    again = Launched(new).ready()
    try:
        with Armslength(again.url) as owner:
            owner.sign_in("olga@northwind.test", PASSWORD)
            found = standing(owner, project_id)
            owner.export(project_id, release.id, "jsonl", tmp_path / "after")
            assert owner.wait_for_release(project_id, amid.id).state == "ready"
            said = {annotation: answers for one in people for annotation, answers in one.said.items()}
            assert before.keys() <= found.keys() <= said.keys()
            assert {annotation: answers for annotation, (_, answers) in found.items()} == {
                annotation: said[annotation] for annotation in found
            }
            files = [sorted(file.name for file in (tmp_path / when).iterdir()) for when in ("before", "after")]
            assert files[0] == files[1]
            [late] = people_for(again.url, owner, project_id, 1, prefix="late")
            late.read_guideline()
            owner.add_items(project_id, owner.create_batch(project_id, "late").id, [{"text": "Good morning."}])
            work = late.next()
            assert isinstance(work, Work)
            late.answer(work)
            assert late.said.keys() == standing(owner, project_id).keys() - found.keys()
    finally:
        again.stop()

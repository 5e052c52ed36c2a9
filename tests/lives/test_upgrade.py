"""What an older Armslength left comes through every migration since: restored, started, compared.

`older/NAME.tar` is a backup, with its keys, of what `armslength demo` makes, taken at that migration; `older/NAME.json`
is the `picture` of it at that time. For a new one, start the demo of that version, take the picture and the backup, and
lay both here. From 0063 on rooms have rows of their own that came after the first tables: a comment, hidden gold,
suggestions, beliefs, a second vendor with a grant, portions and a canary, brand words, a skill, a view, a bulk act.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests.conftest import scratch
from tests.entry.launched import Launched

from armslength.entry.backup.restoring import restore
from armslength.entry.doctor.examination import examine
from armslength.entry.faults import CannotRestore
from armslength.entry.migrate import load_migrations
from armslength.entry.settings import load_server_settings
from armslength_client import Armslength, Work

OLDER = Path(__file__).with_name("older")
PASSWORD = "a long walk by the sea"
OWNER, ANNOTATOR = "maya@northwind.invalid", "ada@northwind.invalid"


def picture(owner: Armslength, folder: Path) -> dict[str, Any]:
    """What must be the same in every later version: answers, who gave them, the release and its export to the byte."""
    [project] = owner.list_projects()
    answers = {}
    for item in owner.list_items(project.id):
        given = owner.get_item_answers(project.id, item.id)["answers"]
        answers[item.external_id] = sorted(
            [each["person"]["name"], msgspec.to_builtins(each["answers"])] for each in given
        )
    [release] = owner.list_releases(project.id)
    owner.export(project.id, release.id, "csv", folder)
    files = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(folder.glob("*.csv"))}
    return {
        "answers": answers,
        "release": {"name": release.name, "digest": release.digest, "files": files},
        "log": sorted({entry["action"] for entry in owner.list_log(project.id)}),
    }


@pytest.fixture
def data() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="armslength-data-", dir=scratch()) as folder:
        yield Path(folder)


@pytest.mark.parametrize("older", sorted(OLDER.glob("*.tar")), ids=lambda path: path.stem)
def test_what_an_older_version_left_is_all_there(older: Path, data: Path, tmp_path: Path) -> None:
    environ = {"ARMSLENGTH_DATA": str(data)}
    settings = load_server_settings(environ)
    if int(older.stem) < load_migrations()[-1].number:
        with pytest.raises(CannotRestore, match="made by an older Armslength"):
            restore(settings, older, keys=None, older=False, say=print)
    restore(settings, older, keys=None, older=True, say=print)
    up = Launched(data).ready()
    try:
        with Armslength(up.url) as owner, Armslength(up.url) as annotator:
            owner.sign_in(OWNER, PASSWORD)
            before = msgspec.json.decode(older.with_suffix(".json").read_bytes())
            now = msgspec.to_builtins(picture(owner, tmp_path / "export"))
            assert now["answers"] == before["answers"] and now["release"] == before["release"]
            assert set(before["log"]) <= set(now["log"])
            annotator.sign_in(ANNOTATOR, PASSWORD)
            [project] = owner.list_projects()
            annotator.read_guideline(project.id, annotator.get_brief(project.id)["guideline"]["version"])
            assert isinstance(annotator.next_assignment(project.id), Work)
    finally:
        up.stop()
    report = examine(settings, environ, seals=True)
    assert not [finding for finding in report.findings if finding.state == "fail" and finding.check != "disk"]

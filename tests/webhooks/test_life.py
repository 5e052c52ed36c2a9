"""The product over HTTP with its worker: a file is imported, a release exported, and somebody outside hears of it."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import scratch
from tests.entry.launched import until
from tests.running import RunningApp
from tests.webhooks.receiving import Receiver, receiving

from armslength_client import Armslength, Forbidden, NotFound, Work, verify_webhook

PASSWORD = "a long walk by the sea"
SECRET_TEXT = "the moon base opens on a Tuesday"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as somebody:
        yield somebody


@pytest.fixture
def app(postgres: Any, database_name: str, receiver: Receiver) -> Iterator[RunningApp]:
    environ = {
        "ARMSLENGTH_EGRESS_ALLOW": "127.0.0.1", "ARMSLENGTH_EGRESS_NETWORKS": "127.0.0.0/8",
        "ARMSLENGTH_EGRESS_PORTS": str(receiver.port), "ARMSLENGTH_EGRESS_PLAIN_HTTP": "true",
    }  # fmt: skip
    with (
        tempfile.TemporaryDirectory(prefix="armslength-app-", dir=scratch()) as data,
        RunningApp(postgres.app_url(database_name), Path(data), **environ) as running,
    ):
        yield running


def test_a_life_as_it_is_heard_outside(app: RunningApp, receiver: Receiver, tmp_path: Path) -> None:
    with Armslength(app.url) as olga:
        olga.set_up(token=app.setup_token, organization="Northwind Labs", name="Olga", email="olga@northwind.test",
                    password=PASSWORD)  # fmt: skip
        with pytest.raises(Forbidden):
            olga.create_webhook(receiver.url)
        olga.add_egress_host("127.0.0.1")
        hook = olga.create_webhook(receiver.url, description="pipeline")
        project = olga.apply_brief({"slug": "texts", "name": "Texts", "preset": "text-classification"}).project
        assert project is not None
        olga.set_project_state(project.id, "active")
        file = tmp_path / "texts.jsonl"
        file.write_text(json.dumps({"id": "t1", "text": SECRET_TEXT}) + "\n")
        olga.import_file(project.id, file, batch="first", mapping={"external_id": "id", "fields": {"text": "text"}})
        olga.read_guideline(project.id, olga.get_brief(project.id)["guideline"]["version"])
        work = olga.next_assignment(project.id)
        assert isinstance(work, Work)
        olga.flag_item(project.id, work.assignment.id, reason="guideline_gap", comment=SECRET_TEXT)
        release = olga.create_release(project.id, name=SECRET_TEXT, recipe={})
        olga.export(project.id, release.id, "jsonl", tmp_path / "out")
        wanted = {"projects.state_changed", "ingest.import_ended", "assignment.flagged", "release.release_ended",
                  "release.export_ended"}  # fmt: skip
        until(lambda: wanted <= set(receiver.topics))
        events = {
            each.event["type"]: verify_webhook(hook.secret or "", each.headers, each.body) for each in receiver.heard
        }
        assert events["ingest.import_ended"].data["created"] == 1
        assert events["release.release_ended"].data["release_id"] == str(release.id)
        assert events["release.export_ended"].data["format"] == "jsonl"
        assert all(SECRET_TEXT.encode() not in each.body for each in receiver.heard), "content left by a webhook"
        only = olga.create_webhook(receiver.url, topics=["annotation.submitted"], project_id=project.id)
        assert [each.id for each in olga.list_webhooks(project.id)] == [only.id]
        with pytest.raises(NotFound):
            olga.rotate_webhook_secret(only.id)
        until(lambda: all(each.state == "delivered" for each in olga.list_webhook_deliveries(hook.id)))
        olga.delete_webhook(only.id, project_id=project.id)
        assert olga.list_webhooks(project.id) == []

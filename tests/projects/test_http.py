"""Projects over HTTP: what the wizard, the SDK and a brief in a file meet."""

from typing import Any

import httpx
import pytest
from tests.running import RunningApp

from armslength.projects.rules.presets import ORDER

PASSWORD = "a long walk by the sea"


@pytest.fixture
def owner(app: RunningApp) -> Any:
    with httpx.Client(base_url=f"{app.url}/api/v1", headers={"X-Armslength": "1"}, timeout=30) as client:
        wanted = {
            "token": app.setup_token, "organization": "Northwind", "name": "Olga", "email": "olga@example.org",
            "password": PASSWORD,
        }  # fmt: skip
        client.post("/setup", json=wanted).raise_for_status()
        yield client


def test_a_project_from_a_preset_to_its_next_schema(owner: httpx.Client) -> None:
    presets = owner.get("/presets").json()["items"]
    assert len(presets) == len(ORDER)
    assert {kind["kind"] for kind in owner.get("/kinds").json()["fields"]} == {"text", "chat", "image", "code", "table"}
    chosen = presets[0]
    made = owner.post("/projects", json={"name": "Helpful", "preset": chosen["id"]})
    assert made.status_code == 201
    project = made.json()
    assert (project["my_role"], project["schema_version"], project["review_share"]) == ("owner", 1, 0.1)
    path = f"/projects/{project['id']}"
    assert owner.get(f"{path}/schema").json()["schema"] == chosen["schema"]
    changed = {**chosen["schema"], "questions": chosen["schema"]["questions"][:1]}
    put = owner.put(f"{path}/schema", json={"schema": changed, "note": "less"})
    assert (put.status_code, put.json()["version"], put.json()["note"]) == (200, 2, "less")
    assert [entry["version"] for entry in owner.get(f"{path}/schemas").json()["items"]] == [2, 1]
    assert owner.post(f"{path}/guideline/read", json={"version": 1}).status_code == 204
    brief = owner.get(f"{path}/brief").json()
    assert (brief["schema"], brief["guideline"]["version"]) == (changed, 1)
    assert brief["guideline"]["read_at"]
    assert owner.post(f"{path}/state", json={"state": "active"}).json()["state"] == "active"
    listed = owner.get("/projects").json()["items"]
    assert [(each["id"], each["state"]) for each in listed] == [(project["id"], "active")]


def test_mistakes_come_back_with_their_places(owner: httpx.Client) -> None:
    project = owner.post("/projects", json={"name": "Helpful"}).json()
    broken = {"fields": [{"name": "t", "kind": "video"}], "questions": [{"name": "q", "kind": "rating"}]}
    refused = owner.put(f"/projects/{project['id']}/schema", json={"schema": broken})
    error = refused.json()["error"]
    assert (refused.status_code, error["code"], error["field"]) == (422, "projects.bad_schema", "schema.questions[0]")
    told = owner.post("/schemas/check", json={"schema": broken}).json()["problems"]
    assert told == error["details"]["problems"]
    missing = owner.get(f"/projects/{project['id']}/schema")
    assert (missing.status_code, missing.json()["error"]["code"]) == (404, "projects.version_not_found")
    for body, field in (
        ({"name": ""}, "name"),
        ({"name": "x", "overlap": 0}, "overlap"),
        ({"name": "x", "no": 1}, "no"),
    ):
        answer = owner.post("/projects", json=body)
        assert (answer.status_code, answer.json()["error"].get("field")) == (422, field)


def test_a_brief_applied_twice_changes_once(owner: httpx.Client) -> None:
    brief = {"slug": "names", "name": "Names", "preset": "named-entities", "overlap": 4}
    first = owner.post("/projects/apply", json={"brief": brief}).json()
    assert first["changes"][0] == {"what": "project", "from": None, "to": "names"}
    assert owner.post("/projects/apply", json={"brief": brief}).json()["changes"] == []
    written = owner.get(f"/projects/{first['project']['id']}/brief-file").json()
    assert owner.post("/projects/apply", json={"brief": written}).json()["changes"] == []

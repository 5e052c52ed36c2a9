"""Whatever a request holds, it is answered: never by a failure of ours, and what is refused names the place.

Requests are made from the contract by schemathesis, at random (always the same) and at the edges of what the contract
allows, in the owner's name, on a project with work in it: paths point at things that exist.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import Case

from armslength_client import Armslength
from armslength_client.types import Work

PASSWORD = "a long walk by the sea"
CONTRACT = json.loads((Path(__file__).parents[2] / "contracts" / "openapi.json").read_text())
SCHEMA = schemathesis.openapi.from_dict({"openapi": "3.1.0", **CONTRACT})
OPERATIONS = sorted(
    operation["operationId"]
    for path, methods in CONTRACT["paths"].items()
    for operation in methods.values()
    if path.startswith("/api/v1/")
)
LOSES_THE_OWNER = {"sign_out", "revoke_api_key"}
"""They end the credentials that the next request needs."""
EXAMPLES = 10


@dataclass(frozen=True)
class Place:
    """Where requests go, with whose key, and the ids of what is there by the names of path parameters."""

    url: str
    key: str
    ids: dict[str, str]
    session: requests.Session


@pytest.fixture(scope="module")
def place(postgres: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """An owner's project with people, work, a vendor, a webhook, a release and an export."""
    from tests.running import RunningApp

    name = postgres.create()
    with RunningApp(postgres.app_url(name), tmp_path_factory.mktemp("hostile")) as app, Armslength(app.url) as owner:
        owner.set_up(
            token=app.setup_token, organization="Northwind Labs", name="Olga", email="olga@northwind.test",
            password=PASSWORD,
        )  # fmt: skip
        with requests.Session() as session:
            yield Place(app.url, owner.create_api_key("any request").secret or "", _ids(app.url, owner), session)
    postgres.drop(name)


def _ids(url: str, owner: Armslength) -> dict[str, str]:
    project = owner.apply_brief(
        {"slug": "sums", "name": "Sums", "preset": "pairwise-preference", "overlap": 1, "review_share": 1}
    ).project
    assert project is not None
    batch = owner.create_batch(project.id, "first")
    rows = [{"prompt": [{"role": "user", "content": f"{n}?"}], "responses": ["1", "2"]} for n in range(9)]
    owner.add_items(project.id, batch.id, rows)
    owner.set_project_state(project.id, "active")
    vendor = owner.create_vendor("Fairlabel")
    invitation = owner.create_invitation("ada@northwind.test", "annotator", projects=[(project.id, "annotator")])
    member = Armslength(url)
    member.accept_invitation(token=(invitation.url or "").partition("#token=")[2], name="Ada", password=PASSWORD)
    member.read_guideline(project.id, member.get_brief(project.id)["guideline"]["version"])
    work = member.next_assignment(project.id)
    assert isinstance(work, Work)
    release = owner.create_release(project.id, name="one", recipe={})
    export = owner.create_export(project.id, owner.wait_for_release(project.id, release.id).id, "jsonl")
    known = {
        "project_id": project.id,
        "batch_id": batch.id,
        "vendor_id": vendor.id,
        "person_id": member.get_me().person.id,
        "assignment_id": work.assignment.id,
        "item_id": work.assignment.item_id,
        "release_id": release.id,
        "export_id": export.id,
    }
    return {name: str(value) for name, value in known.items()}


@pytest.mark.parametrize("operation_id", [each for each in OPERATIONS if each not in LOSES_THE_OWNER])
def test_no_request_makes_us_fail(operation_id: str, place: Place) -> None:
    headers = {"Authorization": f"Bearer {place.key}"}

    @seed(1)
    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(SCHEMA.find_operation_by_id(operation_id).as_strategy())
    def ask(case: Case) -> None:
        case.path_parameters |= {name: place.ids[name] for name in case.path_parameters if name in place.ids}
        answer = case.call(base_url=place.url, headers=headers, session=place.session)
        assert answer.status_code < 500, (case.as_curl_command(), answer.text)
        if answer.status_code in (400, 422):
            assert answer.json()["error"].get("field"), (case.as_curl_command(), answer.text)

    ask()


@pytest.mark.parametrize("number", [2**31, 2**63, -(2**70), 1e12])
@pytest.mark.parametrize(
    ("method", "path", "body", "field"),
    [
        ("POST", "/guideline/read", {"version": ...}, "version"),
        ("PATCH", "", {"overlap": ...}, "overlap"),
        ("PATCH", "", {"person_cap": ...}, "person_cap"),
        ("PATCH", "/batches/{batch_id}", {"priority": ...}, "priority"),
        ("PUT", "/items/{item_id}/gold", {"use": "training", "place": ..., "key": {"answers": {}}}, "place"),
    ],
)
def test_a_number_beyond_all_columns_is_refused_by_name(
    place: Place, method: str, path: str, body: dict[str, Any], field: str, number: float
) -> None:
    answer = httpx.request(
        method, f"{place.url}/api/v1/projects/{place.ids['project_id']}{path.format(**place.ids)}",
        json={key: number if value is ... else value for key, value in body.items()},
        headers={"Authorization": f"Bearer {place.key}"},
    )  # fmt: skip
    assert (answer.status_code, answer.json()["error"].get("field")) == (422, field), answer.text


def test_a_version_in_the_query_may_be_any_number(place: Place) -> None:
    for what in ("guideline", "schema"):
        answer = httpx.get(
            f"{place.url}/api/v1/projects/{place.ids['project_id']}/{what}", params={"version": 2**40},
            headers={"Authorization": f"Bearer {place.key}"},
        )  # fmt: skip
        assert (answer.status_code, answer.json()["error"].get("field")) == (422, "version"), answer.text


NAMED = sorted(
    (path, parameter["name"])
    for path, methods in CONTRACT["paths"].items()
    for parameter in methods.get("get", {}).get("parameters", ())
    if parameter["in"] == "query" and {"enum", "anyOf", "oneOf"} & parameter["schema"].keys()
    and path.startswith("/api/v1/projects/{project_id}/") and path.count("{") == 1
)  # fmt: skip


def test_a_query_is_refused_by_the_name_that_it_was_asked_by(place: Place) -> None:
    """Also where our code has another name for it, as for `state`."""
    headers, refused = {"Authorization": f"Bearer {place.key}"}, 0
    for path, name in NAMED:
        answer = place.session.get(
            place.url + path.format(**place.ids), params={name: "\u2603"}, headers=headers
        )  # fmt: skip
        if answer.status_code == 422 and answer.json()["error"]["code"] == "http.invalid":
            assert answer.json()["error"]["field"] == name, (path, answer.text)
            refused += 1
    assert refused > 10
    without = place.session.post(f"{place.url}/api/v1/projects/{place.ids['project_id']}/batches", headers=headers)
    assert (without.status_code, without.json()["error"]["message"]) == (422, "The request needs a body.")

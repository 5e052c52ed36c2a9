"""A taxonomy split over two rival vendors: neither finds the other's branch by any way, and we have the whole."""

from __future__ import annotations

import asyncio
import json
import re
import time
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from tests.isolation.test_vendors_apart import PASSWORD, seat
from tests.running import RunningApp

from armslength_client import ApiError, Armslength

HERE = Path(__file__).parents[2]
SCHEMA: dict[str, Any] = {
    "fields": [{"name": "text", "kind": "text", "title": "Report", "searchable": True}],
    "questions": [
        {"name": "topic", "kind": "choice", "title": "What is it?", "help": "Quokkahelp tells of all.", "settings": {
            "options": [
                {"id": "wire", "title": "Wirefraudtitle", "key": "w", "color": "#aa0000", "options": [
                    {"id": "phish", "title": "Phishingtitle"}, {"id": "mule", "title": "Moneymuletitle"},
                ]},
                {"id": "body", "title": "Bodytitle", "options": [
                    {"id": "knee", "title": "Kneetitle", "help": "Kneehelp."}, {"id": "heart", "title": "Hearttitle"},
                ]},
            ],
        }},
        {"name": "urgent", "kind": "choice", "title": "Urgenttitle?", "settings": {
            "options": [{"id": "yes", "title": "Yes"}, {"id": "no", "title": "No"}]}},
    ],
}  # fmt: skip
FRAUD: dict[str, Any] = {
    "name": "fraudarm", "title": "Desk seven", "guideline": "# Desk seven\n\nFraudguideline.",
    "questions": [{"question": "topic", "options": ["wire"]}],
}  # fmt: skip
HEALTH: dict[str, Any] = {
    "name": "healtharm", "title": "Desk nine", "guideline": "# Desk nine\n\nHealthguideline.",
    "questions": [{"question": "topic", "options": ["heart", "knee"], "title": "Which?"}, {"question": "urgent"}],
}  # fmt: skip
OF_FRAUD = ["Wirefraudtitle", "Phishingtitle", "Moneymuletitle", "Fraudguideline", "phish", "mule", "fraudarm"]
OF_HEALTH = ["Kneetitle", "Hearttitle", "Kneehelp", "Urgenttitle", "Healthguideline", "knee", "heart", "healtharm"]
OF_THE_WHOLE = ["Quokkahelp", "Bodytitle", "Wholename", "external-"]
# What each branch says of the four items, and what that makes of them.
TOPICS = [("Phishingtitle", None), (None, "Kneetitle"), ("Wirefraudtitle", "Hearttitle"), (None, None)]


def unsplit(owner: Armslength) -> UUID:
    brief = {"slug": "whole", "name": "Wholename", "overlap": 1, "review_share": 0, "schema": SCHEMA}
    project = owner.apply_brief({**brief, "guideline": "# All\n\nWirefraudtitle or Kneetitle."}).project
    assert project is not None
    return project.id


def refused(owner: Armslength, project: UUID, *branches: dict[str, Any]) -> tuple[str, str | None]:
    with pytest.raises(ApiError) as error:
        owner.put_branches(project, branches)
    return error.value.code, error.value.field


def soon(there: Any) -> Any:
    """What comes when the worker has been at it."""
    for _ in range(400):
        if found := there():
            return found
        time.sleep(0.02)
    raise AssertionError("it never came")


def check_refusals(owner: Armslength, whole: UUID) -> None:
    def asks(**topic: Any) -> dict[str, Any]:
        return {**HEALTH, "questions": [{"question": "topic", **topic}, {"question": "urgent"}]}

    bad = "branches.invalid"
    assert refused(owner, whole, FRAUD, asks(options=["knee"])) == (bad, "branches")  # heart is nobody's
    assert refused(owner, whole, FRAUD, asks(options=["body", "mule"])) == (bad, "branches[1].questions[0].options[1]")
    assert refused(owner, whole, FRAUD, asks(options=["body", "x"])) == (bad, "branches[1].questions[0].options[1]")
    assert refused(owner, whole, FRAUD, asks()) == (bad, "branches[1].questions[0].question")
    assert refused(owner, whole, FRAUD, {**HEALTH, "questions": HEALTH["questions"][:1]}) == (bad, "branches")
    assert refused(owner, whole, FRAUD, {**HEALTH, "title": "desk seven"}) == (bad, "branches[1].title")
    gone = {**HEALTH, "questions": [*HEALTH["questions"], {"question": "mood"}]}
    assert refused(owner, whole, FRAUD, gone) == (bad, "branches[1].questions[2].question")


async def work(somebody: Any, topic: Any, more: dict[str, Any]) -> None:
    """All there is, answered by title; `topic` says which, None: none of these."""
    await somebody.prepare()
    while given := await somebody.next():
        brief = await somebody.ask("GET", f"{somebody.base}/brief")
        asked = {each["name"]: each for each in brief["schema"]["questions"]}
        title = topic[int(given["content"]["text"].rpartition(" ")[2])] or "None of these"
        options = [each for top in asked["topic"]["settings"]["options"] for each in (top, *top.get("options", []))]
        (chosen,) = [each["id"] for each in options if each["title"] == title]
        said = {"topic": {"item": {"state": "answered", "value": {"selected": [chosen]}}}, **more}
        body = {"key": str(uuid4()), "answers": said, "active_ms": 1, "schema_version": given["schema_version"]}
        await somebody.ask("POST", f"{somebody.base}/assignments/{given['assignment']['id']}/submit", body)


async def attack(client: httpx.AsyncClient, projects: list[UUID], thing: UUID) -> str:
    """All that any route tells about any of these projects, and about the thing, whatever it asks for."""
    paths = json.loads((HERE / "contracts/openapi.json").read_text())["paths"]
    asked = set()
    for path, methods in paths.items():
        if "get" not in methods:
            continue
        for project in projects if "{project_id}" in path else projects[:1]:
            asked.add(
                re.sub(r"{[^}]*}", str(thing), path.replace("{project_id}", str(project))).removeprefix("/api/v1")
            )
    heard = [await client.get("/projects")]
    heard += await asyncio.gather(*(client.get(url) for url in sorted(asked)))  # at once: refusals wait for a tick
    assert sum(answer.status_code == 200 for answer in heard) > 5
    return "\n".join(answer.text for answer in heard)


async def test_neither_vendor_knows_the_taxonomy_and_the_release_does(app: RunningApp, tmp_path: Path) -> None:
    with Armslength(app.url) as owner:
        owner.set_up(
            token=app.setup_token, organization="Northwind", name="Olga", email="olga@northwind.test", password=PASSWORD
        )
        whole = unsplit(owner)
        check_refusals(owner, whole)
        tried = owner.put_branches(whole, [FRAUD, HEALTH], dry_run=True)
        assert tried.version == 0 and [each.options for each in tried.branches] == [3, 2]
        told = json.dumps(tried.branches[0].schema)
        assert "Phishingtitle" in told and not [word for word in OF_HEALTH + OF_THE_WHOLE if word in told]
        made = owner.put_branches(whole, [FRAUD, HEALTH])
        fraud, health = [each.project.id for each in made.branches if each.project]
        batch = owner.create_batch(whole, "first").id
        rows = [{"external_id": f"external-{n}", "text": f"Report {n}", "metadata": {"Wholename": n}} for n in range(4)]
        owner.add_items(whole, batch, rows)

        def all_there() -> bool:
            # While an earlier filling is under way, what came since waits for the next look.
            app.do(app.wiring.branches.filling.sweep(app.wiring.db, app.wiring.branches.plans.clock))
            return all(each.items == 4 for each in owner.get_branches(whole).branches)

        soon(all_there)

        # Nobody works in the whole.
        firms = [owner.create_vendor(name).id for name in ("Fairlabel", "Swift")]
        with pytest.raises(ApiError) as error:
            owner.set_project_state(whole, "active")
        assert error.value.code == "branches.whole_stays"
        with pytest.raises(ApiError) as error:
            owner.set_grant(whole, firms[0], "active")
        assert error.value.code == "branches.whole_stays"
        with pytest.raises(ApiError) as error:
            owner.put_branches(whole, [FRAUD, HEALTH])
        assert error.value.code == "branches.changed"

        # Each vendor is let into one branch, and looks everywhere.
        world = []
        for firm, project in zip(firms, (fraud, health), strict=True):
            owner.set_project_state(project, "active")
            owner.set_grant(project, firm, "active")
            roles = (("manu", "manager"), ("rev", "reviewer"), ("ann", "annotator"))
            world.append([await seat(app, owner, firm, project, name, role) for name, role in roles])
        for people, topics, more in zip(world, zip(*TOPICS, strict=True), (
            dict[str, Any](), {"urgent": {"item": {"state": "answered", "value": {"selected": ["yes"]}}}},
        ), strict=True):  # fmt: skip
            await work(people[2], topics, more)
        found = {each.external_id: each for each in owner.list_assembled_items(whole)}
        secrets = ([*OF_HEALTH, *OF_THE_WHOLE], [*OF_FRAUD, *OF_THE_WHOLE])
        for people, own, other, secret in zip(world, (fraud, health), (health, fraud), secrets, strict=True):
            somebody, where = (people[0], [own, other, whole]) if own == fraud else (people[2], [own])
            await somebody.ask("GET", f"{somebody.base}/brief")
            heard = await attack(somebody.client, where, found["external-0"].item_id)
            heard += "\n".join(text for each in people for text in each.texts)
            assert "Desk" in heard and [word for word in secret if word in heard] == []
            await asyncio.gather(*(somebody.client.aclose() for somebody in people))

        # Here it is one question again.
        assert {name: each.state for name, each in found.items()} == {
            "external-0": "assembled", "external-1": "assembled", "external-2": "conflict", "external-3": "unresolved",
        }  # fmt: skip
        torn = found["external-2"]
        assert torn.answers["topic"]["item"]["leaders"] == [{"selected": ["wire"]}, {"selected": ["heart"]}]
        assert [each.external_id for each in owner.list_assembled_items(whole, state="unresolved")] == ["external-3"]
        with pytest.raises(ApiError) as error:
            owner.decide_assembled_item(
                whole, torn.item_id, {"topic": {"item": {"state": "answered", "value": {"selected": ["nope"]}}}}
            )
        assert error.value.field == "answers.topic.item.value.selected[0]"
        right: dict[str, Any] = {"topic": {"item": {"state": "answered", "value": {"selected": ["heart"]}}}}
        assert owner.decide_assembled_item(whole, torn.item_id, right).state == "decided"
        coverage = {each.vendor.name: each.options for each in owner.get_branches(whole).coverage}
        assert coverage == {"Fairlabel": 3, "Swift": 2}

        release = owner.create_release(whole, name="one")
        (file,) = [each for each in owner.export(whole, release.id, "jsonl", tmp_path) if each.suffix == ".jsonl"]
        records = {each["external_id"]: each for each in map(json.loads, file.read_text().splitlines())}
        labels: dict[str, Any] = {
            name: {question: each["item"]["value"]["selected"] for question, each in record["majority"].items() if each}
            for name, record in records.items()
        }
        assert labels == {
            "external-0": {"topic": ["phish"], "urgent": ["yes"]}, "external-1": {"topic": ["knee"], "urgent": ["yes"]},
            "external-2": {"topic": ["heart"], "urgent": ["yes"]}, "external-3": {"urgent": ["yes"]},
        }  # fmt: skip
        assert [each["branch"] for each in records["external-0"]["annotations"]] == ["fraudarm", "healtharm"]
        assert records["external-2"]["decided"] == right
        dropped = {each["reason"]: each["count"] for each in (release.manifest or {})["dropped"]}
        assert dropped == {"question that no branch claims": 1}

        # What is asked may grow, never go: people have answered.
        grown = json.loads(json.dumps(SCHEMA))
        grown["questions"][0]["settings"]["options"].append({"id": "fire", "title": "Firetitle"})
        owner.put_schema(whole, grown)
        assert owner.get_branches(whole).stale
        more = {**FRAUD, "questions": [{"question": "topic", "options": ["wire", "fire"]}]}
        with pytest.raises(ApiError) as error:
            owner.put_branches(whole, [{**more, "questions": [{"question": "topic", "options": ["fire", "knee"]}]}, {
                **HEALTH, "questions": [{"question": "topic", "options": ["heart", "wire"]}, {"question": "urgent"}],
            }], version=1)  # fmt: skip
        assert (error.value.code, error.value.field) == ("branches.invalid", "branches[0].questions")
        after = owner.put_branches(whole, [more, HEALTH], version=1)
        assert (after.version, after.stale, after.options) == (2, False, 6)
        assert owner.get_release(whole, release.id).digest == release.digest

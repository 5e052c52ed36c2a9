"""The first life: real prompts become a dataset that trains, through the public API and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from armslength_client import Armslength, Conflict, Forbidden, Invalid, NotFound, NoWork, Review, Work
from armslength_client.types import Project

PASSWORD = "a long walk by the sea"
ROWS = [
    {
        "id": f"q{n}",
        "prompt": f"How do I boil {n} eggs?",
        "a": f"Put {n} eggs in cold water, bring it to the boil, wait nine minutes.",
        "b": "I do not know anything about eggs.",
        "source_doc": "kitchen",
    }
    for n in range(1, 7)
]
BRIEF = {
    "slug": "eggs",
    "name": "Helpful about eggs",
    "overlap": 2,
    "review_share": 1.0,
    "guideline": "# Eggs\n\nPrefer the answer that would get the eggs boiled.",
    "schema": {
        "fields": [
            {"name": "prompt", "kind": "text", "title": "Prompt", "searchable": True},
            {"name": "responses", "kind": "text", "title": "Responses", "many": True},
        ],
        "questions": [
            {
                "name": "preference", "kind": "pairwise", "title": "Which answer is better?",
                "settings": {
                    "field": "responses", "strengths": [{"id": 1, "title": "Slightly"}, {"id": 2, "title": "Clearly"}],
                    "allow_tie": True, "allow_both_bad": True,
                },
            },
            {"name": "why", "kind": "text", "title": "Why?", "required": False, "settings": {"max_length": 500}},
        ],
    },
}  # fmt: skip


@pytest.fixture
def owner(app: Any) -> Iterator[Armslength]:
    with Armslength(app.url) as client:
        client.set_up(
            token=app.setup_token, organization="Northwind Labs", name="Olga Owner", email="olga@northwind.test",
            password=PASSWORD,
        )  # fmt: skip
        yield client


@pytest.fixture
def joined(app: Any, owner: Armslength) -> Iterator[Callable[..., Armslength]]:
    """Invite a person and come back signed in as them."""
    clients: list[Armslength] = []

    def join(name: str, role: Any, *projects: Project, vendor: str = "") -> Armslength:
        firm = owner.create_vendor(vendor).id if vendor else None
        invitation = owner.create_invitation(
            f"{name.lower()}@people.test", role, organization_id=firm, projects=[(p.id, role) for p in projects]
        )
        token = (invitation.url or "").partition("#token=")[2]
        client = Armslength(app.url)
        clients.append(client)
        client.accept_invitation(token=token, name=name, password=PASSWORD)
        return client

    yield join
    for client in clients:
        client.close()


def prefer_the_one_about_water(work: Work | Review) -> dict[str, Any]:
    """What a sensible person says, in the order the responses were shown to them."""
    best = next(r["id"] for r in work.content["responses"] if "cold water" in r["value"])
    value = {"verdict": "prefer", "winner": best, "strength": 2}
    return {"preference": {"item": {"state": "answered", "value": value}}}


def take(client: Armslength, project: Project) -> Work:
    work = client.next_assignment(project.id)
    if isinstance(work, NoWork) and work.status == "read_guideline":
        brief = client.get_brief(project.id)
        client.read_guideline(project.id, brief["guideline"]["version"])
        work = client.next_assignment(project.id)
    assert isinstance(work, Work), work
    return work


def label_everything(client: Armslength, project: Project) -> int:
    """Until there is nothing more; "wait" is no end: somebody else is taking the very item that is left."""
    take(client, project)
    done = 0
    while isinstance(work := client.next_assignment(project.id), Work) or work.status == "wait":
        if isinstance(work, Work):
            answers = prefer_the_one_about_water(work)
            client.submit_annotation(project.id, work.assignment.id, answers, schema_version=work.schema_version)
            done += 1
    return done


def start(owner: Armslength, tmp_path: Path) -> Project:
    project = owner.apply_brief(BRIEF).project
    assert project is not None
    file = tmp_path / "eggs.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in ROWS) + "\n")
    mapping = {
        "external_id": "id",
        "fields": {"prompt": "prompt", "responses": {"columns": ["a", "b"], "sources": ["model-x", "model-y"]}},
        "metadata": ["source_doc"],
    }
    run = owner.import_file(project.id, file, batch="first", mapping=mapping)
    assert (run.state, run.created, run.rejected) == ("done", len(ROWS), 0)
    again = owner.import_file(project.id, file, batch="first", mapping=mapping)
    assert (again.created, again.unchanged) == (0, len(ROWS))
    return owner.set_project_state(project.id, "active")


def test_prompts_become_a_dataset_that_trains(
    owner: Armslength, joined: Callable[..., Armslength], tmp_path: Path
) -> None:
    project = start(owner, tmp_path)
    assert owner.apply_brief(BRIEF).changes == []

    ada, bob = joined("Ada", "annotator", project), joined("Bob", "annotator", project)
    rita = joined("Rita", "reviewer", project)
    assert label_everything(ada, project) == len(ROWS)
    assert label_everything(bob, project) == len(ROWS)
    assert isinstance(ada.next_assignment(project.id), NoWork)

    rita.read_guideline(project.id, rita.get_brief(project.id)["guideline"]["version"])
    decided = 0
    while isinstance(review := rita.next_review(project.id), Review):
        rita.decide_review(project.id, review.review["id"], "accept")
        decided += 1
    assert decided == 2 * len(ROWS)

    progress = owner.get_progress(project.id)["progress"]
    assert (progress["items"], progress["done"], progress["annotations"]) == (len(ROWS), len(ROWS), 2 * len(ROWS))

    release = owner.create_release(project.id, name="v1", recipe={"review": "accepted", "truth": "majority"})
    assert release.state == "ready", release.error
    assert release.manifest is not None and release.manifest["items"] == len(ROWS)
    again = owner.create_release(project.id, name="v1 again", recipe={"review": "accepted", "truth": "majority"})
    assert again.digest == release.digest

    files = owner.export(project.id, release.id, "trl-preference", tmp_path / "out")
    rows = [json.loads(line) for path in files if path.suffix == ".jsonl" for line in path.read_text().splitlines()]
    assert len(rows) == len(ROWS)
    assert all("cold water" in row["chosen"][0]["content"] for row in rows)
    assert all(set(row) >= {"prompt", "chosen", "rejected"} for row in rows)


def test_a_rejected_annotation_goes_back_to_its_author_with_the_comment(
    owner: Armslength, joined: Callable[..., Armslength], tmp_path: Path
) -> None:
    project = start(owner, tmp_path)
    ada, rita = joined("Ada", "annotator", project), joined("Rita", "reviewer", project)
    first = take(ada, project)
    ada.submit_annotation(
        project.id, first.assignment.id, prefer_the_one_about_water(first), schema_version=first.schema_version
    )
    rita.read_guideline(project.id, rita.get_brief(project.id)["guideline"]["version"])
    review = rita.next_review(project.id)
    assert isinstance(review, Review)
    with pytest.raises(Invalid) as refused:
        rita.decide_review(project.id, review.review["id"], "reject")
    assert refused.value.field == "comment"
    rita.decide_review(project.id, review.review["id"], "reject", comment="Say why.", after_reject="rework")

    back = take(ada, project)
    assert back.assignment.item_id == first.assignment.item_id
    assert back.assignment.rework is not None and back.assignment.rework["comment"] == "Say why."
    answers = prefer_the_one_about_water(back)
    answers["why"] = {"item": {"state": "answered", "value": {"text": "It gets the eggs boiled."}}}
    ada.submit_annotation(project.id, back.assignment.id, answers, schema_version=back.schema_version)
    review = rita.next_review(project.id)
    assert isinstance(review, Review)
    assert review.earlier[0]["comment"] == "Say why."
    fixed = dict(review.answers)
    fixed["why"] = {"item": {"state": "answered", "value": {"text": "It gets the eggs boiled, in nine minutes."}}}
    rita.decide_review(project.id, review.review["id"], "fix", answers=fixed)

    history = [event["kind"] for event in owner.get_item_history(project.id, first.assignment.item_id)]
    assert len(history) >= 6
    standing = owner.get_item_answers(project.id, first.assignment.item_id)["answers"]
    assert standing[0]["answers"]["why"]["item"]["value"]["text"].endswith("nine minutes.")


def test_an_annotator_sees_the_work_and_nothing_else(
    owner: Armslength, joined: Callable[..., Armslength], tmp_path: Path
) -> None:
    project = start(owner, tmp_path)
    other = owner.create_project(name="Not hers", preset="text-classification")
    vera = joined("Vera", "annotator", project, vendor="Fairlabel")
    work = take(vera, project)
    assert "source" not in work.content["responses"][0]
    assert "source_doc" not in json.dumps(work.content)
    release = owner.create_release(project.id, name="early", recipe={"min_answers": 1})
    for forbidden in (
        lambda: list(vera.list_items(project.id)),
        lambda: vera.create_export(project.id, release.id, "jsonl"),
        lambda: vera.get_agreement(project.id),
        lambda: list(vera.list_people()),
    ):
        with pytest.raises((Forbidden, NotFound)):
            forbidden()
    with pytest.raises(NotFound):
        vera.get_project(other.id)
    with pytest.raises((NotFound, Conflict)):
        vera.submit_annotation(project.id, project.id, {}, schema_version=1)

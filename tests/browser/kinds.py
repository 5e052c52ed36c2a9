"""Projects of one kind of question each, out of the examples that the contracts show."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from armslength_client import Armslength
from armslength_client.types import Work

CONTRACTS = Path(__file__).resolve().parents[2] / "contracts" / "questions"
EXAMPLES = (
    "claims/checked", "errors/in-the-source", "steps/all-steps", "rubric/graded", "criteria/evidence", "flags/*",
    "relations/across-messages", "spans/overlapping", "choice/*", "rating/*", "pairwise/*", "ranking/*",
)  # fmt: skip
"""A valid answer of each kind that draws more than its own box: over texts, beside steps, in tables."""


def example_of(name: str) -> dict[str, Any]:
    """`kind/name`: fields, question, what it speaks of (`before`), content, target, answer; `*` for the first."""
    found: dict[str, Any] = json.loads(
        min(CONTRACTS.glob(f"{name.replace('/', '/examples/valid/')}.json")).read_text("utf-8")
    )
    return found


def project_of(owner: Armslength, name: str, example: dict[str, Any]) -> tuple[str, Any]:
    """A project that asks this, with the owner at work: one item answered, one to answer. Its path, and the answer."""
    kind = name.partition("/")[0]
    asked = [*example.get("before", []), {**example["question"], "required": False}]
    brief = {
        "slug": kind, "name": f"About {kind}", "schema": {"fields": example["fields"], "questions": asked},
        "guideline": "Read.", "review_share": 1,
    }  # fmt: skip
    project = owner.apply_brief(brief).project
    assert project is not None
    batch = owner.create_batch(project.id, "one")
    assert owner.add_items(project.id, batch.id, [example["content"]] * 2).created == 2
    owner.set_project_state(project.id, "active")
    owner.put_project_member(project.id, owner.get_me().person.id, "manager")
    owner.read_guideline(project.id, owner.get_brief(project.id)["guideline"]["version"])
    work = owner.next_assignment(project.id)
    assert isinstance(work, Work)
    answers = {**example.get("given", {}), "q": {example["target"]: example["answer"]}}
    said = owner.submit_annotation(project.id, work.assignment.id, answers, schema_version=work.schema_version)
    return f"/projects/{project.id}", said.annotation_id

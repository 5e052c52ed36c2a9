# Generated from _async by generate_sync.py: edit there.
"""The bench and review, as an annotator or reviewer would use them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal, TypeVar
from uuid import UUID, uuid4

import msgspec

from armslength_client._sync.items import Items
from armslength_client.types import Answers, Decided, NoWork, Review, Submitted, Work

T = TypeVar("T")


class Bench(Items):
    """Operations of people at work."""

    def list_work(self) -> list[dict[str, Any]]:
        """Projects in which this person may annotate or review, and whether there is work."""
        return (self.call("GET", "/work", dict[str, list[dict[str, Any]]]))["items"]

    def get_brief(self, project_id: UUID) -> dict[str, Any]:
        """Schema and guideline to work by."""
        return self.call("GET", f"/projects/{project_id}/brief", dict[str, Any])

    def next_assignment(self, project_id: UUID, *, have: Sequence[UUID] = ()) -> Work | NoWork:
        """Lease the next assignment; `have` are those already on screen."""
        path = f"/projects/{project_id}/work/next"
        answer = self.call("POST", path, dict[str, Any], body={"have": list(have)}, repeatable=True)
        return _work_or_none(answer, Work)

    def heartbeat(self, project_id: UUID, assignment_id: UUID) -> dict[str, Any]:
        """Keep a lease alive."""
        path = f"/projects/{project_id}/assignments/{assignment_id}/heartbeat"
        return self.call("POST", path, dict[str, Any], repeatable=True)

    def return_assignment(self, project_id: UUID, assignment_id: UUID) -> None:
        """Give an assignment back."""
        self.call("POST", f"/projects/{project_id}/assignments/{assignment_id}/return", type(None))

    def skip_assignment(self, project_id: UUID, assignment_id: UUID, reason: str, comment: str = "") -> None:
        """Skip with a reason; the item goes to somebody else."""
        path = f"/projects/{project_id}/assignments/{assignment_id}/skip"
        self.call("POST", path, type(None), body={"reason": reason, "comment": comment})

    def flag_item(self, project_id: UUID, assignment_id: UUID, reason: str, comment: str) -> None:
        """Say that something is wrong with the item or the guideline."""
        path = f"/projects/{project_id}/assignments/{assignment_id}/flag"
        self.call("POST", path, type(None), body={"reason": reason, "comment": comment})

    def save_draft(
        self, project_id: UUID, assignment_id: UUID, revision: int, answers: Answers
    ) -> dict[str, Any]:
        """Save what is written so far; `revision` is the one it is based on."""
        path = f"/projects/{project_id}/assignments/{assignment_id}/draft"
        return self.call("PUT", path, dict[str, Any], body={"revision": revision, "answers": answers})

    def submit_annotation(
        self, project_id: UUID, assignment_id: UUID, answers: Answers, *, schema_version: int, active_ms: int = 0,
        key: UUID | None = None, have: Sequence[UUID] | None = None,
    ) -> Submitted:  # fmt: skip
        """Submit; sent again with the same `key` it changes nothing, so it is safe to repeat. With `have`, the other
        assignments on screen, the receipt brings what is next, for less than `next_assignment` costs."""
        body = {"key": key or uuid4(), "answers": answers, "active_ms": active_ms, "schema_version": schema_version}
        if have is not None:
            body["next"] = list(have)
        path = f"/projects/{project_id}/assignments/{assignment_id}/submit"
        return self.call("POST", path, Submitted, body=body, repeatable=True)

    def list_my_annotations(self, project_id: UUID) -> Iterator[dict[str, Any]]:
        """What this person submitted, and what became of it."""
        return self.pages(f"/projects/{project_id}/my/annotations", dict[str, Any])

    def list_flags(self, project_id: UUID) -> Iterator[dict[str, Any]]:
        """What people say is wrong with items or the guideline."""
        return self.pages(f"/projects/{project_id}/flags", dict[str, Any])

    def resolve_flag(self, project_id: UUID, flag_id: UUID, note: str = "") -> None:
        """Say that a flag is dealt with."""
        self.call("POST", f"/projects/{project_id}/flags/{flag_id}/resolve", type(None), body={"note": note})

    def release_assignment(self, project_id: UUID, assignment_id: UUID) -> None:
        """Take an assignment away from its person and ask somebody else (managers)."""
        self.call("POST", f"/projects/{project_id}/assignments/{assignment_id}/release", type(None))

    def next_review(self, project_id: UUID, *, have: Sequence[UUID] = ()) -> Review | NoWork:
        """Lease the next annotation to review."""
        path = f"/projects/{project_id}/review/next"
        answer = self.call("POST", path, dict[str, Any], body={"have": list(have)}, repeatable=True)
        return _work_or_none(answer, Review)

    def decide_review(
        self, project_id: UUID, review_id: UUID, verdict: Literal["accept", "fix", "reject"], *, comment: str = "",
        answers: Answers | None = None, after_reject: Literal["rework", "someone_else"] | None = None,
        key: UUID | None = None,
    ) -> Decided:  # fmt: skip
        """Accept, fix (with answers) or reject (with a comment)."""
        given = {"answers": answers, "after_reject": after_reject, "comment": comment or None}
        body = {"key": key or uuid4(), "verdict": verdict, **{k: v for k, v in given.items() if v is not None}}
        path = f"/projects/{project_id}/reviews/{review_id}/decide"
        return self.call("POST", path, Decided, body=body, repeatable=True)


def _work_or_none(answer: dict[str, Any], kind: type[T]) -> T | NoWork:
    if answer.get("status") == "work":
        return msgspec.convert(answer, type=kind)
    return msgspec.convert(answer, type=NoWork)

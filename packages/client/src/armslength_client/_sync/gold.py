# Generated from _async by generate_sync.py: edit there.
"""Gold: items whose right answers are known, the course made of them, and how people do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal
from uuid import UUID

from armslength_client._sync.content_warnings import ContentWarnings
from armslength_client.types import Answers, GoldItem, GoldPerson, GoldPolicy

Use = Literal["hidden", "training", "screening"]


class Gold(ContentWarnings):
    """Operations on gold."""

    def list_gold(self, project_id: UUID, *, use: Use | None = None) -> Iterator[GoldItem]:
        """Gold items in use, newest first, and how people do on them."""
        return self.pages(f"/projects/{project_id}/gold", GoldItem, params={"use": use} if use else {})

    def get_gold(self, project_id: UUID, item_id: UUID) -> dict[str, Any]:
        """A gold item (`gold`) and what is right about it (`key`)."""
        return self.call("GET", f"/projects/{project_id}/items/{item_id}/gold", dict[str, Any])

    def put_gold(
        self, project_id: UUID, item_id: UUID, use: Use, answers: Answers, *, explanation: str = "",
        within: Mapping[str, float] | None = None, place: int | None = None, next_course: bool = False,
    ) -> dict[str, Any]:  # fmt: skip
        """Make an item gold, or change its right answers. `within`: by question, how far off is still right.
        `next_course`: for when everybody must pass again."""
        key = {"answers": answers, "explanation": explanation, "within": dict(within or {})}
        path = f"/projects/{project_id}/items/{item_id}/gold"
        return self.call(
            "PUT", path, dict[str, Any], body={"use": use, "key": key, "place": place, "next_course": next_course}
        )

    def retire_gold(self, project_id: UUID, item_id: UUID) -> None:
        """Take a gold item out of use for good."""
        self.call("DELETE", f"/projects/{project_id}/items/{item_id}/gold", type(None))

    def get_gold_policy(self, project_id: UUID) -> GoldPolicy:
        """The share of hidden gold, the gate, its mark, and the course."""
        return self.call("GET", f"/projects/{project_id}/gold/policy", GoldPolicy)

    def put_gold_policy(
        self, project_id: UUID, *, share: float, gate: bool, mark: float = 0.8, renew_course: bool = False,
        share_min: float | None = None,
    ) -> GoldPolicy:  # fmt: skip
        """Set them. `share_min`: what the share falls to as a person becomes known; None: the same for everybody.
        `renew_course`: begin another course, which everybody must pass again."""
        body = {"share": share, "share_min": share_min, "gate": gate, "mark": mark, "renew_course": renew_course}
        return self.call("PUT", f"/projects/{project_id}/gold/policy", GoldPolicy, body=body)

    def list_gold_people(self, project_id: UUID) -> list[GoldPerson]:
        """How everybody does on hidden gold, where they stand at the gate, and their share of gold."""
        return (self.call("GET", f"/projects/{project_id}/gold/people", dict[str, list[GoldPerson]]))["items"]

    def put_qualification(
        self, project_id: UUID, person_id: UUID, state: Literal["admitted", "barred"], note: str
    ) -> GoldPerson:
        """Let somebody pass the gate or keep them out, whatever their score, and say why."""
        path = f"/projects/{project_id}/gold/people/{person_id}"
        return self.call("PUT", path, GoldPerson, body={"state": state, "note": note})

    def get_my_score(self, project_id: UUID) -> dict[str, Any]:
        """One's own score on gold, once there is enough of it, and whether one may work."""
        return self.call("GET", f"/projects/{project_id}/work/score", dict[str, Any])

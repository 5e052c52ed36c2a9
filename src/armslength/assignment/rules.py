"""Pure decisions of assignment."""

import hmac
from collections.abc import Mapping, Sequence
from typing import Any, Literal
from uuid import UUID

from armslength.assignment.model import WorkRole
from armslength.assignment.schemas import NoWork
from armslength.assignment.settings import AssignmentSettings
from armslength.identity.model import Role, Side

Outcome = Literal["paused", "read_guideline", "cap", "wait", "done"]


def display_seed(project_seed: bytes, item_id: UUID) -> bytes:
    """The seed of an item's display orders. People of one item share it and differ by their place (0, 1, 2 …), so that
    every response stands equally often in every position."""
    return hmac.digest(project_seed, b"display|" + item_id.bytes, "sha256")[:16]


def arrange(content: Mapping[str, Any], orders: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Content with the responses of each field in display order."""
    return {name: _arranged(value, orders.get(name)) for name, value in content.items()}


def _arranged(value: Any, order: Sequence[str] | None) -> Any:
    if order is None:
        return value
    by_id = {response["id"]: response for response in value}
    return [by_id[response_id] for response_id in order]


def no_work(outcome: Outcome, side: Side, settings: AssignmentSettings) -> NoWork:
    """What is said when there is nothing to do: the reason to the customer's people, to a vendor's always the same."""
    if outcome == "read_guideline":
        return NoWork("read_guideline", 0)
    if side == "vendor":
        return NoWork("none", settings.idle_seconds)
    return NoWork(outcome, settings.wait_seconds if outcome == "wait" else settings.idle_seconds)


def work_roles(role: Role) -> list[WorkRole]:
    """What a role on a project works at."""
    return ["annotate"] if role == "annotator" else ["annotate", "review"]

"""What branches send and take: a question split over vendors, and what it says together."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

import msgspec

from armslength_client.types import Answers, Ref

AssembledState = Literal["waiting", "assembled", "conflict", "unresolved", "decided"]


class BranchShown(msgspec.Struct, kw_only=True):
    """A branch, its project (None in a dry run), and all that its people are asked (`schema`)."""

    plan: dict[str, Any]
    project: Ref | None
    schema: dict[str, Any]
    options: int
    items: int
    done: int


class BranchCoverage(msgspec.Struct):
    """How many of the options a vendor's people have been shown, over all branches."""

    vendor: Ref
    branches: list[str]
    options: int


class Branches(msgspec.Struct, kw_only=True):
    """How a project's question is split. `stale`: the label schema changed since."""

    version: int
    stale: bool
    options: int
    branches: list[BranchShown]
    coverage: list[BranchCoverage]


class BranchSaid(msgspec.Struct):
    """How many people of a branch answered, and each one's answers in the words of the whole."""

    name: str
    people: int
    answers: list[Answers]


class AssembledItem(msgspec.Struct, kw_only=True):
    """What the branches say of an item together, by question and target; a tie where they contradict each other."""

    item_id: UUID
    external_id: str | None
    summary: str
    state: AssembledState
    answers: dict[str, dict[str, dict[str, Any]]]
    unclaimed: list[str]
    branches: list[BranchSaid]
    decision: dict[str, Any] | None

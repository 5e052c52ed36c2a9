"""The wire form of branches."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import Meta

from armslength.branches.model import BranchPlan, State
from armslength.kit.wire import Named
from armslength.questions.model import Answer, LabelSchema
from armslength.truth.model import Consensus


class PutBranches(msgspec.Struct, forbid_unknown_fields=True):
    """The branches, all of them; `version` of the plan that they take the place of (0: none). `dry_run`: only show."""

    version: Annotated[int, Meta(ge=0)]
    branches: Annotated[list[BranchPlan], Meta(min_length=2, max_length=50)]
    dry_run: bool = False


class BranchShown(msgspec.Struct, kw_only=True):
    """A branch and its project (null in a dry run). `schema`: all that its people are asked. `options`: how many of
    the whole's options. `items`: how many are there; `done`: of how many all answers are."""

    plan: BranchPlan
    project: Named | None
    schema: LabelSchema
    options: int
    items: int
    done: int


class BranchCoverage(msgspec.Struct):
    """How many of the options that are split a vendor's people have been shown, over all branches."""

    vendor: Named
    branches: list[str]
    options: int


class Branches(msgspec.Struct, kw_only=True):
    """How a project's question is split. `options`: how many are split. `stale`: the label schema changed since."""

    version: int
    stale: bool
    options: int
    branches: list[BranchShown]
    coverage: list[BranchCoverage]


class AssembledItem(msgspec.Struct, kw_only=True):
    """What the branches say of an item together: by question and target, a tie where they contradict each other.

    `unclaimed`: questions that every branch answers with none of these. `branches`: what each says by itself, in the
    words of the whole, null for none of these. `decision`: what somebody said it is, which counts.
    """

    item_id: UUID
    external_id: str | None
    summary: str
    state: State
    answers: dict[str, dict[str, Consensus]]
    unclaimed: list[str]
    branches: list[BranchSaid]
    decision: BranchDecision | None


class BranchSaid(msgspec.Struct):
    """How many people of a branch answered, and each one's answers in the words of the whole."""

    name: str
    people: int
    answers: list[dict[str, dict[str, Any]]]


class BranchDecision(msgspec.Struct):
    """Who said what it is."""

    answers: dict[str, dict[str, Any]]
    by: Named
    at: datetime


class DecideItem(msgspec.Struct, forbid_unknown_fields=True):
    """Answers in the words of the whole, by question and target; the others stay as assembled."""

    answers: Annotated[dict[str, dict[str, Answer]], Meta(min_length=1, max_length=100)]

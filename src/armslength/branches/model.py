"""The words of branches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from armslength.fields.model import Name
from armslength.questions.choice.kind import OptionId
from armslength.questions.model import LabelSchema

State = Literal["waiting", "assembled", "conflict", "unresolved", "decided"]
"""Of an item: not every branch has its answers · every question has its answer · two branches claim it, or one is
divided · no branch claims it · somebody said what it is."""

Title = Annotated[str, Meta(min_length=1, max_length=500)]

OptionOf = Callable[[str, str | None], str]
"""An option's id in a branch, by its question and its id in the whole (None: none of these). Tells nothing."""


class BranchQuestion(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A question that a branch is asked. `options`: of these alone, each with all below it; without it, as a whole.

    Where there are options, `title` and `help` take the place of the question's own (help is left out otherwise), and
    `none` is what the option is called that says: it is none of these.
    """

    question: Name
    options: Annotated[list[OptionId], Meta(min_length=1, max_length=2000)] | None = None
    title: Title | None = None
    help: Annotated[str, Meta(max_length=5000)] | None = None
    none: Title = "None of these"


class BranchPlan(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A part of the whole question. `name` stays on our side; `title` and `guideline` are what its people read."""

    name: Name
    title: Annotated[str, Meta(min_length=1, max_length=200)]
    guideline: Annotated[str, Meta(max_length=200_000)] = ""
    questions: Annotated[list[BranchQuestion], Meta(min_length=1, max_length=100)]


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch as it is asked: in which project, under which label schema, and what its options mean in the whole
    (None: none of these), by question."""

    project_id: UUID
    plan: BranchPlan
    schema: LabelSchema
    options: dict[str, dict[str, str | None]]


Answers = dict[str, dict[str, Any]]
"""As stored: by question, by target, an answer as plain JSON."""

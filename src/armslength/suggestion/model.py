"""The words of suggestion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args
from uuid import UUID

Reveal = Literal["never", "before", "after"]
"""When the person at the bench sees suggestions: never; filled in from the beginning; after an answer of their own."""

Shown = Literal["before", "after", "held_out"]
Outcome = Literal["accepted", "agreed", "edited", "ignored", "held_out"]
"""accepted: the answer says what was suggested · agreed: it did before the suggestion was seen · edited: it was looked
at and something else was said · ignored: one's own first answer was kept, or none given · held_out: never seen."""
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A suggestion about to be stored."""

    id: UUID
    item_id: UUID
    source: str
    version: str
    schema_version: int
    scores: dict[str, float | None]
    score: float | None
    sealed: bytes
    digest: bytes
    shown_first: str | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A stored suggestion, unopened: enough to choose by."""

    id: UUID
    source: str
    version: str
    schema_version: int
    scores: dict[str, float | None]


@dataclass(frozen=True, slots=True)
class Turn:
    """Whether a person was shown suggestions on an assignment; `picks` names one for each question."""

    assignment_id: UUID
    item_id: UUID
    person_id: UUID
    shown: Shown
    picks: dict[str, UUID]
    first: bytes | None


@dataclass(frozen=True, slots=True)
class Became:
    """What became of the suggestion on one question."""

    question: str
    suggestion_id: UUID
    outcome: Outcome
    match: float
    first_match: float | None
    score: float | None


@dataclass(frozen=True, slots=True)
class Tallied:
    """Answers of one person to one question with suggestions of one source: how many, and how far they agree."""

    question: str
    source: str
    version: str
    person_id: UUID
    shown: Shown
    n: int
    match: float
    first_match: float | None
    outcomes: dict[Outcome, int]


Answers = dict[str, Any]

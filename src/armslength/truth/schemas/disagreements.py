"""Disagreements on the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from msgspec import Meta, Struct

from armslength.kit.wire import Named

DisagreementState = Literal["open", "asked", "decided", "ambiguous"]
DisagreementAct = Literal["adjudicate", "more", "ambiguous", "plain", "note"]


class SoftLabel(Struct, frozen=True):
    """One label: how likely it is, and how many of `n` people gave it."""

    label: str
    probability: float
    votes: int


class GroupView(Struct, frozen=True):
    """What one firm's people say: their answers by label."""

    organization: Named
    n: int
    votes: dict[str, int]


class SkillView(Struct, frozen=True):
    """What those say who have a skill today, and those who have it not: their answers by label."""

    skill: Named
    have: dict[str, int]
    lack: dict[str, int]


class Voice(Struct, frozen=True, kw_only=True):
    """One person's answers to the question, by target. `label`: where the labels are counted; null: none there.

    minority   another label than the likeliest
    """

    annotation_id: UUID
    person: Named
    organization: Named
    label: str | None
    minority: bool
    answers: dict[str, Any]


class ActDone(Struct, frozen=True, kw_only=True):
    """What somebody who runs the project did about it."""

    act: DisagreementAct
    by: Named
    at: datetime
    text: str


class Disagreement(Struct, frozen=True, kw_only=True):
    """One question of one item on which people disagree.

    divided        0 to 1: of labels how even the likely ones are, of other answers how far they are from one another
    target, part   the most divided place, where answers are labels; else null
    labels         the soft label, the likeliest first; a decision does not count
    groups         firm by firm, where answers are labels
    skills         skill by skill, of those that some of these people have and some have not
    voices         everybody's answers to the question, those of the minority first
    decision       the answers of whoever decided between them; null: nobody did
    """

    item_id: UUID
    external_id: str | None
    question: str
    divided: float
    state: DisagreementState
    target: str | None
    part: str | None
    labels: list[SoftLabel]
    groups: list[GroupView]
    skills: list[SkillView]
    voices: list[Voice]
    decision: dict[str, Any] | None
    acts: list[ActDone]


class DividedQuestion(Struct, frozen=True):
    """A question, how many items divide people on it (counted up to 10,000), and its labels, if any."""

    question: str
    title: str
    items: int
    labels: list[str]


class DisagreementSummary(Struct, frozen=True):
    """By what disagreements can be told apart: questions with their labels, firms that work here."""

    questions: list[DividedQuestion]
    firms: list[Named]


class ActOnDisagreement(Struct, forbid_unknown_fields=True):
    """`adjudicate`: somebody decides. `more`: one more person is asked. `ambiguous`: there is no right answer, releases
    say so; `plain` takes it back. `note`: a question for the guideline; it needs `text`."""

    question: Annotated[str, Meta(min_length=1, max_length=64)]
    act: DisagreementAct
    text: Annotated[str, Meta(max_length=5000)] = ""

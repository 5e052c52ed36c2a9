"""Where people disagree, as the server sends it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import msgspec

from armslength_client.types import Ref

DisagreementState = Literal["open", "asked", "decided", "ambiguous"]
DisagreementAct = Literal["adjudicate", "more", "ambiguous", "plain", "note"]


class SoftLabel(msgspec.Struct):
    """One label: how likely it is, and how many people gave it."""

    label: str
    probability: float
    votes: int


class GroupView(msgspec.Struct):
    """What one firm's people say."""

    organization: Ref
    n: int
    votes: dict[str, int]


class SkillView(msgspec.Struct):
    """What those say who have a skill, and those who have it not."""

    skill: Ref
    have: dict[str, int]
    lack: dict[str, int]


class Voice(msgspec.Struct):
    """One person's answers to the question, by target."""

    annotation_id: UUID
    person: Ref
    organization: Ref
    label: str | None
    minority: bool
    answers: dict[str, Any]


class ActDone(msgspec.Struct):
    """What somebody who runs the project did about it."""

    act: DisagreementAct
    by: Ref
    at: datetime
    text: str


class Disagreement(msgspec.Struct):
    """One question of one item on which people disagree."""

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


class DividedQuestion(msgspec.Struct):
    """A question, how many items divide people on it (counted up to 10,000), and its labels, if any."""

    question: str
    title: str
    items: int
    labels: list[str]


class DisagreementSummary(msgspec.Struct):
    """By what disagreements can be told apart."""

    questions: list[DividedQuestion]
    firms: list[Ref]

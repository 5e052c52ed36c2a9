"""What people may say of themselves, and what groups of them say of items."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec

from armslength_client.types import Ref


class Trait(msgspec.Struct):
    """Something that people may say of themselves; nothing is told of fewer than `at_least`. `brand_words`: those that
    its texts hold by now."""

    id: UUID
    name: str
    why: str
    options: list[str]
    at_least: int
    created_at: datetime
    brand_words: list[str] = []


class MyTrait(msgspec.Struct):
    """What one may say of oneself, and has said; None: nothing. `by_lot`: the share of people who are counted to a
    group drawn by lot, whatever they said."""

    id: UUID
    name: str
    why: str
    options: list[str]
    at_least: int
    by_lot: float
    said: str | None


class GroupFigure(msgspec.Struct):
    """A number with its 95 % interval, rounded."""

    value: float
    low: float
    high: float


class LabelFigures(msgspec.Struct):
    """How often one label is given by the group, by the others, and the difference."""

    label: str
    share: GroupFigure
    others: GroupFigure
    apart: GroupFigure


class NumberFigures(msgspec.Struct):
    """The mean of numbers of the group, of the others, and the difference."""

    mean: GroupFigure
    others: GroupFigure
    apart: GroupFigure


class GroupFigures(msgspec.Struct, kw_only=True):
    """One group at one question: about how many people and answers, what they say, and how often two of them
    (`inside`), or one of them and one of the others (`across`), say the same."""

    group: str
    people: int
    answers: int
    labels: list[LabelFigures] = []
    numbers: NumberFigures | None = None
    inside: GroupFigure | None = None
    across: GroupFigure | None = None


class GroupQuestion(msgspec.Struct):
    """What groups say at one question; `withheld`: groups of which nothing may be told there."""

    question: str
    title: str
    groups: list[GroupFigures]
    withheld: list[str]


class GroupSheet(msgspec.Struct, kw_only=True):
    """What was last told by one trait: answers up to `through`; None: nothing may be told yet."""

    trait: Ref
    at_least: int
    by_lot: float
    through: datetime | None
    told_at: datetime | None
    questions: list[GroupQuestion]

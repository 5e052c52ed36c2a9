"""Traits and what is told of groups, on the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from armslength.kit.wire import Named
from armslength.traits.model import GroupFigures

Option = Annotated[str, Meta(min_length=1, max_length=100)]


class CreateTrait(Struct, forbid_unknown_fields=True):
    """Something to ask people of themselves. `why`: what for, in words that they read. `at_least`: nothing is told of a
    group of fewer people, nor of one beside which there are fewer."""

    name: Annotated[str, Meta(min_length=1, max_length=100)]
    why: Annotated[str, Meta(min_length=1, max_length=2000)]
    options: Annotated[list[Option], Meta(min_length=2, max_length=6)]
    at_least: Annotated[int, Meta(ge=5, le=100)] = 5


class Trait(Struct, frozen=True):
    """Something that people may say of themselves. Who said what is told to nobody. `brand_words`: those of the list
    that its texts hold, put there after it was asked; vendors' people read them."""

    id: UUID
    name: str
    why: str
    options: list[str]
    at_least: int
    created_at: datetime
    brand_words: list[str]


class Traits(Struct, frozen=True):
    """All of them, by name."""

    items: list[Trait]


class MyTrait(Struct, frozen=True):
    """What one may say of oneself, and what one has said. `said`: null: nothing. `by_lot`: the share of people who are
    counted to a group drawn by lot, whatever they said."""

    id: UUID
    name: str
    why: str
    options: list[str]
    at_least: int
    by_lot: float
    said: str | None


class MyTraits(Struct, frozen=True):
    """All of them, by name."""

    items: list[MyTrait]


class TellMyTrait(Struct, forbid_unknown_fields=True):
    """What one says of oneself. `consent`: true: one agrees that it is counted as the trait says."""

    option: Option
    consent: bool


class GroupQuestion(Struct, frozen=True):
    """What groups say at one question. `withheld`: groups of which nothing may be told there."""

    question: str
    title: str
    groups: list[GroupFigures]
    withheld: list[str]


class GroupSheet(Struct, frozen=True, kw_only=True):
    """What was last told by one trait: answers up to `through`, not changed since `told_at`; null: nothing may be told
    yet. `by_lot`: the share of people who are counted to a group drawn by lot."""

    trait: Named
    at_least: int
    by_lot: float
    through: datetime | None
    told_at: datetime | None
    questions: list[GroupQuestion]


class Groups(Struct, frozen=True):
    """A sheet for each trait, by name."""

    items: list[GroupSheet]

"""Offers on the wire: a project in words that say nothing of whose it is."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

Volume = Literal["tens", "hundreds", "thousands", "tens_of_thousands", "more"]
"""About how many answers are wanted of the firm."""

Language = Annotated[str, Meta(pattern="^[a-z]{2,3}(-[A-Z]{2})?$", description="Such as en or pt-BR.")]
SkillWords = Annotated[str, Meta(min_length=1, max_length=60, pattern=r"\S")]


class OfferPay(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the firm is paid for an answer, in micro-units."""

    micros: Annotated[int, Meta(ge=0, le=1_000_000_000_000, description="Micro-units: 250000 is 0.25.")]
    currency: Annotated[str, Meta(pattern="^[A-Z]{3}$", description="ISO 4217.")] = "USD"


class OfferGrant(msgspec.Struct, forbid_unknown_fields=True):
    """Offer the project to the vendor. All of it may be left out; what kinds of work it is, the label schema says.

    `skills` are looked through for brand words like the guideline. `pay` becomes the price of an answer, told to the
    firm, when it accepts.
    """

    languages: Annotated[list[Language], Meta(max_length=20)] = []
    skills: Annotated[list[SkillWords], Meta(max_length=20)] = []
    volume: Volume | None = None
    due: date | None = None
    pay: OfferPay | None = None


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """What an offer says. `shown` and `asked`: the kinds of fields and of questions."""

    shown: list[str]
    asked: list[str]
    languages: list[str]
    skills: list[str]
    volume: Volume | None
    due: date | None
    pay: OfferPay | None


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """An offer, as both sides read it: `withdrawn`: it is not open any more, whatever the reason."""

    id: UUID
    state: Literal["open", "accepted", "declined", "withdrawn"]
    terms: Terms
    offered_at: datetime
    answered_at: datetime | None


class Offers(msgspec.Struct):
    """Those to one's own firm: open ones first, then the newest; the last hundred."""

    items: list[Offer]


class AnswerOffer(msgspec.Struct, forbid_unknown_fields=True):
    """Accept or decline. Accepted, the firm is let into the project, if nothing speaks against it at that moment."""

    answer: Literal["accept", "decline"]

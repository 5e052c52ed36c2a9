"""Offers: a project in words that say nothing of whose it is."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec

Volume = Literal["tens", "hundreds", "thousands", "tens_of_thousands", "more"]


class OfferPay(msgspec.Struct):
    """What the firm is paid for an answer, in micro-units."""

    micros: int
    currency: str = "USD"


class Terms(msgspec.Struct, kw_only=True):
    """What an offer says. `shown` and `asked`: the kinds of fields and of questions."""

    shown: list[str]
    asked: list[str]
    languages: list[str]
    skills: list[str]
    volume: Volume | None
    due: date | None
    pay: OfferPay | None


class Offer(msgspec.Struct, kw_only=True):
    """An offer, as both sides read it."""

    id: UUID
    state: Literal["open", "accepted", "declined", "withdrawn"]
    terms: Terms
    offered_at: datetime
    answered_at: datetime | None

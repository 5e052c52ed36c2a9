"""Figures: how work was, over all customers of an installation, in rounded numbers."""

from __future__ import annotations

import msgspec

from armslength_client.types import Ref


class Figure(msgspec.Struct):
    """A rounded number with its 95 % interval. `at_least`: answers it stands on, rounded down."""

    value: float
    low: float
    high: float
    at_least: int


class PayFigure(msgspec.Struct):
    """What an answer was paid on average, in micro-units."""

    micros: int
    currency: str
    at_least: int


class Figures(msgspec.Struct):
    """How work was. `quality`: share accepted at first by the customers' own reviewers; `seconds`: median time at work
    on an answer; `through`: only work before this day is counted. What is None has too little behind it to be told."""

    quality: Figure | None
    seconds: Figure | None
    pay: list[PayFigure]
    through: str | None


class MyFigures(msgspec.Struct):
    """One's own; `shown`: owners and managers of one's firm may see them."""

    figures: Figures
    shown: bool


class PersonFigures(msgspec.Struct):
    """A person who shows their figures."""

    person: Ref
    figures: Figures


class FirmFigures(msgspec.Struct):
    """The figures of one's own firm, and of those of its people who show theirs."""

    firm: Figures
    people: list[PersonFigures]

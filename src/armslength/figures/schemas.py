"""Figures on the wire: rounded numbers, and nothing that says what they are about."""

from __future__ import annotations

import msgspec

from armslength.kit.wire import Named


class Figure(msgspec.Struct, frozen=True):
    """A rounded number with its 95 % interval. `at_least`: answers it stands on, rounded down."""

    value: float
    low: float
    high: float
    at_least: int


class PayFigure(msgspec.Struct, frozen=True):
    """What an answer was paid on average, in micro-units, where customers tell it."""

    micros: int
    currency: str
    at_least: int


class Figures(msgspec.Struct, frozen=True):
    """How work was, over all customers of the installation. What is null has too little behind it to be told.

    quality  share accepted at first by the customers' own reviewers
    seconds  median time at work on an answer
    pay      by currency
    through  the day before which the work was done that was counted last, e.g. `2026-03-01`
    """

    quality: Figure | None
    seconds: Figure | None
    pay: list[PayFigure]
    through: str | None


class MyFigures(msgspec.Struct, frozen=True):
    """One's own figures; `shown`: owners and managers of one's firm may see them."""

    figures: Figures
    shown: bool


class ShowFigures(msgspec.Struct, frozen=True):
    """Whether owners and managers of one's firm may see one's figures."""

    shown: bool


class PersonFigures(msgspec.Struct, frozen=True):
    """A person who shows their figures."""

    person: Named
    figures: Figures


class FirmFigures(msgspec.Struct, frozen=True):
    """The figures of one's own firm, and of those of its people who show theirs, by name."""

    firm: Figures
    people: list[PersonFigures]

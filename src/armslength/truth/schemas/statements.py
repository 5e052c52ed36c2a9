"""What people did and what it comes to, on the wire: counts and sums, and nothing of what it was about."""

from __future__ import annotations

import msgspec

from armslength.kit.wire import Named


class Pay(msgspec.Struct, frozen=True):
    """A sum, in micro-units of a currency."""

    micros: int
    currency: str


class Worked(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody did in one project in one month.

    month      e.g. `2026-03`, by UTC; an answer counts in the month in which it was first given
    label      what the project is called here: a name that this firm alone knows it by, and that says nothing of it
    answers    given; each is accepted, rejected, or open while nobody has judged it
    reviewed   answers of others that were reviewed
    active_ms  time at work on answers, pauses left out
    price      of one answer, where the customer tells it: what the firm is paid
    pay        `answers` at that price
    """

    month: str
    label: str
    answers: int
    accepted: int
    rejected: int
    open: int
    reviewed: int
    active_ms: int
    price: Pay | None
    pay: Pay | None


class StatementLine(Worked, frozen=True, kw_only=True):
    """One's own work in one project in one month, and the firm that it was done for."""

    firm: Named


class Statement(msgspec.Struct, frozen=True):
    """All that one ever did, the last month first; `sums`: what it comes to, by currency."""

    lines: list[StatementLine]
    sums: list[Pay]


class FirmLine(Worked, frozen=True, kw_only=True):
    """One person's work in one project in the month."""

    person: Named


class FirmStatement(msgspec.Struct, frozen=True):
    """What a firm's people did in one month, people who have left among them, by name."""

    month: str
    lines: list[FirmLine]
    sums: list[Pay]

"""Statements: what people did and what it comes to, in counts and sums."""

from __future__ import annotations

import msgspec

from armslength_client.types import Ref


class Pay(msgspec.Struct):
    """A sum, in micro-units of a currency."""

    micros: int
    currency: str


class Worked(msgspec.Struct, kw_only=True):
    """What somebody did in one project in one month. `label`: what the project is called here; `price`: of one answer,
    where the customer tells it; `pay`: all answers at that price."""

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


class StatementLine(Worked, kw_only=True):
    """One's own work, and the firm that it was done for."""

    firm: Ref


class Statement(msgspec.Struct):
    """All that one ever did, the last month first."""

    lines: list[StatementLine]
    sums: list[Pay]


class FirmLine(Worked, kw_only=True):
    """One person's work."""

    person: Ref


class FirmStatement(msgspec.Struct):
    """What a firm's people did in one month."""

    month: str
    lines: list[FirmLine]
    sums: list[Pay]

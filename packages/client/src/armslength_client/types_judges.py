"""What the server sends of judges beside people."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID

import msgspec

from armslength_client.types_jobs import LastJob


class Figure(TypedDict):
    """A number with its 95 % interval; `n` counts what it was computed from. No value: `note` says why."""

    value: float | None
    low: float | None
    high: float | None
    n: int
    note: str | None


class Judge(msgspec.Struct):
    """One version of a judge, and how it does beside people, question by question.

    Each of `questions` has counts (`verdicts`, `compared`), `percent` and `kappa` with what is believed of people's
    answers and what a person reaches beside them, `labels` and `confusion`, agreement where people are `unanimous` and
    `divided`, the leanings `side`, `length`, `family` and `grade_length`, the `means` and whether it may `stand_in`;
    `parts` where an answer is several labels, and `numbers` (how far it lies off) where it is a number.
    """

    source: str
    version: str
    family: str | None
    models: list[str]
    prompt_digest: str | None
    judgements: int
    first_at: datetime | None
    last_at: datetime | None
    mean_score: float | None
    questions: list[dict[str, Any]]


class Judges(msgspec.Struct):
    """Judges beside people, as last computed. `stale`: answers or verdicts have come since; `job`: the comparison
    that was asked for last; `compared_on`: the questions on which judges can be compared."""

    computed_at: datetime | None
    stale: bool
    judges: list[Judge]
    job: LastJob | None
    compared_on: list[str]


class SampledItem(msgspec.Struct):
    """An item that was drawn."""

    item_id: UUID
    external_id: str | None


class Stratum(msgspec.Struct):
    """How many items of a verdict or band nobody has answered yet, and how many were drawn."""

    name: str
    there: int
    drawn: int


class JudgeSample(msgspec.Struct):
    """What was drawn, and about how many of it people are asked first now."""

    items: list[SampledItem]
    strata: list[Stratum]
    asked_first: int

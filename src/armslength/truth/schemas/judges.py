"""Judges beside people on the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from armslength.kit.jobs import LastJob
from armslength.suggestion.schemas import Name
from armslength.truth.schemas import Estimate


class Pull(msgspec.Struct, frozen=True):
    """How often the judge picks what something points at, people on the same pairs, and the difference, pair by pair; a
    tie is half a pick."""

    judge: Estimate
    people: Estimate
    difference: Estimate


class LengthAndGrade(msgspec.Struct, frozen=True):
    """The rank correlation of a grade with the length of what is graded: the judge's grades, and people's mean ones."""

    judge: Estimate
    people: Estimate


class JudgedMean(msgspec.Struct, frozen=True):
    """One number over all items with a verdict: a mean grade, the share of a label, or how often a model's response
    wins (a tie counts half). By people alone, by the judge alone, and by the judge corrected by what people said."""

    of: str
    people: Estimate
    judge: Estimate
    corrected: Estimate


class StandIn(msgspec.Struct, frozen=True):
    """Whether the judge does as well as people it is put in the place of, one by one: beside how many of them it holds
    up. `passes`: beside half or more. `note`: why nobody can tell."""

    people: int
    beaten: int
    passes: bool
    note: str | None = None


class JudgedPart(msgspec.Struct, frozen=True):
    """One part of answers that are several labels (an option, a flag, a step, a criterion): on how many places it was
    compared, and how far the judge says what is believed of it."""

    part: str
    compared: int
    percent: Estimate
    kappa: Estimate


class JudgedNumbers(msgspec.Struct, frozen=True, kw_only=True):
    """A judge's numbers, in units of the question (of dates, days).

    bias          the judge's number less what is believed, mean over places: above 0 it says too much
    error         how far it lies off, mean over places
    person_error  how far a person lies off the mean of the others: what can be reached
    correlation   do its numbers rise with what is believed? Rank correlation
    """

    bias: Estimate
    error: Estimate
    person_error: Estimate
    correlation: Estimate


class JudgedQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """One question, judged.

    verdicts          places (a question at a target of an item) with a verdict
    compared          of those, where people have answered: the same that what is believed is taken from
    percent, kappa    with what is believed of people's answers, by its probability where that is unsure
    kappa_method      which kappa: grades count near misses
    person_percent, person_kappa   what a person reaches against the majority of the others
    labels, confusion how many are believed to be the row and called the column; empty where there are too many labels
    unanimous, divided   the share of people's answers that the judge gives, where all say the same, and where not
    score             is the judge surer where people agree more? Rank correlation of its score and people's agreement
    side, length, family   of pairs: what was shown first, the longer, the one of its own family; null: no pair tells
    people_side       how often people pick what they themselves were shown first
    grade_length      of grades: do they rise with length?
    parts     where an answer is several labels, each by itself; all of them together stand in the figures above, drawn
              item by item
    numbers   of numbers, in the place of percent, kappa and what is about labels; null of labels
    """

    question: str
    title: str
    kind: str
    verdicts: int
    compared: int
    percent: Estimate
    kappa: Estimate
    kappa_method: str
    person_percent: Estimate
    person_kappa: Estimate
    labels: list[str]
    confusion: list[list[float]]
    unanimous: Estimate
    divided: Estimate
    score: Estimate
    side: Pull | None
    people_side: Estimate | None
    length: Pull | None
    family: Pull | None
    grade_length: LengthAndGrade | None
    means: list[JudgedMean]
    stand_in: StandIn
    parts: list[JudgedPart] = []
    numbers: JudgedNumbers | None = None


class JudgedBy(msgspec.Struct, frozen=True):
    """All questions of one judge, as they are kept."""

    source: str
    version: str
    questions: list[JudgedQuestion]


class Judge(msgspec.Struct, frozen=True, kw_only=True):
    """One version of a judge: what it is, how many verdicts it gave on items, and how it does beside people."""

    source: str
    version: str
    family: str | None
    models: list[str]
    prompt_digest: str | None
    judgements: int
    first_at: datetime | None
    last_at: datetime | None
    mean_score: float | None
    questions: list[JudgedQuestion]


class Judges(msgspec.Struct, frozen=True, kw_only=True):
    """Judges beside people, as last computed.

    stale        answers or verdicts have come since
    job          the comparison that was asked for last
    compared_on  the questions on which judges can be compared, by name
    """

    computed_at: datetime | None
    stale: bool
    job: LastJob | None
    compared_on: list[str]
    judges: list[Judge]


class SampleJudge(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Draw items that people shall answer without seeing the verdict: of each stratum its share, but `least` at least.

    `by`: the strata are the verdicts, or `bands` of the judge's score with equally many items each. `ask_first`: people
    are asked about them before other items. The same seed draws the same of the same items.
    """

    source: Name
    version: Name
    question: Annotated[str, Meta(min_length=1, max_length=100)]
    size: Annotated[int, Meta(ge=1, le=1000)] = 100
    least: Annotated[int, Meta(ge=0, le=100)] = 5
    by: Literal["verdict", "score"] = "verdict"
    bands: Annotated[int, Meta(ge=2, le=20)] = 5
    ask_first: bool = False
    seed: Annotated[int, Meta(ge=0, le=2**31 - 1)] = 0


class SampledItem(msgspec.Struct, frozen=True):
    """An item that was drawn; its verdict is not told."""

    item_id: UUID
    external_id: str | None


class Stratum(msgspec.Struct, frozen=True):
    """How many items of a stratum nobody has answered yet, and how many were drawn."""

    name: str
    there: int
    drawn: int


class JudgeSample(msgspec.Struct, frozen=True):
    """What was drawn, and about how many of it people are asked first now."""

    items: list[SampledItem]
    strata: list[Stratum]
    asked_first: int

"""Agreement, progress and answers on the wire."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from armslength.assignment.schemas import Score
from armslength.kit.jobs import LastJob
from armslength.kit.wire import Named
from armslength.projects.model import Progress
from armslength.truth.model import Belief, Consensus, Findings, FitFacts


class Estimate(msgspec.Struct, frozen=True):
    """A number with its 95 % interval; `n` counts what it was computed from. No value: `note` says why."""

    value: float | None
    low: float | None
    high: float | None
    n: int
    note: str | None = None


class Bar(msgspec.Struct, frozen=True):
    """How often a value was given."""

    value: str
    count: int


MeasureName = Literal[
    "ac", "pabak", "icc_one_way", "icc_agreement", "overlap_f1", "matched_iou", "unitizing_alpha", "tau_b", "kendall_w",
    "masi_alpha", "jaccard_alpha",
]  # fmt: skip


class Measured(msgspec.Struct, frozen=True):
    """One more measure; `method` says what it is in words."""

    measure: MeasureName
    method: str
    estimate: Estimate


class MixedUp(msgspec.Struct, frozen=True):
    """Two answers that are given to the same item.

    mixed   of all pairs of answers within these two, the share that are one of each; at half nobody tells them apart
    share   the part of all disagreement that is between these two
    """

    one: str
    other: str
    mixed: Estimate
    share: float


class Divided(msgspec.Struct, frozen=True):
    """An item on which people differ: `agreeing` is the share of pairs of people who say the same (spans: their F1)."""

    item_id: UUID
    answers: int
    agreeing: float


class DividedItem(msgspec.Struct, frozen=True):
    """The same with the item's name."""

    item_id: UUID
    external_id: str | None
    answers: int
    agreeing: float


class PartAgreement(msgspec.Struct, frozen=True):
    """How far people agree on one part of the answers to a question: a criterion, a step, a flag; an option of several,
    of which `answers` are those that chose it."""

    part: str
    answers: int
    percent: Estimate
    alpha: Estimate


class GuidelineAgreement(msgspec.Struct, frozen=True):
    """How far people agree who answered under the same version of the guideline."""

    guideline_version: int
    answers: int
    percent: Estimate
    alpha: Estimate


class QuestionAgreement(msgspec.Struct, frozen=True, kw_only=True):
    """How far people agree on one question. For spans `percent` is the F1 of exact spans, `alpha` goes by position.

    For sets (relations) `percent` is the F1 of what was said; there is no chance to correct for.

    also       what else suits the scale of the kind
    mixed_up   the answers that are confused most, where an answer is compared as a whole
    parts      criteria, steps and flags one by one, of many those with most answers
    guidelines by version of the guideline, where answers were given under several
    """

    question: str
    kind: str
    measure_scale: Literal["nominal", "ordinal", "interval", "spans", "sets"]
    items: int
    people: int
    answers: int
    percent: Estimate
    cohen: Estimate
    fleiss: Estimate
    alpha: Estimate
    distribution: list[Bar]
    also: list[Measured] = []
    mixed_up: list[MixedUp] = []
    parts: list[PartAgreement] = []
    guidelines: list[GuidelineAgreement] = []


class AgreementResult(msgspec.Struct, frozen=True, kw_only=True):
    """What the agreement job finds. `guideline_version` is None where answers under several were counted together.

    people    each person's agreement with the others, by person id
    divided   the items on which people differ most, by question
    firms     each firm's agreement with the others on items that several were asked about, by organization id
    """

    guideline_version: int | None
    questions: list[QuestionAgreement]
    people: dict[str, Estimate]
    divided: dict[str, list[Divided]] = {}
    firms: dict[str, Estimate] = {}


class Agreement(msgspec.Struct, frozen=True, kw_only=True):
    """The last computed agreement; `stale` when answers have come since.

    divided   the items on which people differ most, by question
    job       the computation that was asked for last
    """

    computed_at: datetime | None
    stale: bool
    job: LastJob | None
    guideline_version: int | None
    questions: list[QuestionAgreement]
    divided: dict[str, list[DividedItem]] = {}


class Refreshing(msgspec.Struct, frozen=True):
    """The job that computes agreement anew."""

    job_id: UUID


class PersonSkill(msgspec.Struct, frozen=True):
    """How often a person's answers are right, by the last fit, with its 95 % interval; `n` counts their answers."""

    person: Named
    organization: Named
    skill: Estimate


class AnswerCost(msgspec.Struct, frozen=True):
    """What an answer costs, over firms by how much each did; or why that cannot be said."""

    micros: int | None
    currency: str | None
    note: str | None


class Goal(msgspec.Struct, frozen=True, kw_only=True):
    """What it would take to be right in so many of 100 (`target`), with people like those who answered.

    answers   an item; null: it is not reached
    right     the share of right labels to be expected then; where it is not reached, at the most answers looked at
    micros    what these answers cost, of one item; null where prices do not say
    said      all of it in words, with why where it is not reached
    """

    target: float
    answers: int | None
    right: float
    micros: int | None
    currency: str | None
    said: str


class QuestionFit(msgspec.Struct, frozen=True):
    """What the last fit found about one question, and about people; the best first. `goal`: what being right in 95 of
    100 would take; null where the answers say too little about people."""

    question: str
    facts: FitFacts
    people: list[PersonSkill]
    findings: Findings
    goal: Goal | None = None


class Sure(msgspec.Struct, frozen=True):
    """How many items are believed with a probability from `least` to below `most` (the last: up to 1)."""

    least: float
    most: float
    items: int


class UnsureItem(msgspec.Struct, frozen=True):
    """An item of which little is believed; `probability` is that of what is least sure of it."""

    item_id: UUID
    external_id: str | None
    answers: int
    probability: float


class Overlap(msgspec.Struct, frozen=True, kw_only=True):
    """Of items that somebody answered, where more people are asked about what is unsure.

    sure      about so many nobody else is asked, because they are sure
    most      ... because as many as may be asked were
    asking    about so many somebody else is asked, or not all answered yet
    answers   to all of them
    """

    sure: int
    most: int
    asking: int
    answers: int


class Truth(msgspec.Struct, frozen=True, kw_only=True):
    """What is believed of a project's items, and what it rests on.

    fit         the version of the last fit; 0: none yet, so everybody counts the same
    through     answers submitted up to then were fitted; those since are believed by that fit
    changed     items answered since, counted up to 10,000
    sure        items by how sure their labels are
    least_sure  the items one knows least about
    overlap     what asking more people about what is unsure came to; null where all are asked about alike
    job         the fit that was asked for last
    """

    fit: int
    fitted_at: datetime | None
    through: datetime | None
    changed: int
    questions: list[QuestionFit]
    sure: list[Sure]
    least_sure: list[UnsureItem]
    overlap: Overlap | None
    job: LastJob | None


class Day(msgspec.Struct, frozen=True):
    """What was submitted and reviewed on a day (UTC)."""

    day: date
    submitted: int
    reviewed: int


class PersonProgress(msgspec.Struct, frozen=True, kw_only=True):
    """One person's work. `agreement` with the others on the same items; it is not accuracy."""

    person: Named
    organization: Named
    submitted: int
    skipped: int
    accepted: int
    fixed: int
    rejected: int
    in_rework: int
    median_seconds: float | None
    agreement: Estimate
    last_at: datetime | None


class ProjectProgress(msgspec.Struct, frozen=True):
    """How far a project is, and who does what."""

    progress: Progress
    per_day: list[Day]
    people: list[PersonProgress]


class MyDay(msgspec.Struct, frozen=True):
    """What one did on a day (UTC): answers, and time at work without pauses."""

    day: date
    submitted: int
    active_ms: int


class MyRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One's own work in a project. `review`: the share of reviewed answers that were accepted, with its interval;
    verdicts against which an appeal was granted do not count. Times are at work, without pauses. `label`: what the
    project is called on one's statement."""

    submitted: int
    skipped: int
    in_rework: int
    accepted: int
    fixed: int
    rejected: int
    review: Score
    active_ms: int
    median_seconds: float | None
    days: list[MyDay]
    label: str


class ItemAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What one person said about an item, and how it stands."""

    annotation_id: UUID
    person: Named
    organization: Named
    submitted_at: datetime
    state: Literal["submitted", "accepted", "fixed", "rejected", "disputed", "rework"]
    answers: dict[str, dict[str, Any]]
    display: dict[str, Any]
    active_ms: int


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody decided where the answers disagree: a release takes this."""

    annotation_id: UUID
    person: Named
    organization: Named
    decided_at: datetime
    outcome: Literal["took", "merged", "wrote"]
    comment: str
    answers: dict[str, dict[str, Any]]


class ItemAnswers(msgspec.Struct, frozen=True):
    """Everybody's answers to an item, the majority by question and target, and what was decided between them.

    beliefs   what the labels are by a model of how each person errs, where answers are labels; empty for a moment after
              an answer came in
    """

    answers: list[ItemAnswer]
    majority: dict[str, dict[str, Consensus]]
    decision: Decision | None
    beliefs: dict[str, dict[str, Belief]] = {}


class Cost(msgspec.Struct, frozen=True):
    """Money per accepted label in micro-units of `currency`, with its 95 % interval. No value: `note` says why."""

    micros: int | None
    low: int | None
    high: int | None
    currency: str | None
    note: str | None = None


class FirmScore(msgspec.Struct, frozen=True, kw_only=True):
    """One firm in a project. A measure without a value has a note that says why there is none.

    alias         what it is called while names are hidden: the same for everybody, in an order that tells nothing
    organization  its name; None while names are hidden
    gold          mean score on the gold items that all who are compared have answered (bootstrap over items)
    behind        how far that lies behind the best one's, item by item (bootstrap over items); of the best one None
    calibration   how often other firms' people say the same about items that several were asked (bootstrap over items)
    accepted      answers accepted when one of the customer's reviewers first judged them (Wilson)
    reworked      answers that one of the customer's reviewers sent back (Wilson)
    seconds       median time at work per answer, pauses left out (order statistics)
    cost          price per accepted label: the price of an answer by the share accepted
    """

    alias: str
    organization: Named | None
    answers: int
    people: int
    gold: Estimate
    behind: Estimate | None
    calibration: Estimate
    accepted: Estimate
    reworked: Estimate
    seconds: Estimate
    cost: Cost


class Scorecard(msgspec.Struct, frozen=True, kw_only=True):
    """Who works in a project, side by side.

    blind        names are hidden
    least        under so many counted things there is no number
    gold_items   gold items that all who are compared have answered
    computed_at  when calibration was last computed; `stale` when answers have come since
    job          the computation of agreement that was asked for last: calibration comes of it
    """

    blind: bool
    least: int
    gold_items: int
    computed_at: datetime | None
    stale: bool
    job: LastJob | None
    firms: list[FirmScore]


class AnswerPrice(msgspec.Struct, frozen=True):
    """What a firm is paid for an answer here, in micro-units; None: nothing is set. `told`: the firm and its people
    read it on their statements, where this project is called `label`."""

    organization: Named
    micros: int | None
    currency: str | None
    told: bool
    label: str


class AnswerPrices(msgspec.Struct, frozen=True):
    """One line for each firm that works in a project or did."""

    items: list[AnswerPrice]


class PutAnswerPrice(msgspec.Struct, forbid_unknown_fields=True):
    """What a firm is paid for an answer here; without `micros` the price is taken away."""

    micros: Annotated[int, Meta(ge=0, le=1_000_000_000_000, description="Micro-units: 250000 is 0.25.")] | None
    currency: Annotated[str, Meta(pattern="^[A-Z]{3}$", description="ISO 4217.")] = "USD"
    told: Annotated[bool, Meta(description="Whether the firm and its people read it. Left out: as before.")] | None = (
        None
    )

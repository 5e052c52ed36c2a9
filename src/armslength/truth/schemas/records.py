"""One person's and one firm's work over time, on the wire."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from armslength.kit.wire import Named
from armslength.truth.schemas import Estimate


class WorkDone(msgspec.Struct, frozen=True, kw_only=True):
    """What was done in a stretch of time. A measure of too little has a note that says so, and no number.

    answers   submitted; gold left out
    seconds   median time at work per answer, pauses left out (order statistics)
    gold      mean score on hidden gold that is in use (bootstrap over answers)
    accepted  answers accepted when one of the customer's reviewers first judged them (Wilson)
    reworked  answers that one of the customer's reviewers sent back (Wilson)
    """

    answers: int
    seconds: Estimate
    gold: Estimate
    accepted: Estimate
    reworked: Estimate


class Week(msgspec.Struct, frozen=True):
    """A week (UTC), by its Monday. Gold and verdicts count in the week in which they were given."""

    monday: date
    work: WorkDone


class ScorePoint(msgspec.Struct, frozen=True):
    """What one fit knew: `skill` is how often the person is right; of answers submitted up to `through`."""

    fit: int
    through: datetime
    skill: Estimate


class QuestionScore(msgspec.Struct, frozen=True, kw_only=True):
    """One person at one question.

    points     fit by fit, oldest first, as it was known then; the last 200 fits
    believed   of their answers, those that are the likeliest label by the last fit (Wilson); their own answer is among
               those that it rests on
    labels     of the question, in the order of `confusion`
    confusion  their answers by the label that is believed (row) and the label they said (column), shrunk towards what
               people in general say; empty where there is too little
    """

    question: str
    points: list[ScorePoint]
    believed: Estimate
    labels: list[str]
    confusion: list[list[float]]


class GuidelineMark(msgspec.Struct, frozen=True):
    """A version of the guideline, and when it was published."""

    version: int
    at: datetime


class QuestionRight(msgspec.Struct, frozen=True):
    """How often answers to a question are right, as the last fit believes of their items (`n` counts labels)."""

    question: str
    right: Estimate


class GuidelineScore(msgspec.Struct, frozen=True, kw_only=True):
    """What was done under one version of the guideline. Gold and verdicts count under the version of the answer.

    questions  those that a fit has told something of; it is learnt from these answers alone
    """

    guideline_version: int
    work: WorkDone
    questions: list[QuestionRight]


class GuidelineScores(msgspec.Struct, frozen=True, kw_only=True):
    """Everybody's work by version of the guideline. Others may have answered other items under another version.

    least      under so many counted things there is no number
    versions   those under which anybody answered, oldest first
    guideline  when each was published
    """

    least: int
    versions: list[GuidelineScore]
    guideline: list[GuidelineMark]


class PersonRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One person's work in a project, over time.

    least      under so many counted things there is no number
    all        everything they did
    weeks      those in which anything happened, oldest first
    agreement  how often others say the same about the same items, by the last run; not accuracy
    by_guideline   the same by version of the guideline, oldest first
    """

    person: Named
    organization: Named
    least: int
    all: WorkDone
    weeks: list[Week]
    questions: list[QuestionScore]
    agreement: Estimate
    guideline: list[GuidelineMark]
    by_guideline: list[GuidelineScore]


class OwnWork(msgspec.Struct, frozen=True, kw_only=True):
    """What one person did for their firm in a stretch of time, as `WorkDone`; every answer counts."""

    answers: int
    seconds: Estimate
    accepted: Estimate
    reworked: Estimate


class OwnWeek(msgspec.Struct, frozen=True):
    """A week (UTC), by its Monday. Verdicts count in the week in which they were given."""

    monday: date
    work: OwnWork


class OwnPoint(msgspec.Struct, frozen=True):
    """How often the person was right as it was known at the end of a week, in whole hundredths, `low` and `high`
    outwards; `answers`: what they had given for this firm until then."""

    monday: date
    value: float
    low: float
    high: float
    answers: int


class OwnScore(msgspec.Struct, frozen=True):
    """One question; weeks in which the person answered and enough was known, the oldest first."""

    question: str
    points: list[OwnPoint]


class OwnRight(msgspec.Struct, frozen=True):
    """How often the person's answers to a question are right, in whole hundredths, `low` and `high` outwards."""

    question: str
    value: float
    low: float
    high: float


class OwnGuidelineScore(msgspec.Struct, frozen=True):
    """What the person did for their firm under one version of the guideline; questions of which enough was known at the
    end of the last week in which they answered."""

    guideline_version: int
    work: OwnWork
    questions: list[OwnRight]


class FirmPersonRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What a firm's managers may know of one of its people's work in a project: nothing of gold, of anybody else, or of
    how much others do.

    least      under so many counted things there is no number
    guideline  versions, from the first under which they answered
    by_guideline   what they did under each of them
    """

    person: Named
    least: int
    all: OwnWork
    weeks: list[OwnWeek]
    questions: list[OwnScore]
    guideline: list[GuidelineMark]
    by_guideline: list[OwnGuidelineScore]


class SpreadPoint(msgspec.Struct, frozen=True):
    """How the people of a firm scored by one fit: the median and the quartiles over `people`. It is a spread of people,
    not an interval of an estimate."""

    fit: int
    through: datetime
    people: int
    low: float
    middle: float
    high: float


class FirmPerson(msgspec.Struct, frozen=True):
    """One of a firm's people by the last fit; without a name where names are hidden."""

    person: Named | None
    skill: Estimate


class QuestionSpread(msgspec.Struct, frozen=True):
    """A firm's people at one question: over time, and each by the last fit, the best first."""

    question: str
    points: list[SpreadPoint]
    people: list[FirmPerson]


class FirmRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One firm's work in a project, over time.

    alias         what it is called on the scorecard
    organization  its name; None while names are hidden
    blind         names are hidden, of the firm and of its people
    agreement     how often other firms' people say the same about items that several were asked, by the last run
    by_guideline  the same by version of the guideline, oldest first
    """

    alias: str
    organization: Named | None
    blind: bool
    people: int
    least: int
    all: WorkDone
    weeks: list[Week]
    questions: list[QuestionSpread]
    agreement: Estimate
    guideline: list[GuidelineMark]
    by_guideline: list[GuidelineScore]

"""What assignment says and hears on the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from msgspec import Meta, Struct

from armslength.assignment.model import (
    CourseUse,
    FlagReason,
    GoldBecause,
    GoldUse,
    SkipReason,
    StandingAtGate,
    WorkRole,
)
from armslength.kit.wire import Named
from armslength.projects.model import Harm
from armslength.projects.schemas import CareLimit

Comment = Annotated[str, Meta(max_length=5000)]


class NextRequest(Struct, forbid_unknown_fields=True):
    """`have`: assignments already on screen or loaded ahead."""

    have: Annotated[list[UUID], Meta(max_length=50)] = []


class Display(Struct):
    """In which order this person sees responses: by field, response ids; drawn from `seed` and `place`, which a
    vendor's people are not told."""

    seed: str
    orders: dict[str, list[str]]
    place: int = 0


class ReworkOut(Struct):
    """Why it came back: a reviewer rejected it, or the questions have changed since it was answered (`schema`)."""

    comment: str
    reviewed_at: datetime
    answers: dict[str, Any]
    because: Literal["review", "schema"] = "review"


class DraftOut(Struct):
    """What was written so far."""

    revision: int
    answers: dict[str, Any]
    saved_at: datetime


class AssignmentOut(Struct):
    """The lease. `item_id`: to a vendor's people an id of their firm's own. `course`: it is part of what must be passed
    before work."""

    id: UUID
    item_id: UUID
    lease_until: datetime
    attempt: int
    display: Display
    rework: ReworkOut | None
    course: CourseUse | None = None


class Work(Struct):
    """Something to do. `warnings`: what the content may do to who reads it; it is to be veiled until they want it."""

    status: Literal["work"]
    assignment: AssignmentOut
    content: dict[str, Any]
    schema_version: int
    guideline_version: int
    draft: DraftOut | None
    warnings: list[Harm] = []


class NoWork(Struct):
    """Nothing to do, and in how many seconds to ask again. A vendor's people learn no reason."""

    status: Literal[
        "none", "wait", "done", "paused", "cap", "read_guideline", "not_qualified", "spared", "resting",
        "unskilled",
    ]  # fmt: skip
    retry_after: int


class SkipRequest(Struct, forbid_unknown_fields=True):
    """Why not."""

    reason: SkipReason
    comment: Comment = ""


class FlagRequest(Struct, forbid_unknown_fields=True):
    """What is wrong."""

    reason: FlagReason
    comment: Comment = ""


class ResolveRequest(Struct, forbid_unknown_fields=True):
    """What was done about a flag."""

    note: Comment = ""


class FlagOut(Struct):
    """A flag, with what was said."""

    id: UUID
    item_id: UUID
    external_id: str | None
    ord: int
    reason: FlagReason
    comment: str
    person: Named
    created_at: datetime
    resolved_at: datetime | None
    resolved_by: Named | None
    note: str | None


class ProjectRef(Struct):
    """A project one may work in."""

    id: UUID
    name: str
    description: str


class WorkRow(Struct):
    """A project on somebody's list of work. `next_portion_at`: when their firm, which is given work in portions,
    is given some again."""

    project: ProjectRef
    roles: list[WorkRole]
    available: bool
    submitted: int
    rework: int
    next_portion_at: datetime | None = None


class WorkList(Struct):
    """Everything one may work on."""

    items: list[WorkRow]


class Score(Struct, frozen=True):
    """The mean of `n` scores between 0 and 1, with its 95 % interval; None where there are none."""

    value: float | None
    low: float | None
    high: float | None
    n: int


class GoldKey(Struct, forbid_unknown_fields=True):
    """What is right about an item. `within`: by question, how far off on its scale an answer is still right."""

    answers: dict[str, Any]
    explanation: Annotated[str, Meta(max_length=20_000, description="Markdown; told after a training answer.")] = ""
    within: dict[str, Annotated[float, Meta(ge=0, le=1_000_000)]] = {}


class PutGold(Struct, forbid_unknown_fields=True):
    """Make an item gold. `place`: its turn in the course; at its end when left out. `next_course`: it belongs to the
    course that begins when everybody must pass again, and nobody is asked about it before."""

    use: GoldUse
    key: GoldKey
    place: Annotated[int, Meta(ge=0, le=1_000_000)] | None = None
    next_course: bool = False


class GoldItem(Struct, kw_only=True):
    """A gold item and how people do on it."""

    item_id: UUID
    external_id: str | None
    ord: int
    summary: str
    use: GoldUse
    course: int
    place: int
    version: int
    schema_version: int
    guideline_version: int
    created_at: datetime
    created_by: Named
    score: Score


class GoldWithKey(Struct):
    """The same with what is right about it."""

    gold: GoldItem
    key: GoldKey


class GoldPolicy(Struct):
    """How a project uses gold: the `share` of hidden gold among what people are asked, which falls to `share_min` as
    they become known (None: it is the same for everybody); whether the course must be passed (`gate`) and with which
    `mark`; which course it is, how many items it has, and how many the next one."""

    course_items: int
    share: float = 0.0
    share_min: float | None = None
    gate: bool = False
    mark: float = 0.8
    course: int = 1
    next_items: int = 0


class PutGoldPolicy(Struct, forbid_unknown_fields=True):
    """A new policy. `share_min`: what the share falls to as a person becomes known, at most `share`; null: the same for
    everybody. `renew_course`: begin another course, which everybody must pass again."""

    share: Annotated[float, Meta(ge=0, le=0.5)]
    gate: bool
    mark: Annotated[float, Meta(ge=0, le=1)] = 0.8
    renew_course: bool = False
    share_min: Annotated[float, Meta(ge=0, le=0.5)] | None = None


class Qualification(Struct):
    """Where somebody stands at the gate: by the `score` of the course, under a version of the guideline (`older`: not
    the present one), or by somebody's word."""

    state: StandingAtGate
    score: float | None
    decided_at: datetime
    decided_by: Named | None = None
    note: str = ""
    guideline_version: int | None = None
    older: bool = False


class PutQualification(Struct, forbid_unknown_fields=True):
    """Let somebody in or keep them out, and say why."""

    state: Literal["admitted", "barred"]
    note: Annotated[str, Meta(min_length=1, max_length=5000)]


class GoldPerson(Struct):
    """How somebody does on hidden gold, where they stand at the gate, and the share of gold among what they are asked
    now, with why."""

    person: Named
    score: Score
    course_answers: int
    qualification: Qualification | None
    last_at: datetime | None
    share: float
    because: GoldBecause


class GoldPeople(Struct):
    """Everybody."""

    items: list[GoldPerson]


class MyScore(Struct):
    """One's own score on gold, told by `told_from` answers at a time, of days that are over; and the gate, where there
    is one (`mark`)."""

    score: Score | None
    qualification: Qualification | None
    mark: float | None
    told_from: int


class Feedback(Struct):
    """What was right, after a training answer: by question from 0 (missed) to 1 (right), and why."""

    answers: dict[str, Any]
    explanation: str
    score: float
    matches: dict[str, float]


class CareBatch(Struct, forbid_unknown_fields=True):
    """What the items of a batch carry besides what all of the project do."""

    id: UUID
    warnings: Annotated[list[Harm], Meta(min_length=1)]


class Care(Struct, forbid_unknown_fields=True):
    """Content warnings of a project: of every item, of the items of some batches, and the limits of a day."""

    warnings: list[Harm] = []
    limits: dict[Harm, CareLimit] = {}
    batches: Annotated[list[CareBatch], Meta(max_length=1000)] = []


class PutMyCare(Struct, forbid_unknown_fields=True):
    """What one is to be spared, and the time zone (IANA) whose midnight begins one's day."""

    declined: list[Harm]
    zone: Annotated[str, Meta(min_length=1, max_length=64)] = "UTC"


class MetToday(Struct):
    """What one has met of a category since one's midnight."""

    warning: Harm
    items: int
    minutes: int


class MyCare(Struct):
    """One's own choice, which nobody else is told, and one's day so far."""

    declined: list[Harm]
    zone: str
    today: list[MetToday]


SkillName = Annotated[str, Meta(min_length=1, max_length=100)]


class Skill(Struct):
    """What people are known to be able to do. Whoever passes the course of `course` has it, for `valid_days`."""

    id: UUID
    name: str
    description: str
    course: Named | None
    valid_days: int | None
    holders: int


class Skills(Struct):
    """All skills, by name."""

    items: list[Skill]


class PutSkill(Struct, forbid_unknown_fields=True, kw_only=True):
    """A skill: its name, the project whose course earns it, and for how many days it is held (null: for good)."""

    name: SkillName
    description: Annotated[str, Meta(max_length=1000)] = ""
    course_id: UUID | None = None
    valid_days: Annotated[int, Meta(ge=1, le=3650)] | None = None


class SkillHolder(Struct):
    """Somebody who has or had a skill; `held` says whether it counts now."""

    person: Named
    source: Literal["granted", "earned"]
    since: datetime
    expires_at: datetime | None
    granted_by: Named | None
    held: bool


class SkillHolders(Struct):
    """Who has or had a skill, by name."""

    items: list[SkillHolder]


class GrantSkill(Struct, forbid_unknown_fields=True, kw_only=True):
    """Until when somebody has a skill; left out, as long as the skill says."""

    expires_at: datetime | None = None


class MySkill(Struct):
    """A skill of one's own."""

    name: str
    source: Literal["granted", "earned"]
    since: datetime
    expires_at: datetime | None
    held: bool


class MySkills(Struct):
    """One's own skills, by name."""

    items: list[MySkill]


class BatchSkills(Struct, forbid_unknown_fields=True):
    """What the items of a batch ask for besides."""

    id: UUID
    skills: Annotated[list[UUID], Meta(min_length=1, max_length=20)]


class RequiredSkills(Struct, forbid_unknown_fields=True, kw_only=True):
    """What people must be able to do to be asked: about anything in the project, and about items of some batches."""

    skills: Annotated[list[UUID], Meta(max_length=20)] = []
    batches: Annotated[list[BatchSkills], Meta(max_length=1000)] = []

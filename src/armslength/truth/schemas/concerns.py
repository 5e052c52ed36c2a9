"""Concerns on the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from armslength.kit.jobs import LastJob
from armslength.kit.wire import Named
from armslength.truth.model import ConcernKind, ConcernState

AppealState = Literal["none", "open", "granted", "declined"]
Listed = Literal["undecided", "open", "looking", "upheld", "dismissed", "appealed", "all"]
Said = Annotated[str, Meta(max_length=5000)]
NeededWords = Annotated[str, Meta(min_length=1, max_length=5000, pattern=r"\S")]


class Detection(Struct, frozen=True, kw_only=True):
    """When a project's answers were last looked through, and what waits.

    through   answers submitted up to then were looked at; `answers` counts them
    package   what looked, with its version
    waiting   concerns that nobody has decided on yet
    appeals   appeals that nobody has decided on yet
    shared    vendors' managers are told what was upheld about their own people
    job       the look that was asked for last
    """

    ran_at: datetime | None
    through: datetime | None
    answers: int
    package: str
    waiting: int
    appeals: int
    shared: bool
    job: LastJob | None


class PutDetection(Struct, forbid_unknown_fields=True):
    """Whether vendors' managers are told what was upheld about their own people."""

    shared: bool


class ConcernItem(Struct, frozen=True):
    """An item where there is something to look at."""

    item_id: UUID
    external_id: str | None


class ConcernPerson(Struct, frozen=True, kw_only=True):
    """Whom a concern is about, and their appeal: `text` is theirs, `reply` that of whoever decided."""

    person: Named
    organization: Named
    appeal: AppealState
    text: str
    appealed_at: datetime | None
    reply: str
    decided_by: Named | None
    decided_at: datetime | None


class Concern(Struct, frozen=True, kw_only=True):
    """Something in the answers that deserves a second look. Evidence, never a verdict: a human being decides.

    question   "" where it is about answers as a whole
    item       the item it is about; concerns about people or about the question have none
    labels     the two labels it is about, where people mix them up; else none
    p          how often chance shows as much; null where the sign is a share, not a test
    evidence   the numbers behind it, by name
    items      where to look, the latest first
    package    what found it, with its version
    stale      it is found no more
    told       what the people concerned read when it is upheld; "" where it is about no person
    reason     of the decision, for those who run the project
    word       to the people concerned
    """

    id: UUID
    kind: ConcernKind
    question: str
    people: list[ConcernPerson]
    item: ConcernItem | None
    labels: list[str]
    p: float | None
    evidence: dict[str, float]
    items: list[ConcernItem]
    package: str
    state: ConcernState
    found_at: datetime
    seen_at: datetime
    stale: bool
    told: str
    looked_by: Named | None
    decided_by: Named | None
    decided_at: datetime | None
    reason: str
    word: str


class DecideConcern(Struct, forbid_unknown_fields=True):
    """`looking`: somebody is at it. Upheld and dismissed need a `reason`, which stays with those who run the project;
    the people concerned read `word`, if it is upheld."""

    state: Literal["looking", "upheld", "dismissed"]
    reason: Said = ""
    word: Said = ""


class AppealConcern(Struct, forbid_unknown_fields=True):
    """Why it is not so."""

    text: NeededWords


class DecideConcernAppeal(Struct, forbid_unknown_fields=True):
    """The decision about an appeal, and what the person is told."""

    decision: Literal["granted", "declined"]
    reply: NeededWords


class MyConcern(Struct, frozen=True, kw_only=True):
    """What somebody upheld about one's own answers: `told` is what was seen, `word` what they say to it.

    id   one's own: whoever else it may be about knows it by another
    """

    id: UUID
    kind: ConcernKind
    question: str
    told: str
    word: str
    upheld_at: datetime
    appeal: AppealState
    text: str
    reply: str


class MyConcerns(Struct, frozen=True):
    """The newest first."""

    items: list[MyConcern]


class FirmConcern(Struct, frozen=True, kw_only=True):
    """What was upheld about one of a firm's own people, as that person reads it."""

    id: UUID
    kind: ConcernKind
    question: str
    person: Named
    told: str
    upheld_at: datetime
    appeal: AppealState


class FirmConcerns(Struct, frozen=True):
    """The newest first; empty where the customer shares nothing."""

    items: list[FirmConcern]

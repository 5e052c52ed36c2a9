"""What annotation says and hears on the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from msgspec import Meta, Struct

from armslength.annotation.model import MyAppeal, Verdict
from armslength.assignment.model import State
from armslength.assignment.schemas import Feedback, NoWork, Work
from armslength.ingest.model import ItemState
from armslength.kit.wire import Named

Revision = Annotated[int, Meta(ge=0, le=1_000_000_000)]
ActiveMs = Annotated[int, Meta(ge=0, le=2_000_000_000)]


class DraftRequest(Struct, forbid_unknown_fields=True):
    """What is written so far; `revision` is the one it is based on, 0 for the first."""

    revision: Revision
    answers: dict[str, Any]


class DraftSaved(Struct):
    """The revision to base the next save on."""

    revision: int
    saved_at: datetime


Chars = Annotated[int, Meta(ge=0, le=10_000_000)]


class WritingSummary(Struct, forbid_unknown_fields=True):
    """How the text boxes of one answer were filled: counts of characters and times, never a letter of it."""

    typed: Chars = 0
    deleted: Chars = 0
    pasted_item: Chars = 0
    """Pasted, and it stands in the item."""
    pasted_own: Chars = 0
    """Pasted, and it was copied in this answer."""
    pasted_elsewhere: Chars = 0
    dropped: Chars = 0
    silent: Chars = 0
    """Inserted without a key: dictation, autofill, a program."""
    after_away: Chars = 0
    """The most that was inserted at once on coming back to the page after ten seconds or more."""
    writing_ms: ActiveMs = 0
    """Between one input and the next, pauses beyond five seconds left out."""
    pauses: Chars = 0
    """Of more than two seconds."""
    untrusted: Chars = 0
    """Inputs that no person made."""
    rhythm: Annotated[int, Meta(ge=0, le=1_000_000)] | None = None
    """How uneven the intervals between inputs are: 1000 × the deviation of their logarithms by its mean."""
    composed: bool = False
    """By an input method or a keyboard on the screen, which change what the other numbers mean."""
    resumed: bool = False
    """Some of the text was there before: these numbers are not of all of it."""


WritingFlag = Literal["pasted", "silent", "fast", "after_away", "untrusted", "even"]


class SubmitRequest(Struct, forbid_unknown_fields=True):
    """Answers for good. `key` makes a repeat harmless; `active_ms` is time at work, without pauses; `writing` is kept
    where the project asks for it and the person knows. `next`: answer with what is to be done next, too; the
    assignments already on screen or loaded ahead, this one aside."""

    key: UUID
    answers: dict[str, Any]
    schema_version: int
    active_ms: ActiveMs = 0
    writing: WritingSummary | None = None
    next: Annotated[list[UUID], Meta(max_length=50)] | None = None


class Submitted(Struct):
    """The annotation is safe; whether it was drawn for review is not told. `feedback`: what was right, where this was
    training. Where what is next was asked for: `next`, or `idle`, why there is nothing; both null where it could not be
    told now: ask for it."""

    annotation_id: UUID
    submitted_at: datetime
    feedback: Feedback | None = None
    next: Work | None = None
    idle: NoWork | None = None

    def follow(self, found: Work | NoWork | None) -> None:
        """Say what is next, too."""
        if isinstance(found, Work):
            self.next = found
        else:
            self.idle = found


class MyAnnotation(Struct):
    """Something one submitted, and what became of it."""

    assignment_id: UUID
    item_id: UUID
    state: State
    submitted_at: datetime
    verdict: Verdict | None
    comment: str | None
    summary: str
    appeal: MyAppeal | None


class MyWriting(Struct):
    """How one's answer was written, and what of it may be looked at; exactly what others see."""

    summary: WritingSummary
    flags: list[WritingFlag]


class MyAnnotationDetail(Struct):
    """The same with content and answers."""

    work: Work
    answers: dict[str, Any]
    writing: MyWriting | None = None


class AnswerRow(Struct, frozen=True, kw_only=True):
    """An answer that stands: whose it is, what review said, and what it says, read under the label schema in force.

    `submitted_at`: when its author last gave it; `changed`: other words than their last ones stand, a reviewer's fix
    (`review`) or an earlier version (`restore`); `reworks`: how often they answered anew; `flags`: of the item.
    """

    annotation_id: UUID
    assignment_id: UUID
    item_id: UUID
    ord: int
    external_id: str | None
    item_state: ItemState
    batch: Named
    person: Named
    organization: Named
    verdict: Verdict
    changed: Literal["review", "restore"] | None
    submitted_at: datetime
    schema_version: int
    guideline_version: int
    reworks: int
    flags: int
    answers: dict[str, Any]


class AnswerCount(Struct, frozen=True):
    """How many answers fit; where not `exact`, at least so many."""

    count: int
    exact: bool


class WritingPolicy(Struct):
    """Whether a project records how answers are written, and for how many days that is kept."""

    active: bool
    keep_days: int


class PutWritingPolicy(Struct, forbid_unknown_fields=True, kw_only=True):
    """Record how answers are written, or do not; people are told before they work."""

    active: bool
    keep_days: Annotated[int, Meta(ge=1, le=365)] = 30


class WritingNotice(Struct):
    """What a person is to know before they write here, and when they said that they do."""

    active: bool
    keep_days: int
    read_at: datetime | None


class WritingRecord(Struct):
    """How an answer was written. Flags are something to look at, never a verdict."""

    annotation_id: UUID
    item_id: UUID
    person: Named
    summary: WritingSummary
    flags: list[WritingFlag]
    at: datetime

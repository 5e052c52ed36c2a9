"""The wire form of a drill's result: the file that `armslength drill` writes, and what is kept of it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Final, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from armslength.keys.model import SignedEnvelope
from armslength.kit.wire import Named
from armslength.walls.schemas.invariants import Holds

FORMAT: Final = "armslength-drill-1"

DrillVariant = Literal["leave", "stay"]
"""leave: the vendor is severed · stay: the customer keeps it, behind walls and caps, and nobody is severed."""
InvariantNumber = Literal["I1", "I2", "I3", "I4", "I5", "I6", "I7", "I8", "I9", "I10", "I11", "I12"]
Line = Annotated[str, Meta(min_length=1, max_length=2000)]
Word = Annotated[str, Meta(min_length=1, max_length=200)]
Count = Annotated[int, Meta(ge=0, le=1_000_000_000)]
Ms = Annotated[float, Meta(ge=0, le=86_400_000)]
Seconds = Annotated[float, Meta(ge=0, le=86_400)]


class DrillMoment(msgspec.Struct, forbid_unknown_fields=True):
    """Something happened, `at` seconds after the drill began; it took `ms` where that is worth knowing."""

    at: Seconds
    who: Word
    what: Line
    ms: Ms | None = None


class DrillSevered(msgspec.Struct, forbid_unknown_fields=True):
    """One order to sever: by whom, from what, how many people were at work, how long until nothing more was delivered
    (as the database and as the caller measured it), and what was delivered after it."""

    lab: Word
    project: Word
    at_work: Count
    took_ms: Ms
    answered_ms: Ms
    late: Count
    clean: bool


class DrillKnown(msgspec.Struct, forbid_unknown_fields=True):
    """Items of a project that the vendor's new owner has seen, of how many."""

    lab: Word
    project: Word
    items: Count
    of: Count


class DrillRefused(msgspec.Struct, forbid_unknown_fields=True):
    """Answers that a vendor's people must not be able to tell apart: what was asked, and whether all read alike."""

    asked: Annotated[list[Line], Meta(max_length=20)]
    alike: bool
    answer: Annotated[str, Meta(max_length=2000)]


class DrillCheck(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """One invariant over all customers of the drill: whether it holds, what breaks it (`found` in all, the first of it
    in `evidence`), and what is no breach and yet to be known (`listed`)."""

    number: InvariantNumber
    says: Line
    state: Holds
    found: Count = 0
    evidence: Annotated[list[Line], Meta(max_length=200)] = []
    listed: Annotated[list[Line], Meta(max_length=200)] = []


class DrillResult(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """One drill, whole. `late`: deliveries after a cut; the times to sever are those of the caller, None where nobody
    was severed. `failures`: what should not have happened; `unverified`: what the drill does not show."""

    format: Literal["armslength-drill-1"]
    variant: DrillVariant
    version: Word
    began_at: datetime
    took_s: Seconds
    pause_ms: Ms
    freeze_ms: Ms
    sever_median_ms: Ms | None
    sever_worst_ms: Ms | None
    late: Count
    after_pause: Count
    after_freeze: Count
    items: Count
    acknowledged: Count
    kept: Count
    moments: Annotated[list[DrillMoment], Meta(min_length=1, max_length=500)]
    severed: Annotated[list[DrillSevered], Meta(max_length=100)]
    known: Annotated[list[DrillKnown], Meta(max_length=100)]
    refusals: Annotated[list[DrillRefused], Meta(max_length=20)]
    checks: Annotated[list[DrillCheck], Meta(min_length=12, max_length=12)]
    failures: Annotated[list[Line], Meta(max_length=500)]
    unverified: Annotated[str, Meta(max_length=2000)]


class DrillSummary(msgspec.Struct, kw_only=True):
    """A drill that was recorded: what came of it, who recorded it and when. `held`: nothing failed. `stale`: more than
    90 days ago."""

    id: UUID
    began_at: datetime
    variant: DrillVariant
    version: str
    held: bool
    late: int
    sever_median_ms: float | None
    sever_worst_ms: float | None
    stale: bool
    recorded_by: Named
    recorded_at: datetime


class RecordedDrill(msgspec.Struct, kw_only=True):
    """A drill and its whole result, under the digest that stands in the log. `envelope`: what the tenant signed when it
    was recorded (a DrillStatement); None of what was recorded before such was signed."""

    drill: DrillSummary
    digest: str
    result: DrillResult
    envelope: SignedEnvelope | None


class DrillStatement(msgspec.Struct, kw_only=True):
    """What is signed: that this result was recorded, by whom and when. `sha256` is the digest in the log."""

    v: int
    id: UUID
    customer: Named
    recorded_by: Named
    recorded_at: datetime
    sha256: str
    result: DrillResult

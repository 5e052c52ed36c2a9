"""The wire form of comparing the record with itself, and of what came of it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from armslength.kit.jobs import LastJob
from armslength.kit.wire import Named
from armslength.walls.model import IncidentKind


class Compared(msgspec.Struct):
    """How much was compared: deliveries, their leaves in the log, leases, items that count as seen, counters of caps,
    and leaves that were drawn and opened."""

    deliveries: int
    leaves: int
    leases: int
    seen: int
    counters: int
    opened: int


class Reconciliation(msgspec.Struct, kw_only=True):
    """One comparison: of which moment, what it found. `asked_by` None: by itself, at night."""

    id: UUID
    as_of: datetime
    took_ms: int
    compared: Compared
    differences: int
    asked_by: Named | None


class RecordState(msgspec.Struct, kw_only=True):
    """Whether the record agrees with itself: the last comparison, how the one that was asked for last stands (`job`),
    and open incidents."""

    last: Reconciliation | None
    job: LastJob | None
    open_incidents: int


class Incident(msgspec.Struct, kw_only=True):
    """Differences of one kind in one project, or (None) of nobody's in particular: how many, the first of them spelled
    out. `gone_at`: since when it is not found any more; a human being closes it, with a reason."""

    id: UUID
    kind: IncidentKind
    project: Named | None
    found_at: datetime
    last_found_at: datetime
    gone_at: datetime | None
    differences: int
    evidence: list[str]
    closed_by: Named | None
    closed_at: datetime | None
    reason: str | None


class CloseIncident(msgspec.Struct, forbid_unknown_fields=True):
    """What was found out, or why it does no harm."""

    reason: Annotated[str, Meta(min_length=1, max_length=2000, pattern=r"\S")]

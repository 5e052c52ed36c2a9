"""The wire form of cutting a vendor off."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from armslength.kit.wire import Named
from armslength.vendors.model import CutStep, Drafts, GrantState
from armslength.walls.model import SeveranceState

Reason = Annotated[str, Meta(max_length=2000)]


class Seen(msgspec.Struct):
    """What a vendor's people were shown in a project: how many of each, by how many people, first and last when.

    `answers` are other people's, shown to its reviewers; `outputs`: what models said, in those items, each once;
    `suggestions`: what they proposed as answers.
    """

    items: int
    outputs: int
    suggestions: int
    answers: int
    guidelines: int
    schemas: int
    media: int
    people: int
    first_at: datetime | None
    last_at: datetime | None


class Held(msgspec.Struct):
    """What a vendor's people have in hand in a project."""

    people: int
    leases: int
    rework: int
    reviews: int
    drafts: int


class Pace(msgspec.Struct):
    """Answers of the last seven days and the answers still wanted. Days to go at that pace; None: it stands still."""

    answers: int
    recent: int
    recent_of_all: int
    wanted: int
    days_with: float | None
    days_without: float | None


class ProjectRadius(msgspec.Struct):
    """What cutting a vendor off means in one project; `share` is the part of the items (0 to 1) that it has seen."""

    project: Named
    state: GrantState
    items: int
    share: float
    seen: Seen
    held: Held
    pace: Pace


class BlastRadius(msgspec.Struct):
    """What a vendor knows already and would no longer do, project by project."""

    vendor: Named
    projects: list[ProjectRadius]


class Sever(msgspec.Struct, forbid_unknown_fields=True):
    """Cut a vendor off, from these projects or (None) from all that let it in."""

    vendor_id: UUID
    projects: Annotated[list[UUID], Meta(min_length=1, max_length=1000)] | None = None
    drafts: Drafts | None = None
    reason: Reason = ""


class Undo(msgspec.Struct, forbid_unknown_fields=True):
    """Why a severance should be undone."""

    reason: Annotated[str, Meta(min_length=1, max_length=2000)]


class Step(msgspec.Struct):
    """How far one part of tidying up is; `total` None: not begun."""

    step: CutStep
    done: int
    total: int | None
    ended_at: datetime | None


class CutGrant(msgspec.Struct):
    """One grant that was cut: what ended with it at once, and how far the rest is."""

    project: Named
    epoch: int
    at: datetime
    sessions: int
    keys: int
    steps: list[Step]
    ended_at: datetime | None


class Severance(msgspec.Struct):
    """A vendor cut off. `everywhere`: from all projects; `took_ms`: from the order to the committed cut."""

    id: UUID
    vendor: Named
    everywhere: bool
    projects: list[Named]
    drafts: Drafts
    reason: str
    state: SeveranceState
    asked_by: Named
    asked_at: datetime
    approved_by: Named | None
    ended_by: Named | None
    cut_at: datetime | None
    took_ms: int | None
    cuts: list[CutGrant]
    undo_by: Named | None
    undo_at: datetime | None
    undo_reason: str | None
    undone_by: Named | None
    undone_at: datetime | None


class ProjectProof(msgspec.Struct):
    """Of one grant: deliveries before the cut and the last of them; deliveries after it, and leases, reviews and
    sessions older than it that are still open, which all must be 0."""

    project: Named
    cut_at: datetime
    deliveries: int
    last_delivery: datetime | None
    late: int
    leases: int
    reviews: int
    sessions: int


class Proof(msgspec.Struct):
    """What is left of a vendor that was cut off, looked up just now."""

    at: datetime
    clean: bool
    projects: list[ProjectProof]


Months = Annotated[int, Meta(ge=3, le=120)]


class WallSettings(msgspec.Struct):
    """How a tenant cuts vendors off (whether it takes two people, and what becomes of drafts unless said otherwise),
    and for how many months what people saw of it keeps them from its rivals: items and answers, schemas and
    guidelines, and that there is work."""

    two_to_sever: bool
    drafts: Drafts
    content_months: int = 12
    brief_months: int = 24
    metadata_months: int = 3


class SetWallSettings(msgspec.Struct, forbid_unknown_fields=True):
    """The same, to be set. Months may grow, never shrink; those that are not given stay."""

    two_to_sever: bool
    drafts: Drafts
    content_months: Months | None = None
    brief_months: Months | None = None
    metadata_months: Months | None = None

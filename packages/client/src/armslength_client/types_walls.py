"""The nouns of the walls: cutting a vendor off, and what that means."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

import msgspec

from armslength_client.types import Ref
from armslength_client.types_brands import IdentityTold
from armslength_client.types_jobs import LastJob

GrantState = Literal["offered", "active", "paused", "frozen", "severed"]
Drafts = Literal["keep", "discard"]


Knowledge = Literal["content", "brief", "metadata"]
KeptOut = Literal["person", "employer", "quarantined", "changing"]


class Seen(msgspec.Struct):
    """What a vendor's people were shown in a project: how many of each, and by how many people.

    `outputs`: what models said, in those items, each once; `suggestions`: what they proposed as answers."""

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
    """Answers of the last seven days, answers still wanted, and days to go with and without the vendor."""

    answers: int
    recent: int
    recent_of_all: int
    wanted: int
    days_with: float | None
    days_without: float | None


class ProjectRadius(msgspec.Struct):
    """What cutting a vendor off means in one project; `share` of its items (0 to 1) have been seen."""

    project: Ref
    state: GrantState
    items: int
    share: float
    seen: Seen
    held: Held
    pace: Pace


class BlastRadius(msgspec.Struct):
    """What a vendor knows already and would no longer do."""

    vendor: Ref
    projects: list[ProjectRadius]


class Step(msgspec.Struct):
    """How far one part of tidying up is; `total` None: not begun."""

    step: Literal["leases", "reviews", "drafts"]
    done: int
    total: int | None
    ended_at: datetime | None


class CutGrant(msgspec.Struct):
    """One grant that was cut: what ended at once, and how far the rest is."""

    project: Ref
    epoch: int
    at: datetime
    sessions: int
    keys: int
    steps: list[Step]
    ended_at: datetime | None


class Severance(msgspec.Struct):
    """A vendor cut off, or an order to do so that waits for a second person."""

    id: UUID
    vendor: Ref
    everywhere: bool
    projects: list[Ref]
    drafts: Drafts
    reason: str
    state: Literal["waiting", "withdrawn", "cut", "undone"]
    asked_by: Ref
    asked_at: datetime
    approved_by: Ref | None
    cut_at: datetime | None
    took_ms: int | None
    cuts: list[CutGrant]
    undo_by: Ref | None
    undo_at: datetime | None
    undo_reason: str | None
    undone_by: Ref | None
    undone_at: datetime | None

    @property
    def tidy(self) -> bool:
        """Whether everything that the cut left behind has been taken back."""
        return all(cut.ended_at is not None for cut in self.cuts)


class ProjectProof(msgspec.Struct):
    """Of one grant that was cut: the last delivery before, and what must be 0."""

    project: Ref
    cut_at: datetime
    deliveries: int
    last_delivery: datetime | None
    late: int
    leases: int
    reviews: int
    sessions: int


class Proof(msgspec.Struct):
    """What is left of a vendor that was cut off."""

    at: datetime
    clean: bool
    projects: list[ProjectProof]


class WallSettings(msgspec.Struct):
    """Whether severing takes two people, and what becomes of drafts unless said otherwise."""

    two_to_sever: bool
    drafts: Drafts
    content_months: int = 12
    brief_months: int = 24
    metadata_months: int = 3


class VendorShare(msgspec.Struct):
    """How much of a project's items a vendor has seen, and may see."""

    vendor: Ref
    grant: GrantState | None
    seen: int
    share: float
    cap: float | None
    own: bool


class OwnerShare(msgspec.Struct):
    """The same of whoever ultimately owns vendors."""

    owner: Ref
    vendors: list[Ref]
    seen: int
    share: float
    cap: float | None
    own: bool


class Shares(msgspec.Struct):
    """Who has seen how much of a project; `hhi`: concentration over vendors, 0 to 10,000."""

    items: int
    vendors: list[VendorShare]
    owners: list[OwnerShare]
    each_vendor: float | None
    each_owner: float | None
    hhi: float | None


class DrillSummary(msgspec.Struct, kw_only=True):
    """A drill that was recorded; times to sever are None where nobody was severed. `stale`: more than 90 days ago."""

    id: UUID
    began_at: datetime
    variant: Literal["leave", "stay"]
    version: str
    held: bool
    late: int
    sever_median_ms: float | None
    sever_worst_ms: float | None
    stale: bool
    recorded_by: Ref
    recorded_at: datetime


class RecordedDrill(msgspec.Struct, kw_only=True):
    """A drill and its whole result, as `armslength drill` wrote it. `envelope` is what an outsider verifies (written as
    JSON); None of a drill that was recorded before such was signed."""

    drill: DrillSummary
    digest: str
    result: dict[str, Any]
    envelope: dict[str, Any] | None


class Viewer(msgspec.Struct):
    """Somebody who was shown an item, or something of it."""

    person: Ref
    organization: Ref
    kinds: list[str]
    purposes: list[str]
    first_at: datetime
    last_at: datetime
    views: int
    renditions: list[str]


class OwnerReach(msgspec.Struct):
    """An ultimate owner, and the vendors that lead to it."""

    owner: Ref
    vendors: list[Ref]


class ItemExposure(msgspec.Struct):
    """Who was shown an item, and who would know it by way of them."""

    viewers: list[Viewer]
    owners: list[OwnerReach]


class SeenInProject(msgspec.Struct):
    """What was shown in one project; `of`: its items; `original`: those shown as they are; `answers` are others'.

    `outputs`: what models said, in those items, each once; `suggestions`: what they proposed as answers."""

    project: Ref
    items: int
    original: int
    of: int
    outputs: int
    suggestions: int
    answers: int
    guidelines: int
    schemas: int
    media: int
    people: int
    first_at: datetime
    last_at: datetime


class VolumeTold(msgspec.Struct):
    """What a firm was told, in the week of that Monday, of how much work a project has for it and by when."""

    project: Ref
    week: date
    volume: str | None
    due: date | None
    at: datetime


class SubjectExposure(msgspec.Struct, kw_only=True):
    """What a person, a vendor, or whoever stands behind vendors has been shown, by project."""

    subject: Ref
    kind: Literal["person", "vendor", "owner"]
    vendors: list[Ref]
    projects: list[SeenInProject]
    volumes: list[VolumeTold]
    identities: list[IdentityTold]


class SignedReport(msgspec.Struct):
    """A report of exposure: `envelope` is what an outsider verifies (written as JSON), `page` says the same in HTML."""

    id: UUID
    verifier_key: str
    envelope: dict[str, Any]
    page: str


class VerifierKey(msgspec.Struct):
    """What outsiders verify reports with."""

    verifier_key: str


class Compared(msgspec.Struct):
    """How much of the record was compared."""

    deliveries: int
    leaves: int
    leases: int
    seen: int
    counters: int
    opened: int


class Reconciliation(msgspec.Struct):
    """One comparison of the record with itself; `asked_by` None: by itself, at night."""

    id: UUID
    as_of: datetime
    took_ms: int
    compared: Compared
    differences: int
    asked_by: Ref | None


class RecordState(msgspec.Struct):
    """Whether the record of deliveries agrees with itself. `job`: the comparison that was asked for last."""

    last: Reconciliation | None
    job: LastJob | None
    open_incidents: int


class Incident(msgspec.Struct):
    """Differences of one kind: how many, the first of them spelled out, and what a human being said that it was."""

    id: UUID
    kind: str
    project: Ref | None
    found_at: datetime
    last_found_at: datetime
    gone_at: datetime | None
    differences: int
    evidence: list[str]
    closed_by: Ref | None
    closed_at: datetime | None
    reason: str | None


class WallRefusal(msgspec.Struct):
    """Somebody whom the wall kept out, of what, and why; they were told that there is no work."""

    person: Ref
    organization: Ref
    kind: Knowledge
    reason: KeptOut
    first_at: datetime
    last_at: datetime
    times: int


class HeldBack(msgspec.Struct):
    """Somebody whom the wall would keep out now; `until` None: it does not end by itself."""

    person: Ref
    organization: Ref
    role: str
    reason: KeptOut
    until: datetime | None


class RefusedOn(msgspec.Struct):
    """How often the people of a firm were kept out on one day (UTC), for one reason."""

    day: date
    organization: Ref
    reason: KeptOut
    times: int


class Moved(msgspec.Struct):
    """Somebody who was shown the brief for one vendor and works for another now."""

    person: Ref
    was: Ref
    now: Ref
    last_at: datetime


class ProjectWall(msgspec.Struct):
    """The wall of a project; `seats`: the vendors' people with a role in it."""

    seats: int
    held: list[HeldBack]
    refused: list[RefusedOn]
    moved: list[Moved]
    quarantines: int


class Quarantine(msgspec.Struct):
    """Somebody whom you showed something works for a firm now that one of your rivals reaches."""

    id: UUID
    since: datetime


class Quarantines(msgspec.Struct):
    """Quarantines that hold, newest first."""

    items: list[Quarantine]


class PersonWaiver(msgspec.Struct):
    """A person let off the wall for a time: asked for by one, approved by another."""

    id: UUID
    person: Ref
    state: Literal["asked", "approved", "expired", "ended"]
    reason: str
    asked_by: Ref
    asked_at: datetime
    approved_by: Ref | None
    approved_at: datetime | None
    expires_at: datetime
    ended_by: Ref | None
    ended_at: datetime | None


class PersonWaivers(msgspec.Struct):
    """Waivers of people, newest first."""

    items: list[PersonWaiver]

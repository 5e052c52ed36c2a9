"""Ownership, rivals and waivers on the wire. Shares are in bp: hundredths of a percent, 0..10000."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from armslength.kit.wire import Named
from armslength.vendors.model import (
    EdgeState,
    EdgeType,
    GrantReason,
    GrantState,
    Measure,
    OnAnnounced,
    PartyKind,
    Profile,
    Way,
)

Bp = Annotated[int, Meta(ge=0, le=10_000)]
Text = Annotated[str, Meta(max_length=2000)]
Details = Annotated[str, Meta(max_length=500)]
When = Literal["closed", "announced"]


class Party(msgspec.Struct):
    """A party; `own`: in the tenant's own records, not in the register."""

    id: UUID
    kind: PartyKind
    name: str
    jurisdiction: str | None = None
    own: bool = False


class RecordParty(msgspec.Struct, forbid_unknown_fields=True):
    """A party that is not in the register."""

    name: Annotated[str, Meta(min_length=1, max_length=300)]
    kind: PartyKind = "organization"
    jurisdiction: Annotated[str, Meta(pattern="^[A-Z]{2}(-[A-Z0-9]{1,3})?$")] | None = None


class OwnershipEdge(msgspec.Struct, kw_only=True):
    """`holder` holds `type` in `held`: the whole holding, between min_bp and max_bp (0..10000: unknown).

    `own`: recorded by the tenant; only such a one can be changed here.
    """

    id: UUID
    holder: Party
    held: Party
    type: EdgeType
    min_bp: int
    max_bp: int
    state: EdgeState
    valid_from: datetime | None
    valid_until: datetime | None
    source: str
    details: str
    attested_at: datetime | None
    own: bool
    version: int
    recorded_at: datetime


class OwnershipEdges(msgspec.Struct):
    """Edges."""

    items: list[OwnershipEdge]


class ChangeEdge(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What an edge says from now on; the version before is kept."""

    min_bp: Bp
    max_bp: Bp
    state: EdgeState
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    source: Text = ""
    details: Details = ""
    attested_at: datetime | None = None


class RecordEdge(ChangeEdge, forbid_unknown_fields=True, kw_only=True):
    """A new edge of the tenant's own records."""

    holder: UUID
    held: UUID
    type: EdgeType


class Statements(msgspec.Struct, forbid_unknown_fields=True):
    """Ownership statements of BODS 0.4, as objects."""

    statements: list[Any]


class Imported(msgspec.Struct, kw_only=True):
    """What an import did; the same file again changes nothing. `left_out` says what could not be taken, and why."""

    parties: int
    recorded: int
    changed: int
    ended: int
    unchanged: int
    left_out: list[str]


class PathStep(msgspec.Struct):
    """One edge of a path, by the parties' ids."""

    edge: UUID
    holder: UUID
    held: UUID
    type: EdgeType
    min_bp: int
    max_bp: int
    state: EdgeState


class Reached(msgspec.Struct, kw_only=True):
    """A party that a vendor leads to: how, with what multiplied share, by which path, nearest the vendor first.

    `top`: an ultimate owner. `state`: announced when only edges to come lead there.
    """

    party: Party
    way: Way
    measure: Measure
    share_bp: int
    top: bool
    state: When
    path: list[PathStep]


class Closed(msgspec.Struct):
    """A grant that a conflict closes, or would if it were open."""

    project: Named
    state: GrantState


class Waiver(msgspec.Struct, kw_only=True):
    """A conflict accepted for a time: asked for by one person, approved by another."""

    id: UUID
    conflict_id: UUID
    vendor: Named
    rival: Party | None
    state: Literal["asked", "approved", "expired", "ended", "over"]
    reason: str
    asked_by: Named
    asked_at: datetime
    approved_by: Named | None
    approved_at: datetime | None
    expires_at: datetime
    ended_by: Named | None
    ended_at: datetime | None


class Conflict(msgspec.Struct, kw_only=True):
    """A vendor leads to a rival. What is another customer's word comes without `rival`, `through` and `path`."""

    id: UUID
    vendor: Named
    rival: Party | None
    through: Party | None
    state: When
    share_bp: int | None
    path: list[PathStep]
    parties: list[Party]
    since: datetime
    closes: list[Closed]
    waiver: Waiver | None


class Conflicts(msgspec.Struct):
    """Conflicts that hold."""

    items: list[Conflict]


class Waivers(msgspec.Struct):
    """Waivers, newest first."""

    items: list[Waiver]


class AskWaiver(msgspec.Struct, forbid_unknown_fields=True):
    """Accept this very conflict until then, and why."""

    conflict_id: UUID
    reason: Annotated[str, Meta(min_length=1, max_length=2000)]
    expires_at: datetime


class Rival(msgspec.Struct):
    """A party the tenant keeps apart from. Nobody else ever sees it."""

    party: Party
    note: str
    named_by: Named
    named_at: datetime
    group: list[Party]


class Rivals(msgspec.Struct):
    """Rivals by name, each with its control group."""

    items: list[Rival]


class NameRival(msgspec.Struct, forbid_unknown_fields=True):
    """A note for colleagues."""

    note: Text = ""


class LinkVendor(msgspec.Struct, forbid_unknown_fields=True):
    """Which party of the register a vendor is; null: none."""

    party_id: UUID | None


class OwnershipSettings(msgspec.Struct, forbid_unknown_fields=True):
    """How strict the tenant is: the share from which influence counts, and what an announced edge does."""

    profile: Profile
    threshold_bp: Annotated[int, Meta(ge=1, le=1000)]
    on_announced: OnAnnounced


class VendorOwnership(msgspec.Struct, kw_only=True):
    """Who stands behind a vendor. `verified`: all that is known above it was attested in the last 90 days.

    `linked`: it is a party of the register, as the tenant or (`confirmed`) the operator says.
    """

    vendor: Named
    party: Party
    linked: bool
    confirmed: bool
    reached: list[Reached]
    undisclosed_bp: int
    attested_until: datetime | None
    verified: bool
    conflicts: list[Conflict]


class Ownership(msgspec.Struct, kw_only=True):
    """The graph around the tenant's vendors and rivals. `edges` also hold what is too small to count."""

    us: Party
    linked: bool
    settings: OwnershipSettings
    vendors: list[VendorOwnership]
    rivals: list[Party]
    parties: list[Party]
    edges: list[OwnershipEdge]
    left_out: int


class Suppose(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A stake that might be: of a known party or of somebody named here, in a vendor."""

    vendor_id: UUID
    share_bp: Bp
    owner_id: UUID | None = None
    owner_name: Annotated[str, Meta(min_length=1, max_length=300)] | None = None
    type: EdgeType = "shareholding"


class Frozen(msgspec.Struct, kw_only=True):
    """A grant that would not stay active."""

    project: Named
    vendor: Named
    state: GrantState
    reason: GrantReason
    rival: Party | None
    path: list[PathStep]


class Capacity(msgspec.Struct, kw_only=True):
    """What a project would lose: people, and the share of the answers of the last 7 days that came from vendors shut
    out. `days`: until the answers `wanted` now are given at that pace, before and after; null: never."""

    project: Named
    people: int
    people_lost: int
    share_lost: float
    wanted: int
    days: float | None
    days_after: float | None


class Known(msgspec.Struct, kw_only=True):
    """What the owner would know already: items delivered to vendors that would lead to it."""

    project: Named
    items: int
    of: int


class Concentration(msgspec.Struct):
    """Herfindahl–Hirschman index of deliveries by ultimate owner, 0..10000, now and then."""

    before: int
    after: int


class SpendConcentration(msgspec.Struct):
    """What vendors are paid for their answers so far, in millionths of a currency; the Herfindahl–Hirschman index of it
    by ultimate owner, 0..10000, now and then."""

    currency: str
    micros: int
    before: int
    after: int


class Supposed(msgspec.Struct, kw_only=True):
    """What would follow; nothing was changed."""

    owner: Party
    vendor: Named
    vendors: list[Named]
    frozen: list[Frozen]
    capacity: list[Capacity]
    known: list[Known]
    exposure: Concentration
    spend: list[SpendConcentration]
    parties: list[Party]

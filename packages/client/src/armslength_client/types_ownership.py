"""Who stands behind vendors, as the wire has it. Shares are in bp: hundredths of a percent, 0..10000."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from armslength_client.types import Ref
from armslength_client.types_offers import Offer

EdgeState = Literal["rumoured", "announced", "closed", "ended"]
GrantState = Literal["offered", "active", "paused", "frozen", "severed"]
When = Literal["closed", "announced"]


Tier = Literal["original", "redacted", "synthetic"]


class Grant(msgspec.Struct):
    """A vendor let into a project; `reason`: why the wall took it out of `active`."""

    vendor: Ref
    state: GrantState
    reason: str | None
    epoch: int
    people: int
    since: datetime
    clear_until: datetime | None
    tier: Tier
    offer: Offer | None = None


class VendorGrant(msgspec.Struct):
    """A project that a vendor is let into, or was."""

    project: Ref
    state: GrantState
    reason: str | None
    epoch: int
    people: int
    since: datetime
    clear_until: datetime | None
    tier: Tier


class Party(msgspec.Struct):
    """A party; `own`: in the tenant's own records, not in the register."""

    id: UUID
    kind: Literal["organization", "person"]
    name: str
    jurisdiction: str | None = None
    own: bool = False


class OwnershipEdge(msgspec.Struct, kw_only=True):
    """`holder` holds `type` in `held`, between min_bp and max_bp (0..10000: unknown)."""

    id: UUID
    holder: Party
    held: Party
    type: str
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


class Imported(msgspec.Struct, kw_only=True):
    """What an import of statements did."""

    parties: int
    recorded: int
    changed: int
    ended: int
    unchanged: int
    left_out: list[str]


class PathStep(msgspec.Struct):
    """One edge of a path."""

    edge: UUID
    holder: UUID
    held: UUID
    type: str
    min_bp: int
    max_bp: int
    state: EdgeState


class Reached(msgspec.Struct, kw_only=True):
    """A party that a vendor leads to: how, with what multiplied share, by which path from the vendor on."""

    party: Party
    way: Literal["self", "influence", "control", "seat"]
    measure: str
    share_bp: int
    top: bool
    state: When
    path: list[PathStep]


class Closed(msgspec.Struct):
    """A grant that a conflict closes."""

    project: Ref
    state: GrantState


class Waiver(msgspec.Struct, kw_only=True):
    """A conflict accepted for a time by two people."""

    id: UUID
    conflict_id: UUID
    vendor: Ref
    rival: Party | None
    state: Literal["asked", "approved", "expired", "ended", "over"]
    reason: str
    asked_by: Ref
    asked_at: datetime
    approved_by: Ref | None
    expires_at: datetime


class Conflict(msgspec.Struct, kw_only=True):
    """A vendor leads to a rival; without names where the rivalry is another customer's word."""

    id: UUID
    vendor: Ref
    rival: Party | None
    through: Party | None
    state: When
    share_bp: int | None
    path: list[PathStep]
    since: datetime
    closes: list[Closed]
    waiver: Waiver | None


class Rival(msgspec.Struct):
    """A party that the tenant keeps apart from, and its control group."""

    party: Party
    note: str
    named_by: Ref
    named_at: datetime
    group: list[Party]


class OwnershipSettings(msgspec.Struct):
    """How strict the tenant is."""

    profile: Literal["default", "government"]
    threshold_bp: int
    on_announced: Literal["pause", "freeze", "continue"]


class VendorOwnership(msgspec.Struct, kw_only=True):
    """Who stands behind a vendor."""

    vendor: Ref
    party: Party
    linked: bool
    confirmed: bool
    reached: list[Reached]
    undisclosed_bp: int
    attested_until: datetime | None
    verified: bool
    conflicts: list[Conflict]


class Ownership(msgspec.Struct, kw_only=True):
    """The graph around the tenant's vendors and rivals."""

    us: Party
    linked: bool
    settings: OwnershipSettings
    vendors: list[VendorOwnership]
    rivals: list[Party]
    parties: list[Party]
    edges: list[OwnershipEdge]
    left_out: int


class Frozen(msgspec.Struct, kw_only=True):
    """A grant that would not stay active."""

    project: Ref
    vendor: Ref
    state: GrantState
    reason: str
    rival: Party | None


class Capacity(msgspec.Struct, kw_only=True):
    """What a project would lose; `days`: until the answers wanted are given at the pace of the last 7 days."""

    project: Ref
    people: int
    people_lost: int
    share_lost: float
    wanted: int
    days: float | None
    days_after: float | None


class Known(msgspec.Struct, kw_only=True):
    """Items delivered already to vendors that would lead to the owner."""

    project: Ref
    items: int
    of: int


class Concentration(msgspec.Struct):
    """Herfindahl–Hirschman index of deliveries by ultimate owner, 0..10000."""

    before: int
    after: int


class SpendConcentration(msgspec.Struct):
    """What vendors are paid for their answers so far, in millionths of a currency, and its concentration by owner."""

    currency: str
    micros: int
    before: int
    after: int


class Supposed(msgspec.Struct, kw_only=True):
    """What would follow from a stake; nothing was changed."""

    owner: Party
    vendor: Ref
    vendors: list[Ref]
    frozen: list[Frozen]
    capacity: list[Capacity]
    known: list[Known]
    exposure: Concentration
    spend: list[SpendConcentration]

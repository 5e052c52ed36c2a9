"""What a project has let out, and to whom, as the server sends it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import msgspec

from armslength_client.types import Ref
from armslength_client.types_ownership import PathStep, When
from armslength_client.types_walls import DrillSummary, GrantState


class VendorLabels(msgspec.Struct):
    """Answers of a vendor's people that count, their `share` of everybody's, and how many items nobody else's people
    answered (`alone`)."""

    answers: int
    share: float
    alone: int


class VendorCanaries(msgspec.Struct):
    """Canaries of a vendor: ever planted, still in use, and those whose words a trace found elsewhere."""

    planted: int
    live: int
    tripped: int


class TrustVendor(msgspec.Struct, kw_only=True):
    """A vendor of a project: its grant, how much it has seen and may see, what is known of who stands behind it."""

    vendor: Ref
    grant: GrantState | None
    reason: str | None
    since: datetime | None
    people: int
    seen: int
    share: float
    cap: float | None
    owners: list[Ref]
    conflicts: int
    verified: bool
    attested_until: datetime | None
    undisclosed_bp: int
    labels: VendorLabels
    canaries: VendorCanaries | None


class KnownItems(msgspec.Struct):
    """Items of a project that somebody has been shown, of how many."""

    project: Ref
    items: int
    of: int


class TrustOwner(msgspec.Struct, kw_only=True):
    """Whoever ultimately owns vendors. `rival`: it is one, or stands on the way from a vendor to one. `known`: what it
    would know already, in all projects."""

    owner: Ref
    rival: bool
    vendors: list[Ref]
    seen: int
    share: float
    cap: float | None
    known: list[KnownItems]


class HeldVendor(msgspec.Struct, kw_only=True):
    """How an owner has a vendor: by what measure, with what multiplied share (hundredths of a percent), by which
    path."""

    vendor: Ref
    measure: str
    share_bp: int
    state: When
    path: list[PathStep]


class CommonOwner(msgspec.Struct, kw_only=True):
    """Whoever ultimately owns several vendors of the project; `parties`: those on the paths."""

    owner: Ref
    vendors: list[HeldVendor]
    parties: list[Ref]


class ProjectSpend(msgspec.Struct):
    """What vendors are paid for their answers here, in millionths of a currency; `hhi`: its concentration over them."""

    currency: str
    micros: int
    hhi: float


class Trust(msgspec.Struct, kw_only=True):
    """What a project has let out, and to whom; `oldest_until`: when the oldest attestation of a vendor runs out.
    `common`: owners of several of its vendors; `pairs`: pairs of vendors that have one. `answers`: those that count."""

    items: int
    vendors: list[TrustVendor]
    owners: list[TrustOwner]
    hhi: float | None
    common: list[CommonOwner]
    pairs: int
    answers: int
    spend: list[ProjectSpend]
    oldest_until: datetime | None
    last_cut_ms: int | None
    refusals: int
    last_drill: DrillSummary | None


class SeenByDay(msgspec.Struct):
    """Somebody's items seen, by the end of each day."""

    id: UUID
    seen: list[int]


class TrustHistory(msgspec.Struct, kw_only=True):
    """Items of the project that each vendor and each ultimate owner had been shown by the end of each of `days`."""

    days: list[date]
    vendors: list[SeenByDay]
    owners: list[SeenByDay]

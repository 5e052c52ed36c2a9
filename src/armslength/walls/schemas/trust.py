"""The wire form of what a project has let out, to whom, and what is known of them."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import msgspec

from armslength.kit.wire import Named
from armslength.vendors.model import GrantReason, GrantState, Measure
from armslength.vendors.schemas.ownership import PathStep, When
from armslength.walls.schemas.drills import DrillSummary


class VendorLabels(msgspec.Struct):
    """Answers of a vendor's people that count (given, and not sent back), of items that are neither gold nor canaries
    nor cancelled; their `share` of everybody's; and how many items nobody else's people answered (`alone`): what would
    be missing without it."""

    answers: int
    share: float
    alone: int


class VendorCanaries(msgspec.Struct):
    """Canaries of a vendor: ever planted, still in use, and those whose words a trace found elsewhere."""

    planted: int
    live: int
    tripped: int


class TrustVendor(msgspec.Struct, kw_only=True):
    """A vendor of the project: its grant, how much its people have seen (`share`, 0 to 1) and may see (`cap`), and what
    is known of who stands behind it. `conflicts`: rivals that it leads to. `people`: those with a role here.
    `canaries`: None for who may not read of canaries."""

    vendor: Named
    grant: GrantState | None
    reason: GrantReason | None
    since: datetime | None
    people: int
    seen: int
    share: float
    cap: float | None
    owners: list[Named]
    conflicts: int
    verified: bool
    attested_until: datetime | None
    undisclosed_bp: int
    labels: VendorLabels
    canaries: VendorCanaries | None


class KnownItems(msgspec.Struct):
    """Items of a project that somebody has been shown, of how many."""

    project: Named
    items: int
    of: int


class TrustOwner(msgspec.Struct, kw_only=True):
    """Whoever ultimately owns vendors of the project. `rival`: it is one, or stands on the way from a vendor to one.

    `known`: what it would know already, in all projects, by the people of every vendor that leads to it: its blast
    radius.
    """

    owner: Named
    rival: bool
    vendors: list[Named]
    seen: int
    share: float
    cap: float | None
    known: list[KnownItems]


class HeldVendor(msgspec.Struct, kw_only=True):
    """How an owner has a vendor: by what measure, with what multiplied share (hundredths of a percent), by which path.
    `state`: announced where only edges to come lead there."""

    vendor: Named
    measure: Measure
    share_bp: int
    state: When
    path: list[PathStep]


class CommonOwner(msgspec.Struct, kw_only=True):
    """Whoever ultimately owns several vendors of the project, the largest share first. `parties`: those on the
    paths."""

    owner: Named
    vendors: list[HeldVendor]
    parties: list[Named]


class ProjectSpend(msgspec.Struct):
    """What vendors are paid for their answers here, in millionths of a currency; `hhi`: its concentration over them."""

    currency: str
    micros: int
    hhi: float


class Trust(msgspec.Struct, kw_only=True):
    """What a project has let out, and to whom. `hhi`: concentration of exposure over vendors, 0 to 10,000.
    `spend`: the same of what they are paid, by currency, where a price is set.

    `oldest_until`: when the oldest of what was attested about its vendors runs out; None while one has nothing
    attested, or there is none. `last_cut_ms`: how long the last severance of one of its vendors took to commit.
    `refusals`: how often the person wall kept somebody out in the last 30 days. `last_drill`: the last drill that was
    recorded in which somebody was severed, of whatever project. `common`: owners of several of its vendors; `pairs`:
    pairs of vendors that have one. `answers`: those that count, of everybody.
    """

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
    """Somebody's items seen, by the end of each day; `id`: of a vendor or an owner."""

    id: UUID
    seen: list[int]


class TrustHistory(msgspec.Struct, kw_only=True):
    """How exposure grew: items of the project that each vendor, and each ultimate owner by way of all its vendors, had
    been shown by the end of each of `days` (UTC, one after the other, the last is today). Owners are those of today."""

    days: list[date]
    vendors: list[SeenByDay]
    owners: list[SeenByDay]

"""The wire form of what a project has let out, to whom, and what is known of them."""

from __future__ import annotations

from datetime import datetime

import msgspec

from armslength.kit.wire import Named
from armslength.vendors.model import GrantReason, GrantState
from armslength.walls.schemas.drills import DrillSummary


class TrustVendor(msgspec.Struct, kw_only=True):
    """A vendor of the project: its grant, how much its people have seen (`share`, 0 to 1) and may see (`cap`), and what
    is known of who stands behind it. `conflicts`: rivals that it leads to. `people`: those with a role here."""

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
    recorded in which somebody was severed, of whatever project.
    """

    items: int
    vendors: list[TrustVendor]
    owners: list[TrustOwner]
    hhi: float | None
    spend: list[ProjectSpend]
    oldest_until: datetime | None
    last_cut_ms: int | None
    refusals: int
    last_drill: DrillSummary | None

"""Routing and portions on the wire: which firm is asked about how much, and when."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from armslength.assignment.model import Standing
from armslength.kit.wire import Named

BasisPoints = Annotated[int, Meta(ge=1, le=10_000)]


class HolderShare(Struct, forbid_unknown_fields=True):
    """A firm (a vendor, or the organization itself for its own people) and its share in basis points."""

    organization_id: UUID
    share: BasisPoints


class PutRouting(Struct, forbid_unknown_fields=True):
    """A routing plan. `version`: of the plan that was looked at, 0 when there was none; no holders: no plan.

    `calibration`: basis points of the items that every firm is asked about."""

    version: Annotated[int, Meta(ge=0, le=2_147_483_647)]
    holders: Annotated[list[HolderShare], Meta(max_length=50)]
    calibration: Annotated[int, Meta(ge=0, le=1000)] = 0


class Holder(Struct):
    """A firm in the plan: its share as planned, the buckets it holds now (of 10000), and its items."""

    organization: Named
    share: int
    standing: Standing
    buckets: int
    items: int


class RoutingVersion(Struct):
    """A plan as it was set."""

    version: int
    calibration: int
    shares: list[HolderShare]
    created_by: Named
    created_at: datetime


class Routing(Struct):
    """The routing plan. `applying`: items are still on their way to where it wants them. `calibration_items`: asked of
    every firm; `nobody`: items whose holders are all out."""

    version: int
    active: bool
    calibration: int
    holders: list[Holder]
    applying: bool
    calibration_items: int
    nobody: int
    history: list[RoutingVersion]


class PutPortions(Struct, forbid_unknown_fields=True, kw_only=True):
    """Give a firm `items` places every `hours` hours from `first_at` on (left out: from now on). `whole`: a portion
    that could not be filled is held back until the next time."""

    items: Annotated[int, Meta(ge=1, le=10_000)]
    hours: Annotated[int, Meta(ge=1, le=168)]
    first_at: datetime | None = None
    whole: bool = True


class Portion(Struct):
    """A portion that was due: `items` is 0 where it was held back because only `waiting` places were open."""

    opens_at: datetime
    items: int
    given: int
    waiting: int


class Portions(Struct):
    """The portions of a firm: the plan, when the next one opens, and the last thirty, newest first."""

    vendor: Named
    items: int
    hours: int
    first_at: datetime
    whole: bool
    next_at: datetime
    past: list[Portion]


class PortionPlans(Struct):
    """Firms that are given work in portions, by name."""

    items: list[Portions]


class HolderPreview(Struct):
    """A firm under a plan that is not set yet."""

    organization: Named
    share: int
    standing: Standing
    buckets: int
    items_now: int
    items_then: int


class Move(Struct, rename={"from_": "from"}):
    """Items that would change hands: firms' names, or anybody, nobody, every firm (calibration)."""

    from_: str
    to: str
    items: int


class RoutingPreview(Struct):
    """What a plan would do. `begun`: items that stay where they are because somebody was asked about them already;
    `extra_answers`: what calibration asks beyond the overlap; not `exact`: some items have no bucket yet, and are
    expected to fall as the shares say."""

    holders: list[HolderPreview]
    moves: list[Move]
    moved: int
    begun: int
    calibration_items: int
    extra_answers: int
    nobody: int
    exact: bool

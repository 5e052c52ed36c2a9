"""Nouns of routing plans, as the API speaks them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec


class Holder(msgspec.Struct):
    """A firm in a routing plan: its share in basis points, the buckets it holds now (of 10000), and its items."""

    organization: dict[str, Any]
    share: int
    standing: str
    buckets: int
    items: int


class Routing(msgspec.Struct):
    """Which firm is asked about how much. `applying`: items are still on their way."""

    version: int
    active: bool
    calibration: int
    holders: list[Holder]
    applying: bool
    calibration_items: int
    nobody: int
    history: list[dict[str, Any]]


class Portion(msgspec.Struct):
    """A portion that was due: `items` is 0 where it was held back because only `waiting` places were open."""

    opens_at: datetime
    items: int
    given: int
    waiting: int


class Portions(msgspec.Struct):
    """How a vendor is given work in portions: so many places every `hours`, the next at `next_at`; the last thirty."""

    vendor: dict[str, Any]
    items: int
    hours: int
    first_at: datetime
    whole: bool
    next_at: datetime
    past: list[Portion]


class HolderPreview(msgspec.Struct):
    """A firm under a plan that is not set yet."""

    organization: dict[str, Any]
    share: int
    standing: str
    buckets: int
    items_now: int
    items_then: int


class RoutingPreview(msgspec.Struct):
    """What a plan would do: `moves` as {from, to, items}; `begun` items stay where they are."""

    holders: list[HolderPreview]
    moves: list[dict[str, Any]]
    moved: int
    begun: int
    calibration_items: int
    extra_answers: int
    nobody: int
    exact: bool

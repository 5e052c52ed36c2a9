"""What tracing sends and takes: canaries, and what a text that turned up elsewhere says."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from armslength_client.types import Ref, RowProblem
from armslength_client.types_walls import OwnerReach, Viewer


class CanaryPolicy(msgspec.Struct):
    """Which part of what vendors' people are asked is canaries."""

    share: float


class PlantedCanaries(msgspec.Struct):
    """What became of the rows; `line` in problems counts them from 1."""

    planted: int
    problems: list[RowProblem]


class Canary(msgspec.Struct, kw_only=True):
    """An item that one vendor's people alone are asked about; `people` of them were shown it."""

    item_id: UUID
    external_id: str | None
    vendor: Ref
    batch: Ref
    summary: str
    words: int
    places: int
    people: int
    first_shown_at: datetime | None
    planted_by: Ref
    planted_at: datetime
    retired_at: datetime | None


class TracePassage(msgspec.Struct):
    """Words of the suspect text that stand in the canary in the same order."""

    text: str
    words: int
    at: int


class TraceMatch(msgspec.Struct, kw_only=True):
    """A canary that the text resembles. `chance`: at most how probable that is in a text written independently."""

    project: Ref
    item_id: UUID
    external_id: str | None
    vendor: Ref
    how: Literal["whole", "parts"]
    words: int
    of: int
    longest: int
    chance: float
    passages: list[TracePassage]
    planted_at: datetime
    retired_at: datetime | None
    first_at: datetime | None
    last_at: datetime | None
    people: int
    others: int
    owners: list[OwnerReach]
    viewers: list[Viewer] | None


class TracedVendor(msgspec.Struct):
    """A vendor whose canaries the text contains beyond doubt."""

    vendor: Ref
    canaries: int
    chance: float


class TraceReport(msgspec.Struct, kw_only=True):
    """What a suspect text says; only matches below `convincing` count against a vendor."""

    at: datetime
    digest: str
    words: int
    canaries: int
    items: int
    convincing: float
    vendors: list[TracedVendor]
    matches: list[TraceMatch]

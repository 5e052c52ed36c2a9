"""The wire form of canaries and of tracing."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from armslength.ingest.model import Problem
from armslength.ingest.schemas import BatchRef
from armslength.kit.wire import Named
from armslength.walls.schemas.explorer import OwnerReach, Viewer

Share = Annotated[float, Meta(ge=0, le=0.2)]


class CanaryPolicy(msgspec.Struct, forbid_unknown_fields=True):
    """`share`: of what a vendor's people are asked, that part is canaries while there are any left for them."""

    share: Share


class PlantCanaries(msgspec.Struct, forbid_unknown_fields=True):
    """Invented items for one vendor, as rows that name their fields (`external_id` and `metadata` beside them)."""

    vendor_id: UUID
    batch_id: UUID
    rows: Annotated[list[Any], Meta(min_length=1, max_length=200)]


class PlantedCanaries(msgspec.Struct):
    """What became of the rows; `line` in problems counts them from 1."""

    planted: int
    problems: list[Problem]


class Canary(msgspec.Struct, kw_only=True):
    """An item that is for one vendor only. `words`: of what can be recognised. `places`: of how many of its people it
    is asked. `people`: those of the vendor who were shown it, since when."""

    item_id: UUID
    external_id: str | None
    vendor: Named
    batch: BatchRef
    summary: str
    words: int
    places: int
    people: int
    first_shown_at: datetime | None
    planted_by: Named
    planted_at: datetime
    retired_at: datetime | None


class TraceText(msgspec.Struct, forbid_unknown_fields=True):
    """A text that turned up where it should not; in one project's canaries, or in those of all."""

    text: Annotated[str, Meta(min_length=1, max_length=5_000_000)]
    project_id: UUID | None = None


class TracePassage(msgspec.Struct):
    """Words of the suspect text that stand in the canary in the same order; `at`: the character it begins at."""

    text: str
    words: int
    at: int


class TraceMatch(msgspec.Struct, kw_only=True):
    """A canary that the text resembles. `how`: whole, or in parts. `chance`: at most how probable so much agreement is
    in a text that was written independently, over all canaries that were looked at. `vendor`: the only one it was ever
    for. `first_at`, `last_at`, `people`: when it was shown, and to how many of its people. `viewers`: who they are, for
    whoever may know; `others`: people of the customer's own who saw it. `owners`: who ultimately stands behind them."""

    project: Named
    item_id: UUID
    external_id: str | None
    vendor: Named
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
    """A vendor whose canaries the text contains, how many, and the least chance among them."""

    vendor: Named
    canaries: int
    chance: float


class TraceReport(msgspec.Struct, kw_only=True):
    """What a suspect text says. `canaries`: how many were compared; `items`: how many ordinary items were read, to
    leave out wording that they have too (0: nothing agreed); `convincing`: below this chance a match counts against its
    vendor, and only such are in `vendors`. `digest`: SHA-256 of the text, as the log keeps it."""

    at: datetime
    digest: str
    words: int
    canaries: int
    items: int
    convincing: float
    vendors: list[TracedVendor]
    matches: list[TraceMatch]

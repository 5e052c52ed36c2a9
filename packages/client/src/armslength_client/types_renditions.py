"""What the server sends of renditions."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

import msgspec

from armslength_client.types import Ref


class RenditionProblem(msgspec.Struct):
    """Why a row was left out; `line` counts from 1."""

    line: int
    field: str
    reason: str


class AddedRenditions(msgspec.Struct):
    """What became of rows of renditions."""

    created: int
    unchanged: int
    problems: list[RenditionProblem]


class MakingStanding(msgspec.Struct):
    """The last time the redactor was asked: `done` of `total` items gone through. `at`: when it was asked."""

    state: Literal["waiting", "running", "paused", "cancelled", "done", "failed"]
    done: int
    total: int | None
    at: datetime


class TierStanding(msgspec.Struct):
    """How far a project is there in one form; `lacking` items are not, and vendors at this tier are not asked about
    them. `found`: what was masked, by class; `making`: the redactor's last run."""

    tier: Literal["redacted", "synthetic"]
    items: int
    lacking: int
    imported: int
    made: int
    vendors: list[Ref]
    answers: int
    found: dict[str, int]
    making: MakingStanding | None


class Renditions(msgspec.Struct):
    """The forms beside the original. `answers`: those that stand and were given on the original."""

    answers: int
    tiers: list[TierStanding]


class ItemRendition(msgspec.Struct):
    """A form of an item as it is now."""

    tier: Literal["redacted", "synthetic"]
    version: int
    source: Literal["imported", "made", "planted"]
    created_at: datetime
    content: dict[str, Any]
    found: dict[str, int]


class ItemRenditions(msgspec.Struct):
    """The original, and every other form of it."""

    original: dict[str, Any]
    items: list[ItemRendition]

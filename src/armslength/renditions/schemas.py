"""What renditions says and hears on the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta, Struct

from armslength.kit.jobs import JobState
from armslength.kit.wire import Named
from armslength.renditions.model import How, OtherTier, Source


class RenditionRow(Struct, forbid_unknown_fields=True):
    """An item in another form, named by `item_id` or `external_id`: every field that the item has."""

    content: dict[str, Any]
    item_id: UUID | None = None
    external_id: Annotated[str, Meta(min_length=1, max_length=500)] | None = None


class AddRenditions(Struct, forbid_unknown_fields=True):
    """Up to 500 items in one form. Said twice is said once; another for the same item takes its place."""

    tier: OtherTier
    rows: Annotated[list[RenditionRow], Meta(min_length=1, max_length=500)]


class RenditionProblem(Struct):
    """Why a row was left out; `line` counts from 1, `field` is the path in the row."""

    line: int
    field: str
    reason: str


class AddedRenditions(Struct):
    """What became of the rows."""

    created: int
    unchanged: int
    problems: list[RenditionProblem]


class MakeRenditions(Struct, forbid_unknown_fields=True):
    """What becomes of which field; the others are masked. `brand_words`: the words of your list are masked too."""

    fields: dict[Annotated[str, Meta(max_length=64)], How] = {}
    brand_words: bool = True


class Making(Struct):
    """The job that makes them."""

    job_id: UUID


class MakingStanding(Struct):
    """The last time the redactor was asked: `done` of `total` items gone through. `at`: when it was asked."""

    state: JobState
    done: int
    total: int | None
    at: datetime


class TierStanding(Struct):
    """How far a project is there in one form.

    `items`: those that people are asked about, gold and canaries too; `lacking` of them are not there in it, and the
    vendors at this tier are not asked about these. `found`: what was masked in the latest versions that were made here,
    by class; `making`: the redactor's last run, where there was one. `answers`: how many of the answers that stand were
    given on it.
    """

    tier: OtherTier
    items: int
    lacking: int
    imported: int
    made: int
    vendors: list[Named]
    answers: int
    found: dict[str, int]
    making: MakingStanding | None


class Renditions(Struct):
    """The forms beside the original. `answers`: those that stand and were given on the original."""

    answers: int
    tiers: list[TierStanding]


class ItemRendition(Struct):
    """A form of an item as it is now."""

    tier: OtherTier
    version: int
    source: Source
    created_at: datetime
    content: dict[str, Any]
    found: dict[str, int]


class ItemRenditions(Struct):
    """The original, and every other form of it."""

    original: dict[str, Any]
    items: list[ItemRendition]

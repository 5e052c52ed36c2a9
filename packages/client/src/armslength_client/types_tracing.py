"""What tracing sends and takes: canaries, variants, and what a text that turned up elsewhere says."""

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
    """An item that one vendor's people alone are asked about; `people` of them were shown it. `tripped_at`: when a
    trace first found its words elsewhere."""

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
    tripped_at: datetime | None


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


class VariantField(msgspec.Struct):
    """A field, and whether vendors may be given different wordings of it, and why not."""

    name: str
    title: str
    may: Literal["free", "judged", "never"]
    why: str


class VariantOverview(msgspec.Struct):
    """How many items have two forms, of which origin, and which fields may."""

    items: int
    supplied: int
    made: int
    fields: list[VariantField]


class VariantExample(msgspec.Struct):
    """Where the two forms of an item first differ."""

    external_id: str | None
    field: str
    original: str
    other: str


class SuppliedVariants(msgspec.Struct):
    """What became of the rows; `line` in problems counts them from 1."""

    taken: int
    problems: list[RowProblem]
    examples: list[VariantExample]


class ItemsLeft(msgspec.Struct):
    """Items that keep one form, and why."""

    reason: str
    items: int


class MadeVariants(msgspec.Struct):
    """What became of the items that were looked at; `after`: the place to go on after, none at the end."""

    looked: int
    taken: int
    left: list[ItemsLeft]
    examples: list[VariantExample]
    after: int | None


class Variant(msgspec.Struct, kw_only=True):
    """An item of which two forms exist; `vendors` were given one of them."""

    item_id: UUID
    external_id: str | None
    origin: Literal["supplied", "made"]
    differences: list[VariantExample]
    vendors: int
    made_by: Ref
    made_at: datetime


class FormGiven(msgspec.Struct, kw_only=True):
    """Which form of an item a vendor was given (0: the original); `deliveries` are ids of leaves in the log."""

    vendor: Ref
    form: Literal[0, 1]
    people: int
    first_at: datetime
    last_at: datetime
    deliveries: list[UUID]


class FieldForms(msgspec.Struct):
    """The texts of a field in either form."""

    field: str
    original: list[str]
    other: list[str]


class ItemForms(msgspec.Struct):
    """Both forms of an item, and who was given which."""

    fields: list[FieldForms]
    given: list[FormGiven]


class FormFound(msgspec.Struct, kw_only=True):
    """An item that stands in the suspect text, in which form, and which vendors were given which."""

    project: Ref
    item_id: UUID
    external_id: str | None
    form: Literal[0, 1]
    words: str
    given: list[FormGiven]


class FormVendor(msgspec.Struct, kw_only=True):
    """How a vendor compares; `chance`: at most how probable it is that any innocent vendor would agree so well."""

    vendor: Ref
    shown: int
    agree: int
    bits: float
    chance: float
    named: bool
    needed: int | None
    first_at: datetime
    last_at: datetime


class FormFindings(msgspec.Struct, kw_only=True):
    """What the forms of items say; `named` vendors have a chance below `convincing`."""

    read: int
    original: int
    mixed: int
    convincing: float
    vendors: list[FormVendor]
    items: list[FormFound]


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
    forms: FormFindings | None

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
from armslength.tracing.model import Rewording
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
    is asked. `people`: those of the vendor who were shown it, since when. `tripped_at`: when a trace first found its
    words elsewhere."""

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
    tripped_at: datetime | None


class VariantField(msgspec.Struct):
    """A field, and whether vendors may be given different wordings of it: freely, `judged` (only if somebody answers
    for it), or never; and why not."""

    name: str
    title: str
    may: Literal["free", "judged", "never"]
    why: str


class VariantOverview(msgspec.Struct):
    """How many of the items that people are asked about have two forms, of which origin, and which fields may."""

    items: int
    supplied: int
    made: int
    fields: list[VariantField]


Form = Annotated[str, Meta(min_length=1, max_length=200_000)]
Forms = Form | Annotated[list[Form], Meta(min_length=1, max_length=50)]


class VariantRow(msgspec.Struct, forbid_unknown_fields=True):
    """The other form of an item: by field its text, or of responses a text for each, in their order."""

    external_id: Annotated[str, Meta(min_length=1, max_length=200)]
    fields: Annotated[dict[str, Forms], Meta(min_length=1, max_length=50)]


class SupplyVariants(msgspec.Struct, forbid_unknown_fields=True):
    """Other forms of items. `judged`: also of fields whose wording is judged, for which whoever says so answers.
    `dry_run`: only say what would become of them."""

    rows: Annotated[list[VariantRow], Meta(min_length=1, max_length=500)]
    judged: bool = False
    dry_run: bool = False


class VariantExample(msgspec.Struct):
    """Where the two forms of an item first differ, with what stands around it."""

    external_id: str | None
    field: str
    original: str
    other: str


class SuppliedVariants(msgspec.Struct):
    """What became of the rows; `line` in problems counts them from 1."""

    taken: int
    problems: list[Problem]
    examples: list[VariantExample]


class MakeVariants(msgspec.Struct, forbid_unknown_fields=True):
    """Second forms to be made of some fields, for the next 500 items `after` a place of the queue. `judged`: also of
    fields whose wording is judged, for which whoever says so answers. `dry_run`: only say what would become of them."""

    fields: Annotated[list[Annotated[str, Meta(max_length=64)]], Meta(min_length=1, max_length=50)]
    kinds: Annotated[list[Rewording], Meta(min_length=1, max_length=4)]
    after: Annotated[int, Meta(ge=0)] = 0
    judged: bool = False
    dry_run: bool = False


class ItemsLeft(msgspec.Struct):
    """Items that keep one form, and why."""

    reason: str
    items: int


class MadeVariants(msgspec.Struct):
    """What became of the items that were looked at. `after`: the place to go on after; none at the end."""

    looked: int
    taken: int
    left: list[ItemsLeft]
    examples: list[VariantExample]
    after: int | None


class Variant(msgspec.Struct, kw_only=True):
    """An item of which two forms exist. `vendors`: how many were given one of them."""

    item_id: UUID
    external_id: str | None
    origin: Literal["supplied", "made"]
    differences: list[VariantExample]
    vendors: int
    made_by: Named
    made_at: datetime


class FormGiven(msgspec.Struct, kw_only=True):
    """Which form of an item a vendor was given (0: the original), to how many of its people and when. `deliveries`: the
    first of them, by the id of their leaves in the log."""

    vendor: Named
    form: Literal[0, 1]
    people: int
    first_at: datetime
    last_at: datetime
    deliveries: list[UUID]


class FieldForms(msgspec.Struct):
    """The texts of a field in either form: one, or one for each response."""

    field: str
    original: list[str]
    other: list[str]


class ItemForms(msgspec.Struct):
    """Both forms of an item, and who was given which."""

    fields: list[FieldForms]
    given: list[FormGiven]


class FormFound(msgspec.Struct, kw_only=True):
    """An item that stands in the suspect text, in which form, by which words, and which vendors were given which."""

    project: Named
    item_id: UUID
    external_id: str | None
    form: Literal[0, 1]
    words: str
    given: list[FormGiven]


class FormVendor(msgspec.Struct, kw_only=True):
    """How a vendor compares: of `shown` items that were read and that it was shown, in `agree` the form is the one that
    it was given. `bits`: how much speaks for it, in powers of two. `chance`: at most how probable it is that any
    innocent vendor would agree so well. `needed`: how many more items must agree at least before it would be named
    (0: it is); none where they would hardly ever."""

    vendor: Named
    shown: int
    agree: int
    bits: float
    chance: float
    named: bool
    needed: int | None
    first_at: datetime
    last_at: datetime


class FormFindings(msgspec.Struct, kw_only=True):
    """What the forms of items say. `read`: items of which one form stands in the text, `original` of them in the
    original form; `mixed`: both, which says nothing. `items`: the first of those that were read. `named` vendors have a
    chance below `convincing`."""

    read: int
    original: int
    mixed: int
    convincing: float
    vendors: list[FormVendor]
    items: list[FormFound]


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
    vendor, and only such are in `vendors`. `forms`: what the forms of
    ordinary items say, where any have two. `digest`: SHA-256 of the text, as the log keeps it."""

    at: datetime
    digest: str
    words: int
    canaries: int
    items: int
    convincing: float
    vendors: list[TracedVendor]
    matches: list[TraceMatch]
    forms: FormFindings | None

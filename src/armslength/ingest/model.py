"""Words of the way in: mapping, rows, formats."""

from __future__ import annotations

from collections.abc import Mapping as Dict
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal
from uuid import UUID

import msgspec

from armslength.kit.errors import Invalid
from armslength.kit.wire import read_filters

Format = Literal["jsonl", "json", "csv", "parquet"]
BatchState = Literal["open", "paused", "cancelled"]
ItemState = Literal["open", "in_work", "in_review", "done", "cancelled", "gold", "canary"]
ItemSort = Literal["ord", "-ord", "-flags"]
"""In the order of the queue, the newest first, or the flagged ones, those with the most flags first."""
ITEM_COLUMNS: Final = ("ord", "external_id", "summary", "state", "answers", "flags", "batch", "created_at")
"""What a list of items can show, in this order unless one wants another."""
LONGEST_COLUMN = 500
"""Characters of a column's name, or of a path into one."""
MOST_METADATA = 1000
Searched = Annotated[str, msgspec.Meta(min_length=1, max_length=500, pattern=r"^[^\x00]*$")]
Column = Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST_COLUMN, pattern=r"^[^\x00]*$")]
Columns = Annotated[list[Column], msgspec.Meta(min_length=1, max_length=100)]


class ColumnRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Several columns for one field: either a `template` such as "{instruction}\\n\\n{input}", or the `columns` that
    hold the responses of a `many` field, with the `sources` that wrote them (a column's name, or a plain label).

    Where `columns` hold whole conversations, `part` says which of them it takes: the last answer of each (`answered`),
    or what was `asked`: all messages before it, which must be the same in each; or all of them `joined`, one after the
    other, as a prompt and what completes it. Of texts with stretches marked by <v>
    and </v> (MQM), `unmarked` takes them without the marks."""

    template: Annotated[str, msgspec.Meta(min_length=1, max_length=10_000)] | None = None
    columns: Columns | None = None
    sources: Columns | None = None
    part: Literal["asked", "answered", "joined", "unmarked"] | None = None


ColumnRef = Column | Columns | ColumnRule
"""Where a field comes from: a column (`a.b` reaches into objects), a list of columns for a `many` field, or a rule."""


class Mapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Which columns become which fields, which one names the item (or several, as "{doc}/{segment}"), and which are
    kept as metadata."""

    fields: dict[str, ColumnRef]
    external_id: Column | None = None
    metadata: Annotated[list[Column], msgspec.Meta(max_length=MOST_METADATA)] = []


class ItemFilter(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """What a list of items is narrowed to; None does not narrow."""

    state: ItemState | None = None
    batch_id: UUID | None = None
    external_id: Searched | None = None
    field: Searched | None = None
    contains: Searched | None = None
    flagged: bool | None = None
    annotated_by: UUID | None = None

    def __post_init__(self) -> None:
        """Raises Invalid where half of a search is missing."""
        if (self.field is None) != (self.contains is None):
            raise Invalid("Say both the field and what it contains.", field="contains")

    @property
    def looks(self) -> bool:
        """Whether items must be looked at one by one, because no index knows the answer."""
        return self.contains is not None or self.annotated_by is not None

    @classmethod
    def of(cls, raw: Dict[str, Any], at: str) -> ItemFilter:
        """Filters as somebody wrote them; raises Invalid naming the place below `at` where one is unknown or wrong."""
        return read_filters(cls, raw, at, "Items")


class Row(msgspec.Struct, frozen=True):
    """A row of a file. `line` counts from 1: a line of the file, or a row of a Parquet table."""

    line: int
    values: Dict[str, Any]


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that could not be read."""

    line: int
    reason: str


class Problem(msgspec.Struct, frozen=True):
    """Why a row did not become an item; `field` is a field's path, a column, or empty for the whole row."""

    line: int
    external_id: str | None
    field: str
    reason: str


class Prepared(msgspec.Struct, frozen=True):
    """A good row, sealed: ready to be written. `media` are the digests of files that it shows; `bucket` and `draw` say
    which firm is asked about it, once there is a plan; `outputs`: how many of its values are what models said."""

    line: int
    item_id: UUID
    external_id: str | None
    sealed: bytes
    digest: bytes
    terms: Dict[str, str]
    media: tuple[str, ...]
    bucket: int
    draw: int
    outputs: int


@dataclass(frozen=True, slots=True)
class Chunk:
    """Rows that are written together: what was read, what is good, what is not."""

    rows: int
    good: list[Prepared]
    bad: list[Problem]


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a chunk; `items` are the new ones, by line."""

    created: int
    unchanged: int
    problems: list[Problem]
    items: dict[int, UUID]


@dataclass(frozen=True, slots=True)
class ImageInfo:
    """What the first bytes of an image say."""

    content_type: str
    width: int
    height: int

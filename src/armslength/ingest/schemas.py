"""The wire forms of ingest."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec

from armslength.ingest.model import BatchState, Format, ItemState, Mapping, Problem
from armslength.kit.jobs import JobState

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+$")]
Priority = Annotated[int, msgspec.Meta(ge=-1000, le=1000)]
Digest = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$")]


class Batch(msgspec.Struct, frozen=True):
    """A batch with its counts: `asked` are the items that are asked about for a label, all but gold, canaries and what
    was retired; of those `open` ones still ask for somebody, `done` ones are finished."""

    id: UUID
    name: str
    priority: int
    state: BatchState
    items: int
    asked: int
    open: int
    done: int
    created_at: datetime


class BatchRef(msgspec.Struct, frozen=True):
    """A batch by id and name."""

    id: UUID
    name: str


class CreateBatch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A new batch; the same name finds the same batch."""

    name: Name
    priority: Priority = 0


class UpdateBatch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What to change; higher priorities are asked first."""

    name: Name | None = None
    priority: Priority | None = None
    state: BatchState | None = None


class AddItems(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Up to 1,000 rows. Without a mapping each row names its fields, with `external_id` and `metadata` beside them."""

    rows: Annotated[list[Any], msgspec.Meta(min_length=1, max_length=1000)]
    mapping: Mapping | None = None


class Added(msgspec.Struct, frozen=True):
    """What became of the rows; `line` in problems counts them from 1."""

    created: int
    unchanged: int
    problems: list[Problem]


class CreateImport(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Announces a file. Its bytes follow in parts; `sha256` (of the whole file) is checked when given."""

    batch: Name
    file_name: Annotated[str, msgspec.Meta(min_length=1, max_length=500, pattern=r"^[^\x00-\x1f]+$")]
    bytes: Annotated[int, msgspec.Meta(ge=1)]
    priority: Priority = 0
    sha256: Digest | None = None
    format: Format | None = None
    mapping: Mapping | None = None


class Upload(msgspec.Struct, frozen=True):
    """Where an upload goes on, and the largest part it takes."""

    offset: int
    chunk_bytes: int


class Import(msgspec.Struct, frozen=True):
    """An import; `upload` until it is started. Counters are rows; `total_rows` is known for Parquet, or at the end."""

    id: UUID
    batch: BatchRef
    file_name: str
    format: Format
    bytes: int
    state: JobState
    rows_read: int
    created: int
    unchanged: int
    rejected: int
    total_rows: int | None
    mapping: Mapping
    error: str | None
    created_at: datetime
    finished_at: datetime | None
    upload: Upload | None


class Offset(msgspec.Struct, frozen=True):
    """How many bytes have arrived."""

    offset: int


class Preview(msgspec.Struct, frozen=True):
    """The first rows, a guessed mapping, and what it would make of the first hundred rows."""

    columns: list[str]
    rows: list[dict[str, Any]]
    mapping: Mapping
    problems: list[Problem]


class StartImport(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The mapping to import by; the one given when the file was announced, if left out."""

    mapping: Mapping | None = None


class SetImportState(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Pause, resume, cancel."""

    state: Literal["paused", "running", "cancelled"]


class Media(msgspec.Struct, frozen=True):
    """A stored file; items show it by its digest, {"media": "<sha256>"}."""

    media: str
    bytes: int
    content_type: str
    width: int | None
    height: int | None


class ItemRow(msgspec.Struct, frozen=True):
    """An item in a list; `summary` is the beginning of its content."""

    id: UUID
    ord: int
    external_id: str | None
    batch: BatchRef
    state: ItemState
    wanted: int
    taken: int
    answers: int
    flags: int
    summary: str
    created_at: datetime


class ItemCount(msgspec.Struct, frozen=True):
    """How many items there are; where not `exact`, at least so many."""

    count: int
    exact: bool


class OpenItem(msgspec.Struct, frozen=True):
    """One item, opened."""

    item: ItemRow
    content: dict[str, Any]
    metadata: dict[str, Any]
    schema_version: int


class SetItemState(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Retire an item, or ask again."""

    state: Literal["open", "cancelled"]

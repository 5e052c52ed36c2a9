"""Releases and exports on the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec

from armslength.kit.jobs import JobState, LastJob
from armslength.kit.wire import Named
from armslength.release.model import Recipe
from armslength.truth.model import FitFacts, Method


class Counted(msgspec.Struct, frozen=True):
    """What was left out, and how often."""

    reason: str
    count: int


class FileInfo(msgspec.Struct, frozen=True):
    """A file of a release or export."""

    name: str
    bytes: int
    sha256: str
    rows: int


class Done(msgspec.Struct, frozen=True):
    """How far background work is."""

    done: int
    total: int


class Snapshot(msgspec.Struct, frozen=True):
    """Which answers a release stands on, and when they stood."""

    annotations_digest: str
    at: datetime


class Migrated(msgspec.Struct, frozen=True):
    """A change of the label schema that older answers were read through."""

    from_version: int
    to_version: int
    steps: int


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a release holds and how it came to be. `rebuild` is a command.

    `migrated`: how many of its answers were given before the label schema changed its meaning, and are read through
    `migrations`. `renditions`: how many were given on which form of the items. `methods`: by question, how answers were
    put together; releases from before there were several ways have none. `inferred`: by question, how the likeliest
    labels were found.
    """

    release: str
    project: str
    items: int
    annotations: int
    people: int
    schema_versions: list[int]
    migrations: list[Migrated] = []
    migrated: int = 0
    renditions: dict[str, int] = {}
    guideline_versions: list[int]
    agreement: dict[str, Any]
    methods: dict[str, Method] = {}
    inferred: dict[str, FitFacts] = {}
    dropped: list[Counted]
    seed: int
    files: list[FileInfo]
    digest: str
    snapshot: Snapshot
    recipe: Recipe
    rebuild: str


class Export(msgspec.Struct, frozen=True, kw_only=True):
    """A release in a format."""

    id: UUID
    format: str
    state: JobState
    progress: Done
    files: list[FileInfo]
    dropped: list[Counted]
    error: str | None
    created_at: datetime


class Release(msgspec.Struct, frozen=True, kw_only=True):
    """A frozen dataset.

    state        `building`: ordered, and being frozen or written in the background; `ready`; `failed` or `cancelled`:
                 it may be tried again
    snapshot_at  as of when it is frozen: what stood then is in it; null until then
    progress     items whose records are written, of how many; `total` is 0 until it is frozen
    job          how the work behind it stands, as it was asked for last
    """

    id: UUID
    number: int
    name: str
    state: Literal["building", "ready", "failed", "cancelled"]
    recipe: Recipe
    snapshot_at: datetime | None
    manifest: Manifest | None
    digest: str | None
    progress: Done
    error: str | None
    job: LastJob
    created_at: datetime
    created_by: Named
    exports: list[Export]


class CreateRelease(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Freeze what stands, in the background."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    recipe: Recipe | None = None


class CreateExport(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Write a release in a format."""

    format: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]


class FormatInfo(msgspec.Struct, frozen=True):
    """A format, and whether it can hold what this project asks."""

    id: str
    title: str
    summary: str
    applies: bool
    why_not: str | None = None


class Formats(msgspec.Struct, frozen=True):
    """Every format."""

    items: list[FormatInfo]

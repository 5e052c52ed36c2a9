"""What the server sends of releases and exports."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import msgspec

from armslength_client.types import JobState, Ref
from armslength_client.types_jobs import LastJob


class Release(msgspec.Struct):
    """A frozen dataset. `snapshot_at`: as of when, null until it is frozen; `job`: how the work behind it stands."""

    id: UUID
    number: int
    name: str
    state: Literal["building", "ready", "failed", "cancelled"]
    recipe: dict[str, Any]
    manifest: dict[str, Any] | None
    digest: str | None
    progress: dict[str, int]
    error: str | None
    created_at: datetime
    created_by: Ref
    exports: list[Export]
    snapshot_at: datetime | None = None
    job: LastJob | None = None


class ExportFile(msgspec.Struct):
    """A file of an export."""

    name: str
    bytes: int
    sha256: str
    rows: int


class Export(msgspec.Struct):
    """A release in a format."""

    id: UUID
    format: str
    state: JobState
    progress: dict[str, int]
    files: list[ExportFile]
    dropped: list[dict[str, Any]]
    error: str | None
    created_at: datetime


class Format(msgspec.Struct):
    """An export format, and whether the project's schema allows it."""

    id: str
    title: str
    summary: str
    applies: bool
    why_not: str | None = None

"""How answers were written: counts, never a letter."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from armslength_client.types import Ref


class WritingPolicy(msgspec.Struct):
    """Whether a project records how answers are written, and for how many days that is kept."""

    active: bool
    keep_days: int


class WritingNotice(msgspec.Struct):
    """What a person is to know before they write here, and when they said that they do."""

    active: bool
    keep_days: int
    read_at: datetime | None


class WritingRecord(msgspec.Struct):
    """How an answer was written. Flags are something to look at, never a verdict."""

    annotation_id: UUID
    item_id: UUID
    person: Ref
    summary: dict[str, Any]
    flags: list[str]
    at: datetime

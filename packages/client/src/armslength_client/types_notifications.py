"""What a person should know."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from armslength_client.types import Ref


class Notification(msgspec.Struct):
    """One thing that a person should know; `about` has ids, states and counts, by `kind`. `who`: the person or the firm
    that it tells of."""

    id: UUID
    kind: str
    project: Ref | None
    about: dict[str, Any]
    at: datetime
    read_at: datetime | None
    who: Ref | None = None


class NotificationKind(msgspec.Struct):
    """A kind that may be told to this person, and whether they want it."""

    kind: str
    title: str
    wanted: bool

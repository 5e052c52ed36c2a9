"""A webhook as it is sent to, and what came of one try."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

HookState = Literal["active", "paused", "failing"]
DeliveryState = Literal["waiting", "delivered", "failed"]


@dataclass(frozen=True, slots=True)
class Message:
    """A delivery on its way: `body` is what is signed and sent, to the byte."""

    id: UUID
    event_id: UUID
    topic: str
    body: bytes
    tried: int


class Try(msgspec.Struct, frozen=True, omit_defaults=True):
    """One try. `status` is the HTTP status if there was an answer; `error` says why it did not count as success."""

    at: datetime
    ms: int
    status: int | None = None
    error: str | None = None

    @property
    def good(self) -> bool:
        """Whether the receiver took it."""
        return self.error is None

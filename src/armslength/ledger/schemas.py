"""The ledger on the wire."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec


class Named(msgspec.Struct):
    """A person by id and name."""

    id: UUID
    name: str


class LogEntry(msgspec.Struct):
    """One decision: when, who (None = the platform), what, on which thing."""

    at: datetime
    actor: Named | None
    action: str
    object: str
    detail: dict[str, Any]

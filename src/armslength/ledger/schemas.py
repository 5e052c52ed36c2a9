"""The ledger on the wire."""

from datetime import datetime
from typing import Any

import msgspec

from armslength.kit.wire import Named


class LogEntry(msgspec.Struct):
    """One decision: when, who (None = the platform), what, on which thing."""

    at: datetime
    actor: Named | None
    action: str
    object: str
    detail: dict[str, Any]

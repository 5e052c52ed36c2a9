"""How background work stands, as the server sends it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec

from armslength_client.types import JobState


class LastJob(msgspec.Struct):
    """The background work behind what is shown, as it was asked for last. `total`: null while nobody knows; `error`:
    why it failed, or, while it is waiting or running, why the last attempt did."""

    job_id: UUID
    state: JobState
    done: int
    total: int | None
    error: str | None
    asked_at: datetime
    finished_at: datetime | None

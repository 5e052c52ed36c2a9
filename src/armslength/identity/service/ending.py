"""Ending what a firm's people sign in with, in the transaction that cuts the firm off."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from armslength.identity.repository import asking, keys
from armslength.kit.db import Tx


@dataclass(frozen=True, slots=True)
class Ended:
    """How many sessions and API keys ended."""

    sessions: int
    keys: int


async def end_access(tx: Tx, vendor_id: UUID, project_id: UUID, now: datetime) -> Ended:
    """End sessions and keys of the firm's people who have a role in the project: they sign in anew for what is left."""
    return Ended(
        await asking.end_sessions_in(tx, vendor_id, project_id), await keys.revoke_in(tx, vendor_id, project_id, now)
    )

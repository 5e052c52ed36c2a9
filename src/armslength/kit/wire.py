"""Shapes on the wire that every room shares."""

from datetime import datetime
from uuid import UUID

import msgspec


class Named(msgspec.Struct, frozen=True):
    """Somebody or something, by id and name."""

    id: UUID
    name: str


class Lease(msgspec.Struct, frozen=True):
    """Until when a lease holds."""

    lease_until: datetime

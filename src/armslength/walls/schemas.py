"""The wire form of exposures."""

from datetime import datetime
from uuid import UUID

import msgspec

from armslength.walls.model import ContentKind, Purpose


class Named(msgspec.Struct, frozen=True):
    """A person or an organization, by id and name."""

    id: UUID
    name: str


class Exposure(msgspec.Struct, frozen=True):
    """Who was shown what, why, when first; `views` counts repeats under the same lease, the last one at `last_at`."""

    at: datetime
    last_at: datetime
    kind: ContentKind
    object: str
    item_id: UUID | None
    person: Named
    organization: Named
    purpose: Purpose
    views: int

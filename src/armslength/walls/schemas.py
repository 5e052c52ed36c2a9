"""The wire form of exposures."""

from datetime import datetime
from uuid import UUID

import msgspec

from armslength.kit.wire import Named
from armslength.walls.model import ContentKind, Purpose


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

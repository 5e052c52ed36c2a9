"""Label schemas already read, so that asking and answering do not read and check one each time.

A version never changes; it is kept for minutes only, because a destroyed key must bite within minutes.
"""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime, timedelta
from uuid import UUID

from armslength.kit.clock import Clock
from armslength.kit.db import Tx
from armslength.questions.model import LabelSchema
from armslength.questions.service import read_schema
from armslength.walls.service import WallsService

KEPT_FOR = timedelta(minutes=5)
KEPT = 256


class KnownSchemas:
    """Versions of label schemas, for the platform's own use: nothing is shown to anybody."""

    def __init__(self, walls: WallsService, clock: Clock) -> None:
        self._walls = walls
        self._clock = clock
        self._known: OrderedDict[tuple[UUID, UUID, int], tuple[datetime, LabelSchema]] = OrderedDict()

    async def get(self, tx: Tx, project_id: UUID, version: int) -> LabelSchema:
        """A version of a project's label schema. Raises ContentMissing."""
        key = (tx.tenant_id, project_id, version)
        now = self._clock.now()
        known = self._known.get(key)
        if known is not None and now < known[0]:
            return known[1]
        schema = read_schema(await self._walls.reader(tx, project_id).schema(version))
        self._known[key] = (now + KEPT_FOR, schema)
        self._known.move_to_end(key)
        while len(self._known) > KEPT:
            self._known.popitem(last=False)
        return schema

"""Label schemas already read, so that asking and answering do not read and check one each time.

A version never changes; it is kept for minutes only, because a destroyed key must bite within minutes.
"""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from armslength.assignment.schemas import GoldKey
from armslength.kit.clock import Clock
from armslength.kit.db import Tx
from armslength.questions.model import LabelSchema
from armslength.questions.service import read_schema, score_answers
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

    async def lifted(self, tx: Tx, project_id: UUID, version: int, answers: dict[str, Any]) -> dict[str, Any]:
        """Answers in the words of today's questions."""
        return (await self._walls.reader(tx, project_id).lift()).read(version, answers).answers

    async def compared(
        self, tx: Tx, project_id: UUID, right: tuple[int, GoldKey], given: tuple[int, dict[str, Any]]
    ) -> dict[str, float]:
        """How near an answer comes to the key, question by question; each with the version it was written under."""
        (made, key), (said, answers) = right, given
        if made == said:  # in the same words already
            return score_answers(await self.get(tx, project_id, said), key.answers, answers, key.within)
        lift = await self._walls.reader(tx, project_id).lift()
        schema = await self.get(tx, project_id, max(lift.version(made), lift.version(said)))
        within = {lift.name(made, name): off for name, off in key.within.items()}
        old, new = lift.read(made, key.answers).answers, lift.read(said, answers).answers
        return score_answers(schema, old, new, within)

"""Before a release's records are written: who errs how, learnt from its whole snapshot and from gold."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Any, Final
from uuid import UUID

import asyncpg

from armslength.keys.service import Sealer
from armslength.kit.db import Tx
from armslength.kit.ids import NIL
from armslength.kit.jobs import JobContext
from armslength.questions import service as questions
from armslength.questions.model import LabelSchema
from armslength.questions.service import Lift
from armslength.release import repository
from armslength.release.model import Recipe, Said
from armslength.release.rules.inferring import Inferring
from armslength.walls.service import ContentReader

ITEMS_AT_ONCE: Final = 200

Alias = Callable[[UUID, Sealer], str]
ReadRow = Callable[[asyncpg.Record, dict[str, Any], Sealer], Said]


class Learner:
    """Reads a snapshot once through. Reads only what was frozen, so it learns the same every time."""

    def __init__(
        self, context: JobContext, release_id: UUID, sealer: Sealer, reader: Callable[[Tx], ContentReader], alias: Alias
    ) -> None:
        self.context, self.release_id, self.sealer, self.reader, self.alias = context, release_id, sealer, reader, alias

    async def learn(
        self, recipe: Recipe, schemas: Mapping[int, LabelSchema], lift: Lift, said: ReadRow
    ) -> Inferring:  # fmt: skip
        """All that the recipe lets in."""
        async with self.context.db.tenant(self.context.job.tenant_id) as tx:
            wanted = {lift.version(version) for version in await repository.gold_versions(tx, self.release_id)}
            reader = self.reader(tx)
            older = {
                version: questions.read_schema(await reader.schema(version))
                for version in sorted(wanted - schemas.keys())
            }  # fmt: skip
        inferring = Inferring(recipe, schemas, lift, older)
        await self._gold(inferring)
        await self._answers(inferring, said)
        return inferring

    async def _gold(self, inferring: Inferring) -> None:
        after = NIL
        while True:
            async with self.context.db.tenant(self.context.job.tenant_id) as tx:
                rows = await repository.snapshot_gold(tx, self.release_id, after, ITEMS_AT_ONCE)
                reader = self.reader(tx)
                keys = await reader.frozen_gold({row["item_id"]: row["sealed"] for row in rows})
                answers = await reader.answers([row["annotation_id"] for row in rows])
            for item_id, group in groupby(rows, key=lambda row: row["item_id"]):
                answered = list(group)
                said = {
                    self.alias(row["person_id"], self.sealer): (row["schema_version"], answers[row["annotation_id"]])
                    for row in answered
                }
                inferring.learn_gold((answered[0]["key_version"], keys[item_id]["answers"]), said)
            if not rows:
                return
            after = rows[-1]["item_id"]
            await self.context.tick()

    async def _answers(self, inferring: Inferring, said: ReadRow) -> None:
        after = 0
        while True:
            async with self.context.db.tenant(self.context.job.tenant_id) as tx:
                rows = await repository.snapshot_rows(tx, self.release_id, after, ITEMS_AT_ONCE)
                answers = await self.reader(tx).answers([row["annotation_id"] for row in rows])
            for _, group in groupby(rows, key=lambda row: row["item_id"]):
                answered = list(group)
                inferring.learn(
                    [said(row, answers[row["annotation_id"]], self.sealer) for row in answered],
                    said_by(answered, self.sealer, self.alias),
                )
            if not rows:
                return
            after = rows[-1]["item_ord"]
            await self.context.tick()


def said_by(rows: Sequence[asyncpg.Record], sealer: Sealer, alias: Alias) -> dict[UUID, str]:
    """Whose words each annotation holds: a reviewer's, where they fixed it."""
    return {row["annotation_id"]: alias(row["said_by"], sealer) for row in rows}

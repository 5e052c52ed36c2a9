"""The job that learns how people err from everything that was said, and then believes every item anew.

After a crash it starts again; a fit that ends late never takes the place of a newer one.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg

from armslength.assignment.service import needs
from armslength.kit.db import Tx
from armslength.kit.ids import NIL
from armslength.kit.jobs import JobContext
from armslength.kit.outbox import emit
from armslength.projects import views as projects
from armslength.truth.events import FITTED
from armslength.truth.repository import beliefs as repository
from armslength.truth.repository.guidelines import save_guideline_scores
from armslength.truth.repository.records import Scored, save_scores
from armslength.truth.rules.inference import Evidence, Fitted
from armslength.truth.rules.keeping import packed
from armslength.truth.service.believing import Believing
from armslength.truth.service.cluster import Cluster
from armslength.truth.service.computing import computed

ITEMS_AT_ONCE: Final = 200


class Fitting:
    """One fit of one project."""

    def __init__(self, context: JobContext, believing: Believing, cluster: Cluster) -> None:
        assert context.job.project_id is not None  # Believing.ask always names one
        self.context = context
        self.believing = believing
        self.cluster = cluster
        self.project_id = context.job.project_id
        self.schema_version = 0
        self.items = 0

    async def run(self) -> None:
        """Learn, keep what was learnt, believe anew."""
        through = self.believing.clock.now()
        async with self._tenant() as tx:
            self.schema_version = (await projects.project(tx, self.project_id)).schema_version
        if self.schema_version == 0:
            return
        evidence = await self._evidence()
        fits = await computed(self.context, lambda: self._fits(evidence))
        if await self._keep(fits, through):
            await self._believe(through)

    def _fits(self, evidence: Evidence) -> dict[str, Fitted]:
        with self.cluster.executor() as executor:
            return evidence.fit(looking=True, executor=executor)

    async def _evidence(self) -> Evidence:
        """Everything that was said, gold with its right answers."""
        async with self._tenant() as tx:
            evidence = Evidence((await self.believing.words(tx, await projects.project(tx, self.project_id))).schema)
        after = NIL
        while True:
            async with self._tenant() as tx:
                rows = await repository.gold_items(tx, self.project_id, after, ITEMS_AT_ONCE)
                words = await self.believing.words(tx, await projects.project(tx, self.project_id))
                for each in await words.gold(tx, {row["item_id"]: row["schema_version"] for row in rows}):
                    evidence.add(each)
            if not rows:
                break
            after = rows[-1]["item_id"]
            await self.context.tick()
        async for rows in self._items():
            async with self._tenant() as tx:
                words = await self.believing.words(tx, await projects.project(tx, self.project_id))
                given = await words.given(tx, [row["id"] for row in rows])
            for row in rows:
                if row["id"] in given:
                    evidence.add(given[row["id"]])
            self.items += len(rows)
            await self.context.tick(done=self.items)
        return evidence

    async def _keep(self, fits: Mapping[str, Fitted], through: datetime) -> bool:
        """False when a newer fit was kept meanwhile."""
        async with self._tenant() as tx:
            version = await repository.next_fit(tx, self.project_id, through)
            if version is None:
                return False
            sealer = await self.believing.keys.sealer(tx, self.project_id)
            sealed = sealer.seal(packed(fits), kind="truth", object_id=str(self.project_id), version=version)
            await repository.save_fit(
                tx, self.project_id, version, self.schema_version, self.items, through, self.believing.clock.now(),
                sealed,
            )  # fmt: skip
            scores = _scored(fits)
            await save_scores(tx, self.project_id, version, through, scores)
            found = {question: fitted.by_guideline for question, fitted in sorted(fits.items())}
            await save_guideline_scores(tx, self.project_id, version, through, found)
            await needs.fitted(tx, self.project_id, _least_known(scores))
            await emit(tx, FITTED, {"project_id": str(self.project_id)}, at=self.believing.clock.now())
        return True

    async def _believe(self, through: datetime) -> None:
        done = 0
        async for rows in self._items():
            async with self._tenant() as tx:
                await self.believing.believe(tx, self.project_id, [row["id"] for row in rows], through, anew=True)
            done += len(rows)
            await self.context.tick(done=self.items + done, total=self.items + max(done, self.items))

    async def _items(self) -> AsyncIterator[list[asyncpg.Record]]:
        """Items that somebody answered, in queue order, some at a time."""
        after = 0
        while True:
            async with self._tenant() as tx:
                rows = await repository.labelled_items(tx, self.project_id, after, ITEMS_AT_ONCE)
            if not rows:
                return
            yield rows
            after = rows[-1]["ord"]

    def _tenant(self) -> AbstractAsyncContextManager[Tx]:
        return self.context.db.tenant(self.context.job.tenant_id)


def _scored(fits: Mapping[str, Fitted]) -> list[Scored]:
    """What was found about people, for their scores over time."""
    return [
        Scored(UUID(person), question, value, low, high, n, fitted.agreed.get(person, 0))
        for question, fitted in sorted(fits.items())
        for person, (value, low, high, n) in sorted(fitted.skill.items())
    ]


def _least_known(scores: Sequence[Scored]) -> dict[UUID, tuple[float, float]]:
    """By person, the interval of the question of which least is known."""
    widest: dict[UUID, tuple[float, float]] = {}
    for each in scores:
        low, high = widest.get(each.person_id, (0.0, 0.0))
        if each.high - each.low > high - low:
            widest[each.person_id] = (each.low, each.high)
    return widest

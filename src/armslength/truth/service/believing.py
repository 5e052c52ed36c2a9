"""What is believed of every item, anew with every answer; and the fit that says how people err."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import msgspec

from armslength.annotation.events import SUBMITTED
from armslength.assignment.events import OVERLAP_SET, REWORK_ENDED
from armslength.assignment.service.known_schemas import KnownSchemas
from armslength.assignment.service.overlap import ask_more
from armslength.keys.service import KeyService
from armslength.kit import jobs, turns
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.jobs import Loop, Sweep
from armslength.kit.outbox import Subscription
from armslength.kit.turns import Turn
from armslength.projects import views as projects
from armslength.projects.model import ProjectRow
from armslength.review.events import ADJUDICATED, APPEAL_DECIDED, DECIDED
from armslength.truth.model import Belief
from armslength.truth.repository import beliefs as repository
from armslength.truth.repository import disagreements
from armslength.truth.rules.dividing import pair_of, splits
from armslength.truth.rules.enough import enough, how_sure
from armslength.truth.rules.inference import Fitted, Given, beliefs
from armslength.truth.rules.keeping import FIT_AGAIN_ITEMS, FIT_AGAIN_SHARE, unpacked
from armslength.truth.service.unsure import told_why
from armslength.truth.service.words import Words
from armslength.walls.service import WallsService

FIT_JOB: Final = "truth.fit"
TURN: Final = "truth.believe"
CHANGES: Final = (SUBMITTED, REWORK_ENDED, DECIDED, ADJUDICATED, APPEAL_DECIDED)
"""After these another answer stands for an item; each names it."""
ITEMS_AT_ONCE: Final = 50
_HELD: Final = timedelta(seconds=10)
_ASKED_AGAIN: Final = timedelta(minutes=10)
_FITS_KEPT: Final = 32
_decoder = msgspec.json.Decoder(dict[str, dict[str, Belief]])


class Believing:
    """One item at a time when an answer comes, all of them after a fit; both ways by the same function.

    Whoever believes something of an item holds it, and reads its answers and the last fit only then: so the last to
    write has seen the last of both.
    """

    def __init__(self, db: Database, walls: WallsService, keys: KeyService, clock: Clock) -> None:
        self.db = db
        self.walls = walls
        self.keys = keys
        self.clock = clock
        self.schemas = KnownSchemas(walls, clock)
        self._fits: OrderedDict[tuple[UUID, UUID], tuple[int, datetime, dict[str, Fitted]]] = OrderedDict()

    def subscriptions(self) -> list[Subscription]:
        """Everything after which something else stands."""
        return [
            *(Subscription(topic, self._on_changes, together=True) for topic in CHANGES),
            Subscription(OVERLAP_SET, self._on_overlap_set),
        ]

    def loops(self) -> list[Loop]:
        """Believing, whenever something else stands."""
        return [Loop(TURN, 0, self.turn)]

    def sweeps(self) -> list[Sweep]:
        """A fit now and then, where enough has come."""
        return [Sweep(FIT_JOB, 30, self._ask_where_due)]

    async def turn(self) -> bool:
        """The items that have been waiting the longest, some at a time; False when no more wait: what comes meanwhile
        is taken together."""
        now = self.clock.now()
        claimed = await turns.claim_some(self.db, TURN, now, _HELD, ITEMS_AT_ONCE)
        by_tenant: dict[UUID, list[Turn]] = {}
        for turn in claimed:
            by_tenant.setdefault(turn.tenant_id, []).append(turn)
        for tenant_id, some in by_tenant.items():
            async with self.db.tenant(tenant_id, one_plan=True) as tx:
                held = await turns.hold_some(tx, some)
                of_project = await repository.projects_of(tx, [turn.object_id for turn in held])
                for project_id, item_ids in of_project.items():
                    await self.believe(tx, project_id, item_ids, now)
                await turns.settle_some(tx, held)
        return len(claimed) == ITEMS_AT_ONCE

    async def believe(
        self, tx: Tx, project_id: UUID, item_ids: Sequence[UUID], at: datetime, *, anew: bool = False
    ) -> None:  # fmt: skip
        """Write down what is believed of these items now."""
        await repository.hold(tx, project_id, item_ids, at)
        version, fits = await self.fits(tx, project_id)
        project = await projects.project(tx, project_id)
        words = await self.words(tx, project)
        given = await words.given(tx, item_ids)
        sealer = await self.keys.sealer(tx, project_id)
        rows, apart = [], []
        for item_id in item_ids:
            said = given.get(item_id, Given({}))
            found = beliefs(words.schema, said, fits)
            plain = msgspec.json.encode(found, order="deterministic")
            how, answers = how_sure(words.schema, said, fits, found, project.overlap_tolerance), len(said.said)
            sealed = sealer.seal(plain, kind="belief", object_id=str(item_id))
            rows.append(repository.Row(item_id, answers, how.sure, enough(project, how, answers), sealed))
            for split in splits(words.schema, said, fits, found):
                pair = sealer.digest(pair_of(*split.soft.leading[:2])) if split.soft else None
                apart.append(disagreements.Row(item_id, split.question, split.divided, pair))
        await repository.put(tx, version, rows, at, anew=anew)
        await disagreements.put(tx, project_id, item_ids, apart)
        await self._ask_more(tx, project, version, rows)

    async def _ask_more(self, tx: Tx, project: ProjectRow, fit: int, rows: Sequence[repository.Row]) -> None:
        """One more person is asked about those items of which too little is known, in the transaction that found it."""
        if project.overlap_max is None or project.overlap_last:
            return  # none, or by `service.unsure`, when every item has its first answers
        unsure = {row.item_id: row for row in rows if row.sure is not None and row.enough is None}
        for item_id in await ask_more(tx, list(unsure), project.overlap_max):
            row = unsure[item_id]
            await told_why(tx, project, item_id, row.answers, row.sure or 0.0, fit, self.clock.now())

    async def of_item(self, tx: Tx, project_id: UUID, item_id: UUID) -> dict[str, dict[str, Belief]]:
        """What was last believed of an item. Only for who has just been shown its answers."""
        row = await repository.belief(tx, project_id, item_id)
        if row is None:
            return {}
        plain = await self.walls.unseal(tx, project_id, row["sealed"], kind="belief", object_id=str(item_id))
        return _decoder.decode(plain)

    async def fits(self, tx: Tx, project_id: UUID) -> tuple[int, dict[str, Fitted]]:
        """The last fit and its version; version 0: none yet."""
        version, key, now = await repository.fit_version(tx, project_id), (tx.tenant_id, project_id), self.clock.now()
        known = self._fits.get(key)
        if known is not None and known[0] == version and now < known[1]:
            return version, known[2]
        row = await repository.fit(tx, project_id)
        if row is None:
            return 0, {}
        plain = await self.walls.unseal(
            tx, project_id, row["sealed"], kind="truth", object_id=str(project_id), version=row["version"]
        )
        found = await asyncio.to_thread(unpacked, plain)
        self._fits[key] = (
            row["version"],
            now + timedelta(minutes=5),
            found,
        )  # a destroyed key must bite within minutes
        self._fits.move_to_end(key)
        while len(self._fits) > _FITS_KEPT:
            self._fits.popitem(last=False)
        return row["version"], found

    async def words(self, tx: Tx, project: ProjectRow) -> Words:
        """How the project's answers read today."""
        reader = self.walls.reader(tx, project.id)
        schema = await self.schemas.get(tx, project.id, project.schema_version)
        return Words(self.schemas, reader, project.id, schema, await reader.lift())

    async def ask(self, tx: Tx, project_id: UUID, by: UUID | None = None) -> UUID:
        """Ask for a fit."""
        now = self.clock.now()
        await repository.note_asked(tx, project_id, now)
        return await jobs.enqueue(tx, FIT_JOB, {}, at=now, project_id=project_id, created_by=by)

    async def _on_changes(self, tx: Tx, payloads: Sequence[dict[str, Any]]) -> None:
        items = dict.fromkeys(UUID(payload["item_id"]) for payload in payloads)
        await turns.wake(tx, TURN, list(items), min(payload["at"] for payload in payloads))

    async def _on_overlap_set(self, tx: Tx, payload: dict[str, Any]) -> None:
        """What is enough may be something else now: a fit looks at every item."""
        project = await projects.project(tx, UUID(payload["project_id"]))
        if project.overlap_max is not None:
            await self.ask(tx, project.id)

    async def _ask_where_due(self, db: Database, clock: Clock) -> None:
        before = clock.now() - _ASKED_AGAIN
        for tenant_id in await jobs.tenants(db):
            async with db.tenant(tenant_id) as tx:
                for project_id in await repository.to_be_fitted(tx, FIT_AGAIN_ITEMS, FIT_AGAIN_SHARE, before):
                    await self.ask(tx, project_id)

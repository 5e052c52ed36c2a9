"""Canaries: planted in private, each for one vendor, out of use by somebody's word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import asyncpg

from armslength.assignment.service import AssignmentService
from armslength.identity import views as identity
from armslength.identity.model import Actor
from armslength.ingest.model import Problem
from armslength.ingest.schemas import AddItems, BatchRef
from armslength.ingest.service import IngestService
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.paging import Page, decode_cursor, encode_cursor
from armslength.kit.wire import Named
from armslength.ledger.service import record
from armslength.renditions.service import RenditionsService
from armslength.tracing import repository, rules
from armslength.tracing.errors import CanaryMissing, CanaryRetired, CanaryTooMany, CanaryVendor
from armslength.tracing.schemas import Canary, CanaryPolicy, PlantCanaries, PlantedCanaries
from armslength.vendors import views as vendors
from armslength.walls import views as walls
from armslength.walls.service import WallsService

MOST: Final = 1_000
"""Live canaries of a vendor in a project: `next` looks at no more than these."""


class Canaries:
    """Planting is one transaction: an item is a canary before anybody could have been asked about it."""

    def __init__(
        self, db: Database, walls: WallsService, ingest: IngestService, assignment: AssignmentService,
        renditions: RenditionsService, clock: Clock,
    ) -> None:  # fmt: skip
        self.db = db
        self.walls = walls
        self.ingest = ingest
        self.assignment = assignment
        self.renditions = renditions
        self.clock = clock

    async def policy(self, actor: Actor, project_id: UUID) -> CanaryPolicy:
        """How often canaries come."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            return CanaryPolicy(await repository.share(tx, project_id))

    async def set_policy(self, actor: Actor, project_id: UUID, given: CanaryPolicy) -> CanaryPolicy:
        """Set it."""
        now = self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            before = await repository.share(tx, project_id)
            await repository.set_share(tx, project_id, given.share, actor.person_id, now)
            await record(
                tx, actor.person_id, "tracing.canary_policy", f"project:{project_id}", at=now, project_id=project_id,
                detail={"from": before, "to": given.share},
            )  # fmt: skip
        return given

    async def plant(self, actor: Actor, project_id: UUID, wanted: PlantCanaries) -> PlantedCanaries:
        """Add items that only this vendor's people are asked about. Good rows are planted even when others are bad.

        Raises CanaryVendor, CanaryTooMany, and what adding items raises.
        """
        now = self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await tx.lock("canary", project_id)
            if (await vendors.grant_states(tx, project_id)).get(wanted.vendor_id) in (None, "severed"):
                raise CanaryVendor("This vendor was not let into the project.", field="vendor_id")
            if await repository.live(tx, project_id, wanted.vendor_id) + len(wanted.rows) > MOST:
                raise CanaryTooMany(f"A vendor has at most {MOST:,} live canaries in a project: retire some.")
            unfit = await self._unfit(tx, project_id, wanted.rows)
            fit = [None if line in unfit else row for line, row in enumerate(wanted.rows, 1)]
            added, items = await self.ingest.items.add_here(tx, project_id, wanted.batch_id, AddItems(rows=fit))
            planted = list(items.values())
            await self.assignment.set_apart(tx, project_id, planted)
            await self.renditions.taking.plant(tx, project_id, planted, actor.person_id, now)
            await repository.add(tx, project_id, wanted.vendor_id, planted, actor.person_id, now)
            await record(
                tx, actor.person_id, "tracing.canaries_planted", f"vendor:{wanted.vendor_id}", at=now,
                project_id=project_id, detail={"items": [str(item) for item in planted]},
            )  # fmt: skip
        problems = {each.line: unfit.get(each.line, each) for each in added.problems}
        for line in set(range(1, len(fit) + 1)) - items.keys() - problems.keys():
            problems[line] = Problem(line, None, "external_id", "An item of this external id is here already.")
        return PlantedCanaries(len(planted), [problems[line] for line in sorted(problems)])

    async def _unfit(self, tx: Tx, project_id: UUID, rows: Sequence[Any]) -> dict[int, Problem]:
        """Rows that could not be recognised: too few words, or the words of a canary that is there."""
        there = [row["item_id"] for row in await repository.every(tx, project_id)]
        opened = await self.walls.reader(tx, project_id).items(there)
        known = {said for item in opened.values() for said in _said(item.content)}
        problems: dict[int, Problem] = {}
        for line, row in enumerate(rows, 1):
            if not isinstance(row, dict):
                continue  # ingest says so
            said = _said({name: value for name, value in row.items() if name not in ("external_id", "metadata")})
            if not said:
                reason = f"Nothing in it has {rules.LEAST_WORDS} words: it could not be told from an accident."
            elif said & known:
                reason = "A canary says this already: give each words of its own."
            else:
                known |= said
                continue
            problems[line] = Problem(line, None, "", reason)
        return problems

    async def retire(self, actor: Actor, project_id: UUID, item_id: UUID) -> None:
        """Nobody is asked about it any more; it is still looked for. Raises CanaryMissing, CanaryRetired."""
        now = self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await tx.lock("canary", project_id)
            row = await repository.get(tx, project_id, item_id)
            if row is None:
                raise CanaryMissing("There is no such canary.")
            if row["retired_at"] is not None:
                raise CanaryRetired("This canary is out of use already.")
            await repository.retire(tx, item_id, now)
            await record(
                tx, actor.person_id, "tracing.canary_retired", f"item:{item_id}", at=now, project_id=project_id
            )

    async def page(self, actor: Actor, project_id: UUID, *, cursor: str | None, limit: int) -> Page[Canary]:
        """Canaries, the last planted first; that their items were opened is recorded."""
        before = decode_cursor(cursor, datetime, UUID) if cursor else None
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            rows = await repository.page(tx, project_id, before, limit + 1)
            items = await self._told(tx, actor, project_id, rows[:limit])
        more = encode_cursor(items[-1].planted_at, items[-1].item_id) if len(rows) > limit else None
        return Page(items, more)

    async def _told(self, tx: Tx, actor: Actor, project_id: UUID, rows: Sequence[asyncpg.Record]) -> list[Canary]:
        ids = [row["item_id"] for row in rows]
        opened = await self.walls.open_items(tx, actor, project_id, ids, purpose="browse")
        content = {item.item_id: item.content for item in opened}
        shown = {(row["item_id"], row["organization_id"]): row for row in await walls.shown(tx, ids)}
        names = await identity.names(tx, {row["planted_by"] for row in rows})
        return [_told(row, content[row["item_id"]], shown, names) for row in rows]


def _told(
    row: asyncpg.Record, content: Any, shown: Mapping[tuple[UUID, UUID], asyncpg.Record], names: Mapping[UUID, str]
) -> Canary:
    seen = shown.get((row["item_id"], row["vendor_id"]))
    return Canary(
        item_id=row["item_id"], external_id=row["external_id"], vendor=Named(row["vendor_id"], row["vendor_name"]),
        batch=BatchRef(row["batch_id"], row["batch_name"]), summary=rules.summary(content),
        words=sum(len(rules.words(each).words) for each in rules.texts(content)), places=row["places"],
        people=seen["people"] if seen else 0, first_shown_at=seen["first_at"] if seen else None,
        planted_by=Named(row["planted_by"], names.get(row["planted_by"], "")), planted_at=row["planted_at"],
        retired_at=row["retired_at"], tripped_at=row["tripped_at"],
    )  # fmt: skip


def _said(content: Any) -> set[tuple[str, ...]]:
    return {tuple(rules.words(each).words) for each in rules.texts(content)}

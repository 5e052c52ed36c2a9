"""Portions: a firm is given so many places at fixed times, and sees the size that was chosen for it, not the queue's.

A sweep opens what is due; nothing is given of a portion that no worker has opened. A place that was given counts,
whatever becomes of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg
import msgspec

from armslength.assignment import rules
from armslength.assignment.errors import NoSuchAssignment, NotPortioned
from armslength.assignment.repository import portions
from armslength.assignment.schemas.routing import Portion, Portions, PutPortions
from armslength.identity.model import Actor
from armslength.kit import jobs
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.ids import new_id
from armslength.kit.jobs import Sweep
from armslength.kit.wire import Named
from armslength.ledger.service import record
from armslength.vendors import views as vendors
from armslength.vendors.service.told import tell_volume

_SWEEP_SECONDS: Final = 10.0


class PortionDesk:
    """Plans of portions, and opening them."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self.db = db
        self.clock = clock

    def sweeps(self) -> list[Sweep]:
        """What is due is opened."""
        return [Sweep("assignment.portions", _SWEEP_SECONDS, self._sweep)]

    async def list(self, actor: Actor, project_id: UUID) -> Sequence[Portions]:
        """Firms of the project that are given work in portions."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            return [self._shown(row) for row in await portions.plans(tx, project_id)]

    async def put(self, actor: Actor, project_id: UUID, vendor_id: UUID, wanted: PutPortions) -> Portions:
        """Set how a firm is given work from now on. Raises NotPortioned."""
        now = self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            if vendor_id not in await vendors.grant_states(tx, project_id):
                raise NotPortioned("No such vendor has a grant on this project.")
            first_at = wanted.first_at or now
            await portions.put(tx, project_id, vendor_id, wanted, first_at, actor.person_id, now)
            await record(
                tx, actor.person_id, "assignment.portions_set", f"vendor:{vendor_id}", at=now, project_id=project_id,
                detail={**msgspec.to_builtins(wanted), "first_at": first_at.isoformat()},
            )  # fmt: skip
            return next(
                self._shown(row) for row in await portions.plans(tx, project_id) if row["vendor_id"] == vendor_id
            )

    async def remove(self, actor: Actor, project_id: UUID, vendor_id: UUID) -> None:
        """Give the firm work as it comes. Raises NotPortioned."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            if not await portions.remove(tx, project_id, vendor_id):
                raise NotPortioned("This vendor is not given work in portions.")
            await record(
                tx, actor.person_id, "assignment.portions_ended", f"vendor:{vendor_id}", at=self.clock.now(),
                project_id=project_id, detail={},
            )  # fmt: skip

    async def take(self, tx: Tx, vendor_id: UUID, project_id: UUID, places: int, now: datetime) -> None:
        """Count places that people of a firm are given. Raises NoSuchAssignment where not so many are left."""
        if not await portions.take(tx, project_id, vendor_id, places, now):
            raise NoSuchAssignment("Nothing of this portion is left.")

    async def next_times(self, tx: Tx, vendor_id: UUID) -> dict[UUID, datetime]:
        """By project: when a firm is given something again."""
        now = self.clock.now()
        found = await portions.times(tx, vendor_id)
        return {project: rules.next_portion(first_at, hours, now) for project, (first_at, hours) in found.items()}

    async def _sweep(self, db: Database, clock: Clock) -> None:
        for tenant_id in await jobs.tenants(db):
            await self.open_due(tenant_id)

    async def open_due(self, tenant_id: UUID) -> int:
        """Open a tenant's portions that are due, each in a transaction of its own; returns how many were due."""
        async with self.db.tenant(tenant_id) as tx:
            due = await portions.due(tx, self.clock.now())
        for each in due:
            async with self.db.tenant(tenant_id) as tx:
                await self._open(tx, each)
        return len(due)

    async def _open(self, tx: Tx, plan: asyncpg.Record) -> None:
        project_id, vendor_id, opens_at = plan["project_id"], plan["vendor_id"], plan["opens_at"]
        waiting = await portions.waiting(tx, project_id, vendor_id, plan["items"])
        items = plan["items"] if waiting == plan["items"] or (waiting and not plan["whole"]) else 0
        portion_id, now = new_id(), self.clock.now()
        if not await portions.open(tx, portion_id, project_id, vendor_id, opens_at, items, waiting):
            return
        if items:
            await tell_volume(tx, None, portion_id, project_id, vendor_id, f"{items} at once", None, now)

    def _shown(self, row: asyncpg.Record) -> Portions:
        return Portions(
            vendor=Named(row["vendor_id"], row["name"]), items=row["items"], hours=row["hours"],
            first_at=row["first_at"], whole=row["whole"],
            next_at=rules.next_portion(row["first_at"], row["hours"], self.clock.now()),
            past=msgspec.convert(row["past"], list[Portion]),
        )  # fmt: skip

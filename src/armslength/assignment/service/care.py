"""Content warnings: what a project carries, what a person is spared, how much of it their day may have."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from armslength.assignment import rules
from armslength.assignment.errors import BadCare
from armslength.assignment.repository import care
from armslength.assignment.schemas import Care, CareBatch, MetToday, MyCare, PutMyCare
from armslength.identity.model import Actor
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.ledger.service import record
from armslength.projects.model import HARMS
from armslength.projects.schemas import CareLimit


class CareDesk:
    """The project's warnings, and each person's own choice."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self.db = db
        self.clock = clock

    async def get(self, actor: Actor, project_id: UUID) -> Care:
        """What the project warns of, and the limits of a day."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            return await self._care(tx, project_id)

    async def put(self, actor: Actor, project_id: UUID, given: Care) -> Care:
        """Set all of it. Raises BadCare for a batch that is not there."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            return await self._put(tx, actor, project_id, given)

    async def _put(self, tx: Tx, actor: Actor, project_id: UUID, given: Care) -> Care:
        now = self.clock.now()
        await tx.lock("care", project_id)
        before = await self._care(tx, project_id)
        marks = {batch.id: rules.harm_bits(batch.warnings) for batch in given.batches}
        known = await care.batches_of(tx, project_id, list(marks))
        for index, batch in enumerate(given.batches):
            if batch.id not in known:
                raise BadCare("This project has no such batch.", field=f"batches[{index}].id")
        for name, limit in given.limits.items():
            if limit.items is None and limit.minutes is None:
                raise BadCare("Say how many items or minutes a day.", field=f"limits.{name}")
        limits = {HARMS.index(name): (limit.items, limit.minutes) for name, limit in given.limits.items()}
        await care.put_policy(tx, project_id, rules.harm_bits(given.warnings), limits, marks, now)
        after = await self._care(tx, project_id)
        if after != before:
            await record(
                tx, actor.person_id, "assignment.care_changed", f"project:{project_id}", at=now, project_id=project_id,
                detail={"from": msgspec.to_builtins(before), "to": msgspec.to_builtins(after)},
            )  # fmt: skip
        return after

    async def _care(self, tx: Tx, project_id: UUID) -> Care:
        row = await care.policy(tx, project_id)
        if row is None:
            return Care()
        limits = {HARMS[int(bit)]: CareLimit(*limit) for bit, limit in sorted(row["limits"].items())}
        marks = [CareBatch(UUID(id), rules.harms_of(bits)) for id, bits in sorted(row["batches"].items())]
        return Care(rules.harms_of(row["harms"]), limits, marks)

    # In briefs (projects' CareOf); batches have no place there

    async def told(self, tx: Tx, project_id: UUID) -> dict[str, Any] | None:
        """{warnings, limits} as a brief says it; None: nothing was ever set."""
        now = await self._care(tx, project_id)
        if not now.warnings and not now.limits:
            return None
        told: dict[str, Any] = msgspec.to_builtins(now)
        return {name: told[name] for name in ("warnings", "limits")}

    async def set(self, tx: Tx, actor: Actor, project_id: UUID, wanted: Mapping[str, Any]) -> None:
        """Set those of warnings and limits that are there."""
        now = await self._care(tx, project_id)
        given = msgspec.convert({**msgspec.to_builtins(now), **msgspec.to_builtins(wanted)}, Care)
        await self._put(tx, actor, project_id, given)

    # A person's own

    async def mine(self, actor: Actor) -> MyCare:
        """What one is spared, and one's day so far."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            return await self._mine(tx, actor.person_id)

    async def choose(self, actor: Actor, given: PutMyCare) -> MyCare:
        """Say what one is to be spared. Nobody else is told, and nothing else follows from it. Raises BadCare."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            if not await care.is_zone(tx, given.zone):
                raise BadCare("There is no time zone of that name; say for example Europe/Berlin.", field="zone")
            bits = rules.harm_bits(given.declined)
            await care.put_choice(tx, actor.person_id, bits, given.zone, self.clock.now())
            return await self._mine(tx, actor.person_id)

    async def _mine(self, tx: Tx, person_id: UUID) -> MyCare:
        row = await care.choice(tx, person_id)
        met = await care.today(tx, person_id, self.clock.now())
        today = [MetToday(HARMS[each["harm"]], each["items"], each["active_ms"] // 60_000) for each in met]
        return MyCare(rules.harms_of(row["declined"]) if row else [], row["zone"] if row else "UTC", today)

    # What later rooms ask and tell

    async def hidden(self, tx: Tx, project_id: UUID, person_id: UUID) -> tuple[int, int]:
        """What is not to be shown to this person now, in bits: what they declined, what their day has had enough of."""
        return await care.hidden(tx, project_id, person_id, self.clock.now())

    async def met(self, tx: Tx, person_id: UUID, harms: int, *, items: int = 0, active_ms: int = 0) -> None:
        """The person met that much of something today."""
        if harms:
            now: datetime = self.clock.now()
            await care.met(tx, person_id, harms, items, active_ms, now)

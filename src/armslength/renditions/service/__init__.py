"""The verbs of renditions: take them in, say what is lacking, show them beside the original."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from armslength.assignment.service import AssignmentService
from armslength.identity.model import Actor
from armslength.keys.service import KeyService
from armslength.kit.clock import Clock
from armslength.kit.db import Database
from armslength.kit.jobs import Handler
from armslength.ledger.service import record
from armslength.projects.service.brands import Brands
from armslength.renditions import repository
from armslength.renditions.model import TIERS
from armslength.renditions.schemas import (
    AddedRenditions,
    AddRenditions,
    ItemRendition,
    ItemRenditions,
    MakingStanding,
    Renditions,
    TierStanding,
)
from armslength.renditions.service.making import MAKE, Maker
from armslength.renditions.service.taking import Taking, one_at_a_time
from armslength.vendors import views as vendors
from armslength.walls.service import WallsService

__all__ = ["RenditionsService"]


class RenditionsService:
    """Items in other forms."""

    def __init__(
        self, db: Database, walls: WallsService, keys: KeyService, assignment: AssignmentService, brands: Brands,
        clock: Clock,
    ) -> None:  # fmt: skip
        self.db = db
        self.walls = walls
        self.clock = clock
        self.taking = Taking(walls, keys, assignment)
        self.maker = Maker(db, walls, keys, brands, self.taking, clock)

    def handlers(self) -> dict[str, Handler]:
        """Jobs of this room."""
        return {MAKE: self.maker.run}

    async def add(self, actor: Actor, project_id: UUID, given: AddRenditions) -> AddedRenditions:
        """Store what is new, say what is wrong. The same again changes nothing."""
        now = self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await tx.lock(*one_at_a_time(project_id))
            fresh, added = await self.taking.read(tx, project_id, given)
            await self.taking.put(tx, project_id, given.tier, "imported", fresh, actor.person_id, now)
            if fresh:
                await record(
                    tx, actor.person_id, "renditions.added", f"project:{project_id}", at=now, project_id=project_id,
                    detail={"tier": given.tier, "items": len(fresh)},
                )  # fmt: skip
        return added

    async def standing(self, actor: Actor, project_id: UUID) -> Renditions:
        """How far the project is there in each form, and who is shown it."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            counted = {row["tier"]: row for row in await repository.counts(tx, project_id)}
            found = await repository.found(tx, project_id)
            answers = await repository.answers(tx, project_id)
            ran = await repository.making(tx, project_id, MAKE)
            making = {"redacted": MakingStanding(**dict(ran))} if ran else {}
            tiers = [
                TierStanding(
                    tier=tier, **{name: counted[tier][name] if tier in counted else 0 for name in _COUNTED},
                    vendors=await vendors.at_tier(tx, project_id, tier), answers=answers.get(tier, 0),
                    found={row["class"]: row["n"] for row in found if row["tier"] == tier},
                    making=making.get(tier),
                )
                for tier in TIERS
            ]  # fmt: skip
        return Renditions(answers.get("original", 0), tiers)

    async def of_item(self, actor: Actor, project_id: UUID, item_id: UUID) -> ItemRenditions:
        """Every form of an item, opened; that they were is recorded. Raises ContentMissing."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            original = await self.walls.open_item(tx, actor, project_id, item_id, purpose="browse")
            rows = await repository.of_item(tx, project_id, item_id)
            forms: dict[str, dict[str, Any]] = {}
            for row in rows:
                (opened,) = await self.walls.open_items(
                    tx, actor, project_id, [item_id], purpose="browse", tier=row["tier"]
                )
                forms[row["tier"]] = opened.content
        told = [ItemRendition(content=forms[row["tier"]], **dict(row)) for row in rows]
        return ItemRenditions(original.content, told)


_COUNTED = ("items", "lacking", "imported", "made")

"""The verbs of suggestion: take in what models propose, show it by policy, say what it did to the answers."""

from __future__ import annotations

from uuid import UUID

import msgspec

from armslength.assignment.service import AssignmentService, mean_score
from armslength.identity.model import Actor
from armslength.keys.service import KeyService
from armslength.kit.clock import Clock
from armslength.kit.db import Database
from armslength.ledger.service import record
from armslength.suggestion import repository, rules
from armslength.suggestion.schemas import (
    AnchoringReport,
    SuggestionMode,
    SuggestionPolicy,
    SuggestionSource,
    SuggestionSources,
)
from armslength.suggestion.service.showing import Showing
from armslength.suggestion.service.taking import Taking
from armslength.walls.service import WallsService

__all__ = ["SuggestionService"]


class SuggestionService:
    """What models propose."""

    def __init__(
        self, db: Database, walls: WallsService, keys: KeyService, assignment: AssignmentService, clock: Clock
    ) -> None:
        self.db = db
        self.walls = walls
        self.clock = clock
        self.taking = Taking(db, walls, keys, assignment.schemas, clock)
        self.showing = Showing(db, walls, keys, assignment, clock)

    async def policy(self, actor: Actor, project_id: UUID) -> SuggestionPolicy:
        """When people see suggestions."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            return await repository.policy(tx, project_id)

    async def set_policy(self, actor: Actor, project_id: UUID, given: SuggestionPolicy) -> SuggestionPolicy:
        """Change it. Turns that have begun stay as they are."""
        now = self.clock.now()
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await tx.lock("suggestion.policy", project_id)
            before = await repository.policy(tx, project_id)
            await repository.put_policy(tx, project_id, given, now)
            await record(
                tx, actor.person_id, "suggestion.policy", f"project:{project_id}", at=now, project_id=project_id,
                detail={"from": msgspec.to_builtins(before), "to": msgspec.to_builtins(given)},
            )  # fmt: skip
        return given

    async def mode(self, actor: Actor, project_id: UUID) -> SuggestionMode:
        """Whether the bench is to ask for suggestions. Raises like any look into the project."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await self.walls.let_in_here(tx, actor, project_id, "content")
            return SuggestionMode((await repository.policy(tx, project_id)).reveal)

    async def sources(self, actor: Actor, project_id: UUID) -> SuggestionSources:
        """What was brought in so far."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            rows = await repository.sources(tx, project_id)
        return SuggestionSources([SuggestionSource(**dict(row)) for row in rows])

    async def report(self, actor: Actor, project_id: UUID) -> AnchoringReport:
        """Whether suggestions pull answers towards them."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            tallied = await repository.tally(tx, project_id)
        return rules.report(tallied, mean_score)

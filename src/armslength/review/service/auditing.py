"""How often an answer is sent back; and the audit: a drawn share of what was accepted, looked at once more.

An audit measures and changes nothing: answers, what stands and counters stay as they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec

from armslength.annotation import views as annotated
from armslength.assignment.service import mean_score
from armslength.identity import views as identity
from armslength.identity.model import Actor
from armslength.kit.clock import Clock
from armslength.kit.db import Database, Tx
from armslength.kit.ids import new_id
from armslength.kit.wire import Named
from armslength.ledger.service import record
from armslength.review import rules
from armslength.review.repository import policy
from armslength.review.schemas import Audit, AuditPerson, ReviewPolicy


class Auditing:
    """Draws, and counts what came of it."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self.db = db
        self.clock = clock

    async def policy(self, actor: Actor, project_id: UUID) -> ReviewPolicy:
        """How often an answer is sent back, and which share is audited."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            return await self._policy(tx, project_id)

    async def set_policy(self, actor: Actor, project_id: UUID, given: ReviewPolicy) -> ReviewPolicy:
        """Set it; answers accepted from now on are drawn by the new share."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            await self._put(tx, actor, project_id, given)
        return given

    async def told(self, tx: Tx, project_id: UUID) -> dict[str, Any] | None:
        """{rework_limit, then_to, audit_share} as a brief says it; None: nothing was ever set."""
        row = await policy.get(tx, project_id)
        return dict(row) if row else None

    async def set(self, tx: Tx, actor: Actor, project_id: UUID, wanted: Mapping[str, Any]) -> None:
        """Set those that are there; the others stay."""
        now = msgspec.structs.asdict(await self._policy(tx, project_id))
        await self._put(tx, actor, project_id, msgspec.convert({**now, **wanted}, ReviewPolicy))

    async def _put(self, tx: Tx, actor: Actor, project_id: UUID, given: ReviewPolicy) -> None:
        now = self.clock.now()
        before = await self._policy(tx, project_id)
        await policy.put(tx, project_id, given.rework_limit, given.then_to, given.audit_share, now)
        await record(
            tx, actor.person_id, "review.policy", f"project:{project_id}", at=now, project_id=project_id,
            detail={"from": msgspec.to_builtins(before), "to": msgspec.to_builtins(given)},
        )  # fmt: skip

    async def _policy(self, tx: Tx, project_id: UUID) -> ReviewPolicy:
        row = await policy.get(tx, project_id)
        return ReviewPolicy(**dict(row)) if row else ReviewPolicy()

    async def on_answers(self, tx: Tx, payloads: Sequence[dict[str, Any]]) -> None:
        """Answers, or fixes, that nobody reviews are accepted. What was put back has been looked at just now."""
        accepted: dict[UUID, list[UUID]] = {}
        for payload in payloads:
            if payload["stage"] not in ("adjudicate", "restore") and not payload["in_review"]:
                accepted.setdefault(UUID(payload["project_id"]), []).append(UUID(payload["annotation_id"]))
        for project_id, annotation_ids in accepted.items():
            await self._draw(tx, project_id, annotation_ids)

    async def on_review(self, tx: Tx, payload: dict[str, Any]) -> None:
        """A reviewer accepted an answer."""
        if payload["verdict"] == "accept":
            await self._draw(tx, UUID(payload["project_id"]), [UUID(payload["annotation_id"])])

    async def on_appeal(self, tx: Tx, payload: dict[str, Any]) -> None:
        """A rejected answer was accepted after all."""
        if payload["reinstated"]:
            await self._draw(tx, UUID(payload["project_id"]), [UUID(payload["annotation_id"])])

    async def _draw(self, tx: Tx, project_id: UUID, annotation_ids: Sequence[UUID]) -> None:
        found = await policy.get(tx, project_id)
        if found is None or not found["audit_share"]:
            return
        for annotation_id in annotation_ids:
            accepted = await annotated.get(tx, project_id, annotation_id)
            if accepted is None:
                continue
            seed = await policy.seed_unless_gold(tx, project_id, accepted.item_id)
            drawn = rules.drawn_for_audit(seed, annotation_id) if seed is not None else 1.0
            if drawn < found["audit_share"]:
                await policy.ask_audit(tx, new_id(), accepted, drawn, found["audit_share"], self.clock.now())

    async def report(self, actor: Actor, project_id: UUID) -> Audit:
        """How many of the audited answers are right."""
        async with self.db.tenant(actor.tenant_id, actor.person_id) as tx:
            counts = await policy.audit_counts(tx, project_id)
            rows = await policy.audit_people(tx, project_id)
            names = await identity.names(tx, {row["author_id"] for row in rows})
        n, right = counts["n"], counts["right_"]
        seen, seen_right = counts["reviewed_n"], counts["reviewed_right"]
        people = [
            AuditPerson(Named(row["author_id"], names.get(row["author_id"], "")), mean_score(row["n"], row["right_"]))
            for row in rows
        ]
        return Audit(
            counts["waiting"], mean_score(n, right), mean_score(seen, seen_right),
            mean_score(n - seen, right - seen_right), people,
        )  # fmt: skip

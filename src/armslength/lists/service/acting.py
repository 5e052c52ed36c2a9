"""Each act, on one element, by the verb that the single act goes through."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from armslength.assignment.service import AssignmentService
from armslength.identity.model import Actor
from armslength.ingest.service import IngestService
from armslength.kit.db import Tx
from armslength.kit.errors import ArmslengthError
from armslength.lists.model import Outcome
from armslength.review.schemas import Decide
from armslength.review.service import ReviewService


class Acting:
    """Does to one element what was asked for all."""

    def __init__(self, ingest: IngestService, assignment: AssignmentService, review: ReviewService) -> None:
        self.ingest = ingest
        self.assignment = assignment
        self.review = review

    async def on(
        self, tx: Tx, actor: Actor, act: Any, target: Any, comment: str
    ) -> Outcome:  # fmt: skip
        """Do it; what the verb refuses leaves nothing behind and is skipped."""
        try:
            async with tx.savepoint():
                await self._do(tx, actor, act, target["element_id"], comment)
        except ArmslengthError as refused:
            return Outcome(target["seq"], "skipped", refused.code)
        return Outcome(target["seq"], "done", None)

    async def _do(self, tx: Tx, actor: Actor, act: Any, element_id: UUID, comment: str) -> None:
        name, project_id = act["act"], act["project_id"]
        items = self.ingest.items
        if name == "retire":
            await items.change_state(tx, actor, project_id, element_id, "cancelled", only="active")
        elif name == "restore":
            await items.change_state(tx, actor, project_id, element_id, "open", only="cancelled")
        elif name == "ask_more":
            await items.change_state(tx, actor, project_id, element_id, "open", only="active")
        elif name == "ask_first":
            await self.assignment.keeping.ask_first(tx, actor, project_id, element_id)
        else:
            decision = Decide(act["id"], name, comment, after_reject=act["after_reject"] or "rework")
            await self.review.decide_waiting(tx, actor, project_id, element_id, decision)

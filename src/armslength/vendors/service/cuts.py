"""Cuts: what ends with a grant at once, and how far the rest is."""

from datetime import datetime
from uuid import UUID

from armslength.identity.service.ending import end_access
from armslength.kit import outbox
from armslength.kit.db import Tx
from armslength.vendors.events import GRANT_CUT
from armslength.vendors.model import Cut, CutStep, Drafts, GrantState
from armslength.vendors.repository import cuts


class Cuts:
    """The record of a cut. The epoch alone makes everything older dead; what is done here and afterwards tidies up,
    gives the places on items to others, and can be repeated."""

    async def begin(
        self, tx: Tx, cut: Cut, state: GrantState, drafts: Drafts, actor_id: UUID | None, now: datetime
    ) -> None:
        """In the transaction of the cut: sessions and keys end, and the rooms that gave out the rest are told."""
        ended = await end_access(tx, cut.vendor_id, cut.project_id, now)
        await cuts.insert(tx, cut, state, drafts, actor_id, now, ended.sessions, ended.keys)
        await outbox.emit(tx, GRANT_CUT, {**cut.payload, "state": state, "drafts": drafts}, at=now)

    async def unended(self, tx: Tx, project_id: UUID, vendor_id: UUID) -> bool:
        """Whether something that a cut of this grant ended is still lying about."""
        return await cuts.unended(tx, project_id, vendor_id)

    async def step(self, tx: Tx, cut: Cut, step: CutStep, *, done: int, total: int, now: datetime) -> None:
        """A room says how far its part is; done = total ends the step."""
        await cuts.step(tx, cut, step, done, total, now)

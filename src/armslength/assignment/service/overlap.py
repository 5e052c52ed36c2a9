"""What a later room may ask of the queue: one answer more of an item, or an item before others."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from armslength.assignment.errors import NotAsked
from armslength.assignment.repository import queue
from armslength.kit.db import Tx
from armslength.ledger.service import record


async def ask_more(tx: Tx, item_ids: Sequence[UUID], most: int) -> list[UUID]:
    """Ask one more person about those of the items that have every answer that was wanted so far, up to `most` answers;
    returns them. Everybody's cursor meets them."""
    if not item_ids:
        return []
    await queue.hold_items(tx, item_ids)
    more = await queue.want_more(tx, item_ids, most)
    await queue.requeue(tx, more)
    return more


async def ask_first(tx: Tx, by: UUID, project_id: UUID, item_id: UUID, at: datetime) -> None:
    """Ask for this item before all that nobody has been asked about yet. Raises NotAsked."""
    if not await queue.is_open(tx, project_id, item_id):
        raise NotAsked("The item asks for nobody: it is full, retired or gold.")
    await queue.requeue(tx, [item_id])
    await record(tx, by, "assignment.asked_first", f"item:{item_id}", at=at, project_id=project_id)


async def ask_those_first(tx: Tx, by: UUID, project_id: UUID, item_ids: Sequence[UUID], at: datetime) -> int:
    """The same for many, of which those that ask for nobody are passed over: of how many people are asked first."""
    asked = 0
    for item_id in sorted(item_ids):
        try:
            await ask_first(tx, by, project_id, item_id, at)
        except NotAsked:
            continue
        asked += 1
    return asked

"""One answer more, where a later room says that an item has too few to be sure of."""

from collections.abc import Sequence
from uuid import UUID

from armslength.assignment.repository import queue
from armslength.kit.db import Tx


async def ask_more(tx: Tx, item_ids: Sequence[UUID], most: int) -> list[UUID]:
    """Ask one more person about those of the items that have every answer that was wanted so far, up to `most` answers;
    returns them. Everybody's cursor meets them."""
    if not item_ids:
        return []
    await queue.hold_items(tx, item_ids)
    more = await queue.want_more(tx, item_ids, most)
    await queue.requeue(tx, more)
    return more

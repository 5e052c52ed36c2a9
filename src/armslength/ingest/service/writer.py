"""Writes sealed rows as items, exactly once per external id."""

from collections.abc import Sequence
from uuid import UUID

from armslength.ingest.model import Prepared, Written
from armslength.ingest.repository import items, media
from armslength.ingest.rules.rows import sort_rows
from armslength.kit.clock import Clock
from armslength.kit.db import Tx


async def write_items(
    tx: Tx, project_id: UUID, batch_id: UUID, wanted: int, good: Sequence[Prepared], clock: Clock
) -> Written:
    """Write what is new, in order, and say what was not. `wanted`: answers asked for per item.

    The project's counter is locked first, so that two imports of the same file cannot both find an external id free.
    """
    if not good:
        return Written(0, 0, [], {})
    place = await items.lock_counter(tx, project_id)
    external_ids = [row.external_id for row in good if row.external_id is not None]
    known = await items.known(tx, project_id, external_ids) if external_ids else {}
    shown = {digest for row in good for digest in row.media}
    here = await media.known(tx, project_id, list(shown)) if shown else set()
    fresh, unchanged, problems = sort_rows(good, known, here)
    if fresh:
        await items.add(tx, project_id, batch_id, place, wanted, fresh, clock.now())
    return Written(len(fresh), unchanged, problems, {row.line: row.item_id for row in fresh})

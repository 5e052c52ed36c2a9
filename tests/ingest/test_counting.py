"""How many items stand where: kept by stretches, right at every moment, mended when somebody wrote past it."""

from __future__ import annotations

import asyncio

from tests.content import NOW
from tests.ingest.conftest import Desk

from armslength.ingest.schemas import AddItems, UpdateBatch
from armslength.ingest.views import miscounted


async def counts(desk: Desk) -> dict[str, tuple[int, int, int]]:
    """(items, open, done) of each batch."""
    page = await desk.ingest.batches.page(desk.maya, desk.project_id, cursor=None, limit=10)
    return {batch.name: (batch.items, batch.open, batch.done) for batch in page.items}


async def test_counts_are_those_of_the_items_whenever_they_are_read(desk: Desk) -> None:
    counting, where = desk.ingest.counting, (desk.place.tenant_id, desk.project_id)
    a, b = await desk.batch("a"), await desk.batch("b")
    for batch, many in ((a, 300), (b, 300)):
        rows = [{"prompt": f"{n}"} for n in range(many)]
        await desk.ingest.items.add(desk.maya, desk.project_id, batch, AddItems(rows=rows))
    assert await counts(desk) == {"a": (300, 300, 0), "b": (300, 300, 0)}  # nobody has counted yet
    await counting.fold_all(*where)
    assert await desk.rows("select stretch, items from item_count order by 1, 2") \
        == [(0, 255), (1, 45), (1, 211), (2, 89)]  # fmt: skip
    assert await counts(desk) == {"a": (300, 300, 0), "b": (300, 300, 0)}

    # One change is read before it is folded, its neighbours as they are kept; folding twice at once adds nothing up.
    (item,) = [row[0] for row in await desk.rows("select id from item where ord = 260")]
    await desk.ingest.items.set_state(desk.maya, desk.project_id, item, "cancelled")
    assert await desk.rows("select stretch from item_touch") == [(1,)]
    assert await counts(desk) == {"a": (300, 299, 0), "b": (300, 300, 0)}
    await asyncio.gather(*(counting.fold(*where) for _ in range(4)))
    assert await counts(desk) == {"a": (300, 299, 0), "b": (300, 300, 0)} and not await desk.rows(
        "select from item_touch"
    )
    await desk.ingest.batches.update(desk.maya, desk.project_id, b, UpdateBatch(state="cancelled"))
    while await desk.work():
        pass
    assert await counts(desk) == {"a": (300, 299, 0), "b": (300, 0, 0)}
    await counting.fold_all(*where)
    assert await counting.compare(desk.place.tenant_id, NOW) == 0

    # Somebody writes past the rooms: found, put in the log, and counted anew.
    async with desk.place.db.tenant(desk.place.tenant_id) as tx:
        await tx.run("update item set flags = 1 where tenant_id = $1 and ord = 5", tx.tenant_id)
        await tx.run(
            "update item set taken = 2, answers = 2, settled = 2, open = false where tenant_id = $1 and ord = 5",
            tx.tenant_id,
        )  # fmt: skip
    assert (await counts(desk))["a"] == (300, 299, 0)
    async with desk.place.db.tenant(desk.place.tenant_id) as tx:
        assert {(row["phase"], row["kept"], row["items"]) for row in await miscounted(tx)} \
            == {("done", 0, 1), ("open", 299, 298)}  # fmt: skip
    assert await counting.compare(desk.place.tenant_id, NOW) == 1
    assert (await counts(desk))["a"] == (300, 298, 1)
    assert await counting.compare(desk.place.tenant_id, NOW) == 0
    assert await desk.rows("select action, actor_id from ledger_entry where action like 'ingest.counts%'") \
        == [("ingest.counts_repaired", None)]  # fmt: skip

"""Items by hand, in lists, one by one; batches around them; images beside them."""

import hashlib
import random
from typing import Any
from uuid import uuid4

import pytest
from tests.ingest.conftest import Desk, flow
from tests.ingest.test_images import png

from armslength.ingest.errors import BadMedia, BatchEnded, BatchNotFound, FileTooLarge, ItemNotFound
from armslength.ingest.model import ItemFilter, ItemState, Mapping
from armslength.ingest.schemas import Added, AddItems, CreateBatch, ItemRow, UpdateBatch
from armslength.kit.errors import Conflict, Invalid


async def add(desk: Desk, *rows: Any, batch: str = "b", mapping: Mapping | None = None) -> Added:
    batch_id = await desk.batch(batch)
    return await desk.ingest.items.add(desk.maya, desk.project_id, batch_id, AddItems(list(rows), mapping))


async def listed(desk: Desk, limit: int = 50, **filters: Any) -> list[ItemRow]:
    found, cursor = [], None
    while True:
        page = await desk.ingest.items.page(
            desk.maya, desk.project_id, ItemFilter(**filters), cursor=cursor, limit=limit
        )
        found += page.items
        if (cursor := page.next) is None:
            return found


async def test_rows_name_their_fields_themselves(desk: Desk) -> None:
    added = await add(
        desk, {"external_id": "a", "prompt": "one", "metadata": {"m": 1}}, {"prompt": "two"}, {"prompt": [3]}, "text",
        {"prompt": "x", "colour": "y"}, {"prompt": "x", "metadata": 7}, {"external_id": True, "prompt": "x"},
    )  # fmt: skip
    assert (added.created, added.unchanged) == (2, 0)
    assert [(problem.line, problem.field) for problem in added.problems] == [
        (3, "prompt"), (4, ""), (5, "colour"), (6, "metadata"), (7, "external_id"),
    ]  # fmt: skip
    again = await add(desk, {"external_id": "a", "prompt": "one", "metadata": {"m": 1}})
    assert (again.created, again.unchanged) == (0, 1)
    other = await add(desk, {"external_id": "a", "prompt": "one", "metadata": {"m": 2}})
    assert [problem.field for problem in other.problems] == ["external_id"]


async def test_rows_may_come_with_a_mapping(desk: Desk) -> None:
    added = await add(desk, {"q": "one", "k": 7}, mapping=Mapping({"prompt": "q"}, "k"))
    assert added.created == 1
    assert [row.external_id for row in await listed(desk)] == ["7"]


async def test_lists_page_by_key_and_summaries_are_exposures(desk: Desk) -> None:
    await add(desk, *({"prompt": f"p{n}"} for n in range(7)))
    found = await listed(desk, limit=3)
    assert [(row.ord, row.summary) for row in found] == [(n + 1, f"p{n}") for n in range(7)]
    assert {(row["kind"], row["purpose"]) for row in await desk.place.exposures()} == {("item", "browse")}
    assert len(await desk.place.exposures()) == 7


async def test_every_filter_narrows(desk: Desk) -> None:
    await desk.schema(
        {"name": "prompt", "kind": "text", "searchable": True},
        {"name": "extra", "kind": "text", "required": False},
        version=2,
    )
    await add(desk, {"external_id": "a", "prompt": "The Moon"}, {"external_id": "b", "prompt": "100% sun_"})
    await add(desk, {"external_id": "c", "prompt": "moonlight", "extra": "moon"}, batch="second")
    rows = {row.external_id: row for row in await listed(desk)}
    ada = await desk.place.person("Ada", "annotator")
    assignment_id, annotation_id = await desk.place.answer(rows["b"].id, ada, {})
    async with desk.place.db.tenant(desk.place.tenant_id) as tx:
        await tx.run("update item set flags = 1 where tenant_id = $1 and external_id = 'c'", desk.place.tenant_id)
        await tx.run(
            "insert into standing values ($1, $2, $3, $4, $5, $6, 'unreviewed')",
            desk.place.tenant_id, assignment_id, desk.project_id, rows["b"].id, ada.person_id, annotation_id,
        )  # fmt: skip

    async def ids(**filters: Any) -> str:
        return "".join(str(row.external_id) for row in await listed(desk, **filters))

    assert await ids() == "abc"
    assert await ids(batch_id=await desk.batch("second")) == "c"
    assert await ids(external_id="a") == "a"
    assert await ids(flagged=True) == "c"
    assert await ids(flagged=False) == "ab"
    assert await ids(annotated_by=ada.person_id) == "b"
    assert await ids(field="prompt", contains="MOON") == "ac"
    assert await ids(field="prompt", contains="0% s") == "b"
    assert await ids(field="prompt", contains="_") == "b"
    assert await ids(field="prompt", contains="moon", flagged=True, state="open") == "c"
    with pytest.raises(Invalid, match="searchable"):
        await ids(field="extra", contains="moon")
    with pytest.raises(Invalid):
        await ids(contains="moon")


@pytest.mark.parametrize(
    ("taken", "answers", "settled", "state"),
    [(0, 0, 0, "open"), (1, 0, 0, "in_work"), (2, 1, 1, "in_work"), (2, 2, 1, "in_review"), (2, 2, 2, "done")],
)
async def test_the_state_of_an_item(desk: Desk, taken: int, answers: int, settled: int, state: ItemState) -> None:
    await add(desk, {"prompt": "x"})
    async with desk.place.db.tenant(desk.place.tenant_id) as tx:
        await tx.run(
            "update item set taken = $2, answers = $3, settled = $4, open = $2 < wanted where tenant_id = $1",
            desk.place.tenant_id, taken, answers, settled,
        )  # fmt: skip
    assert [row.state for row in await listed(desk)] == [state]
    assert len(await listed(desk, state=state)) == 1


async def test_opening_one_item_records_it(desk: Desk) -> None:
    await add(desk, {"prompt": "x", "metadata": {"origin": "web"}})
    (row,) = await listed(desk)
    opened = await desk.ingest.items.get(desk.maya, desk.project_id, row.id)
    assert (opened.content, opened.metadata, opened.schema_version) == ({"prompt": "x"}, {"origin": "web"}, 1)
    assert [each["views"] for each in await desk.place.exposures()] == [2]
    with pytest.raises(ItemNotFound):
        await desk.ingest.items.get(desk.maya, desk.project_id, uuid4())


async def test_retiring_and_reopening(desk: Desk) -> None:
    await add(desk, {"prompt": "x"})
    (row,) = await listed(desk)

    async def set_state(state: str) -> tuple[str, int]:
        changed = await desk.ingest.items.set_state(desk.maya, desk.project_id, row.id, state)
        return changed.state, changed.wanted

    assert await set_state("cancelled") == ("cancelled", 2)
    assert await set_state("cancelled") == ("cancelled", 2)
    assert await desk.rows("select open from item") == [(False,)]
    assert await set_state("open") == ("open", 2)
    async with desk.place.db.tenant(desk.place.tenant_id) as tx:
        await tx.run(
            "update item set taken = 2, answers = 2, settled = 2, open = false where tenant_id = $1",
            desk.place.tenant_id,
        )
    assert await set_state("open") == ("in_work", 3)
    assert await desk.rows("select open from item") == [(True,)]
    topics = [topic for (topic,) in await desk.rows("select topic from outbox order by id")]
    assert topics == ["ingest.item_cancelled", "ingest.item_reopened", "ingest.item_reopened"]
    assert len(await desk.rows("select * from ledger_entry")) == 3


async def test_batches_count_and_keep_their_name(desk: Desk) -> None:
    await add(desk, {"prompt": "x"}, {"prompt": "y"})
    again = await desk.ingest.batches.create(desk.maya, desk.project_id, CreateBatch("b", 9))
    assert (again.items, again.open, again.done, again.priority, again.state) == (2, 2, 0, 0, "open")
    changed = await desk.ingest.batches.update(desk.maya, desk.project_id, again.id, UpdateBatch("c", 5, "paused"))
    assert (changed.name, changed.priority, changed.state) == ("c", 5, "paused")
    other = await desk.ingest.batches.create(desk.maya, desk.project_id, CreateBatch("d"))
    with pytest.raises(Conflict):
        await desk.ingest.batches.update(desk.maya, desk.project_id, other.id, UpdateBatch(name="c"))
    with pytest.raises(BatchNotFound):
        await desk.ingest.batches.update(desk.maya, desk.project_id, uuid4(), UpdateBatch(name="z"))
    pages = [await desk.ingest.batches.page(desk.maya, desk.project_id, cursor=None, limit=1)]
    pages.append(await desk.ingest.batches.page(desk.maya, desk.project_id, cursor=pages[0].next, limit=1))
    assert {page.items[0].name for page in pages} == {"c", "d"}


async def test_cancelling_a_batch_cancels_its_open_items_and_is_final(desk: Desk) -> None:
    await add(desk, *({"prompt": str(n)} for n in range(20)))
    await add(desk, {"prompt": "elsewhere"}, batch="other")
    async with desk.place.db.tenant(desk.place.tenant_id) as tx:
        await tx.run(
            "update item set taken = 2, answers = 2, settled = 2, open = false where tenant_id = $1 and ord <= 5",
            desk.place.tenant_id,
        )
    batch_id = await desk.batch()
    await desk.ingest.batches.update(desk.maya, desk.project_id, batch_id, UpdateBatch(state="cancelled"))
    assert await desk.work()
    states = [row.state for row in await listed(desk)]
    assert states == ["done"] * 5 + ["cancelled"] * 15 + ["open"]
    with pytest.raises(BatchEnded):
        await desk.ingest.batches.update(desk.maya, desk.project_id, batch_id, UpdateBatch(state="open"))
    with pytest.raises(BatchEnded):
        await add(desk, {"prompt": "late"})
    with pytest.raises(BatchEnded):
        await desk.ingest.items.set_state(desk.maya, desk.project_id, (await listed(desk))[6].id, "open")


# ---------- images


async def test_an_image_is_stored_once_sealed_and_shown_by_its_hash(desk: Desk) -> None:
    await desk.schema({"name": "picture", "kind": "image"}, version=2)
    data = png(40, 30) + random.Random(1).randbytes(3_000_000)
    stored = await desk.ingest.media.upload(desk.maya, desk.project_id, flow(data, 100_000))
    assert (stored.media, stored.bytes) == (hashlib.sha256(data).hexdigest(), len(data))
    assert (stored.content_type, stored.width, stored.height) == ("image/png", 40, 30)
    assert await desk.ingest.media.upload(desk.maya, desk.project_id, flow(data)) == stored
    (blob,) = desk.blobs()
    assert data[:50] not in blob.read_bytes()
    added = await add(desk, {"picture": {"media": stored.media, "alt": "cell"}}, {"picture": {"media": "ab" * 32}})
    assert added.created == 1
    assert [(problem.line, problem.field) for problem in added.problems] == [(2, "media")]
    (row,) = await listed(desk)
    picture = (await desk.ingest.items.get(desk.maya, desk.project_id, row.id)).content["picture"]
    assert (picture["width"], picture["alt"]) == (40, "cell")
    media = await desk.walls.open_media_token(desk.maya, desk.project_id, picture["url"].rpartition("/")[2])
    assert b"".join([part async for part in media.read(0, media.size)]) == data


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", BadMedia), (b"<svg onload=alert(1)>", BadMedia), (b"GIF89a", BadMedia),
        (png(60_000, 60_000), BadMedia), (png(10, 10) + bytes(60_000_000), FileTooLarge),
    ],
    ids=["empty", "svg", "cut", "bomb", "large"],
)  # fmt: skip
async def test_what_is_no_fit_image_leaves_nothing_behind(desk: Desk, data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        await desk.ingest.media.upload(desk.maya, desk.project_id, flow(data, 1_000_000))
    assert desk.blobs() == []
    assert await desk.rows("select * from media") == []

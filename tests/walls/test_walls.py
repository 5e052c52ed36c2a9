"""Nothing is shown without its exposure, and nothing is shown to whom it is not for."""

import base64
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from tests.content import NOW, Place, make_place

from armslength.identity.model import Actor
from armslength.kit.db import Database
from armslength.kit.ids import NIL, new_id
from armslength.storage.service import new_name
from armslength.walls.errors import ContentMissing, Refused
from armslength.walls.model import Purpose
from armslength.walls.service import OpenedItem, WallsService

CONTENT = {
    "prompt": "Say hello",
    "responses": [
        {"id": "r1", "value": "Hello", "source": "model-a"},
        {"id": "r2", "value": "Hi", "source": "model-b"},
    ],
    "extra": {"json": {"media": "not a file"}},
    "chat": {"messages": [{"id": "m0", "turn": "t0", "role": "user", "content": "Hi", "meta": {"model": "secret"}}]},
}


@pytest.fixture
async def place(db: Database, tmp_path: Path) -> Place:
    return await make_place(db, tmp_path)


@pytest.fixture
def walls(place: Place) -> WallsService:
    return WallsService(place.db, place.keys, place.storage, place.clock)


async def open_item(
    place: Place, walls: WallsService, actor: Actor, item_id: UUID, purpose: Purpose, lease_id: UUID = NIL
) -> OpenedItem:
    async with place.db.tenant(place.tenant_id) as tx:
        return await walls.open_item(tx, actor, place.project_id, item_id, purpose=purpose, lease_id=lease_id)


async def test_an_item_opens_with_its_exposure_and_repeat_views_only_count(place: Place, walls: WallsService) -> None:
    ada, item_id, lease = await place.person("Ada", "annotator"), await place.item(CONTENT), new_id()
    for _ in range(3):
        found = await open_item(place, walls, ada, item_id, "annotate", lease)
        assert found.content["prompt"] == "Say hello"
    place.clock.advance(60)
    await open_item(place, walls, ada, item_id, "annotate", new_id())
    first, second = await place.exposures()
    assert (first["kind"], first["object"], first["item_id"]) == ("item", str(item_id), item_id)
    assert (first["person_id"], first["organization_id"], first["views"]) == (ada.person_id, place.tenant_id, 3)
    assert (first["purpose"], first["lease_id"], first["at"]) == ("annotate", lease, NOW)
    assert second["views"] == 1


async def test_annotators_and_reviewers_never_see_where_a_response_came_from(place: Place, walls: WallsService) -> None:
    item_id = await place.item(CONTENT, {"model": "secret"})
    maya = await place.person("Maya", "manager")
    purposes: tuple[Purpose, ...] = ("annotate", "review")
    for purpose in purposes:
        shown = await open_item(place, walls, maya, item_id, purpose)
        assert shown.metadata == {}
        assert shown.content["responses"] == [{"id": "r1", "value": "Hello"}, {"id": "r2", "value": "Hi"}]
        assert "secret" not in str(shown.content)
    browsed = await open_item(place, walls, maya, item_id, "browse")
    assert browsed.metadata == {"model": "secret"}
    assert browsed.content == CONTENT


@pytest.mark.parametrize("purpose", ["browse", "export", "review", "configure"])
async def test_a_purpose_needs_its_permission_and_leaves_no_trace_when_refused(
    place: Place, walls: WallsService, purpose: Purpose
) -> None:
    item_id = await place.item(CONTENT)
    await place.grant("active")
    with pytest.raises(Refused):
        await open_item(place, walls, await place.person("Ada", "annotator"), item_id, purpose)
    with pytest.raises(ContentMissing):
        await open_item(place, walls, await place.person("Vera", "annotator", "vendor"), item_id, purpose)
    assert await place.exposures() == []


async def test_a_vendor_sees_content_only_under_a_live_grant(place: Place, walls: WallsService) -> None:
    vera, item_id = await place.person("Vera", "annotator", "vendor"), await place.item(CONTENT)
    for state in (None, "paused"):
        if state:
            await place.grant(state)
        with pytest.raises(ContentMissing):
            await open_item(place, walls, vera, item_id, "annotate")
    assert await place.exposures() == []
    await place.grant("active")
    await open_item(place, walls, vera, item_id, "annotate")
    assert [row["organization_id"] for row in await place.exposures()] == [place.vendor_id]


async def test_missing_items_and_other_projects_items_look_the_same(place: Place, walls: WallsService) -> None:
    maya, item_id = await place.person("Maya", "manager"), await place.item(CONTENT)
    async with place.db.tenant(place.tenant_id) as tx:
        with pytest.raises(ContentMissing):
            await walls.open_item(tx, maya, new_id(), item_id, purpose="browse")
        with pytest.raises(ContentMissing):
            await walls.open_item(tx, maya, place.project_id, new_id(), purpose="browse")
    stranger = new_id()
    async with place.db.door() as tx:
        await tx.run("insert into organization values ($1, 'customer', 'Contoso', $2)", stranger, NOW)
    async with place.db.tenant(stranger) as tx:
        with pytest.raises(ContentMissing):
            await walls.open_item(tx, maya, place.project_id, item_id, purpose="browse")
    assert await place.exposures() == []


async def test_bulk_keeps_the_order_and_records_each(place: Place, walls: WallsService) -> None:
    maya = await place.person("Maya", "manager")
    ids = [await place.item({"prompt": str(n)}, ord=n) for n in range(5)]
    async with place.db.tenant(place.tenant_id) as tx:
        asked = [ids[3], new_id(), ids[0], ids[4], ids[0]]
        found = await walls.open_items(tx, maya, place.project_id, asked, purpose="browse")
    assert [item.content["prompt"] for item in found] == ["3", "0", "4", "0"]
    assert len(await place.exposures()) == 3


async def test_the_brief_opens_by_version_and_is_recorded_once_per_visit(place: Place, walls: WallsService) -> None:
    ada = await place.person("Ada", "annotator")
    await place.version("schema", b'{"fields":[],"questions":[]}', ada)
    await place.version("guideline", "Be kind – always".encode(), ada)
    async with place.db.tenant(place.tenant_id) as tx:
        schema = await walls.open_schema(tx, ada, place.project_id, 1, purpose="annotate")
        assert schema == {"fields": [], "questions": []}
        text = await walls.open_guideline(tx, ada, place.project_id, 1, purpose="annotate")
        assert text == "Be kind – always"
        with pytest.raises(ContentMissing):
            await walls.open_guideline(tx, ada, place.project_id, 2, purpose="annotate")
    assert [(row["kind"], row["object"]) for row in await place.exposures()] == [("schema", "1"), ("guideline", "1")]


async def test_who_annotates_looks_back_at_own_answers_only(place: Place, walls: WallsService) -> None:
    ada, bob, item_id = await place.person("Ada", "annotator"), await place.person("Bob", "annotator"), None
    item_id = await place.item(CONTENT)
    _, hers = await place.answer(item_id, ada, {"q": {}})
    _, his = await place.answer(item_id, bob, {"p": {}})
    async with place.db.tenant(place.tenant_id) as tx:
        opened = await walls.open_answers(tx, ada, place.project_id, [hers, his], purpose="annotate")
        assert opened == {hers: {"q": {}}}
        with pytest.raises(Refused):
            await walls.open_answers(tx, ada, place.project_id, [his], purpose="browse")
        rita = await place.person("Rita", "reviewer")
        assert set(await walls.open_answers(tx, rita, place.project_id, [hers, his], purpose="review")) == {hers, his}
    assert {row["object"] for row in await place.exposures()} == {str(hers), str(his)}


async def test_jobs_read_whole_content_and_leave_no_exposure_until_they_export(
    place: Place, walls: WallsService
) -> None:
    maya, item_id = await place.person("Maya", "manager"), await place.item(CONTENT, {"k": 1})
    _, annotation_id = await place.answer(item_id, maya, {"q": {}})
    await place.version("schema", b"{}", maya)
    async with place.db.tenant(place.tenant_id) as tx:
        reader = walls.reader(tx, place.project_id)
        assert (await reader.items([item_id]))[item_id].content == CONTENT
        assert await reader.answers([annotation_id]) == {annotation_id: {"q": {}}}
        assert await reader.schema(1) == {}
        with pytest.raises(ContentMissing):
            await reader.guideline(1)
    assert await place.exposures() == []
    async with place.db.tenant(place.tenant_id) as tx:
        await walls.note_export(
            tx, place.project_id, maya.person_id, {str(item_id): [str(annotation_id), str(annotation_id)]}
        )
    assert [(row["kind"], row["purpose"]) for row in await place.exposures()] == [
        ("item", "export"), ("answers", "export"),
    ]  # fmt: skip


async def test_only_drafts_comments_and_blobs_open_without_an_exposure(place: Place, walls: WallsService) -> None:
    async with place.db.tenant(place.tenant_id) as tx:
        sealer = await place.keys.sealer(tx, place.project_id)
        sealed = sealer.seal(b"a draft", kind="draft", object_id="a", version=3)
        opened = await walls.unseal(tx, place.project_id, sealed, kind="draft", object_id="a", version=3)
        assert opened == b"a draft"
        with pytest.raises(ValueError, match="exposure"):
            await walls.unseal(tx, place.project_id, sealed, kind="item", object_id="a")


async def test_a_failed_transaction_shows_nothing_and_records_nothing(place: Place, walls: WallsService) -> None:
    maya, item_id = await place.person("Maya", "manager"), await place.item(CONTENT)
    await open_item(place, walls, maya, item_id, "browse")
    with suppress(ContentMissing):
        async with place.db.tenant(place.tenant_id) as tx:
            await walls.open_item(tx, maya, place.project_id, item_id, purpose="annotate")
            await walls.open_item(tx, maya, place.project_id, new_id(), purpose="annotate")
    assert [row["purpose"] for row in await place.exposures()] == ["browse"]


async def test_exposures_are_listed_newest_first_with_names(place: Place, walls: WallsService) -> None:
    maya, ada = await place.person("Maya", "manager"), await place.person("Ada", "annotator")
    ids = [await place.item(CONTENT, ord=n) for n in range(3)]
    for item_id in ids:
        await open_item(place, walls, ada, item_id, "annotate")
        place.clock.advance(1)
    await open_item(place, walls, maya, ids[0], "browse")

    async def page(**asked: object) -> list[tuple[str, str]]:
        found, cursor = [], None
        while True:
            answer = await walls.list_exposures(
                maya,
                place.project_id,
                **{"person_id": None, "item_id": None, "limit": 2, **asked, "cursor": cursor},  # type: ignore[arg-type]
            )
            found += [(row.person.name, row.object) for row in answer.items]
            assert all(row.organization.name == "Northwind" for row in answer.items)
            if (cursor := answer.next) is None:
                return found

    everything = [("Maya", str(ids[0]))] + [("Ada", str(item_id)) for item_id in reversed(ids)]
    assert await page() == everything
    assert await page(person_id=ada.person_id) == everything[1:]
    assert await page(item_id=ids[0]) == [everything[0], everything[3]]


# ---------- files

PIXELS = bytes(range(256)) * 800


async def with_image(place: Place, content_type: str = "image/png") -> UUID:
    """An item that shows one stored file."""
    name = new_name("media")

    async def flow() -> AsyncIterator[bytes]:
        yield PIXELS

    async with place.db.tenant(place.tenant_id) as tx:
        sealer = await place.keys.sealer(tx, place.project_id)
        await place.storage.put(name, sealer.seal_stream(flow(), kind="media", object_id=name))
        await tx.run(
            "insert into media values ($1, $2, 'd1', $3, $4, $5, 40, 30, $6)",
            place.tenant_id, place.project_id, name, len(PIXELS), content_type, NOW,
        )  # fmt: skip
    return await place.item({"picture": {"media": "d1", "alt": "a cell"}})


def token_of(item: OpenedItem) -> str:
    return str(item.content["picture"]["url"]).rpartition("/")[2]


async def fetched(walls: WallsService, actor: Actor, place: Place, token: str, span: tuple[int, int]) -> bytes:
    media = await walls.open_media_token(actor, place.project_id, token)
    return b"".join([part async for part in media.read(*span)])


async def test_an_image_is_delivered_by_an_address_that_tells_nothing(place: Place, walls: WallsService) -> None:
    ada, item_id = await place.person("Ada", "annotator"), await with_image(place)
    shown = await open_item(place, walls, ada, item_id, "annotate")
    picture = shown.content["picture"]
    assert (picture["width"], picture["height"], picture["alt"]) == (40, 30, "a cell")
    assert picture["url"].startswith(f"/api/v1/projects/{place.project_id}/media/")
    raw = base64.urlsafe_b64decode(token_of(shown) + "==")
    assert ada.person_id.bytes not in raw and b"d1" not in raw
    assert await fetched(walls, ada, place, token_of(shown), (0, len(PIXELS))) == PIXELS
    assert await fetched(walls, ada, place, token_of(shown), (70_000, 70_010)) == PIXELS[70_000:70_010]
    media = (await place.exposures())[-1]
    assert (media["kind"], media["object"], media["item_id"], media["views"]) == ("media", "d1", item_id, 2)


async def test_an_address_dies_after_a_minute_and_with_its_session(place: Place, walls: WallsService) -> None:
    ada, bob = await place.person("Ada", "annotator"), await place.person("Bob", "annotator")
    token = token_of(await open_item(place, walls, ada, await with_image(place), "annotate"))
    for stranger in (bob, replace(ada, session_id=b"another"), replace(ada, session_id=None, api_key_id=new_id())):
        with pytest.raises(ContentMissing):
            await fetched(walls, stranger, place, token, (0, 1))
    for wrong in (token[:-4], token[:-4] + "AAAA", "x", "", "é", token + "A"):
        with pytest.raises(ContentMissing):
            await fetched(walls, ada, place, wrong, (0, 1))
    place.clock.advance(60)
    with pytest.raises(ContentMissing):
        await fetched(walls, ada, place, token, (0, 1))


async def test_an_address_dies_with_the_grant_and_with_the_lease(place: Place, walls: WallsService) -> None:
    vera, item_id = await place.person("Vera", "annotator", "vendor"), await with_image(place)
    await place.grant("active")
    lease_id, _ = await place.answer(item_id, vera, {})
    token = token_of(await open_item(place, walls, vera, item_id, "annotate", lease_id))
    assert await fetched(walls, vera, place, token, (0, 3)) == PIXELS[:3]
    async with place.db.tenant(place.tenant_id) as tx:
        await tx.run("update assignment set state = 'released' where tenant_id = $1", place.tenant_id)
    with pytest.raises(ContentMissing):
        await fetched(walls, vera, place, token, (0, 3))
    free = token_of(await open_item(place, walls, vera, item_id, "annotate"))
    await place.grant("paused")
    with pytest.raises(ContentMissing):
        await fetched(walls, vera, place, free, (0, 3))


async def test_version_one_of_two_projects_is_two_deliveries(place: Place, walls: WallsService) -> None:
    ada = await place.person("Ada", "annotator")
    first, second = place.project_id, new_id()
    await place.version("schema", b'{"fields":[],"questions":[]}', ada)
    async with place.db.tenant(place.tenant_id) as tx:
        await tx.run(
            "insert into project (tenant_id, id, slug, name, description, state, overlap, review_share, lease_seconds,"
            " seed, created_by, created_at, updated_at) select tenant_id, $2, 'q', 'Q', '', state, overlap,"
            " review_share, lease_seconds, seed, created_by, created_at, updated_at from project where tenant_id = $1",
            place.tenant_id, second,
        )  # fmt: skip
        await place.keys.create_project_key(tx, second)
    place.project_id = second
    await place.version("schema", b'{"fields":[],"questions":[]}', ada)
    async with place.db.tenant(place.tenant_id) as tx:
        for project_id in (first, second, second):
            await walls.open_schema(tx, ada, project_id, 1, purpose="annotate")
    assert [(row["project_id"], row["views"]) for row in await place.exposures()] == [(first, 1), (second, 2)]

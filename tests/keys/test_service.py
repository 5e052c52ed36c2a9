"""Keys in the database: made with their project, cached for minutes, rotated, and shredded for good."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest
from tests.content import NOW, Place, make_place

from armslength.keys.errors import KeyDestroyed, KeyMissing, SealBroken
from armslength.keys.service import FileProvider, KeyService, Sealer
from armslength.kit.db import Database
from armslength.kit.ids import new_id
from armslength.storage.service import new_name

PLANTED = "the moon base opens on a Tuesday"


@pytest.fixture
async def place(db: Database, tmp_path: Path) -> Place:
    return await make_place(db, tmp_path)


async def sealer_of(place: Place, keys: KeyService | None = None) -> Sealer:
    async with place.db.tenant(place.tenant_id) as tx:
        return await (keys or place.keys).sealer(tx, place.project_id)


async def test_another_process_opens_what_this_one_sealed(place: Place) -> None:
    sealed = (await sealer_of(place)).seal(b"x", kind="item", object_id="i")
    other = KeyService(FileProvider.open(place.folder / "keys", place.clock), place.clock)
    assert (await sealer_of(place, other)).open(sealed, kind="item", object_id="i") == b"x"


async def test_another_tenant_has_no_key_to_it(place: Place) -> None:
    async with place.db.tenant(new_id()) as tx:
        with pytest.raises(KeyMissing):
            await place.keys.sealer(tx, place.project_id)


async def test_a_rotated_key_seals_only_when_every_cache_knows_it(place: Place) -> None:
    stale = await sealer_of(place)
    async with place.db.tenant(place.tenant_id) as tx:
        assert await place.keys.rotate(tx, place.project_id) == 2
    other = KeyService(FileProvider.open(place.folder / "keys", place.clock), place.clock)
    early = (await sealer_of(place, other)).seal(b"x", kind="item", object_id="i")
    assert stale.open(early, kind="item", object_id="i") == b"x"
    place.clock.advance(301)
    fresh = await sealer_of(place)
    late = fresh.seal(b"x", kind="item", object_id="i")
    with pytest.raises(SealBroken):
        stale.open(late, kind="item", object_id="i")
    assert (await sealer_of(place, other)).open(late, kind="item", object_id="i") == b"x"
    assert fresh.open(early, kind="item", object_id="i") == b"x"
    assert fresh.digest(b"x") == stale.digest(b"x")


async def test_a_key_that_was_rolled_back_is_not_kept(place: Place) -> None:
    place.keys.forget(place.tenant_id)
    with suppress(asyncio.CancelledError):
        async with place.db.tenant(place.tenant_id) as tx:
            await place.keys.rotate(tx, place.project_id)
            place.clock.advance(301)
            lost = (await place.keys.sealer(tx, place.project_id)).seal(b"x", kind="item", object_id="i")
            raise asyncio.CancelledError
    with pytest.raises(SealBroken):
        (await sealer_of(place)).open(lost, kind="item", object_id="i")


async def test_rewrapping_touches_no_content(place: Place) -> None:
    sealed = (await sealer_of(place)).seal(b"x", kind="item", object_id="i")
    async with place.db.tenant(place.tenant_id) as tx:
        assert await place.keys.rewrap(tx, "tenant-second") == 1
    await place.provider.destroy(f"tenant-{place.tenant_id}", NOW)
    place.keys.forget(place.tenant_id)
    assert (await sealer_of(place)).open(sealed, kind="item", object_id="i") == b"x"


async def test_after_destruction_nothing_opens_and_no_new_key_is_made(place: Place) -> None:
    sealed = (await sealer_of(place)).seal(PLANTED.encode(), kind="item", object_id="i")
    async with place.db.tenant(place.tenant_id) as tx:
        await place.keys.destroy(tx, not_before=place.clock.now())
    with pytest.raises(KeyDestroyed):
        await sealer_of(place)
    async with place.db.tenant(place.tenant_id) as tx:
        with pytest.raises(KeyDestroyed):
            await place.keys.rotate(tx, place.project_id)
    assert PLANTED.encode() not in sealed


async def test_another_process_forgets_a_destroyed_key_within_minutes(place: Place) -> None:
    other = KeyService(FileProvider.open(place.folder / "keys", place.clock), place.clock)
    await sealer_of(place, other)
    async with place.db.tenant(place.tenant_id) as tx:
        await place.keys.destroy(tx, not_before=place.clock.now() + timedelta(seconds=10))
    place.clock.advance(300)
    with pytest.raises(KeyDestroyed):
        await sealer_of(place, other)


async def test_a_planted_string_is_nowhere_in_tables_or_blobs(place: Place, database_name: str, postgres) -> None:  # type: ignore[no-untyped-def]
    maya = await place.person("Maya", "manager")
    item_id = await place.item({"prompt": PLANTED}, {"source": PLANTED})
    await place.version("guideline", PLANTED.encode(), maya)
    await place.answer(item_id, maya, {"q": {"item": {"state": "answered", "value": {"text": PLANTED}}}})
    sealer = await sealer_of(place)
    name = new_name("media")

    async def file():  # type: ignore[no-untyped-def]
        yield PLANTED.encode() * 10_000

    await place.storage.put(name, sealer.seal_stream(file(), kind="media", object_id=name))
    dump = await dumped(postgres.owner_url(database_name))
    blobs = b"".join(path.read_bytes() for path in files(place.folder))
    assert len(blobs) > 300_000 and b"guideline" in dump
    for form in (PLANTED.encode(), PLANTED.encode().hex().encode()):
        assert form not in dump
        assert form not in blobs


def files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


async def dumped(url: str) -> bytes:
    """Every row of every table as text, like a dump taken by the owner of the database."""
    connection = await asyncpg.connect(url)
    try:
        tables = await connection.fetch("select format('%I.%I', schemaname, tablename) as t from pg_tables"
                                        " where schemaname not in ('pg_catalog', 'information_schema')")  # fmt: skip
        parts = [table["t"] for table in tables]
        for table in list(parts):
            parts += [row[0] for row in await connection.fetch(f"select x::text from {table} x")]
        return "\n".join(parts).encode()
    finally:
        await connection.close()

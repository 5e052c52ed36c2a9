"""The same promises from a folder and from an S3-compatible server."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import obstore
import pytest
from moto.server import ThreadedMotoServer
from obstore.store import S3Store

from armslength.kit.settings import BadSetting
from armslength.storage.errors import BadBlobName, BlobMissing
from armslength.storage.service import Storage, blobs_in, new_name, no_deletes
from armslength.storage.settings import StorageSettings


@pytest.fixture(scope="module")
def s3() -> Iterator[StorageSettings]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    settings = StorageSettings(
        url="s3://blobs/armslength", endpoint=f"http://{host}:{port}", access_key="a", secret_key="b", allow_http=True
    )
    _make_bucket(settings)
    yield settings
    server.stop()


def _make_bucket(settings: StorageSettings) -> None:
    import boto3

    client = boto3.client(
        "s3", endpoint_url=settings.endpoint, region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b"
    )
    client.create_bucket(Bucket="blobs")


@pytest.fixture(params=["folder", "s3"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    if request.param == "folder":
        return Storage.open(StorageSettings(), tmp_path / "blobs")
    return Storage.open(request.getfixturevalue("s3"), tmp_path)


async def flow(pieces: list[bytes]) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece


async def whole(storage: Storage, name: str, span: tuple[int, int] | None = None) -> bytes:
    return b"".join([piece async for piece in storage.get(name, span)])


async def test_bytes_come_back(storage: Storage) -> None:
    name = new_name("media")
    assert await storage.put(name, b"hello") == 5
    assert await whole(storage, name) == b"hello" == storage.read(name)
    assert await whole(storage, name, (1, 3)) == b"el"
    assert await storage.exists(name)


@pytest.mark.parametrize("pieces", [[], [b""], [b"abc"] * 3, [bytes([n]) * 3_000_001 for n in range(5)]])
async def test_a_flow_of_any_size_comes_back(storage: Storage, pieces: list[bytes]) -> None:
    name = new_name("media")
    assert await storage.put(name, flow(pieces)) == sum(map(len, pieces))
    assert await whole(storage, name) == b"".join(pieces)


async def test_a_flow_that_fails_leaves_nothing(storage: Storage) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield b"x" * 6_000_000
        raise RuntimeError("the sender hung up")

    name = new_name("media")
    with pytest.raises(RuntimeError, match="hung up"):
        await storage.put(name, broken())
    assert not await storage.exists(name)


async def test_what_is_missing_says_so_and_deleting_twice_is_fine(storage: Storage) -> None:
    name = new_name("media")
    with pytest.raises(BlobMissing):
        await whole(storage, name)
    with pytest.raises(BlobMissing):
        storage.read(name)
    await storage.put(name, b"x")
    await storage.delete(name)
    await storage.delete(name)
    assert not await storage.exists(name)


@pytest.mark.parametrize(
    "name", ["../x", "media/../x", "/etc/passwd", "a//b", "a.b", "", "A/b", "a/", "a\n", "a%2f..", "é"]
)
async def test_names_that_we_did_not_make_are_refused(storage: Storage, name: str) -> None:
    with pytest.raises(BadBlobName):
        await storage.put(name, b"x")
    with pytest.raises(BadBlobName):
        storage.read(name)


async def test_no_half_written_file_is_left_in_the_folder(tmp_path: Path) -> None:
    storage = Storage.open(StorageSettings(), tmp_path / "blobs")

    async def broken() -> AsyncIterator[bytes]:
        yield b"x" * 6_000_000
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await storage.put(new_name("media"), broken())
    assert not [file for file in tmp_path.rglob("*") if file.is_file()]
    assert (tmp_path / "blobs").stat().st_mode & 0o077 == 0


async def test_blobs_stand_under_the_prefix_of_the_url(s3: StorageSettings, tmp_path: Path) -> None:
    name = new_name("media")
    await Storage.open(s3, tmp_path).put(name, b"x")
    bucket = S3Store(
        "blobs", region="us-east-1", endpoint=s3.endpoint, access_key_id="a", secret_access_key="b",
        client_options={"allow_http": True},
    )  # fmt: skip
    assert (await obstore.head_async(bucket, f"armslength/{name}"))["size"] == 1


def test_an_unknown_kind_of_url_is_one_clear_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="s3://bucket/prefix"):
        Storage.open(StorageSettings(url="ftp://x"), tmp_path)


def test_a_store_that_was_never_used_can_be_held(tmp_path: Path) -> None:
    with no_deletes(tmp_path / "objects"):
        assert list(blobs_in(tmp_path / "objects")) == []


async def test_deletes_wait_while_a_backup_asks_for_it(tmp_path: Path) -> None:
    storage, name = Storage.open(StorageSettings(), tmp_path), new_name("media")
    await storage.put(name, b"hello")
    with no_deletes(tmp_path):
        deleting = asyncio.create_task(storage.delete(name))
        await storage.put(new_name("media"), b"what comes is not held up")
        assert await storage.exists(name) and len(list(blobs_in(tmp_path))) == 2
    await deleting
    assert not await storage.exists(name)

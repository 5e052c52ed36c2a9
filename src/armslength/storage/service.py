"""Blobs: put whole or not at all, read whole or in part, under names that we generate."""

from __future__ import annotations

import asyncio
import fcntl
import os
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any, Literal, NamedTuple
from uuid import UUID

import obstore
from obstore.store import LocalStore, ObjectStore, S3Store

from armslength.kit.ids import new_id
from armslength.kit.settings import BadSetting
from armslength.storage.errors import BadBlobName, BlobMissing
from armslength.storage.settings import StorageSettings

PART_BYTES = 5 * 1024 * 1024
READ_BYTES = 1024 * 1024
_NAME = re.compile(r"[a-z0-9-]{1,64}(/[a-z0-9-]{1,64}){0,7}")
_DELETES = ".deletes.lock"


def new_name(folder: str) -> str:
    """A fresh name, e.g. `media/4f/4f0c…`: random, so that it tells nothing and collides with nothing."""
    name = new_id().hex
    return f"{folder}/{name[:2]}/{name}"


def blobs_in(folder: Path) -> Iterator[str]:
    """The name of every blob in the local store in `folder`; not of what is still arriving."""
    for place, _, files in os.walk(folder):
        for file in files:
            name = str(Path(place, file).relative_to(folder))
            if _NAME.fullmatch(name):
                yield name


@contextmanager
def no_deletes(folder: Path) -> Iterator[None]:
    """While this lasts no process deletes from the local store in `folder`: they wait."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _lock(folder, fcntl.LOCK_EX):
        yield


@contextmanager
def _lock(folder: Path, how: int) -> Iterator[None]:
    lock = os.open(folder / _DELETES, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        if os.geteuid() == 0:  # the server may be somebody else, and must be able to open it
            owner = folder.stat()
            os.fchown(lock, owner.st_uid, owner.st_gid)
        fcntl.flock(lock, how)
        yield
    finally:
        os.close(lock)


class Stored(NamedTuple):
    """A blob that the database names: what kind of content it is sealed as, and of which project."""

    project_id: UUID
    kind: Literal["media", "upload", "release", "export"]
    name: str


class Storage:
    """One object store. What is put is visible whole or not at all; it is sealed before it comes here."""

    def __init__(self, store: ObjectStore, folder: Path | None = None) -> None:
        self._store = store
        self._folder = folder

    @classmethod
    def open(cls, settings: StorageSettings, folder: Path) -> Storage:
        """The store that the settings name, or the local `folder`."""
        if not settings.url:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            return cls(LocalStore(prefix=folder), folder)
        if not settings.url.startswith("s3://"):
            raise BadSetting(
                f"ARMSLENGTH_STORAGE_URL={settings.url!r} cannot be used: it must look like s3://bucket/prefix."
            )
        return cls(
            S3Store.from_url(settings.url, config=_s3_config(settings), client_options=_client_options(settings))
        )

    async def put(self, name: str, data: bytes | AsyncIterator[bytes]) -> int:
        """Store all of `data`, or nothing when it fails half-way. Returns the number of bytes."""
        _check(name)
        if isinstance(data, bytes):
            await obstore.put_async(self._store, name, data)
            return len(data)
        counted = _Counted(data)
        await obstore.put_async(
            self._store, name, counted.flow(), use_multipart=True, chunk_size=PART_BYTES, max_concurrency=2
        )
        return counted.bytes

    async def get(self, name: str, range: tuple[int, int] | None = None) -> AsyncIterator[bytes]:
        """The blob, or its bytes [start, stop), in pieces of about 1 MiB. Raises BlobMissing."""
        options: Any = None if range is None else {"range": range}
        try:
            found = await obstore.get_async(self._store, _check(name), options=options)
        except FileNotFoundError:
            raise _missing() from None
        async for piece in found.stream(min_chunk_size=READ_BYTES):
            yield bytes(piece)

    def read(self, name: str) -> bytes:
        """The whole blob, blocking: for small blobs and worker threads. Raises BlobMissing."""
        try:
            return bytes(obstore.get(self._store, _check(name)).bytes())
        except FileNotFoundError:
            raise _missing() from None

    async def exists(self, name: str) -> bool:
        """Whether the blob is stored."""
        try:
            await obstore.head_async(self._store, _check(name))
        except FileNotFoundError:
            return False
        return True

    async def delete(self, name: str) -> None:
        """Remove the blob; removing what is not there is no error. Waits for a backup that is just beginning."""
        await asyncio.to_thread(self._delete, _check(name))

    def _delete(self, name: str) -> None:
        with nullcontext() if self._folder is None else _lock(self._folder, fcntl.LOCK_SH), suppress(FileNotFoundError):
            obstore.delete(self._store, name)


class _Counted:
    """A flow of bytes that remembers how many went by."""

    def __init__(self, data: AsyncIterator[bytes]) -> None:
        self._data = data
        self.bytes = 0

    async def flow(self) -> AsyncIterator[bytes]:
        async for piece in self._data:
            self.bytes += len(piece)
            yield piece


def _check(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise BadBlobName("This is not the name of a stored blob.")
    return name


def _missing() -> BlobMissing:
    return BlobMissing("This blob is not stored (any more).")


def _s3_config(settings: StorageSettings) -> Any:
    config: dict[str, Any] = {"region": settings.region}
    if settings.endpoint:
        config["endpoint"] = settings.endpoint
    if settings.access_key:
        config |= {"access_key_id": settings.access_key, "secret_access_key": settings.secret_key}
    return config


def _client_options(settings: StorageSettings) -> Any:
    return {"allow_http": settings.allow_http, "timeout": "60s", "connect_timeout": "10s"}

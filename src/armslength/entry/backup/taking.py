"""Take a backup, beside a running server or of one that stands still."""

from __future__ import annotations

import asyncio
import fcntl
import os
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import asyncpg
import msgspec

from armslength.entry.backup.archives import DUMP, MANIFEST, Packing
from armslength.entry.backup.manifest import Applied, Blobs, Keys, Manifest
from armslength.entry.database import connect
from armslength.entry.faults import CannotBackUp
from armslength.entry.installation import DATABASE, embedded
from armslength.entry.postgres import EmbeddedPostgres
from armslength.entry.settings import ServerSettings
from armslength.keys.service import FileProvider
from armslength.kit.clock import Clock
from armslength.storage.service import blobs_in, no_deletes

if TYPE_CHECKING:
    Connection = asyncpg.Connection[asyncpg.Record]

Say = Callable[[str], None]


def back_up(settings: ServerSettings, target: Path, *, local_blobs: bool, with_keys: bool, say: Say) -> Manifest:
    """Write a backup to `target`, a folder or a .tar. Raises CannotBackUp."""
    _check(settings)
    try:
        with _workspace(settings.data) as work, embedded(settings, say) as postgres, Packing.begin(target) as packing:
            return asyncio.run(_Taking(settings, postgres, packing, work, say).run(local_blobs, with_keys))
    except OSError as problem:
        raise CannotBackUp(f"The backup could not be written ({problem}); nothing was left behind.") from None


class _Taking:
    """One backup."""

    def __init__(
        self, settings: ServerSettings, postgres: EmbeddedPostgres, packing: Packing, work: Path, say: Say
    ) -> None:
        self._data = settings.data
        self._postgres = postgres
        self._packing = packing
        self._links = work / "objects"
        self._say = say

    async def run(self, local_blobs: bool, with_keys: bool) -> Manifest:
        async with AsyncExitStack() as stack:
            objects = self._data / "objects"
            with no_deletes(objects):
                connection, snapshot = await stack.enter_async_context(_snapshot(self._postgres.url(DATABASE)))
                taken_at = datetime.now(UTC)
                blobs = _link_all(objects, self._links) if local_blobs else None
            provider = FileProvider.open(self._data / "keys", Clock())  # after the snapshot: keys come before rows
            keys = Keys(provider.fingerprint, provider.names(), with_keys)
            applied = await connection.fetch("select number, name, sha256 from migrations.applied order by number")
            manifest = Manifest(
                taken_at=taken_at, migrations=[Applied(**dict(row)) for row in applied],
                rows=await count_rows(connection), blobs=blobs, keys=keys,
            )  # fmt: skip
            self._say("Taking the database.")
            self._dump(snapshot)
        self._packing.add_bytes(MANIFEST, msgspec.json.format(msgspec.json.encode(manifest), indent=2))
        if blobs is not None:
            self._say(f"Taking {blobs.count:,} blobs.")
            self._add_all("objects", self._links)
        if with_keys:
            self._add_all("keys", self._data / "keys")
        return manifest

    def _dump(self, snapshot: str) -> None:
        dump = self._packing.work / "dump"
        trouble = self._postgres.run_client(
            "pg_dump", "--format=custom", "--compress=gzip:1", f"--snapshot={snapshot}", f"--file={dump}",
            database=DATABASE,
        )  # fmt: skip
        if trouble:
            raise CannotBackUp(f"The database could not be read: {trouble}")
        self._packing.move_in(DUMP, dump)

    def _add_all(self, name: str, folder: Path) -> None:
        for file in sorted(folder.rglob("*")):
            if file.is_file() and not file.name.startswith("."):
                self._packing.add(f"{name}/{file.relative_to(folder)}", file)


async def count_rows(connection: Connection) -> dict[str, int]:
    """How many rows each of our tables holds."""
    names = await connection.fetch(
        "select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
        " where n.nspname = 'public' and c.relkind = 'r' order by 1"
    )
    return {name: int(await connection.fetchval(f'select count(*) from public."{name}"')) for (name,) in names}


@asynccontextmanager
async def _snapshot(url: str) -> AsyncIterator[tuple[Connection, str]]:
    """The database as it stands now, for as long as this lasts, and the name under which others see the same."""
    connection = await connect(url)
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            yield connection, str(await connection.fetchval("select pg_export_snapshot()"))
    finally:
        await connection.close()


def _link_all(objects: Path, links: Path) -> Blobs:
    """A second name for every blob, so that none is lost while they are copied; a copy where there are no links."""
    count, size = 0, 0
    for name in blobs_in(objects):
        place = links / name
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(objects / name, place)
        except OSError:
            shutil.copyfile(objects / name, place)
        count, size = count + 1, size + place.stat().st_size
    return Blobs(count, size)


def _check(settings: ServerSettings) -> None:
    if settings.database_url:
        raise CannotBackUp(
            "The database is an external one; back it up with the tools of that PostgreSQL, then the objects and the "
            "keys (docs/operate.md says how)."
        )
    if not (settings.data / "postgres" / "PG_VERSION").exists():
        raise CannotBackUp(f"There is no Armslength in {settings.data}; set ARMSLENGTH_DATA.")


@contextmanager
def _workspace(data: Path) -> Iterator[Path]:
    """A folder on the file system of the blobs, for one backup at a time."""
    work = data / "backup"
    work.mkdir(mode=0o700, exist_ok=True)
    lock = os.open(work / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotBackUp(f"Another backup of {data} is being made; wait for it.") from None
        shutil.rmtree(work / "objects", ignore_errors=True)  # of one that was killed
        try:
            yield work
        finally:
            shutil.rmtree(work, ignore_errors=True)
    finally:
        os.close(lock)

"""Restore a backup into an empty data directory, or only look whether it could be."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from armslength.entry.backup.archives import DUMP, MANIFEST, Packed, opened, read_sums, take_out
from armslength.entry.backup.manifest import Keys, Manifest, check_versions, read_manifest
from armslength.entry.backup.taking import count_rows
from armslength.entry.data_directory import LOCK, RESTORING, data_directory
from armslength.entry.database import connect, ensure_database
from armslength.entry.faults import CannotRestore
from armslength.entry.installation import DATABASE
from armslength.entry.migrate import APP, load_migrations, make_app_role
from armslength.entry.postgres import EmbeddedPostgres
from armslength.entry.secrets import kept_password
from armslength.entry.settings import ServerSettings
from armslength.keys.errors import UnsafeKeyFile
from armslength.keys.service import FileProvider
from armslength.kit.clock import Clock

_NOT_OURS: Final = {LOCK, "lost+found"}
Say = Callable[[str], None]


def check(source: Path, *, older: bool) -> Manifest:
    """Read all of a backup and compare every digest. Raises CannotRestore."""
    with opened(source) as packed:
        sums = read_sums(packed)
        manifest = _manifest(packed, sums, older=older)
        for name, digest in sums.items():
            take_out(packed, name, digest, None)
    return manifest


def restore(settings: ServerSettings, source: Path, *, keys: Path | None, older: bool, say: Say) -> Manifest:
    """Make `settings.data` what it was; nothing stays there when that fails. `keys`: a copy of the key folder, which
    goes before keys in the backup. Raises CannotRestore."""
    if settings.database_url:
        raise CannotRestore(
            "A restore goes into the embedded database; unset ARMSLENGTH_DATABASE_URL, or restore the external one "
            "with the tools of that PostgreSQL."
        )
    with opened(source) as packed:
        sums = read_sums(packed)
        manifest = _manifest(packed, sums, older=older)
        if keys is None and not manifest.keys.included:
            raise CannotRestore("The keys are not in this backup; name your copy of the folder `keys` with --keys.")
        with data_directory(settings.data), _emptied_if_it_fails(settings.data):
            _take_files(packed, sums, settings.data, keys, say)
            _check_keys(settings.data / "keys", manifest.keys)
            _fill_database(settings, manifest, say)
    return manifest


def _manifest(packed: Packed, sums: dict[str, str], *, older: bool) -> Manifest:
    take_out(packed, MANIFEST, sums[MANIFEST], None)
    with packed.open(MANIFEST) as file:
        manifest = read_manifest(file.read())
    check_versions(manifest, load_migrations(), older=older)
    found = sum(name.startswith("objects/") for name in sums)
    if manifest.blobs and found != manifest.blobs.count:
        raise CannotRestore(f"The backup is not whole: it holds {found:,} of {manifest.blobs.count:,} blobs.")
    return manifest


@contextmanager
def _emptied_if_it_fails(data: Path) -> Iterator[None]:
    """Only an empty directory is restored into; until the end it is marked, so that nothing starts on half of one."""
    found = sorted(entry.name for entry in data.iterdir() if entry.name not in _NOT_OURS)
    if found:
        raise CannotRestore(f"{data} is not empty ({found[0]} is there); restore into an empty directory.")
    marker = data / RESTORING
    marker.touch(mode=0o600)
    try:
        yield
        os.sync()
        marker.unlink()
    except BaseException:
        for entry in data.iterdir():
            if entry.name in _NOT_OURS:
                continue
            if entry.is_dir():
                shutil.rmtree(entry, ignore_errors=True)
            elif entry != marker:
                entry.unlink()
        marker.unlink()
        raise


def _take_files(packed: Packed, sums: dict[str, str], data: Path, keys: Path | None, say: Say) -> None:
    say(f"Reading {len(sums):,} files, comparing every digest.")
    for name, digest in sums.items():
        folder = name.partition("/")[0]
        wanted = folder == "objects" or name == DUMP or (folder == "keys" and keys is None)
        take_out(packed, name, digest, data / name if wanted else None)
    if keys is not None:
        _copy_keys(keys, data / "keys")


def _copy_keys(keys: Path, place: Path) -> None:
    if not (keys / "root.key").is_file():
        raise CannotRestore(f"{keys} is no copy of a key folder: it has no root.key.")
    for folder in (place, place / "kek"):
        folder.mkdir(mode=0o700)
    for file in [keys / "root.key", *(keys / "kek").glob("*")]:
        copy = place / file.relative_to(keys)
        shutil.copyfile(file, copy)
        copy.chmod(0o600)


def _check_keys(place: Path, wanted: Keys) -> None:
    try:
        provider = FileProvider.open(place, Clock())
        if provider.fingerprint != wanted.root:
            raise CannotRestore("These are the keys of another Armslength: they do not open this backup.")
        provider.check(wanted.names)
    except UnsafeKeyFile as problem:
        raise CannotRestore(problem.message) from None


def _fill_database(settings: ServerSettings, manifest: Manifest, say: Say) -> None:
    say(f"Filling the database: {sum(manifest.rows.values()):,} rows.")
    dump = settings.data / DUMP
    postgres = EmbeddedPostgres(settings.data, account=settings.postgres_account, say=say)
    try:
        postgres.start()
        asyncio.run(_prepare(postgres, kept_password(settings.data / "secrets", APP)))
        trouble = postgres.run_client(
            "pg_restore", "--exit-on-error", f"--jobs={min(os.cpu_count() or 1, 4)}", f"--dbname={DATABASE}", str(dump),
            database=DATABASE,
        )  # fmt: skip
        if trouble:
            raise CannotRestore(f"The database could not be filled: {trouble}")
        asyncio.run(_compare(postgres.url(DATABASE), manifest.rows))
    finally:
        postgres.stop()
    dump.unlink()


async def _prepare(postgres: EmbeddedPostgres, app_password: str) -> None:
    await ensure_database(postgres.url("postgres"), DATABASE)
    await make_app_role(postgres.url(DATABASE), app_password)


async def _compare(url: str, wanted: dict[str, int]) -> None:
    """Every row is there; then let the planner see them."""
    connection = await connect(url)
    try:
        found = await count_rows(connection)
        for table in sorted(wanted.keys() | found.keys()):
            if found.get(table) != wanted.get(table):
                raise CannotRestore(
                    f"The restored table {table} has {found.get(table)} rows; the backup says {wanted.get(table)}."
                )
        await connection.execute("analyze")
    finally:
        await connection.close()

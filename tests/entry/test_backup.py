"""Backup and restore: what is refused, in which words, and what is left behind then (nothing)."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests.conftest import scratch

from armslength.entry.backup import restoring
from armslength.entry.backup.archives import DUMP, MANIFEST, SUMS, opened, read_sums
from armslength.entry.backup.manifest import Manifest
from armslength.entry.backup.taking import back_up
from armslength.entry.data_directory import RESTORING, data_directory
from armslength.entry.database import connect
from armslength.entry.faults import CannotBackUp, CannotRestore, CannotStart
from armslength.entry.installation import ready_database
from armslength.entry.postgres import EmbeddedPostgres
from armslength.entry.settings import ServerSettings, load_server_settings
from armslength.keys.service import FileProvider
from armslength.kit.clock import Clock
from armslength.storage.service import Storage, new_name
from armslength.storage.settings import StorageSettings

KEK = "tenant-7"
BLOB = b"sealed" * 50_000


def settings_of(data: Path, **environ: str) -> ServerSettings:
    return load_server_settings({"ARMSLENGTH_DATA": str(data), **environ})


def quiet(_: str) -> None:
    return


def take(data: Path, target: Path, **how: Any) -> Manifest:
    return back_up(settings_of(data), target, **{"local_blobs": True, "with_keys": False, "say": quiet, **how})


def bring_back(data: Path, source: Path, **how: Any) -> Manifest:
    return restoring.restore(settings_of(data), source, **{"keys": None, "older": False, "say": quiet, **how})


@pytest.fixture(scope="module")
def made() -> Iterator[Path]:
    """A data directory with one blob and one key."""
    with tempfile.TemporaryDirectory(prefix="armslength-made-", dir=scratch()) as folder:
        data = Path(folder) / "data"
        with data_directory(data), ready_database(settings_of(data), quiet):
            provider = FileProvider.open(data / "keys", Clock())
            asyncio.run(provider.generate_data_key(KEK, {}))
            asyncio.run(Storage.open(StorageSettings(), data / "objects").put(new_name("media"), BLOB))
            (data / "objects" / "media" / "half#1").write_bytes(b"still arriving")
        yield data


@pytest.fixture(scope="module")
def whole(made: Path) -> Path:
    """A backup of it, with its keys."""
    take(made, made.parent / "whole", with_keys=True)
    return made.parent / "whole"


@pytest.fixture
def backup(whole: Path, tmp_path: Path) -> Path:
    """A copy of the backup, to be spoilt."""
    return Path(shutil.copytree(whole, tmp_path / "backup"))


def reword(backup: Path, **values: Any) -> None:
    """Change the manifest, and its digest with it."""
    manifest = msgspec.json.decode((backup / MANIFEST).read_bytes())
    (backup / MANIFEST).write_bytes(msgspec.json.encode({**manifest, **values}))
    resum(backup)


def resum(backup: Path) -> None:
    names = sorted(str(file.relative_to(backup)) for file in backup.rglob("*") if file.is_file() and file.name != SUMS)
    sums = subprocess.run(["sha256sum", *names], cwd=backup, capture_output=True, check=True).stdout
    (backup / SUMS).write_bytes(sums)


def migrations(backup: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = msgspec.json.decode((backup / MANIFEST).read_bytes())["migrations"]
    return found


def test_a_backup_is_complete_private_and_checked_with_common_tools(whole: Path) -> None:
    assert subprocess.run(["sha256sum", "--strict", "--quiet", "-c", SUMS], cwd=whole, check=False).returncode == 0
    with opened(whole) as packed:
        names = read_sums(packed)
    kinds = sorted({name.partition("/")[0] for name in names})
    assert kinds == [DUMP, "keys", MANIFEST, "objects"]
    assert sum(name.startswith("objects/") for name in names) == 1, "nothing that is still arriving"
    assert {oct(file.stat().st_mode & 0o777) for file in whole.rglob("*") if file.is_file()} == {"0o600"}
    assert not [path for path in (whole, *whole.rglob("*")) if path.stat().st_mode & 0o77]
    manifest = restoring.check(whole, older=False)
    assert manifest.blobs is not None and (manifest.blobs.count, manifest.blobs.bytes) == (1, len(BLOB))
    assert manifest.keys.names == [KEK] and manifest.rows["organization"] == 0


def test_what_is_restored_starts_and_is_the_same(made: Path, whole: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    bring_back(data, whole)
    assert not (data / RESTORING).exists() and not (data / DUMP).exists()
    [blob] = [file for file in (data / "objects").rglob("*") if file.is_file()]
    assert blob.read_bytes() == BLOB
    assert not [path for name in ("objects", "keys") for path in (data / name).rglob("*") if path.stat().st_mode & 0o77]
    assert not [data / name for name in ("objects", "keys", "secrets") if (data / name).stat().st_mode & 0o77]
    FileProvider.open(data / "keys", Clock()).check([KEK])
    with data_directory(data), ready_database(settings_of(data), quiet) as ready:
        assert ready.applied == []
        assert asyncio.run(_sees_nothing(ready.app_url)) == 0


async def _sees_nothing(app_url: str) -> int:
    """The app's role signs in, and row-level security stands."""
    connection = await connect(app_url)
    try:
        walled: int = await connection.fetchval(
            "select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public'"
            " and c.relkind = 'r' and exists (select from pg_attribute a where a.attrelid = c.oid"
            " and a.attname = 'tenant_id') and not (c.relrowsecurity and c.relforcerowsecurity)"
        )
        return walled
    finally:
        await connection.close()


def test_a_tar_does_as_well_with_the_keys_from_elsewhere(made: Path, tmp_path: Path) -> None:
    take(made, tmp_path / "b.tar")
    with pytest.raises(CannotRestore, match=r"The keys are not in this backup; name your copy .* with --keys"):
        bring_back(tmp_path / "data", tmp_path / "b.tar")
    bring_back(tmp_path / "data", tmp_path / "b.tar", keys=made / "keys")
    assert (tmp_path / "data" / "postgres").is_dir()
    assert not (tmp_path / "b.tar.part").exists() and not (made / "backup").exists()


def _flip(name: str) -> Callable[[Path], None]:
    def flip(backup: Path) -> None:
        file = next(backup.glob(name))
        data = bytearray(file.read_bytes())
        data[len(data) // 2] ^= 1
        file.write_bytes(data)

    return flip


def _remove(name: str) -> Callable[[Path], None]:
    return lambda backup: next(backup.glob(name)).unlink()


def _list_too_much(backup: Path) -> None:
    (backup / SUMS).write_text(f"{(backup / SUMS).read_text()}{'0' * 64}  ../escape\n")


def _forget_blobs(backup: Path) -> None:
    shutil.rmtree(backup / "objects")
    resum(backup)


def _empty_manifest(backup: Path) -> None:
    (backup / MANIFEST).write_bytes(b"{}")
    resum(backup)


def _newer(backup: Path) -> None:
    reword(backup, migrations=[*migrations(backup), {"number": 9999, "name": "9999_next", "sha256": "0" * 64}])


def _edited(backup: Path) -> None:
    reword(backup, migrations=[{**each, "sha256": "0" * 64} for each in migrations(backup)])


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (_flip(DUMP), "damaged: database.dump is not what was backed up"),
        (_flip("objects/*/*/*"), "damaged: objects/media/.* is not what was backed up"),
        (_flip("keys/root.key"), "damaged: keys/root.key is not"),
        (_flip(MANIFEST), "damaged: manifest.json is not"),
        (_remove(SUMS), "not whole: it has no SHA256SUMS"),
        (_remove(DUMP), "not whole: database.dump is missing"),
        (_remove("objects/*/*/*"), "not whole: objects/media/.* is missing"),
        (_forget_blobs, "not whole: it holds 0 of 1 blobs"),
        (_list_too_much, "damaged: its SHA256SUMS names what is no part of a backup"),
        (lambda backup: (backup / "objects" / "more").write_bytes(b"x"), "objects/more is not in its SHA256SUMS"),
        (_empty_manifest, "manifest.json cannot be read"),
        (lambda backup: reword(backup, format=2), "made by a newer Armslength, in a form that this one does not know"),
        (lambda backup: reword(backup, postgres=19), "made with PostgreSQL 19, newer than the 18"),
        (lambda backup: reword(backup, migrations=migrations(backup)[:-1]), "made by an older Armslength .* --older"),
        (_newer, "made by a newer Armslength .it ends with 9999_next"),
        (_edited, "another history"),
    ],
)  # fmt: skip
def test_what_cannot_be_trusted_is_one_sentence_and_leaves_nothing(
    backup: Path, tmp_path: Path, spoil: Callable[[Path], object], sentence: str
) -> None:
    spoil(backup)
    with pytest.raises(CannotRestore, match=sentence):
        restoring.check(backup, older=False)
    with pytest.raises(CannotRestore, match=sentence):
        bring_back(tmp_path / "data", backup)
    assert not (tmp_path / "data").exists() or os.listdir(tmp_path / "data") == ["armslength.lock"]


def test_a_tar_that_breaks_off_is_one_sentence(made: Path, tmp_path: Path) -> None:
    file = tmp_path / "b.tar"
    take(made, file)
    for share in (0.2, 0.9):
        short = tmp_path / f"{share}.tar"
        short.write_bytes(file.read_bytes()[: int(file.stat().st_size * share)])
        with pytest.raises(CannotRestore, match=r"is no backup of Armslength, or breaks off|is not whole"):
            restoring.check(short, older=False)
    (tmp_path / "letter.tar").write_bytes(b"Dear Olga")
    with pytest.raises(CannotRestore, match="is no backup of Armslength"):
        restoring.check(tmp_path / "letter.tar", older=False)
    with pytest.raises(CannotRestore, match="There is no backup"):
        restoring.check(tmp_path / "nowhere", older=False)


def test_an_older_backup_is_taken_when_asked_for(backup: Path) -> None:
    reword(backup, migrations=migrations(backup)[:-1])
    assert len(restoring.check(backup, older=True).migrations) == len(migrations(backup))


def test_rows_that_are_missing_afterwards_are_noticed(backup: Path, tmp_path: Path) -> None:
    rows = {**msgspec.json.decode((backup / MANIFEST).read_bytes())["rows"], "organization": 3}
    reword(backup, rows=rows)
    with pytest.raises(CannotRestore, match="The restored table organization has 0 rows; the backup says 3"):
        bring_back(tmp_path / "data", backup)
    assert os.listdir(tmp_path / "data") == ["armslength.lock"]


def test_other_keys_are_one_sentence(whole: Path, made: Path, tmp_path: Path) -> None:
    FileProvider.open(tmp_path / "others", Clock())
    with pytest.raises(CannotRestore, match="the keys of another Armslength"):
        bring_back(tmp_path / "data", whole, keys=tmp_path / "others")
    early = Path(shutil.copytree(made / "keys", tmp_path / "early"))
    (early / "kek" / f"{KEK}.key").unlink()
    with pytest.raises(CannotRestore, match=f"The key {KEK} is not among these: take a newer copy"):
        bring_back(tmp_path / "data", whole, keys=early)
    with pytest.raises(CannotRestore, match="is no copy of a key folder"):
        bring_back(tmp_path / "data", whole, keys=whole)
    assert os.listdir(tmp_path / "data") == ["armslength.lock"]


def test_only_an_empty_directory_is_restored_into(whole: Path, tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("keep me")
    with pytest.raises(CannotRestore, match=r"is not empty \(letter is there\)"):
        bring_back(tmp_path, whole)
    assert (tmp_path / "letter").read_text() == "keep me"
    with pytest.raises(CannotRestore, match="unset ARMSLENGTH_DATABASE_URL"):
        restoring.restore(
            settings_of(tmp_path, ARMSLENGTH_DATABASE_URL="postgresql://a@b/c"), whole, keys=None, older=False,
            say=quiet,
        )  # fmt: skip


def test_half_a_restore_never_starts(tmp_path: Path) -> None:
    """As after kill -9."""
    (tmp_path / RESTORING).touch()
    with pytest.raises(CannotStart, match="did not end; empty the directory"), data_directory(tmp_path):
        pass


def test_no_backup_is_made_over_another_or_of_nothing(made: Path, whole: Path, tmp_path: Path) -> None:
    with pytest.raises(CannotBackUp, match="is there already; name another place"):
        take(made, whole)
    (tmp_path / "b.part").mkdir()
    with pytest.raises(CannotBackUp, match=r"b\.part is left of a backup that did not end"):
        take(made, tmp_path / "b")
    with pytest.raises(CannotBackUp, match="Nothing can be written to"):
        take(made, tmp_path / "no" / "where")
    with pytest.raises(CannotBackUp, match="There is no Armslength in"):
        take(tmp_path / "nothing", tmp_path / "c")
    assert not (tmp_path / "nothing").exists()
    with pytest.raises(CannotBackUp, match="external one"):
        back_up(
            settings_of(made, ARMSLENGTH_DATABASE_URL="postgresql://a@b/c"), tmp_path / "c", local_blobs=True,
            with_keys=False, say=quiet,
        )  # fmt: skip
    inner: list[str] = []

    def meanwhile(_: str) -> None:
        with pytest.raises(CannotBackUp, match="Another backup") as refused:
            take(made, tmp_path / "second")
        inner.append(str(refused.value))

    take(made, tmp_path / "first", local_blobs=False, say=meanwhile)
    assert inner and restoring.check(tmp_path / "first", older=False).blobs is None


def test_a_backup_that_fails_leaves_nothing(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(EmbeddedPostgres, "run_client", lambda *_, **__: "the disk is full")
    with pytest.raises(CannotBackUp, match="The database could not be read: the disk is full"):
        take(made, tmp_path / "b")
    assert list(tmp_path.iterdir()) == [] and not (made / "backup").exists()

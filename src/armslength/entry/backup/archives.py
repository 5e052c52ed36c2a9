"""The files of a backup, in a folder or in a .tar: written under another name until whole, read with every digest."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import BinaryIO, Final, Protocol

from armslength.entry.faults import CannotBackUp, CannotRestore

MANIFEST: Final = "manifest.json"
DUMP: Final = "database.dump"
SUMS: Final = "SHA256SUMS"
_PIECE: Final = 1 << 20
_NAME: Final = re.compile(
    r"manifest\.json|database\.dump|objects(/[a-z0-9-]{1,64}){1,8}"
    r"|keys/root\.key|keys/kek/[a-z0-9][a-z0-9-]{0,99}\.(key|pending|destroyed)"
)
_SUM: Final = re.compile(r"([0-9a-f]{64})  (\S+)")


class Packing:
    """A backup on its way to `target`; `work` is a folder beside it, which goes away when it fails."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self.work = target.with_name(f"{target.name}.part")
        self._sums: list[str] = []
        self._tar: tarfile.TarFile | None = None

    @classmethod
    @contextmanager
    def begin(cls, target: Path) -> Iterator[Packing]:
        """Refuses what is there already; leaves nothing behind when the body fails."""
        packing = cls(target)
        packing._open()
        try:
            yield packing
            packing._finish()
        finally:
            if packing._tar is not None:
                packing._tar.close()
            shutil.rmtree(packing.work, ignore_errors=True)

    def add(self, name: str, file: Path) -> None:
        """Take a file in, under this name."""
        with file.open("rb") as stream:
            reader = _Hashed(stream)
            if self._tar is None:
                with _private(self.work / name) as copy:
                    shutil.copyfileobj(reader, copy, _PIECE)
            else:
                entry = tarfile.TarInfo(name)
                entry.size, entry.mode = os.fstat(stream.fileno()).st_size, 0o600
                self._tar.addfile(entry, reader)
        self._sums.append(f"{reader.digest.hexdigest()}  {name}\n")

    def move_in(self, name: str, file: Path) -> None:
        """Take in a file that was made in `work`."""
        if self._tar is None:
            with file.open("rb") as stream:
                self._sums.append(f"{hashlib.file_digest(stream, 'sha256').hexdigest()}  {name}\n")
            file.chmod(0o600)
            file.rename(self.work / name)
        else:
            self.add(name, file)
            file.unlink()

    def add_bytes(self, name: str, data: bytes) -> None:
        """Take these bytes in, under this name."""
        scrap = self.work / "scrap"
        scrap.write_bytes(data)
        self.move_in(name, scrap)

    def _open(self) -> None:
        tar = self._target.suffix == ".tar"
        if self._target.exists() and (tar or not self._target.is_dir() or any(self._target.iterdir())):
            raise CannotBackUp(f"{self._target} is there already; name another place.")
        try:
            self.work.mkdir(mode=0o700)
        except FileExistsError:
            raise CannotBackUp(f"{self.work} is left of a backup that did not end; remove it first.") from None
        except OSError as problem:
            raise CannotBackUp(f"Nothing can be written to {self._target.parent} ({problem.strerror}).") from None
        if tar:
            self._tar = tarfile.open(self.work / "backup.tar", "x", format=tarfile.PAX_FORMAT)  # noqa: SIM115

    def _finish(self) -> None:
        sums = "".join(self._sums).encode()
        self.add_bytes(SUMS, sums)
        made = self.work
        if self._tar is not None:
            self._tar.close()
            made = self.work / "backup.tar"
            made.chmod(0o600)
        os.sync()  # whole on the disk before it has its name
        made.rename(self._target)


class Packed(Protocol):
    """A backup that is read."""

    def names(self) -> list[str]:
        """Of every file in it."""

    def open(self, name: str) -> AbstractContextManager[BinaryIO]:
        """One of them."""


class _Folder:
    def __init__(self, path: Path) -> None:
        self._path = path

    def names(self) -> list[str]:
        return [str(file.relative_to(self._path)) for file in self._path.rglob("*") if not file.is_dir()]

    def open(self, name: str) -> BinaryIO:
        return (self._path / name).open("rb")


class _Tar:
    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar

    def names(self) -> list[str]:
        return [member.name if member.isfile() else f"{member.name} (no file)" for member in self._tar.getmembers()]

    def open(self, name: str) -> BinaryIO:
        found = self._tar.extractfile(name)
        assert found is not None  # names() gave it as a file
        return found  # type: ignore[return-value]  # a BufferedReader


@contextmanager
def opened(path: Path) -> Iterator[Packed]:
    """Read a backup. Raises CannotRestore when it is none, or breaks off."""
    if not path.exists():
        raise CannotRestore(f"There is no backup {path}.")
    if path.is_dir():
        yield _Folder(path)
        return
    try:
        with tarfile.open(path, "r:") as tar:
            yield _Tar(tar)
    except tarfile.TarError:
        raise CannotRestore(f"{path} is no backup of Armslength, or breaks off.") from None


def read_sums(packed: Packed) -> dict[str, str]:
    """The digest of every file, by name: exactly those that are there. Raises CannotRestore."""
    there = packed.names()
    if SUMS not in there:
        raise CannotRestore(f"The backup is not whole: it has no {SUMS}, which is written last.")
    with packed.open(SUMS) as file:
        lines = file.read().decode(errors="replace").splitlines()
    sums = {matched[2]: matched[1] for line in lines if (matched := _SUM.fullmatch(line))}
    names = sorted(name for name in there if name != SUMS)
    if len(sums) < len(lines) or any(not _NAME.fullmatch(name) for name in [*sums, *names]):
        raise CannotRestore(f"The backup is damaged: its {SUMS} names what is no part of a backup.")
    if missing := sorted(sums.keys() - set(names)) or sorted({MANIFEST, DUMP} - sums.keys()):
        raise CannotRestore(f"The backup is not whole: {missing[0]} is missing.")
    if len(names) > len(sums):
        extra = next((name for name in names if name not in sums), names[0])
        raise CannotRestore(f"The backup is damaged: {extra} is not in its {SUMS}, or is there twice.")
    return sums


def take_out(packed: Packed, name: str, digest: str, place: Path | None) -> None:
    """Copy a file to `place` (None: only read it). Raises CannotRestore when it is not what its digest says."""
    with packed.open(name) as stream:
        reader = _Hashed(stream)
        if place is None:
            while reader.read(_PIECE):
                pass
        else:
            with _private(place) as copy:
                shutil.copyfileobj(reader, copy, _PIECE)
    if reader.digest.hexdigest() != digest:
        raise CannotRestore(f"The backup is damaged: {name} is not what was backed up.")


class _Hashed:
    """A stream that is hashed as it is read."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self._stream.read(size)
        self.digest.update(piece)
        return piece


def _private(place: Path) -> BinaryIO:
    """A new file in new folders that nobody else may look into; `mkdir` by itself opens those above the last."""
    for folder in [*reversed(place.parents)]:
        if not folder.exists():
            folder.mkdir(mode=0o700)
    return os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")

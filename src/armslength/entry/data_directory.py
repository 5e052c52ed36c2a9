"""The data directory: made when missing, and ours alone while we run."""

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from armslength.entry.faults import CannotStart

LOCK: Final = "armslength.lock"
RESTORING: Final = "restore.unfinished"
"""Stands in a data directory from the first to the last moment of a restore."""


@contextmanager
def data_directory(path: Path) -> Iterator[Path]:
    """Hold `path`. The kernel drops the lock with the process, however that ends."""
    lock = _open(path)
    try:
        _lock(lock, path)
        if (path / RESTORING).exists():
            raise CannotStart(f"A restore into {path} did not end; empty the directory and restore again.")
        os.ftruncate(lock, 0)
        os.write(lock, f"{os.getpid()}\n".encode())
        yield path
    finally:
        os.close(lock)


def held(path: Path) -> bool:
    """Whether another Armslength is using `path`."""
    lock = _open(path)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(lock)
    return False


def _open(path: Path) -> int:
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        return os.open(path / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as problem:
        raise CannotStart(_unusable(path, problem)) from None


def _unusable(path: Path, problem: OSError) -> str:
    if problem.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk that holds the data directory {path} is full; free some space and start again."
    if problem.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"The data directory {path} may not be written by this account; set ARMSLENGTH_DATA to another."
    return f"The data directory {path} cannot be used ({problem.strerror}); set ARMSLENGTH_DATA to another."


def _lock(lock: int, path: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.read(lock, 20).decode().strip() or "unknown"
        raise CannotStart(
            f"Another Armslength (process {holder}) is using the data directory {path}; "
            "stop it first, or set ARMSLENGTH_DATA to another."
        ) from None
    except OSError as problem:
        raise CannotStart(_unusable(path, problem)) from None

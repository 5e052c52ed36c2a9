"""Passwords of our own making, kept in files that only we can read."""

import os
import secrets
from pathlib import Path


def kept_password(folder: Path, name: str) -> str:
    """The password kept in `folder`/`name`; made (256 random bits) when there is none yet."""
    path = folder / name
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        folder.mkdir(mode=0o700, exist_ok=True)
        return _keep(path, secrets.token_urlsafe(32))


def _keep(path: Path, password: str) -> str:
    """Write to a file beside, sync, rename: a crash never leaves half a password."""
    half = path.with_name(path.name + ".new")
    half.unlink(missing_ok=True)
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(password + "\n")
        file.flush()
        os.fsync(file.fileno())
    half.rename(path)
    return password

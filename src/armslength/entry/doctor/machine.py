"""What can be seen from outside."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec

from armslength import __version__
from armslength.entry.data_directory import RESTORING, held
from armslength.entry.doctor.finding import Finding, fail, ok, warn
from armslength.entry.settings import ServerSettings, local_url
from armslength.entry.up import ask
from armslength.keys.errors import UnsafeKeyFile
from armslength.keys.service import FileProvider
from armslength.kit.clock import Clock

_GIB = 1 << 30
_OTHERS = 0o077


def data_directory(settings: ServerSettings) -> Finding:
    """There, ours, closed to others, and not half restored."""
    data, check = settings.data, "data directory"
    if not data.is_dir():
        return fail(check, f"There is no {data}.", "Set ARMSLENGTH_DATA, or start once with `armslength up`.")
    if (data / RESTORING).exists():
        return fail(check, f"A restore into {data} did not end.", "Empty the directory and restore again.")
    if not os.access(data, os.W_OK | os.X_OK):
        return fail(check, f"This account may not write to {data}.", "Run it as the account that runs the server.")
    if secret := [path for path in _secrets(data) if path.stat().st_mode & _OTHERS]:
        return fail(check, f"Others may read {secret[0]}.", f"chmod -R go= {' '.join(map(str, secret))}")
    if data.stat().st_mode & _OTHERS:
        return warn(check, f"Others may look into {data}.", f"chmod go= {data}")
    return ok(check, f"{data}, closed to others.")


def _secrets(data: Path) -> Iterator[Path]:
    for folder in (data / "keys", data / "secrets"):
        if folder.is_dir():
            yield from (path for path in (folder, *sorted(folder.rglob("*"))))


def disk(settings: ServerSettings) -> Finding:
    """Room on the data directory's file system."""
    usage, files = shutil.disk_usage(settings.data), os.statvfs(settings.data)
    share = usage.free / usage.total
    found = f"{usage.free / _GIB:,.1f} GiB of {usage.total / _GIB:,.1f} GiB are free."
    advice = "Make room, or move the data directory to a larger disk."
    if files.f_files and files.f_favail / files.f_files < 0.05:
        return warn("disk", f"{files.f_favail:,} of {files.f_files:,} files may still be made.", advice)
    if usage.free < _GIB or share < 0.02:
        return fail("disk", found, advice)
    if usage.free < 5 * _GIB or share < 0.1:
        return warn("disk", found, advice)
    return ok("disk", found)


def keys(settings: ServerSettings) -> Finding:
    """The root key is there and opens what it wrapped."""
    folder = settings.data / "keys"
    if not (folder / "root.key").exists():
        return fail(
            "keys", f"{folder / 'root.key'} is missing.",
            "Bring it back from its copy before any start; only what was never started has none.",
        )  # fmt: skip
    try:
        provider = FileProvider.open(folder, Clock())
        provider.check(provider.names())
    except (UnsafeKeyFile, OSError) as problem:
        return fail("keys", str(problem), "Bring the key folder back from its backup.")
    return ok("keys", f"The root key opens every key below it, {len(provider.names())} of them.")


def server(settings: ServerSettings) -> Finding:
    """Whether it runs here, answers, and is of this version."""
    if not held(settings.data):
        return warn("server", f"No server uses {settings.data}.", "Start it with `armslength up`.")
    url = f"{local_url(settings.host, settings.port)}/api/v1/health"
    answer = ask(url)
    if answer is None:
        return fail("server", f"It runs, but {url} does not answer.", "See what it printed, and restart it.")
    try:
        version = msgspec.json.decode(answer, type=dict[str, str]).get("version")
    except msgspec.MsgspecError:
        version = None
    if version != __version__:
        return warn("server", f"It answers as version {version}, this is {__version__}.", "Restart it.")
    return ok("server", f"It answers; version {version}.")

"""`armslength backup` and `armslength restore`, for whoever operates this machine."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from armslength.entry.backup.manifest import Manifest
from armslength.entry.faults import CannotRestore
from armslength.entry.settings import load_server_settings
from armslength.kit.cli import AsJson
from armslength.kit.settings import load_settings
from armslength.storage.settings import StorageSettings


def backup(
    target: Annotated[Path, typer.Argument(help="A new folder, or a new file that ends in .tar.", show_default=False)],
    with_keys: Annotated[
        bool, typer.Option("--with-keys", help="Also the keys; then whoever has the backup can read everything.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Back up the embedded database and the blobs, also while the server runs."""
    from armslength.entry.backup.taking import back_up

    settings, storage = load_server_settings(os.environ), load_settings(StorageSettings, os.environ, "STORAGE")
    made = back_up(settings, target, local_blobs=not storage.url, with_keys=with_keys, say=_say)
    _show(made, f"Backed up to {target}", as_json)
    if made.blobs is None:
        _say(f"The blobs are not in it: back up {storage.url} after this.")
    if not with_keys:
        _say(f"The keys are not in it: keep a copy of {settings.data / 'keys'} somewhere else.")


def restore(
    source: Annotated[Path, typer.Argument(help="A backup: a folder or a .tar.", show_default=False)],
    keys: Annotated[Path | None, typer.Option(help="Your copy of the folder `keys`.", show_default=False)] = None,
    older: Annotated[
        bool, typer.Option("--older", help="Take a backup of an older version; the next start brings it up to date.")
    ] = False,
    check: Annotated[bool, typer.Option("--check", help="Only read it all and compare every digest.")] = False,
    as_json: AsJson = False,
) -> None:
    """Restore a backup into an empty data directory (ARMSLENGTH_DATA)."""
    from armslength.entry.backup import restoring

    settings, storage = load_server_settings(os.environ), load_settings(StorageSettings, os.environ, "STORAGE")
    try:
        if check:
            _show(restoring.check(source, older=older), f"{source} is whole", as_json)
            return
        made = restoring.restore(settings, source, keys=keys, older=older, say=_say)
    except OSError as problem:
        raise CannotRestore(f"The backup could not be restored ({problem}); nothing was left behind.") from None
    _show(made, f"Restored into {settings.data}", as_json)
    if made.blobs is None or storage.url:
        _say("The blobs are in an object store of their own: see that it holds what it held at that time.")
    _say("Start it with `armslength up`.")


def _show(manifest: Manifest, what: str, as_json: bool) -> None:
    if as_json:
        typer.echo(msgspec.json.format(msgspec.json.encode(manifest), indent=2).decode())
        return
    blobs = f", {manifest.blobs.count:,} blobs of {manifest.blobs.bytes:,} bytes" if manifest.blobs else ""
    at = f"{manifest.taken_at:%Y-%m-%d %H:%M:%S} UTC"
    typer.echo(f"{what}: everything as of {at}; {sum(manifest.rows.values()):,} rows{blobs}.")


def _say(sentence: str) -> None:
    typer.echo(sentence, err=True)

"""What a backup says of itself, and whether this Armslength can restore it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import msgspec

from armslength import __version__
from armslength.entry.faults import CannotRestore
from armslength.entry.migrate import Migration
from armslength.entry.postgres.programs import MAJOR

FORMAT: Final = 1


class Applied(msgspec.Struct, frozen=True):
    """A migration that the database has seen."""

    number: int
    name: str
    sha256: str


class Blobs(msgspec.Struct, frozen=True):
    """The object store: `count` blobs of `bytes` together."""

    count: int
    bytes: int


class Keys(msgspec.Struct, frozen=True):
    """The keys that open the content: which root (its fingerprint), which keys below it; whether they are inside."""

    root: str
    names: list[str]
    included: bool


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """The head of a backup. `blobs` is None when they are kept in an object store of their own."""

    format: int = FORMAT
    armslength: str = __version__
    taken_at: datetime
    postgres: int = MAJOR
    migrations: list[Applied]
    rows: dict[str, int]
    blobs: Blobs | None
    keys: Keys


def read_manifest(data: bytes) -> Manifest:
    """Raises CannotRestore when it is damaged or of another format."""
    try:
        number = msgspec.json.decode(data, type=dict[str, object]).get("format")
        if isinstance(number, int) and number > FORMAT:
            raise CannotRestore("This backup was made by a newer Armslength, in a form that this one does not know.")
        return msgspec.json.decode(data, type=Manifest)
    except msgspec.MsgspecError:
        raise CannotRestore("The backup is damaged: its manifest.json cannot be read.") from None


def check_versions(manifest: Manifest, known: Sequence[Migration], *, older: bool) -> None:
    """Refuse a backup of another version; `older`: one that this version can bring up to date is welcome."""
    if manifest.postgres > MAJOR:
        raise CannotRestore(
            f"This backup was made with PostgreSQL {manifest.postgres}, newer than the {MAJOR} of this Armslength; "
            "restore it with the version that made it."
        )
    ends, ours = (manifest.migrations[-1].name if manifest.migrations else "nothing"), known[-1].name
    if len(manifest.migrations) > len(known):
        raise CannotRestore(
            f"This backup was made by a newer Armslength (it ends with {ends}, this one with {ours}); "
            "restore it with that version."
        )
    for applied, migration in zip(manifest.migrations, known, strict=False):
        if (applied.name, applied.sha256) != (migration.name, migration.sha256):
            raise CannotRestore(
                f"This backup has another history: its {applied.name} is not the {migration.name} of this Armslength; "
                "restore it with the version that made it."
            )
    if len(manifest.migrations) < len(known) and not older:
        raise CannotRestore(
            f"This backup was made by an older Armslength (it ends with {ends}, this one with {ours}); restore it "
            "with that version, or with --older, and the next start brings it up to date."
        )

"""Settings: one small class per room, a docstring under every knob, read once from the environment.

A room declares `class IngestSettings(Settings)`; `load_settings(IngestSettings, environ, "INGEST")` reads
`ARMSLENGTH_INGEST_<KNOB>`. No room reads the environment itself.
"""

from collections.abc import Mapping
from typing import TypeVar

import msgspec


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of a room's settings; every field has a default."""


class BadSetting(Exception):
    """A setting that cannot be used; the message is one clear sentence."""


S = TypeVar("S", bound=Settings)


def load_settings(kind: type[S], environ: Mapping[str, str], prefix: str = "") -> S:
    """Read `kind` from ARMSLENGTH_<prefix>_<FIELD> variables; an unset or empty variable means the default."""
    stem = "_".join(part for part in ("ARMSLENGTH", prefix) if part)
    given: dict[str, object] = {}
    for field in msgspec.structs.fields(kind):
        name = f"{stem}_{field.name.upper()}"
        if text := environ.get(name, ""):
            given[field.name] = _convert(text, field.type, name)
    return kind(**given)


def _convert(text: str, wanted: object, name: str) -> object:
    try:
        return msgspec.convert(text, type=wanted, strict=False)
    except msgspec.ValidationError as problem:
        raise BadSetting(f"{name}={text!r} cannot be used: {problem}.") from None

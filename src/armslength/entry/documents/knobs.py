"""Every setting, from the settings classes."""

from __future__ import annotations

import re

import msgspec

from armslength.entry.documents.sources import modules, sentences, table
from armslength.kit.settings import Settings

_BUILT_HERE = {"web_dist": "the built web app"}


def settings() -> str:
    """A table for the server and one for each room that has knobs."""
    parts = []
    for module in modules("settings"):
        room = module.__name__.split(".")[1]
        if room == "kit":
            continue
        kind = next(
            each for each in vars(module).values()
            if isinstance(each, type) and issubclass(each, Settings) and each is not Settings
        )  # fmt: skip
        told = sentences(module, "ServerSettings" if room == "entry" else kind.__name__)
        stem = "ARMSLENGTH_" if room == "entry" else f"ARMSLENGTH_{room.upper()}_"
        rows = [
            (f"`{stem}{field.name.upper()}`", _default(field), _meaning(told[field.name]))
            for field in msgspec.structs.fields(kind)
        ]
        title = "The server" if room == "entry" else f"`{room}`"
        parts.append((room != "entry", f"### {title}\n\n{table(['setting', 'default', 'what it does'], rows)}"))
    return "\n\n".join(part for _, part in sorted(parts, key=lambda each: each[0]))


def _default(field: msgspec.structs.FieldInfo) -> str:
    if field.name in _BUILT_HERE:
        return _BUILT_HERE[field.name]
    value = field.default
    if isinstance(value, bool):
        return "`true`" if value else "`false`"
    if value == "":
        return "empty"
    return f"`{value}`"


def _meaning(text: str) -> str:
    return re.sub(r" ?\(ARMSLENGTH_[A-Z_]+\)", "", text)

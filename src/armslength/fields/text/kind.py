"""Text and Markdown."""

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from armslength.fields.model import Normalised, Problem
from armslength.fields.rules import message_text
from armslength.fields.settings import ContentLimits

_INNER = ("text", "content", "response", "completion")


class TextSettings(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """How a text is shown; what is code alone, as code."""

    format: Literal["markdown", "plain"] = "markdown"


class TextField:
    """A text."""

    kind = "text"
    title = "Text"
    summary = "Plain text or Markdown, with LaTeX and code."
    levels: tuple[str, ...] = ()
    Settings = TextSettings

    def value_schema(self) -> dict[str, Any]:
        """A string."""
        return {"type": "string"}

    def normalise(self, raw: object, settings: TextSettings, limits: ContentLimits) -> Normalised:
        """Text stays as it is, numbers are written out; a message (also as a list of one) and an object with a `text`
        or `content` give their text."""
        if isinstance(raw, str):
            return raw, []
        if isinstance(raw, list) and len(raw) == 1 and isinstance(raw[0], Mapping):
            raw = raw[0]
        if isinstance(raw, Mapping):
            if (said := message_text(raw)) is not None:
                return said, []
            if raw.get("tool_calls"):
                return None, [Problem("", "This calls a tool, which no text can hold: a conversation can.")]
            raw = next((raw[key] for key in _INNER if isinstance(raw.get(key), str)), raw)
        if isinstance(raw, bool):
            raw = "true" if raw else "false"
        if isinstance(raw, int | float):
            raw = str(raw)
        if isinstance(raw, list) and any(isinstance(each, Mapping) and message_text(each) is not None for each in raw):
            return None, [Problem("", "Expected text, not a conversation: read its last answer (`part`: `answered`).")]
        if not isinstance(raw, str):
            return None, [Problem("", "Expected text.")]
        return raw, []

    def texts(self, value: str) -> Mapping[str, str]:
        """The text itself."""
        return {"": value}

    def line(self, value: str) -> str:
        """The text itself."""
        return value

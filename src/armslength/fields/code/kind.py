"""Source code."""

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec

from armslength.fields.model import Normalised, Problem
from armslength.fields.rules import read
from armslength.fields.settings import ContentLimits

Language = Annotated[str, msgspec.Meta(max_length=40)]


class CodeSettings(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """`language` is what code is written in when an item does not say."""

    language: Language = ""


class CodeValue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Code and its language (empty: not known)."""

    code: str
    language: Language = ""


class CodeField:
    """A piece of source code."""

    kind = "code"
    title = "Code"
    summary = "Source code, highlighted by its language."
    levels: tuple[str, ...] = ()
    Settings = CodeSettings

    def value_schema(self) -> dict[str, Any]:
        """An object of code and language."""
        return msgspec.json.schema(CodeValue)

    def normalise(self, raw: object, settings: CodeSettings, limits: ContentLimits) -> Normalised:
        """A string becomes code in the field's language."""
        if isinstance(raw, str):
            return {"code": raw, "language": settings.language}, []
        if not isinstance(raw, Mapping):
            return None, [Problem("", "Expected code: a text, or {code, language}.")]
        value, problems = read(raw, CodeValue)
        if value is None:
            return None, problems
        return {"code": value.code, "language": value.language or settings.language}, []

    def texts(self, value: dict[str, str]) -> Mapping[str, str]:
        """The code."""
        return {"": value["code"]}

    def line(self, value: dict[str, str]) -> str:
        """The code."""
        return value["code"]

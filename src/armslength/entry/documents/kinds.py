"""Kinds of fields and questions with their settings and values, and the presets."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import msgspec

from armslength.entry.documents.sources import one_line, table
from armslength.fields.registry import KINDS as FIELDS
from armslength.projects.routes import list_presets
from armslength.projects.schemas import Presets
from armslength.questions.registry import KINDS as QUESTIONS

_EXAMPLES: Final = Path(__file__).resolve().parents[4] / "contracts"
_SHOWN: Final = {
    "choice": "several-and-other.json", "pairwise": "prefer.json", "ranking": "ties.json", "rating": "likert.json",
    "spans": "two.json", "relations": "two.json", "text": "written.json",
}  # fmt: skip


def fields() -> str:
    """Every kind of field."""
    parts = []
    for name, kind in FIELDS.items():
        parts += [f"### `{name}`", kind.summary, one_line(kind.normalise.__doc__)]
        parts += _settings(kind.Settings)
        parts.append("The stored value: " + _shape(kind.value_schema()))
    return "\n\n".join(parts)


def questions() -> str:
    """Every kind of question."""
    parts = []
    for name, kind in QUESTIONS.items():
        parts += [f"### `{name}`", f"{kind.summary} Hangs on: {', '.join(kind.targets)}."]
        parts += _settings(kind.Settings)
        parts += [f"The value: {_shape(msgspec.json.schema(kind.Value))}. {one_line(kind.Value.__doc__)}"]
        parts.append(_example(name))
    return "\n\n".join(parts)


def presets() -> str:
    """Every preset."""
    offered: Presets = list_presets.fn()  # type: ignore[assignment]  # Litestar's type says that it may be awaited
    rows = [
        (f"`{preset.id}`", preset.summary, preset.overlap, f"{preset.review_share:.0%}") for preset in offered.items
    ]
    return table(["preset", "what it asks", "overlap", "review"], rows)


def _example(kind: str) -> str:
    folder = _EXAMPLES / "questions" / kind / "examples" / "valid"
    path = folder / _SHOWN.get(kind, "")
    path = path if path.is_file() else min(folder.glob("*.json"))
    value = msgspec.json.decode(path.read_bytes())["answer"]["value"]
    return f"For example `{msgspec.json.encode(value).decode()}`."


def _settings(kind: type[msgspec.Struct]) -> list[str]:
    schema = msgspec.json.schema(kind)
    parts = schema["$defs"]
    own = parts[kind.__name__]
    if not own.get("properties"):
        return ["No settings."]
    shown = [table(["setting", "type", "default"], _rows(own, parts)), one_line(kind.__doc__)]
    for name, inner in parts.items():
        if name != kind.__name__ and inner.get("properties"):
            shown.append(f"{name}: {one_line(inner.get('description'))}")
            shown.append(table(["key", "type", "default"], _rows(inner, parts)))
    return shown


def _rows(struct: Mapping[str, Any], parts: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    required = struct.get("required", ())
    return [
        (f"`{name}`", _type(inner, parts), "required" if name in required else f"`{_plain(inner.get('default'))}`")
        for name, inner in struct["properties"].items()
    ]


def _plain(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _type(schema: Mapping[str, Any], parts: Mapping[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "enum" in schema:
        return " or ".join(f"`{each}`" for each in schema["enum"])
    if "anyOf" in schema:
        return " or ".join(_type(each, parts) for each in schema["anyOf"] if each.get("type") != "null")
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}), parts)}"
    if schema.get("type") == "object":
        return f"map of {_type(schema.get('additionalProperties') or {}, parts)}"
    return f"{schema.get('type', 'anything')}{_bounds(schema)}"


def _bounds(schema: Mapping[str, Any]) -> str:
    low = schema.get("minimum", schema.get("minLength"))
    high = schema.get("maximum", schema.get("maxLength"))
    unit = " characters" if schema.get("type") == "string" else ""
    if low is None and high is None:
        return ""
    if low is None:
        return f", at most {high:,}{unit}"
    return f", at least {low:,}{unit}" if high is None else f", {low:,} to {high:,}{unit}"


def _shape(schema: Mapping[str, Any]) -> str:
    return f"`{_form(schema, schema.get('$defs', {}), 0)}`"


def _form(schema: Mapping[str, Any], parts: Mapping[str, Any], depth: int) -> str:
    """A JSON Schema as one would write the value down: {"selected": [string], "other"?: string}."""
    if "$ref" in schema and depth < 5:
        return _form(parts[str(schema["$ref"]).rpartition("/")[2]], parts, depth + 1)
    if "anyOf" in schema:
        return " or ".join(_form(each, parts, depth) for each in schema["anyOf"] if each.get("type") != "null")
    if "enum" in schema:
        return " or ".join(f'"{each}"' for each in schema["enum"] if each is not None)
    if schema.get("type") == "array":
        return f"[{_form(schema.get('items', {}), parts, depth)}]"
    if schema.get("properties"):
        required = schema.get("required", ())
        inner = (
            f'"{name}"{"" if name in required else "?"}: {_form(each, parts, depth)}'
            for name, each in schema["properties"].items()
        )
        return "{" + ", ".join(inner) + "}"
    return str(schema.get("type", "anything"))

"""Writes `contracts/`: what server, web, client and strangers agree on, generated from the code that enforces it.

    python -m armslength.entry.contracts            write the files
    python -m armslength.entry.contracts --check    fail when a file is not what the code says

The examples beside the schemas are written by hand; tests on both sides run on them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from armslength.entry.http import build_app
from armslength.entry.openapi import described
from armslength.entry.settings import load_server_settings
from armslength.fields.registry import KINDS as FIELDS
from armslength.questions.model import Answer, LabelSchema
from armslength.questions.registry import KINDS as QUESTIONS

CONTRACTS = Path(__file__).resolve().parents[3] / "contracts"
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def documents() -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every generated file: its path below `contracts/`, and what it says."""
    yield "label-schema.schema.json", _label_schema()
    yield "answers.schema.json", _answers()
    yield "openapi.json", _openapi()
    for name, field in FIELDS.items():
        yield f"fields/{name}/settings.schema.json", msgspec.json.schema(field.Settings)
        yield f"fields/{name}/value.schema.json", field.value_schema()
    for name, question in QUESTIONS.items():
        yield f"questions/{name}/settings.schema.json", msgspec.json.schema(question.Settings)
        yield f"questions/{name}/value.schema.json", msgspec.json.schema(question.Value)


def _label_schema() -> dict[str, Any]:
    schema = msgspec.json.schema(LabelSchema)
    for part, kinds in (("Field", FIELDS), ("Question", QUESTIONS)):
        schema["$defs"][part]["properties"]["kind"] = {"enum": list(kinds)}
    return schema


def _openapi() -> dict[str, Any]:
    """The whole API, as a server describes itself."""
    app = build_app(load_server_settings({}), {})
    return described(app.openapi_schema.to_schema())


def _answers() -> dict[str, Any]:
    by_target = {"type": "object", "additionalProperties": {"$ref": "#/$defs/Answer"}}
    return {
        "title": "Answers",
        "description": "By question, then by target: item, m:<message>, t:<turn>, r:<response>.",
        "type": "object",
        "additionalProperties": by_target,
        "$defs": msgspec.json.schema(Answer)["$defs"],
    }


def _written(document: Mapping[str, Any]) -> bytes:
    whole = document if "openapi" in document else {"$schema": DIALECT, **document}
    return msgspec.json.format(msgspec.json.encode(whole, order="sorted"), indent=2) + b"\n"


def generated() -> dict[Path, bytes]:
    """Every generated file with its bytes."""
    return {CONTRACTS / name: _written(document) for name, document in documents()}


def differences() -> list[str]:
    """What `contracts/` holds that the code does not say, or the other way round."""
    wanted = generated()
    stale = [path for path, body in wanted.items() if not path.exists() or path.read_bytes() != body]
    left_over = [path for path in CONTRACTS.rglob("*.schema.json") if path not in wanted]
    return sorted(str(path.relative_to(CONTRACTS)) for path in (*stale, *left_over))


def main(arguments: list[str]) -> int:
    """Write the files, or with --check say which are not as they should be."""
    if "--check" in arguments:
        wrong = differences()
        if wrong:
            lines = ["Not what the code says (run python -m armslength.entry.contracts):", *wrong]
            sys.stdout.write("\n  ".join(lines) + "\n")
        return 1 if wrong else 0
    for path, body in generated().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

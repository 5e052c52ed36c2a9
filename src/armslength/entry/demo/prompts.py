"""The prompts of the demonstration, written for it, and which answer is the better one."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from typing import Any

import msgspec

PROMPTS: list[dict[str, Any]] = [
    msgspec.json.decode(line) for line in (files(__package__) / "prompts.jsonl").read_bytes().splitlines()
]
MAPPING = {
    "external_id": "id",
    "fields": {
        "prompt": "prompt",
        "responses": {"columns": ["response_1", "response_2"], "sources": ["model_1", "model_2"]},
    },
    "metadata": ["model_1", "model_2"],
}
_BETTER = {row[f"response_{row['better']}"] for row in PROMPTS}


def truth(content: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """What a careful person would say: the better answer, clearly."""
    best = next((response["id"] for response in content["responses"] if response["value"] in _BETTER), None)
    if best is None:
        return None
    value = {"verdict": "prefer", "winner": best, "strength": 2}
    return {"preference": {"item": {"state": "answered", "value": value}}}

"""The presets: `presets/<id>.yaml` with the schema and samples, `presets/<id>.md` with the guideline."""

from functools import cache
from pathlib import Path
from typing import Any, Final

import msgspec
import yaml

from armslength.projects.schemas import Preset
from armslength.questions.service import checked_schema, deliver_content, normalise_content

FOLDER: Final = Path(__file__).resolve().parents[1] / "presets"
ORDER: Final = (
    "pairwise-preference",
    "best-of-n-ranking",
    "best-worst",
    "ratings-with-critique",
    "demonstration-write",
    "demonstration-edit",
    "conversation-rating",
    "text-classification",
    "named-entities",
    "relations",
    "safety-rating",
    "red-team-review",
    "step-labels",
    "step-alternatives",
    "math-solution",
    "code-rating",
    "translation",
    "fact-check",
    "rubric-grading",
    "rubric-authoring",
)


@cache
def presets() -> dict[str, Preset]:
    """Every preset by its id, in the order they are offered."""
    return {name: _read(name) for name in ORDER}


def _read(name: str) -> Preset:
    raw: dict[str, Any] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    schema, problems = checked_schema(raw["schema"])
    if schema is None or problems:
        raise ValueError(f"preset {name}: {problems}")
    samples = []
    for item in raw["sample_items"]:
        content, wrong = normalise_content(schema, item)
        if wrong:
            raise ValueError(f"preset {name}: {wrong}")
        samples.append(deliver_content(schema, content))
    guideline = (FOLDER / f"{name}.md").read_text(encoding="utf-8")
    return msgspec.convert(
        {**raw, "id": name, "guideline": guideline, "sample_items": samples, "schema": schema}, Preset
    )

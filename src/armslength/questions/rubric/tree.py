"""Rubrics that are trees of requirements with weights, as PaperBench publishes them.

A node's weight is its share among its siblings; what the whole is worth is shared out down to the leaves, which are
graded. The bench works out the same shares by the same steps, so that both come to the same points.
"""

import math
from collections.abc import Iterator, Mapping
from functools import reduce
from operator import add
from typing import Any, Final

WHOLE: Final = 100.0
"""The points of all leaves together."""


def leaves(tree: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The leaves as rows of a rubric, in reading order: criterion, points, id, tags and section (what stands above it,
    but for the root). What weighs nothing is left out."""
    yield from _below(tree, WHOLE, [])


def _below(node: Any, share: float, section: list[str]) -> Iterator[dict[str, Any]]:
    parts = node.get("sub_tasks") if isinstance(node, Mapping) else None
    if not parts or not isinstance(parts, list):
        yield _row(node, share, section)
        return
    whole = reduce(add, map(_weight, parts))  # not `sum`, which corrects its rounding
    for part in parts:
        if weight := _weight(part):
            deeper = isinstance(part, Mapping) and bool(part.get("sub_tasks"))
            above = [*section, str(part.get("requirements"))] if deeper else section
            yield from _below(part, share * weight / whole, above)


def _weight(node: Any) -> float:
    weight = node.get("weight", 1) if isinstance(node, Mapping) else 1
    return float(weight) if isinstance(weight, int | float) and weight is not True and weight > 0 else 0.0


def _row(node: Any, share: float, section: list[str]) -> dict[str, Any]:
    of: Mapping[str, Any] = node if isinstance(node, Mapping) else {}
    tag = of.get("task_category")
    points = math.floor(share * 1_000_000 + 0.5) / 1_000_000
    return {
        "id": of.get("id"), "criterion": of.get("requirements"), "points": points, "section": section,
        "tags": [tag] if tag else [],
    }  # fmt: skip

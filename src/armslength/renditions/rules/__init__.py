"""Whether a rendition may stand in for an item: the same things, said in other words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from armslength.fields.model import Problem, join
from armslength.questions.model import LabelSchema
from armslength.renditions.model import OtherTier

_ORIGIN: Final = frozenset({"source", "meta"})
"""Where content came from: not shown to vendors' people in any form, and not needed in another."""
NAMES: Final = frozenset({"id", "role", "turn", "media", "language", "tool_call_id"})
"""What answers and pages point at; a file may be another."""
_PLACES: Final = frozenset({"spans", "relations", "claims", "steps"})
"""Questions whose answers say where in a text something is."""


def pointed_into(schema: LabelSchema) -> set[str]:
    """The fields into whose texts answers point by their offsets."""
    found = set()
    for question in schema.questions:
        if question.kind in _PLACES:
            found |= {name for name in _said(question.settings) if schema.field(name)}
            found |= {question.target.field} if question.target.field else set()
    return found


def _said(settings: Any) -> Iterator[str]:
    """Every text in the settings of a question: one of them names its field."""
    if isinstance(settings, str):
        yield settings
    elif isinstance(settings, Mapping):
        for value in settings.values():
            yield from _said(value)
    elif isinstance(settings, list | tuple):
        for value in settings:
            yield from _said(value)


def fits(schema: LabelSchema, original: Mapping[str, Any], other: Mapping[str, Any], tier: OtherTier) -> Problem | None:
    """What keeps `other` from standing in for `original`, the first of it.

    Fields, responses, messages and steps are the same ones, so that answers mean the same thing. Redacted texts are as
    long as the original's, and so are those of any form into which answers point: an offset is the same place in both.
    """
    places = pointed_into(schema)
    for name, value in original.items():
        if name not in other:
            return Problem(name, "It is in the item and not here. What may not be shown is blanked, not left out.")
        even = tier == "redacted" or name in places
        if problem := _fits(name, value, other[name], even):
            return problem
    for name in other:
        if name not in original:
            return Problem(name, "The item has no such field.")
    return None


def _fits(at: str, one: Any, other: Any, even: bool) -> Problem | None:
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return _fit_object(at, one, other, even)
    if isinstance(one, list) and isinstance(other, list):
        if len(one) != len(other):
            return Problem(at, f"The item has {len(one)} here, this has {len(other)}.")
        each = (_fits(f"{at}[{index}]", *pair, even) for index, pair in enumerate(zip(one, other, strict=True)))
        return next((problem for problem in each if problem), None)
    if isinstance(one, str) and isinstance(other, str):
        if even and len(one) != len(other):
            hint = "It has as many characters as in the item: mask what must go, character by character."
            return Problem(at, f"{len(other)} characters, and {len(one)} in the item. {hint}")
        return None
    if isinstance(one, Mapping | list | str) or isinstance(other, Mapping | list | str):
        return Problem(at, "In the item this is something else.")
    return None  # a number, yes or no, or nothing: any other of them will do


def _fit_object(at: str, one: Mapping[str, Any], other: Mapping[str, Any], even: bool) -> Problem | None:
    for key in one.keys() | other.keys():
        place = join(at, key)
        if key in _ORIGIN and key not in other:
            continue
        if key not in one or key not in other:
            return Problem(place, "It is in one of the two and not in the other.")
        if key in NAMES:
            if key != "media" and one[key] != other[key]:
                return Problem(place, "Ids, roles and languages stay as they are.")
        elif problem := _fits(place, one[key], other[key], even):
            return problem
    return None


def without_origin(value: Any) -> Any:
    """Content without where it came from: the `source` of a response, the `meta` of a message."""
    if isinstance(value, list):
        return [_bare(each) for each in value]
    if isinstance(value, Mapping) and isinstance(value.get("messages"), list):
        return {**value, "messages": [_bare(each) for each in value["messages"]]}
    return value


def _bare(part: Any) -> Any:
    if not isinstance(part, Mapping):
        return part
    kept = {key: said for key, said in part.items() if key not in _ORIGIN}
    return kept | {"value": without_origin(kept["value"])} if "value" in kept else kept

"""The shape that JSON must have: a part of JSON Schema (2020-12) that means the same on the server and in the browser.

web/src/questions/text/shape.ts is the same; contracts/questions/text/checks.json holds cases for both.
"""

import random
from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec

from armslength.fields.model import Problem

MOST_DEPTH: Final = 20
DEEPEST: Final = 200
TYPES: Final = ("object", "array", "string", "number", "integer", "boolean", "null")
_SCALARS: Final = (str, int, float, bool, type(None))
_WORDS: Final = {
    "object": "an object", "array": "an array", "string": "a text", "number": "a number", "integer": "a whole number",
    "boolean": "true or false", "null": "null",
}  # fmt: skip
_TOLD: Final = ("$schema", "title", "description")


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_names(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


_KEYWORDS: Final[Mapping[str, tuple[Callable[[Any], bool], str]]] = {
    "type": (
        lambda given: given in TYPES or (_is_names(given) and given != [] and all(each in TYPES for each in given)),
        f"one of {', '.join(TYPES)}, or a list of these",
    ),
    "enum": (
        lambda given: isinstance(given, list) and given != [] and all(isinstance(each, _SCALARS) for each in given),
        "a list of texts, numbers, true, false or null",
    ),
    "const": (lambda given: isinstance(given, _SCALARS), "a text, a number, true, false or null"),
    "properties": (lambda given: isinstance(given, dict), "an object of schemas"),
    "required": (_is_names, "a list of names"),
    "additionalProperties": (lambda given: isinstance(given, bool), "true or false"),
    "items": (lambda given: isinstance(given, dict), "a schema"),
    "minimum": (_is_number, "a number"),
    "maximum": (_is_number, "a number"),
    "minLength": (_is_count, "a count"),
    "maxLength": (_is_count, "a count"),
    "minItems": (_is_count, "a count"),
    "maxItems": (_is_count, "a count"),
}


def check_shape(shape: Any, path: str = "json", depth: int = 0) -> list[Problem]:
    """What is wrong with a shape, or is not known here; each with its place."""
    if depth > MOST_DEPTH:
        return [Problem(path, f"Schemas stand {MOST_DEPTH} deep at most.")]
    if not isinstance(shape, dict):
        return [Problem(path, "This must be a schema.")]
    problems: list[Problem] = []
    for name, given in shape.items():
        if name in _TOLD:
            continue
        if name not in _KEYWORDS:
            known = ", ".join(_KEYWORDS)
            problems.append(Problem(f"{path}.{name}", f"`{name}` is not checked here; known are {known}."))
            continue
        right, words = _KEYWORDS[name]
        if not right(given):
            problems.append(Problem(f"{path}.{name}", f"`{name}` must be {words}."))
        elif name == "items":
            problems += check_shape(given, f"{path}.items", depth + 1)
        elif name == "properties":
            for key, inner in given.items():
                problems += check_shape(inner, f"{path}.properties.{key}", depth + 1)
    return problems


def misshapen(text: str, shape: Mapping[str, Any]) -> str | None:
    """The first thing that is wrong with a text that should be JSON of this shape, as a sentence; None: nothing is."""
    try:
        value = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeEncodeError):
        return "This is not JSON yet."
    if _depth(value) > DEEPEST:
        return f"JSON may be nested {DEEPEST} deep at most."
    return _wrong(value, shape, "$")


def _depth(value: Any) -> int:
    depth, level = 0, [value]
    while level and depth <= DEEPEST:
        depth += 1
        level = [
            inner
            for each in level
            for inner in (each.values() if isinstance(each, dict) else each if isinstance(each, list) else ())
            if isinstance(inner, dict | list)
        ]
    return depth


def _type_of(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "integer" if float(value).is_integer() else "number"
    return "string" if isinstance(value, str) else "array" if isinstance(value, list) else "object"


def _same(one: Any, other: Any) -> bool:
    return isinstance(one, bool) == isinstance(other, bool) and one == other


def _wrong(value: Any, shape: Mapping[str, Any], path: str) -> str | None:
    kind = _type_of(value)
    types = shape.get("type", list(TYPES))
    types = [types] if isinstance(types, str) else types
    if kind not in types and not (kind == "integer" and "number" in types):
        return f"{path} must be {' or '.join(_WORDS[each] for each in types)}."
    if "const" in shape and not _same(value, shape["const"]):
        return f"{path} must be {_json(shape['const'])}."
    if "enum" in shape and not any(_same(value, each) for each in shape["enum"]):
        return f"{path} must be one of {', '.join(map(_json, shape['enum']))}."
    if kind == "object":
        return _wrong_object(value, shape, path)
    if kind == "array":
        return _wrong_array(value, shape, path)
    if kind == "string":
        return _wrong_size(
            len(value), shape.get("minLength", 0), shape.get("maxLength"), f"{path} must have", "characters"
        )
    if kind in ("integer", "number"):
        return _wrong_size(value, shape.get("minimum"), shape.get("maximum"), f"{path} must be", "")
    return None


def _wrong_size(size: float, low: float | None, high: float | None, what: str, unit: str) -> str | None:
    if low is not None and size < low:
        if unit and low == 1:
            return what.replace("must have", "must not be empty") + "."
        return f"{what} at least {_json(low)} {unit}".rstrip() + "."
    if high is not None and size > high:
        return f"{what} at most {_json(high)} {unit}".rstrip() + "."
    return None


def _json(value: Any) -> str:
    """As both sides write it."""
    whole = isinstance(value, float) and value.is_integer()
    return msgspec.json.encode(int(value) if whole else value).decode()


def _wrong_object(value: Mapping[str, Any], shape: Mapping[str, Any], path: str) -> str | None:
    known = shape.get("properties", {})
    missing = next((name for name in shape.get("required", ()) if name not in value), None)
    if missing is not None:
        return f"{path}.{missing} is missing."
    if shape.get("additionalProperties") is False:
        more = next((name for name in value if name not in known), None)
        if more is not None:
            return f"{path}.{more} is not asked for."
    wrong = (_wrong(value[name], inner, f"{path}.{name}") for name, inner in known.items() if name in value)
    return next((each for each in wrong if each is not None), None)


def _wrong_array(value: list[Any], shape: Mapping[str, Any], path: str) -> str | None:
    size = _wrong_size(
        len(value), shape.get("minItems"), shape.get("maxItems"), f"{path} must have", "entries"
    )  # fmt: skip
    if size is not None:
        return size
    if "items" not in shape:
        return None
    wrong = (_wrong(each, shape["items"], f"{path}[{at}]") for at, each in enumerate(value))
    return next((each for each in wrong if each is not None), None)


def sample_of(shape: Mapping[str, Any], rng: random.Random) -> Any:
    """A value of this shape."""
    if "const" in shape:
        return shape["const"]
    if "enum" in shape:
        return rng.choice(shape["enum"])
    types = shape.get("type", "object")
    kind = types if isinstance(types, str) else rng.choice(types)
    if kind == "object":
        return {name: sample_of(inner, rng) for name, inner in shape.get("properties", {}).items()} | {
            name: "x" for name in shape.get("required", ()) if name not in shape.get("properties", {})
        }
    if kind == "array":
        least = shape.get("minItems", 0)
        count = rng.randint(least, max(least, min(shape.get("maxItems", least + 2), least + 2)))
        return [sample_of(shape.get("items", {"type": "string"}), rng) for _ in range(count)]
    if kind == "string":
        least = shape.get("minLength", 0)
        return "".join(rng.choice("abcde") for _ in range(max(least, min(5, shape.get("maxLength", 5)))))
    if kind in ("integer", "number"):
        low = shape.get("minimum", min(0, shape.get("maximum", 0)))
        high = max(low, min(shape.get("maximum", low + 9), low + 9))
        return rng.randint(-(-low // 1), int(high // 1)) if kind == "integer" else rng.choice((low, high))
    return rng.random() < 0.5 if kind == "boolean" else None

"""The shape that JSON must have: a part of JSON Schema (2020-12) that means the same on the server and in the browser.

web/src/questions/text/shape.ts is the same; contracts/questions/text/checks.json holds cases for both.
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from armslength.fields.model import Problem

MOST_DEPTH: Final = 20
DEEPEST: Final = 200
MOST_SIZE: Final = 20_000
"""Characters of a shape, written as JSON without blanks."""
MOST_CHOICES: Final = 500
LARGEST: Final = 2**53 - 1
"""Up to here the browser and the server mean the same number."""
_MOST_COUNT: Final = 200_000
_SHOWN: Final = 10
_SHOWN_CHARS: Final = 60
TYPES: Final = ("object", "array", "string", "number", "integer", "boolean", "null")
_WORDS: Final = {
    "object": "an object", "array": "an array", "string": "a text", "number": "a number", "integer": "a whole number",
    "boolean": "true or false", "null": "null",
}  # fmt: skip
_TOLD: Final = ("$schema", "title", "description")


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MOST_COUNT


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= LARGEST


def _is_scalar(value: Any) -> bool:
    return value is None or isinstance(value, str | bool) or _is_number(value)


def _is_names(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


_KEYWORDS: Final[Mapping[str, tuple[Callable[[Any], bool], str]]] = {
    "type": (
        lambda given: given in TYPES or (_is_names(given) and given != [] and all(each in TYPES for each in given)),
        f"one of {', '.join(TYPES)}, or a list of these",
    ),
    "enum": (
        lambda given: isinstance(given, list) and 0 < len(given) <= MOST_CHOICES and all(map(_is_scalar, given)),
        f"a list of 1 to {MOST_CHOICES} texts, numbers up to {LARGEST}, true, false or null",
    ),
    "const": (_is_scalar, f"a text, a number up to {LARGEST}, true, false or null"),
    "properties": (lambda given: isinstance(given, dict), "an object of schemas"),
    "required": (_is_names, "a list of names"),
    "additionalProperties": (lambda given: isinstance(given, bool), "true or false"),
    "items": (lambda given: isinstance(given, dict), "a schema"),
    "minimum": (_is_number, f"a number up to {LARGEST}"),
    "maximum": (_is_number, f"a number up to {LARGEST}"),
    "minLength": (_is_count, f"a count up to {_MOST_COUNT}"),
    "maxLength": (_is_count, f"a count up to {_MOST_COUNT}"),
    "minItems": (_is_count, f"a count up to {_MOST_COUNT}"),
    "maxItems": (_is_count, f"a count up to {_MOST_COUNT}"),
}


def check_shape(shape: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with a shape, or is not known here; each with its place."""
    problems = _check_shape(shape, "json", 0)
    if problems:
        return problems
    if len(msgspec.json.encode(shape).decode()) > MOST_SIZE:
        return [Problem("json", f"A shape has {MOST_SIZE} characters at most.")]
    if _least(shape) > _MOST_COUNT:
        return [Problem("json", f"JSON of this shape would be longer than {_MOST_COUNT} characters.")]
    return []


def _least(shape: Mapping[str, Any]) -> int:
    """Roughly the fewest characters that JSON of this shape has where no property is left out."""
    inner = sum(map(_least, shape.get("properties", {}).values()))
    entry = _least(shape["items"]) if "items" in shape else 1
    least: int = shape.get("minLength", 0) + shape.get("minItems", 0) * entry
    return 1 + inner + least


def _check_shape(shape: Any, path: str, depth: int) -> list[Problem]:
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
            problems += _check_shape(given, f"{path}.items", depth + 1)
        elif name == "properties":
            for key, inner in given.items():
                problems += _check_shape(inner, f"{path}.properties.{key}", depth + 1)
    return problems


def misshapen(text: str, shape: Mapping[str, Any]) -> str | None:
    """The first thing that is wrong with a text that should be JSON of this shape, as a sentence; None: nothing is."""
    try:
        value = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeEncodeError):
        return "This is not JSON yet."
    if (unread := _unread(value)) is not None:
        return unread
    found = _wrong(value, _ready(shape))
    return None if found is None else f"${found[0]}{found[1]}"


def _unread(value: Any) -> str | None:
    """What the browser would not read: numbers beyond its bounds. And what is nested too deep."""
    level = [value]
    for depth in range(DEEPEST + 1):
        if depth == DEEPEST and any(isinstance(each, dict | list) for each in level):
            return f"JSON may be nested {DEEPEST} deep at most."
        if any(isinstance(each, int) and not _is_finite(each) for each in level):
            return "This is not JSON yet."
        level = [
            inner
            for each in level
            for inner in (each.values() if isinstance(each, dict) else each if isinstance(each, list) else ())
        ]
    return None


def _is_finite(value: int) -> bool:
    try:
        float(value)
    except OverflowError:
        return False
    return True


def _type_of(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "integer" if float(value).is_integer() else "number"
    return "string" if isinstance(value, str) else "array" if isinstance(value, list) else "object"


_Scalar = tuple[bool, Any]
"""A value, and whether it is true or false: 1 is not true."""
_Found = tuple[str, str]
"""The place below the value that was asked about, and what is wrong there."""


@dataclass(frozen=True, slots=True)
class _Ready:
    """A shape to compare many values with. What a value costs does not grow with the shape."""

    asks: Mapping[str, Any]
    types: tuple[str, ...]
    choices: frozenset[_Scalar] | None
    properties: Mapping[str, "_Ready"]
    order: Mapping[str, int]
    items: "_Ready | None"


def _ready(shape: Mapping[str, Any]) -> _Ready:
    types = shape.get("type", TYPES)
    properties = {name: _ready(inner) for name, inner in shape.get("properties", {}).items()}
    return _Ready(
        asks=shape,
        types=(types,) if isinstance(types, str) else tuple(types),
        choices=frozenset(map(_scalar, shape["enum"])) if "enum" in shape else None,
        properties=properties,
        order={name: at for at, name in enumerate(properties)},
        items=_ready(shape["items"]) if "items" in shape else None,
    )


def _scalar(value: Any) -> _Scalar:
    return isinstance(value, bool), value


def _wrong(value: Any, shape: _Ready) -> _Found | None:
    kind, asks = _type_of(value), shape.asks
    if kind not in shape.types and not (kind == "integer" and "number" in shape.types):
        return "", f" must be {' or '.join(_WORDS[each] for each in shape.types)}."
    compared = None if kind in ("array", "object") else _scalar(value)
    if "const" in asks and compared != _scalar(asks["const"]):
        return "", f" must be {_json(asks['const'])}."
    if shape.choices is not None and compared not in shape.choices:
        return "", f" must be one of {_listed(asks['enum'])}."
    if kind == "object":
        return _wrong_object(value, shape)
    if kind == "array":
        return _wrong_array(value, shape)
    if kind == "string":
        return _wrong_size(len(value), asks.get("minLength", 0), asks.get("maxLength"), "characters")
    if kind in ("integer", "number"):
        return _wrong_size(value, asks.get("minimum"), asks.get("maximum"), "")
    return None


def _wrong_size(size: float, low: float | None, high: float | None, unit: str) -> _Found | None:
    what, end = (" must have", f" {unit}.") if unit else (" must be", ".")
    if low is not None and size < low:
        return "", " must not be empty." if unit and low == 1 else f"{what} at least {_json(low)}{end}"
    return ("", f"{what} at most {_json(high)}{end}") if high is not None and size > high else None


def _listed(values: list[Any]) -> str:
    more = len(values) - _SHOWN
    return ", ".join(map(_json, values[:_SHOWN])) + (f" and {more} more" if more > 0 else "")


def _json(value: Any) -> str:
    """As both sides write it."""
    whole = isinstance(value, float) and value.is_integer()
    return _short(msgspec.json.encode(int(value) if whole else value).decode())


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN_CHARS else f"{text[:_SHOWN_CHARS]}\u2026"


def _wrong_object(value: Mapping[str, Any], shape: _Ready) -> _Found | None:
    known = shape.properties
    missing = next((name for name in shape.asks.get("required", ()) if name not in value), None)
    if missing is not None:
        return f".{_short(missing)}", " is missing."
    if shape.asks.get("additionalProperties") is False:
        more = next((name for name in value if name not in known), None)
        if more is not None:
            return f".{_short(more)}", " is not asked for."
    for name in sorted((name for name in value if name in known), key=shape.order.__getitem__):
        found = _wrong(value[name], known[name])
        if found is not None:
            return f".{_short(name)}{found[0]}", found[1]
    return None


def _wrong_array(value: list[Any], shape: _Ready) -> _Found | None:
    size = _wrong_size(len(value), shape.asks.get("minItems"), shape.asks.get("maxItems"), "entries")
    if size is not None or shape.items is None:
        return size
    for at, each in enumerate(value):
        found = _wrong(each, shape.items)
        if found is not None:
            return f"[{at}]{found[0]}", found[1]
    return None


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

"""Reading untrusted JSON: what is too deep, too large or of the wrong shape becomes a listed problem, never a crash."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any, TypeVar

import msgspec

from armslength.fields.model import MOST_CANDIDATES, Problem, join
from armslength.fields.settings import ContentLimits

T = TypeVar("T")

_PATH = re.compile(r" - at (?:key in )?`\$?(.*)`$", re.DOTALL)
_SAYINGS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), saying)
    for pattern, saying in (
        (r"^Object missing required field `(.*)`$", "`{0}` is missing."),
        (r"^Object contains unknown field `(.*)`$", "`{0}` is not known here; remove it or check its spelling."),
        (r"^Invalid enum value '?(.*?)'?$", "{0} is not one of the allowed values."),
        (r"^Expected `(?:str|array|object)` of length >= 1$", "This must not be empty."),
        (r"^Expected `str` of length <= (\d+)$", "This is longer than {0} characters."),
        (r"^Expected `str` of length >= (\d+)$", "This is shorter than {0} characters."),
        (r"^Expected `array` of length <= (\d+)$", "There are more than {0} entries."),
        (r"^Expected `array` of length >= (\d+)$", "There must be at least {0} entries."),
        (r"^Expected `object` of length <= (\d+)$", "There are more than {0} entries."),
        (r"^Expected `(?:int|float)` <= (.+)$", "This must be at most {0}."),
        (r"^Expected `(?:int|float)` >= (.+)$", "This must be at least {0}."),
        (r"^Expected `str` matching regex .*A-Za-z.*$", "Use a letter first, then letters, digits or underscores."),
        (r"^Expected `str` matching regex (.*)$", "This does not have the expected form."),
        (r"^Expected `(.*)`, got `(.*)`$", "Expected {0}, got {1}."),
    )
)
_WORDS = {
    "str": "text", "int": "a whole number", "float": "a number", "bool": "true or false", "array": "a list",
    "object": "an object", "null": "nothing",
}  # fmt: skip


def plain(error: Exception) -> Problem:
    """A msgspec complaint as a path and an English sentence."""
    text = str(error)
    path = ""
    if found := _PATH.search(text):
        text, path = text[: found.start()], found.group(1).lstrip(".").replace("[...]", "")
    for pattern, saying in _SAYINGS:
        if matched := pattern.match(text):
            return Problem(path, saying.format(*(_words(part) for part in matched.groups())))
    return Problem(path, f"{text}.")


def _words(kinds: str) -> str:
    return " or ".join(_WORDS.get(word, word) for word in kinds.split(" | "))


def read(raw: object, kind: type[T]) -> tuple[T | None, list[Problem]]:
    """`raw` as a `kind`, or why not. Call `check_json` first on anything that came from outside."""
    try:
        return msgspec.convert(raw, kind), []
    except (msgspec.ValidationError, RecursionError) as error:
        return None, [plain(error)]


def check_json(raw: object, limits: ContentLimits) -> list[Problem]:
    """At most one problem: too deep, too much, or not JSON at all. Walks without recursion and stops at the limits."""
    return [] if _plainly_fine(raw, limits) else _find_problem(raw, limits)


def _plainly_fine(raw: object, limits: ContentLimits) -> bool:
    """Level by level, by exact type and without places: nearly everything is fine, and there may be millions of it.
    False where there is any doubt."""
    chars = values = depth = 0
    level: list[Any] = [raw]
    while level:
        below: list[Any] = []
        for value in level:
            kind = type(value)
            if kind is str:
                chars += len(value)
                if "\x00" in value or (not value.isascii() and _check_text(value, "")):
                    return False
            elif kind is dict or kind is list:
                if depth >= limits.depth:
                    return False
                if kind is dict:
                    for key in value:
                        if type(key) is not str or "\x00" in key or (not key.isascii() and _check_text(key, "")):
                            return False
                below.extend(value.values() if kind is dict else value)
            elif value is not None and kind is not bool and (kind not in (int, float) or _check_value(value, "")):
                return False
        values += len(level)
        if chars > limits.chars or values + len(below) > limits.values:
            return False
        level, depth = below, depth + 1
    return True


def _find_problem(raw: object, limits: ContentLimits) -> list[Problem]:
    chars = values = 0
    waiting: list[tuple[object, int, str]] = [(raw, 0, "")]
    while waiting:
        value, depth, path = waiting.pop()
        values += 1
        if isinstance(value, str):
            chars += len(value)
        if problem := _check_value(value, path):
            return [problem]
        if chars > limits.chars:
            return [Problem("", f"There are more than {limits.chars:,} characters in all.")]
        if isinstance(value, dict | list | tuple):
            if depth >= limits.depth:
                return [Problem(_shortened(path), f"This is nested more than {limits.depth} levels deep.")]
            if values + len(waiting) + len(value) > limits.values:
                return [Problem("", f"There are more than {limits.values:,} values in all.")]
            children, key_problem = _children(value, depth + 1, path)
            if key_problem:
                return [key_problem]
            waiting.extend(children)
    return []


def unpacked(raw: object, limits: ContentLimits) -> tuple[object, list[Problem]]:
    """JSON that came as text (a cell of a CSV file), unpacked and checked; anything else as it is."""
    if not isinstance(raw, str) or raw.lstrip()[:1] not in ("{", "["):
        return raw, []
    try:
        value = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeEncodeError):
        return raw, []
    except RecursionError:
        return raw, [Problem("", f"This is nested more than {limits.depth} levels deep.")]
    return value, check_json(value, limits)


def message_text(message: Mapping[str, Any]) -> str | None:
    """What a message says, as OpenAI, TRL (`role`, `content`) and ShareGPT (`from`, `value`) write it down; None where
    it is no message, or says something else than text."""
    if not isinstance(message.get("role", message.get("from")), str) or message.get("tool_calls"):
        return None
    content = next((message[key] for key in ("content", "value", "text") if key in message), None)
    if isinstance(content, list) and all(isinstance(part, Mapping) and part.get("type") == "text" for part in content):
        texts = [part.get("text") for part in content]
        content = "\n\n".join(texts) if texts and all(isinstance(text, str) for text in texts) else None
    return content if isinstance(content, str) else None


def _children(
    value: dict[Any, object] | list[object] | tuple[object, ...], depth: int, path: str
) -> tuple[list[tuple[object, int, str]], Problem | None]:
    if isinstance(value, dict):
        for key in value:
            if not isinstance(key, str) or _check_text(key, path):
                return [], Problem(path, "An object's keys must be clean text.")
        return [(child, depth, join(path, key)) for key, child in value.items()], None
    return [(child, depth, f"{path}[{index}]") for index, child in enumerate(value)], None


def _check_value(value: object, path: str) -> Problem | None:
    if value is None or isinstance(value, bool | dict | list | tuple):
        return None
    if isinstance(value, str):
        return _check_text(value, path)
    if isinstance(value, int):
        return None if -(2**63) <= value < 2**63 else Problem(path, "This whole number is too large (64 bits at most).")
    if isinstance(value, float):
        return None if isfinite(value) else Problem(path, "This number is not finite.")
    return Problem(path, f"A {type(value).__name__} is not JSON.")


def _check_text(text: str, path: str) -> Problem | None:
    if "\x00" in text:
        return Problem(path, "The text contains a NUL character.")
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            return Problem(path, "The text is broken Unicode: it contains half of a surrogate pair.")
    return None


def _shortened(path: str) -> str:
    return path if len(path) <= 80 else f"{path[:80]}…"


Placed = tuple[str, int | None, object]
"""Where an entry of a list stands, the number of the step whose candidate it is, and what it says."""


def placed(raw: Sequence[object]) -> tuple[list[Placed], list[Problem]]:
    """The entries of an `ordered` field one after the other, candidates of one step in a row.

    Without numbers where no step has several candidates. What is stored already comes with its numbers.
    """
    stored = any(_numbered(entry) for entry in raw)
    found: list[Placed] = []
    problems: list[Problem] = []
    last = 0
    for index, entry in enumerate(raw):
        candidates = [("", entry)] if stored else _candidates(entry)
        number = _number(entry) if stored else index + 1
        if not 1 <= len(candidates) <= MOST_CANDIDATES:
            problems.append(Problem(f"[{index}]", f"A step has 1 to {MOST_CANDIDATES} candidates."))
        elif number is None or number not in (max(last, 1), last + 1):
            problems.append(Problem(f"[{index}].place", "Steps are numbered from 1, the candidates of one in a row."))
        last = number or last
        found += [(f"[{index}]{path}", number, candidate) for path, candidate in candidates]
    times = Counter(number for _, number, _ in found)
    if max(times.values(), default=0) > MOST_CANDIDATES and not problems:
        problems.append(
            Problem("", f"Step {max(times, key=times.__getitem__)} has more than {MOST_CANDIDATES} candidates.")
        )
    if len(times) == len(found):
        found = [(path, None, entry) for path, _, entry in found]
    return found, problems


def _numbered(entry: object) -> bool:
    return isinstance(entry, Mapping) and "value" in entry and _number(entry) is not None


def _number(entry: object) -> int | None:
    place = entry.get("place") if isinstance(entry, Mapping) else None
    return place if isinstance(place, int) and not isinstance(place, bool) else None


def _candidates(entry: object) -> list[tuple[str, object]]:
    """What stands in the place of one step: itself, or all of a list, or the completions of a step of PRM800K with the
    one that was chosen, or was written by a person, first.
    """
    if isinstance(entry, list | tuple):
        return [(f"[{index}]", candidate) for index, candidate in enumerate(entry)]
    if not isinstance(entry, Mapping) or "chosen_completion" not in entry or "completions" not in entry:
        return [("", entry)]
    offered = entry["completions"] if isinstance(entry["completions"], list | tuple) else []
    found: list[tuple[str, object]] = [(f".completions[{index}]", each) for index, each in enumerate(offered)]
    chosen, written = entry["chosen_completion"], entry.get("human_completion")
    if written is not None and chosen is None:
        return [(".human_completion", written), *found]
    if isinstance(chosen, int) and 0 <= chosen < len(found):
        found.insert(0, found.pop(chosen))
    return found

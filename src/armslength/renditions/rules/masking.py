"""The redactor: well-known personal data in a text, masked in place by what it was.

A mask is as long as what it hides, so that offsets hold: `[EMAIL·······]`. Where a name has no room, it is blocks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any, Final

from armslength.renditions.rules import NAMES, without_origin

CLASSES: Final = ("EMAIL", "URL", "IBAN", "CARD", "IP", "PHONE", "WORD")
"""In this order: what is found first is not looked at again."""
_THEIRS: Final = frozenset({"json", "rows"})
"""Below these are the customer's own names: an `id` there may be anything."""
_BLOCK: Final = "█"
_FILL: Final = "·"

_EMAIL: Final = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@(?:[\w-]{1,63}\.)+[^\W\d_]{2,24}", re.UNICODE)
_URL: Final = re.compile(r"(?:https?|ftp)://[^\s<>\"'\]})]+|\bwww\.[^\s<>\"'\]})]+", re.IGNORECASE)
_DIGITS: Final = re.compile(r"(?<![\w-])(?<!\d\.)\d(?:[ -]?\d){12,18}(?![\w])")
_IBAN: Final = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?: ?[A-Za-z0-9]){11,30}(?![A-Za-z0-9])")
_IP4: Final = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.]*\w)")
_IP6: Final = re.compile(r"(?<![\w:])(?:[0-9a-fA-F]{0,4}:){2,7}[0-9a-fA-F]{0,4}(?![\w:])")
_PHONE: Final = re.compile(r"(?<![\w.,/-])(?:\+|00|\()?\d(?:[ ./()-]{0,2}\d){6,14}(?!\w|[ .-]\d)")
_DECIMALS: Final = re.compile(r"\(?(?=.*\.\d)(?:\d*\.\d*|\d)(?: +(?:\d*\.\d*|\d))*")
_YEARS: Final = re.compile(r"\(?(?:1\d|20)\d\d ?[-/] ?(?:1\d|20)\d\d")
_DATE: Final = re.compile(r"\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{2,4}")


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of a text that goes, and what it is."""

    start: int
    end: int
    kind: str


def mask(kind: str, length: int) -> str:
    """As long as what it hides."""
    if length >= len(kind) + 2:
        return f"[{kind}{_FILL * (length - len(kind) - 2)}]"
    return _BLOCK * length


def blank(text: str) -> str:
    """Nothing of it but its length and its lines."""
    return re.sub(r"[^\n]", _BLOCK, text)


def luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of a card's number."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0 and len(set(digits)) > 1


def mod97(iban: str) -> bool:
    """Whether the check digits of an account's number are right."""
    turned = iban[4:] + iban[:4]
    return int("".join(str(int(each, 36)) for each in turned)) % 97 == 1


Spans = Callable[[str], Iterable[tuple[int, int]]]
"""Where in a text something is: start, and before end."""


def _no_words(_: str) -> Iterable[tuple[int, int]]:
    return ()


class Redactor:
    """Masks classes of personal data, and the words that `words` finds."""

    def __init__(self, words: Spans = _no_words) -> None:
        self._finders: Mapping[str, Spans] = {
            "EMAIL": _all(_EMAIL), "URL": _urls, "CARD": _cards, "IBAN": _ibans, "IP": _addresses, "PHONE": _phones,
            "WORD": words,
        }  # fmt: skip

    def find(self, text: str) -> list[Found]:
        """Everything that goes, none of it twice, in the order of the text."""
        found: list[Found] = []
        for kind in CLASSES:
            for start, end in self._finders[kind](text):
                if all(end <= one.start or one.end <= start for one in found):
                    found.append(Found(start, end, kind))
        return sorted(found, key=lambda one: one.start)

    def text(self, text: str, counts: Counter[str]) -> str:
        """The text without it, as long as before."""
        parts, at = [], 0
        for one in self.find(text):
            parts += [text[at : one.start], mask(one.kind, one.end - one.start)]
            at = one.end
            counts[one.kind] += 1
        return "".join([*parts, text[at:]])


def _all(pattern: re.Pattern[str]) -> Spans:
    return lambda text: (found.span() for found in pattern.finditer(text))


def _urls(text: str) -> Iterator[tuple[int, int]]:
    for found in _URL.finditer(text):
        yield found.start(), found.start() + len(found.group().rstrip(".,;:!?"))


def _cards(text: str) -> Iterator[tuple[int, int]]:
    for found in _DIGITS.finditer(text):
        if luhn(re.sub(r"\D", "", found.group())):
            yield found.span()


def _ibans(text: str) -> Iterator[tuple[int, int]]:
    """The longest beginning of what looks like one that is one: words may follow without a mark between."""
    for found in _IBAN.finditer(text):
        said = found.group()
        for end in range(len(said), 14, -1):
            bare = said[:end].replace(" ", "")
            whole = end == len(said) or said[end] == " "
            if 15 <= len(bare) <= 34 and whole and said[end - 1] != " " and mod97(bare):
                yield found.start(), found.start() + end
                break


def _addresses(text: str) -> Iterator[tuple[int, int]]:
    for pattern in (_IP4, _IP6):
        for found in pattern.finditer(text):
            try:
                ip_address(found.group())
            except ValueError:
                continue
            if len(found.group()) > 2:
                yield found.span()


def _phones(text: str) -> Iterator[tuple[int, int]]:
    """Seven to fifteen digits, grouped or with a country's code: not a date, years, nor plain numbers."""
    for found in _PHONE.finditer(text):
        said = found.group()
        digits = re.sub(r"\D", "", said)
        grouped = len(re.split(r"\D+", said.strip("+("))) > 1
        if 7 <= len(digits) <= 15 and (said[0] in "+(" or said[0] == "0" or grouped) and not _plain(said):
            yield found.span()


def _plain(said: str) -> bool:
    return any(each.fullmatch(said) for each in (_DATE, _DECIMALS, _YEARS))


def redact(
    content: Mapping[str, Any], blanked: Collection[str], kept: Collection[str], redactor: Redactor
) -> tuple[dict[str, Any], dict[str, int]]:
    """Content with every text in it masked, but for what was said of its field; and how much was found, by class."""
    counts: Counter[str] = Counter()

    def each(value: Any, clear: bool, names: Collection[str] = NAMES) -> Any:
        if isinstance(value, str):
            counts["BLANKED"] += clear and bool(value)
            return blank(value) if clear else redactor.text(value, counts)
        if isinstance(value, Mapping):
            inside = names if value.keys().isdisjoint(_THEIRS) else ()
            return {key: part if key in names else each(part, clear, inside) for key, part in value.items()}
        return [each(part, clear, names) for part in value] if isinstance(value, list) else value

    bare = {name: without_origin(value) for name, value in content.items()}
    masked = {name: value if name in kept else each(value, name in blanked) for name, value in bare.items()}
    return masked, {name: n for name, n in sorted(counts.items()) if n}

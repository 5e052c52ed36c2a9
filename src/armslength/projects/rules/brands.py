"""Words that tell a vendor who its customer is, or what is secret, found in text however they are written.

A text is folded letter by letter to what a reader takes it for (case, width, accents, letters of other alphabets that
look the same, digits for letters), and what is no letter or digit is left out. There a word is looked for; where it
stands, the original says whether it is one: a whole word, with at most some punctuation between its letters.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from armslength.vendors.model import BrandSource

_ALIKE: Final = {
    "a": "\u0410\u0430\u0391\u03b1\u0251",
    "b": "\u0412\u0432\u0392\u03b2",
    "c": "\u0421\u0441",
    "d": "\u0501\u0111",
    "e": "\u0415\u0435\u0395\u03b5",
    "g": "\u0261",
    "h": "\u041d\u04bb\u043d\u0397\u0127",
    "i": "\u0406\u0457\u0456\u0399\u03b9\u0131\u0269",
    "j": "\u0408\u0458\u0237",
    "k": "\u041a\u043a\u039a\u03ba",
    "l": "\u04cf\u029f\u2113\u0142",
    "m": "\u041c\u043c\u039c",
    "n": "\u039d\u03bd",
    "o": "\u041e\u043e\u039f\u03bf\u00f8",
    "p": "\u0420\u0440\u03a1\u03c1",
    "q": "\u051a\u051b",
    "s": "\u0405\u0455\u03c2\u03c3",
    "t": "\u0422\u0442\u03a4\u03c4",
    "v": "\u0475",
    "w": "\u051c\u051d",
    "x": "\u0425\u0445\u03a7\u03c7",
    "y": "\u0423\u04ae\u0443\u04af\u03a5\u03c5",
    "z": "\u0396",
}
"""Letters of other alphabets, in capitals or small, by the Latin letter that they look like."""
_LOOKS_LIKE: Final = {other: letter for letter, others in _ALIKE.items() for other in others}
_DIGITS: Final = {"0": "o", "1": "l", "3": "e", "4": "a", "5": "s", "7": "t"}
"""Digits that are written for letters. `i` and `l` are folded to one, because 1 stands for both."""
_MOST_BETWEEN: Final = 3
"""So much punctuation may stand between two letters of one word, in `N-_-W` say."""
_LONG: Final = 6
"""From this length on `i` may stand for `l`: in shorter words that is another word."""
_AROUND: Final = 48
_UNSPACED: Final = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
"""Scripts that put no space between words."""
_FIRMS: Final = frozenset((
    "ab", "ag", "ai", "ac", "bv", "co", "company", "corp", "corporation", "gmbh", "group", "holding", "holdings",
    "inc", "incorporated", "lab", "labs", "limited", "llc", "llp", "ltd", "nv", "plc", "pte", "research", "sa",
    "sarl", "se", "spa", "srl", "systems", "technologies", "technology",
))  # fmt: skip
"""What stands at the end of a firm's name and is left out when one speaks of it."""


@dataclass(frozen=True, slots=True)
class Word:
    """Something not to be named. `proper`: only with a capital, because as a plain word it may mean anything."""

    text: str
    source: BrandSource
    proper: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A word in a text: `place` within it, and an excerpt in which it stands from `start` to `end`."""

    word: Word
    place: str
    excerpt: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Folded:
    """Letters and digits of a text, as folded and as they are, each with its place in the original."""

    skeleton: str
    plain: str
    at: list[int]


def mark(word: str) -> str:
    """What two ways to write one word have in common; empty when there is no letter or digit in it."""
    return _fold(word).skeleton


def names_of_firm(name: str, source: BrandSource) -> list[Word]:
    """A firm's name, and what it is called for short: `Northwind Labs, Inc.` is also `Northwind`."""
    tokens = name.split()
    while len(tokens) > 1 and re.sub(r"\W", "", tokens[-1]).lower() in _FIRMS:
        tokens.pop()
    short = " ".join(tokens).rstrip(" ,;.")
    words = [Word(name, source)]
    if short != name and len(mark(short)) > 2:
        words.append(Word(short, source, proper=True))
    return words


class Search:
    """Looks for words in texts."""

    def __init__(self, words: Iterable[Word]) -> None:
        self.sought = [(word, _fold(word.text)) for word in words]

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where words stand in the text: start, and before end."""
        folded = _fold(text)
        return sorted({(a, b + 1) for word, sought in self.sought for a, b in _places(word, sought, text, folded)})

    def find(self, text: str, place: str) -> list[Found]:
        """Every word in the text, in its order; of two that begin at one place the longer. `place` names the text;
        where that has lines, the line is added."""
        folded = _fold(text)
        hits: dict[int, tuple[int, Word]] = {}
        for word, sought in self.sought:
            for first, last in _places(word, sought, text, folded):
                if first not in hits or last > hits[first][0]:
                    hits[first] = (last, word)
        many = "\n" in text.strip()
        found = []
        for first, (last, word) in sorted(hits.items()):
            where = f"{place}, line {text.count(chr(10), 0, first) + 1}" if many else place
            found.append(Found(word, where, *_excerpt(text, first, last + 1)))
        return found


def texts(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Every text inside a JSON value with its path, without recursion: trees of strangers may be deep."""
    waiting: list[tuple[str, Any]] = [(path, value)]
    while waiting:
        where, each = waiting.pop()
        if isinstance(each, str):
            yield where, each
        elif isinstance(each, Mapping):
            waiting += [(f"{where}.{name}", inner) for name, inner in reversed(list(each.items()))]
        elif isinstance(each, list):
            waiting += [(f"{where}[{index}]", inner) for index, inner in reversed(list(enumerate(each)))]


def _places(word: Word, sought: _Folded, text: str, folded: _Folded) -> Iterator[tuple[int, int]]:
    """Where it stands in the original: first and last character."""
    breaks = {i for i in range(1, len(sought.at)) if sought.at[i] - sought.at[i - 1] > 1}
    size, at = len(sought.skeleton), -1
    while size and (at := folded.skeleton.find(sought.skeleton, at + 1)) >= 0:
        first, last = folded.at[at], folded.at[at + size - 1]
        if (
            _begins(text, first)
            and _ends(text, last)
            and _same(sought.plain, folded.plain[at : at + size])
            and _close(text, folded.at, at, size, breaks)
            and (not word.proper or not text[first].islower())
        ):
            yield first, last


def _same(sought: str, plain: str) -> bool:
    """Whether digits stand for letters only here and there, and `i` for `l` only in long words."""
    instead = 0
    for wanted, there in zip(sought, plain, strict=True):
        if wanted == there:
            continue
        if there in _DIGITS and not wanted.isdigit():
            instead += 1
        elif wanted.isdigit() or there.isdigit() or len(sought) < _LONG:
            return False
    return instead * 3 <= len(sought)


def _close(text: str, at: list[int], first: int, size: int, breaks: set[int]) -> bool:
    """Whether nothing but a little punctuation stands between its letters: spaces only where the word itself has a
    break, or between all of them."""
    gaps = [text[at[first + i - 1] + 1 : at[first + i]] for i in range(1, size)]
    seen = ["".join(c for c in gap if unicodedata.category(c)[0] not in "CM" or c.isspace()) for gap in gaps]
    if any(len(" ".join(f"_{gap}_".split())) > _MOST_BETWEEN + 2 for gap in seen):
        return False
    spaced = [i for i, gap in enumerate(seen, 1) if any(c.isspace() for c in gap)]
    return set(spaced) <= breaks or (size > 2 and len(spaced) == len(gaps))


def _begins(text: str, first: int) -> bool:
    """Whether a word begins here: nothing before it, or no letter, or a small letter before a capital."""
    before = _letter(text, range(first - 1, -1, -1))
    return not before.isalnum() or _apart(before, text[first])


def _ends(text: str, last: int) -> bool:
    after = _letter(text, range(last + 1, len(text)))
    return not after.isalnum() or _apart(text[last], after)


def _apart(left: str, right: str) -> bool:
    return (left.islower() and right.isupper()) or bool(_UNSPACED.match(left) or _UNSPACED.match(right))


def _letter(text: str, places: range) -> str:
    """The next character that can be seen."""
    for place in places:
        if unicodedata.category(text[place]) not in ("Cf", "Mn"):
            return text[place]
    return ""


@lru_cache(maxsize=1024)
def _letters(char: str) -> tuple[str, str]:
    """A character as folded and as it is, without case, width and accents; both empty when it is no letter or digit."""
    plain = ""
    for each in unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", _LOOKS_LIKE.get(char, char)).casefold()):
        seen = _LOOKS_LIKE.get(each, each)
        plain += seen if seen.isalnum() else ""
    skeleton = "".join(_DIGITS.get(each, each) for each in plain).replace("i", "l")
    return skeleton, plain


def _fold(text: str) -> _Folded:
    skeleton, plain, at = [], [], []
    for place, char in enumerate(text):
        folded, seen = _letters(char)
        skeleton.append(folded)
        plain.append(seen)
        at += [place] * len(folded)
    return _Folded("".join(skeleton), "".join(plain), at)


def _excerpt(text: str, first: int, end: int) -> tuple[str, int, int]:
    """The words around, on one line, and where in them it stands."""
    since, until = max(0, first - _AROUND), min(len(text), end + _AROUND)
    left = ("…" if since else "") + " ".join(text[since:first].split())
    left += " " if left and text[first - 1].isspace() else ""
    middle = " ".join(text[first:end].split())
    right = " ".join(text[end:until].split())
    right = (" " if right and text[end].isspace() else "") + right + ("…" if until < len(text) else "")
    return left + middle + right, len(left), len(left) + len(middle)

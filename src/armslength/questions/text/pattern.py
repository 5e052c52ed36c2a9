"""Patterns that a text must have: a small language of regular expressions whose cost is bounded for every text.

A pattern speaks of the whole text. It has literals, `.` (any character, line breaks too), `[...]`, `\\d \\w \\s` and
their opposites, `\\n \\t \\r`, groups, `|` and the repetitions `* + ? {n} {n,} {n,m}`; `^` first and `$` last say
nothing more. There are no references back and no looking around, so the text is read once, from left to right, with the
set of all places of the pattern where one may be (K. Thompson, Regular expression search algorithm, CACM 11(6), 1968).
Sets are bits of an integer. The characters fall into spans that all places agree on, found by bisection; what follows a
set is put together by bytes. So a character costs a step for each eight places, whatever ranges stand in the pattern.
web/src/questions/text/pattern.ts is the same; contracts/questions/text/checks.json holds cases for both.
"""

from __future__ import annotations

import random
import sys
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from operator import xor
from typing import Final

MOST_CHARS: Final = 500
MOST_PLACES: Final = 400
MOST_TEXT: Final = 20_000
MOST_WORK: Final = 4_000_000
"""Characters times places: a pattern of more than 200 places is compared with shorter texts."""
BLANKS: Final = "\t\n\v\f\r \u00a0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
"""White space, the same on all machines."""
_MOST_DEPTH: Final = 20
_MOST_STEPS: Final = 5_000
_MOST_SETS: Final = 1_000
_SPECIAL: Final = frozenset("*+?{|)")
_ESCAPED: Final = {"n": "\n", "t": "\t", "r": "\r"}
_SAMPLES: Final = "abcxyz ABC 0123456789 ,.!?-"


class BadPattern(Exception):
    """What is wrong with a pattern, as a sentence."""


Span = tuple[int, int]
"""Code points, both ends included."""
_LAST: Final = sys.maxunicode
_DIGITS: Final[list[Span]] = [(ord("0"), ord("9"))]
_SPACES: Final[list[Span]] = [(ord(blank), ord(blank)) for blank in BLANKS]


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for low, high in sorted(spans):
        if merged and low <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return merged


def _others(spans: Iterable[Span]) -> list[Span]:
    """What none of these holds."""
    others, at = [], 0
    for low, high in _merged(spans):
        if at < low:
            others.append((at, low - 1))
        at = high + 1
    return [*others, (at, _LAST)] if at <= _LAST else others


_OF_CLASS: Final = {"d": _DIGITS, "D": _others(_DIGITS), "s": _SPACES, "S": _others(_SPACES)}


def _is_word(char: str) -> bool:
    return char == "_" or char.isalnum()


@dataclass(frozen=True, slots=True)
class Chars:
    """Which characters may stand at a place: in one of the ranges, or of one of the classes (of "dwsDWS")."""

    ranges: tuple[Span, ...] = ()
    classes: str = ""
    negated: bool = False

    def spans(self, word: bool) -> list[Span]:
        """The code points that may stand there, of those that `\\w` means or of the others; apart and in order."""
        if ("w" if word else "W") in self.classes:
            inside: list[Span] = [(0, _LAST)]
        else:
            inside = _merged([*self.ranges, *(span for name in self.classes for span in _OF_CLASS.get(name, ()))])
        return _others(inside) if self.negated else inside


ANY: Final = Chars(negated=True)


@dataclass(frozen=True, slots=True)
class Node:
    """A part of a pattern: characters, one after the other, one of several, or one repeated `low` to `high` times."""

    kind: str
    chars: Chars = ANY
    parts: tuple[Node, ...] = ()
    low: int = 0
    high: int | None = None


def _itself(char: str) -> Chars:
    return Chars(((ord(char), ord(char)),))


class _Reader:
    """Reads a pattern from left to right."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.end = len(source)

    def read(self) -> Node:
        """The whole of it. Raises BadPattern."""
        if self.source.startswith("^"):
            self.at = 1
        before = self.source.removesuffix("$")
        escaped = (len(before) - len(before.rstrip("\\"))) % 2
        if before != self.source and not escaped:
            self.end -= 1
        node = self.alternatives(0)
        if self.at < self.end:
            raise BadPattern(f"There is a `)` too many at character {self.at + 1}.")
        return node

    def peek(self) -> str:
        return self.source[self.at] if self.at < self.end else ""

    def take(self) -> str:
        char = self.peek()
        self.at += 1
        return char

    def alternatives(self, depth: int) -> Node:
        if depth > _MOST_DEPTH:
            raise BadPattern(f"Groups stand {_MOST_DEPTH} deep at most.")
        ways = [self.sequence(depth)]
        while self.peek() == "|":
            self.at += 1
            ways.append(self.sequence(depth))
        return ways[0] if len(ways) == 1 else Node("either", parts=tuple(ways))

    def sequence(self, depth: int) -> Node:
        parts = []
        while self.peek() not in ("", "|", ")"):
            parts.append(self.repeated(depth))
        return Node("all", parts=tuple(parts))

    def repeated(self, depth: int) -> Node:
        node = self.one(depth)
        mark = self.peek()
        if mark == "" or mark not in "*+?{":
            return node
        self.at += 1
        low, high = {"*": (0, None), "+": (1, None), "?": (0, 1)}.get(mark) or self.bounds()
        if self.peek() and self.peek() in "*+?{":
            raise BadPattern(f"`{self.peek()}` at character {self.at + 1} repeats what is repeated already.")
        return Node("many", parts=(node,), low=low, high=high)

    def bounds(self) -> tuple[int, int | None]:
        closing = self.source.find("}", self.at, self.end)
        low, comma, high = self.source[self.at : closing].partition(",") if closing >= 0 else ("", "", "")
        numbers = [each for each in (low, high) if each]
        if not low or not all(each.isascii() and each.isdigit() and len(each) < 5 for each in numbers):
            raise BadPattern(
                f"Say how often at character {self.at}: {{3}}, {{3,}} or {{3,5}}; a brace itself is `\\{{`."
            )
        self.at = closing + 1
        least, most = int(low), int(high) if high else None if comma else int(low)
        if most is not None and most < least:
            raise BadPattern(f"{{{low},{high}}} is never met.")
        return least, most

    def one(self, depth: int) -> Node:
        char = self.take()
        if char == "(":
            return self.group(depth)
        if char == "[":
            return Node("char", self.set())
        if char == ".":
            return Node("char", ANY)
        if char == "\\":
            return Node("char", self.escape())
        if char in _SPECIAL or char in "^$":
            raise BadPattern(f"`{char}` at character {self.at} has nothing to stand on; as itself it is `\\{char}`.")
        return Node("char", _itself(char))

    def group(self, depth: int) -> Node:
        if self.peek() == "?":
            if self.source[self.at : self.at + 2] != "?:":
                raise BadPattern(f"`(?` at character {self.at} is not known here, except `(?:`.")
            self.at += 2
        node = self.alternatives(depth + 1)
        if self.take() != ")":
            raise BadPattern("A `(` is not closed.")
        return node

    def escape(self) -> Chars:
        char = self.take()
        if char == "":
            raise BadPattern("It ends with a `\\`.")
        if char in "dwsDWS":
            return Chars(classes=char)
        if char.isalnum() and char not in _ESCAPED:
            raise BadPattern(f"`\\{char}` at character {self.at - 1} is not known here.")
        return _itself(_ESCAPED.get(char, char))

    def set(self) -> Chars:
        negated = self.peek() == "^"
        self.at += negated
        ranges: list[Span] = []
        classes = ""
        while (char := self.take()) != "]":
            if char == "":
                raise BadPattern("A `[` is not closed.")
            one = self.escape() if char == "\\" else _itself(char)
            if self.peek() == "-" and self.source[self.at + 1 : self.at + 2] not in ("]", "") and one.ranges:
                one = self.up_to(one.ranges[0][0])
            ranges += one.ranges
            classes += one.classes
        if not ranges and not classes:
            raise BadPattern("`[]` holds nothing.")
        return Chars(tuple(ranges), classes, negated)

    def up_to(self, low: int) -> Chars:
        self.at += 1
        char = self.take()
        last = self.escape() if char == "\\" else _itself(char)
        if not last.ranges or last.ranges[0][0] < low:
            raise BadPattern(f"The range that ends at character {self.at} is empty.")
        return Chars(((low, last.ranges[0][0]),))


class Pattern:
    """A pattern ready to be compared. Place 0 is the end; a place has characters and what follows, or two ways.

    Raises BadPattern.
    """

    def __init__(self, source: str) -> None:
        self.root = _Reader(source).read()
        self.chars: list[Chars | None] = [None]
        self.ways: list[tuple[int, ...]] = [()]
        self.steps = 0
        start = self.place(self.root, 0)
        reached = self._reached()
        self._start = reached[start]
        self._after = [reached[ways[0]] if self.chars[at] else 0 for at, ways in enumerate(self.ways)]
        self._plain, self._words = self._table(word=False), self._table(word=True)

    @property
    def longest(self) -> int:
        """The most characters, blanks at both ends aside, that are compared with this pattern."""
        return min(MOST_TEXT, MOST_WORK // len(self.chars))

    def fits(self, text: str) -> bool:
        """Whether the whole text, blanks at both ends aside, has this form; not where it is longer than `longest`."""
        stripped = text.strip(BLANKS)
        if len(stripped) > self.longest:
            return False
        now, following = self._start, self._following()
        taken_by: dict[str, int] = {}
        followed: dict[int, int] = {}
        for char in stripped:
            takes = taken_by.get(char)
            if takes is None:
                takes = taken_by[char] = self._takes(char)
            taken = now & takes
            if not taken:
                return False
            known = followed.get(taken)
            if known is None:
                known = 0
                for after, byte in zip(following, taken.to_bytes(len(following), "little"), strict=True):
                    known |= after[byte]
                if len(followed) < _MOST_SETS:
                    followed[taken] = known
            now = known
        return bool(now & 1)

    def _takes(self, char: str) -> int:
        """The places where this character may stand."""
        edges, places = self._words if _is_word(char) else self._plain
        return places[bisect_right(edges, ord(char))]

    def _following(self) -> list[list[int]]:
        """For each eight places the places after each of their sets. Made anew for a text: it is large."""
        following = []
        for first in range(0, len(self._after), 8):
            row = [0]
            for after in (*self._after[first : first + 8], *[0] * 8)[:8]:
                row += [each | after for each in row]
            following.append(row)
        return following

    def _reached(self) -> list[int]:
        """From each place, the end and the places with characters that need no character to get to."""
        reached = [1 << at if at == 0 or chars else 0 for at, chars in enumerate(self.chars)]
        forks = [at for at, chars in enumerate(self.chars) if chars is None]
        changed = True
        while changed:
            changed = False
            for at in forks:
                now = reached[at]
                for way in self.ways[at]:
                    now |= reached[way]
                changed = changed or now != reached[at]
                reached[at] = now
        return reached

    def _table(self, word: bool) -> tuple[list[int], list[int]]:
        """Code points where it changes which places take a character, and these places before and from each on."""
        places: defaultdict[Chars, int] = defaultdict(int)
        for at, chars in enumerate(self.chars):
            if chars is not None:
                places[chars] |= 1 << at
        turns: defaultdict[int, int] = defaultdict(int)
        for chars, bits in places.items():
            for low, high in chars.spans(word):
                turns[low] ^= bits
                turns[high + 1] ^= bits
        edges = sorted(turns)
        return edges, list(accumulate((turns[edge] for edge in edges), xor, initial=0))

    def place(self, node: Node, then: int) -> int:
        """Adds a part before the place `then`; returns where it begins. Raises BadPattern."""
        self.steps += 1
        if self.steps > _MOST_STEPS:
            raise BadPattern("It is too large; repeat less often.")
        if node.kind == "char":
            return self._new(node.chars, (then,))
        if node.kind == "all":
            for part in reversed(node.parts):
                then = self.place(part, then)
            return then
        if node.kind == "either":
            return self._new(None, tuple(self.place(part, then) for part in node.parts))
        return self._repeated(node, then)

    def _repeated(self, node: Node, then: int) -> int:
        (part,) = node.parts
        begin = then
        if node.high is None:
            begin = self._new(None, ())
            self.ways[begin] = (self.place(part, begin), then)
        for _ in range((node.high or node.low) - node.low):
            begin = self._new(None, (self.place(part, begin), then))
        for _ in range(node.low):
            begin = self.place(part, begin)
        return begin

    def _new(self, chars: Chars | None, ways: tuple[int, ...]) -> int:
        if len(self.chars) > MOST_PLACES:
            raise BadPattern("It is too large; repeat less often.")
        self.chars.append(chars)
        self.ways.append(ways)
        return len(self.chars) - 1

    def sample(self, rng: random.Random) -> str:
        """A text of this form."""
        return _sample(self.root, rng)


@lru_cache(maxsize=64)
def read_pattern(source: str) -> Pattern:
    """The pattern that this means. Raises BadPattern."""
    return Pattern(source)


@lru_cache(maxsize=64)
def _choices(chars: Chars) -> list[str]:
    """Characters to write at a place in a text that is made up."""
    spans = {word: chars.spans(word) for word in (False, True)}
    wanted = [each for each in _SAMPLES if any(low <= ord(each) <= high for low, high in spans[_is_word(each)])]
    return wanted or [chr(low) for low, _ in chars.ranges] or ["\u03b1"]


def _sample(node: Node, rng: random.Random) -> str:
    if node.kind == "char":
        return rng.choice(_choices(node.chars))
    if node.kind == "all":
        return "".join(_sample(part, rng) for part in node.parts)
    if node.kind == "either":
        return _sample(rng.choice(node.parts), rng)
    most = node.low + 3 if node.high is None else node.high
    return "".join(_sample(node.parts[0], rng) for _ in range(rng.randint(node.low, most)))

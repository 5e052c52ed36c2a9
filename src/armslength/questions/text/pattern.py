"""Patterns that a text must have: a small language of regular expressions whose cost is bounded for every text.

A pattern speaks of the whole text. It has literals, `.` (any character, line breaks too), `[...]`, `\\d \\w \\s` and
their opposites, `\\n \\t \\r`, groups, `|` and the repetitions `* + ? {n} {n,} {n,m}`; `^` first and `$` last say
nothing more. There are no references back and no looking around, so the text is read once, from left to right, with the
set of all places of the pattern where one may be (K. Thompson, Regular expression search algorithm, CACM 11(6), 1968).
web/src/questions/text/pattern.ts is the same; contracts/questions/text/checks.json holds cases for both.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

MOST_CHARS: Final = 500
MOST_PLACES: Final = 400
MOST_TEXT: Final = 20_000
BLANKS: Final = "\t\n\v\f\r \u00a0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
"""White space, the same on all machines."""
_MOST_DEPTH: Final = 20
_MOST_STEPS: Final = 5_000
_MOST_SETS: Final = 500
_SPECIAL: Final = frozenset("*+?{|)")
_ESCAPED: Final = {"n": "\n", "t": "\t", "r": "\r"}
_SAMPLES: Final = "abcxyz ABC 0123456789 ,.!?-"


class BadPattern(Exception):
    """What is wrong with a pattern, as a sentence."""


@dataclass(frozen=True, slots=True)
class Chars:
    """Which characters may stand at a place: in one of the ranges, or of one of the classes (of "dwsDWS")."""

    ranges: tuple[tuple[str, str], ...] = ()
    classes: str = ""
    negated: bool = False

    def has(self, char: str) -> bool:
        """Whether this character may stand there."""
        inside = any(low <= char <= high for low, high in self.ranges) or any(
            _in_class(char, each) for each in self.classes
        )
        return inside != self.negated


def _in_class(char: str, name: str) -> bool:
    if name == "d" or name == "D":
        return ("0" <= char <= "9") == (name == "d")
    if name == "w" or name == "W":
        return (char == "_" or char.isalnum()) == (name == "w")
    return (char in BLANKS) == (name == "s")


ANY: Final = Chars(negated=True)


@dataclass(frozen=True, slots=True)
class Node:
    """A part of a pattern: characters, one after the other, one of several, or one repeated `low` to `high` times."""

    kind: str
    chars: Chars = ANY
    parts: tuple[Node, ...] = ()
    low: int = 0
    high: int | None = None


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
        if self.source.endswith("$") and not self.source.endswith("\\$"):
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
        return Node("char", Chars(((char, char),)))

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
        char = _ESCAPED.get(char, char)
        return Chars(((char, char),))

    def set(self) -> Chars:
        negated = self.peek() == "^"
        self.at += negated
        ranges: list[tuple[str, str]] = []
        classes = ""
        while (char := self.take()) != "]":
            if char == "":
                raise BadPattern("A `[` is not closed.")
            one = self.escape() if char == "\\" else Chars(((char, char),))
            if self.peek() == "-" and self.source[self.at + 1 : self.at + 2] not in ("]", "") and one.ranges:
                one = self.up_to(one.ranges[0][0])
            ranges += one.ranges
            classes += one.classes
        if not ranges and not classes:
            raise BadPattern("`[]` holds nothing.")
        return Chars(tuple(ranges), classes, negated)

    def up_to(self, low: str) -> Chars:
        self.at += 1
        char = self.take()
        last = self.escape() if char == "\\" else Chars(((char, char),))
        if not last.ranges or last.ranges[0][0] < low:
            raise BadPattern(f"The range that ends at character {self.at} is empty.")
        return Chars(((low, last.ranges[0][0]),))


@dataclass(slots=True)
class Pattern:
    """A pattern ready to be compared. Place 0 is the end; a place has characters and what follows, or two ways."""

    root: Node
    chars: list[Chars | None] = field(default_factory=lambda: [None])
    ways: list[tuple[int, ...]] = field(default_factory=lambda: [()])
    start: int = 0
    steps: int = 0
    _sets: dict[frozenset[int], dict[str, frozenset[int]]] = field(default_factory=dict)

    def fits(self, text: str) -> bool:
        """Whether the whole text, blanks at both ends aside, has this form. Linear in the text."""
        stripped = text.strip(BLANKS)
        if len(stripped) > MOST_TEXT:
            return False
        now = self._closed((self.start,))
        for char in stripped:
            known = self._sets.get(now)
            if known is None:
                if len(self._sets) > _MOST_SETS:
                    self._sets.clear()
                known = self._sets[now] = {}
            after = known.get(char)
            if after is None:
                after = self._closed([self.ways[at][0] for at in now if self._takes(at, char)])
                if len(known) < _MOST_SETS:
                    known[char] = after
            if not after:
                return False
            now = after
        return 0 in now

    def _takes(self, at: int, char: str) -> bool:
        chars = self.chars[at]
        return chars is not None and chars.has(char)

    def _closed(self, places: tuple[int, ...] | list[int]) -> frozenset[int]:
        found, waiting = set(), list(places)
        while waiting:
            at = waiting.pop()
            if at in found:
                continue
            found.add(at)
            if self.chars[at] is None:
                waiting += self.ways[at]
        return frozenset(at for at in found if at == 0 or self.chars[at] is not None)

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


@lru_cache(maxsize=256)
def read_pattern(source: str) -> Pattern:
    """The pattern that this means. Raises BadPattern."""
    pattern = Pattern(_Reader(source).read())
    pattern.start = pattern.place(pattern.root, 0)
    return pattern


def _sample(node: Node, rng: random.Random) -> str:
    if node.kind == "char":
        wanted = [char for char in _SAMPLES if node.chars.has(char)]
        return rng.choice(wanted or [low for low, _ in node.chars.ranges] or ["\u03b1"])
    if node.kind == "all":
        return "".join(_sample(part, rng) for part in node.parts)
    if node.kind == "either":
        return _sample(rng.choice(node.parts), rng)
    most = node.low + 3 if node.high is None else node.high
    return "".join(_sample(node.parts[0], rng) for _ in range(rng.randint(node.low, most)))

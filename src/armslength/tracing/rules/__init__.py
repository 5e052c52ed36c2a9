"""Whether a text was copied from another: runs of words that both have in the same order, and how probable that is.

Nothing here knows of vendors: what is decided is only whether agreement can be an accident.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from math import log10
from typing import Any, Final

RUN: Final = 5
"""Words in a row from which on agreement is looked at."""
LEAST_WORDS: Final = 20
"""Words that one text of a canary must have: with fewer hardly a whole copy is told from an accident."""
CONVINCING: Final = 1e-6
"""Below this chance a match counts against a vendor."""
SHOWN: Final = 1e-2
"""Above this chance agreement is not shown at all."""

# Of independently written texts, how often four words in a row agree at a given pair of places, and how often a run
# that has come so far goes on by one word. Measured on dialogues and word problems: 3e-6 to 8e-6, and 0.16 to 0.54 up
# to nine words (docs/tracing.md). Longer runs are quotations, which invented text is not.
_BEGINS: Final = 1e-5
_GOES_ON: Final = 0.55
_BEGINNING: Final = 4

Gram = tuple[str, ...]
"""Five words in a row."""

_WORD: Final = re.compile(r"\w+")
_ESCAPED: Final = re.compile(r"\\(?:u([0-9a-fA-F]{4})|([nrtbf])|(.))")
_CROWDED: Final = 64
"""Places of one run of five words that are tried; a text that repeats itself more often is no better evidence."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text in a form that survives reformatting, and where each stands in `text`."""

    text: str
    words: list[str]
    spans: list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Run:
    """Words that agree: `length` of them, from place `at` of the suspect's words on; `own` of them are this canary's
    alone, the others are in wording that something else has too."""

    at: int
    length: int
    own: int


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much of a canary stands in the suspect text. `of`: words of the canary."""

    runs: list[Run]
    of: int

    @property
    def words(self) -> int:
        """Words that agree, in runs."""
        return sum(run.length for run in self.runs)

    @property
    def whole(self) -> bool:
        """Whether one run is the whole of it."""
        return any(run.length == self.of for run in self.runs)


def words(text: str) -> Words:
    """The words of a text, whatever its case, punctuation, spacing and kind of file. Text out of JSON is unescaped."""
    plain = unicodedata.normalize("NFKC", _ESCAPED.sub(_unescaped, text) if "\\" in text else text)
    found = list(_WORD.finditer(plain))
    return Words(plain, [each[0].casefold() for each in found], [each.span() for each in found])


def _unescaped(found: re.Match[str]) -> str:
    code, blank, other = found.groups()
    return chr(int(code, 16)) if code else " " if blank else other


def texts(content: Any, least: int = LEAST_WORDS) -> Iterator[str]:
    """Every text in an item's content that is long enough to be recognised; never its ids and names of files."""
    if isinstance(content, str):
        if len(words(content).words) >= least:
            yield content
    elif isinstance(content, Mapping):
        for name, value in content.items():
            if name not in ("media", "source", "id"):
                yield from texts(value, least)
    elif isinstance(content, list):
        for value in content:
            yield from texts(value, least)


def grams(said: Sequence[str]) -> set[Gram]:
    """Every run of the least length that is looked at."""
    return {tuple(said[at : at + RUN]) for at in range(len(said) - RUN + 1)}


def shared(each: Iterable[set[Gram]]) -> set[Gram]:
    """Wording that more than one of them has: it says of none that it was copied from there."""
    seen, twice = set[Gram](), set[Gram]()
    for found in each:
        twice |= seen & found
        seen |= found
    return twice


def summary(content: Any, chars: int = 160) -> str:
    """The first words by which it would be recognised, on one line."""
    text = " ".join(next(texts(content), "").split())
    return text if len(text) <= chars else f"{text[: chars - 1].rstrip()}…"


class Suspect:
    """A text that many canaries are compared with."""

    def __init__(self, text: str) -> None:
        self.read = words(text)
        self._places: dict[tuple[str, ...], list[int]] = defaultdict(list)
        said = self.read.words
        for at in range(len(said) - RUN + 1):
            places = self._places[tuple(said[at : at + RUN])]
            if len(places) < _CROWDED:
                places.append(at)

    def likeness(self, canary: Sequence[str], common: Set[Gram] = frozenset()) -> Likeness:
        """The longest runs of a canary's words, from left to right, each word counted once. `common`: wording that
        proves nothing."""
        own = [True] * len(canary)
        for at in range(len(canary) - RUN + 1):
            if tuple(canary[at : at + RUN]) in common:
                own[at : at + RUN] = [False] * RUN
        runs, at = [], 0
        while at <= len(canary) - RUN:
            place, length = self._longest(canary, at)
            if length:
                runs.append(Run(place, length, sum(own[at : at + length])))
            at += length or 1
        return Likeness(runs, len(canary))

    def _longest(self, canary: Sequence[str], at: int) -> tuple[int, int]:
        """Where the longest run from a place of the canary stands, and how long it is; 0 where there is none."""
        said, best = self.read.words, (0, 0)
        for place in self._places.get(tuple(canary[at : at + RUN]), ()):
            length = RUN
            while (
                at + length < len(canary) and place + length < len(said)
                and canary[at + length] == said[place + length]
            ):  # fmt: skip
                length += 1
            if length > best[1]:
                best = place, length
        return best

    def chance(self, found: Likeness, compared: int) -> float:
        """At most how probable so much agreement is in a text that was written independently of all the canaries that
        it was `compared` with: any place may begin a run, and each word beyond the beginning must follow by accident.

        Only the first run pays for where it stands: others are the likelier once one is there.
        """
        further = sum(max(0, run.own - _BEGINNING) for run in found.runs)
        if not further:
            return 1.0
        places = max(1, len(self.read.words)) * max(1, found.of) * max(1, compared)
        return float(min(1.0, 10 ** max(-300.0, log10(places * _BEGINS) + further * log10(_GOES_ON))))

    def passage(self, run: Run, most: int = 300) -> tuple[str, int]:
        """The suspect's own characters of a run, and where they begin."""
        begin, end = self.read.spans[run.at][0], self.read.spans[run.at + run.length - 1][1]
        text = self.read.text[begin:end]
        return (text if len(text) <= most else f"{text[: most - 1]}…"), begin

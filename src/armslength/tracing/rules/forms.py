"""Two forms of a text: by which words each is recognised, and whether a leak's forms are one vendor's by accident.

Nothing here knows of keys: which form somebody was given is a fact of the log.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import comb, log2
from typing import Any, Final

from armslength.tracing.rules import words

MARK: Final = 6
"""Words in a row by which a form is recognised, where they are in one form of a text and not in the other."""
MOST_MARKS: Final = 8
"""Of one form of one text that are kept: it is recognised while one of them survives."""
ERROR: Final = 0.05
"""How often a form is read wrongly because who leaked it changed the words, as the likelihood allows for."""
_FURTHER: Final = 500

Mark = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Marks:
    """By what each of two forms is recognised. `places`: stretches of words in which they differ."""

    forms: tuple[list[Mark], list[Mark]]
    places: int

    @property
    def readable(self) -> bool:
        """Whether either form would be recognised."""
        return all(self.forms)


def marks(original: str, other: str) -> Marks:
    """What tells two texts apart, in the form that survives reformatting; nothing where that leaves no difference."""
    said = [words(original).words, words(other).words]
    runs = [list(in_a_row(each)) for each in said]
    known = [set(each) for each in runs]
    found = [_own(runs[form], known[1 - form]) for form in (0, 1)]
    return Marks((found[0][0], found[1][0]), max(found[0][1], found[1][1]))


def in_a_row(said: Sequence[str]) -> Iterator[Mark]:
    """Every run of the length by which forms are recognised."""
    return (tuple(said[at : at + MARK]) for at in range(len(said) - MARK + 1))


def _own(runs: Sequence[Mark], theirs: set[Mark]) -> tuple[list[Mark], int]:
    """Two runs of every place in which this form differs, one with what comes before and one with what comes after;
    of many places some, evenly. And how many places there are."""
    places, begin = list[tuple[int, int]](), None
    for at, run in enumerate([*runs, None]):
        own = run is not None and run not in theirs
        if own and begin is None:
            begin = at
        elif not own and begin is not None:
            places.append((begin, at - 1))
            begin = None
    step = max(1, -(-2 * len(places) // MOST_MARKS))
    chosen = [at for first, last in places[::step] for at in (first + (last - first) // 4, last - (last - first) // 4)]
    return [runs[at] for at in dict.fromkeys(chosen)][:MOST_MARKS], len(places)


def pairs(original: Any, other: Any) -> list[tuple[str, str]]:
    """The texts of a stored field and of its other form, side by side: one, or one for each response."""
    if isinstance(original, str):
        return [(original, other)]
    return [(one["value"], two["value"]) for one, two in zip(original, other, strict=True)]


def with_texts(original: Any, texts: str | Sequence[str]) -> Any:
    """The stored field with other texts in it; None where there are not as many."""
    if isinstance(original, str):
        return texts if isinstance(texts, str) else None
    if not isinstance(original, list) or isinstance(texts, str) or len(texts) != len(original):
        return None
    return [{**response, "value": text} for response, text in zip(original, texts, strict=True)]


def difference(original: str, other: str, around: int = 40) -> tuple[str, str]:
    """Where two texts first differ and what stands around it, each on one line."""
    begin = next((at for at, (one, two) in enumerate(zip(original, other, strict=False)) if one != two), 0)
    begin = begin or min(len(original), len(other)) * (original[:1] == other[:1])
    return _around(original, begin, around), _around(other, begin, around)


def _around(text: str, at: int, around: int) -> str:
    begin, end = max(0, at - around), at + around
    if begin:  # from the beginning of a word on
        begin = text.find(" ", begin, at) + 1 or begin
    if end < len(text):
        end = text.rfind(" ", at, end) + 1 or end
    cut = " ".join(text[begin:end].split())
    return f"{'…' if begin else ''}{cut}{'…' if end < len(text) else ''}"


def by_accident(read: int, agree: int, vendors: int) -> float:
    """At most how probable it is that of `vendors` who leaked nothing, one was given the form that was found of so many
    of the items that were read, or of more: what each is given is an even draw that the text knows nothing of."""
    if not read:
        return 1.0
    ways, total = comb(read, agree), 0
    for at in range(agree, read + 1):
        total += ways
        ways = ways * (read - at) // (at + 1)
    return float(min(1.0, max(1, vendors) * (total / (1 << read))))


def in_favour(read: int, agree: int) -> float:
    """How many bits speak for it that what was found is what this vendor was given, rather than anything."""
    return agree * log2(2 * (1 - ERROR)) + (read - agree) * log2(2 * ERROR)


def wanting(read: int, agree: int, vendors: int, convincing: float) -> int | None:
    """How many more readable items it takes at least, all of which agree, to name a vendor; None: hardly ever.

    Each that agrees makes an accident less probable, so the least is found by halves.
    """
    least = bisect_left(
        range(_FURTHER), True, key=lambda more: by_accident(read + more, agree + more, vendors) < convincing
    )
    return least if least < _FURTHER else None

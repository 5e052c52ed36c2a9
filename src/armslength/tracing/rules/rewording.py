"""A second form of a text by small changes that keep its meaning and survive copying: other words, never other signs.

Only words standing free in prose are changed: code, formulas, addresses, quotations and what is all in capitals stay as
they are. What goes one way only would be wrong in places the other way round ("Why don't you" has no "do not").
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Final

from armslength.tracing.model import Rewording

MOST_PLACES: Final = 6
"""Places of one text that are changed: enough that some survive, few enough that it stays the same text."""

_NOT: Final = (
    "do", "does", "did", "is", "are", "was", "were", "has", "have", "had", "would", "could", "should", "must", "need",
)  # fmt: skip
_ONE_WAY: Final[Mapping[Rewording, Mapping[str, str]]] = {
    "contractions": {f"{verb} not": f"{verb}n't" for verb in _NOT}
    | {"cannot": "can't", "can not": "can't", "will not": "won't"},
    "numbers": {"ten": "10", "eleven": "11", "twelve": "12", "fifteen": "15", "twenty": "20", "thirty": "30"},
}
_BOTH_WAYS: Final[Mapping[Rewording, Mapping[str, str]]] = {
    "phrases": {
        "for example": "for instance", "anyone": "anybody", "everyone": "everybody", "someone": "somebody",
        "perhaps": "maybe", "toward": "towards", "afterward": "afterwards",
        "as though": "as if", "percent": "per cent",
    },
    "spelling": {
        "color": "colour", "colors": "colours", "favorite": "favourite", "center": "centre", "behavior": "behaviour",
        "neighbor": "neighbour", "neighbors": "neighbours", "flavor": "flavour", "humor": "humour", "honor": "honour",
        "gray": "grey", "organize": "organise", "organized": "organised", "organization": "organisation",
        "realize": "realise", "realized": "realised", "recognize": "recognise", "analyze": "analyse",
        "apologize": "apologise", "summarize": "summarise", "traveled": "travelled", "traveling": "travelling",
        "canceled": "cancelled", "labeled": "labelled", "defense": "defence", "theater": "theatre",
        "catalog": "catalogue", "skeptical": "sceptical",
    },
}  # fmt: skip

_LOWER_ONLY: Final = frozenset(_ONE_WAY["numbers"]) | frozenset(
    each for pair in _BOTH_WAYS["spelling"].items() for each in pair
)
"""With a capital they may be part of a name."""

_LEAVE: Final = re.compile(
    r"```.*?(?:```|\Z)|`[^`\n]+`|\$\$.*?\$\$|\$[^$\n]+\$|\\\[.*?\\\]|\\\(.*?\\\)"
    r"|\S+://\S+|\"[^\"\n]{1,400}\"|“[^”\n]{1,400}”|«[^»\n]{1,400}»|<[^<>\n]+>",
    re.DOTALL,
)


def reworded(text: str, kinds: Collection[Rewording]) -> str:
    """The other form; the same text where nothing in it can be said otherwise.

    All places of one word are changed or none, so that a text is not spelled in two ways.
    """
    table = _table(kinds)
    if not table:
        return text
    found = list(_places(text, table))
    said = [_key(each[0]) for each in found]
    kept, places = set[str](), 0
    for word in dict.fromkeys(said):
        if not kept or places + said.count(word) <= MOST_PLACES:
            kept.add(word)
            places += said.count(word)
    pieces, at = [], 0
    for each, word in zip(found, said, strict=True):
        if word in kept:
            pieces += [text[at : each.start()], _like(each[0], table[word])]
            at = each.end()
    return "".join([*pieces, text[at:]])


def _table(kinds: Collection[Rewording]) -> dict[str, str]:
    table: dict[str, str] = {}
    for kind in kinds:
        table |= _ONE_WAY.get(kind, {})
        both = _BOTH_WAYS.get(kind, {})
        table |= both
        table |= {two: one for one, two in both.items()}
    return table


def _places(text: str, table: Mapping[str, str]) -> Iterator[re.Match[str]]:
    """Where words of the table stand free in prose, in lower case or, unless they may be a name, with one capital."""
    said = sorted(table, key=len, reverse=True)
    words = re.compile(
        r"(?<![\w./_#@\\'’-])(?:" + "|".join(each.replace(" ", r"[ ]") for each in said) + r")(?![\w/_@='’-]|\.\w)",
        re.IGNORECASE,
    )
    left = [each.span() for each in _LEAVE.finditer(text)]
    at = 0
    for found in words.finditer(text):
        while at < len(left) and left[at][1] <= found.start():
            at += 1
        inside = at < len(left) and left[at][0] < found.end()
        as_written = found[0].islower() or (found[0][1:].islower() and _key(found[0]) not in _LOWER_ONLY)
        if not inside and as_written:
            yield found


def _key(said: str) -> str:
    return said.casefold()


def _like(said: str, other: str) -> str:
    return other[0].upper() + other[1:] if said[0].isupper() else other

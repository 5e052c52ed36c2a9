"""Signs in what one person writes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable

from armslength_quality.detection.flags import Flag, Sign, flag
from armslength_quality.detection.pairs import shingles
from armslength_quality.detection.people import marked_often
from armslength_quality.truth.texts import Texts

Pieces = frozenset[tuple[str, ...]]
"""Five-word pieces."""

_FEWEST_WORDS = 12
_FEWEST_PIECES = 4
_SPOKEN_BY = 3
"""A piece that so many people write is what the task puts into everybody's mouth."""
_REMEMBERED = 20
"""Texts of one person that are remembered for each piece: more of the same tell nothing more."""


def text_pieces(texts: Iterable[str]) -> Pieces:
    """What stands in texts, for `taken_share`."""
    return frozenset(piece for text in texts for piece in shingles(text.split()))


def taken_share(text: str, source: Pieces) -> float | None:
    """The share of a text's five-word pieces that stand in its source; None under twelve words, which may be chance.

    Of answers to items: count those of each person with a large share, and let `marked_often` say whether that is more
    than others have. Who quotes a sentence to speak of it has a small one.

    >>> source = text_pieces(["The quick brown fox jumps over the lazy dog while the cat sleeps in the sun."])
    >>> taken_share("the quick brown fox jumps over the lazy dog while the cat sleeps", source)
    1.0
    """
    words = text.split()
    if len(words) < _FEWEST_WORDS:
        return None
    pieces = list(shingles(words))
    return sum(piece in source for piece in pieces) / len(pieces)


def repeated_texts(answers: Texts, *, share: float = 0.6, least: float = 0.1, rate: float = 0.01) -> list[Flag]:
    """People who give nearly the same text for many different items, far oftener than others do.

    Formula: a text repeats if it shares at least `share` of its five-word pieces (Jaccard's index) with a text of the
    same person for another item; then `marked_often`, with the same `least` and `rate`. Texts under twelve words are
    left out. Pieces that three people write do not count; a text that has hardly any others repeats nothing.

    A flag is about the person and then the items of up to twenty of the texts. Items that ask the same thing twice are
    answered alike by honest people.
    """
    written = [(each, frozenset(shingles(answers.cut(each.text)))) for each in answers.rows]
    written = [(each, pieces) for each, pieces in written if len(answers.cut(each.text)) >= _FEWEST_WORDS]
    people: dict[tuple[str, ...], set[Hashable]] = defaultdict(set)
    for each, pieces in written:
        for piece in pieces:
            people[piece].add(each.annotator)
    own: dict[Hashable, list[tuple[Hashable, frozenset[tuple[str, ...]]]]] = defaultdict(list)
    for each, pieces in written:
        kept = frozenset(piece for piece in pieces if len(people[piece]) < _SPOKEN_BY)
        own[each.annotator].append((each.item, kept if len(kept) >= _FEWEST_PIECES else frozenset()))
    repeats = {person: _repeats([pieces for _, pieces in texts], share) for person, texts in own.items()}
    counts = {person: (len(repeats[person]), len(texts)) for person, texts in own.items()}
    found = marked_often(counts, sign=Sign.REPEATED_TEXT, least=least, rate=rate)
    return [
        flag(each.sign, (each.about[0], *_items(own[each.about[0]], repeats[each.about[0]])), each.p, **each.evidence)
        for each in found
    ]


def _items(
    texts: list[tuple[Hashable, frozenset[tuple[str, ...]]]], places: set[int]
) -> list[Hashable]:  # fmt: skip
    return list(dict.fromkeys(texts[place][0] for place in sorted(places)))[:_REMEMBERED]


def _repeats(texts: list[frozenset[tuple[str, ...]]], share: float) -> set[int]:
    """Which of one person's texts share so much with another of theirs."""
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    found: set[int] = set()
    for place, pieces in enumerate(texts):
        common = Counter(other for piece in pieces for other in holders[piece])
        for other, both in common.items():
            if both >= share * len(pieces | texts[other]):
                found |= {place, other}
        for piece in pieces:
            if len(holders[piece]) < _REMEMBERED:
                holders[piece].append(place)
    return found

"""Texts that say the same in nearly the same words."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Final, NamedTuple

import numpy as np

import armslength_quality as quality
from armslength.truth.rules.reading import Asked

LEAST: Final = 0.8
"""Of the words of two texts that say the same so many are the same, in their order; docs/quality.md has the table."""
SHORTEST: Final = 8
"""Of fewer words each may be the whole answer (a number, a name, "no"): such texts say the same if they are equal."""
_NUMBER: Final = re.compile(r"-?(?:\d+(?:\.\d*)?|\.\d+)(?:/\d+)?", re.ASCII)
_LONGEST_NUMBERS: Final = 200
_MOST_WORDS: Final = 4_000
"""Longer texts say the same where they are equal: who waits for a page shall not wait for a comparison."""


_TURNS: Final = frozenset({
    "no", "not", "never", "none", "nobody", "nothing", "nor", "neither", "without", "cannot",  # English
    "nicht", "kein", "keine", "keinen", "keiner", "keinem", "keines", "nie", "niemals", "nein", "ohne",  # German
    "ne", "non", "pas", "jamais", "rien", "sans",  # French
    "nunca", "nada", "sin", "ningún", "ninguna",  # Spanish
    "não", "nem", "sem", "nenhum", "nenhuma",  # Portuguese
    "mai", "senza", "niente", "nessuno",  # Italian
    "niet", "geen", "nooit", "zonder",  # Dutch
})  # fmt: skip
"""Words one of which turns what a text says into its opposite."""


class Group(NamedTuple):
    """Answers that say the same. `middle`: the one nearest to all of them."""

    size: int
    middle: Any


def groups(question: Asked, values: Sequence[Any], least: float = LEAST) -> list[Group]:
    """The answers by what they say, the largest group first; every text is in one. Groups as large are in no order that
    means anything."""
    read = question.measure.text
    assert read is not None
    order = sorted(values, key=read)
    texts = [read(value) for value in order]
    distinct = list(dict.fromkeys(texts))
    likeness = _likeness(distinct)
    place = {text: number for number, text in enumerate(distinct)}
    codes = [place[text] for text in texts]
    alike = likeness[codes][:, codes]
    found = []
    for group in quality.joined(alike, range(len(order)), least):
        members = sorted(group)
        near = alike[members][:, members].sum(axis=1)
        found.append(Group(len(members), order[members[int(near.argmax())]]))
    return sorted(found, key=lambda each: -each.size)


def _likeness(texts: Sequence[str]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """(n, n) how alike texts are, from 0 to 1; 0 where one says what another cannot mean."""
    plain = [_plain(text) for text in texts]
    meant = [_numbers(text) or text for text in plain]
    compared = [SHORTEST <= len(text.split()) <= _MOST_WORDS for text in texts]
    found = quality.text_likeness([text if may else "" for text, may in zip(texts, compared, strict=True)])
    weighty = [_weighty(text) if may else None for text, may in zip(plain, compared, strict=True)]
    for one in range(len(texts)):
        for other in range(one):
            if not (compared[one] and compared[other]):
                found[one, other] = found[other, one] = float(meant[one] == meant[other])
            elif weighty[one] != weighty[other]:
                found[one, other] = found[other, one] = 0.0
    return found


def _plain(text: str) -> str:
    """Without regard to case, blanks and a full stop at the end."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split()).rstrip(".")


def _numbers(plain: str) -> tuple[Fraction, ...] | None:
    """What a text of numbers alone says, however they are written: 18.0 is 18, and 2/4 a half."""
    told = [each.strip().removeprefix("+") for each in plain.strip("$ ").split(",")]
    if len(plain) > _LONGEST_NUMBERS or not all(map(_NUMBER.fullmatch, told)):
        return None
    parts = [each.split("/") for each in told]
    if any(len(each) == 2 and not Fraction(each[1]) for each in parts):
        return None
    return tuple(Fraction(each[0]) / Fraction(each[1] if len(each) == 2 else 1) for each in parts)


def _weighty(plain: str) -> Counter[str]:
    """The words that no other can stand for: figures with their signs and units, and what turns the sense."""
    words = (word.strip(",;:.?\"'()[]«»“”„‘’") for word in plain.split())
    return Counter(
        word for word in words
        if any(each.isdigit() for each in word) or word in _TURNS or word.endswith(("n't", "n’t"))
    )  # fmt: skip

"""How alike a handful of texts are, without waiting for a compiler."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Literal

import numpy as np

from armslength_quality.answers import Floats

Unit = Literal["word", "character"]


def compared(word: str) -> str:
    """What a word is compared by: its letters and digits; itself where it has none."""
    plain = unicodedata.normalize("NFKC", word).casefold()
    ends = [place for place, each in enumerate(plain) if each.isalnum() or unicodedata.category(each)[0] == "M"]
    return plain[ends[0] : ends[-1] + 1] if ends else plain


def cut(text: str, unit: Unit) -> list[str]:
    """The words of a text as they stand, or its characters."""
    return text.split() if unit == "word" else [each for each in text if not each.isspace()]


def text_likeness(texts: Sequence[str], *, unit: Unit = "word") -> Floats:
    """(n, n) how alike texts are: 1 less their edit distance over the length of the longer, from 0 to 1.

    Counted in words, or in characters where a script has no spaces between words; compared without regard to case, to
    the form of characters (NFKC) and to punctuation at their ends. Two empty texts are alike.

    For the texts of one item: nothing is compiled. Cost: the square of `texts`; per pair the words of one, times those
    of the other over the bits of a machine word.

    >>> text_likeness(["The cat sat.", "the cat sat", "a dog ran off"]).round(2).tolist()
    [[1.0, 1.0, 0.0], [1.0, 1.0, 0.0], [0.0, 0.0, 1.0]]

    Reference: G. Myers, "A fast bit-vector algorithm for approximate string matching based on dynamic programming",
    Journal of the ACM 46 (1999), as H. Hyyro put it for the distance of whole strings (2003).
    """
    words = [[compared(word) for word in cut(text, unit)] for text in texts]
    found: Floats = np.eye(len(words))
    for one in range(len(words)):
        for other in range(one):
            longer = max(1, len(words[one]), len(words[other]))
            found[one, other] = found[other, one] = 1.0 - _edits(words[one], words[other]) / longer
    return found


def _edits(one: Sequence[str], other: Sequence[str]) -> int:
    """Fewest words to insert, delete or replace. Bit i of a number stands for the i-th word of `one`."""
    if not one or not other:
        return max(len(one), len(other))
    where: dict[str, int] = {}
    for place, word in enumerate(one):
        where[word] = where.get(word, 0) | 1 << place
    every, last = (1 << len(one)) - 1, 1 << len(one) - 1
    up, down, edits = every, 0, len(one)
    for word in other:
        same = where.get(word, 0)
        level = ((same & up) + up ^ up) | same | down
        rises, falls = down | every & ~(level | up), up & level
        edits += (rises & last > 0) - (falls & last > 0)
        rises, falls = rises << 1 & every | 1, falls << 1 & every
        up, down = falls | every & ~(level | rises), rises & level
    return edits

"""Texts that say the same in nearly the same words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import armslength_quality as quality
from armslength.truth.rules.reading import Asked

LEAST: Final = 0.8
"""Of the words of two texts that say the same so many are the same, in their order; docs/quality.md has the table."""
_MOST_WORDS: Final = 4_000
"""Longer texts say the same where they are equal: who waits for a page shall not wait for a comparison."""


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
    likeness = quality.text_likeness([text if len(text.split()) <= _MOST_WORDS else "" for text in distinct])
    place = {text: number for number, text in enumerate(distinct)}
    for text, number in place.items():
        if len(text.split()) > _MOST_WORDS:
            likeness[number] = likeness[:, number] = 0.0
            likeness[number, number] = 1.0
    codes = [place[text] for text in texts]
    alike = likeness[codes][:, codes]
    found = []
    for group in quality.joined(alike, range(len(order)), least):
        members = sorted(group)
        near = alike[members][:, members].sum(axis=1)
        found.append(Group(len(members), order[members[int(near.argmax())]]))
    return sorted(found, key=lambda each: -each.size)

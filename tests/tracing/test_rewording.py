"""Second forms that are made: other words of the same meaning, in prose only."""

from __future__ import annotations

import pytest

from armslength.tracing.rules import forms, words
from armslength.tracing.rules.rewording import MOST_PLACES, reworded

ALL = ("contractions", "phrases", "spelling", "numbers")


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("We do not know; it cannot be.", "We don't know; it can't be."),
        ("For example, everyone came. Perhaps.", "For instance, everybody came. Maybe."),
        ("Its colour and the neighbor's favourite.", "Its color and the neighbor's favorite."),
        ("They waited ten days, or ten-fold.", "They waited 10 days, or ten-fold."),
    ],
)
def test_words_are_exchanged_for_their_equals(text: str, other: str) -> None:
    assert reworded(text, ALL) == other


@pytest.mark.parametrize(
    "text",
    [
        "Why don't you?", "He said “do not move” and left.", 'The sign says "do not enter".',
        "`do not` and ```\nis not\n```",
        "$x is not y$ and \\(a is not b\\)", "https://color.example/grey?is=not", "body { color: red } is <b color>",
        "It is NOT. DO NOT.", "The Kennedy Center", "my_color, color_of, color.red, some-color, @color", "anyone's", "",
    ],
)  # fmt: skip
def test_what_is_not_prose_or_would_be_wrong_stays(text: str) -> None:
    assert reworded(text, ("contractions", "phrases", "numbers")) == text
    assert "colour" not in reworded(text.replace("{ color: red }", ""), ALL)


def test_a_made_form_is_recognised_and_changes_little() -> None:
    text = "I do not think that anyone was there, for example in the harbour, when the color of the sea was grey. " * 3
    other = reworded(text, ALL)
    assert forms.marks(text, other).readable and reworded(text, ()) == text
    changed = [one for one, two in zip(text.split(), other.split(), strict=False) if one != two]
    assert changed and len(words(other).words) - len(words(text).words) in range(-MOST_PLACES, MOST_PLACES + 1)
    assert other.count("colour") in (0, 3)  # all of a word or none

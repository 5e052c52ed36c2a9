"""What people are told of a concern about them: what was seen, in plain words, nothing that shows how it is found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_TOLD: Final[Mapping[str, str]] = {
    "says_nothing": "Your answers to “{question}” go with what others say of the same items in {agreement:.0%} of"
    " {answers:.0f} answers. Answers given without looking at the items would do so in about {by_chance:.0%}.",
    "long_run": "You gave one and the same answer to “{question}” {run:.0f} times in a row. Of all your answers it is"
    " {share:.0%}, so a row of that length is unusual.",
    "too_fast": "On {fast:.0f} of {answers:.0f} items you took much less time than the others who answered them.",
    "drift": "At first your answers to “{question}” went with those of others in {before:.0%}, later in {after:.0%}.",
    "gold_known": "Your answers to “{question}” are unusually often right on some items, compared with how you answer"
    " the others.",
    "same_mistakes": "You and one other person made the same mistake on “{question}” {same_mistakes:.0f} times, in"
    " {items:.0f} items that both of you answered. Two people who work on their own would share about {expected:.0f}.",
    "copied_text": "Texts of yours for “{question}” and another person's are nearly the same ({texts:.0f} of them).",
    "text_brought_in": "In {marked:.0f} of {answers:.0f} answers of yours much of the text was pasted, dropped or"
    " inserted without keys. Nobody looked at the text for that: it is what was counted while you wrote, shown under"
    " My answers.",
    "odd_typing": "In {marked:.0f} of {answers:.0f} answers of yours the text came faster, or more evenly, than people"
    " usually type. It is what was counted while you wrote, shown under My answers.",
}


def told(kind: str, question: str, evidence: Mapping[str, float]) -> str:
    """What the person reads. "" for what is about no person, or whose evidence is kept no more."""
    if not evidence:
        return ""
    return _TOLD.get(kind, "").format_map({"question": question, **evidence})

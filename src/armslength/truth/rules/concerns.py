"""What people are told of a concern about them: what was seen, in plain words, nothing that shows how it is found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_TOLD: Final[Mapping[str, str]] = {
    "says_nothing": "Your answers to “{question}” go with what others say of the same items in {agreement:.0%} of"
    " {answers:.0f} answers. Answers given without looking at the items would do so in about {by_chance:.0%}.",
    "one_side": "In {chosen:.0f} of {answers:.0f} answers to “{question}” you preferred the response that was shown on"
    " one and the same side. Sides are drawn by lot; others chose that side in about {usual_share:.0%}.",
    "long_run": "You gave one and the same answer to “{question}” {run:.0f} times in a row. Of all your answers it is"
    " {share:.0%}, so a row of that length is unusual.",
    "too_fast": "On {fast:.0f} of {answers:.0f} items you took much less time than the others who answered them.",
    "drift": "At first your answers to “{question}” went with those of others in {before:.0%}, later in {after:.0%}.",
    "gold_known": "Your answers to “{question}” are unusually often right on some items, compared with how you answer"
    " the others.",
    "same_mistakes": "You and one other person made the same mistake on “{question}” {same_mistakes:.0f} times, in"
    " {items:.0f} items that both of you answered. Two people who work on their own would share about {expected:.0f}.",
    "copied_text": "Texts of yours for “{question}” and another person's are nearly the same ({texts:.0f} of them).",
    "repeated_text": "{marked:.0f} of {answers:.0f} texts of yours for “{question}” are nearly the same as another that"
    " you wrote for another item.",
    "taken_text": "In {marked:.0f} of {answers:.0f} texts of yours for “{question}” most of the words stand in the item"
    " itself, in the same order.",
    "one_grade": "In {marked:.0f} of {answers:.0f} cases you gave one and the same grade on every question. Others did"
    " so in about {usual_share:.0%}.",
    "text_brought_in": "In {marked:.0f} of {answers:.0f} answers of yours much of the text was pasted, dropped or"
    " inserted without keys. Nobody looked at the text for that: it is what was counted while you wrote, shown under"
    " My answers.",
    "odd_typing": "In {marked:.0f} of {answers:.0f} answers of yours the text came faster, or more evenly, than people"
    " usually type. It is what was counted while you wrote, shown under My answers.",
}

_TOLD_OTHERWISE: Final[Mapping[tuple[str, str], str]] = {
    ("says_nothing", "labels"): "What you marked for “{question}” is to {agreement:.0%} what others marked on the same"
    " {answers:.0f} items. Answers given without looking at the items would be so to about {by_chance:.0%}.",
    ("drift", "labels"): "At first what you marked for “{question}” was to {before:.0%} what others marked on the same"
    " items, later to {after:.0%}.",
    ("long_run", "sides"): "In “{question}” you chose the response on one and the same side, or gave the same verdict,"
    " {run:.0f} times in a row. Sides are drawn by lot, so a row of that length is unusual.",
}
"""The same of answers of another kind, which have this among their evidence: several labels at once; preferences."""


def told(kind: str, question: str, evidence: Mapping[str, float]) -> str:
    """What the person reads. "" for what is about no person, or whose evidence is kept no more."""
    if not evidence:
        return ""
    otherwise = (words for (about, name), words in _TOLD_OTHERWISE.items() if about == kind and name in evidence)
    return next(otherwise, _TOLD.get(kind, "")).format_map({"question": question, **evidence})

"""Whether a text was copied: by runs of words, whatever was done to its form, and never surer than can be said."""

from __future__ import annotations

import json

import pytest

from armslength.tracing import rules
from armslength.tracing.rules import Suspect

CANARY = (
    "The night ferry to Oslo carries seven crates of copper lanterns, and nobody at the harbour office can say why the"
    " captain insists that each of them is lit before the gulls wake up on the northern pier."
)
WORDS = rules.words(CANARY).words
OTHER = "Of all the things one could write about the weather in spring, few have been written as often as this one. "


@pytest.mark.parametrize(
    "text",
    [
        CANARY, CANARY.upper(), CANARY.replace(" ", "\n  "), json.dumps({"rows": [OTHER, f"\n{CANARY}\t"]}),
        f'id,text\n7,"{CANARY}"\n', OTHER * 50 + CANARY + OTHER * 50, f"<p>{CANARY.replace(' ', '&nbsp; ', 0)}</p>",
    ],
)  # fmt: skip
def test_a_copy_is_found_whatever_its_form(text: str) -> None:
    suspect = Suspect(text)
    found = suspect.likeness(WORDS)
    assert found.whole and found.words == len(WORDS) and suspect.chance(found, 100) < rules.CONVINCING
    assert rules.words(suspect.passage(found.runs[0])[0]).words == WORDS


def test_changed_words_leave_runs_and_a_greater_chance() -> None:
    whole = Suspect(CANARY)
    changed = Suspect(OTHER + CANARY.replace("nobody", "no one").replace("gulls", "birds"))
    found = changed.likeness(WORDS)
    assert not found.whole and len(found.runs) == 3 and len(WORDS) - 2 == found.words
    assert whole.chance(whole.likeness(WORDS), 1) < changed.chance(found, 1) < rules.SHOWN


def test_more_text_and_more_canaries_make_accidents_likelier() -> None:
    few, many = Suspect(CANARY), Suspect(CANARY + OTHER * 1000)
    likeness = few.likeness(WORDS)
    assert few.chance(likeness, 1) < few.chance(likeness, 1000) < few.chance(likeness, 10**30) == 1.0
    assert few.chance(likeness, 1) < many.chance(many.likeness(WORDS), 1)


def test_what_was_written_independently_is_not_convincing() -> None:
    suspect = Suspect(OTHER * 200 + "The night ferry to Oslo was late again. Nobody at the harbour office can help.")
    assert suspect.chance(suspect.likeness(WORDS), 10) > rules.CONVINCING


def test_wording_that_something_else_has_too_proves_nothing() -> None:
    sister = rules.words(CANARY.replace("copper lanterns", "silver bells").replace("gulls", "owls")).words
    common = rules.shared([rules.grams(WORDS), rules.grams(sister)])
    leaked = Suspect(CANARY)
    assert leaked.chance(leaked.likeness(sister), 2) < rules.CONVINCING  # as if it had been given the sister's
    found = leaked.likeness(sister, common)
    assert found.words > 20 and leaked.chance(found, 2) > rules.SHOWN
    assert leaked.chance(leaked.likeness(WORDS, rules.grams(WORDS)), 2) == 1.0


def test_only_long_texts_of_an_item_are_compared() -> None:
    content = {"prompt": "Short.", "chat": [{"role": "user", "content": CANARY}], "image": {"media": "a" * 200}}
    assert list(rules.texts(content)) == [CANARY]
    assert rules.summary(content, 20) == "The night ferry to…"

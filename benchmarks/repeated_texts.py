"""How often the detector of repeated texts cries wolf, and how often it sees who gives one text for many items.

Twelve people, 25 texts each of 25 to 60 words. Words are drawn as they are used (Zipf's law, 3,000 words). Honest
people have their habits: an opening of eight words and a closing of eight that stand in most of their texts; where the
task hands out a form, twelve words more that stand in everybody's. In planted crowds one person gives, for a share of
their items, one stock text with one word in forty changed.

The same for texts that stand in the item: every item says 120 words, honest people quote a stretch of up to 12 of them
in four texts of ten, and the planted person gives 40 in a row for a share of their items, one word in forty changed.

    python -m benchmarks.repeated_texts [crowds]
"""

from __future__ import annotations

import sys

import numpy as np

from armslength_quality import Sign, Texts, marked_often, repeated_texts, taken_share, text_pieces

PEOPLE, EACH, WORDS = 12, 25, 3000
HABIT, FORM = 8, 12
TAKEN = 0.6
"""Of the pieces of a text so many must stand in the item, as in the product."""
LEAST = 0.1
SHARES = (0.0, 0.2, 0.3, 0.4, 0.6)
_USED = 1 / np.arange(1, WORDS + 1)
_USED /= _USED.sum()


def words(rng: np.random.Generator, count: int) -> list[str]:
    """So many words as they are used."""
    return [f"w{number}" for number in rng.choice(WORDS, size=count, p=_USED)]


def crowd(rng: np.random.Generator, form: bool, share: float) -> Texts:
    """What everybody wrote; person 0 gives the stock text for `share` of their items."""
    handed_out = words(rng, FORM) if form else []
    rows = []
    for person in range(PEOPLE):
        opening, closing, stock = words(rng, HABIT), words(rng, HABIT), words(rng, 40)
        for item in range(EACH):
            said = words(rng, int(rng.integers(25, 61)))
            if person == 0 and item < share * EACH:
                changed = rng.random(len(stock)) < 1 / 40
                said = [new if other else old for old, new, other in zip(stock, words(rng, 40), changed, strict=True)]
            usual = rng.random() < 0.8
            text = [*handed_out, *(opening if usual else []), *said, *(closing if usual else [])]
            rows.append((item, person, " ".join(text)))
    return Texts.from_rows(rows)


def taken(rng: np.random.Generator, share: float) -> dict[int, tuple[int, int]]:
    """Of everybody: how many texts stand in the item, and how many there are."""
    items = [words(rng, 120) for _ in range(EACH)]
    counts = {}
    for person in range(PEOPLE):
        marked = 0
        for number, item in enumerate(items):
            said, at = words(rng, int(rng.integers(25, 61))), int(rng.integers(0, 80))
            if person == 0 and number < share * EACH:
                fresh = words(rng, 40)
                said = [
                    new if rng.random() < 1 / 40 else old for old, new in zip(item[at : at + 40], fresh, strict=True)
                ]
            elif rng.random() < 0.4:
                said = [*said, *item[at : at + int(rng.integers(5, 13))]]
            found = taken_share(" ".join(said), text_pieces([" ".join(item)]))
            marked += found is not None and found >= TAKEN
        counts[person] = (marked, EACH)
    return counts


def main(crowds: int) -> None:
    """Print the table."""
    print(f"{crowds} crowds each: with an alarm about somebody else / person 0 seen")
    for form in (False, True):
        for share in SHARES:
            alarms = seen = 0
            for number in range(crowds):
                found = {flag.about[0] for flag in repeated_texts(crowd(np.random.default_rng(number), form, share))}
                alarms += bool(found - {0})
                seen += 0 in found
            print(f"{'with a form' if form else 'free texts':12} {share:4.0%} planted: {alarms:3} / {seen:3}")
    for share in SHARES:
        alarms = seen = 0
        for number in range(crowds):
            counts = taken(np.random.default_rng(number), share)
            found = {flag.about[0] for flag in marked_often(counts, sign=Sign.TAKEN_TEXT, least=LEAST)}
            alarms += bool(found - {0})
            seen += 0 in found
        print(f"{'from items':12} {share:4.0%} planted: {alarms:3} / {seen:3}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)

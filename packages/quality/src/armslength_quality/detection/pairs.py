"""Signs between two people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import pdtrc

from armslength_quality.answers import Answers, Floats
from armslength_quality.detection.flags import Flag, Sign, flag, kept
from armslength_quality.truth.texts import Texts

Rows = NDArray[np.bool_]
_SHINGLE = 5
"""Words in a row that count as one piece of a text."""
_CROWDED = 50
"""A piece that so many texts share is a phrase, and tells nothing."""


def same_mistakes(
    answers: Answers, believed: Mapping[Any, Hashable], *, fewest: int = 10, rate: float = 0.01
) -> list[Flag]:
    """Pairs who give the same wrong answer oftener than two people who err on their own.

    believed   item -> the label that is taken for right, without these two where that can be had; items left out do
               not count

    Formula: over the items that both answered, the expected number of equal mistakes is the sum of P(first errs with
    label k) P(second errs with k) over k, from how each errs on the label that is believed; as many as were seen have
    the tail of Poisson's distribution. Items that mislead everybody make pairs too, so what is expected of an item
    grows with the square of its share of mistakes.

    Cost: answers x people per item.

    Agreement on what is right is no sign of anything.
    """
    codes = {label: code for code, label in enumerate(answers.categories)}
    truth = np.array([codes.get(believed.get(item), -1) for item in answers.items])
    wrong = (truth[answers.item] >= 0) & (answers.label != truth[answers.item])
    known = truth[answers.item] >= 0
    labels, people = len(answers.categories), len(answers.annotators)
    asked = np.bincount(answers.annotator[known], minlength=people).astype(np.float64)
    errs = np.zeros((people, labels))
    np.add.at(errs, (answers.annotator[wrong], answers.label[wrong]), 1.0)
    errs = (errs + 0.5 / labels) / (asked + 1.0)[:, None]
    mislead = _misleading(answers, truth.size, wrong, known)
    seen: dict[tuple[int, int], list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    start = np.searchsorted(answers.item, np.arange(len(answers.items) + 1))
    for item in np.flatnonzero(truth >= 0):
        rows = range(int(start[item]), int(start[item + 1]))
        for one, two in combinations(rows, 2):
            first, second = int(answers.annotator[one]), int(answers.annotator[two])
            each = seen[first, second]
            each[0] += 1
            each[1] += bool(wrong[one] and answers.label[one] == answers.label[two])
            each[2] += float((errs[first] * errs[second]).sum() * mislead[item])
    tests = [
        flag(
            Sign.SAME_MISTAKES, (answers.annotators[first], answers.annotators[second]),
            float(pdtrc(same - 1, expected)) if same else 1.0, same_mistakes=same, expected=expected, items=shared,
        )
        for (first, second), (shared, same, expected) in sorted(seen.items())
        if shared >= fewest
    ]  # fmt: skip
    return kept(tests, rate)


def copied_texts(answers: Texts, *, share: float = 0.6, fewest_words: int = 12) -> list[Flag]:
    """Texts of two people that share most of their five-word pieces, of one item or of different ones.

    Formula: the overlap of the sets of pieces (Jaccard's index); texts under `fewest_words` are left out, since short
    answers coincide. Pieces that fifty texts share do not count: they are what the task puts into everybody's mouth.

    Two who copied the same source look like two who copied each other.
    """
    pieces = {
        number: frozenset(shingles(answers.cut(each.text)))
        for number, each in enumerate(answers.rows)
        if len(answers.cut(each.text)) >= fewest_words
    }
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, each in pieces.items():
        for piece in each:
            holders[piece].append(number)
    common: dict[tuple[int, int], int] = defaultdict(int)
    for numbers in holders.values():
        if len(numbers) <= _CROWDED:
            for pair in combinations(numbers, 2):
                common[pair] += 1
    found = []
    for (one, two), both in sorted(common.items()):
        overlap = both / len(pieces[one] | pieces[two])
        first, second = answers.rows[one], answers.rows[two]
        if first.annotator != second.annotator and overlap >= share:
            about = (first.annotator, first.item, second.annotator, second.item)
            found.append(flag(Sign.COPIED_TEXT, about, overlap=overlap, pieces=both))
    return sorted(found, key=lambda each: -each.evidence["overlap"])


def _misleading(answers: Answers, items: int, wrong: Rows, known: Rows) -> Floats:
    """(items,) how much oftener two err alike on an item than on a usual one: the square of its share of mistakes
    over the crowd's mean square, drawn towards 1."""
    times = np.bincount(answers.item[known], minlength=items).astype(np.float64)
    errors = np.bincount(answers.item[wrong], minlength=items).astype(np.float64)
    mean = float(errors.sum() / max(1.0, times.sum()))
    rate = (errors + mean) / (times + 1.0)
    raised: Floats = np.maximum(1.0, (rate / max(mean, 1e-9)) ** 2)
    return raised


def shingles(words: list[str]) -> Iterable[tuple[str, ...]]:
    """The five-word pieces of a text, without regard to case and to punctuation at the ends of words."""
    plain = [word.casefold().strip(".,;:!?\"'()") for word in words]
    return (tuple(plain[place : place + _SHINGLE]) for place in range(len(plain) - _SHINGLE + 1))

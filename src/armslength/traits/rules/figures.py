"""What groups say, from the groups that people are counted to: shares, means, agreement, each with an interval.

Weights (`rules.lots.weights`) make every sum right on average for those who said that they belong to the group; the
intervals are as wide as it takes for that. Everything is rounded before it leaves.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from armslength.traits.model import GroupFigure, GroupFigures, LabelFigures, NumberFigures
from armslength.traits.rules.lots import Floats, weights

Ints = npt.NDArray[np.int64]

STEP: Final = 0.02
"""Shares are told in steps of it."""
PEOPLE: Final = 5
MOST_LABELS: Final = 12
_Z: Final = 1.959963984540054
_PAIRS: Final = 30
"""Of fewer pairs that can be compared nothing is told; it depends on who answered what, not on what they said."""
_TAIL: Final = 0.05


@dataclass
class Roll:
    """Answers to one question: what is counted, by whom.

    answers     how many by each person who gave any
    gave        how often by person and label, of so many `chances` of the person
    sums        of numbers, by person
    same        (person, unit, label) of those who said something of themselves: a unit is what can be agreed on
    """

    answers: Counter[str] = field(default_factory=Counter)
    gave: Counter[tuple[str, str]] = field(default_factory=Counter)
    chances: Counter[str] = field(default_factory=Counter)
    sums: dict[str, float] = field(default_factory=dict)
    same: list[tuple[str, int, str]] = field(default_factory=list)


def figures(
    roll: Roll, people: Sequence[str], besides: Sequence[str], inside: npt.NDArray[np.bool_], options: int, group: str,
    at_least: int,
) -> GroupFigures:  # fmt: skip
    """One group at one question.

    people      those who are counted, each with an answer
    besides     a few who are not, and are among the others all the same (see `telling.everybody`)
    inside      which of `people` are counted to the group
    at_least    a label that fewer people gave is left out: it would be them
    """
    ours = weights(inside, options)
    everybody, w = [*people, *besides], np.concatenate([ours, np.zeros(len(besides))])
    answers = float(ours @ np.array([roll.answers[who] for who in people]))
    within, across = _agreement(roll, people, ours) if roll.same else (None, None)
    return GroupFigures(
        group=group, people=max(PEOPLE, PEOPLE * round(float(ours.sum()) / PEOPLE)), answers=_roughly(answers),
        labels=_labels(roll, everybody, w, at_least) if roll.chances else [],
        numbers=_numbers(roll, everybody, w) if roll.sums else None, inside=within, across=across,
    )  # fmt: skip


def _labels(roll: Roll, people: Sequence[str], w: Floats, at_least: int) -> list[LabelFigures]:
    place = {who: number for number, who in enumerate(people)}
    labels = sorted({label for who, label in roll.gave if who in place})
    column = {label: number for number, label in enumerate(labels)}
    counts = np.zeros((len(people), len(labels)))
    for (who, label), times in roll.gave.items():
        if who in place:
            counts[place[who], column[label]] = times
    shares = counts / np.array([roll.chances[who] for who in people])[:, None]
    given = [label for label in labels if np.count_nonzero(counts[:, column[label]]) >= at_least]
    often = sorted(given, key=lambda label: (-shares[:, column[label]].sum(), label))[:MOST_LABELS]
    told = []
    for label in often:
        share, others, difference = _compared(shares[:, column[label]], w)
        told.append(
            LabelFigures(
                label, _rounded(*share, STEP, 0, 1), _rounded(*others, STEP, 0, 1), _rounded(*difference, STEP, -1, 1)
            )
        )
    return sorted(told, key=lambda each: -abs(each.apart.value))


def _numbers(roll: Roll, people: Sequence[str], w: Floats) -> NumberFigures:
    """Means of people's own means, of which the outermost are drawn in: one who is far out would be seen."""
    means = np.array([roll.sums[who] / roll.answers[who] for who in people])
    means = np.clip(means, *np.quantile(means, [_TAIL, 1 - _TAIL]))
    spread = float(means.std())
    step = 10.0 ** math.floor(math.log10(spread)) / 5 if spread > 0 else 1e-6
    low, high = float(means.min()), float(means.max())
    mean, others, difference = _compared(means, w)
    return NumberFigures(
        _rounded(*mean, step, low, high), _rounded(*others, step, low, high),
        _rounded(*difference, step, low - high, high - low),
    )  # fmt: skip


Estimate = tuple[float, float]
"""A value and its standard error."""


def _compared(x: Floats, w: Floats) -> tuple[Estimate, Estimate, Estimate]:
    """Of the group, of the others, and the difference, of something that each person has."""
    v = 1 - w
    ours, theirs = float(w @ x / w.sum()), float(v @ x / v.sum())
    of_ours, of_theirs = w * (x - ours) / w.sum(), v * (x - theirs) / v.sum()
    more = math.sqrt(len(x) / (len(x) - 1))

    def error(influence: Floats) -> float:
        return more * float(np.sqrt(influence @ influence))

    return (ours, error(of_ours)), (theirs, error(of_theirs)), (ours - theirs, error(of_ours - of_theirs))


def _agreement(roll: Roll, people: Sequence[str], w: Floats) -> tuple[GroupFigure | None, GroupFigure | None]:
    """How often two people say the same of the same, inside the group and across, over all pairs to be compared."""
    place = {who: number for number, who in enumerate(people)}
    rows = [(place[who], unit, label) for who, unit, label in roll.same if who in place]
    if not rows:
        return None, None
    code = {label: number for number, label in enumerate(sorted({row[2] for row in rows}))}
    who = np.array([row[0] for row in rows])
    _, unit = np.unique([row[1] for row in rows], return_inverse=True)
    _, cell = np.unique(unit * len(code) + [code[row[2]] for row in rows], return_inverse=True)
    v = 1 - w
    agree, compared = _pairs(who, cell, w, w), _pairs(who, unit, w, w)
    agree_across, compared_across = (
        _pairs(who, by, w, v) + _pairs(who, by, v, w) for by in (cell, unit)
    )  # fmt: skip
    return _ratio(agree, compared), _ratio(agree_across, compared_across)


def _pairs(who: Ints, cell: Ints, w: Floats, v: Floats) -> Floats:
    """By person: the weight of the pairs that they make with others in the same cells."""
    ours, theirs = w[who], v[who]
    total = np.bincount(cell, weights=theirs)
    made = np.bincount(who, weights=ours * (total[cell] - theirs), minlength=len(w))
    return np.asarray(made, dtype=np.float64)


def _ratio(agree: Floats, compared: Floats) -> GroupFigure | None:
    whole = float(compared.sum())
    if whole < 2 * _PAIRS:  # each is counted from both sides
        return None
    value = float(agree.sum()) / whole
    influence = 2 * (agree - value * compared) / whole
    error = float(np.sqrt(influence @ influence))
    return _rounded(value, error, STEP, 0, 1)


def _rounded(value: float, error: float, step: float, least: float, most: float) -> GroupFigure:
    """In steps; the interval grows by it, and stays within what is possible."""
    low, high = max(least, value - _Z * error), min(most, value + _Z * error)
    value = min(most, max(least, value))
    digits = max(0, 1 - math.floor(math.log10(step)))
    return GroupFigure(
        round(step * round(value / step), digits), round(step * math.floor(min(low, value) / step), digits),
        round(step * math.ceil(max(high, value) / step), digits),
    )  # fmt: skip


def _roughly(count: float) -> int:
    """Two digits, and never more exact than tens."""
    step = max(10, int(10.0 ** (math.floor(math.log10(max(count, 1))) - 1)))
    return max(step, step * round(count / step))

"""Does a judge of pairs go by the side, by length, or by who wrote a response? Beside people, on the same pairs."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from armslength_quality.agreement.groups import share_of
from armslength_quality.answers import Answers
from armslength_quality.errors import BadParameter
from armslength_quality.judges.comparison import Verdicts, mean_of
from armslength_quality.result import Estimate

FEWEST_PAIRS = 10
_RULE_OF_THREE = 3.0
Sides = tuple[Hashable, Hashable]


@dataclass(frozen=True, slots=True)
class Pull:
    """How often a judge picks what something points at, and people on the same pairs; a tie is half a pick.

    judge, people   mean share of the picks, with Wilson's interval over the pairs
    difference      the judge's share less the people's, pair by pair: what the judge has more of than people
    """

    judge: Estimate
    people: Estimate
    difference: Estimate


def pull(humans: Answers, verdicts: Verdicts, sides: Sides, favoured: Mapping[Any, Hashable]) -> Pull:
    """Does the judge pick the favoured of two responses oftener than people do?

    sides      the two labels that pick a response; every other label is neither, and counts half
    favoured   item -> the side that something points at: always the left one, the longer, the one of its own family

    Formula: over pairs with a verdict, answers and a favoured side, the means of s(judge), of the people's mean of
    s(person), and of the difference; s is 1 for the favoured side, 0 for the other, 1/2 for neither. The difference
    has +- 1.96 standard errors of its mean over the pairs, or +- 3 / n where all pairs differ by the same (the rule of
    three). Not defined under 10 pairs.

    People who prefer longer responses may be right to; only the difference is the judge's own.

    >>> people = Answers.from_rows([(n, who, "left" if n % 2 else "right") for n in range(20) for who in "ab"])
    >>> found = pull(people, dict.fromkeys(range(20), "left"), ("left", "right"), dict.fromkeys(range(20), "left"))
    >>> found.judge.value, found.people.value, found.difference.value
    (1.0, 0.5, 0.5)
    """
    if sides[0] == sides[1]:
        raise BadParameter("The two sides must be two labels.")
    if strange := [side for side in favoured.values() if side not in sides]:
        raise BadParameter(f"{strange[0]!r} is not one of the sides.")
    codes = np.array([_place(label, sides) for label in humans.categories], dtype=np.float64)
    total = np.bincount(humans.item, codes[humans.label], len(humans.items)) / humans.per_item
    first = dict(zip(humans.items, total.tolist(), strict=True))
    items = [item for item in humans.items if verdicts.get(item) is not None and item in favoured]
    turned = np.array([favoured[item] != sides[0] for item in items], dtype=bool)
    judge = np.array([_place(verdicts[item], sides) for item in items], dtype=np.float64)
    people = np.array([first[item] for item in items], dtype=np.float64)
    judge, people = np.where(turned, 1.0 - judge, judge), np.where(turned, 1.0 - people, people)
    return Pull(_share(judge, "share of the judge's picks"), _share(people, "share of the people's picks"),
                _difference(judge - people))  # fmt: skip


def left_side(items: Mapping[Any, object], sides: Sides) -> dict[Hashable, Hashable]:
    """Of every item the side that is shown first."""
    return dict.fromkeys(items, sides[0])


def longer_side(lengths: Mapping[Any, tuple[float, float]], sides: Sides) -> dict[Hashable, Hashable]:
    """Of every item the side of the longer response; items with two of the same length are left out.

    >>> longer_side({1: (10, 20), 2: (5, 5)}, ("left", "right"))
    {1: 'right'}
    """
    return {item: sides[0] if one > other else sides[1] for item, (one, other) in lengths.items() if one != other}


def family_side(
    families: Mapping[Any, tuple[Hashable, Hashable]], own: Hashable, sides: Sides
) -> dict[Hashable, Hashable]:
    """Of every item the side whose response is of the family `own`; items with none or two of them are left out.

    >>> family_side({1: ("a", "b"), 2: ("b", "a"), 3: ("a", "a")}, "a", ("left", "right"))
    {1: 'left', 2: 'right'}
    """
    return {
        item: sides[0] if one == own else sides[1]
        for item, (one, other) in families.items()
        if (one == own) != (other == own)
    }


def _place(label: Hashable, sides: Sides) -> float:
    """1 for the first side, 0 for the second, a half for neither."""
    return 1.0 if label == sides[0] else 0.0 if label == sides[1] else 0.5


def _share(values: np.ndarray[tuple[int], np.dtype[np.float64]], method: str) -> Estimate:
    if values.size < FEWEST_PAIRS:
        return Estimate(None, None, None, int(values.size), method, f"Fewer than {FEWEST_PAIRS} such pairs.")
    return share_of(float(values.sum()), int(values.size), method)


def _difference(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Estimate:
    method, n = "judge less people", int(values.size)
    if n < FEWEST_PAIRS:
        return Estimate(None, None, None, n, method, f"Fewer than {FEWEST_PAIRS} such pairs.")
    if np.ptp(values) == 0:
        value, half = float(values[0]), _RULE_OF_THREE / n
        return Estimate(value, max(-1.0, value - half), min(1.0, value + half), n, method)
    return mean_of(values, method)

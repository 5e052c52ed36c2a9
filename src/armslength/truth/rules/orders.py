"""What the order of an item's responses is, by how people err on pairs of them.

An answer says of every two responses which it puts before the other, or that they are equal: a label each, of which it
is learnt how a person errs. Which of the two is named first turns with every pair, and a fit is made the same from both
sides, so that nothing hangs on which response has which id. What is believed of the pairs is then put together into
one order (`quality.order_of`): only what can be true at once counts.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from math import sqrt
from typing import Any, Final

import msgspec
import numpy as np
from msgspec import UNSET

import armslength_quality as quality
from armslength.truth.model import Belief
from armslength.truth.rules.guidelines import UnderGuideline
from armslength.truth.rules.reading import Asked

AHEAD: Final = "ahead"
BEHIND: Final = "behind"
EQUAL: Final = "equal"
SAME: Final = "="
"""In shares, among names of responses."""
BEST: Final = "best"
WORST: Final = "worst"
_RANKED: Final = "ranked"
_NOT_RANKED: Final = "not rankable"
_LEAST_SHOWN: Final = 0.005
Pair = tuple[str, str]
Ranks = Mapping[str, float]


def is_order(question: Asked) -> bool:
    """Whether answers put responses in their order."""
    return question.measure.ranked is not None


def ways(question: Asked) -> list[str]:
    """What can be said of two responses."""
    return [AHEAD, BEHIND] if question.measure.order == "strict" else [AHEAD, BEHIND, EQUAL]


def pairs_of(question: Asked, said: Mapping[str, Any]) -> list[tuple[Pair, dict[str, str]]]:
    """What each person says of every two responses of one target, the first of the two in view; nothing where there are
    too many. Who says that nothing can be ranked says nothing of pairs."""
    ranks = {person: found for person, value in said.items() if (found := question.measure.numbers(value))}
    responses = sorted({response for each in ranks.values() for response in each})
    if not 2 <= len(responses) <= quality.most_ordered(question.measure.order):
        return []
    return [
        ((one, other), {who: _way(each, one, other) for who, each in ranks.items() if one in each and other in each})
        for one, other in combinations(responses, 2)
    ]


def either_way(pairs: Sequence[tuple[Pair, Mapping[str, str]]]) -> Iterator[dict[str, str]]:
    """What people say of each pair, every other one from the other side: by lot, drawn from what was said."""
    for pair, labels in pairs:
        lot = zlib.crc32(repr((pair, sorted(labels.items()))).encode()) & 1
        yield {who: _turned(way) if lot else way for who, way in labels.items()}


def _turned(way: str) -> str:
    return {AHEAD: BEHIND, BEHIND: AHEAD}.get(way, way)


def _way(ranks: Ranks, one: str, other: str) -> str:
    if ranks[one] == ranks[other]:
        return EQUAL
    return AHEAD if ranks[one] < ranks[other] else BEHIND


def mirrored(tables: quality.WorkerTables) -> quality.WorkerTables:
    """What is known of people, the same from both sides of a pair."""
    other = [tables.labels[_turned(str(way))] for way in tables.categories]
    counts = 0.5 * (tables.counts + tables.counts[:, other][:, :, other])
    return replace(tables, counts=counts, shares=0.5 * (tables.shares + tables.shares[other]))


def widened(low: float, value: float, high: float, each: float) -> tuple[float, float]:
    """The ends of an interval that knows that the pairs of one answer are said together; `each`: pairs an answer, on
    average. Of n responses there are n (n - 1) / 2 pairs, which count for n - 1."""
    wider = sqrt((1.0 + sqrt(1.0 + 8.0 * each)) / 4.0)
    return max(0.0, value - wider * (value - low)), min(1.0, value + wider * (high - value))


def wider(under: Sequence[UnderGuideline], each: float) -> list[UnderGuideline]:
    """The same of what is right under versions of the guideline."""
    found = []
    for one in under:
        low, high = widened(one.low, one.value, one.high, each)
        found.append(one._replace(low=low, high=high))
    return found


def order_believed(
    question: Asked, said: Mapping[str, Any], known: Any | None, tables: quality.WorkerTables
) -> Belief | None:
    """The order of one target's responses; None where there are more than can be put together.

    `probability` is that of its first rank: that these and no others are the best (of best and worst, of the less sure
    end). Where somebody says that nothing can be ranked it is a label of its own, on which everybody counts the same.
    """
    if known is not None:
        return Belief(msgspec.to_builtins(known), 1.0, 1.0, False, len(said), {}, known=True)
    unranked = [value for value in said.values() if not question.measure.numbers(value)]
    none, shares = _not_ranked(len(unranked), len(said))
    if none > 0.5:
        value = question.middle(unranked)
        return Belief(value, none, 2 * none - 1, False, len(said), shares)
    pairs = pairs_of(question, said)
    if not pairs:
        return None
    names = sorted({name for pair, _ in pairs for name in pair})
    found = quality.order_of(*_told(names, pairs, tables), question.measure.order)
    by_ends = {BEST: found.best, WORST: found.worst} if question.measure.order == "ends" else {BEST: found.best}
    shares |= {end: _shown(names, chances, found.groups) for end, chances in by_ends.items()}
    shares |= {f"{one} {other}": each for (one, other), each in _by_pair(names, found)}
    sides = {BEST: found.groups[0], WORST: found.groups[-1]}
    torn = {end for end, side in sides.items() if any({*pair} <= {*side} for pair in found.undecided)}
    sure, lead = zip(
        *(_standing(chances, None if end in torn else sides[end]) for end, chances in by_ends.items()), strict=True
    )
    still = [f"{names[one]} {names[other]}" for one, other in found.undecided]
    tie = bool(still) or none == 0.5
    return Belief(
        None if none == 0.5 else _value(question, names, found), (1 - none) * min(sure), 0.0 if tie else min(lead), tie,
        len(said), shares, open=still if still and none < 0.5 else UNSET,
    )  # fmt: skip


def pair_believed(belief: Belief, one: str, other: str) -> dict[str, float] | None:
    """What is believed of two responses: that one or the other comes first, or `SAME`; None where nothing is."""
    pair = f"{min(one, other)} {max(one, other)}"
    if pair in belief.shares or belief.value is None:
        return belief.shares.get(pair)
    ranks = {response: rank for rank, group in enumerate(belief.value["groups"]) for response in group}
    if one not in ranks or other not in ranks:
        return None
    first = SAME if ranks[one] == ranks[other] else one if ranks[one] < ranks[other] else other
    return {way: float(way == first) for way in (one, other, SAME)}


def _not_ranked(none: int, people: int) -> tuple[float, dict[str, dict[str, float]]]:
    """The probability that nothing can be ranked, and how it is shown; 0 and nothing where nobody says so."""
    if none == 0:
        return 0.0, {}
    told = [_NOT_RANKED] * none + [_RANKED] * (people - none)
    belief = quality.posterior_of(told, range(people), quality.WorkerTables.of_strangers([_NOT_RANKED, _RANKED]))
    return float(belief.probabilities[_NOT_RANKED]), {"": {str(way): p for way, p in belief.probabilities.items()}}


def _told(
    names: Sequence[str], pairs: Sequence[tuple[Pair, Mapping[str, str]]], tables: quality.WorkerTables
) -> tuple[np.ndarray, np.ndarray]:
    before, equal = np.zeros((len(names), len(names))), np.zeros((len(names), len(names)))
    for (one, other), labels in pairs:
        belief = quality.posterior_of(list(labels.values()), list(labels), tables)
        a, b = names.index(one), names.index(other)
        before[a, b], before[b, a] = belief.probabilities[AHEAD], belief.probabilities[BEHIND]
        equal[a, b] = equal[b, a] = belief.probabilities.get(EQUAL, 0.0)
    return before, equal


def _shown(
    names: Sequence[str], chances: Mapping[tuple[int, ...], float], groups: Sequence[Sequence[int]]
) -> dict[str, float]:
    """What may be at an end, but for several together with less than `_LEAST_SHOWN`; each alone is always told."""
    return {
        " = ".join(names[thing] for thing in things): share
        for things, share in sorted(chances.items(), key=lambda each: (-each[1], each[0]))
        if len(things) == 1 or share >= _LEAST_SHOWN or things in groups
    }


def _by_pair(names: Sequence[str], found: quality.OrderBelief) -> Iterator[tuple[Pair, dict[str, float]]]:
    for one, other in combinations(range(len(names)), 2):
        ways = {
            names[one]: found.before[one, other],
            names[other]: found.before[other, one],
            SAME: found.equal[one, other],
        }
        yield (names[one], names[other]), {way: float(share) for way, share in ways.items()}


def _standing(chances: Mapping[tuple[int, ...], float], group: tuple[int, ...] | None) -> tuple[float, float]:
    """How likely this is what stands at an end, and its lead over anything else there: 0 where it has none. Of None
    (what stands there is undecided), of the likeliest."""
    if group is None or group not in chances:
        return max(chances.values()), 0.0
    others = max((share for things, share in chances.items() if things != group), default=0.0)
    return chances[group], max(0.0, chances[group] - others)


def _value(question: Asked, names: Sequence[str], found: quality.OrderBelief) -> Any:
    """The order; None where it has equal ones and the question no place for them."""
    if question.measure.order == "strict" and len(found.groups) < len(names):
        return None
    if question.measure.order == "ends" and (
        len(found.groups) != 3 or len(found.groups[0]) + len(found.groups[2]) != 2
    ):
        return None
    assert question.measure.ranked is not None  # `is_order`
    return msgspec.to_builtins(question.measure.ranked([[names[thing] for thing in group] for group in found.groups]))

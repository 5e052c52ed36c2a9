"""How soon people who are often wrong are found, and how much gold it takes: one share for all, or by what is known.

People answer 400 items. Four in five are right in 93 of 100 cases; of the others half are right in 65, a quarter in 50,
and a quarter turns from 93 to 50 after 200 items. Somebody is found when the interval of their last 20 gold answers
(Wilson, 95 %) lies below the mark, 0.8. Each row: gold items per person, and of each sort how many were found and after
how many items on average (400 where not found). Seeds are fixed: the same table every time.

    python -m benchmarks.gold_share [people]
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from armslength_quality import gold_share, share_of

ITEMS, WINDOW, MARK = 400, 20, 0.8
Share = Callable[[float, float], float]


@dataclass(frozen=True)
class Sort:
    """People of one kind: how often right, before and from item `turns` on, and their part of all people."""

    name: str
    right: float
    part: float
    later: float | None = None
    turns: int = ITEMS


SORTS = (
    Sort("good", 0.93, 0.8),
    Sort("right in 65", 0.65, 0.1),
    Sort("by lot", 0.5, 0.05),
    Sort("turned", 0.93, 0.05, 0.5, 200),
)


def life(sort: Sort, share: Share, rng: np.random.Generator) -> tuple[int | None, int]:
    """(the item after which the person was found, gold items met)."""
    draws, rights = rng.random(ITEMS), rng.random(ITEMS)
    results: list[bool] = []
    low, high = 0.0, 1.0
    for at in range(ITEMS):
        if draws[at] >= share(low, high):
            continue
        right = sort.right if at < sort.turns or sort.later is None else sort.later
        results.append(bool(rights[at] < right))
        recent = results[-WINDOW:]
        found = share_of(sum(recent), len(recent))
        assert found.low is not None  # somebody was counted
        assert found.high is not None
        low, high = found.low, found.high
        if high < MARK:
            return at + 1, len(results)
    return None, len(results)


def straight(low: float, high: float, floor: float, ceiling: float, known: float = 0.25) -> float:
    """The same without the square root."""
    return floor + (ceiling - floor) * max(0.0, (high - low - known) / (1.0 - known))


def until_decided(low: float, high: float, floor: float, ceiling: float) -> float:
    """The ceiling while the mark lies within the interval."""
    return ceiling if low < MARK <= high else floor


def rows() -> Sequence[tuple[str, Share]]:
    """What is compared."""
    by_known = [
        (f"{name} {floor:.0%} to {ceiling:.0%}", partial(rule, floor=floor, ceiling=ceiling))
        for name, rule in (("gold_share", gold_share), ("straight line", straight), ("until decided", until_decided))
        for floor, ceiling in ((0.03, 0.3), (0.05, 0.2))
    ]
    return [(f"{share:.0%} for all", lambda _low, _high, share=share: share) for share in (0.05, 0.08, 0.1)] + by_known


def main() -> None:
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    print("| share of gold | gold a person | " + " | ".join(sort.name for sort in SORTS) + " |")
    print("| --- |" + " ---: |" * (len(SORTS) + 1))
    for name, share in rows():
        cells, gold = [], 0.0
        for number, sort in enumerate(SORTS):
            rng = np.random.default_rng([7, number])
            lives = [life(sort, share, rng) for _ in range(people)]
            gold += sort.part * float(np.mean([met for _, met in lives]))
            found = [at for at, _ in lives if at is not None and (sort.later is None or at > sort.turns)]
            items = (sum(found) + ITEMS * (people - len(found))) / people
            cells.append(f"{len(found) / people:.0%}, {items:.0f}")
        print(f"| {name} | {gold:.1f} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()

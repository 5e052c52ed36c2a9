"""What so much money buys, by the order in which people are asked.

    python -m benchmarks.spending [--sets FOLDER | --simulated N] [--orders N] [--share 0.6]
        [--least N] [--only SET]

So many answers an item are bought in all (risk 0.05, at least two and at most seven an item). Each cell: share of right
labels over all items; an item that nobody was asked about is wrong. Sets as in truth_accuracy, those with fewer than
five answers an item and tokens left out. Orders are drawn by lot with fixed seeds: the same table every time.

With --share, that share of all answers on record is bought instead, of all sets, with no most: points of accuracy
against all answers. Simulated crowds are then drawn from the 121st on, for which nothing else was chosen.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

import numpy as np
from benchmarks.truth import crowds
from benchmarks.truth.known import Known
from benchmarks.truth.scores import score
from benchmarks.truth.simulated import simulated

from armslength_quality import DawidSkene, Enough, spend
from armslength_quality.overlap.spending import ORDERS, Order

EACH = (2.5, 3.0, 4.0, 5.0)
RULE = Enough(risk=0.05, least=2, most=7)
ALL = 1_000
FRESH = 120


def right(known: Known, each: float, order: Order, seed: int) -> float:
    """The share of right labels."""
    budget = int(each * len(known.answers.items))
    run = spend(known.answers, RULE, budget, order, rng=np.random.default_rng([17, seed]))
    told = (run.posterior.argmax(axis=1) == known.truth) & (run.asked > 0)
    return float(told[known.truth >= 0].mean())


def points(known: Known, share: float, full: float, order: Order, least: int, seeds: int) -> float:
    """Of accuracy for this share of the answers, against all of them; the mean over draws."""
    budget, rule = int(share * len(known.answers)), Enough(least=least, most=ALL)
    runs = [
        spend(known.answers, rule, budget, order, rng=np.random.default_rng([17, seed])).posterior
        for seed in range(seeds)
    ]
    return 100 * float(np.mean([score(posterior, known.truth).accuracy for posterior in runs]) - full)


def by_share(sets: Iterable[Known], share: float, least: int, seeds: int) -> None:
    """The table of what a share of the answers comes to."""
    orders: tuple[Order, ...] = ("alike", "least sure", "ablest")
    print("| set | items | answers each | accuracy with all | " + " | ".join(orders) + " |")
    print("| --- |" + " ---: |" * (3 + len(orders)))
    found = []
    for known in sets:
        full = score(DawidSkene().fit(known.answers).posterior, known.truth).accuracy
        found.append([points(known, share, full, order, least, seeds) for order in orders])
        cells, items = " | ".join(f"{each:+.1f}" for each in found[-1]), len(known.answers.items)
        print(f"| {known.name} | {items:,} | {len(known.answers) / items:.1f} | {full:.3f} | {cells} |", flush=True)
    print("| mean | | | | " + " | ".join(f"{each:+.2f}" for each in np.mean(found, axis=0)) + " |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", type=Path, help="folder with one folder per set")
    parser.add_argument("--simulated", type=int, default=6, help="so many simulated crowds, without --sets")
    parser.add_argument("--orders", type=int, default=4, help="draws per set")
    parser.add_argument("--share", type=float, help="buy this share of the answers on record")
    parser.add_argument("--least", type=int, default=2, help="answers that every item has; with --share")
    parser.add_argument("--only", default="", help="sets whose names begin so")
    asked = parser.parse_args()
    if asked.share:
        sets = crowds.read(asked.sets) if asked.sets else islice(simulated(FRESH + asked.simulated, 0), FRESH, None)
        chosen = (each for each in sets if each.name.startswith(asked.only) and not each.name.endswith("tokens"))
        by_share(chosen, asked.share, asked.least, asked.orders)
        return
    print("| set | answers an item | " + " | ".join(ORDERS) + " |")
    print("| --- | ---: |" + " ---: |" * len(ORDERS))
    for known in crowds.read(asked.sets) if asked.sets else simulated(asked.simulated, 0):
        if known.name.endswith("tokens") or len(known.answers) < 5 * len(known.answers.items):
            continue
        for each in EACH:
            means = [np.mean([right(known, each, order, seed) for seed in range(asked.orders)]) for order in ORDERS]
            print(f"| {known.name} | {each:g} | " + " | ".join(f"{mean:.3f}" for mean in means) + " |", flush=True)


if __name__ == "__main__":
    main()

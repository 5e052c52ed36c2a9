"""What so much money buys, by the order in which people are asked.

    python -m benchmarks.spending [--sets FOLDER | --simulated N] [--orders N]

So many answers an item are bought in all (risk 0.05, at least two and at most seven an item). Each cell: share of right
labels over all items; an item that nobody was asked about is wrong. Sets as in truth_accuracy, those with fewer than
five answers an item and tokens left out. Orders are drawn by lot with fixed seeds: the same table every time.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from benchmarks.truth import crowds
from benchmarks.truth.known import Known
from benchmarks.truth.simulated import simulated

from armslength_quality import Enough, spend
from armslength_quality.overlap.spending import ORDERS, Order

EACH = (2.5, 3.0, 4.0, 5.0)
RULE = Enough(risk=0.05, least=2, most=7)


def right(known: Known, each: float, order: Order, seed: int) -> float:
    """The share of right labels."""
    budget = int(each * len(known.answers.items))
    run = spend(known.answers, RULE, budget, order, rng=np.random.default_rng([17, seed]))
    told = (run.posterior.argmax(axis=1) == known.truth) & (run.asked > 0)
    return float(told[known.truth >= 0].mean())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", type=Path, help="folder with one folder per set")
    parser.add_argument("--simulated", type=int, default=6, help="so many simulated crowds, without --sets")
    parser.add_argument("--orders", type=int, default=4, help="draws per set")
    asked = parser.parse_args()
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

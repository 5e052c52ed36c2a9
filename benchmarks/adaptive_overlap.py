"""How few answers do for the labels of all of them, where people are asked until an item is sure.

    python -m benchmarks.adaptive_overlap [--sets FOLDER | --simulated N] [--orders N] [--least N] [--ablest-first]
        [--risks 0.1,0.05] [--only SET]

Each cell: share of the answers on record, and points of accuracy against all of them. Sets as in truth_accuracy; tokens
of texts are left out. Orders are drawn by lot with fixed seeds: the same table every time.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from benchmarks.truth import crowds
from benchmarks.truth.known import Known
from benchmarks.truth.scores import score
from benchmarks.truth.simulated import simulated

from armslength_quality import DawidSkene, Enough, replay

RISKS = "0.3,0.2,0.15,0.1,0.05,0.02"
PRICES = (0.003, 0.01)
ALL = 1000


def cell(known: Known, rule: Enough, full: float, orders: int, ablest_first: bool) -> tuple[float, float]:
    """(share, points) over the orders."""
    runs = [
        replay(known.answers, rule, rng=np.random.default_rng([11, order]), ablest_first=ablest_first)
        for order in range(orders)
    ]
    points = np.mean([score(run.posterior, known.truth).accuracy for run in runs]) - full
    return float(np.mean([run.share for run in runs])), float(points) * 100


def _is_asked(known: Known, only: str) -> bool:
    return known.name.startswith(only) and not known.name.endswith("tokens")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", type=Path, help="folder with one folder per set")
    parser.add_argument("--simulated", type=int, default=12, help="so many simulated crowds, without --sets")
    parser.add_argument("--orders", type=int, help="orders per set: 3 of real sets, 1 of simulated ones")
    parser.add_argument("--least", type=int, default=2, help="answers that every item has")
    parser.add_argument("--ablest-first", action="store_true", help="ask those next whose answers tell most")
    parser.add_argument("--risks", default=RISKS, help="instead of the usual ones, and without prices")
    parser.add_argument("--only", default="", help="sets whose names begin so")
    asked = parser.parse_args()
    sets = [known for known in crowds.read(asked.sets) if _is_asked(known, asked.only)] if asked.sets else None
    risks, prices = [float(risk) for risk in asked.risks.split(",")], PRICES if asked.risks == RISKS else ()
    rules = [Enough(risk=risk, least=asked.least, most=ALL) for risk in risks]
    rules += [Enough(risk=0.02, least=asked.least, most=ALL, price=price) for price in prices]
    orders = asked.orders or (3 if sets else 1)
    names = [f"risk {risk}" for risk in risks] + [f"price {price}" for price in prices]
    print("| set | items | answers each | accuracy with all | " + " | ".join(names) + " |")
    print("| --- |" + " ---: |" * (3 + len(names)))
    found = []
    for known in sets or simulated(asked.simulated, 0):
        full = score(DawidSkene().fit(known.answers).posterior, known.truth).accuracy
        row = [cell(known, rule, full, orders, asked.ablest_first) for rule in rules]
        found.append(row)
        cells = " | ".join(f"{share:.0%}, {points:+.1f}" for share, points in row)
        items = len(known.answers.items)
        print(f"| {known.name} | {items:,} | {len(known.answers) / items:.1f} | {full:.3f} | {cells} |", flush=True)
    means = " | ".join(f"{share:.0%}, {points:+.2f}" for share, points in np.mean(found, axis=0))
    print(f"| mean | | | | {means} |")


if __name__ == "__main__":
    main()

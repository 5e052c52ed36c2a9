"""How long a fit takes in this process and on a Ray cluster, and whether the bytes are the same.

    python -m benchmarks.ray_refit [ray://HOST:PORT] [--sizes 1000000,10000000] [--labels 2,10] [--workers 2]

Without an address the table has this process alone. The crowd is that of `truth_speed`, with `--people` people. Seconds
are those that pass; a first fit compiles on both sides and is not counted, nor is making the table of answers. "There"
holds what a fit sends and receives; connecting and starting the workers, once for all fits of a refit, stands apart.
"""

from __future__ import annotations

import argparse
import time
from itertools import product

import numpy as np
from benchmarks.truth.speed_case import crowd

from armslength_quality import Answers, CategoricalTruth, DawidSkene, RayCluster

WARM = 400_000


def table(size: int, labels: int, people: int) -> Answers:
    """A crowd of fixed size; who drew one item twice answers it once."""
    item, who, said = crowd(size, labels)
    who %= people
    _, once = np.unique(item.astype(np.int64) * people + who, return_index=True)
    return Answers.from_arrays(item[once], who[once], said[once])


def timed(answers: Answers, cluster: RayCluster | None) -> tuple[float, CategoricalTruth]:
    """Seconds of a fit, and what it found."""
    began = time.perf_counter()
    model = DawidSkene()
    fit = model.fit(answers) if cluster is None else model.fit(answers, executor=cluster)
    return time.perf_counter() - began, fit


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("address", nargs="?", help="of a cluster's client server")
    parser.add_argument("--sizes", default="1000000", help="numbers of answers")
    parser.add_argument("--labels", default="2,10")
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    print("| answers | labels | rounds | here s | connect s | there s | same bytes |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: | --- |")
    for size, labels in product(map(int, asked.sizes.split(",")), map(int, asked.labels.split(","))):
        warm, answers = table(WARM, labels, asked.people), table(size, labels, asked.people)
        timed(warm, None)
        here, fit = timed(answers, None)
        cells = ["", "", ""]
        if asked.address:
            with RayCluster(asked.address, workers=asked.workers, seconds=600.0) as cluster:
                connect, _ = timed(warm, cluster)
                there, other = timed(answers, cluster)
            same = all(
                getattr(fit, name).tobytes() == getattr(other, name).tobytes()
                for name in ("posterior", "confusion", "prior", "trace")
            )
            cells = [f"{connect:.1f}", f"{there:.2f}", "yes" if same else "NO"]
        print(
            f"| {len(answers):,} | {labels} | {fit.convergence.steps} | {here:.2f} | {' | '.join(cells)} |", flush=True
        )


if __name__ == "__main__":
    main()

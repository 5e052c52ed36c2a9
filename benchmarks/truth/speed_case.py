"""One measurement of speed and memory, in a process of its own: prints one line of JSON.

python -m benchmarks.truth.speed_case MODEL ANSWERS LABELS STEPS
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from numba import njit

from armslength_quality import Answers, DawidSkene, Glad, Mace, OneCoin
from armslength_quality.truth.encoded import encode
from armslength_quality.truth.steps import InProcess, Numbers, Placed, Step

OVERLAP = 5
ANSWERS_PER_PERSON = 100
MODELS: dict[str, Callable[[int], Any]] = {
    "DawidSkene": lambda steps: DawidSkene(steps=steps, tolerance=0.0),
    "OneCoin": lambda steps: OneCoin(steps=steps, tolerance=0.0),
    "Mace": lambda steps: Mace(steps=steps, restarts=1, tolerance=0.0),
    "Glad": lambda steps: Glad(steps=steps, tolerance=0.0),
}


def crowd(answers: int, labels: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Item, person and label of `answers` answers: five an item, a hundred a person, right in 3 of 4 cases."""
    rng = np.random.default_rng(7)
    items, people = answers // OVERLAP, answers // ANSWERS_PER_PERSON
    item = np.repeat(np.arange(items, dtype=np.int32), OVERLAP)
    first, stride = rng.integers(people, size=items), rng.integers(1, people // OVERLAP, size=items)
    who = ((first[:, None] + stride[:, None] * np.arange(OVERLAP)) % people).astype(np.int32).ravel()
    truth = rng.integers(labels, size=items, dtype=np.int32)
    said = np.where(rng.random(answers) < 0.75, truth[item], rng.integers(labels, size=answers, dtype=np.int32))
    return item, who, said.astype(np.int32)


class Watched(InProcess):
    """This process, with a look at the clock before each round of the step that was placed last."""

    def __init__(self) -> None:
        self.cpu: list[float] = []
        self.wall: list[float] = []

    def place(self, step: Step) -> Placed:
        self.cpu, self.wall, self.placed = [], [], super().place(step)
        return self

    def believe(self, numbers: Numbers, keep: np.ndarray) -> list[float]:
        self.cpu.append(time.process_time())
        self.wall.append(time.perf_counter())
        return self.placed.believe(numbers, keep)


@njit
def touch(slot: Any, table: Any) -> float:
    """Read a line of one random row and write one of another table for every answer: what no E-step can do without."""
    total = 0.0
    for row in slot:
        total += table[0, row, 0]
        table[1, row, 0] = total
    return total


def bound(answers: Answers, labels: int) -> float:
    """Seconds per round that random access alone takes: lines of 64 bytes, tables of the size of the model's."""
    slot = encode(answers, None).slot
    table = np.zeros((2, int(slot.max()) + 1, 2 if labels == 2 else 16), dtype=np.float32)
    touch(slot[:10], table)
    start = time.process_time()
    touch(slot, table)
    return time.process_time() - start


def main(name: str, size: int, labels: int, steps: int) -> None:
    item, who, said = crowd(size, labels)
    MODELS[name](2).fit(Answers.from_arrays(item[:20_000], who[:20_000], said[:20_000]))  # compiles
    warm = crowd(2_000_000 if labels == 10 else 200_000, labels)
    MODELS[name](1).fit(Answers.from_arrays(*warm))
    del warm
    base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start, wall = time.process_time(), time.perf_counter()
    answers = Answers.from_arrays(item, who, said)
    encoded = time.process_time() - start
    del item, who, said
    watched = Watched()
    start, wall = time.process_time(), time.perf_counter()
    MODELS[name](1 + steps).fit(answers, executor=watched)
    took = time.process_time() - start, time.perf_counter() - wall
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        json.dumps(
            {
                "encode": encoded,
                "fit": took[0],
                "fit_wall": took[1],
                "round": float(np.median(np.diff(watched.cpu))),
                "round_wall": float(np.median(np.diff(watched.wall))),
                "least": float(np.diff(watched.cpu).min()),
                "bound": bound(answers, labels),
                "peak_mb": peak / 1024,
                "before_mb": base / 1024,
                "threads": os.environ.get("ARMSLENGTH_THREADS", ""),
            }
        )
    )


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))

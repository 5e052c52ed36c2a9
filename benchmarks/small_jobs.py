"""From an order to its end, as whoever ordered it waits: imports, releases and exports of a few items and of many.

    python -m benchmarks.small_jobs [rounds [items ...]]

Over HTTP with the SDK, which waits as it does by default; each item has one answer. An import is waited for from the
announcement of its file until all rows are items, a release from its order, an export from its order until its files
are here and their digests are checked. Nobody else is at work.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from benchmarks.beside.armslength import Ours
from benchmarks.beside.crowd import Pace, pace
from benchmarks.beside_label_studio import rows
from benchmarks.web_processes import PARTS, spent_by_part

ROUNDS = 5
ITEMS = (1, 100, 10_000)
_PEOPLE = 8
_LONG_ENOUGH_SECONDS = 600
_SETTLED_SECONDS = 5.0
"""After a crowd: what it left to be counted and believed is done."""


def waited(rounds: int, ours: Ours, act: Callable[[int], object]) -> tuple[list[float], float]:
    """Milliseconds of each round, sorted, and the processor milliseconds of a round."""
    before, found = spent_by_part(ours.roots), []
    for number in range(rounds):
        began = time.perf_counter()
        act(number)
        found.append((time.perf_counter() - began) * 1000)
    after = spent_by_part(ours.roots)
    return sorted(found), sum(after[part] - before[part] for part in PARTS) / rounds * 1000


def show(what: str, count: int, found: list[float], spent: float) -> None:
    """One line of the table."""
    middle = statistics.median(found)
    name = f"{what} of {count:,}"
    print(f"{name:<24}{found[0]:>9.0f}{middle:>9.0f}{found[-1]:>9.0f}{spent:>11.0f}{count / middle * 1000:>10,.0f}")


def measure(ours: Ours, project: UUID, rounds: int, count: int) -> None:
    """The lines of one size."""
    numbered = [[{**row, "id": f"{number}-{row['id']}"} for row in rows(count)] for number in range(rounds)]
    ours.import_items(project, rows(count))
    lines = [ours.line(number) for number in range(1, _PEOPLE + 1)]
    answered: Pace = pace(lines, lambda line: ours.loop(project, line), seconds=_LONG_ENOUGH_SECONDS, roots=ours.roots)
    assert answered.loops == count, answered
    time.sleep(_SETTLED_SECONDS)
    made: list[UUID] = []
    folder = ours.folder / f"out-{count}"
    show("release", count, *waited(rounds, ours, lambda number: made.append(
        ours.owner.create_release(project, name=f"release {number}").id
    )))  # fmt: skip
    show("export", count, *waited(rounds, ours, lambda number: ours.owner.export(
        project, made[number], "jsonl", folder / str(number)
    )))  # fmt: skip
    show("import", count, *waited(rounds, ours, lambda number: ours.import_items(project, numbered[number])))


def main(rounds: int, sizes: list[int]) -> None:
    """Print the table."""
    print(f"{'milliseconds':<24}{'best':>9}{'median':>9}{'worst':>9}{'processor':>11}{'items/s':>10}")
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        ours = Ours(Path(folder), _PEOPLE, processes=1)
        try:
            projects = ours.projects([f"tone-{count}" for count in sizes])
            for project, count in zip(projects, sizes, strict=True):
                measure(ours, project, rounds, count)
        finally:
            ours.close()


if __name__ == "__main__":
    told = [int(each) for each in sys.argv[1:]]
    main(told[0] if told else ROUNDS, told[1:] or list(ITEMS))

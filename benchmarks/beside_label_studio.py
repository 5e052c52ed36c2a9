"""Asking, answering, importing and exporting, beside Label Studio on PostgreSQL, in one run on one machine.

    apt-get install postgresql
    python -m venv /tmp/ls && /tmp/ls/bin/pip install label-studio==1.23.2 uwsgi
    python -m benchmarks.beside_label_studio --peer /tmp/ls/bin/python [--items 10000] [--people 16] [--seconds 20]
        [--think 2]

Both run as their users run them and are asked over HTTP by the same crowd. Without `--peer` only our column is printed.
Processor time is that of the server with its database; wall clock means something only beside its neighbour. A crowd
that never thinks fills the machine, whoever serves it: its waits are those of a queue. With `--think` everybody looks
at each item for a while, so many seconds in the mean, and what is printed is what people feel.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.beside.armslength import Ours
from benchmarks.beside.crowd import Pace, family_seconds, pace
from benchmarks.beside.label_studio import LabelStudio

WORDS = (
    "the", "tide", "comes", "in", "twice", "a", "day", "and", "grey", "herons", "wade", "where", "shallow", "water",
    "warms", "under", "morning", "light",
)  # fmt: skip


def rows(count: int) -> list[dict[str, Any]]:
    """Eighteen words each."""
    dice = random.Random(3)
    return [{"id": f"i{n}", "text": " ".join(dice.choices(WORDS, k=18))} for n in range(count)]


def timed(roots: list[int], act: Callable[[], object]) -> tuple[float, float]:
    """Wall seconds and processor seconds of what was done."""
    began, spent = time.perf_counter(), family_seconds(roots)
    act()
    return time.perf_counter() - began, family_seconds(roots) - spent


Column = dict[str, float]


def loops(made: Pace) -> Column:
    """The lines of the table that tell of asking and answering."""
    return {
        "next + submit, CPU ms": made.cpu_ms,
        "loops a second": made.per_second,
        "answer to next item, p50, ms": made.percentile(0.5),
        "answer to next item, p99, ms": made.percentile(0.99),
    }


def transfers(count: int, brought: tuple[float, float], taken: tuple[float, float], annotated: int) -> Column:
    """Those of import and export, for one item."""
    return {
        "import, items a second": count / brought[0],
        "import, CPU ms an item": brought[1] / count * 1000,
        "export, CPU ms an annotated item": taken[1] / annotated * 1000,
        "export, annotated items a second": annotated / taken[0],
    }


def measure_ours(folder: Path, count: int, people: int, seconds: float, think: float) -> Column:
    """Our column."""
    ours = Ours(folder, people)
    try:
        project = ours.project()
        brought = timed(ours.roots, lambda: ours.import_items(project, rows(count)))
        lines = [ours.line(number) for number in range(1, people + 1)]
        pace(lines, lambda line: ours.loop(project, line), seconds=1, roots=ours.roots)
        made = pace(lines, lambda line: ours.loop(project, line), seconds=seconds, roots=ours.roots, think=think)
        exported: list[int] = []
        taken = timed(ours.roots, lambda: exported.append(ours.export(project)))
        return loops(made) | transfers(count, brought, taken, exported[0])
    finally:
        ours.close()


def measure_peer(python: Path, folder: Path, count: int, people: int, seconds: float, think: float) -> Column:
    """Label Studio's column."""
    with LabelStudio(python, folder, people) as peer:
        peer.start()
        project = peer.project()
        brought = timed(peer.roots, lambda: peer.import_tasks(project, rows(count)))
        lines = [peer.line(number) for number in range(1, people + 1)]
        pace(lines, lambda line: peer.loop(project, line), seconds=1, roots=peer.roots)
        made = pace(lines, lambda line: peer.loop(project, line), seconds=seconds, roots=peer.roots, think=think)
        exported: list[int] = []
        taken = timed(peer.roots, lambda: exported.append(peer.export(project)))
        return loops(made) | transfers(count, brought, taken, exported[0])


def show(ours: Column, peer: Column) -> None:
    """The table; the ratio says how many times better ours is."""
    print(f"{'':<34}{'ours':>12}{'Label Studio':>14}{'ratio':>9}")
    for name, value in ours.items():
        beside = peer.get(name)
        if beside is None:
            print(f"{name:<34}{value:>12,.2f}")
            continue
        ratio = value / beside if "a second" in name else beside / value
        print(f"{name:<34}{value:>12,.2f}{beside:>14,.2f}{ratio:>8.0f}×")


def main() -> None:
    told = argparse.ArgumentParser()
    told.add_argument("--peer", type=Path)
    told.add_argument("--items", type=int, default=10_000)
    told.add_argument("--people", type=int, default=16)
    told.add_argument("--seconds", type=float, default=20)
    told.add_argument("--think", type=float, default=0)
    asked = told.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as here, tempfile.TemporaryDirectory(prefix="bench-") as there:
        ours = measure_ours(Path(here), asked.items, asked.people, asked.seconds, asked.think)
        peer: Column = {}
        if asked.peer:
            peer = measure_peer(asked.peer, Path(there), asked.items, asked.people, asked.seconds, asked.think)
    show(ours, peer)


if __name__ == "__main__":
    main()

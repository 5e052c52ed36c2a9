"""One web process and two, serving the same crowd: what the second adds, and what the limit is.

    python -m benchmarks.web_processes [seconds [people]]

Processor time is shown apart for web processes, database and the rest, so that it can be read which of them fills the
cores. Those who ask run on the same cores and are counted, too.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from benchmarks.beside.armslength import Ours
from benchmarks.beside.crowd import TICKS, Pace, family, pace
from benchmarks.beside_label_studio import rows

ITEMS = 20_000
PARTS = ("web", "database", "worker")


def part(command: str) -> str:
    """Which part of the product a process is."""
    if "armslength.entry.serve" in command:
        return "web"
    return "worker" if "armslength.entry.worker" in command else "database" if "postgres" in command else "rest"


def spent_by_part(roots: Sequence[int]) -> dict[str, float]:
    """Processor seconds of these processes and all below them, by part."""
    spent: defaultdict[str, float] = defaultdict(float)
    for pid, ticks in family(roots):
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").replace("\0", " ")
        except OSError:
            continue  # it ended while we looked
        spent[part(command)] += sum(ticks[:2]) / TICKS
    return spent


def measure(processes: int, seconds: float, people: int) -> tuple[Pace, dict[str, float], float]:
    """The crowd's pace, processor milliseconds a loop by part, and the crowd's own."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        ours = Ours(Path(folder), people, processes)
        try:
            project = ours.project()
            ours.import_items(project, rows(ITEMS))
            lines = [ours.line(number) for number in range(1, people + 1)]
            pace(lines, lambda line: ours.loop(project, line), seconds=3, roots=ours.roots)
            before, own = spent_by_part(ours.roots), time.process_time()
            made = pace(lines, lambda line: ours.loop(project, line), seconds=seconds, roots=ours.roots)
            own, after = time.process_time() - own, spent_by_part(ours.roots)
        finally:
            ours.close()
    return made, {name: (after[name] - before[name]) / made.loops * 1000 for name in PARTS}, own / made.loops * 1000


def main(seconds: float, people: int) -> None:
    """Print the table."""
    cores = len(os.sched_getaffinity(0))
    print(f"{people} people, {cores} cores; processor milliseconds a loop (next + submit)")
    print(
        f"{'web processes':>14} {'loops/s':>8} {'web':>7} {'database':>9} {'worker':>7} {'crowd':>7} {'cores busy':>11}"
    )
    paces = []
    for processes in (1, 2):
        made, parts, crowd = measure(processes, seconds, people)
        paces.append(made.per_second)
        busy = (sum(parts.values()) + crowd) * made.per_second / 1000
        print(
            f"{processes:>14} {made.per_second:>8.0f} {parts['web']:>7.2f} {parts['database']:>9.2f}"
            f" {parts['worker']:>7.2f} {crowd:>7.2f} {busy:>7.2f} of {cores}"
        )
    print(f"two serve {paces[1] / paces[0]:.2f} × what one serves")


if __name__ == "__main__":
    told = [float(each) for each in sys.argv[1:]]
    main(told[0] if told else 15, int(told[1]) if len(told) > 1 else 16)

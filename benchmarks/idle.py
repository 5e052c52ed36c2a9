"""What an installation costs that nobody uses, and one whose people think, by process.

    python -m benchmarks.idle [seconds [people]]

First nobody does anything. Then everybody looks at each item for two seconds in the mean before they answer; then the
same people answer as fast as they can, which shares what is fixed among as many loops as fit. All with one web process.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from uuid import UUID

from benchmarks.beside.armslength import Ours
from benchmarks.beside.crowd import pace
from benchmarks.beside_label_studio import rows
from benchmarks.web_processes import PARTS, spent_by_part

ITEMS = 10_000
THINK_SECONDS = 2.0
_WARM_SECONDS = 3.0
_SETTLED_SECONDS = 15.0
"""After an import or a crowd: what they left to be counted and believed is done."""
_SHOWN = (*PARTS, "rest")


def line(what: str, before: dict[str, float], after: dict[str, float], by: float) -> None:
    """One line of the table: what was spent meanwhile, in milliseconds, divided."""
    shares = [(after[name] - before[name]) * 1000 / by for name in _SHOWN]
    print(f"{what:<44}" + "".join(f"{share:>10.2f}" for share in (*shares, sum(shares))), flush=True)


def nobody(ours: Ours, seconds: float) -> None:
    """A line of rest."""
    time.sleep(_SETTLED_SECONDS)
    before, began = spent_by_part(ours.roots), time.perf_counter()
    time.sleep(seconds)
    line("nobody, a second", before, spent_by_part(ours.roots), time.perf_counter() - began)


def crowd(ours: Ours, project: UUID, people: int, seconds: float, think: float) -> None:
    """Two lines of work: by loop, and by second."""
    lines = [ours.line(number) for number in range(1, people + 1)]
    pace(lines, lambda one: ours.loop(project, one), seconds=_WARM_SECONDS, roots=ours.roots)
    before, began = spent_by_part(ours.roots), time.perf_counter()
    made = pace(lines, lambda one: ours.loop(project, one), seconds=seconds, roots=ours.roots, think=think)
    after, took = spent_by_part(ours.roots), time.perf_counter() - began
    how = f"who think {think:.0f} s" if think else "at once"
    line(f"{people} {how}: {made.per_second:.1f} loops a second, each", before, after, made.loops)
    line("    the same, a second", before, after, took)


def main(seconds: float, people: int) -> None:
    """Print the table."""
    print(f"{'processor ms':<44}" + "".join(f"{name:>10}" for name in (*_SHOWN, "together")))
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        ours = Ours(Path(folder), people, processes=1)
        try:
            project = ours.project()
            ours.import_items(project, rows(ITEMS))
            nobody(ours, seconds)
            crowd(ours, project, people, seconds, THINK_SECONDS)
            crowd(ours, project, people, seconds / 3, 0.0)
            nobody(ours, seconds)
        finally:
            ours.close()


if __name__ == "__main__":
    told = [float(each) for each in sys.argv[1:]]
    main(told[0] if told else 30, int(told[1]) if len(told) > 1 else 16)

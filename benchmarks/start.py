"""How long `armslength up` takes from the command to the first answer, and to a page: first start and later ones.

    python -m benchmarks.start [rounds]

Beside it the floor: the same PostgreSQL started alone on the same data directory, and Python importing what a web
process imports. Processor time is of the supervisor and all below it; on a busy machine it tells more than the clock.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.entry.launched import Launched, until

from armslength.entry.postgres import EmbeddedPostgres

ROUNDS = 3
_TICK = os.sysconf("SC_CLK_TCK")


def processor_seconds(up: Launched) -> float:
    """What it and its children have cost so far."""
    pids = [up.process.pid, *(pid for pids in up.children().values() for pid in pids)]
    fields = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in pids]
    return sum(int(each[place]) for each in fields for place in (11, 12, 13, 14)) / _TICK


def start(data: Path) -> tuple[float, float]:
    """(seconds until it answers, processor seconds)."""
    began = time.perf_counter()
    up = Launched(data)
    until(up.healthy)
    took = time.perf_counter() - began
    cost = processor_seconds(up)
    up.stop()
    return took, cost


def postgres_alone(data: Path) -> float:
    """Seconds for the database of that directory to be there."""
    server = EmbeddedPostgres(data)
    began = time.perf_counter()
    server.start()
    took = time.perf_counter() - began
    server.stop()
    return took


def imports() -> float:
    """Seconds for Python to load a web process."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import armslength.entry.serve, armslength.entry.wiring"], check=True)
    return time.perf_counter() - began


def main() -> None:
    """Print the table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    first: list[tuple[float, float]] = []
    again: list[tuple[float, float]] = []
    database: list[float] = []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory(prefix="armslength-start-") as folder:
            first.append(start(Path(folder)))
            again.extend(start(Path(folder)) for _ in range(2))
            database.append(postgres_alone(Path(folder)))
    loading = [imports() for _ in range(rounds)]
    print(f"{'':28} {'seconds':>8} {'worst':>8} {'processor':>10}")
    for name, found in (("first start", first), ("later start", again)):
        seconds, cost = zip(*found, strict=True)
        print(f"{name:28} {statistics.median(seconds):8.2f} {max(seconds):8.2f} {statistics.median(cost):10.2f}")
    for name, alone in (("floor: PostgreSQL alone", database), ("floor: Python's imports", loading)):
        print(f"{name:28} {statistics.median(alone):8.2f} {max(alone):8.2f}")


if __name__ == "__main__":
    main()

"""How fast the models of labels are, beside crowd-kit, and how far from what memory allows.

    python -m benchmarks.truth_speed [--peer PYTHON] [--sizes 1000000,10000000]

Seconds are of the processor, on one core, so that other work on the machine counts little; every case runs in a process
of its own, compiled beforehand. A round is the difference of 11 rounds and 1, over 10 (crowd-kit: 4 and 1, over 3).
"Encode" is from three arrays of numbers to sorted codes; crowd-kit's fit includes its own. The bound is the time that
one random read and one random write per answer take in tables of the model's size. crowd-kit runs at the least size.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.truth.speed_case import crowd

STEPS, PEER_STEPS = 10, 3


def ours(model: str, size: int, labels: int) -> dict[str, Any]:
    """One case of ours."""
    command = [sys.executable, "-m", "benchmarks.truth.speed_case", model, str(size), str(labels), str(STEPS)]
    done = subprocess.run(command, check=True, capture_output=True, env=os.environ | {"ARMSLENGTH_THREADS": "1"})
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def theirs(python: str, model: str, size: int, labels: int) -> dict[str, Any]:
    """The same case of crowd-kit's."""
    with tempfile.TemporaryDirectory() as room:
        table = Path(room) / "table.npz"
        np.savez(table, **dict(zip(("task", "worker", "label"), crowd(size, labels), strict=True)))
        script = Path(__file__).parent / "truth" / "crowdkit_speed.py"
        done = subprocess.run(
            [python, str(script), str(table), model, str(PEER_STEPS)], check=True, capture_output=True
        )
        found: dict[str, Any] = json.loads(done.stdout)
        return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peer", help="interpreter that has crowd-kit")
    parser.add_argument("--sizes", default="1000000", help="numbers of answers, the least first")
    asked = parser.parse_args()
    sizes = [int(size) for size in asked.sizes.split(",")]
    print(
        "| model | answers | labels | encode s | fit s | round ms | bound ms | peak MB | crowd-kit round ms | ratio |"
    )
    print("| --- |" + " ---: |" * 9)
    for model, labels, size in product(("DawidSkene", "OneCoin"), (2, 10), sizes):
        found = ours(model, size, labels)
        cells = [f"{found['encode']:.2f}", f"{found['fit']:.2f}", f"{found['round'] * 1e3:.1f}"]
        cells += [f"{found['bound'] * 1e3:.1f}", f"{found['peak_mb']:.0f}"]
        if asked.peer and size == sizes[0]:
            peer = theirs(asked.peer, model, size, labels)
            cells += [f"{peer['round'] * 1e3:.0f}", f"{peer['round'] / found['round']:.0f}"]
        else:
            cells += ["", ""]
        print(f"| {model} | {size:,} | {labels} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()

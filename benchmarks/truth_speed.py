"""How fast the models of labels are, beside crowd-kit, and how far from what memory allows.

    python -m benchmarks.truth_speed [--peer PYTHON] [--sizes 1000000,10000000] [--models DawidSkene] [--cores 1]

Seconds are of the processor, so that other work on the machine counts little; every case runs in a process of its own,
compiled beforehand. A round is the median of up to 41, from one E-step to the next (crowd-kit: the difference of 3
rounds and 1, by the round, each the least of two times). "Encode" is from three arrays of numbers to sorted codes;
crowd-kit's fit includes its own. The bound is what one random read and one random write per answer take in tables of
the model's size. crowd-kit runs at the same size, GLAD at a tenth of it: its round is counted ten times, for its cost
is by the answer.
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

STEPS, PEER_STEPS = 40, 2


def ours(model: str, size: int, labels: int, cores: str) -> dict[str, Any]:
    """One case of ours."""
    command = [sys.executable, "-m", "benchmarks.truth.speed_case", model, str(size), str(labels), str(STEPS)]
    done = subprocess.run(command, check=True, capture_output=True, env=os.environ | {"ARMSLENGTH_THREADS": cores})
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def theirs(python: str, model: str, size: int, labels: int) -> float:
    """Seconds of a round of crowd-kit's in the same case."""
    share = 10 if model == "Glad" else 1
    with tempfile.TemporaryDirectory() as room:
        table = Path(room) / "table.npz"
        np.savez(table, **dict(zip(("task", "worker", "label"), crowd(size // share, labels), strict=True)))
        script = Path(__file__).parent / "truth" / "crowdkit_speed.py"
        steps = 1 if model == "Glad" else PEER_STEPS
        done = subprocess.run([python, str(script), str(table), model, str(steps)], check=True, capture_output=True)
        return share * float(json.loads(done.stdout)["round"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peer", help="interpreter that has crowd-kit")
    parser.add_argument("--sizes", default="1000000", help="numbers of answers")
    parser.add_argument("--models", default="DawidSkene,OneCoin,Mace,Glad")
    parser.add_argument("--labels", default="2,10")
    parser.add_argument("--cores", default="1", help="with more than one, a round is the time that passes")
    asked = parser.parse_args()
    round_of = "round" if asked.cores == "1" else "round_wall"
    print("| model | answers | labels | encode s | fit s | round ms | bound ms | peak MB | crowd-kit ms | ratio |")
    print("| --- |" + " ---: |" * 9)
    for model, labels, size in product(asked.models.split(","), asked.labels.split(","), asked.sizes.split(",")):
        found = ours(model, int(size), int(labels), asked.cores)
        cells = [f"{found['encode']:.2f}", f"{found['fit']:.2f}", f"{found[round_of] * 1e3:.1f}"]
        cells += [f"{found['bound'] * 1e3:.1f}", f"{found['peak_mb']:.0f}"]
        if asked.peer:
            peer = theirs(asked.peer, model, int(size), int(labels))
            cells += [f"{peer * 1e3:.0f}", f"{peer / found[round_of]:.0f}"]
        else:
            cells += ["", ""]
        print(f"| {model} | {int(size):,} | {labels} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()

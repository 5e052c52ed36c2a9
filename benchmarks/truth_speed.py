"""How fast the models of labels are, beside crowd-kit, and how far from what memory allows.

    python -m benchmarks.truth_speed --peer PYTHON-WITH-CROWD-KIT-1.4.2 [--cases DawidSkene:10000000:2] [--cores 1,2]

Every case is a model, so many answers and so many labels; the usual ones are those of EVIDENCE.md. A case runs on each
number of cores and then in crowd-kit, each in a process of its own, compiled beforehand. A round is the median of up to
41, from one E-step to the next (crowd-kit: half the difference of 3 rounds and 1, each the least of two times). On one
core both are seconds of the processor, so that other work on the machine counts little; on more, both are the
time that passes, which wants a quiet machine. "Encode" is from three arrays of numbers to sorted codes; crowd-kit's fit
includes its own. The bound is what one random read and one random write per answer take in tables of the model's size.
crowd-kit runs at the same size, GLAD at a tenth of it: its round is counted ten times, for its cost is by the answer.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.truth.speed_case import crowd

STEPS, PEER_STEPS = 40, 2
CASES = (
    "DawidSkene:10000000:2,DawidSkene:10000000:10,DawidSkene:1000000:2,DawidSkene:1000000:10,"
    "OneCoin:1000000:2,Mace:1000000:2,Mace:1000000:10,Glad:1000000:2"
)


def ours(model: str, size: int, labels: int, cores: str) -> dict[str, Any]:
    """One case of ours."""
    command = [sys.executable, "-m", "benchmarks.truth.speed_case", model, str(size), str(labels), str(STEPS)]
    done = subprocess.run(command, check=True, capture_output=True, env=os.environ | {"ARMSLENGTH_THREADS": cores})
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def theirs(python: str, model: str, size: int, labels: int) -> dict[str, float]:
    """Seconds of a round of crowd-kit's in the same case: of the processor, and as they pass."""
    share = 10 if model == "Glad" else 1
    with tempfile.TemporaryDirectory() as room:
        table = Path(room) / "table.npz"
        tasks, workers, said = crowd(size // share, labels)
        np.savez(table, task=tasks, worker=workers, label=said)
        script = Path(__file__).parent / "truth" / "crowdkit_speed.py"
        steps = 1 if model == "Glad" else PEER_STEPS
        done = subprocess.run([python, str(script), str(table), model, str(steps)], check=True, capture_output=True)
    found = json.loads(done.stdout)
    return {name: share * float(found[name]) for name in ("round", "round_wall")}


def rows(model: str, size: int, labels: int, cores: list[str], python: str | None) -> list[str]:
    """One case, by the number of cores."""
    found = [(each, ours(model, size, labels, each)) for each in cores]
    peer = theirs(python, model, size, labels) if python else None
    lines = []
    for each, case in found:
        clock = "round" if each == "1" else "round_wall"
        cells = [model, f"{size:,}", f"{labels}", each, f"{case['encode']:.2f}", f"{case['fit']:.2f}"]
        cells += [f"{case[clock] * 1e3:.1f}", f"{case['bound'] * 1e3:.1f}", f"{case['peak_mb']:.0f}"]
        cells += [f"{peer[clock] * 1e3:.0f}", f"{peer[clock] / case[clock]:.0f}"] if peer else ["", ""]
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peer", help="interpreter that has crowd-kit")
    parser.add_argument("--cases", default=CASES, help="model:answers:labels, with commas between")
    parser.add_argument("--cores", default="1,2", help="each case on so many")
    asked = parser.parse_args()
    print(
        "| model | answers | labels | cores | encode s | fit s | round ms | bound ms | peak MB | crowd-kit ms | ratio |"
    )
    print("| --- |" + " ---: |" * 10)
    for case in asked.cases.split(","):
        model, size, labels = case.split(":")
        for line in rows(model, int(size), int(labels), asked.cores.split(","), asked.peer):
            print(line, flush=True)


if __name__ == "__main__":
    main()

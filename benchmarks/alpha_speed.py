"""How fast Krippendorff's alpha is that counts answers, beside one that has a table of annotators x items.

    python -m benchmarks.alpha_speed --peer PYTHON-WITH-KRIPPENDORFF [--answers 1000000] [--people 2000]

Five answers an item, five labels. Seconds of the processor, the least of three of ours and one of theirs; theirs begins
where its table is ready, ours where `Answers` are. "From arrays" begins with three arrays of numbers on both sides. The
table has people x items places: with 2,000 people it takes 6 GB, with 10,000 (a hundred answers each) 30 GB.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from armslength_quality import Answers, krippendorff_alpha

OVERLAP, LABELS, REPEATS = 5, 5, 3


def drawn(answers: int, people: int) -> dict[str, np.ndarray]:
    """Item, person and label; right in 3 of 4 cases."""
    rng = np.random.default_rng(7)
    items = answers // OVERLAP
    item = np.repeat(np.arange(items), OVERLAP)
    first, stride = rng.integers(people, size=items), rng.integers(1, people // OVERLAP, size=items)
    who = ((first[:, None] + stride[:, None] * np.arange(OVERLAP)) % people).ravel()
    truth = rng.integers(LABELS, size=items)
    label = np.where(rng.random(answers) < 0.75, truth[item], rng.integers(LABELS, size=answers))
    return {"item": item, "who": who, "label": label}


def ours(given: dict[str, Any]) -> tuple[float, float, float]:
    """Alpha, seconds for `Answers`, seconds for alpha."""
    start = time.process_time()
    answers = Answers.from_arrays(given["item"], given["who"], given["label"])
    made = time.process_time() - start
    value, seconds = 0.0, []
    for _ in range(REPEATS):
        start = time.process_time()
        value = krippendorff_alpha(answers, "nominal", resamples=0).value or 0.0
        seconds.append(time.process_time() - start)
    return value, made, min(seconds)


def theirs(python: str, given: dict[str, Any]) -> tuple[float, float, float]:
    """The same of the package with a table."""
    with tempfile.TemporaryDirectory() as room:
        table = Path(room) / "table.npz"
        np.savez(table, **given)
        script = Path(__file__).parent / "truth" / "dense_alpha.py"
        done = subprocess.run([python, str(script), str(table)], check=True, capture_output=True)
    found = json.loads(done.stdout)
    return found["alpha"], found["table"], found["seconds"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peer", required=True, help="interpreter that has krippendorff")
    parser.add_argument("--answers", type=int, default=1_000_000)
    parser.add_argument("--people", type=int, default=2_000)
    asked = parser.parse_args()
    given = drawn(asked.answers, asked.people)
    (value, made, seconds), (other, table, took) = ours(given), theirs(asked.peer, given)
    assert abs(value - other) < 1e-9, (value, other)
    print("| answers | people | alpha | ours s | table s | times | from arrays: ours s | table s | times |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    print(
        f"| {asked.answers:,} | {asked.people:,} | {value:.6f} | {seconds:.3f} | {took:.2f} | {took / seconds:.0f} |"
        f" {made + seconds:.2f} | {table + took:.2f} | {(table + took) / (made + seconds):.0f} |"
    )


if __name__ == "__main__":
    main()

"""How right and how sure the models of labels are, beside crowd-kit's.

    python -m benchmarks.truth_accuracy [--sets FOLDER] [--peer PYTHON]

Every set of FOLDER (benchmarks/truth/crowds.py says what it holds), else simulated crowds, in which errors go together
or not. PYTHON is an interpreter that has crowd-kit; without it ours are shown alone. crowd-kit's GLAD is left out of
the simulated ones, where it would take an hour. The last line takes the default's two parameters for each set from the
*other* sets: what choosing them by looking would have brought.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
from itertools import product
from pathlib import Path

import numpy as np
from benchmarks.truth import crowds
from benchmarks.truth.crowds import Known
from benchmarks.truth.scores import Score, ranks, score

from armslength_quality import DawidSkene, Diagonal, MajorityVote, OneCoin, Pooled
from armslength_quality.truth.categorical import CategoricalModel

OURS: dict[str, CategoricalModel] = {
    "MajorityVote": MajorityVote(),
    "OneCoin": OneCoin(),
    "DawidSkene, Diagonal, independent": DawidSkene(prior=Diagonal(), correlation=0.0),
    "DawidSkene, Pooled(2)": DawidSkene(prior=Pooled(2.0)),
    "DawidSkene, Pooled(5)": DawidSkene(prior=Pooled(5.0)),
    "DawidSkene": DawidSkene(),
}
GRID = [
    DawidSkene(prior=Pooled(strength), correlation=correlation)
    for strength, correlation in product((None, 2.0, 5.0), (0.0, 0.05, 0.1, 0.2))
]
PEERS = ["MajorityVote", "Wawa", "ZeroBasedSkill", "DawidSkene", "OneCoinDawidSkene", "MACE", "KOS", "MMSR"]
SLOW_PEERS = ["GLAD"]
FAILED = Score(float("nan"), float("nan"), float("nan"))
Table = dict[str, list[Score]]


def ours(model: CategoricalModel, known: Known) -> Score:
    """Fit and judge."""
    fit = model.fit(known.answers)
    return score(fit.posterior, known.truth) if fit.supported else FAILED


def left_out(sets: list[Known]) -> list[Score]:
    """Each set by the parameters that were best on the others."""
    grid = [[ours(model, known) for known in sets] for model in GRID]
    accuracy = np.array([[each.accuracy for each in row] for row in grid])
    return [grid[int(np.delete(accuracy, number, axis=1).mean(axis=1).argmax())][number] for number in range(len(sets))]


def peers(sets: list[Known], python: str, methods: list[str]) -> Table:
    """crowd-kit's methods, in their own interpreter."""
    with tempfile.TemporaryDirectory() as room:
        tables, results = Path(room) / "tables.npz", Path(room) / "results.npz"
        given: dict[str, np.ndarray] = {}
        for number, known in enumerate(sets):
            answers = known.answers
            given |= {f"{number}_item": answers.item, f"{number}_who": answers.annotator}
            given |= {f"{number}_label": answers.label, f"{number}_labels": np.array(len(answers.categories))}
        np.savez(tables, **given)
        script = Path(__file__).parent / "truth" / "crowdkit_peer.py"
        subprocess.run([python, str(script), str(tables), str(results), *methods], check=True)
        found = np.load(results)
        methods = sorted({key.split("_", 1)[1] for key in found.files if not key.endswith("_seconds")})
        return {
            f"crowd-kit {method}": [
                score(found[f"{number}_{method}"], known.truth) if f"{number}_{method}" in found.files else FAILED
                for number, known in enumerate(sets)
            ]
            for method in methods
        }


def show(title: str, sets: list[Known], table: Table, each: bool) -> None:
    """One table."""
    accuracy = np.array([[cell.accuracy for cell in row] for row in table.values()])
    rank = ranks(accuracy)
    vote = accuracy[list(table).index("MajorityVote")]
    print(f"\n{title}: {len(sets)} sets. Accuracy; mean rank; worst distance to the vote; log-loss; ECE\n")
    names = " | ".join(known.name for known in sets) + " | " if each else ""
    print(f"| model | {names}mean | rank | worst | log-loss | ECE |")
    print("| --- |" + " ---: |" * (5 + (len(sets) if each else 0)))
    for number, (name, row) in enumerate(table.items()):
        cells = "".join(f"{value:.4f} | " for value in accuracy[number]) if each else ""
        done = np.nan_to_num(accuracy[number], nan=0.0).mean()
        loss, gap = (np.mean([getattr(cell, part) for cell in row]) for part in ("log_loss", "calibration"))
        worst = np.nan_to_num(accuracy[number] - vote, nan=-1.0).min()
        print(f"| {name} | {cells}{done:.4f} | {rank[number]:.2f} | {worst:+.4f} | {loss:.3f} | {gap:.3f} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", type=Path, help="folder with one folder per set")
    parser.add_argument("--peer", help="interpreter that has crowd-kit")
    asked = parser.parse_args()
    sets = list(crowds.read(asked.sets) if asked.sets else crowds.simulated())
    table = {name: [ours(model, known) for known in sets] for name, model in OURS.items()}
    if asked.peer:
        table |= peers(sets, asked.peer, PEERS + SLOW_PEERS if asked.sets else PEERS)
    show("Real" if asked.sets else "Simulated", sets, table, bool(asked.sets))
    chosen = left_out(sets)
    print(f"\nParameters from the other sets: mean accuracy {np.mean([each.accuracy for each in chosen]):.4f}")


if __name__ == "__main__":
    main()

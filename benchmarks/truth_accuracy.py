"""How right and how sure the models of labels are, beside crowd-kit's.

    python -m benchmarks.truth_accuracy [--sets FOLDER] [--peer PYTHON]     models
    python -m benchmarks.truth_accuracy --choose                            what the default could have been
    python -m benchmarks.truth_accuracy --tried [--sets FOLDER]             other starts, averages, choice by fit

Every set of FOLDER (benchmarks/truth/crowds.py says what it holds), else the crowds of benchmarks/truth/simulated.py.
PYTHON is an interpreter that has crowd-kit; without it ours are shown alone. crowd-kit's GLAD, KOS and MMSR are left
out of the simulated ones, where they would take hours. A rank is among crowd-kit's methods and one of ours: ours do not
compete with each other. Beside crowd-kit's ranks it is the default. `--choose` never sees a real set; `--tried`,
without sets, draws crowds on which nothing was chosen.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.truth import crowds
from benchmarks.truth.known import Known
from benchmarks.truth.scores import Score, ranks, score
from benchmarks.truth.simulated import simulated
from benchmarks.truth.tried import TRIED, Averaged, FoundByFit

from armslength_quality import DawidSkene, Diagonal, Glad, Mace, MajorityVote, OneCoin, Pooled, WeightedVote
from armslength_quality.truth.categorical import CategoricalModel

OURS: dict[str, CategoricalModel] = {
    "MajorityVote": MajorityVote(),
    "WeightedVote": WeightedVote(),
    "OneCoin": OneCoin(),
    "Glad": Glad(),
    "Mace": Mace(),
    "DawidSkene, Pooled()": DawidSkene(prior=Pooled()),
    "DawidSkene, correlation 0": DawidSkene(correlation=0.0),
    "DawidSkene": DawidSkene(),
}
CANDIDATES: dict[str, CategoricalModel] = {
    "MajorityVote": MajorityVote(),
    **{name: OURS[name] for name in ("WeightedVote", "OneCoin", "Glad", "Mace")},
    **{
        f"DawidSkene, Diagonal({right}, {wrong})": DawidSkene(prior=Diagonal(right, wrong))
        for right, wrong in ((1.0, 0.1), (1.0, 0.5), (2.0, 0.2), (2.0, 0.5), (2.0, 1.0), (4.0, 0.5), (4.0, 1.0))
    },
    **{f"DawidSkene, Pooled({strength})": DawidSkene(prior=Pooled(strength)) for strength in (1.0, 2.0, 5.0, None)},
    **{f"DawidSkene, correlation {each}": DawidSkene(correlation=each) for each in (0.0, 0.1, 0.2, 0.3, 0.5)},
}
PEERS = ["MajorityVote", "Wawa", "ZeroBasedSkill", "DawidSkene", "OneCoinDawidSkene", "MACE"]
SLOW_PEERS = ["KOS", "MMSR", "GLAD"]
FAILED = Score(float("nan"), float("nan"), float("nan"))
Table = dict[str, list[Score]]


def ours(model: CategoricalModel, known: Known) -> Score:
    """Fit and judge."""
    fit = model.fit(known.answers)
    return score(fit.posterior, known.truth) if fit.supported else FAILED


def tried(model: CategoricalModel | Averaged | FoundByFit, known: Known) -> Score:
    """Of what is no model of the library too."""
    if isinstance(model, CategoricalModel):
        return ours(model, known)
    posterior = model.posterior(known.answers)
    return FAILED if np.isnan(posterior).any() else score(posterior, known.truth)


def peers(sets: list[Known], python: str, methods: list[str]) -> Table:
    """crowd-kit's methods, in their own interpreter."""
    with tempfile.TemporaryDirectory() as room:
        tables, results = Path(room) / "tables.npz", Path(room) / "results.npz"
        given: dict[str, Any] = {}
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
    accuracy = {name: np.array([cell.accuracy for cell in row]) for name, row in table.items()}
    rivals = {name: row for name, row in accuracy.items() if name.startswith("crowd-kit")} or accuracy
    vote = accuracy["MajorityVote"]
    print(
        f"\n{title}: {len(sets)} sets. Accuracy; mean rank; distance to the vote: worst, mean of the worst twentieth,"
    )
    print("sets more than half a point under it; log-loss; ECE\n")
    names = " | ".join(known.name for known in sets) + " | " if each else ""
    print(f"| model | {names}mean | rank | worst | worst 5 % | under | log-loss | ECE |")
    print("| --- |" + " ---: |" * (7 + (len(sets) if each else 0)))
    for name, row in table.items():
        cells = "".join(f"{value:.4f} | " for value in accuracy[name]) if each else ""
        done = np.nan_to_num(accuracy[name], nan=0.0).mean()
        beside = {"DawidSkene": accuracy["DawidSkene"]} if name in rivals and "DawidSkene" in accuracy else {}
        field = {name: accuracy[name]} | rivals | beside
        rank = ranks(np.array(list(field.values())))[0]
        loss, gap = (np.mean([getattr(cell, part) for cell in row]) for part in ("log_loss", "calibration"))
        apart = np.sort(np.nan_to_num(accuracy[name] - vote, nan=-1.0))
        tail, under = apart[: max(1, len(sets) // 20)].mean(), int((apart < -0.005).sum())
        sums = f"{done:.4f} | {rank:.2f} | {apart[0]:+.4f} | {tail:+.4f} | {under} | {loss:.3f} | {gap:.3f}"
        print(f"| {name} | {cells}{sums} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", type=Path, help="folder with one folder per set")
    parser.add_argument("--peer", help="interpreter that has crowd-kit")
    parser.add_argument("--choose", action="store_true", help="candidates for the default, on simulated crowds")
    parser.add_argument("--tried", action="store_true", help="what was tried beside the default, on other crowds")
    asked = parser.parse_args()
    if asked.choose:
        sets = list(simulated())
        show(
            "Simulated",
            sets,
            {name: [ours(model, known) for known in sets] for name, model in CANDIDATES.items()},
            False,
        )
        return
    sets = list(crowds.read(asked.sets) if asked.sets else simulated())
    if asked.tried:
        sets = sets if asked.sets else list(simulated(120, 40, first=5_000))
        table = {name: [ours(OURS[name], known) for known in sets] for name in ("MajorityVote", "DawidSkene")}
        for name, model in TRIED.items():
            table[name] = [tried(model, known) for known in sets]
        show("Tried", sets, table, bool(asked.sets))
        return
    table = {name: [ours(model, known) for known in sets] for name, model in OURS.items()}
    if asked.peer:
        table |= peers(sets, asked.peer, PEERS + SLOW_PEERS if asked.sets else PEERS)
    show("Real" if asked.sets else "Simulated", sets, table, bool(asked.sets))


if __name__ == "__main__":
    main()

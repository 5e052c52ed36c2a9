"""Runs crowd-kit on tables of codes. Started by other benchmarks with an interpreter that has crowd-kit.

    python crowdkit_peer.py TABLES.npz RESULTS.npz METHOD...

TABLES holds, per set n: n_item, n_who, n_label (codes) and n_labels. RESULTS gets per set and method the posterior
(items, K), or one-hot labels where the method has no probabilities, and the seconds it took.
"""

import sys
import time
import warnings
from typing import Any

import numpy as np
import pandas as pd
from crowdkit.aggregation import (
    GLAD,
    KOS,
    MACE,
    MMSR,
    DawidSkene,
    MajorityVote,
    OneCoinDawidSkene,
    Wawa,
    ZeroBasedSkill,
)

METHODS = {
    "MajorityVote": lambda: MajorityVote(),
    "Wawa": lambda: Wawa(),
    "ZeroBasedSkill": lambda: ZeroBasedSkill(),
    "DawidSkene": lambda: DawidSkene(n_iter=100),
    "OneCoinDawidSkene": lambda: OneCoinDawidSkene(n_iter=100),
    "GLAD": lambda: GLAD(n_iter=20),  # its own 100 take an hour here
    "MACE": lambda: MACE(random_state=0),
    "KOS": lambda: KOS(random_state=0),
    "MMSR": lambda: MMSR(random_state=0),
}


def posterior(model: Any, frame: pd.DataFrame, items: int, labels: int) -> np.ndarray:
    """Fit, and the beliefs by item and label."""
    said = model.fit_predict(frame)
    table = getattr(model, "probas_", None)
    if table is None:
        table = pd.get_dummies(said).astype(float)
    every = table.reindex(index=range(items), columns=range(labels), fill_value=0.0)
    shares: np.ndarray = every.fillna(0.0).to_numpy()
    return shares


def main(tables: str, results: str, methods: list[str]) -> None:
    warnings.simplefilter("ignore")
    given = np.load(tables)
    found: dict[str, Any] = {}
    for name in sorted({key.rsplit("_", 1)[0] for key in given.files}):
        columns = {"task": given[f"{name}_item"], "worker": given[f"{name}_who"], "label": given[f"{name}_label"]}
        frame = pd.DataFrame(columns)
        for method in methods:
            start = time.perf_counter()
            try:
                shares = posterior(METHODS[method](), frame, int(frame.task.max()) + 1, int(given[f"{name}_labels"]))
            except Exception as problem:
                print(f"{name}: {method}: {type(problem).__name__}", file=sys.stderr, flush=True)
                continue
            found[f"{name}_{method}_seconds"] = time.perf_counter() - start
            found[f"{name}_{method}"] = shares
    np.savez(results, **found)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:] or list(METHODS))

"""Times one method of crowd-kit: prints one line of JSON. Started with an interpreter that has crowd-kit.

python crowdkit_speed.py TABLE.npz METHOD STEPS
"""

import json
import sys
import time
import warnings

import numpy as np
import pandas as pd
from crowdkit.aggregation import GLAD, MACE, DawidSkene, OneCoinDawidSkene

REPEATS = 2
METHODS = {
    "DawidSkene": lambda rounds: DawidSkene(n_iter=rounds, tol=-1e18),
    "OneCoin": lambda rounds: OneCoinDawidSkene(n_iter=rounds, tol=-1e18),
    "Mace": lambda rounds: MACE(n_iter=rounds, n_restarts=1, random_state=0),
    "Glad": lambda rounds: GLAD(n_iter=rounds, tol=-1e18),
}


def main(table: str, method: str, steps: int) -> None:
    warnings.simplefilter("ignore")
    given = np.load(table)
    frame = pd.DataFrame({name: given[name] for name in ("task", "worker", "label")})
    cpu, wall = [], []
    for rounds in (1, 1 + steps) * REPEATS:
        start = time.process_time(), time.perf_counter()
        METHODS[method](rounds).fit_predict(frame)
        cpu.append(time.process_time() - start[0])
        wall.append(time.perf_counter() - start[1])
    found = {f"round{name}": (min(of[1::2]) - min(of[::2])) / steps for name, of in (("", cpu), ("_wall", wall))}
    print(json.dumps(found | {"fit": min(cpu[1::2])}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))

"""Times one method of crowd-kit: prints one line of JSON. Started with an interpreter that has crowd-kit.

python crowdkit_speed.py TABLE.npz METHOD STEPS
"""

import json
import sys
import time
import warnings

import numpy as np
import pandas as pd
from crowdkit.aggregation import DawidSkene, OneCoinDawidSkene

METHODS = {"DawidSkene": DawidSkene, "OneCoin": OneCoinDawidSkene}


def main(table: str, method: str, steps: int) -> None:
    warnings.simplefilter("ignore")
    given = np.load(table)
    frame = pd.DataFrame({name: given[name] for name in ("task", "worker", "label")})
    seconds = []
    for rounds in (1, 1 + steps):
        start = time.process_time()
        METHODS[method](n_iter=rounds, tol=-1e18).fit_predict(frame)
        seconds.append(time.process_time() - start)
    print(json.dumps({"fit": seconds[1], "round": (seconds[1] - seconds[0]) / steps}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))

"""Krippendorff's alpha by the package `krippendorff`, whose table is annotators x items: prints one line of JSON.

python dense_alpha.py TABLE.npz    (item, who, label; started with an interpreter that has krippendorff)
"""

import json
import sys
import time

import krippendorff
import numpy as np


def main(path: str) -> None:
    given = np.load(path)
    start = time.process_time()
    table = np.full((int(given["who"].max()) + 1, int(given["item"].max()) + 1), np.nan)
    table[given["who"], given["item"]] = given["label"]
    made = time.process_time() - start
    value = krippendorff.alpha(reliability_data=table, level_of_measurement="nominal")
    print(json.dumps({"alpha": value, "table": made, "seconds": time.process_time() - start - made}))


if __name__ == "__main__":
    main(sys.argv[1])

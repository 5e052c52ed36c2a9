"""What was compiled once is found by the next process: nothing that a kernel is found by differs between processes."""

from __future__ import annotations

import os
import subprocess
import sys

KEYS = """
from numba.core.registry import cpu_target
from armslength_quality.truth.kernels import confusions, hits, pairs

made = [pairs.pair_believer, confusions.learner, confusions.believer, hits.hit_believer]
for factory in made:
    for double in (False, True):
        kernel = factory(4, double) if factory in (confusions.learner, confusions.believer) else factory(double)
        print(kernel.__qualname__, double, kernel._cache._index_key(None, cpu_target.target_context.codegen())[2])
"""


def test_another_process_looks_for_kernels_under_the_same_keys() -> None:
    said = [
        subprocess.run(
            [sys.executable, "-c", KEYS], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout.decode()
        for seed in ("1", "2")
    ]
    assert said[0] == said[1]
    keys = [line.rpartition("(")[2] for line in said[0].splitlines()]
    assert len(set(keys)) == len(keys) == 8  # and each kernel under one of its own

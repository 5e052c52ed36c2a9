"""The wall made weaker in each of eight ways; the tests must notice every one: `make test-mutants`.

A mutant that survives means that the tests named beside it would let that very hole into the product.
"""

from __future__ import annotations

import os
import subprocess
import sys

MUTANTS: dict[str, list[str]] = {
    "only control by votes counts": ["tests/vendors/test_influence.py"],
    "an ownership change revokes nothing": ["tests/walls/test_people.py", "-k", "r9"],
    "a session outlives employment": ["tests/walls/test_people.py", "-k", "r3"],
    "writes leave their compartment": ["tests/walls/test_people.py", "-k", "r5"],
    "a session works anywhere": ["tests/walls/test_label.py"],
    "no person wall": ["tests/walls/test_person_race.py", "-k", "two_rivals"],
    "history hangs on accounts": ["tests/walls/test_people.py", "-k", "r7_one_history"],
    "severing ends leases, not sessions": ["tests/walls/test_race.py"],
}
FAILED = 1
"""What pytest exits with when tests ran and failed; anything else is no verdict."""


def main() -> int:
    """Run the tests against each mutant; 0 when all are noticed."""
    survivors = 0
    for name, tests in MUTANTS.items():
        ran = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-x", "-p", "tests.mutation", "-p", "no:cacheprovider", *tests],
            env={**os.environ, "ARMSLENGTH_MUTANT": name}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        noticed = ran.returncode == FAILED and " failed" in ran.stdout and " error" not in ran.stdout.splitlines()[-1]
        survivors += not noticed
        print(f"{'noticed ' if noticed else 'SURVIVED'}  {name}", flush=True)
        if not noticed:
            print(ran.stdout[-2000:])
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())

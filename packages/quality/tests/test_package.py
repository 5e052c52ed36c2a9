"""The package as a whole: what it says it has, and what it costs to import."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import armslength_quality


def test_every_name_is_there_and_typed():
    stub = ast.parse((Path(armslength_quality.__file__).parent / "__init__.pyi").read_text(encoding="utf-8"))
    typed = {
        (node.module, alias.name) for node in stub.body if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    assert {name for _, name in typed} == set(armslength_quality.__all__)
    assert {(getattr(armslength_quality, name).__module__, name) for _, name in typed if name != "Scale"} <= typed


def test_a_name_that_is_not_there_is_refused():
    with pytest.raises(AttributeError, match="has no attribute 'Oracle'"):
        _ = armslength_quality.Oracle
    assert {"DawidSkene", "krippendorff_alpha"} <= set(dir(armslength_quality))


@pytest.mark.parametrize(
    ("code", "heavy"),
    [
        ("import armslength_quality", ("numba", "numpy", "scipy")),
        ("from armslength_quality import *", ("numba", "scipy.stats", "scipy.optimize")),
    ],
)
def test_importing_loads_no_more_than_it_must(code, heavy):
    told = f"{code}\nimport sys; sys.exit(str([name for name in {heavy} if name in sys.modules] or ''))"
    done = subprocess.run([sys.executable, "-c", told], check=False, capture_output=True, text=True)
    assert done.stderr.strip() in ("", "[]")

"""Every example in a docstring runs."""

import doctest
import importlib
import pkgutil

import pytest

import armslength_quality

MODULES = [found.name for found in pkgutil.walk_packages(armslength_quality.__path__, "armslength_quality.")]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_are_true(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0

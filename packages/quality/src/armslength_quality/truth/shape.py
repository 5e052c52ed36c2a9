"""What every fitted model hands back, whatever the type of answer.

Fit                   skill, convergence, trace, cautions, provenance
├── CategoricalTruth  one of K labels (`truth/categorical.py`)
└── ...               one subclass per type of answer, beside its models
"""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Protocol, TypeVar

import numpy as np

from armslength_quality.answers import Codes, Floats
from armslength_quality.result import Estimate

ArrayT = TypeVar("ArrayT", bound="np.ndarray[Any, Any]")


class Trouble(StrEnum):
    """Why a result cannot be taken at face value."""

    NO_ANSWERS = "no answers"
    NO_OVERLAP = "no overlap"
    ONE_CATEGORY = "one category"
    TOO_FEW_ANSWERS = "too few answers"
    NOT_CONVERGED = "not converged"
    DEGENERATE = "degenerate"
    BELOW_CHANCE = "below chance"
    FELL_BACK = "fell back"


@dataclass(frozen=True, slots=True)
class Caution:
    """One thing a reader must know. `fatal`: the data do not support the model, and its numbers are withheld (nan)."""

    trouble: Trouble
    text: str
    fatal: bool = False


@dataclass(frozen=True, slots=True)
class Convergence:
    """How the fit ended.

    converged   whether the objective stood still, or there was nothing to iterate
    steps       rounds done
    change      last change of the objective, relative to its size; nan when there was none
    reason      in words
    """

    converged: bool
    steps: int
    change: float
    reason: str


NOT_RUN = Convergence(False, 0, float("nan"), "the data do not support the model")
CLOSED_FORM = Convergence(True, 1, float("nan"), "computed at once")


class Digested(Protocol):
    """A table of answers that can name itself."""

    def digest(self) -> str:
        """SHA-256 hex of the table."""
        ...


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a result was computed from: enough to compute it again.

    model, parameters   the class's name and what its constructor stored
    answers, gold       SHA-256 hex of the table and of the gold that was pinned
    package             version of armslength-quality
    """

    model: str
    parameters: tuple[tuple[str, str], ...]
    answers: str
    gold: str
    package: str


@dataclass(frozen=True, eq=False)
class Skill:
    """How good each annotator is; all arrays are (annotators,), read-only, nan where the data do not say.

    value       the estimate, on the scale `measure` names
    low, high   95 % credible interval
    n           answers of the annotator
    """

    annotators: tuple[Hashable, ...]
    measure: str
    value: Floats
    low: Floats
    high: Floats
    n: Codes

    def of(self, annotator: Hashable) -> Estimate:
        """One annotator's skill with its interval."""
        code = self.annotators.index(annotator)
        if np.isnan(self.value[code]):
            return Estimate(None, None, None, int(self.n[code]), self.measure, "The data do not say.")
        value, low, high = (float(array[code]) for array in (self.value, self.low, self.high))
        return Estimate(value, low, high, int(self.n[code]), self.measure)


@dataclass(frozen=True, eq=False, kw_only=True)
class Fit:
    """A fitted model. Frozen; arrays are read-only.

    model        the model that was fitted, with its parameters
    answers      the table it was fitted to
    gold         what was pinned: item -> its known truth
    skill        of each annotator
    convergence  how the fit ended
    trace        (steps,) the objective after each round; it never falls. Empty when nothing was iterated
    warnings     what a reader must know
    """

    model: Any
    answers: Digested
    gold: Mapping[Hashable, Any] = field(default_factory=dict)
    skill: Skill
    convergence: Convergence
    trace: Floats
    warnings: tuple[Caution, ...] = ()

    @property
    def supported(self) -> bool:
        """False when the data cannot support the model: then the numbers are nan and a warning says why."""
        return not any(caution.fatal for caution in self.warnings)

    @cached_property
    def provenance(self) -> Provenance:
        """What this was computed from."""
        gold = hashlib.sha256(repr(sorted(self.gold.items(), key=repr)).encode()).hexdigest()
        parameters = tuple((name, repr(value)) for name, value in self.model.parameters().items())
        return Provenance(type(self.model).__name__, parameters, self.answers.digest(), gold, _package_version())


def frozen(array: ArrayT) -> ArrayT:
    """The same array, read-only."""
    array.setflags(write=False)
    return array


def _package_version() -> str:
    try:
        return version("armslength-quality")
    except PackageNotFoundError:  # run from its folder, not installed
        return "uninstalled"

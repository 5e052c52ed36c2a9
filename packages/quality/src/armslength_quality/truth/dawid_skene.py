"""Dawid and Skene: a confusion for every annotator."""

from __future__ import annotations

from dataclasses import dataclass, field

from armslength_quality.truth.categorical import CategoricalModel
from armslength_quality.truth.em import Tables, confusion_of, maximise
from armslength_quality.truth.encoded import Encoded
from armslength_quality.truth.model import demand
from armslength_quality.truth.priors import Pooled, Prior
from armslength_quality.truth.solution import Solution


@dataclass(frozen=True)
class DawidSkene(CategoricalModel):
    """Every annotator has her own way of taking one label for another: the default for labels.

    prior         of the confusions: `Pooled()` shrinks them to the crowd's by as much as its members are alike
    correlation   of the errors on an item, from 0 to 1. Each of n answers counts for 1 / (1 + (n - 1) correlation): the
                  design effect of surveys. People err together on hard items; at 0 they are taken for independent,
                  and a posterior of many answers is far too sure
    steps         most rounds
    tolerance     stop when a round gains less than this per answer, in nats

    Maximum a posteriori by EM from the vote, in the log domain.

    Cost: answers x categories per round; memory: 3 tables of annotators x categories^2, items x categories.

    >>> from armslength_quality import Answers
    >>> rows = [(item, who, "no" if who == "eve" else ("yes" if item % 3 else "no"))
    ...         for item in range(30) for who in ("ada", "bob", "eve")]
    >>> truth = DawidSkene().fit(Answers.from_rows(rows))
    >>> truth.of(1).label, truth.of(3).label
    ('yes', 'no')
    >>> truth.skill.of("ada").value > truth.skill.of("eve").value
    True

    Reference: A. P. Dawid and A. M. Skene, "Maximum Likelihood Estimation of Observer Error-Rates Using the EM
    Algorithm", Applied Statistics 28 (1979). The weight of an answer: L. Kish, "Survey Sampling" (1965), section 8.2.
    """

    prior: Prior = field(default_factory=Pooled)
    correlation: float = 0.1
    steps: int = 100
    tolerance: float = 1e-5

    def __post_init__(self) -> None:
        demand(isinstance(self.prior, Prior), "prior", "a Prior")
        demand(0 <= self.correlation <= 1, "correlation", "from 0 to 1")
        demand(self.steps >= 1, "steps", "at least 1")
        demand(self.tolerance >= 0, "tolerance", "at least 0")

    def solve(self, encoded: Encoded) -> Solution:
        """EM from the prior's opening."""
        tables = Tables(encoded)
        found = maximise(
            encoded, tables, self.prior.opening(encoded, tables),
            correlation=self.correlation, steps=self.steps, tolerance=self.tolerance,
        )  # fmt: skip
        return Solution(found.posterior, confusion_of(found.logs, encoded), found.prior, found.convergence, found.trace)

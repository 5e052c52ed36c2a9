"""Dawid and Skene: a confusion for every annotator."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from armslength_quality.truth.categorical import CategoricalModel
from armslength_quality.truth.em import Opening, maximise
from armslength_quality.truth.encoded import Encoded
from armslength_quality.truth.model import demand
from armslength_quality.truth.one_coin import OneCoin
from armslength_quality.truth.priors import Diagonal, Prior
from armslength_quality.truth.solution import Solution

_COINS_STEPS, _COINS_CORRELATION = 3, 0.1


@dataclass(frozen=True)
class DawidSkene(CategoricalModel):
    """Every annotator has her own way of taking one label for another: the default for labels.

    prior         of the confusions
    correlation   of the errors on an item, from 0 to 1, when it is said how sure we are. People err together on hard
                  items, so n answers tell as much as n / (1 + (n - 1) correlation) independent ones: the design effect
                  of surveys. Probabilities are raised to that share; which label leads stays as it is. At 0 they are
                  those of the model, and far too sure
    steps         most rounds
    tolerance     stop when a round gains less than this per answer, in nats

    Maximum a posteriori by EM, in the log domain, from what three rounds of one coin each make of the vote: they show
    who draws lots before everybody gets a confusion of her own.

    Cost: answers x categories per round; memory: 2 tables of annotators x categories^2, items x categories.

    >>> from armslength_quality import Answers
    >>> rows = [(item, who, "no" if who == "eve" else ("yes" if item % 3 else "no"))
    ...         for item in range(30) for who in ("ada", "bob", "eve")]
    >>> truth = DawidSkene().fit(Answers.from_rows(rows))
    >>> truth.of(1).label, truth.of(3).label
    ('yes', 'no')
    >>> truth.skill.of("ada").value > truth.skill.of("eve").value
    True

    Reference: A. P. Dawid and A. M. Skene, "Maximum Likelihood Estimation of Observer Error-Rates Using the EM
    Algorithm", Applied Statistics 28 (1979). The design effect: L. Kish, "Survey Sampling" (1965), section 8.2.
    """

    prior: Prior = field(default_factory=Diagonal)
    correlation: float = 0.3
    steps: int = 100
    tolerance: float = 1e-6

    def __post_init__(self) -> None:
        demand(isinstance(self.prior, Prior), "prior", "a Prior")
        demand(0 <= self.correlation <= 1, "correlation", "from 0 to 1")
        demand(self.steps >= 1, "steps", "at least 1")
        demand(self.tolerance >= 0, "tolerance", "at least 0")

    def solve(self, encoded: Encoded) -> Solution:
        """EM from one coin."""
        coin = OneCoin(correlation=_COINS_CORRELATION, steps=_COINS_STEPS).solve(encoded)
        opening = Opening(coin.posterior, self.prior.pseudo(encoded), np.ones(encoded.categories))
        found = maximise(encoded, opening, correlation=self.correlation, steps=self.steps, tolerance=self.tolerance)
        return Solution(
            found.posterior, found.confusion, found.prior, found.convergence, found.trace,
            correlation=self.correlation, pseudo=opening.pseudo.sum(axis=1) * self.prior.tells,
        )  # fmt: skip

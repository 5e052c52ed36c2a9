"""Grades: everybody reads them off a scale of her own, shifted and blurred."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from armslength_quality.answers import Floats
from armslength_quality.truth.categorical import CategoricalModel
from armslength_quality.truth.em import Opening, Rows, climbed
from armslength_quality.truth.encoded import Encoded
from armslength_quality.truth.model import demand
from armslength_quality.truth.one_coin import OneCoin
from armslength_quality.truth.solution import Solution

_HALVINGS = 5
_COINS_STEPS, _COINS_CORRELATION = 3, 0.1


@dataclass(frozen=True)
class Ordinal(CategoricalModel):
    """Two numbers per annotator for any number of grades: how far too high she grades, and how unsteadily.

    shift         a shift of the scale is taken for Normal(0, shift^2), in grades, before anybody has answered
    blur          the usual unsteadiness, in grades; its logarithm is taken for Normal(log blur, 1/2^2)
    slip          share of answers that have nothing to do with the grade
    correlation   of the errors on an item, as in `DawidSkene`
    steps         most rounds
    tolerance     stop when a round gains less than this per answer, in nats

    P(says l | truth is k) is the chance that k + shift + blur x Normal(0, 1) rounds to grade l. Few answers each are
    enough, for two numbers stand for a whole confusion; where mistakes do not go by grade, `DawidSkene` is better.
    `truth.median()` is the summary that minds the order. Labels must be in their order.

    Maximum a posteriori by EM; the M-step is one step of Fisher scoring per annotator, halved until it gains.

    Cost: as `DawidSkene`, and some twenty numbers per cell of the confusions and round.

    >>> from armslength_quality import Answers
    >>> rows = [(item, who, min(4, item % 5 + (who == "eve"))) for item in range(40) for who in ("ada", "bob", "eve")]
    >>> truth = Ordinal().fit(Answers.from_rows(rows))
    >>> truth.of(2).label, truth.skill.of("eve").value < 0.5 < truth.skill.of("ada").value
    (2, True)

    Reference: cumulative models, P. McCullagh, "Regression Models for Ordinal Data", JRSS-B 42 (1980); for raters, J.
    Uebersax and W. Grove, "A Latent Trait Finite Mixture Model for the Analysis of Rating Agreement", Biometrics 49
    (1993).
    """

    shift: float = 0.5
    blur: float = 0.5
    slip: float = 0.05
    correlation: float = 0.3
    steps: int = 100
    tolerance: float = 1e-6

    def __post_init__(self) -> None:
        demand(self.shift > 0, "shift", "more than 0")
        demand(self.blur > 0, "blur", "more than 0")
        demand(0 < self.slip < 1, "slip", "between 0 and 1")
        demand(0 <= self.correlation <= 1, "correlation", "from 0 to 1")
        demand(self.steps >= 1, "steps", "at least 1")
        demand(self.tolerance >= 0, "tolerance", "at least 0")

    def solve(self, encoded: Encoded) -> Solution:
        """EM from one coin."""
        coin = OneCoin(correlation=_COINS_CORRELATION, steps=_COINS_STEPS).solve(encoded)
        labels = encoded.categories
        opening = Opening(coin.posterior, np.zeros((labels, labels)), np.ones(labels))
        found = climbed(_Scales(encoded, opening, self), steps=self.steps, tolerance=self.tolerance)
        return Solution(
            found.posterior, found.confusion, found.prior, found.convergence, found.trace, correlation=self.correlation,
            loose=True,
        )  # fmt: skip


class _Scales(Rows):
    """The M-step: everybody's scale.

    shift, blur   (annotators,) in grades; blur as its logarithm
    """

    def __init__(self, encoded: Encoded, opening: Opening, model: Ordinal) -> None:
        super().__init__(encoded, opening, model.correlation)
        self.model = model
        self.shift: Floats = np.zeros(encoded.annotators)
        self.blur: Floats = np.full(encoded.annotators, np.log(model.blur))

    def _learn(self) -> float:
        labels = self.encoded.categories
        counts = self.tables[:, :-1, :labels].sum(axis=0, dtype=np.float64).reshape(-1, labels, labels)
        self.tables[:] = 0.0
        chance, by_shift, by_blur = self._chances(self.shift, self.blur)
        before = self._objective(counts, chance, self.shift, self.blur)
        step = self._scoring(counts, chance, by_shift, by_blur)
        size = np.ones(self.shift.size)
        for _ in range(_HALVINGS):
            shift, blur = self.shift + size * step[0], self.blur + size * step[1]
            after = self._objective(counts, self._chances(shift, blur)[0], shift, blur)
            worse = after < before
            if not worse.any():
                break
            size[worse] *= 0.5
        size[worse] = 0.0
        self.shift, self.blur = self.shift + size * step[0], self.blur + size * step[1]
        logs = np.log(self._chances(self.shift, self.blur)[0])
        self.logs[:-1, :labels] = logs.reshape(-1, labels)
        return float(self._density(self.shift, self.blur).sum())

    def _chances(self, shift: Floats, blur: Floats) -> tuple[Floats, Floats, Floats]:
        """(annotators, said, truth) P(said | truth), and how it grows with shift and log blur."""
        labels, spread = self.encoded.categories, np.exp(blur)[:, None, None]
        grades = np.arange(labels)
        apart = grades[:, None] - grades[None, :] - shift[:, None, None]
        high, low = (apart + 0.5) / spread, (apart - 0.5) / spread
        top, bottom = (grades == labels - 1)[:, None], (grades == 0)[:, None]
        rise = 1.0 - self.model.slip
        chance = np.where(top, 1.0, ndtr(high)) - np.where(bottom, 0.0, ndtr(low))
        dense_high = np.where(top, 0.0, np.exp(-0.5 * high**2)) / np.sqrt(2.0 * np.pi)
        dense_low = np.where(bottom, 0.0, np.exp(-0.5 * low**2)) / np.sqrt(2.0 * np.pi)
        by_shift = -rise * (dense_high - dense_low) / spread
        by_blur = -rise * (high * dense_high - low * dense_low)
        return rise * np.maximum(chance, 0.0) + self.model.slip / labels, by_shift, by_blur

    def _density(self, shift: Floats, blur: Floats) -> Floats:
        """(annotators,) log-density of the prior."""
        model = self.model
        density: Floats = -0.5 * (shift / model.shift) ** 2 - 2.0 * (blur - np.log(model.blur)) ** 2
        return density

    def _objective(self, counts: Floats, chance: Floats, shift: Floats, blur: Floats) -> Floats:
        told: Floats = (counts * np.log(chance)).sum(axis=(1, 2)) + self._density(shift, blur)
        return told

    def _scoring(self, counts: Floats, chance: Floats, by_shift: Floats, by_blur: Floats) -> tuple[Floats, Floats]:
        """(annotators,) steps of shift and log blur: the slope over the Fisher information."""
        model, seen = self.model, counts.sum(axis=1, keepdims=True)
        pull = counts / chance
        slope = ((pull * by_shift).sum(axis=(1, 2)) - self.shift / model.shift**2,
                 (pull * by_blur).sum(axis=(1, 2)) - 4.0 * (self.blur - np.log(model.blur)))  # fmt: skip
        bend = seen / chance
        one = (bend * by_shift**2).sum(axis=(1, 2)) + 1.0 / model.shift**2
        other = (bend * by_blur**2).sum(axis=(1, 2)) + 4.0
        both = (bend * by_shift * by_blur).sum(axis=(1, 2))
        whole = one * other - both**2
        return (
            np.clip((other * slope[0] - both * slope[1]) / whole, -1.0, 1.0),
            np.clip((one * slope[1] - both * slope[0]) / whole, -1.0, 1.0),
        )

"""One coin: an annotator is right with one probability, and wrong in all other ways alike."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from armslength_quality.answers import Floats
from armslength_quality.truth.categorical import CategoricalModel
from armslength_quality.truth.encoded import Encoded
from armslength_quality.truth.hits import HitRounds
from armslength_quality.truth.majority import vote_shares
from armslength_quality.truth.model import demand
from armslength_quality.truth.solution import Solution


@dataclass(frozen=True)
class OneCoin(CategoricalModel):
    """One number per annotator: for many labels and few answers each.

    right, wrong   pseudo-answers of every annotator: Beta(1 + right, 1 + wrong)
    even           hold every label equally likely. Learnt shares can swallow all items on skewed or graded labels
    correlation    of the errors on an item, as in `DawidSkene`
    steps          most rounds
    tolerance      stop when a round gains less than this per answer, in nats

    Maximum a posteriori by EM from the vote.

    Cost: answers + items x categories per round.

    >>> from armslength_quality import Answers
    >>> rows = [(item, who, item % 4 if who != "eve" else 0) for item in range(20) for who in ("ada", "bob", "eve")]
    >>> truth = OneCoin().fit(Answers.from_rows(rows))
    >>> truth.of(3).label, truth.skill.of("eve").value < 0.5
    (3, True)

    Reference: G. Demartini et al., "ZenCrowd", WWW 2012; Y. Zhang et al., "Spectral Methods Meet EM", JMLR 17 (2016).
    """

    right: float = 2.0
    wrong: float = 1.0
    even: bool = True
    correlation: float = 0.3
    steps: int = 100
    tolerance: float = 1e-5

    def __post_init__(self) -> None:
        demand(self.right >= 0, "right", "at least 0")
        demand(self.wrong >= 0, "wrong", "at least 0")
        demand(0 <= self.correlation <= 1, "correlation", "from 0 to 1")
        demand(self.steps >= 1, "steps", "at least 1")
        demand(self.tolerance >= 0, "tolerance", "at least 0")

    def solve(self, encoded: Encoded) -> Solution:
        """EM from the vote."""
        coins = _Coins(encoded, self)
        return coins.run(vote_shares(encoded), self.steps, self.tolerance)


class _Coins(HitRounds):
    """The M-step: how often each was right."""

    def __init__(self, encoded: Encoded, model: OneCoin) -> None:
        super().__init__(encoded, model.correlation)
        self.model = model
        self.chance = 1.0 / max(1, encoded.categories - 1)
        self.answered = encoded.answers_per_annotator().astype(np.float64)
        self.skill: Floats = np.zeros(encoded.annotators)

    def learn(self, hits: Floats, shares: Floats) -> float:
        """What an answer tells, from (annotators, K) hits; returns the log-density of the prior."""
        model = self.model
        right, wrong = hits.sum(axis=1) + model.right, self.answered - hits.sum(axis=1) + model.wrong
        total = right + wrong
        share = np.divide(right, total, out=np.full(total.shape, 1.0 / self.encoded.categories), where=total > 0)
        self.skill = np.clip(share, 1e-10, 1.0 - 1e-10)
        missed = np.log1p(-self.skill) + np.log(self.chance)
        self.told[:] = (np.log(self.skill) - missed)[:, None]
        if not model.even:
            self.log_prior = np.log((shares + 1.0) / (shares + 1.0).sum())
        density = model.right * np.log(self.skill).sum() + model.wrong * np.log1p(-self.skill).sum()
        always = (self.answered * missed).sum()
        return float(density + always + (0.0 if model.even else self.log_prior.sum()))

    def confusion(self) -> Floats:
        """(annotators, K, K) the coin's."""
        labels = self.encoded.categories
        confusion: Floats = np.repeat(((1.0 - self.skill) * self.chance)[:, None, None], labels, axis=1).repeat(
            labels, 2
        )
        confusion[:, np.arange(labels), np.arange(labels)] = self.skill[:, None]
        return confusion

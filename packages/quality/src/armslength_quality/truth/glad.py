"""GLAD: some annotators are abler, some items are easier."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from armslength_quality.answers import Floats
from armslength_quality.truth.blocks import item_blocks
from armslength_quality.truth.categorical import CategoricalModel
from armslength_quality.truth.encoded import Encoded
from armslength_quality.truth.majority import vote_shares
from armslength_quality.truth.model import demand
from armslength_quality.truth.rounds import climb
from armslength_quality.truth.solution import Solution
from armslength_quality.truth.steps import ItemStep, Numbers
from armslength_quality.truth.threads import Range


@dataclass(frozen=True)
class Glad(CategoricalModel):
    """P(right) = 1 / (1 + exp(-ability x ease)): where it is asked which items are hard.

    usual, spread   ability is taken for Normal(usual, spread^2), before anybody has answered
    ease_spread     log ease is taken for Normal(0, ease_spread^2)
    correlation     of the errors on an item, as in `DawidSkene`
    steps           most rounds
    tolerance       stop when a round gains less than this per answer, in nats

    One coin underneath: all wrong labels alike, all labels equally likely. Only the product of ability and ease is
    told by the answers; the priors set the scale. `truth.ease` holds the items' ease, 1 for a usual one.

    Maximum a posteriori by EM from the vote. The M-step climbs: each item's ease by a damped Newton step, taken only if
    it gains; each ability by the tangent bound of the logistic function. So the objective never falls.

    Cost: some five exponentials an answer and round.

    >>> from armslength_quality import Answers
    >>> rows = [(item, who, item % 2) for item in range(20) for who in ("ada", "bob", "cy")]
    >>> truth = Glad().fit(Answers.from_rows(rows + [(20, "ada", 1), (20, "bob", 1), (20, "cy", 0)]))
    >>> truth.of(20).label, bool(truth.ease[20] < truth.ease[0])
    (1, True)

    Reference: J. Whitehill et al., "Whose Vote Should Count More", NIPS 2009; the bound: T. Jaakkola and M. Jordan,
    "Bayesian parameter estimation via variational methods", Statistics and Computing 10 (2000).
    """

    usual: float = 1.0
    spread: float = 1.0
    ease_spread: float = 1.0
    correlation: float = 0.3
    steps: int = 100
    tolerance: float = 1e-5

    def __post_init__(self) -> None:
        demand(self.usual >= 0, "usual", "at least 0")
        demand(self.spread > 0, "spread", "more than 0")
        demand(self.ease_spread > 0, "ease_spread", "more than 0")
        demand(0 <= self.correlation <= 1, "correlation", "from 0 to 1")
        demand(self.steps >= 1, "steps", "at least 1")
        demand(self.tolerance >= 0, "tolerance", "at least 0")

    def solve(self, encoded: Encoded) -> Solution:
        """EM from the vote."""
        rounds = _Rounds(encoded, self)
        posterior = vote_shares(encoded)
        rounds.open(posterior)
        trace, convergence = climb(
            rounds.believe, rounds.learn, posterior, steps=self.steps, least=self.tolerance * encoded.label.size
        )
        prior = np.full(encoded.categories, 1.0 / encoded.categories)
        ease = np.exp(rounds.step.own)
        return Solution(posterior, rounds.confusion(), prior, convergence, trace, ease, self.correlation)


class _Rounds:
    """The two steps, with what they share.

    ability    (annotators,)
    sums       (blocks, annotators, 4): see `_EaseStep`
    """

    def __init__(self, encoded: Encoded, model: Glad) -> None:
        self.encoded, self.model = encoded, model
        self.step = _EaseStep(item_blocks(encoded.start, 3 * encoded.annotators, 3), encoded, model)
        self.ability, self.sums = self.step.told[0], self.step.counts
        self.moved = False
        self.placed = encoded.executor.place(self.step)

    def open(self, votes: Floats) -> None:
        """Abilities that fit the agreement with the vote."""
        encoded = self.encoded
        agreed = np.bincount(encoded.annotator, votes[encoded.item(), encoded.label], encoded.annotators) + 2.0
        share = np.clip(agreed / (encoded.answers_per_annotator() + 3.0), 0.05, 0.95)
        self.ability[:] = np.log(share / (1.0 - share))

    def believe(self, posterior: Floats | None) -> float:
        """The E-step, and each item's next ease; returns the objective of the parameters it was taken at."""
        self.sums[:] = 0.0
        keep = np.empty((0, self.encoded.categories)) if posterior is None else posterior
        likelihoods = self.placed.believe((self.moved,), keep)
        self.moved = False
        apart = (self.ability - self.model.usual) / self.model.spread
        return float(sum(likelihoods)) - 0.5 * float(apart @ apart)

    def learn(self) -> None:
        """The M-step of the abilities, from sums taken at the next ease."""
        gradient, curvature = self.sums[:, :, 0].sum(axis=0), self.sums[:, :, 1].sum(axis=0)
        tight = 1.0 / self.model.spread**2
        self.moved = True
        self.ability += (gradient - tight * (self.ability - self.model.usual)) / (curvature + tight)

    def confusion(self) -> Floats:
        """(annotators, K, K): each one's mean chance of being right on the items she answered."""
        labels, sums = self.encoded.categories, self.sums.sum(axis=0)
        usual = 1.0 / (1.0 + np.exp(-self.ability))
        right = np.divide(sums[:, 2], sums[:, 3], out=usual, where=sums[:, 3] > 0)
        confusion: Floats = np.repeat(((1.0 - right) / max(1, labels - 1))[:, None, None], labels, 1).repeat(labels, 2)
        confusion[:, np.arange(labels), np.arange(labels)] = right[:, None]
        return confusion


class _EaseStep(ItemStep):
    """`told` are abilities; each item's log ease is its `own`, and moves on when a round says that people have moved.

    counts   (blocks, annotators, 4): gradient, curvature and chances of being right, by annotator; answers
    """

    def __init__(self, blocks: Sequence[Range], encoded: Encoded, model: Glad) -> None:
        super().__init__(blocks)
        self.encoded, self.model = encoded, model
        self.told = np.zeros((1, encoded.annotators))
        self.counts = np.zeros((len(self.blocks), encoded.annotators, 4))
        self.shares = np.zeros((len(self.blocks), 0))
        self.own, self.next_ease = np.zeros(encoded.items), np.zeros(encoded.items)

    def believe(self, numbers: Numbers, keep: Floats) -> list[float]:
        """One round; `numbers` is whether people have moved."""
        if numbers[0]:
            self.own, self.next_ease = self.next_ease, self.own
        return super().believe(numbers, keep)

    def _believe(self, block: int, at: Range, numbers: Numbers, keep: Floats) -> float:
        from armslength_quality.truth.kernels.ease import believe_ease

        encoded, model = self.encoded, self.model
        likelihood: float = believe_ease(
            encoded.start, encoded.annotator, encoded.label, encoded.gold, self.told[0], self.own,
            model.ease_spread, model.correlation, *at, self.next_ease, self.counts[block], keep,
        )  # fmt: skip
        return likelihood

    def part(self, first: int, last: int) -> Callable[[], _EaseStep]:
        """How to make the same step for blocks first to last alone."""
        blocks, items = self._cut(first, last)
        return partial(_EaseStep, blocks, self.encoded.some(*items), self.model)

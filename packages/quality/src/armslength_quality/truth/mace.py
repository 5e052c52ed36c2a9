"""MACE: an answer is either a true copy or drawn from its speaker's own habits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from armslength_quality.answers import Floats
from armslength_quality.truth.batches import kind_of_table
from armslength_quality.truth.categorical import CategoricalModel
from armslength_quality.truth.encoded import Encoded
from armslength_quality.truth.hits import HitRounds
from armslength_quality.truth.majority import vote_shares
from armslength_quality.truth.model import demand
from armslength_quality.truth.solution import Solution


@dataclass(frozen=True)
class Mace(CategoricalModel):
    """Who knows, and who clicks: for finding people whose answers do not depend on the item.

    knows, clicks   pseudo-answers of every annotator: Beta(1 + knows, 1 + clicks) for answering from knowledge
    habit           pseudo-answers for each label among those given without looking
    even            hold every label equally likely; with shares learnt it is more often right
    correlation     of the errors on an item, as in `DawidSkene`
    restarts        openings tried: the vote, then votes with weights drawn by lot; the best objective is kept
    seed            of the lots
    steps           most rounds of each
    tolerance       stop when a round gains less than this per answer, in nats

    Maximum a posteriori by EM. The objective has several tops, hence the restarts: ten rounds of each tell which climbs
    highest, and only that one is climbed to the end.

    Cost: (restarts x 10 + steps) x answers.

    >>> from armslength_quality import Answers
    >>> rows = [(item, who, item % 3 if who != "eve" else 0) for item in range(30) for who in ("ada", "bob", "eve")]
    >>> truth = Mace().fit(Answers.from_rows(rows))
    >>> truth.of(2).label, truth.skill.of("ada").value > 0.9 > truth.skill.of("eve").value
    (2, True)

    Reference: D. Hovy et al., "Learning Whom to Trust with MACE", NAACL 2013.
    """

    knows: float = 1.0
    clicks: float = 0.5
    habit: float = 0.5
    even: bool = False
    correlation: float = 0.3
    restarts: int = 5
    seed: int = 0
    steps: int = 100
    tolerance: float = 1e-5

    def __post_init__(self) -> None:
        for name in ("knows", "clicks", "habit", "seed", "tolerance"):
            demand(getattr(self, name) >= 0, name, "at least 0")
        demand(0 <= self.correlation <= 1, "correlation", "from 0 to 1")
        demand(self.restarts >= 1, "restarts", "at least 1")
        demand(self.steps >= 1, "steps", "at least 1")

    def solve(self, encoded: Encoded) -> Solution:
        """EM from the opening that climbs highest in a few rounds."""
        copies = _Copies(encoded, self)
        opening = vote_shares(encoded)
        if self.restarts > 1:
            openings = [opening, *_drawn(encoded, opening, self.restarts - 1, np.random.default_rng(self.seed))]
            heights = [copies.run(each, min(_TRIAL, self.steps), 0.0).trace[-1] for each in openings]
            opening = openings[int(np.argmax(heights))]
        return copies.run(opening, self.steps, self.tolerance)


_TRIAL = 10


def _drawn(encoded: Encoded, votes: Floats, count: int, rng: np.random.Generator) -> list[Floats]:
    """Votes with weights by lot. Lots go by agreement with the vote, not by name: other names, the same lots."""
    agreed = np.bincount(encoded.annotator, votes[encoded.item(), encoded.label], encoded.annotators)
    rank = np.lexsort((agreed.round(9), encoded.answers_per_annotator()))
    found = []
    for _ in range(count):
        weight = np.empty(encoded.annotators)
        weight[rank] = rng.exponential(size=encoded.annotators)
        found.append(vote_shares(encoded, weight))
    return found


class _Copies(HitRounds):
    """The M-step: how often each one copied the truth, and what she says when she does not."""

    def __init__(self, encoded: Encoded, model: Mace) -> None:
        super().__init__(encoded, model.correlation)
        self.model = model
        self.said: Floats = np.bincount(encoded.slot, minlength=encoded.slots).astype(float).reshape(self.told.shape)
        self.knows: Floats = np.full(encoded.annotators, 0.5)
        self.habit: Floats = np.full(self.told.shape, 1.0 / encoded.categories)

    def run(self, opening: Floats, steps: int, tolerance: float) -> Solution:
        """EM from a posterior (items, K), everybody taken to know in half the cases."""
        self.knows[:] = 0.5
        self.habit[:] = 1.0 / self.encoded.categories
        return super().run(opening, steps, tolerance)

    def learn(self, hits: Floats, shares: Floats) -> float:
        """What an answer tells, from (annotators, K) hits; returns the objective beside the answers."""
        from armslength_quality.truth.kernels.copies import copies_learner

        model, learn_from = self.model, copies_learner(kind_of_table(self.told.size) is np.float64)
        density, missed = learn_from(
            hits, self.said, model.knows, model.clicks, model.habit, self.knows, self.habit, self.told
        )
        if not model.even:
            self.log_prior = np.log((shares + 1.0) / (shares + 1.0).sum())
        return float(density + missed + (0.0 if model.even else self.log_prior.sum()))

    def confusion(self) -> Floats:
        """(annotators, K, K) as learnt."""
        labels = self.encoded.categories
        missed = (1.0 - self.knows)[:, None] * self.habit
        confusion: Floats = np.repeat(missed[:, None, :], labels, axis=1)
        confusion[:, np.arange(labels), np.arange(labels)] += self.knows[:, None]
        confusion /= confusion.sum(axis=2, keepdims=True)
        return confusion

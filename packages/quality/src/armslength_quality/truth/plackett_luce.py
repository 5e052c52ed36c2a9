"""Plackett and Luce's model of rankings: the best is chosen first, then the best of the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import betaincinv, softmax

from armslength_quality.answers import Codes, Floats
from armslength_quality.truth.model import Model, demand
from armslength_quality.truth.rankings import Rankings
from armslength_quality.truth.scores import (
    ScoresTruth,
    climb,
    comparable,
    pinned_scores,
    spread_of,
    withheld_skill,
)
from armslength_quality.truth.shape import NOT_RUN, Caution, Convergence, Skill, Trouble, frozen

MEASURE = "share of pairs ordered as the scores order them"
_STEPS = 60
_STILL = 1e-10


@dataclass(frozen=True)
class PlackettLuce(Model[Rankings, ScoresTruth]):
    """Scores such that at each place every contender left is chosen with probability proportional to exp(score)
    (Plackett 1975, Applied Statistics 24; Luce 1959). Of two contenders it is the Bradley-Terry model.

    precision   of the normal prior of every score around 0

    Where only best and worst of a set are known, give those two as a ranking.
    Skill here is agreement with the scores, a stand-in for accuracy. Posterior mode; intervals from the curvature.

    Cost: O(rankings x length^2 + contenders^3) per step of Newton's method.

    >>> fit = PlackettLuce().fit(Rankings.from_rows([("ada", "xyz"), ("bob", "xzy"), ("cem", "yxz")]))
    >>> [name for name, _ in fit.board()]
    ['x', 'y', 'z']
    """

    precision: float = 0.1

    def __post_init__(self) -> None:
        demand(self.precision > 0, "precision", "above 0")

    def fit(self, answers: Rankings, *, gold: Mapping[Any, float] | None = None) -> ScoresTruth:
        """The score of every contender. `gold` pins scores; then they are not centred on 0.

        Raises BadAnswers for gold that is no number. Contenders without a chain of rankings between them have no
        common scale: the scores are withheld and a warning names the groups.
        """
        known, pinned, values = pinned_scores(answers.contender_codes, gold)
        size = len(answers.contenders)
        pairs = answers.pairs()
        cautions = comparable(size, pairs[1], pairs[2], pinned, answers.contenders)
        counted = np.bincount(answers.annotator, minlength=len(answers.annotators)).astype(np.int64)
        if cautions:
            return ScoresTruth(
                model=self, answers=answers, gold=known, skill=withheld_skill(answers.annotators, MEASURE, counted),
                convergence=NOT_RUN, trace=frozen(np.zeros(0)), warnings=cautions,
                score=frozen(np.full(size, np.nan)), covariance=frozen(np.full((size, size), np.nan)),
            )  # fmt: skip
        start = np.zeros(size)
        start[pinned] = values
        free = np.setdiff1d(np.arange(size), pinned)
        x, trace, still = climb(start, free, lambda at: self._look(answers, at), _STEPS, _STILL)
        centred = pinned.size == 0
        change = trace[-1] - trace[-2] if len(trace) > 1 else float("nan")
        reason = "the objective stood still" if still else "it ran out of steps"
        trouble = () if still else (Caution(Trouble.NOT_CONVERGED, f"Stopped after {len(trace)} steps."),)
        return ScoresTruth(
            model=self, answers=answers, gold=known, skill=_concordance(answers, pairs, x, counted),
            convergence=Convergence(still, len(trace), change / max(1.0, abs(trace[-1])), reason),
            trace=frozen(np.array(trace)), warnings=trouble, score=frozen(x - x.mean() if centred else x.copy()),
            covariance=spread_of(self._look(answers, x)[2], free, size, centred=centred),
        )  # fmt: skip

    def _look(self, answers: Rankings, x: Floats) -> tuple[float, Floats, Floats]:
        """Log posterior, gradient, negative Hessian: a sum over places of multinomial choices."""
        size, longest = x.size, answers.order.shape[1]
        value = -0.5 * self.precision * float(x @ x)
        gradient = -self.precision * x
        curve = self.precision * np.eye(size)
        for place in range(longest - 1):
            rows = np.flatnonzero(answers.length > place + 1)
            left = answers.order[rows, place:]
            there = left >= 0
            chance = softmax(np.where(there, x[left], -np.inf), axis=1)
            value += float(np.log(chance[:, 0]).sum())
            gradient += np.bincount(left[:, 0], minlength=size) - np.bincount(left[there], chance[there], size)
            curve += np.diag(np.bincount(left[there], chance[there], size))
            for a in range(left.shape[1]):
                for b in range(left.shape[1]):
                    both = there[:, a] & there[:, b]
                    np.add.at(curve, (left[both, a], left[both, b]), -chance[both, a] * chance[both, b])
        return value, gradient, curve


def _concordance(answers: Rankings, pairs: tuple[Codes, Codes, Codes], x: Floats, counted: Codes) -> Skill:
    """Share of each person's pairs in the scores' order, equals as half; a ranking of k counts as k - 1."""
    ranking, better, worse = pairs
    agrees = 0.5 * (1.0 + np.sign(x[better] - x[worse]))
    whose, people = answers.annotator[ranking], len(answers.annotators)
    total = np.bincount(whose, minlength=people)
    share = np.bincount(whose, agrees, people) / np.maximum(total, 1)
    n = np.bincount(answers.annotator, answers.length - 1, people)
    a, b = 0.5 + n * share, 0.5 + n * (1.0 - share)
    low, high = np.minimum(betaincinv(a, b, 0.025), share), np.maximum(betaincinv(a, b, 0.975), share)
    return Skill(answers.annotators, MEASURE, frozen(share), frozen(low), frozen(high), frozen(counted))

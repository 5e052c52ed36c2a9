"""Bradley and Terry's model of preferences, with ties, the advantage of being shown first, and people who guess."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from scipy.special import betaincinv, logsumexp

from armslength_quality.answers import Codes, Floats
from armslength_quality.stop import checkpoint
from armslength_quality.truth.comparisons import Comparisons
from armslength_quality.truth.model import Model, demand
from armslength_quality.truth.scores import (
    ScoresTruth,
    climb,
    comparable,
    pinned_scores,
    spread_of,
    withheld_skill,
)
from armslength_quality.truth.shape import NOT_RUN, Caution, Convergence, Skill, Trouble, frozen

MEASURE = "share of answers that follow the scores"
_NEWTON_STEPS = 50
_STILL = 1e-10
_STILL_MIXING = 1e-7
_CAREFUL = (4.0, 2.0)
"""Beta prior of following the scores: most people look."""


@dataclass(frozen=True)
class BradleyTerry(Model[Comparisons, ScoresTruth]):
    """Scores such that the difference of two says who wins (Bradley and Terry 1952, Biometrika 39).

    precision   of the normal prior of every score around 0: keeps who never lost at a finite score
    ties        whether ties have a weight of their own (Davidson 1970, JASA 65); else they count as half a win each
    order       whether being shown first may be an advantage
    guessing    whether some of a person's answers may be blind: each person has a share of answers that follow the
                scores, the others fall as all answers fall together (a mixture in the manner of Chen et al., WSDM 2013)
    max_steps   rounds of EM when `guessing`

    With d = s_first - s_second + order bias: P(first) : P(tie) : P(second) = exp(d/2) : w : exp(-d/2). Posterior mode;
    intervals from the curvature there. Elo and its kin depend on the order of rows; this does not.

    Cost: O(answers + contenders^3) per step of Newton's method, which takes under ten.

    >>> rows = [("ada", "x", "y", "x")] * 6 + [("bob", "y", "x", "y")] * 2
    >>> fit = BradleyTerry(order=False).fit(Comparisons.from_rows(rows))
    >>> round(fit.probability("x", "y"), 2)
    0.74
    """

    precision: float = 0.1
    ties: bool = True
    order: bool = True
    guessing: bool = False
    max_steps: int = 300

    def __post_init__(self) -> None:
        demand(self.precision > 0, "precision", "above 0")
        demand(self.max_steps > 0, "max_steps", "above 0")

    def fit(self, answers: Comparisons, *, gold: Mapping[Any, float] | None = None) -> ScoresTruth:
        """The score of every contender. `gold` pins scores; then they are not centred on 0.

        Raises BadAnswers for gold that is no number. Contenders without a chain of comparisons between them have no
        common scale: the scores are withheld and a warning names the groups.
        """
        known, pinned, values = pinned_scores(answers.contender_codes, gold)
        contenders = len(answers.contenders)
        cautions = comparable(contenders, answers.first, answers.second, pinned, answers.contenders)
        n = np.bincount(answers.annotator, minlength=len(answers.annotators)).astype(np.int64)
        if cautions:
            nothing = frozen(np.full(contenders, np.nan))
            return ScoresTruth(
                model=self, answers=answers, gold=known, skill=withheld_skill(answers.annotators, MEASURE, n),
                convergence=NOT_RUN, trace=frozen(np.zeros(0)), warnings=cautions, score=nothing,
                covariance=frozen(np.full((contenders, contenders), np.nan)),
            )  # fmt: skip
        return _Fitting(self, answers, pinned, values, n).run(known)


class _Fitting:
    """One fit: parameters are (scores, order bias, log tie weight)."""

    def __init__(self, model: BradleyTerry, answers: Comparisons, pinned: Codes, values: Floats, n: Codes) -> None:
        self.model, self.answers, self.pinned, self.values, self.n = model, answers, pinned, values, n
        self.size = len(answers.contenders)
        self.tied = model.ties and bool((answers.outcome == 0).any())
        free = np.ones(self.size + 2, dtype=bool)
        free[pinned] = False
        free[self.size] = model.order
        free[self.size + 1] = self.tied
        self.free = np.flatnonzero(free)
        self.start = np.zeros(self.size + 2)
        self.start[pinned] = values
        shares = np.bincount(answers.outcome + 1, minlength=3) + 1.0
        self.blind = shares / shares.sum()
        """(3,) how an answer that looks at nothing falls: second, tie, first."""

    def run(self, known: Mapping[Any, float]) -> ScoresTruth:
        weight = np.ones(len(self.answers))
        x, trace, still = climb(self.start, self.free, partial(self.look, weight=weight), _NEWTON_STEPS, _STILL)
        follows = np.full(len(self.answers.annotators), _CAREFUL[0] / sum(_CAREFUL))
        steps = len(trace)
        if self.model.guessing:
            x, follows, trace, still = self.mix(x, follows)
            steps = len(trace)
        else:
            follows = self.judged(x, follows)
        return self.dressed(x, follows, trace, still, steps, known)

    def look(self, x: Floats, weight: Floats) -> tuple[float, Floats, Floats]:
        """Weighted log posterior, gradient, negative Hessian."""
        answers, size = self.answers, self.size
        p = np.exp(self.log_outcomes(x))
        said = answers.outcome
        chosen = self.log_chosen(x)
        value = float(weight @ chosen) - 0.5 * float(self.prior_weight() @ x**2)
        half = 0.5 * (p[:, 2] - p[:, 0])
        slope = weight * (0.5 * said - half)
        bend = weight * (0.25 * (p[:, 2] + p[:, 0]) - half**2)
        gradient = -self.prior_weight() * x
        gradient[:size] += np.bincount(answers.first, slope, size) - np.bincount(answers.second, slope, size)
        gradient[size] += slope.sum()
        curve = np.diag(self.prior_weight())
        np.add.at(curve, (answers.first, answers.first), bend)
        np.add.at(curve, (answers.second, answers.second), bend)
        np.add.at(curve, (answers.first, answers.second), -bend)
        np.add.at(curve, (answers.second, answers.first), -bend)
        across = np.bincount(answers.first, bend, size) - np.bincount(answers.second, bend, size)
        curve[:size, size] += across
        curve[size, :size] += across
        curve[size, size] += bend.sum()
        if self.tied:
            tie = p[:, 1]
            gradient[size + 1] += float(weight @ ((said == 0) - tie))
            curve[size + 1, size + 1] += float(weight @ (tie * (1.0 - tie)))
            mixed = -weight * half * tie
            across = np.bincount(answers.first, mixed, size) - np.bincount(answers.second, mixed, size)
            curve[:size, size + 1] += across
            curve[size + 1, :size] += across
            curve[size, size + 1] += mixed.sum()
            curve[size + 1, size] += mixed.sum()
        return value, gradient, curve

    def prior_weight(self) -> Floats:
        """(parameters,) precision of each; order bias and tie weight have a standard normal prior."""
        precision = np.full(self.size + 2, self.model.precision)
        precision[self.size :] = 1.0
        return precision

    def log_outcomes(self, x: Floats) -> Floats:
        """(answers, 3) log probability of: second, tie, first."""
        d = 0.5 * (x[self.answers.first] - x[self.answers.second] + x[self.size])
        tie = np.full_like(d, x[self.size + 1] if self.tied else -np.inf)
        weights = np.stack([-d, tie, d], axis=1)
        log: Floats = weights - logsumexp(weights, axis=1, keepdims=True)
        return log

    def log_chosen(self, x: Floats) -> Floats:
        """(answers,) of what was said; a tie without a weight of its own is half a win for each."""
        log, said = self.log_outcomes(x), self.answers.outcome
        if self.tied:
            found: Floats = np.take_along_axis(log, said[:, None].astype(np.int64) + 1, axis=1)[:, 0]
            return found
        return np.where(said == 0, 0.5 * (log[:, 0] + log[:, 2]), np.where(said > 0, log[:, 2], log[:, 0]))

    def mix(self, x: Floats, follows: Floats) -> tuple[Floats, Floats, list[float], bool]:
        """EM over which answers follow the scores."""
        trace: list[float] = []
        for _ in range(self.model.max_steps):
            checkpoint()
            held = self.held(x, follows)
            trace.append(self.mixture(x, follows))
            if len(trace) > 1 and trace[-1] - trace[-2] <= _STILL_MIXING * max(1.0, abs(trace[-1])):
                return x, follows, trace, True
            follows = self.shares(held)
            x, _, _ = climb(x, self.free, partial(self.look, weight=held), 1, _STILL)
        return x, follows, trace, False

    def mixture(self, x: Floats, follows: Floats) -> float:
        """Log posterior of scores and of who follows them."""
        share = follows[self.answers.annotator]
        mixed = np.logaddexp(np.log(share) + self.log_chosen(x), np.log1p(-share) + self.log_blind())
        prior = (_CAREFUL[0] - 1.0) * np.log(follows) + (_CAREFUL[1] - 1.0) * np.log1p(-follows)
        return float(mixed.sum() + prior.sum() - 0.5 * self.prior_weight() @ x**2)

    def held(self, x: Floats, follows: Floats) -> Floats:
        """(answers,) probability that each follows the scores."""
        share = follows[self.answers.annotator]
        log = np.log(share) + self.log_chosen(x)
        found: Floats = np.exp(log - np.logaddexp(log, np.log1p(-share) + self.log_blind()))
        return found

    def log_blind(self) -> Floats:
        """(answers,) log probability of what was said by somebody who looks at nothing."""
        log = np.log(self.blind)
        if not self.tied:
            log[[0, 2]] -= np.log(self.blind[0] + self.blind[2])
            log[1] = 0.5 * (log[0] + log[2])
        found: Floats = log[self.answers.outcome.astype(np.int64) + 1]
        return found

    def shares(self, held: Floats) -> Floats:
        """(annotators,) posterior mode of each person's share."""
        counted = np.bincount(self.answers.annotator, held, len(self.answers.annotators))
        a, b = counted + _CAREFUL[0] - 1.0, self.n - counted + _CAREFUL[1] - 1.0
        found: Floats = np.clip(a / np.maximum(a + b, 1e-12), 1e-6, 1.0 - 1e-6)
        return found

    def judged(self, x: Floats, follows: Floats) -> Floats:
        """The shares under scores that were found without them."""
        for _ in range(100):
            again = self.shares(self.held(x, follows))
            if np.abs(again - follows).max(initial=0.0) < 1e-8:
                return again
            follows = again
        return follows

    def skill(self, x: Floats, follows: Floats) -> Skill:
        """The shares with Beta intervals; an answer counts for what it tells about the share (Fisher information)."""
        share = follows[self.answers.annotator]
        with_scores, blind = np.exp(self.log_chosen(x)), np.exp(self.log_blind())
        told = ((with_scores - blind) / (share * with_scores + (1.0 - share) * blind)) ** 2
        people = len(self.answers.annotators)
        n = np.minimum(np.bincount(self.answers.annotator, told, people) * follows * (1.0 - follows), self.n)
        a, b = _CAREFUL[0] + n * follows, _CAREFUL[1] + n * (1.0 - follows)
        low, high = np.minimum(betaincinv(a, b, 0.025), follows), np.maximum(betaincinv(a, b, 0.975), follows)
        return Skill(self.answers.annotators, MEASURE, frozen(follows), frozen(low), frozen(high), frozen(self.n))

    def dressed(
        self, x: Floats, follows: Floats, trace: list[float], still: bool, steps: int, known: Mapping[Any, float]
    ) -> ScoresTruth:
        weight = self.held(x, follows) if self.model.guessing else np.ones(len(self.answers))
        centred = self.pinned.size == 0
        score = x[: self.size] - x[: self.size].mean() if centred else x[: self.size].copy()
        change = trace[-1] - trace[-2] if len(trace) > 1 else float("nan")
        reason = "the objective stood still" if still else "it ran out of steps"
        warnings = self.one_sided()
        if not still:
            warnings += (Caution(Trouble.NOT_CONVERGED, f"Stopped after {steps} steps."),)
        return ScoresTruth(
            model=self.model, answers=self.answers, gold=known, skill=self.skill(x, follows),
            convergence=Convergence(still, steps, change / max(1.0, abs(trace[-1])), reason),
            trace=frozen(np.array(trace)), warnings=warnings, score=frozen(score),
            covariance=spread_of(self.look(x, weight)[2], self.free, self.size, centred=centred),
            order_bias=float(x[self.size]), tie_weight=float(np.exp(x[self.size + 1])) if self.tied else 0.0,
        )  # fmt: skip

    def one_sided(self) -> tuple[Caution, ...]:
        """Who never lost or never won: their distance to the others is the prior's."""
        answers, size = self.answers, self.size
        decided = np.flatnonzero(answers.outcome)
        first, second = answers.first[decided], answers.second[decided]
        won = np.bincount(np.where(answers.outcome[decided] > 0, first, second), minlength=size)
        met = np.bincount(first, minlength=size) + np.bincount(second, minlength=size)
        extreme = np.setdiff1d(np.flatnonzero((won == met) | (won == 0)), self.pinned)
        if extreme.size == 0:
            return ()
        names = ", ".join(str(answers.contenders[code]) for code in extreme[:3])
        text = f"{extreme.size} contenders (such as {names}) always won or never did: their lead or lag is the prior's."
        return (Caution(Trouble.TOO_FEW_ANSWERS, text),)

"""What a model of preferences hands back: a score for every contender, on the logit scale."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from scipy import linalg, sparse
from scipy.sparse.csgraph import connected_components
from scipy.special import expit

from armslength_quality.answers import Codes, Floats
from armslength_quality.errors import BadAnswers
from armslength_quality.result import Estimate
from armslength_quality.stop import checkpoint
from armslength_quality.truth.comparisons import Comparisons
from armslength_quality.truth.rankings import Rankings
from armslength_quality.truth.shape import Caution, Fit, Skill, Trouble, frozen

_Z = 1.959963984540054
_METHOD = "score, in logits"
_HALVINGS = 40


@dataclass(frozen=True, eq=False, kw_only=True)
class ScoresTruth(Fit):
    """How good each contender is.

    score        (contenders,) in logits; a difference of 1 means winning 73 % of the decided comparisons.
                 Their mean is 0 unless some were pinned as gold
    covariance   (contenders, contenders) of the scores
    order_bias   logits that being shown first is worth; 0 where the model does not ask
    tie_weight   how readily two equals are called a tie: P(tie) = tie_weight / (2 + tie_weight) between equals;
                 0 where there are no ties
    """

    answers: Comparisons | Rankings
    score: Floats
    covariance: Floats
    order_bias: float = 0.0
    tie_weight: float = 0.0

    def of(self, contender: Hashable) -> Estimate:
        """One contender's score with its 95 % interval. Raises KeyError for somebody never compared."""
        code = self.answers.contender_codes[contender]
        n = int(self.answers.per_contender()[code])
        return self._estimate(float(self.score[code]), float(self.covariance[code, code]), n, _METHOD)

    def difference(self, one: Hashable, other: Hashable) -> Estimate:
        """By how much `one` is better than `other`, in logits; the interval knows that the two scores move together."""
        a, b = (self.answers.contender_codes[each] for each in (one, other))
        spread = float(self.covariance[a, a] + self.covariance[b, b] - 2.0 * self.covariance[a, b])
        n = int(min(self.answers.per_contender()[[a, b]]))
        return self._estimate(float(self.score[a] - self.score[b]), spread, n, "difference of scores, in logits")

    def probability(self, one: Hashable, other: Hashable) -> float:
        """Chance that `one` beats `other` when one of them wins, whichever is shown first; nan when withheld."""
        a, b = (self.answers.contender_codes[each] for each in (one, other))
        return float(expit(self.score[a] - self.score[b]))

    def board(self) -> list[tuple[Hashable, Estimate]]:
        """Contenders from best to worst, equals by name."""
        order = np.lexsort((np.arange(self.score.size), -self.score))
        return [(self.answers.contenders[code], self.of(self.answers.contenders[code])) for code in order]

    def _estimate(self, value: float, variance: float, n: int, method: str) -> Estimate:
        if not self.supported:
            return Estimate(None, None, None, n, method, "The data do not support the model.")
        half = _Z * float(np.sqrt(max(variance, 0.0)))
        return Estimate(value, value - half, value + half, n, method)


def comparable(
    contenders: int, one: Codes, other: Codes, pinned: Codes, names: tuple[Hashable, ...]
) -> tuple[Caution, ...]:
    """Whether there is a chain of comparisons between any two contenders; pinned ones are a chain of their own."""
    if one.size == 0:
        return (Caution(Trouble.NO_ANSWERS, "There are no comparisons.", fatal=True),)
    ends = np.concatenate([one, pinned[:-1]]), np.concatenate([other, pinned[1:]])
    graph = sparse.coo_array((np.ones(ends[0].size), ends), shape=(contenders, contenders))
    groups, group = connected_components(graph, directed=False)
    if groups == 1:
        return ()
    apart = [str(names[int(np.flatnonzero(group == each)[0])]) for each in range(min(groups, 3))]
    text = (
        f"{groups} groups were never compared with each other (such as those of {', '.join(apart)}): no common scale."
    )
    return (Caution(Trouble.DEGENERATE, text, fatal=True),)


def pinned_scores(
    codes: Mapping[Any, int], gold: Mapping[Any, float] | None
) -> tuple[Mapping[Hashable, float], Codes, Floats]:
    """Gold of those who were compared, their codes, their scores. Raises BadAnswers for a score that is no number."""
    known = {name: value for name, value in (gold or {}).items() if name in codes}
    for name, value in known.items():
        if not np.isfinite(value):
            raise BadAnswers(f"The gold of {name!r} is {value!r}, not a number.")
    order = sorted(known, key=lambda name: codes[name])
    return (
        MappingProxyType(known),
        np.array([codes[name] for name in order], dtype=np.int64),
        np.array([known[name] for name in order], dtype=np.float64),
    )


def climb(
    start: Floats, free: Codes, look: Callable[[Floats], tuple[float, Floats, Floats]], steps: int, tolerance: float
) -> tuple[Floats, list[float], bool]:
    """Newton's method with halving, upwards on a concave objective over the parameters `free`.

    look(x) -> objective, gradient (p,), negative Hessian (p, p). Returns where it ended, the objective after each
    step, and whether it stood still: no step promises more than `tolerance`.
    """
    x, trace = start.copy(), list[float]()
    value, gradient, curve = look(x)
    for _ in range(steps):
        checkpoint()
        step = np.zeros_like(x)
        step[free] = linalg.solve(curve[np.ix_(free, free)], gradient[free], assume_a="pos")
        promise = float(gradient @ step)
        if promise <= tolerance:
            return x, trace or [value], True
        for _ in range(_HALVINGS):
            found = look(x + step)
            if found[0] >= value:
                break
            step *= 0.5
        else:
            return x, trace or [value], True
        x, (value, gradient, curve) = x + step, found
        trace.append(value)
    return x, trace, False


def spread_of(curve: Floats, free: Codes, size: int, *, centred: bool) -> Floats:
    """(size, size) covariance of the scores from the negative Hessian; of scores less their mean when `centred`."""
    covariance = np.zeros_like(curve)
    covariance[np.ix_(free, free)] = linalg.inv(curve[np.ix_(free, free)])
    scores = covariance[:size, :size]
    if centred:
        scores = scores - scores.mean(axis=0, keepdims=True)
        scores = scores - scores.mean(axis=1, keepdims=True)
    symmetric: Floats = 0.5 * (scores + scores.T)
    return frozen(symmetric)


def withheld_skill(annotators: tuple[Hashable, ...], measure: str, n: Codes) -> Skill:
    """Skill when the data do not support the model."""
    nothing = frozen(np.full(len(annotators), np.nan))
    return Skill(annotators, measure, nothing, nothing, nothing, frozen(n))

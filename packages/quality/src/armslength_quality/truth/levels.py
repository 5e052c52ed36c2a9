"""What is known of people who give numbers, and what that makes of one item's answers."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import inf, isinf, isnan, sqrt

from armslength_quality.errors import BadAnswers
from armslength_quality.result import Estimate

_Z = 1.959963984540054


@dataclass(frozen=True)
class Levels:
    """How people's numbers lie about the truth, and how the truths lie about one another; all normal.

    shift      annotator -> how far their answers lie above the truth on average
    variance   annotator -> of their answers' errors
    usual      the variance of the error of somebody who is not named; nan where nothing is known of it
    centre     the mean of all truths
    truths     their variance; inf: an item is not drawn towards the others
    method     which model found this
    """

    shift: Mapping[Hashable, float]
    variance: Mapping[Hashable, float]
    usual: float
    centre: float = 0.0
    truths: float = inf
    method: str = "Average"


def number_of(values: Sequence[float], workers: Sequence[Hashable], levels: Levels) -> Estimate:
    """The number of one item of which `workers[j]` said `values[j]`, with its 95 % interval.

    Of what `RandomEffects` found it is what the fit itself says of the item. The interval is about what a crowd of such
    people would say: an error that they all share is not in it. Raises BadAnswers without answers, and for somebody
    named twice.

    >>> number_of([4.0, 6.0], ["ada", "bob"], Levels({"bob": 2.0}, {"ada": 1.0, "bob": 1.0}, usual=1.0)).value
    4.0
    """
    if not values:
        raise BadAnswers("There are no answers.")
    if len(set(workers)) != len(workers):
        raise BadAnswers("Somebody answered the item twice; keep the answer that stands.")
    n, usual = len(values), levels.usual
    if isnan(usual):
        note = "How far answers lie off is not known: no item has two."
        return Estimate(sum(values) / n, None, None, n, levels.method, note)
    precision = [1.0 / max(levels.variance.get(who, usual), 1e-12) for who in workers]
    level = [value - levels.shift.get(who, 0.0) for value, who in zip(values, workers, strict=True)]
    prior = 0.0 if isinf(levels.truths) else 1.0 / levels.truths
    total = sum(precision) + prior
    pull = sum(weight * place for weight, place in zip(precision, level, strict=True)) + prior * levels.centre
    value, error = pull / total, sqrt(1.0 / total)
    return Estimate(value, value - _Z * error, value + _Z * error, n, levels.method)

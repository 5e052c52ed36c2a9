"""Which measures suit which labels? One place that knows, for the command line and for everybody else."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from armslength_quality.agreement.bootstrap import RESAMPLES
from armslength_quality.agreement.cohen import mean_pairwise_cohen
from armslength_quality.agreement.fleiss import fleiss_kappa
from armslength_quality.agreement.gwet import gwet_ac, pabak
from armslength_quality.agreement.icc import icc
from armslength_quality.agreement.krippendorff import Scale, krippendorff_alpha
from armslength_quality.agreement.percent import percent_agreement
from armslength_quality.agreement.rank import kendall_w
from armslength_quality.answers import Answers
from armslength_quality.errors import BadParameter
from armslength_quality.result import Estimate

_Measure = Callable[..., Estimate]


def agreement_on(
    answers: Answers, scale: Scale = "nominal", *, rng: np.random.Generator | None = None, resamples: int = RESAMPLES
) -> tuple[Estimate, ...]:
    """The measures that suit the scale of the labels, Krippendorff's alpha first.

    nominal          alpha, percent, Fleiss, Cohen over pairs of people, AC1, PABAK
    ordinal          alpha, percent, AC2 with quadratic weights, Kendall's W
    interval, ratio  alpha, ICC(1,1), ICC(A,1), ICC(C,1), Kendall's W

    The scale is a property of the question, never chosen by what looks best.

    Cost: of its measures. Raises BadParameter for a scale there is not, BadAnswers for labels that are not on it.

    >>> answers = Answers.from_table([[1, 2, 3, 3], [1, 2, 3, 2]])
    >>> [estimate.method for estimate in agreement_on(answers, "ordinal")][:2]
    ["Krippendorff's alpha, ordinal", 'percent agreement, mean over items']
    """
    if scale not in _SUITED:
        raise BadParameter(f"scale must be one of {', '.join(_SUITED)}, not {scale!r}.")
    first = krippendorff_alpha(answers, scale, rng=rng, resamples=resamples)
    return (first, *(measure(answers, rng=rng, resamples=resamples) for measure in _SUITED[scale]))


def _ac2(answers: Answers, *, rng: np.random.Generator | None, resamples: int) -> Estimate:
    return gwet_ac(answers, weights="quadratic", rng=rng, resamples=resamples)


def _exact(measure: Callable[[Answers], Estimate]) -> _Measure:
    """A measure whose interval needs no resamples."""
    return lambda answers, **_: measure(answers)


_NUMBERS: tuple[_Measure, ...] = (
    _exact(lambda answers: icc(answers, "1,1")), _exact(lambda answers: icc(answers, "A,1")),
    _exact(lambda answers: icc(answers, "C,1")), _exact(kendall_w),
)  # fmt: skip
_SUITED: dict[str, tuple[_Measure, ...]] = {
    "nominal": (percent_agreement, fleiss_kappa, mean_pairwise_cohen, gwet_ac, pabak),
    "ordinal": (percent_agreement, _ac2, _exact(kendall_w)),
    "interval": _NUMBERS,
    "ratio": _NUMBERS,
}

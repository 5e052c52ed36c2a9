"""How far people agree, and what they said together.

    from armslength_quality import Answers, krippendorff_alpha, majority

Functions for measures, frozen results, a generator passed in for everything random; inputs are never changed.
"""

from armslength_quality.agreement.cohen import cohen_kappa, mean_pairwise_cohen
from armslength_quality.agreement.fleiss import fleiss_kappa
from armslength_quality.agreement.krippendorff import Scale, krippendorff_alpha
from armslength_quality.agreement.percent import agreement_with_others, percent_agreement
from armslength_quality.agreement.spans import SpanAnswers, span_alpha, span_f1, span_f1_with_others
from armslength_quality.answers import Answers
from armslength_quality.consensus.majority import Consensus, Majority, majority
from armslength_quality.errors import BadAnswers, QualityError
from armslength_quality.result import Estimate

__all__ = [
    "Answers",
    "BadAnswers",
    "Consensus",
    "Estimate",
    "Majority",
    "QualityError",
    "Scale",
    "SpanAnswers",
    "agreement_with_others",
    "cohen_kappa",
    "fleiss_kappa",
    "krippendorff_alpha",
    "majority",
    "mean_pairwise_cohen",
    "percent_agreement",
    "span_alpha",
    "span_f1",
    "span_f1_with_others",
]

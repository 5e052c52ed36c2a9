"""How far people agree, and what they said together.

    from armslength_quality import Answers, krippendorff_alpha, majority

Functions for measures, frozen results, a generator passed in for everything random; inputs are never changed.
"""

from armslength_quality.agreement.cohen import cohen_kappa, mean_pairwise_cohen
from armslength_quality.agreement.differences import jaccard, masi
from armslength_quality.agreement.fleiss import fleiss_kappa
from armslength_quality.agreement.gwet import gwet_ac, pabak
from armslength_quality.agreement.icc import icc
from armslength_quality.agreement.krippendorff import Scale, krippendorff_alpha
from armslength_quality.agreement.percent import agreement_with_others, percent_agreement
from armslength_quality.agreement.rank import kendall_tau_b, kendall_w
from armslength_quality.agreement.spans import SpanAnswers, span_alpha, span_f1, span_f1_with_others
from armslength_quality.answers import Answers
from armslength_quality.consensus.majority import Consensus, Majority, majority
from armslength_quality.errors import BadAnswers, BadParameter, QualityError
from armslength_quality.result import Estimate
from armslength_quality.truth.categorical import Belief, CategoricalTruth
from armslength_quality.truth.dawid_skene import DawidSkene
from armslength_quality.truth.majority import MajorityVote
from armslength_quality.truth.one_coin import OneCoin
from armslength_quality.truth.priors import Diagonal, Graded, Pooled, Prior
from armslength_quality.truth.shape import Caution, Convergence, Fit, Provenance, Skill, Trouble

__all__ = [
    "Answers",
    "BadAnswers",
    "BadParameter",
    "Belief",
    "CategoricalTruth",
    "Caution",
    "Consensus",
    "Convergence",
    "DawidSkene",
    "Diagonal",
    "Estimate",
    "Fit",
    "Graded",
    "Majority",
    "MajorityVote",
    "OneCoin",
    "Pooled",
    "Prior",
    "Provenance",
    "QualityError",
    "Scale",
    "Skill",
    "SpanAnswers",
    "Trouble",
    "agreement_with_others",
    "cohen_kappa",
    "fleiss_kappa",
    "gwet_ac",
    "icc",
    "jaccard",
    "kendall_tau_b",
    "kendall_w",
    "krippendorff_alpha",
    "majority",
    "masi",
    "mean_pairwise_cohen",
    "pabak",
    "percent_agreement",
    "span_alpha",
    "span_f1",
    "span_f1_with_others",
]

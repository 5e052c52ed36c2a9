"""From confusions to the skill of annotators, the same way for every categorical model."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
from scipy.special import betaincinv

from armslength_quality.answers import Codes, Floats
from armslength_quality.truth.encoded import Encoded
from armslength_quality.truth.shape import Skill, frozen
from armslength_quality.truth.solution import Solution

MEASURE = "probability that an answer is right"
_LEAST = 1e-9
"""No probability is taken as nought: one answer never proves anything."""


def annotator_skill(annotators: tuple[Hashable, ...], encoded: Encoded, found: Solution) -> Skill:
    """How often each annotator is right, with a 95 % credible interval.

    Formula: value = sum_k prior_k confusion_kk. The interval is Beta(1/2 + n p, 1/2 + n (1 - p)) with n the effective
    number of answers: their Fisher information about p, each weighed by what the other answers on its item say, times
    p (1 - p). On gold n is the number of answers; where nobody else answered it is 0, and the interval says so. How
    often it holds: `python -m benchmarks.skill_intervals`.

    Cost: one pass over the answers, times the categories.
    """
    from armslength_quality.truth.kernels.skill import information

    if encoded.categories < 2:
        return unknown_skill(annotators, encoded)
    bounded = np.clip(found.confusion, _LEAST, 1.0)
    value = np.clip(np.einsum("k,wkk->w", found.prior, found.confusion), _LEAST, 1.0 - _LEAST)
    told = information(
        encoded.start, encoded.annotator, encoded.label, found.posterior, bounded, value, found.correlation
    )
    n = encoded.answers_per_annotator()
    effective = np.minimum(told * value * (1.0 - value), n)
    right, wrong = 0.5 + effective * value, 0.5 + effective * (1.0 - value)
    low, high = betaincinv(right, wrong, 0.025), betaincinv(right, wrong, 0.975)
    value, low, high = (
        frozen(np.where(n > 0, array, np.nan)) for array in (value, np.minimum(low, value), np.maximum(high, value))
    )
    return Skill(annotators, MEASURE, value, low, high, frozen(n))


def jeffreys(annotators: tuple[Hashable, ...], measure: str, right: Floats, trials: Floats, n: Codes) -> Skill:
    """The share of trials that went right, which may go right in part, with Jeffreys' 95 % interval; nan without any.

    right, trials, n   (annotators,); n is what each answered
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(trials > 0, right / trials, np.nan)
    low, high = (betaincinv(0.5 + right, 0.5 + trials - right, end) for end in (0.025, 0.975))
    known = trials > 0
    low, high = np.where(known, np.minimum(low, value), np.nan), np.where(known, np.maximum(high, value), np.nan)
    return Skill(annotators, measure, frozen(value), frozen(low), frozen(high), frozen(n))


def unknown_skill(annotators: tuple[Hashable, ...], encoded: Encoded) -> Skill:
    """Skill when the data do not support the model."""
    nothing = frozen(np.full(len(annotators), np.nan))
    return Skill(annotators, MEASURE, nothing, nothing, nothing, frozen(encoded.answers_per_annotator()))


def information_bits(confusion: Floats, prior: Floats) -> Floats:
    """(annotators,) mutual information of label and truth, in bits: what one answer is worth.

    An annotator who always says the same, or draws lots, has 0; one who swaps two labels without fail is worth as much
    as one who is always right.
    """
    said = np.einsum("k,wkl->wl", prior, confusion)
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = prior[:, None] * confusion * np.log2(confusion / said[:, None, :])
    bits: Floats = np.nansum(terms, axis=(1, 2))
    return np.maximum(bits, 0.0)

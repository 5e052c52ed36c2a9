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

    Formula: value = sum_k prior_k confusion_kk. The interval goes from the lower end of one reading of the answers to
    the upper end of another, each the 2.5 % point of Beta(1/2 + n p, 1/2 + n (1 - p)). Upper: people err independently
    of each other, p is the value. Lower: they err together, as the softened beliefs have it, and p is the mean belief
    in what she said, where that is less: mistakes that are shared flatter. From a person's answers alone it cannot be
    told which is so. n is the effective number of answers: their Fisher information about p, each weighed by what the
    other answers on its item say, times p (1 - p), and the prior's pseudo-answers, which the value counts too. On gold
    an answer counts whole; where nobody else answered it is none, and the interval says so. How often it holds:
    `python -m benchmarks.skill_intervals`.

    Cost: one pass over the answers, times the categories.
    """
    from armslength_quality.truth.kernels.skill import information

    if encoded.categories < 2:
        return unknown_skill(annotators, encoded)
    bounded = np.clip(found.confusion, _LEAST, 1.0)
    value = np.clip(np.einsum("k,wkk->w", found.prior, found.confusion), _LEAST, 1.0 - _LEAST)
    told = information(
        encoded.start, encoded.annotator, encoded.label, found.posterior, bounded, value, found.correlation,
        found.loose,
    )  # fmt: skip
    n = encoded.answers_per_annotator()
    effective = _with_prior(np.minimum(told * value * (1.0 - value), n), found)
    believed = np.bincount(encoded.annotator, found.posterior[encoded.item(), encoded.label], n.size)
    together = value if found.loose else np.minimum(value, believed / np.maximum(n, 1))
    low = betaincinv(0.5 + effective * together, 0.5 + effective * (1.0 - together), 0.025)
    high = betaincinv(0.5 + effective * value, 0.5 + effective * (1.0 - value), 0.975)
    value, low, high = (
        frozen(np.where(n > 0, array, np.nan)) for array in (value, np.minimum(low, value), np.maximum(high, value))
    )
    return Skill(annotators, MEASURE, value, low, high, frozen(n))


def _with_prior(told: Floats, found: Solution) -> Floats:
    """(annotators,) answers that tell as much about the value as so many and the prior's pseudo-answers together.

    The value is a mean over true labels by their shares, so its variance is the sum of share^2 / answers of the label.
    """
    if not found.pseudo.any():
        return told
    with np.errstate(divide="ignore"):
        spread = (found.prior**2 / (told[:, None] * found.prior + found.pseudo)).sum(axis=1)
    together: Floats = 1.0 / spread
    return together


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

"""Can these answers support a model, and did the fit end somewhere sensible?"""

from __future__ import annotations

import numpy as np

from armslength_quality.truth.encoded import Encoded
from armslength_quality.truth.shape import Caution, Trouble
from armslength_quality.truth.solution import Solution

_CLEAR_SHARE = 0.05
"""A label that this share of the items has as its clear majority does not vanish without a word."""


def support(encoded: Encoded, *, learns: bool) -> tuple[Caution, ...]:
    """What is wrong with the answers before anything is fitted.

    learns   whether the model learns who is good from where people overlap; if not, one answer per item will do
    """
    if encoded.label.size == 0:
        return (Caution(Trouble.NO_ANSWERS, "There are no answers.", fatal=True),)
    found = []
    if (encoded.label == encoded.label[0]).all():
        text = "All answers are one label: they say nothing about who is good."
        found.append(Caution(Trouble.ONE_CATEGORY, text, fatal=learns))
    per_item = np.diff(encoded.start)
    if (per_item < 2).all() and (encoded.gold < 0).all():
        text = "No item has two answers and none is gold: nothing can be learnt about who is good."
        found.append(Caution(Trouble.NO_OVERLAP, text, fatal=learns))
    needed = 3 * encoded.categories
    per_annotator = encoded.label.size / encoded.annotators
    if learns and per_annotator < needed:
        text = f"{per_annotator:.1f} answers per annotator; under {needed} most of a confusion is the prior's."
        found.append(Caution(Trouble.TOO_FEW_ANSWERS, text))
    return tuple(found)


def doubts(encoded: Encoded, solution: Solution) -> tuple[Caution, ...]:
    """What is wrong with what was found."""
    found = []
    if not solution.convergence.converged:
        text = f"Stopped after {solution.convergence.steps} steps: {solution.convergence.reason}."
        found.append(Caution(Trouble.NOT_CONVERGED, text))
    if not np.isfinite(solution.posterior).all():
        found.append(Caution(Trouble.DEGENERATE, "The posterior is not finite.", fatal=True))
    elif lost := _lost_labels(encoded, solution):
        text = f"All items were given one label, though {lost:.0%} of them have another as their clear majority."
        found.append(Caution(Trouble.DEGENERATE, text, fatal=True))
    skill = np.einsum("k,wkk->w", solution.prior, solution.confusion)
    if encoded.categories > 1 and np.average(skill, weights=encoded.answers_per_annotator()) < 1.0 / encoded.categories:
        text = "The annotators together are worse than chance: the labels may have been swapped."
        found.append(Caution(Trouble.BELOW_CHANCE, text))
    return tuple(found)


def _lost_labels(encoded: Encoded, solution: Solution) -> float:
    """When the model gives one label to all: the share of items whose clear majority is another. Otherwise 0."""
    believed = solution.posterior.argmax(axis=1)
    if (believed != believed[0]).any():
        return 0.0
    votes = np.bincount(encoded.item() * encoded.categories + encoded.label, minlength=solution.posterior.size)
    most = 2 * votes.reshape(solution.posterior.shape) > np.diff(encoded.start)[:, None]
    most[:, believed[0]] = False
    share = float(most.any(axis=1).mean())
    return share if share >= _CLEAR_SHARE else 0.0

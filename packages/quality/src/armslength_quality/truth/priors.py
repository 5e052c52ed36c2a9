"""What is believed of annotators' confusions before they answer, by name.

Diagonal   right more often than wrong, a set number of answers' worth: the default
Graded     nearer grades are mistaken for each other more often
Pooled     as the crowd, by as much as its members are alike

Every prior is a table of Dirichlet pseudo-counts, the same for everybody and fixed before the first round, so the
objective never falls.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from armslength_quality.answers import Floats
from armslength_quality.truth.categorical import leaders
from armslength_quality.truth.em import counted
from armslength_quality.truth.encoded import Encoded
from armslength_quality.truth.majority import vote_shares
from armslength_quality.truth.model import demand

_WEAKEST, _STRONGEST = 1.0, 6.0
"""Bounds of a learnt strength. The less the vote is right, the more it blurs how people differ: what is learnt from it
errs to the strong side. And holding unlike people together costs more than letting like ones go."""


@dataclass(frozen=True)
class Prior:
    """A prior of the confusions. Subclasses say `pseudo`.

    tells   whether pseudo-answers count as answers when it is said how well a person is known
    """

    tells: ClassVar[bool] = True

    def pseudo(self, encoded: Encoded) -> Floats:
        """(K, K) pseudo-answers of every annotator by truth and label said."""
        raise NotImplementedError


@dataclass(frozen=True)
class Diagonal(Prior):
    """`right` pseudo-answers for the true label, `wrong` more spread evenly over the others."""

    right: float = 2.0
    wrong: float = 0.5

    def __post_init__(self) -> None:
        demand(self.right >= 0, "right", "at least 0")
        demand(self.wrong >= 0, "wrong", "at least 0")

    def pseudo(self, encoded: Encoded) -> Floats:
        """(K, K) pseudo-answers of every annotator by truth and label said."""
        labels = encoded.categories
        return np.where(np.eye(labels, dtype=bool), self.right, self.wrong / max(1, labels - 1))


@dataclass(frozen=True)
class Graded(Diagonal):
    """For ordered labels: `wrong` more often beside the true grade, half as often with every further one."""

    def pseudo(self, encoded: Encoded) -> Floats:
        """(K, K) pseudo-answers of every annotator by truth and label said."""
        grades = np.arange(encoded.categories)
        apart = np.abs(np.subtract.outer(grades, grades))
        share = np.where(apart == 0, 0.0, 0.5**apart)
        total = share.sum(axis=1, keepdims=True)
        wrong = np.divide(share, total, out=np.zeros_like(share), where=total > 0)
        return np.where(apart == 0, self.right, self.wrong * wrong)


@dataclass(frozen=True)
class Pooled(Prior):
    """`strength` pseudo-answers of each true label, spread as the whole crowd's answers are by the vote.

    Who answered little is taken for an average member of the crowd; with many answers the prior hardly counts. Without
    a `strength` it is learnt: a crowd whose members are alike, as far as their answers show, holds each of them harder.

    Reference: partial pooling of annotators, S. Paun et al. "Comparing Bayesian Models of Annotation", TACL 6 (2018);
    the learnt strength is a moment estimate of the Dirichlet-multinomial's, by method of A. Kleinman, JASA 68 (1973).
    """

    tells: ClassVar[bool] = False  # held to what the vote makes of the crowd, nobody is known any better

    strength: float | None = None
    base: Diagonal = field(default_factory=lambda: Diagonal(0.1, 0.01))

    def __post_init__(self) -> None:
        demand(self.strength is None or self.strength >= 0, "strength", "at least 0, or None to learn it")

    def pseudo(self, encoded: Encoded) -> Floats:
        """(K, K) pseudo-answers of every annotator by truth and label said."""
        votes = vote_shares(encoded)
        base = self.base.pseudo(encoded)
        crowd = counted(encoded, votes).sum(axis=0).T + base
        total = crowd.sum(axis=1, keepdims=True)
        crowd = np.divide(crowd, total, out=np.zeros_like(crowd), where=total > 0)
        strength = self.strength
        if strength is None:
            lead = leaders(votes)
            strength = _alike(counted(encoded, lead / lead.sum(axis=1, keepdims=True)), crowd)
        pseudo: Floats = base + strength * crowd
        return pseudo


def _alike(counts: Floats, crowd: Floats) -> float:
    """How many answers' worth the crowd's confusion `crowd` (truth, said) tells of a member's.

    counts   (annotators, said, truth)

    A member's n answers of one truth scatter about the crowd's shares c with variance n c (1 - c) (n + s) / (1 + s)
    when her own shares are Dirichlet(s c). Sums over members, truths and labels, each over n, give s.
    """
    excess, scale = 0.0, 0.0
    for truth, share in enumerate(crowd):
        said = counts[:, :, truth]
        n = said.sum(axis=1)
        said, n = said[n > 1.0], n[n > 1.0]
        chance = float((share * (1.0 - share)).sum())
        excess += float((((said - n[:, None] * share) ** 2).sum(axis=1) / n).sum()) - n.size * chance
        scale += float((n - 1.0).sum()) * chance
    overlap = excess / scale if scale > 0.0 else 0.0
    return float(np.clip(1.0 / max(overlap, 1e-9) - 1.0, _WEAKEST, _STRONGEST))

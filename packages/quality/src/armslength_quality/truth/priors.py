"""What is believed of annotators' confusions before they answer, by name.

Diagonal   right more often than wrong, a set number of answers' worth
Graded     nearer grades are mistaken for each other more often
Pooled     as the crowd, by as much as its members are alike: the default

Every prior is a table of Dirichlet pseudo-counts, fixed before the first round, so the objective never falls.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from armslength_quality.answers import Floats
from armslength_quality.truth.categorical import leaders
from armslength_quality.truth.em import Opening, Table, Tables
from armslength_quality.truth.encoded import Encoded
from armslength_quality.truth.majority import vote_shares
from armslength_quality.truth.model import demand

_WEAKEST, _STRONGEST = 1.0, 6.0
"""Bounds of a learnt strength. The less the vote is right, the more it blurs how people differ: what is learnt from it
errs to the strong side. And holding unlike people together costs more than letting like ones go."""


@dataclass(frozen=True)
class Prior:
    """A prior of the confusions. Subclasses say `opening`."""

    def opening(self, encoded: Encoded, tables: Tables) -> Opening:
        """Where to begin, and the pseudo-counts."""
        raise NotImplementedError


@dataclass(frozen=True)
class Diagonal(Prior):
    """`right` pseudo-answers on the diagonal, `wrong` on every other cell. Begins with the vote.

    `wrong` must be small where there are many labels: 1 everywhere drowns annotators with a dozen answers over eight.
    """

    right: float = 1.0
    wrong: float = 0.1

    def __post_init__(self) -> None:
        demand(self.right >= 0, "right", "at least 0")
        demand(self.wrong >= 0, "wrong", "at least 0")

    def base(self, labels: int) -> Floats:
        """(K, K) pseudo-counts by truth and label said."""
        return np.where(np.eye(labels, dtype=bool), self.right, self.wrong)

    def opening(self, encoded: Encoded, tables: Tables) -> Opening:
        """The vote, and the same pseudo-counts for everybody."""
        return _opening(encoded, tables, self.base(encoded.categories), vote_shares(encoded))


@dataclass(frozen=True)
class Graded(Diagonal):
    """For ordered labels: `right` on the diagonal, `wrong` beside it, halved with every further grade."""

    right: float = 1.0
    wrong: float = 0.3

    def base(self, labels: int) -> Floats:
        """(K, K) pseudo-counts by truth and label said."""
        apart = np.abs(np.subtract.outer(np.arange(labels), np.arange(labels)))
        return np.where(apart == 0, self.right, self.wrong * 0.5 ** (apart - 1.0))


@dataclass(frozen=True)
class Pooled(Prior):
    """`strength` pseudo-answers of each true label, spread as the whole crowd's answers are by the vote.

    Who answered little is taken for an average member of the crowd; with many answers the prior hardly counts. Without
    a `strength` it is learnt: a crowd whose members are alike, as far as their answers show, holds each of them harder.

    Reference: partial pooling of annotators, S. Paun et al. "Comparing Bayesian Models of Annotation", TACL 6 (2018);
    the learnt strength is a moment estimate of the Dirichlet-multinomial's, by method of A. Kleinman, JASA 68 (1973).
    """

    strength: float | None = None
    base: Diagonal = field(default_factory=lambda: Diagonal(0.1, 0.01))

    def __post_init__(self) -> None:
        demand(self.strength is None or self.strength >= 0, "strength", "at least 0, or None to learn it")

    def opening(self, encoded: Encoded, tables: Tables) -> Opening:
        """The vote, and the crowd's own confusion by it."""
        votes = vote_shares(encoded)
        opening = _opening(encoded, tables, self.base.base(encoded.categories), votes)
        strength = self.strength
        if strength is None:
            lead = leaders(votes)
            strength = _alike(*_by_member(tables.counted(encoded, lead / lead.sum(axis=1, keepdims=True)), opening))
        counted, crowd = _by_member(opening.counted, opening)
        opening.pseudo.reshape(counted.shape)[:] += (strength * crowd).astype(tables.kind)
        return opening


def _by_member(counted: Table, opening: Opening) -> tuple[Table, Floats]:
    """Counts as (annotators, said, truth), and the crowd's confusion (said, truth) by them."""
    labels = opening.shares.size
    members = counted.reshape(counted.shape[0] // labels, labels, -1)
    crowd = members.sum(axis=0, dtype=np.float64) + opening.pseudo[:labels]
    total = crowd.sum(axis=0)
    return members, np.divide(crowd, total, out=np.zeros_like(crowd), where=total > 0)


def _alike(counted: Table, crowd: Floats) -> float:
    """How many answers' worth the crowd's confusion `crowd` (said, truth) tells of a member's.

    A member's n answers of one truth scatter about the crowd's shares c with variance n c (1 - c) (n + s) / (1 + s)
    when her own shares are Dirichlet(s c). Sums over members, truths and labels, each over n, give s.
    """
    excess, scale = 0.0, 0.0
    for truth in range(crowd.shape[0]):  # columns beyond are padding
        said = counted[:, :, truth].astype(np.float64)
        n = said.sum(axis=1)
        said, n = said[n > 1.0], n[n > 1.0]
        share = crowd[:, truth]
        chance = float((share * (1.0 - share)).sum())
        excess += float((((said - n[:, None] * share) ** 2).sum(axis=1) / n).sum()) - n.size * chance
        scale += float((n - 1.0).sum()) * chance
    overlap = excess / scale if scale > 0.0 else 0.0
    return float(np.clip(1.0 / max(overlap, 1e-9) - 1.0, _WEAKEST, _STRONGEST))


def _opening(encoded: Encoded, tables: Tables, base: Floats, votes: Floats) -> Opening:
    """Counts by the vote; `base` (K, K) by truth and label said, for everybody; one pseudo-item of each label."""
    pseudo = tables.new()
    labels = encoded.categories
    pseudo.reshape(encoded.annotators, labels, -1)[:, :, :labels] = base.T
    return Opening(tables.counted(encoded, votes), votes.sum(axis=0), pseudo, np.ones(labels))

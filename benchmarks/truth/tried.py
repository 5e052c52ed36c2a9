"""What was tried beside the default model for labels, and was not taken: other starts, averages, choice by fit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from armslength_quality import Answers, CategoricalTruth, DawidSkene, Mace, OneCoin, WeightedVote
from armslength_quality.truth.categorical import CategoricalModel
from armslength_quality.truth.em import Opening, maximise
from armslength_quality.truth.encoded import Encoded
from armslength_quality.truth.majority import vote_shares
from armslength_quality.truth.solution import Solution

_HELD_OUT = 0.2
_TURNS = 50


@dataclass(frozen=True)
class _Started(DawidSkene):
    """The default model from another start."""

    def start(self, encoded: Encoded) -> np.ndarray:
        """(items, K) what it begins with: the vote."""
        return vote_shares(encoded)

    def solve(self, encoded: Encoded) -> Solution:
        """EM from there."""
        opening = Opening(self.start(encoded), self.prior.pseudo(encoded), np.ones(encoded.categories))
        found = maximise(encoded, opening, correlation=self.correlation, steps=self.steps, tolerance=self.tolerance)
        return Solution(
            found.posterior, found.confusion, found.prior, found.convergence, found.trace, correlation=self.correlation
        )


@dataclass(frozen=True)
class Spectral(_Started):
    """From a vote weighed by how people go with the leading direction of all answers, label by label against the rest.

    Reference: A. Ghosh, S. Kale, P. McAfee, "Who moderates the moderators?", EC 2011; what KOS passes as messages on
    labels comes to the same direction.
    """

    def start(self, encoded: Encoded) -> np.ndarray:
        """A weighed vote."""
        return vote_shares(encoded, np.maximum(leading(encoded, alone=False), 0.01))


@dataclass(frozen=True)
class MessagePassing(_Started):
    """As `Spectral`, without an answer being held against itself: D. Karger, S. Oh, D. Shah, NIPS 2011."""

    def start(self, encoded: Encoded) -> np.ndarray:
        """A weighed vote."""
        return vote_shares(encoded, np.maximum(leading(encoded, alone=True), 0.01))


def leading(encoded: Encoded, alone: bool) -> np.ndarray:
    """(annotators,) how far each goes with the leading direction, per root of her answers; the crowd's mean is above 0.

    alone   whether an answer is told only what the others on its item say, as in messages
    """
    item, who, labels = encoded.item(), encoded.annotator, encoded.categories
    share = np.bincount(encoded.label, minlength=labels) / encoded.label.size
    said = np.eye(labels)[encoded.label] - share
    weight: np.ndarray = np.ones(encoded.annotators)
    mine = weight[who]
    for _ in range(_TURNS):
        told = np.zeros((encoded.items, labels))
        np.add.at(told, item, mine[:, None] * said)
        heard = told[item] - (mine[:, None] * said if alone else 0.0)
        worth = (heard * said).sum(axis=1)
        weight = np.bincount(who, worth, encoded.annotators)
        mine = weight[who] - (worth if alone else 0.0)
        size = np.sqrt((mine**2).mean()) or 1.0
        weight, mine = weight / size, mine / size
    weight *= np.sign(np.bincount(who, weight[who]).sum()) or 1.0
    found: np.ndarray = weight / np.sqrt(np.bincount(who, minlength=encoded.annotators))
    return found / max(float(found.max()), 1e-12)


class Averaged:
    """The mean of what several models believe."""

    def __init__(self, *models: CategoricalModel) -> None:
        self.models = models

    def posterior(self, answers: Answers) -> np.ndarray:
        """(items, K)."""
        mean: np.ndarray = np.mean([model.fit(answers).posterior for model in self.models], axis=0)
        return mean


class FoundByFit:
    """Of several models the one, or of their beliefs the mixture, under which answers that were held back were likely.

    A fifth of the answers, drawn by lot, is held back; the truth of nothing is looked at.
    """

    def __init__(self, *models: CategoricalModel, mixed: bool = False) -> None:
        self.models, self.mixed = models, mixed

    def posterior(self, answers: Answers) -> np.ndarray:
        """(items, K)."""
        rng = np.random.default_rng(17)
        back = rng.random(len(answers)) < _HELD_OUT
        rest = _only(answers, ~back)
        chances = np.array([_chances(model.fit(rest), answers, back) for model in self.models])
        if not self.mixed:
            best = int(np.log(chances).mean(axis=1).argmax())
            return self.models[best].fit(answers).posterior
        share = np.full(len(self.models), 1.0 / len(self.models))
        for _ in range(200):  # stacking: EM of the mixture's shares
            each = share[:, None] * chances
            share = (each / each.sum(axis=0)).mean(axis=1)
        mixture: np.ndarray = np.einsum("m,mik->ik", share, [model.fit(answers).posterior for model in self.models])
        return mixture


def _only(answers: Answers, which: np.ndarray) -> Answers:
    rows = zip(
        answers.item[which].tolist(), answers.annotator[which].tolist(), answers.label[which].tolist(), strict=True
    )
    return Answers.from_rows(rows, categories=range(len(answers.categories)))


def _chances(fit: CategoricalTruth, answers: Answers, back: np.ndarray) -> np.ndarray:
    """(held back,) how likely each was; an even chance for people or items that are not in the rest."""
    labels = len(answers.categories)
    items = {int(str(name)): code for code, name in enumerate(fit.answers.items)}
    people = {int(str(name)): code for code, name in enumerate(fit.answers.annotators)}
    found = []
    for item, who, said in zip(answers.item[back], answers.annotator[back], answers.label[back], strict=True):
        if int(item) in items and int(who) in people:
            belief, confusion = fit.posterior[items[int(item)]], fit.confusion[people[int(who)]]
            found.append(float(belief @ confusion[:, said]))
        else:
            found.append(1.0 / labels)
    return np.maximum(found, 1e-6)


TRIED: Mapping[str, Any] = {
    "from the vote": _Started(),
    "from a spectral start": Spectral(),
    "from message passing (KOS)": MessagePassing(),
    "averaged with Mace": Averaged(DawidSkene(), Mace()),
    "averaged with OneCoin": Averaged(DawidSkene(), OneCoin()),
    "averaged with WeightedVote": Averaged(DawidSkene(), WeightedVote()),
    "the likelier of it, Mace and OneCoin": FoundByFit(DawidSkene(), Mace(), OneCoin()),
    "the three mixed by likelihood": FoundByFit(DawidSkene(), Mace(), OneCoin(), mixed=True),
}

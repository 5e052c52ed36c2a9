"""What a model of labels hands back."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from armslength_quality.answers import Answers, Codes, Floats
from armslength_quality.truth.encoded import Encoded, encode
from armslength_quality.truth.model import Model
from armslength_quality.truth.shape import NOT_RUN, Caution, Fit, frozen
from armslength_quality.truth.skill import annotator_skill, information_bits, unknown_skill
from armslength_quality.truth.solution import Solution
from armslength_quality.truth.steps import IN_PROCESS, Executor
from armslength_quality.truth.support import doubts, support

_TIE = 1e-9
"""Two leading probabilities closer than this are a tie."""


@dataclass(frozen=True, slots=True)
class Belief:
    """What is believed of one item: `label` is None in a tie, or when the data do not support the model."""

    label: Hashable | None
    probability: float
    is_tie: bool
    probabilities: dict[Hashable, float]
    n: int


@dataclass(frozen=True, eq=False, kw_only=True)
class CategoricalTruth(Fit):
    """The truth of every item, one of K labels.

    posterior   (items, K) probability of each label; one and noughts where gold is pinned
    label       (items,) code of the likeliest label, -1 in a tie (`drawn` breaks ties)
    is_tie      (items,) whether several labels lead
    confusion   (annotators, K, K) P(says the third | truth is the second)
    prior       (K,) share of each label among the items
    ease        (items,) how easy each item is, 1 for a usual one; (0,) when the model does not ask
    """

    answers: Answers
    posterior: Floats
    label: Codes
    is_tie: NDArray[np.bool_]
    confusion: Floats
    prior: Floats
    ease: Floats = field(default_factory=lambda: frozen(np.zeros(0)))

    def of(self, item: Hashable) -> Belief:
        """What is believed of one item. Raises KeyError for an item nobody answered."""
        code = self.answers.item_codes[item]
        row = self.posterior[code]
        names = self.answers.categories
        label = names[self.label[code]] if self.label[code] >= 0 else None
        shares = dict(zip(names, row.tolist(), strict=True))
        return Belief(label, float(row.max()), bool(self.is_tie[code]), shares, int(self.answers.per_item[code]))

    def drawn(self, rng: np.random.Generator) -> Codes:
        """(items,) the likeliest labels, ties broken by lot. Never by order: that would be a bias."""
        label = self.label.copy()
        for code in np.flatnonzero(self.is_tie):
            label[code] = rng.choice(np.flatnonzero(leaders(self.posterior[code])))
        return label

    def median(self) -> Codes:
        """(items,) code of the middle label of each posterior, for grades: half or more of it lies at or below.

        It is the summary that errs by the fewest grades; at exactly a half it is the lower one. -1 where the data do
        not say.
        """
        if not self.answers.categories:
            return frozen(np.full(len(self.posterior), -1, dtype=np.int64))
        below = self.posterior.cumsum(axis=1)
        middle: Codes = (below >= 0.5 - _TIE).argmax(axis=1).astype(np.int64)
        middle[np.isnan(below[:, -1])] = -1
        return frozen(middle)

    def information(self) -> Floats:
        """(annotators,) bits that one answer of each annotator tells about the truth, at most log2 K."""
        return information_bits(self.confusion, self.prior)


@dataclass(frozen=True)
class CategoricalModel(Model[Answers, CategoricalTruth]):
    """A model of one label out of K. Subclasses say `solve`, and whether they learn who is good from overlap."""

    learns: ClassVar[bool] = True

    def fit(
        self, answers: Answers, *, gold: Mapping[Any, Any] | None = None, executor: Executor = IN_PROCESS
    ) -> CategoricalTruth:
        """The truth of every item.

        `gold` maps items to their known labels: those stay as they are and teach the model about the annotators.
        The rounds of models that have any are worked on by `executor`; the result is the same whoever it is.
        Raises BadAnswers for a gold label that is not a category. What the data cannot support is said in `warnings`.
        """
        encoded = encode(answers, gold, executor)
        cautions = support(encoded, learns=self.learns)
        if any(caution.fatal for caution in cautions):
            return _withheld(self, answers, encoded, _known(answers, gold), cautions)
        solution = self.solve(encoded)
        cautions += doubts(encoded, solution)
        if any(caution.fatal for caution in cautions):
            return _withheld(self, answers, encoded, _known(answers, gold), cautions, solution)
        return _dressed(self, answers, encoded, _known(answers, gold), cautions, solution)

    def solve(self, encoded: Encoded) -> Solution:
        """The numbers, for answers that can support them."""
        raise NotImplementedError


def leaders(probability: Floats) -> NDArray[np.bool_]:
    """Which labels lead: those within a hair of the highest probability, along the last axis."""
    lead: NDArray[np.bool_] = probability >= probability.max(axis=-1, keepdims=True) - _TIE
    return lead


def _dressed(
    model: CategoricalModel, answers: Answers, encoded: Encoded, gold: Mapping[Hashable, Any],
    warnings: tuple[Caution, ...], solution: Solution,
) -> CategoricalTruth:  # fmt: skip
    lead = leaders(solution.posterior)
    is_tie = lead.sum(axis=1) > 1
    label = np.where(is_tie, -1, lead.argmax(axis=1)).astype(np.int64)
    skill = annotator_skill(answers.annotators, encoded, solution)
    return CategoricalTruth(
        model=model, answers=answers, gold=gold, skill=skill, convergence=solution.convergence, warnings=warnings,
        trace=frozen(solution.trace), posterior=frozen(solution.posterior), label=frozen(label),
        is_tie=frozen(is_tie), confusion=frozen(solution.confusion), prior=frozen(solution.prior),
        ease=frozen(solution.ease),
    )  # fmt: skip


def _withheld(
    model: CategoricalModel, answers: Answers, encoded: Encoded, gold: Mapping[Hashable, Any],
    warnings: tuple[Caution, ...], solution: Solution | None = None,
) -> CategoricalTruth:  # fmt: skip
    """No numbers, and why."""
    items, people, labels = encoded.items, encoded.annotators, encoded.categories
    return CategoricalTruth(
        model=model, answers=answers, gold=gold, skill=unknown_skill(answers.annotators, encoded), warnings=warnings,
        convergence=NOT_RUN if solution is None else solution.convergence,
        trace=frozen(np.zeros(0) if solution is None else solution.trace),
        posterior=frozen(np.full((items, labels), np.nan)), label=frozen(np.full(items, -1, dtype=np.int64)),
        is_tie=frozen(np.zeros(items, dtype=np.bool_)), confusion=frozen(np.full((people, labels, labels), np.nan)),
        prior=frozen(np.full(labels, np.nan)),
    )  # fmt: skip


def _known(answers: Answers, gold: Mapping[Hashable, Any] | None) -> Mapping[Hashable, Any]:
    return MappingProxyType({item: label for item, label in (gold or {}).items() if item in answers.item_codes})

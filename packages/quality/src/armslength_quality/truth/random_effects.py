"""Numbers from people who differ in level and in care."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from armslength_quality.answers import Answers, Floats
from armslength_quality.stop import checkpoint
from armslength_quality.truth.levels import Levels
from armslength_quality.truth.model import Model, demand
from armslength_quality.truth.numeric import (
    NO_ANSWERS,
    NumericTruth,
    known_numbers,
    numbers,
    pinned_items,
    spread_skill,
    withheld,
)
from armslength_quality.truth.shape import Caution, Convergence, Trouble, frozen

_STILL = 1e-9
_SMALL = 1e-12


@dataclass(frozen=True)
class RandomEffects(Model[Answers, NumericTruth]):
    """answer = truth of the item + shift of the person + error, the error's spread the person's own; all normal.

    Truths come from one normal distribution, so an item with few or careless answers is drawn towards the mean of all.
    The posterior mean given the shifts and spreads of highest posterior probability, by EM.

    weight      answers that the crowd's spread counts for beside a person's own answers (inverse gamma)
    shift       share of the answers' variance that shifts are expected to have; 0: nobody has one
    max_steps   rounds of EM

    Cost: O(answers) per round.
    """

    weight: float = 10.0
    shift: float = 0.05
    max_steps: int = 500

    def __post_init__(self) -> None:
        demand(self.weight > 0, "weight", "above 0")
        demand(self.shift >= 0, "shift", "0 or more")
        demand(self.max_steps > 0, "max_steps", "above 0")

    def fit(self, answers: Answers, *, gold: Mapping[Any, float] | None = None) -> NumericTruth:
        """The number of every item; `gold` pins those it names. Raises BadAnswers for labels that are no numbers."""
        said, known = numbers(answers), known_numbers(answers, gold)
        if said.size == 0:
            return withheld(self, answers, known, NO_ANSWERS)
        if (answers.per_item < 2).all() and not known:
            text = "No item has two answers and none is gold: nothing can be learnt about who is careful."
            return withheld(self, answers, known, Caution(Trouble.NO_OVERLAP, text, fatal=True))
        if float(np.ptp(said)) == 0.0:
            text = "All answers are one number: they say nothing about who is careful."
            return withheld(self, answers, known, Caution(Trouble.ONE_CATEGORY, text, fatal=True))
        return _Fitting(self, answers, said, known).run()


class _Fitting:
    """One fit: parameters are shifts, variances, and mean and variance of the truths."""

    def __init__(self, model: RandomEffects, answers: Answers, said: Floats, known: Mapping[Any, float]) -> None:
        self.model, self.answers, self.said, self.known = model, answers, said, known
        self.people, self.items = len(answers.annotators), len(answers.items)
        self.n = np.bincount(answers.annotator, minlength=self.people)
        self.pinned = pinned_items(answers, known)
        self.gold = np.zeros(self.items)
        for item, number in known.items():
            self.gold[answers.item_codes[item]] = number
        mean = np.where(self.pinned, self.gold, np.bincount(answers.item, said, self.items) / answers.per_item)
        freedom = max(1, said.size - int((~self.pinned).sum()))
        everything = float(said.var())
        self.usual = max(float(((said - mean[answers.item]) ** 2).sum()) / freedom, 1e-6 * everything, _SMALL)
        """Variance of an answer's error in the crowd at large."""
        self.shift_variance = model.shift * everything
        self.shifts = np.zeros(self.people)
        self.variance = np.full(self.people, self.usual)
        self.centre = float(mean.mean())
        self.truths = max(float(mean.var()), 0.1 * self.usual)

    def run(self) -> NumericTruth:
        trace: list[float] = []
        still = False
        for _ in range(self.model.max_steps):
            checkpoint()
            value, variance = self.posterior()
            trace.append(self.objective())
            if len(trace) > 1 and trace[-1] - trace[-2] <= _STILL * max(1.0, abs(trace[-1])):
                still = True
                break
            self.improve(value, variance)
        value, variance = self.posterior()
        error = self.said - self.shifts[self.answers.annotator] - value[self.answers.item]
        owned = np.clip(variance[self.answers.item] / self.variance[self.answers.annotator], 0.0, 1.0)
        change = trace[-1] - trace[-2] if len(trace) > 1 else float("nan")
        reason = "the objective stood still" if still else "it ran out of steps"
        stopped = () if still else (Caution(Trouble.NOT_CONVERGED, f"Stopped after {len(trace)} steps."),)
        return NumericTruth(
            model=self.model, answers=self.answers, gold=self.known, trace=frozen(np.array(trace)), warnings=stopped,
            convergence=Convergence(still, len(trace), change / max(1.0, abs(trace[-1])), reason),
            skill=spread_skill(self.answers, error**2, np.maximum(1.0 - owned, _SMALL)), value=frozen(value),
            error=frozen(np.sqrt(variance)), shift=frozen(self.shifts.copy()), levels=self.levels(),
        )  # fmt: skip

    def levels(self) -> Levels:
        """What is known of people now."""
        people = self.answers.annotators
        shift = dict(zip(people, self.shifts.tolist(), strict=True))
        variance = dict(zip(people, self.variance.tolist(), strict=True))
        return Levels(shift, variance, self.usual, self.centre, self.truths, type(self.model).__name__)

    def posterior(self) -> tuple[Floats, Floats]:
        """(items,) mean and variance of each truth; gold is certain."""
        precision = 1.0 / self.variance[self.answers.annotator]
        level = self.said - self.shifts[self.answers.annotator]
        total = np.bincount(self.answers.item, precision, self.items) + 1.0 / self.truths
        pull = np.bincount(self.answers.item, precision * level, self.items) + self.centre / self.truths
        return np.where(self.pinned, self.gold, pull / total), np.where(self.pinned, 0.0, 1.0 / total)

    def objective(self) -> float:
        """Log of: answers given the parameters, truths integrated out, times the priors; constants left out."""
        precision = 1.0 / self.variance[self.answers.annotator]
        level = self.said - self.shifts[self.answers.annotator]
        weight = np.bincount(self.answers.item, precision, self.items)
        pull = np.bincount(self.answers.item, precision * level, self.items)
        square = np.bincount(self.answers.item, precision * level**2 - np.log(precision), self.items)
        total = weight + 1.0 / self.truths
        open_ = -square - np.log(self.truths * total) - self.centre**2 / self.truths
        open_ += (pull + self.centre / self.truths) ** 2 / total
        sure = -square + 2.0 * self.gold * pull - self.gold**2 * weight
        sure -= np.log(self.truths) + (self.gold - self.centre) ** 2 / self.truths
        prior = -self.model.weight * (np.log(self.variance) + self.usual / self.variance).sum()
        if self.shift_variance > 0:
            prior -= float(self.shifts @ self.shifts) / self.shift_variance
        prior -= np.log(self.truths) + self.usual / self.truths
        return 0.5 * (float(np.where(self.pinned, sure, open_).sum()) + float(prior))

    def improve(self, value: Floats, variance: Floats) -> None:
        """The parameters of highest expected log posterior, one after the other."""
        who = self.answers.annotator
        gap = self.said - value[self.answers.item]
        if self.shift_variance > 0:
            pull = np.bincount(who, gap, self.people)
            self.shifts = pull / (self.n + self.variance / self.shift_variance)
        error = (gap - self.shifts[who]) ** 2 + variance[self.answers.item]
        squares = np.bincount(who, error, self.people)
        self.variance = np.maximum((squares + self.model.weight * self.usual) / (self.n + self.model.weight), _SMALL)
        self.centre = float(value.mean())
        around = float(((value - self.centre) ** 2 + variance).sum())
        self.truths = max((around + self.usual) / (self.items + 1.0), _SMALL)

"""What the suite must know of a type of answer."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np

from armslength_quality.truth.shape import Fit

AnswersT = TypeVar("AnswersT")


@dataclass(frozen=True)
class Simulated(Generic[AnswersT]):
    """Answers whose truth is known.

    answers   the table
    truth     item -> truth
    skill     annotator -> what her skill is, on the scale of the models' `Skill.value`
    """

    answers: AnswersT
    truth: Mapping[Hashable, Any]
    skill: Mapping[Hashable, float]


class Crowd(Generic[AnswersT]):
    """One type of answer. `recovery` is the largest mean error a model may make on a simulated crowd (see `error`)."""

    name: str
    recovery: float
    skill_error: float

    def simulate(self, rng: np.random.Generator) -> Simulated[AnswersT]:
        """A crowd large enough to recover truth and skill from."""
        raise NotImplementedError

    def reordered(self, answers: AnswersT, rng: np.random.Generator) -> AnswersT:
        """The same answers, given in another order."""
        raise NotImplementedError

    def renamed(self, answers: AnswersT) -> tuple[AnswersT, Mapping[Hashable, Hashable]]:
        """The same answers, items and annotators called otherwise so that they sort otherwise; old item -> new item."""
        raise NotImplementedError

    def relabelled(self, answers: AnswersT) -> tuple[AnswersT, Mapping[Any, Any]] | None:
        """The same answers said in other words, and old word -> new word; None where words are not exchangeable."""
        raise NotImplementedError

    def unsupported(self) -> Mapping[str, AnswersT]:
        """Answers that say little or nothing, by what is wrong with them; `fit` must take them all."""
        raise NotImplementedError

    def belief(self, fit: Fit, item: Hashable) -> Any:
        """What the fit believes of an item, comparable by `distance`."""
        raise NotImplementedError

    def distance(self, one: Any, other: Any) -> float:
        """How far two beliefs are apart."""
        raise NotImplementedError

    def translated(self, belief: Any, words: Mapping[Any, Any]) -> Any:
        """A belief in the other words."""
        raise NotImplementedError

    def error(self, belief: Any, truth: Any) -> float:
        """How wrong a belief is; 0 is right."""
        raise NotImplementedError

    def is_sound(self, fit: Fit) -> bool:
        """Whether the numbers are what they claim to be, such as probabilities that sum to one."""
        raise NotImplementedError

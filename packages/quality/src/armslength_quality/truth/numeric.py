"""What a model of numbers hands back, and the plain averages."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtri

from armslength_quality.answers import Answers, Codes, Floats
from armslength_quality.errors import BadAnswers
from armslength_quality.result import Estimate
from armslength_quality.truth.levels import Levels
from armslength_quality.truth.model import Model
from armslength_quality.truth.shape import CLOSED_FORM, NOT_RUN, Caution, Convergence, Fit, Skill, Trouble, frozen

MEASURE = "standard deviation of an answer's error"
_Z = 1.959963984540054
Kind = Literal["mean", "median", "trimmed"]


@dataclass(frozen=True, eq=False, kw_only=True)
class NumericTruth(Fit):
    """The true number of every item.

    value        (items,) the estimate
    error        (items,) its standard error; 0 where gold is pinned, nan where one answer alone does not say
    shift        (annotators,) how far each annotator's answers lie above the truth on average; 0 where the model does
                 not ask
    levels       what it found out about people, for `number_of`: of means, that all are alike; None of other middles
    """

    answers: Answers
    value: Floats
    error: Floats
    shift: Floats
    levels: Levels | None = None

    def of(self, item: Hashable) -> Estimate:
        """One item's number with its 95 % interval. Raises KeyError for an item nobody answered."""
        code = self.answers.item_codes[item]
        n, method = int(self.answers.per_item[code]), type(self.model).__name__
        value, error = float(self.value[code]), float(self.error[code])
        if np.isnan(value):
            return Estimate(None, None, None, n, method, "The data do not support the model.")
        if np.isnan(error):
            return Estimate(value, None, None, n, method, "One answer alone has no interval.")
        return Estimate(value, value - _Z * error, value + _Z * error, n, method)


@dataclass(frozen=True)
class Average(Model[Answers, NumericTruth]):
    """The mean, the median, or the mean without the outer fifths.

    Hard to beat with ten answers an item. The median where single answers may be slips of the keyboard.

    >>> truth = Average("median").fit(Answers.from_table([[1.0, 5.0], [2.0, 5.0], [90.0, 7.0]]))
    >>> truth.value.tolist()
    [2.0, 5.0]
    """

    of: Kind = "mean"

    def fit(self, answers: Answers, *, gold: Mapping[Any, float] | None = None) -> NumericTruth:
        """The number of every item; `gold` pins those it names. Raises BadAnswers for labels that are no numbers."""
        said, known = numbers(answers), known_numbers(answers, gold)
        if said.size == 0:
            return withheld(self, answers, known, NO_ANSWERS)
        groups = np.split(said, np.cumsum(answers.per_item)[:-1])
        value = np.array([_middle(self.of, each) for each in groups])
        spread = np.array([each.var(ddof=1) if each.size > 1 else np.nan for each in groups])
        error = np.sqrt(spread / answers.per_item)
        for item, number in known.items():
            value[answers.item_codes[item]], error[answers.item_codes[item]] = number, 0.0
        squares = (said - value[answers.item]) ** 2
        pinned = pinned_items(answers, known)[answers.item]
        alone = (answers.per_item < 2)[answers.item] & ~pinned
        freedom = np.where(pinned, 1.0, 1.0 - 1.0 / answers.per_item[answers.item])
        return NumericTruth(
            model=self, answers=answers, gold=known, convergence=CLOSED_FORM, trace=frozen(np.zeros(0)),
            skill=spread_skill(answers, np.where(alone, 0.0, squares), np.where(alone, 0.0, freedom)),
            value=frozen(value), error=frozen(error), shift=frozen(np.zeros(len(answers.annotators))),
            levels=Levels({}, {}, _usual(squares, freedom, alone)) if self.of == "mean" else None,
        )  # fmt: skip


def _usual(squares: Floats, freedom: Floats, alone: NDArray[np.bool_]) -> float:
    """The variance of an answer's error, from all items together; nan where no item says anything of it."""
    degrees = float(freedom[~alone].sum())
    return float(squares[~alone].sum()) / degrees if degrees > 0 else float("nan")


def _middle(kind: Kind, said: Floats) -> float:
    if kind == "trimmed":
        cut = said.size // 5
        return float(np.sort(said)[cut : said.size - cut].mean())
    return float(np.median(said) if kind == "median" else said.mean())


NO_ANSWERS = Caution(Trouble.NO_ANSWERS, "There are no answers.", fatal=True)


def numbers(answers: Answers) -> Floats:
    """(n,) what was said. Raises BadAnswers naming the first label that is no number."""
    for label in answers.categories:
        if isinstance(label, bool) or not isinstance(label, (int, float)) or not np.isfinite(label):
            raise BadAnswers(f"The label {label!r} is not a number.")
    values = np.array(answers.categories, dtype=np.float64)
    return values[answers.label]


def known_numbers(answers: Answers, gold: Mapping[Any, float] | None) -> Mapping[Hashable, float]:
    """Gold of the items that were answered. Raises BadAnswers for gold that is no number."""
    known = {item: value for item, value in (gold or {}).items() if item in answers.item_codes}
    for item, value in known.items():
        if not np.isfinite(value):
            raise BadAnswers(f"The gold of {item!r} is {value!r}, not a number.")
    return MappingProxyType(known)


def pinned_items(answers: Answers, known: Mapping[Any, float]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """(items,) which are gold."""
    pinned = np.zeros(len(answers.items), dtype=np.bool_)
    pinned[[answers.item_codes[item] for item in known]] = True
    return pinned


def spread_skill(answers: Answers, squares: Floats, freedom: Floats) -> Skill:
    """Root mean square error of each annotator; the interval is the one of normal errors (chi-square).

    squares   (n,) squared errors, as seen
    freedom   (n,) what part of an answer's own error they hold: under 1 where the answer helped to make the truth
    """
    people = len(answers.annotators)
    total = np.bincount(answers.annotator, squares, people)
    degrees = np.bincount(answers.annotator, freedom, people)
    n = np.bincount(answers.annotator, minlength=people).astype(np.int64)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.sqrt(np.where(degrees > 0, total / degrees, np.nan))
        low, high = np.sqrt(total / chdtri(degrees, 0.025)), np.sqrt(total / chdtri(degrees, 0.975))
    return Skill(answers.annotators, MEASURE, frozen(value), frozen(np.minimum(low, value)), frozen(high), frozen(n))


def withheld(
    model: Model[Answers, NumericTruth], answers: Answers, known: Mapping[Any, float], caution: Caution,
    convergence: Convergence = NOT_RUN,
) -> NumericTruth:  # fmt: skip
    """No numbers, and why."""
    items, people = np.full(len(answers.items), np.nan), np.full(len(answers.annotators), np.nan)
    n: Codes = np.bincount(answers.annotator, minlength=people.size).astype(np.int64)
    return NumericTruth(
        model=model, answers=answers, gold=known, convergence=convergence, trace=frozen(np.zeros(0)),
        skill=Skill(answers.annotators, MEASURE, frozen(people), frozen(people), frozen(people), frozen(n)),
        warnings=(caution,), value=frozen(items), error=frozen(items), shift=frozen(people),
    )  # fmt: skip

"""A judge's numbers beside people's: how far they lie off what is believed, and whether they rise with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from typing import Final

import msgspec
import numpy as np

import armslength_quality as quality
from armslength.truth.model import Belief
from armslength.truth.rules.inference import Given
from armslength.truth.rules.measures import measured
from armslength.truth.rules.numbers import place_of
from armslength.truth.rules.reading import Answers, Asked
from armslength.truth.schemas import Estimate
from armslength.truth.schemas.judges import JudgedMean, JudgedNumbers, JudgedQuestion, StandIn

FEWEST_CORRECTING: Final = 30
"""The interval of a corrected mean is that of many items; with fewer it would promise too much."""
_TOO_FEW_CORRECTING: Final = f"Fewer than {FEWEST_CORRECTING} items to correct by."
FEWEST_ITEMS: Final = 10
"""Fewer may all come out alike, and an interval drawn from them would be none."""
TOO_FEW: Final = f"Fewer than {FEWEST_ITEMS} items."
_BANDS: Final = 5
_LABELS_ONLY: Final = "Numbers are compared by how far they lie off, not by whether they are the same."
NOBODY: Final = "Nobody has answered what the judge gave a verdict on."
_ALONE: Final = "Nowhere have two people answered."
_TOGETHER: Final = "The numbers of an item go together: no interval."
NO_STAND_IN: Final = StandIn(0, 0, passes=False, note="The test is for questions with one label an answer.")
Judge = tuple[str, str]
Place = tuple[str, str]
"""(item, target)."""


class NumberBench:
    """One question whose answers are numbers; places are in its own units (of dates, days)."""

    def __init__(self, question: Asked) -> None:
        self.question = question
        self._said: defaultdict[Judge, dict[Place, float]] = defaultdict(dict)
        self._people: defaultdict[Place, list[float]] = defaultdict(list)
        self._believed: dict[Place, float] = {}

    def add(
        self, item_id: str, given: Given, verdicts: Mapping[Judge, Answers], believed: Mapping[str, Belief]
    ) -> None:  # fmt: skip
        """One more item that a judge gave a verdict on."""
        for judge, answers in verdicts.items():
            for target, value in self.question.values(answers):
                self._said[judge][item_id, target] = place_of(self.question, value)
        for _, answers in sorted(given.said.items()):
            for target, value in self.question.values(answers):
                self._people[item_id, target].append(place_of(self.question, value))
        for target, belief in believed.items():
            self._believed[item_id, target] = place_of(self.question, self.question.reader.value(belief.value))

    def said_by(self, judge: Judge) -> bool:
        """Whether the judge gave any number here."""
        return bool(self._said.get(judge))

    def measured(self, judge: Judge, seed: int) -> JudgedQuestion:
        """How far it lies off, beside people, and the mean of all items."""
        rng, said, none = np.random.default_rng(seed), self._said[judge], nothing(_LABELS_ONLY)
        off = {place: said[place] - self._believed[place] for place in said if place in self._believed}
        numbers = JudgedNumbers(
            bias=_mean(off, rng), error=_mean({place: abs(each) for place, each in off.items()}, rng),
            person_error=_mean(self._apart(said), rng, _ALONE),
            correlation=_correlation({place: said[place] for place in off}, self._believed),
        )  # fmt: skip
        question = self.question.question
        return JudgedQuestion(
            question=question.name, title=question.title, kind=question.kind, verdicts=len(said), compared=len(off),
            percent=none, kappa=none, kappa_method="", person_percent=none, person_kappa=none, labels=[],
            confusion=[], unanimous=none, divided=none, score=none, side=None, people_side=None, length=None,
            family=None, grade_length=None, means=self._means(said), numbers=numbers, parts=[],
            stand_in=NO_STAND_IN,
        )  # fmt: skip

    def _apart(self, said: Mapping[Place, float]) -> dict[Place, float]:
        """How far a person lies off the mean of the others there, mean over people: what can be reached."""
        found = {}
        for place in said:
            numbers = np.array(self._people.get(place, []))
            if numbers.size > 1:
                others = (numbers.sum() - numbers) / (numbers.size - 1)
                found[place] = float(np.abs(numbers - others).mean())
        return found

    def _means(self, said: Mapping[Place, float]) -> list[JudgedMean]:
        told: dict[Hashable, float] = {
            unit: float(np.mean(self._people[unit])) for unit in said if unit in self._people
        }
        judge: dict[Hashable, float] = {place: said[place] for place in said}
        three = quality.means(judge, told, quality.bands(judge, _BANDS))
        return [judged_mean("", three, len(told))]


def _mean(of: Mapping[Place, float], rng: np.random.Generator, none: str = NOBODY) -> Estimate:
    """Places of one item are drawn together."""
    items = [item for item, _ in of]
    if few := too_few(items):
        return few if items else nothing(none)
    return measured(quality.mean_over_items([*of.values()], clusters=items, rng=rng))


def _correlation(said: Mapping[Place, float], believed: Mapping[Place, float]) -> Estimate:
    items = {item for item, _ in said}
    if few := too_few(items):
        return few
    found = measured(
        quality.rank_correlation({place: said[place] for place in said}, {place: believed[place] for place in said})
    )
    if len(items) == len(said) or found.low is None:
        return found
    return msgspec.structs.replace(found, low=None, high=None, note=_TOGETHER)


def judged_mean(of: str, three: quality.Means, told: int) -> JudgedMean:
    """A mean by people, by the judge, and corrected by the `told` items that people answered, if they are enough."""
    few = told < FEWEST_CORRECTING
    corrected = Estimate(None, None, None, told, _TOO_FEW_CORRECTING) if few else measured(three.corrected)
    return JudgedMean(of, measured(three.people), measured(three.judge), corrected)


def too_few(items: Iterable[str]) -> Estimate | None:
    """What is told instead where a figure would rest on too few items; None where they are enough."""
    n = len(set(items))
    return Estimate(None, None, None, n, TOO_FEW) if n < FEWEST_ITEMS else None


def nothing(note: str) -> Estimate:
    """What is told where there is nothing to count, and why."""
    return Estimate(None, None, None, 0, note)

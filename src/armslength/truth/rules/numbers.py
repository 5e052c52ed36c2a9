"""What a number is, by how far people's answers lie off: an estimate with an interval, and no probability.

Where items have few answers people are told apart (`RandomEffects`: level and care of each, and an item with little
behind it is drawn towards the others); where they have more, the mean of all is as near, and needs no model.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from math import erf, isinf, sqrt
from typing import Any, Final

import msgspec

import armslength_quality as quality
from armslength.truth.model import Belief, FitFacts
from armslength.truth.rules.reading import Asked

MOST_EACH: Final = 5.0
"""Up to so many answers an item, on average, people are told apart; docs/quality.md has the table."""
_Z: Final = 1.959963984540054
_STILL: Final = 1e-12
_STRANGERS: Final = quality.Levels({}, {}, float("nan"))


def is_number(question: Asked) -> bool:
    """Whether answers are one place on a scale whose distances mean something."""
    return question.measure.scale == "interval" and question.measure.at is not None


def place_of(question: Asked, value: Any) -> float:
    """Where an answer lies."""
    return question.measure.numbers(value)[""]


def fitted(rows: Sequence[tuple[int, str, float]], known: Mapping[Hashable, float]) -> tuple[FitFacts, quality.Levels]:
    """What is known of people who gave numbers; `rows`: (unit, person, number), `known`: the truth of some units."""
    answers = quality.Answers.from_rows(rows)
    each = len(answers) / len(answers.items)
    truth = quality.RandomEffects().fit(answers, gold=known) if each <= MOST_EACH else None
    cautions = [caution.text for caution in truth.warnings] if truth else []
    if truth is None or truth.levels is None:
        truth = quality.Average().fit(answers, gold=known)
    levels, provenance = truth.levels, truth.provenance
    assert levels is not None  # means have some
    facts = FitFacts(
        model=provenance.model, parameters=dict(provenance.parameters), package=provenance.package,
        answers_digest=provenance.answers, gold_digest=provenance.gold, answers=len(answers),
        units=len(answers.items), people=len(answers.annotators), pinned=len(truth.gold), labels=[],
        supported=levels.usual == levels.usual, steps=truth.convergence.steps, converged=truth.convergence.converged,
        cautions=cautions,
    )  # fmt: skip
    return facts, levels


def believed(question: Asked, said: Mapping[str, Any], known: Any | None, levels: quality.Levels | None) -> Belief:
    """The number of one target of an item. Without a fit: the mean, and nothing is known of how far answers lie off."""
    if known is not None:
        plain = msgspec.to_builtins(known)
        return Belief(plain, 1.0, 1.0, False, len(said), {}, known=True, low=plain, high=plain)
    places = [place_of(question, value) for value in said.values()]
    found = quality.number_of(places, list(said), levels or _STRANGERS)
    assert found.value is not None  # somebody answered
    low, high = (None if end is None else _answer(question, end) for end in (found.low, found.high))
    return Belief(_answer(question, found.value), None, None, False, len(said), {}, low=low, high=high)


def near_enough(
    question: Asked, said: Mapping[str, Any], levels: quality.Levels | None, tolerance: float
) -> float | None:  # fmt: skip
    """The chance that what such a crowd would say lies no farther from what is believed than `tolerance`, a part of the
    scale; where that has no ends, of the stretch in which 95 % of all items lie. None where nobody can tell."""
    if levels is None:
        return None
    length = question.measure.length or (0.0 if isinf(levels.truths) else 2 * _Z * sqrt(levels.truths))
    if length <= 0:
        return None
    found = quality.number_of([place_of(question, value) for value in said.values()], list(said), levels)
    if found.low is None or found.high is None:
        return None
    deviation = max((found.high - found.low) / (2 * _Z), _STILL)
    return erf(tolerance * length / (deviation * sqrt(2)))


def _answer(question: Asked, place: float) -> Any:
    """The answer at this place, or at the nearest there is."""
    assert question.measure.at is not None  # `is_number`
    return msgspec.to_builtins(question.measure.at(place))

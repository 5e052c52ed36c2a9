"""The suite's crowd for numbers."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np

from armslength_quality.answers import Answers
from armslength_quality.conformance.crowd import Crowd, Simulated
from armslength_quality.truth.numeric import NumericTruth
from armslength_quality.truth.shape import Fit

_PEOPLE = 20


class NumberCrowd(Crowd[Answers]):
    """300 numbers around 50, eight answers each, from people who err by 4 to 16 and lie a little high or low."""

    name = "numbers"
    recovery = 5.0
    skill_error = 2.5

    def simulate(self, rng: np.random.Generator) -> Simulated[Answers]:
        """Normal truths (spread 20), shifts (spread 2) and errors."""
        truth = rng.normal(50.0, 20.0, size=300)
        spread, shift = np.linspace(4.0, 16.0, _PEOPLE), rng.normal(0.0, 2.0, size=_PEOPLE)
        rows = []
        for item, number in enumerate(truth):
            for who in rng.choice(_PEOPLE, size=8, replace=False):
                rows.append((f"i{item:03}", f"a{who:02}", float(number + shift[who] + spread[who] * rng.normal())))
        return Simulated(
            Answers.from_rows(rows),
            {f"i{item:03}": float(number) for item, number in enumerate(truth)},
            {f"a{who:02}": float(value) for who, value in enumerate(spread)},
        )

    def reordered(self, answers: Answers, rng: np.random.Generator) -> Answers:
        """Rows shuffled."""
        rows = _rows(answers)
        return Answers.from_rows([rows[row] for row in rng.permutation(len(rows))])

    def renamed(self, answers: Answers) -> tuple[Answers, Mapping[Hashable, Hashable]]:
        """Names turned round, so that they sort otherwise."""
        rows = [(str(item)[::-1], str(who)[::-1], label) for item, who, label in _rows(answers)]
        return Answers.from_rows(rows), {old: str(old)[::-1] for old in answers.items}

    def relabelled(self, answers: Answers) -> None:
        """Numbers are not words."""

    def unsupported(self) -> Mapping[str, Answers]:
        """From no answers at all to everybody saying the same."""
        return {
            "nothing": Answers.from_rows([]),
            "one answer": Answers.from_rows([("i", "a", 3.0)]),
            "one number": Answers.from_rows([(i, a, 3.0) for i in range(5) for a in range(3)]),
            "no overlap": Answers.from_rows([(i, i % 3, float(i)) for i in range(9)]),
            "all agree": Answers.from_rows([(i, a, float(i)) for i in range(5) for a in range(3)]),
            "two answers": Answers.from_rows([("i", "a", 3.0), ("i", "b", 9.0)]),
        }

    def belief(self, fit: Fit, item: Hashable) -> float:
        """The number."""
        assert isinstance(fit, NumericTruth)
        return float(fit.value[fit.answers.item_codes[item]])

    def distance(self, one: float, other: float) -> float:
        """Absolute difference."""
        return abs(one - other)

    def error(self, belief: float, truth: Any) -> float:
        """Absolute difference."""
        return abs(belief - float(truth))

    def is_sound(self, fit: Fit) -> bool:
        """Numbers finite, errors not negative, skills within their intervals."""
        assert isinstance(fit, NumericTruth)
        skill = fit.skill
        inside = (skill.low >= 0) & (skill.low <= skill.value) & (skill.value <= skill.high)
        errors = np.isnan(fit.error) | (fit.error >= 0)
        return bool(np.isfinite(fit.value).all() and errors.all() and (inside | np.isnan(skill.low)).all())


def _rows(answers: Answers) -> list[tuple[Hashable, Hashable, Hashable]]:
    columns = zip(answers.item, answers.annotator, answers.label, strict=True)
    return [(answers.items[i], answers.annotators[a], answers.categories[k]) for i, a, k in columns]


NUMBERS = NumberCrowd()

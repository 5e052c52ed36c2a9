"""The suite's crowd for labels: one of K."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np

from armslength_quality.answers import Answers
from armslength_quality.conformance.crowd import Crowd, Simulated
from armslength_quality.truth.categorical import CategoricalTruth
from armslength_quality.truth.shape import Fit

_WORDS = ("amber", "blue", "coral")
_ITEMS, _ANNOTATORS, _OVERLAP = 400, 30, 7


class LabelCrowd(Crowd[Answers]):
    """Three labels, uneven shares, annotators who are right between a half and nearly always of the time."""

    name = "labels"
    recovery = 0.12
    skill_error = 0.10

    def simulate(self, rng: np.random.Generator) -> Simulated[Answers]:
        """400 items, 30 annotators, seven answers each; errors fall evenly on the other labels."""
        truth = rng.choice(3, size=_ITEMS, p=(0.5, 0.3, 0.2))
        skill = np.linspace(0.5, 0.97, _ANNOTATORS)
        rows = []
        for item in range(_ITEMS):
            for who in rng.choice(_ANNOTATORS, size=_OVERLAP, replace=False):
                right = rng.random() < skill[who]
                said = truth[item] if right else (truth[item] + rng.integers(1, 3)) % 3
                rows.append((f"i{item:03}", f"a{who:02}", _WORDS[said]))
        return Simulated(
            Answers.from_rows(rows, categories=_WORDS),
            {f"i{item:03}": _WORDS[label] for item, label in enumerate(truth)},
            {f"a{who:02}": float(value) for who, value in enumerate(skill)},
        )

    def reordered(self, answers: Answers, rng: np.random.Generator) -> Answers:
        """Rows shuffled."""
        rows = list(_rows(answers))
        return Answers.from_rows([rows[row] for row in rng.permutation(len(rows))], categories=answers.categories)

    def renamed(self, answers: Answers) -> tuple[Answers, Mapping[Hashable, Hashable]]:
        """Names turned round, so that they sort otherwise."""
        rows = [(str(item)[::-1], str(who)[::-1], label) for item, who, label in _rows(answers)]
        return Answers.from_rows(rows, categories=answers.categories), {old: str(old)[::-1] for old in answers.items}

    def relabelled(self, answers: Answers) -> tuple[Answers, Mapping[Any, Any]] | None:
        """The labels in the opposite order, under other names: fit for models that mind the order, too."""
        words = {old: f"new {old}" for old in answers.categories}
        rows = [(item, who, words[label]) for item, who, label in _rows(answers)]
        return Answers.from_rows(rows, categories=[words[old] for old in reversed(answers.categories)]), words

    def unsupported(self) -> Mapping[str, Answers]:
        """From no answers at all to two people who always differ."""
        return {
            "nothing": Answers.from_rows([], categories=_WORDS),
            "one answer": Answers.from_rows([("i", "a", "blue")], categories=_WORDS),
            "one label": Answers.from_rows([(i, a, "blue") for i in range(9) for a in range(3)], categories=_WORDS),
            "no overlap": Answers.from_rows([(i, i % 3, _WORDS[i % 2]) for i in range(9)], categories=_WORDS),
            "one annotator": Answers.from_rows([(i, "a", _WORDS[i % 3]) for i in range(9)], categories=_WORDS),
            "only ties": Answers.from_rows([(i, a, _WORDS[a]) for i in range(9) for a in range(2)], categories=_WORDS),
        }

    def belief(self, fit: Fit, item: Hashable) -> dict[Hashable, float]:
        """The posterior of the item."""
        assert isinstance(fit, CategoricalTruth)
        return fit.of(item).probabilities

    def distance(self, one: dict[Hashable, float], other: dict[Hashable, float]) -> float:
        """Largest difference of a probability."""
        return max(abs(one[label] - other[label]) for label in one)

    def translated(self, belief: dict[Hashable, float], words: Mapping[Any, Any]) -> dict[Hashable, float]:
        """The same probabilities under the new names."""
        return {words[label]: probability for label, probability in belief.items()}

    def error(self, belief: dict[Hashable, float], truth: Hashable) -> float:
        """1 when another label is as likely as the true one."""
        return float(max(p for label, p in belief.items() if label != truth) >= belief[truth])

    def is_sound(self, fit: Fit) -> bool:
        """Posterior, prior and confusions are probabilities; labels are the likeliest ones; skills lie in intervals."""
        assert isinstance(fit, CategoricalTruth)
        for probabilities in (fit.posterior, fit.prior, fit.confusion):
            if probabilities.min() < 0 or np.abs(probabilities.sum(axis=-1) - 1.0).max() > 1e-6:
                return False
        open_, given = fit.label < 0, fit.label >= 0
        likeliest = fit.posterior[given, fit.label[given]] == fit.posterior[given].max(axis=1)
        skill = fit.skill
        inside = (skill.low >= 0) & (skill.low <= skill.value) & (skill.value <= skill.high) & (skill.high <= 1)
        return bool((open_ == fit.is_tie).all() and likeliest.all() and (inside | np.isnan(skill.value)).all())


def _rows(answers: Answers) -> list[tuple[Hashable, Hashable, Hashable]]:
    columns = zip(answers.item, answers.annotator, answers.label, strict=True)
    return [(answers.items[i], answers.annotators[a], answers.categories[k]) for i, a, k in columns]


LABELS = LabelCrowd()

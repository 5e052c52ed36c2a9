"""The suite's crowd for sets of labels."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np

from armslength_quality.conformance.crowd import Crowd, Simulated
from armslength_quality.truth.label_sets import LabelSets, SetTruth
from armslength_quality.truth.shape import Fit

_PEOPLE, _LABELS = 12, ("art", "law", "sport", "war")


class LabelSetCrowd(Crowd[LabelSets]):
    """Texts about some of four topics; twelve people who decide a topic rightly 65 to 97 times in a hundred."""

    name = "label sets"
    recovery = 0.1
    skill_error = 0.08

    def simulate(self, rng: np.random.Generator) -> Simulated[LabelSets]:
        """200 texts, five people each; a person's skill is the share of topics she decides rightly."""
        truth: dict[Hashable, frozenset[str]] = {}
        sure = np.linspace(0.65, 0.97, _PEOPLE)
        right, asked, rows = np.zeros(_PEOPLE), np.zeros(_PEOPLE), []
        for number in range(200):
            about = rng.random(len(_LABELS)) < (0.5, 0.4, 0.3, 0.6)
            truth[f"t{number:03}"] = _set(about)
            for who in rng.choice(_PEOPLE, size=5, replace=False):
                said = np.where(rng.random(len(_LABELS)) < sure[who], about, ~about)
                rows.append((f"t{number:03}", f"a{who:02}", _set(said)))
                right[who] += (said == about).sum()
                asked[who] += len(_LABELS)
        skill: dict[Hashable, float] = {f"a{who:02}": float(right[who] / asked[who]) for who in range(_PEOPLE)}
        return Simulated(LabelSets.from_rows(rows, _LABELS), truth, skill)

    def reordered(self, answers: LabelSets, rng: np.random.Generator) -> LabelSets:
        """Rows shuffled."""
        rows = _rows(answers)
        return LabelSets.from_rows([rows[row] for row in rng.permutation(len(rows))], answers.offered)

    def renamed(self, answers: LabelSets) -> tuple[LabelSets, Mapping[Hashable, Hashable]]:
        """Names turned round, so that they sort otherwise."""
        rows = [(str(item)[::-1], str(who)[::-1], labels) for item, who, labels in _rows(answers)]
        offered = {str(item)[::-1]: labels for item, labels in answers.offered.items()}
        return LabelSets.from_rows(rows, offered), {item: str(item)[::-1] for item in answers.by_item}

    def relabelled(self, answers: LabelSets) -> tuple[LabelSets, Mapping[Any, Any]] | None:
        """The labels under other names, which sort the other way round."""
        words = {label: f"{9 - number} {label}" for number, label in enumerate(_LABELS)}
        rows = [(item, who, {words[label] for label in labels}) for item, who, labels in _rows(answers)]
        return LabelSets.from_rows(rows, words.values()), words

    def unsupported(self) -> Mapping[str, LabelSets]:
        """From no answers at all to a label that nobody gives."""
        return {
            "nothing": LabelSets.from_rows([]),
            "one answer": LabelSets.from_rows([("t", "a", ["x"])]),
            "nobody gave a label": LabelSets.from_rows([(t, a, []) for t in range(5) for a in "abc"], ["x", "y"]),
            "no overlap": LabelSets.from_rows([(t, t % 3, ["x"]) for t in range(9)]),
            "nothing was offered": LabelSets.from_rows([(t, a, []) for t in range(5) for a in "abc"]),
            "all agree": LabelSets.from_rows([(t, a, ["x"][: t % 2]) for t in range(6) for a in "abc"]),
        }

    def belief(self, fit: Fit, item: Hashable) -> Mapping[str, float]:
        """Labels and their probabilities."""
        assert isinstance(fit, SetTruth)
        return fit.probability[item]

    def distance(self, one: Mapping[str, float], other: Mapping[str, float]) -> float:
        """Largest difference of a label's probability."""
        return max((abs(one.get(label, 0.0) - other.get(label, 0.0)) for label in {*one, *other}), default=0.0)

    def translated(self, belief: Mapping[str, float], words: Mapping[Any, Any]) -> Mapping[str, float]:
        """The same probabilities under the new labels."""
        return {words[label]: sure for label, sure in belief.items()}

    def error(self, belief: Mapping[str, float], truth: frozenset[str]) -> float:
        """Share of the labels decided wrongly."""
        return sum((sure > 0.5) != (label in truth) for label, sure in belief.items()) / len(belief)

    def is_sound(self, fit: Fit) -> bool:
        """Probabilities; skills within their intervals."""
        assert isinstance(fit, SetTruth)
        skill = fit.skill
        inside = (skill.low >= 0) & (skill.low <= skill.value) & (skill.value <= skill.high) & (skill.high <= 1)
        sound = all(0 <= sure <= 1 for each in fit.probability.values() for sure in each.values())
        return sound and bool((inside | np.isnan(skill.value)).all())


def _set(about: np.ndarray[Any, Any]) -> frozenset[str]:
    return frozenset(label for label, there in zip(_LABELS, about, strict=True) if there)


def _rows(answers: LabelSets) -> list[tuple[Hashable, Hashable, frozenset[str]]]:
    return [(each.item, each.annotator, each.labels) for each in answers.sets]


LABEL_SETS = LabelSetCrowd()

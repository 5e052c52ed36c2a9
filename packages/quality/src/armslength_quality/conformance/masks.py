"""The suite's crowd for masks."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np

from armslength_quality.conformance.crowd import Crowd, Simulated
from armslength_quality.truth.masks import Masks, MaskTruth, PackedMask, Pixels
from armslength_quality.truth.shape import Fit

_PEOPLE, _SIDE = 10, 24


class MaskCrowd(Crowd[Masks]):
    """Discs in pictures of 24 x 24; people who draw them too small or too large, by their habit and by chance."""

    name = "masks"
    recovery = 0.12
    skill_error = 0.08

    def simulate(self, rng: np.random.Generator) -> Simulated[Masks]:
        """60 pictures, five people each; a person's skill is the overlap of her masks with the true ones."""
        truth: dict[Hashable, Any] = {}
        habit = np.linspace(-1.2, 1.2, _PEOPLE)
        overlap, seen, rows = np.zeros(_PEOPLE), np.zeros(_PEOPLE), []
        for number in range(60):
            middle, radius = rng.uniform(9, 15, size=2), rng.uniform(5, 8)
            truth[f"p{number:02}"] = PackedMask.of(_disc(middle, radius))
            for who in rng.choice(_PEOPLE, size=5, replace=False):
                mask = _disc(middle + rng.normal(0, 0.4, size=2), radius + habit[who] + rng.normal(0, 0.3))
                rows.append((f"p{number:02}", f"a{who:02}", mask))
                overlap[who] += _iou(mask, _disc(middle, radius))
                seen[who] += 1
        skill: dict[Hashable, float] = {f"a{who:02}": float(overlap[who] / seen[who]) for who in range(_PEOPLE)}
        return Simulated(Masks.from_rows(rows), truth, skill)

    def reordered(self, answers: Masks, rng: np.random.Generator) -> Masks:
        """Rows shuffled."""
        rows = _rows(answers)
        return Masks.from_rows([rows[row] for row in rng.permutation(len(rows))])

    def renamed(self, answers: Masks) -> tuple[Masks, Mapping[Hashable, Hashable]]:
        """Names turned round, so that they sort otherwise."""
        rows = [(str(item)[::-1], str(who)[::-1], pixels) for item, who, pixels in _rows(answers)]
        return Masks.from_rows(rows), {item: str(item)[::-1] for item in answers.by_item}

    def relabelled(self, answers: Masks) -> None:
        """In and out are not exchangeable: a tie is in."""

    def unsupported(self) -> Mapping[str, Masks]:
        """From no masks at all to people who always differ."""
        corner = np.eye(4, dtype=np.bool_)
        return {
            "nothing": Masks.from_rows([]),
            "one mask": Masks.from_rows([(0, "a", corner)]),
            "nobody marked": Masks.from_rows([(item, who, corner & False) for item in range(3) for who in "abc"]),
            "no overlap": Masks.from_rows([(item, item % 3, corner) for item in range(5)]),
            "always differ": Masks.from_rows(
                [(item, who, np.roll(corner, who, axis=0)) for item in range(4) for who in range(3)]
            ),
        }

    def belief(self, fit: Fit, item: Hashable) -> Any:
        """The probabilities."""
        assert isinstance(fit, MaskTruth)
        return fit.probability[item]

    def distance(self, one: Any, other: Any) -> float:
        """The largest difference at a pixel."""
        return float(np.abs(one - other).max())

    def error(self, belief: Any, truth: Any) -> float:
        """1 - IoU of the likelier pixels."""
        return 1.0 - _iou(belief >= 0.5 - 1e-9, np.asarray(truth))

    def is_sound(self, fit: Fit) -> bool:
        """Probabilities are probabilities; skills within their intervals."""
        assert isinstance(fit, MaskTruth)
        skill = fit.skill
        inside = (skill.low >= 0) & (skill.low <= skill.value) & (skill.value <= skill.high) & (skill.high <= 1)
        sound = all(((each >= 0) & (each <= 1)).all() for each in fit.probability.values())
        return sound and bool((inside | np.isnan(skill.value)).all())


def _disc(middle: Any, radius: float) -> Pixels:
    y, x = np.mgrid[:_SIDE, :_SIDE] + 0.5
    inside: Pixels = (x - middle[0]) ** 2 + (y - middle[1]) ** 2 <= radius**2
    return inside


def _iou(one: Pixels, other: Pixels) -> float:
    union = (one | other).sum()
    return float((one & other).sum() / union) if union else 1.0


def _rows(answers: Masks) -> list[tuple[Hashable, Hashable, Pixels]]:
    return [(each.item, each.annotator, each.pixels) for each in answers.masks]


MASKS = MaskCrowd()

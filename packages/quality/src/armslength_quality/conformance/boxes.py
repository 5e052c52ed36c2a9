"""The suite's crowd for boxes."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np

from armslength_quality.agreement.boxes import Box
from armslength_quality.agreement.overlap import iou_table
from armslength_quality.conformance.crowd import Crowd, Simulated
from armslength_quality.truth.boxes import Boxes, BoxTruth
from armslength_quality.truth.shape import Fit

_PEOPLE, _LABELS = 12, ("bus", "car")


class BoxCrowd(Crowd[Boxes]):
    """Pictures with up to four boxes in places of their own; twelve people who overlook some, invent some and draw the
    sides a little off."""

    name = "boxes"
    recovery = 0.1
    skill_error = 0.08

    def simulate(self, rng: np.random.Generator) -> Simulated[Boxes]:
        """100 pictures, six people each; a person's skill is the F1 of what she drew of the true boxes."""
        truth: dict[Hashable, tuple[Box, ...]] = {f"p{number:03}": _picture(rng) for number in range(100)}
        sees = np.linspace(0.65, 0.98, _PEOPLE)
        hits, total, rows = np.zeros(_PEOPLE), np.zeros(_PEOPLE), []
        for item, boxes in truth.items():
            for who in rng.choice(_PEOPLE, size=6, replace=False):
                drawn = [_drawn(box, rng) for box in boxes if rng.random() < sees[who]]
                hits[who] += len(drawn)
                if rng.random() < 0.1:
                    drawn.append(_box(rng.uniform(400, 900, size=2), rng))
                total[who] += (len(drawn) + len(boxes)) / 2
                rows.append((item, f"a{who:02}", drawn))
        skill: dict[Hashable, float] = {f"a{who:02}": float(hits[who] / total[who]) for who in range(_PEOPLE)}
        return Simulated(Boxes.from_rows(rows), truth, skill)

    def reordered(self, answers: Boxes, rng: np.random.Generator) -> Boxes:
        """Rows shuffled."""
        rows = _rows(answers)
        return Boxes.from_rows([rows[row] for row in rng.permutation(len(rows))])

    def renamed(self, answers: Boxes) -> tuple[Boxes, Mapping[Hashable, Hashable]]:
        """Names turned round, so that they sort otherwise."""
        rows = [(str(item)[::-1], str(who)[::-1], boxes) for item, who, boxes in _rows(answers)]
        return Boxes.from_rows(rows), {item: str(item)[::-1] for item in answers.by_item}

    def relabelled(self, answers: Boxes) -> tuple[Boxes, Mapping[Any, Any]] | None:
        """The labels under other names, which sort the other way round."""
        words = {label: f"{9 - number} {label}" for number, label in enumerate(_LABELS)}
        rows = [
            (item, who, tuple(Box(box.low, box.high, words[box.label]) for box in boxes))
            for item, who, boxes in _rows(answers)
        ]
        return Boxes.from_rows(rows), words

    def unsupported(self) -> Mapping[str, Boxes]:
        """From no drawings at all to people who never draw the same."""
        box = Box((0.0, 0.0), (9.0, 9.0), "car")
        return {
            "nothing": Boxes.from_rows([]),
            "one drawing": Boxes.from_rows([(0, "a", [box])]),
            "nobody drew": Boxes.from_rows([(item, who, []) for item in range(5) for who in "abc"]),
            "no overlap": Boxes.from_rows([(item, item % 3, [box]) for item in range(5)]),
            "always differ": Boxes.from_rows([(item, who, [_at(20.0 * who)]) for item in range(5) for who in range(3)]),
        }

    def belief(self, fit: Fit, item: Hashable) -> tuple[tuple[Box, float], ...]:
        """The boxes and their probabilities."""
        assert isinstance(fit, BoxTruth)
        return tuple(sorted(((each.box, each.probability) for each in fit.of(item)), key=lambda each: each[0].low))

    def distance(self, one: tuple[tuple[Box, float], ...], other: tuple[tuple[Box, float], ...]) -> float:
        """1 for other boxes, of which a side lies elsewhere; else the largest difference of a probability."""
        if [box.label for box, _ in one] != [box.label for box, _ in other]:
            return 1.0
        sides, others = (np.array([(box.low, box.high) for box, _ in each]) for each in (one, other))
        if not np.allclose(sides, others, rtol=0, atol=1e-6):
            return 1.0
        return max((abs(a - b) for (_, a), (_, b) in zip(one, other, strict=True)), default=0.0)

    def translated(
        self, belief: tuple[tuple[Box, float], ...], words: Mapping[Any, Any]
    ) -> tuple[tuple[Box, float], ...]:
        """The same boxes under the new labels."""
        return tuple((Box(box.low, box.high, words[box.label]), sure) for box, sure in belief)

    def error(self, belief: tuple[tuple[Box, float], ...], truth: tuple[Box, ...]) -> float:
        """1 - F1 at an IoU of a half."""
        found = [box for box, _ in belief]
        if not found and not truth:
            return 0.0
        table = iou_table(found, list(truth)) if found and truth else np.zeros((len(found), len(truth)))
        same = np.array([[one.label == two.label for two in truth] for one in found]).reshape(table.shape)
        return 1.0 - 2.0 * float(((table >= 0.5) & same).any(axis=0).sum()) / (len(found) + len(truth))

    def is_sound(self, fit: Fit) -> bool:
        """Probabilities of a half at least; boxes with an extent; skills within their intervals."""
        assert isinstance(fit, BoxTruth)
        for boxes in fit.boxes.values():
            for each in boxes:
                extent = all(low < high for low, high in zip(each.box.low, each.box.high, strict=True))
                if not (extent and 0.5 - 1e-6 <= each.probability <= 1):
                    return False
        skill = fit.skill
        inside = (skill.low >= 0) & (skill.low <= skill.value) & (skill.value <= skill.high) & (skill.high <= 1)
        return bool((inside | np.isnan(skill.value)).all())


def _picture(rng: np.random.Generator) -> tuple[Box, ...]:
    """Up to four boxes, one in each quarter."""
    places = np.array([[0, 0], [0, 200], [200, 0], [200, 200]]) + rng.uniform(0, 60, size=(4, 2))
    return tuple(_box(place, rng) for place in places if rng.random() < 0.7)


def _box(corner: np.ndarray[Any, Any], rng: np.random.Generator) -> Box:
    size = rng.uniform(40, 100, size=2)
    return Box(tuple(corner.tolist()), tuple((corner + size).tolist()), _LABELS[rng.integers(2)])


def _drawn(box: Box, rng: np.random.Generator) -> Box:
    low, high = np.array(box.low) + rng.normal(0, 2, size=2), np.array(box.high) + rng.normal(0, 2, size=2)
    return Box(tuple(low.tolist()), tuple(high.tolist()), box.label)


def _at(place: float) -> Box:
    return Box((place, place), (place + 9.0, place + 9.0), "car")


def _rows(answers: Boxes) -> list[tuple[Hashable, Hashable, tuple[Box, ...]]]:
    return [(each.item, each.annotator, each.boxes) for each in answers.drawings.drawings]


BOXES = BoxCrowd()

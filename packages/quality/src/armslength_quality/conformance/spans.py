"""The suite's crowd for spans."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from itertools import pairwise
from typing import Any

import numpy as np

from armslength_quality.agreement.spans import Span
from armslength_quality.conformance.crowd import Crowd, Simulated
from armslength_quality.truth.shape import Fit
from armslength_quality.truth.spans import Spans, SpanTruth

_PEOPLE, _LENGTH, _LABELS = 12, 40, ("LOC", "PER")


class SpanCrowd(Crowd[Spans]):
    """Texts of forty positions with up to three spans; twelve readers who miss some, invent some, and now and then take
    one label for the other or stop a position late."""

    name = "spans"
    recovery = 0.12
    skill_error = 0.08

    def simulate(self, rng: np.random.Generator) -> Simulated[Spans]:
        """120 texts, six readers each; a reader's skill is the share of the true spans that she marked."""
        truth: dict[Hashable, frozenset[Span]] = {f"t{number:03}": _text(rng) for number in range(120)}
        sees = np.linspace(0.6, 0.97, _PEOPLE)
        hits, there, rows = np.zeros(_PEOPLE), np.zeros(_PEOPLE), []
        for item, spans in truth.items():
            for who in rng.choice(_PEOPLE, size=6, replace=False):
                marked = {_seen(span, rng) for span in sorted(spans) if rng.random() < sees[who]}
                if rng.random() < 0.1:
                    marked.add((0, 1, _LABELS[rng.integers(2)]))
                rows.append((item, f"a{who:02}", marked))
                hits[who] += len(marked & spans)
                there[who] += len(spans)
        skill: dict[Hashable, float] = {f"a{who:02}": float(hits[who] / there[who]) for who in range(_PEOPLE)}
        return Simulated(Spans.from_rows(rows, dict.fromkeys(truth, _LENGTH)), truth, skill)

    def reordered(self, answers: Spans, rng: np.random.Generator) -> Spans:
        """Rows shuffled."""
        rows = _rows(answers)
        return Spans.from_rows([rows[row] for row in rng.permutation(len(rows))], _lengths(answers))

    def renamed(self, answers: Spans) -> tuple[Spans, Mapping[Hashable, Hashable]]:
        """Names turned round, so that they sort otherwise."""
        rows = [(str(item)[::-1], str(who)[::-1], spans) for item, who, spans in _rows(answers)]
        names: Mapping[Hashable, Hashable] = {item: str(item)[::-1] for item in answers.by_item}
        return Spans.from_rows(rows, {str(item)[::-1]: length for item, length in _lengths(answers).items()}), names

    def relabelled(self, answers: Spans) -> tuple[Spans, Mapping[Any, Any]] | None:
        """The labels under other names, which sort the other way round."""
        words = {label: f"{9 - number} {label}" for number, label in enumerate(answers.labels)}
        rows = [(item, who, {(a, b, words[label]) for a, b, label in spans}) for item, who, spans in _rows(answers)]
        return Spans.from_rows(rows, _lengths(answers)), words

    def unsupported(self) -> Mapping[str, Spans]:
        """From no readings at all to readers who always differ."""
        lengths: dict[Hashable, int] = dict.fromkeys(range(5), 9)
        return {
            "nothing": Spans.from_rows([], {}),
            "one reading": Spans.from_rows([(0, "a", [(0, 2, "PER")])], lengths),
            "nobody marked": Spans.from_rows([(i, a, []) for i in range(5) for a in range(3)], lengths),
            "no overlap": Spans.from_rows([(i, i % 3, [(0, i + 1, "PER")]) for i in range(5)], lengths),
            "always differ": Spans.from_rows(
                [(i, a, [(a, a + 1, "PER")]) for i in range(5) for a in range(3)], lengths
            ),
        }

    def belief(self, fit: Fit, item: Hashable) -> Mapping[Span, float]:
        """The spans and their probabilities."""
        assert isinstance(fit, SpanTruth)
        return fit.of(item)

    def distance(self, one: Mapping[Span, float], other: Mapping[Span, float]) -> float:
        """Largest difference of a span's probability; a span that is not believed has 0."""
        return max((abs(one.get(span, 0.0) - other.get(span, 0.0)) for span in {*one, *other}), default=0.0)

    def translated(self, belief: Mapping[Span, float], words: Mapping[Any, Any]) -> Mapping[Span, float]:
        """The same spans under the new labels."""
        return {(start, end, words[label]): sure for (start, end, label), sure in belief.items()}

    def error(self, belief: Mapping[Span, float], truth: frozenset[Span]) -> float:
        """1 - F1 of the exact spans."""
        total = len(belief) + len(truth)
        return 1.0 - 2.0 * len(truth & belief.keys()) / total if total else 0.0

    def is_sound(self, fit: Fit) -> bool:
        """Probabilities; no two spans of an item overlap; skills within their intervals."""
        assert isinstance(fit, SpanTruth)
        for spans in fit.spans.values():
            ends = [(start, end) for start, end, _ in spans]
            if any(later[0] < earlier[1] for earlier, later in pairwise(ends)):
                return False
            if not all(0 < sure <= 1 for sure in spans.values()):
                return False
        skill = fit.skill
        inside = (skill.low >= 0) & (skill.low <= skill.value) & (skill.value <= skill.high) & (skill.high <= 1)
        return bool((inside | np.isnan(skill.value)).all())


def _text(rng: np.random.Generator) -> frozenset[Span]:
    """Up to three spans of one to four positions, not touching position 0."""
    starts = 2 + 12 * np.flatnonzero(rng.random(3) < 0.8)
    return frozenset((int(a), int(a + rng.integers(1, 5)), _LABELS[rng.integers(2)]) for a in starts)


def _seen(span: Span, rng: np.random.Generator) -> Span:
    start, end, label = span
    if rng.random() < 0.1:
        end += 1
    return (start, end, _LABELS[1 - _LABELS.index(label)]) if rng.random() < 0.1 else (start, end, label)


def _rows(answers: Spans) -> list[tuple[Hashable, Hashable, frozenset[Span]]]:
    return [(each.item, each.annotator, each.spans) for each in answers.readings.readings]


def _lengths(answers: Spans) -> dict[Hashable, int]:
    return {item: readings[0].length for item, readings in answers.by_item.items()}


SPANS = SpanCrowd()

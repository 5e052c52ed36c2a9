"""What is computed of the answers to one question beside the four best-known measures, by the scale of its kind."""

from __future__ import annotations

from bisect import insort
from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

import numpy as np

import armslength_quality as quality
from armslength.truth.schemas import Divided, Estimate, Measured, MeasureName, MixedUp

MOST_PAIRS: Final = 10
MOST_DIVIDED: Final = 20

Rng = np.random.Generator


def measured(estimate: quality.Estimate) -> Estimate:
    """An estimate on the wire."""
    return Estimate(estimate.value, estimate.low, estimate.high, estimate.n, estimate.note)


def also_of_labels(scale: str, said: quality.Answers, placed: quality.Answers, rng: Rng) -> list[Measured]:
    """Nominal: for where nearly everything is one label. Ordinal: near misses count. Interval: shares of variance."""
    if scale == "nominal":
        return [_named("ac", quality.gwet_ac(said, rng=rng)), _named("pabak", quality.pabak(said, rng=rng))]
    one_way = _named("icc_one_way", quality.icc(placed, "1,1"))
    if scale == "ordinal":
        return [_named("ac", quality.gwet_ac(placed, weights="quadratic", rng=rng)), one_way]
    return [one_way, _named("icc_agreement", quality.icc(placed, "A,1"))]


def also_of_spans(spans: quality.SpanAnswers, rng: Rng) -> list[Measured]:
    """Spans that overlap by half, how well they do, and how alike texts are cut into units."""
    return [
        _named("overlap_f1", quality.overlap_f1(spans, rng=rng)),
        _named("matched_iou", quality.matched_iou(spans, rng=rng)),
        _named("unitizing_alpha", quality.unitizing_alpha(spans, rng=rng)),
    ]


def mixed_up(said: quality.Answers, names: Mapping[float, str], rng: Rng) -> list[MixedUp]:
    """The pairs of answers that account for most disagreement; `names` is what the numbers of the answers stand for."""
    found = quality.confused_labels(said, most=MOST_PAIRS, rng=rng)
    return [MixedUp(*_in_order(names, pair.one, pair.other), measured(pair.mixed), pair.share) for pair in found]


class MostDivided:
    """The items on which people agree least; of equals those with more answers, then those that came first."""

    def __init__(self) -> None:
        self._items = 0
        self._least: list[tuple[float, int, int, UUID]] = []

    def add(self, item_id: UUID, agreeing: Sequence[float], answers: int) -> None:
        """One more item.

        agreeing   of each of its units that two answered: the share of pairs of people who say the same
        answers    the most answers to any of these
        """
        self._items += 1
        share = sum(agreeing) / len(agreeing) if agreeing else 1.0
        if share < 1.0:
            insort(self._least, (share, -answers, self._items, item_id))
            del self._least[MOST_DIVIDED:]

    @property
    def found(self) -> list[Divided]:
        """At most `MOST_DIVIDED`, those that divide most first."""
        return [Divided(item_id, -answers, share) for share, answers, _, item_id in self._least]


def _named(measure: MeasureName, estimate: quality.Estimate) -> Measured:
    return Measured(measure, estimate.method, measured(estimate))


def _in_order(names: Mapping[float, str], one: object, other: object) -> tuple[str, str]:
    """By name: the numbers of answers have no order where only equality counts. Grades by their size."""
    assert isinstance(one, float)  # the tally's labels are
    assert isinstance(other, float)
    first, second = sorted((names[one], names[other]), key=lambda name: (len(name) if name.isdecimal() else 0, name))
    return first, second

"""How far do people mark the same stretches of a text?

Kappa has no meaning for spans: nobody says "no" to the countless spans that nobody marked. Two measures do:
`span_f1` asks for the very same span, `span_alpha` gives credit for every position that is called the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any

import numpy as np
from scipy import sparse

from armslength_quality.agreement.bootstrap import RESAMPLES, estimate
from armslength_quality.agreement.krippendorff import nominal_alpha
from armslength_quality.answers import Floats
from armslength_quality.errors import BadAnswers
from armslength_quality.result import Estimate

Span = tuple[int, int, str]
NO_SPANS = "Nobody marked anything."


@dataclass(frozen=True)
class Reading:
    """What one annotator marked in one item: half-open (start, end, label) within 0..length."""

    item: Hashable
    annotator: Hashable
    length: int
    spans: frozenset[Span]


@dataclass(frozen=True)
class SpanAnswers:
    """Readings of all annotators, validated once, in an order that does not depend on how they came."""

    readings: tuple[Reading, ...]

    @classmethod
    def from_rows(
        cls, rows: Iterable[tuple[Hashable, Hashable, Iterable[Span]]], lengths: Mapping[Any, int]
    ) -> SpanAnswers:
        """Build from (item, annotator, spans) rows and each item's length in positions.

        A reading without spans is an answer ("nothing here") and belongs in the rows. Raises BadAnswers for a span
        outside its item or a second reading of one item by one annotator.
        """
        readings = [Reading(item, annotator, lengths[item], frozenset(spans)) for item, annotator, spans in rows]
        readings.sort(key=lambda reading: (str(reading.item), str(reading.annotator)))
        for reading in readings:
            _check(reading)
        for one, two in pairwise(readings):
            if (one.item, one.annotator) == (two.item, two.annotator):
                raise BadAnswers(f"{one.annotator!r} read item {one.item!r} twice; keep the reading that stands.")
        return cls(tuple(readings))

    def shared(self) -> Iterator[list[Reading]]:
        """The readings of each item that at least two annotators read."""
        for _, group in groupby(self.readings, key=lambda reading: reading.item):
            readings = list(group)
            if len(readings) >= 2:
                yield readings


def span_f1(answers: SpanAnswers, *, rng: np.random.Generator | None = None, resamples: int = RESAMPLES) -> Estimate:
    """Pairwise F1 of exact spans (same start, end and label), over all pairs of annotators on all items.

    Formula: F1 = sum 2 |A & B| / sum (|A| + |B|) over every two readings A, B of one item. Which of the two is "the
    truth" does not matter: F1 is symmetric. An item where neither marked anything adds nothing.

    Cost: O(spans), then resamples x items.

    >>> rows = [("t", "ada", [(0, 3, "PER")]), ("t", "bob", [(0, 3, "PER"), (8, 9, "LOC")])]
    >>> round(span_f1(SpanAnswers.from_rows(rows, {"t": 12})).value, 3)
    0.667

    Reference: G. Hripcsak, A. S. Rothschild, "Agreement, the F-measure, and reliability in information retrieval",
    JAMIA 12 (2005).
    """
    features = [_matches(readings) for readings in answers.shared()]
    return estimate(
        np.array(features, dtype=np.float64).reshape(-1, 2), np.ones(len(features), dtype=np.int64), _ratio, rng=rng,
        resamples=resamples, method="span F1, exact, over pairs of annotators", undefined=NO_SPANS,
    )  # fmt: skip


def span_alpha(answers: SpanAnswers, *, rng: np.random.Generator | None = None, resamples: int = RESAMPLES) -> Estimate:
    """Krippendorff's alpha (nominal) over positions: each position is a unit, its label the set of span labels over it.

    So a boundary that is off by one costs one position and not the whole span; an unmarked position is a label like any
    other. It does not see whether a marked stretch is one span or two that touch. Most positions being unmarked, read
    it beside `span_f1`. This is the coding half of unitised agreement; the unitising alpha of Krippendorff (1995),
    which also scores gaps by their squared length, is another number.

    Intervals resample items, not positions (positions of one text are anything but independent).

    Cost: O(spans log spans) per item; the text's length does not matter.

    >>> rows = [("t", "ada", [(0, 4, "PER")]), ("t", "bob", [(0, 3, "PER")])]
    >>> round(span_alpha(SpanAnswers.from_rows(rows, {"t": 10})).value, 3)
    0.791

    Reference: K. Krippendorff, Y. Mathet, S. Bouvry, A. Widlöcher, "On the reliability of unitizing textual continua",
    Quality & Quantity 50 (2016).
    """
    table = _PositionTable()
    for readings in answers.shared():
        table.add(readings)
    return estimate(
        table.features(), np.ones(table.items, dtype=np.int64), nominal_alpha, rng=rng, resamples=resamples,
        method="Krippendorff's alpha, nominal, over positions", undefined=NO_SPANS,
    )  # fmt: skip


def span_f1_with_others(
    answers: SpanAnswers, *, rng: np.random.Generator | None = None, resamples: int = RESAMPLES
) -> dict[Hashable, Estimate]:
    """For each annotator: the F1 of her exact spans against everybody else who read the same items.

    >>> rows = [("t", "ada", [(0, 3, "PER")]), ("t", "bob", [(0, 3, "PER")]), ("t", "cy", [])]
    >>> {who: round(e.value, 2) for who, e in span_f1_with_others(SpanAnswers.from_rows(rows, {"t": 9})).items()}
    {'ada': 0.67, 'bob': 0.67, 'cy': 0.0}
    """
    mine: dict[Hashable, list[tuple[float, float]]] = {}
    for readings in answers.shared():
        marked = Counter(span for reading in readings for span in reading.spans)
        for reading in readings:
            same = sum(marked[span] - 1 for span in reading.spans)
            marks = (len(readings) - 2) * len(reading.spans) + sum(marked.values())
            mine.setdefault(reading.annotator, []).append((2.0 * same, float(marks)))
    return {
        who: estimate(
            np.array(rows), np.ones(len(rows), dtype=np.int64), _ratio, rng=rng, resamples=resamples,
            method="span F1 with others", undefined=NO_SPANS,
        )
        for who, rows in mine.items()
    }  # fmt: skip


def span_f1_by_item(answers: SpanAnswers) -> dict[Hashable, float]:
    """`span_f1` of each item that at least two read; items where nobody marked anything are absent.

    >>> rows = [("t", "ada", [(0, 3, "PER")]), ("t", "bob", [(0, 3, "PER"), (8, 9, "LOC")])]
    >>> {item: round(f1, 3) for item, f1 in span_f1_by_item(SpanAnswers.from_rows(rows, {"t": 12})).items()}
    {'t': 0.667}
    """
    found = ((readings[0].item, *_matches(readings)) for readings in answers.shared())
    return {item: same / marks for item, same, marks in found if marks}


def _check(reading: Reading) -> None:
    for start, end, label in sorted(reading.spans):
        if not 0 <= start < end <= reading.length:
            raise BadAnswers(
                f"{reading.annotator!r} marked {start}..{end} ({label}) in item {reading.item!r},"
                f" which has {reading.length} positions."
            )


def _matches(readings: list[Reading]) -> tuple[float, float]:
    """Twice the spans in common and the spans in all, summed over every two readings of an item."""
    marked = Counter(span for reading in readings for span in reading.spans)
    return float(sum(times * (times - 1) for times in marked.values())), float((len(readings) - 1) * marked.total())


def _ratio(sums: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        value: Floats = sums[:, 0] / sums[:, 1]
    return value


class _PositionTable:
    """Collects, per item, the disagreement over positions and how often each set of labels covers one."""

    def __init__(self) -> None:
        self.items = 0
        self._codes: dict[tuple[str, ...], int] = {}
        self._disagreement: list[float] = []
        self._rows: list[int] = []
        self._columns: list[int] = []
        self._values: list[float] = []

    def add(self, readings: list[Reading]) -> None:
        """Count one item: between two neighbouring borders nothing changes, so a stretch counts times its length."""
        borders = {0, readings[0].length}
        borders.update(border for reading in readings for start, end, _ in reading.spans for border in (start, end))
        disagreement = 0.0
        for start, end in pairwise(sorted(borders)):
            here = Counter(_labels_at(reading, start) for reading in readings)
            many = len(readings)
            disagreement += (end - start) * (many**2 - sum(n * n for n in here.values())) / (many - 1)
            for labels, times in here.items():
                self._rows.append(self.items)
                self._columns.append(self._codes.setdefault(labels, len(self._codes)))
                self._values.append(float(times * (end - start)))
        self._disagreement.append(disagreement)
        self.items += 1

    def features(self) -> sparse.csr_array:
        """(items, 1 + label sets): the disagreement, then the positions under each set of labels."""
        shape = (self.items, max(1, len(self._codes)))
        counts = sparse.coo_array((self._values, (self._rows, self._columns)), shape=shape).tocsr()
        return sparse.hstack((sparse.csr_array(np.array(self._disagreement).reshape(-1, 1)), counts), format="csr")


def _labels_at(reading: Reading, position: int) -> tuple[str, ...]:
    return tuple(sorted({label for start, end, label in reading.spans if start <= position < end}))

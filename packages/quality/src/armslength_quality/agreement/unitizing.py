"""How far do people cut a text into the same units, in squared positions, label by label?"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence

import numpy as np

from armslength_quality.agreement.bootstrap import RESAMPLES, estimate
from armslength_quality.agreement.spans import NO_SPANS, Reading, SpanAnswers
from armslength_quality.answers import Floats
from armslength_quality.result import Estimate

_Units = Sequence[tuple[int, int]]
METHOD = "Krippendorff's unitizing alpha"


def unitizing_alpha(
    answers: SpanAnswers, *, label: Hashable | None = None, rng: np.random.Generator | None = None,
    resamples: int = RESAMPLES,
) -> Estimate:  # fmt: skip
    """Krippendorff's alpha for unitizing, over all labels or for one.

    Formula: 1 - sum_c O_c / sum_c E_c over labels c. O_c is the mean over pairs of people of what their units of c
    differ by, divided by L^2 (L positions): units that overlap by the squares of the differences of their starts and of
    their ends; a unit that lies in the other's gap by the square of its length. E_c is the same expected of the units
    thrown on the text at random. Several texts are weighed by their lengths.

    Units of one label by one person that overlap are taken as one, and the note counts them; units that touch stay two.

    Cost: the square of the units per text, people and label.

    >>> ours, theirs = [(75, 145, "c"), (220, 250, "c")], [(70, 150, "c"), (205, 225, "c"), (250, 270, "c")]
    >>> rows = [("t", "i", ours), ("t", "j", theirs)]
    >>> round(unitizing_alpha(SpanAnswers.from_rows(rows, {"t": 300})).value, 4)
    0.7286

    References: K. Krippendorff, "On the reliability of unitizing continuous data", Sociological Methodology 25 (1995);
    Content Analysis, 2nd ed. (2004), pp. 251-256.
    """
    method = METHOD if label is None else f"{METHOD}, {label}"
    features, merged = [], 0
    for readings in answers.shared():
        row = np.zeros(2)
        for units in _by_label(readings, label):
            joined = [_joined(each) for each in units]
            merged += sum(map(len, units)) - sum(map(len, joined))
            row += _disagreements(joined, readings[0].length)
        features.append(row * readings[0].length)
    note = f"{merged} units that overlap another of the same label and person were joined with it." if merged else None
    return estimate(
        np.array(features, dtype=np.float64).reshape(-1, 2), np.ones(len(features), dtype=np.int64), _one_less_ratio,
        rng=rng, resamples=resamples, method=method, undefined=NO_SPANS, note=note,
    )  # fmt: skip


def _one_less_ratio(sums: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        value: Floats = 1.0 - sums[:, 0] / sums[:, 1]
    value[sums[:, 1] == 0] = np.nan
    return value


def _by_label(readings: Sequence[Reading], label: Hashable | None) -> Iterator[list[list[tuple[int, int]]]]:
    """For each label: the units of everybody, in order."""
    names = sorted({name for reading in readings for _, _, name in reading.spans})
    for name in names if label is None else [label]:
        yield [sorted((start, end) for start, end, known in reading.spans if known == name) for reading in readings]


def _joined(units: _Units) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in units:
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _gaps(units: _Units, length: int) -> list[tuple[int, int]]:
    borders = [0, *(border for unit in units for border in unit), length]
    return [(start, end) for start, end in zip(borders[::2], borders[1::2], strict=True) if end > start]


def _disagreements(people: Sequence[_Units], length: int) -> tuple[float, float]:
    """Observed and expected disagreement on one label in one text."""
    gaps = [_gaps(units, length) for units in people]
    many, total = len(people), len(people) * length
    observed = sum(
        _differing(people[one], people[other], gaps[other])
        for one in range(many) for other in range(many) if one != other
    ) / (many * (many - 1.0) * length**2)  # fmt: skip
    sizes = np.array([end - start for units in people for start, end in units], dtype=np.float64)
    holes = np.array([end - start for row in gaps for start, end in row], dtype=np.float64)
    room = np.maximum(holes[None, :] - sizes[:, None] + 1.0, 0.0).sum(axis=1)
    thrown = (sizes.size - 1.0) / 3.0 * (2.0 * sizes**3 - 3.0 * sizes**2 + sizes) + sizes**2 * room
    chances = total * (total - 1.0) - (sizes * (sizes - 1.0)).sum()
    return float(observed), float(2.0 / length * thrown.sum() / chances) if chances > 0 else 0.0


def _differing(mine: _Units, theirs: _Units, their_gaps: _Units) -> float:
    """What overlapping units differ by, and my units that lie in a gap of theirs."""
    differing = 0.0
    for start, end in mine:
        for other_start, other_end in theirs:
            if start < other_end and other_start < end:
                differing += (start - other_start) ** 2 + (end - other_end) ** 2
        for gap_start, gap_end in their_gaps:
            if gap_start <= start and end <= gap_end:
                differing += 2.0 * (end - start) ** 2
    return differing

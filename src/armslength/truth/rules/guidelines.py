"""How often answers are right that were given under the same version of the guideline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

import armslength_quality as quality

UNTOLD: Final = (0, "")
"""Of an answer of which nobody said under which version and for which firm it was given."""


Key = tuple[int, str | None, str | None]
"""Version, person and firm."""


class UnderGuideline(NamedTuple):
    """Answers under one version: of a person, of a firm (everybody's there), or of everybody. The share that is right,
    its 95 % interval, and how many labels they are."""

    version: int
    person: str | None
    firm: str | None
    value: float
    low: float
    high: float
    n: int


def by_guideline(
    truth: quality.CategoricalTruth, rows: Sequence[tuple[int, str, str]], under: Sequence[tuple[int, str]]
) -> list[UnderGuideline]:
    """Of all who answered, by version; `under`: of each row, the version of the guideline and the firm."""
    order = _as_fitted(truth.answers, rows)
    ways: tuple[list[Key], ...] = (
        [(version, person, None) for (version, _), (_, person, _) in zip(under, rows, strict=True)],
        [(version, None, firm) for version, firm in under],
        [(version, None, None) for version, _ in under],
    )
    return [each for way in ways for each in _of(truth, way, order)]


def _as_fitted(answers: quality.Answers, rows: Sequence[tuple[int, str, str]]) -> NDArray[np.int64]:
    """The places of rows in the order of the fit's answers: by unit, and there by person."""
    code = {person: place for place, person in enumerate(answers.annotators)}
    return np.lexsort(([code[person] for _, person, _ in rows], [unit for unit, _, _ in rows]))


def _of(
    truth: quality.CategoricalTruth, keys: Sequence[Key], order: NDArray[np.int64]
) -> Iterator[UnderGuideline]:  # fmt: skip
    names = list(dict.fromkeys(keys))
    code = {name: place for place, name in enumerate(names)}
    group = np.fromiter((code[key] for key in keys), np.int64, len(keys))[order]
    found = quality.right_by(truth, group, names)
    for place, (version, person, firm) in enumerate(names):
        if version != UNTOLD[0]:
            value, low, high = (float(each[place]) for each in (found.value, found.low, found.high))
            yield UnderGuideline(version, person, firm, value, low, high, int(found.n[place]))

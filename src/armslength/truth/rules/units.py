"""What units were told, one at a time. Units that were told the same by the same people are kept once, with how many
they are: memory follows what can be said and by whom, not the number of items."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

import armslength_quality as quality

LOOSE: Final = 1 << 16
"""So many units are gathered before those that are alike are found; or as many as there are of different ones."""
_NONE: Final = -1

Codes = NDArray[np.int64]
Rows = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Column:
    """Answers: `people[r]` said `labels[r]` of unit `units[r]` under `versions[r]` of the guideline.

    part   (units,) the code of the part of which a unit speaks
    times  (units,) how many units there are like it
    """

    units: Codes
    people: Codes
    labels: NDArray[np.float64]
    versions: Codes
    part: Codes
    times: Codes

    def answers(self, rows: NDArray[np.bool_] | slice = slice(None)) -> quality.Answers:
        """All of them, or those of these rows, to be measured."""
        units = self.units[rows]
        return quality.Answers.from_arrays(units, self.people[rows], self.labels[rows], times=self.times[units])

    def count(self, rows: NDArray[np.bool_]) -> int:
        """How many answers these rows stand for."""
        return int(self.times[self.units[rows]].sum())


class Units:
    """Gathers units. An answer is a person, what was said, its place on the scale, and a version of the guideline; what
    was said and its place may be missing, not both."""

    def __init__(self) -> None:
        self._codes: dict[tuple[int, float | None, float | None, int], int] = {}
        self._parts: dict[str, int] = {}
        self._of_width: dict[int, _Alike] = {}

    def code(self, person: int, said: float | None, placed: float | None, version: int) -> int:
        """The number of such an answer."""
        return self._codes.setdefault((person, said, placed, version), len(self._codes))

    def add(self, part: str, codes: list[int]) -> None:
        """Count one unit, all answers to it at once."""
        codes.sort()
        alike = self._of_width.get(len(codes))
        if alike is None:
            alike = self._of_width[len(codes)] = _Alike(len(codes) + 1)
        alike.add(self._parts.setdefault(part, len(self._parts)), codes)

    @property
    def parts(self) -> list[str]:
        """The parts by their codes."""
        return list(self._parts)

    def said(self, *, by_whom: bool = False) -> Column:
        """What was said; without `by_whom` people are told apart within a unit alone, and far more units are alike."""
        return self._column(1, by_whom)

    def placed(self, *, by_whom: bool = False) -> Column:
        """What has a place on the scale, likewise."""
        return self._column(2, by_whom)

    def _column(self, which: int, by_whom: bool) -> Column:
        """Answers that lack this number are left out; what they keep decides which units are alike now."""
        cells = [
            (cell[0] if by_whom else 0, cell[which], cell[3]) if cell[which] is not None else None
            for cell in self._codes
        ]
        number = {cell: code for code, cell in enumerate(dict.fromkeys(each for each in cells if each is not None))}
        renamed = np.array([_NONE if cell is None else number[cell] for cell in cells], dtype=np.int64)
        found: dict[int, _Alike] = {}
        for alike in self._of_width.values():
            _renamed(alike, renamed, found)
        return _laid_out(found, list(number), by_whom)


class _Alike:
    """Rows of one width, the part first: the different ones with how often each came."""

    def __init__(self, width: int) -> None:
        self.width = width
        self._loose = array("I")
        self._rows: Rows = np.zeros((0, width), dtype=np.uint32)
        self._times: Codes = np.zeros(0, dtype=np.int64)

    def add(self, part: int, codes: Sequence[int]) -> None:
        """One more row."""
        self._loose.append(part)
        self._loose.extend(codes)
        if len(self._loose) >= self.width * max(LOOSE, len(self._rows)):
            self.settle()

    def settle(self) -> tuple[Rows, Codes]:
        """The different rows in order, and how often each came."""
        if self._loose:
            rows = np.frombuffer(self._loose, dtype=np.uint32).reshape(-1, self.width)
            self.join(rows, np.ones(len(rows), dtype=np.int64))
            self._loose = array("I")
        return self._rows, self._times

    def join(self, rows: Rows, times: Codes) -> None:
        """Add rows that came so often."""
        every, often = np.concatenate((self._rows, rows)), np.concatenate((self._times, times))
        order = np.lexsort(every.T)
        every, often = every[order], often[order]
        new = np.ones(len(every), dtype=np.bool_)
        new[1:] = (every[1:] != every[:-1]).any(axis=1)
        self._rows, self._times = every[new], np.add.reduceat(often, np.flatnonzero(new))


def _renamed(alike: _Alike, renamed: Codes, found: dict[int, _Alike]) -> None:
    """Put rows under their new codes beside those `found` so far, by how many of their answers are left."""
    rows, times = alike.settle()
    codes = np.sort(renamed[rows[:, 1:]], axis=1)
    left = (codes != _NONE).sum(axis=1)
    for many in np.unique(left[left > 0]).tolist():
        which = left == many
        kept = np.column_stack((rows[which, 0], codes[which][:, codes.shape[1] - many :])).astype(np.uint32)
        found.setdefault(many, _Alike(many + 1)).join(kept, times[which])


def _laid_out(
    found: dict[int, _Alike], cells: Sequence[tuple[int, float | None, int]], by_whom: bool
) -> Column:  # fmt: skip
    units, codes, places, part, times = ([np.zeros(0, np.int64)] for _ in range(5))
    start = 0
    for many, alike in sorted(found.items()):
        rows, often = alike.settle()
        units.append(np.repeat(np.arange(start, start + len(rows)), many))
        codes.append(rows[:, 1:].ravel().astype(np.int64))
        places.append(np.tile(np.arange(many), len(rows)))
        part.append(rows[:, 0].astype(np.int64))
        times.append(often)
        start += len(rows)
    code = np.concatenate(codes)
    people, labels, versions = (np.array([cell[k] for cell in cells]) for k in range(3))
    return Column(
        np.concatenate(units), (people[code] if by_whom else np.concatenate(places)).astype(np.int64),
        labels[code].astype(np.float64), versions[code].astype(np.int64), np.concatenate(part), np.concatenate(times),
    )  # fmt: skip

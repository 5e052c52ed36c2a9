"""Who put what in which order: one immutable table of rankings, validated once."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from armslength_quality.answers import Codes, sorted_names
from armslength_quality.errors import BadAnswers


@dataclass(frozen=True, eq=False)
class Rankings:
    """Answers to "put these in order", each over some of the contenders.

    contenders, annotators   what the codes stand for, in sorted order
    annotator                (n,) who ranked
    order                    (n, longest) codes of contenders, best first; -1 after the end
    length                   (n,) how many each ranking holds, at least two

    The order in which rows were given leaves no trace.
    """

    contenders: tuple[Hashable, ...]
    annotators: tuple[Hashable, ...]
    annotator: Codes
    order: Codes
    length: Codes

    @classmethod
    def from_rows(cls, rows: Iterable[tuple[Hashable, Sequence[Hashable]]]) -> Rankings:
        """Build from (annotator, [best, …, worst]) rows.

        Raises BadAnswers for a ranking of fewer than two, or one that names somebody twice.

        >>> Rankings.from_rows([("ada", ["x", "z", "y"]), ("bob", ["y", "x"])]).order.tolist()
        [[0, 2, 1], [1, 0, -1]]
        """
        table = [(who, list(order)) for who, order in rows]
        for number, (_, order) in enumerate(table):
            if len(order) < 2:
                raise BadAnswers(f"Row {number} ranks fewer than two.")
            if len(set(order)) != len(order):
                raise BadAnswers(f"Row {number} ranks something twice.")
        contenders = sorted_names(name for _, order in table for name in order)
        annotators = sorted_names(who for who, _ in table)
        code = {name: number for number, name in enumerate(contenders)}
        whose = {name: number for number, name in enumerate(annotators)}
        longest = max((len(order) for _, order in table), default=0)
        coded = sorted(
            (whose[who], *(code[name] for name in order), *([-1] * (longest - len(order)))) for who, order in table
        )
        columns = np.array(coded, dtype=np.int64).reshape(-1, longest + 1)
        length = (columns[:, 1:] >= 0).sum(axis=1).astype(np.int64)
        annotator, ranked = np.ascontiguousarray(columns[:, 0]), np.ascontiguousarray(columns[:, 1:])
        for array in (annotator, ranked, length):
            array.setflags(write=False)
        return cls(contenders, annotators, annotator, ranked, length)

    def __len__(self) -> int:
        return int(self.annotator.size)

    @cached_property
    def contender_codes(self) -> dict[Hashable, int]:
        """The code of each contender."""
        return {name: code for code, name in enumerate(self.contenders)}

    def per_contender(self) -> Codes:
        """(contenders,) in how many rankings each is."""
        return np.bincount(self.order[self.order >= 0], minlength=len(self.contenders)).astype(np.int64)

    def pairs(self) -> tuple[Codes, Codes, Codes]:
        """(ranking, better, worse) of every two contenders in the same ranking."""
        rows, better, worse = [], [], []
        for left in range(self.order.shape[1]):
            for right in range(left + 1, self.order.shape[1]):
                both = np.flatnonzero(self.order[:, right] >= 0)
                rows.append(both)
                better.append(self.order[both, left])
                worse.append(self.order[both, right])
        if not rows:
            nothing = np.zeros(0, dtype=np.int64)
            return nothing, nothing, nothing
        return np.concatenate(rows), np.concatenate(better), np.concatenate(worse)

    def digest(self) -> str:
        """SHA-256 hex of the table: equal rankings, equal digest."""
        sha = hashlib.sha256()
        for names in (self.contenders, self.annotators):
            sha.update(repr(names).encode())
        sha.update(self.annotator.tobytes())
        sha.update(self.order.tobytes())
        return sha.hexdigest()

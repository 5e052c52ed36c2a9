"""Who preferred what to what: one immutable table of comparisons, validated once."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from armslength_quality.answers import Codes, sorted_names
from armslength_quality.errors import BadAnswers

Outcomes = NDArray[np.int8]


@dataclass(frozen=True, eq=False)
class Comparisons:
    """Answers to "which of these two".

    Row r says: `annotators[annotator[r]]` saw `contenders[first[r]]` and then `contenders[second[r]]`.

    contenders, annotators       what the codes stand for, in sorted order
    annotator, first, second     (n,) integer codes, read-only
    outcome                      (n,) 1: the first was better; -1: the second; 0: neither

    The same two may be compared any number of times, by the same annotator too (on other prompts). The order in which
    rows were given leaves no trace.
    """

    contenders: tuple[Hashable, ...]
    annotators: tuple[Hashable, ...]
    annotator: Codes
    first: Codes
    second: Codes
    outcome: Outcomes

    @classmethod
    def from_rows(cls, rows: Iterable[tuple[Hashable, Hashable, Hashable, Hashable | None]]) -> Comparisons:
        """Build from (annotator, first, second, winner) rows; a winner of None is a tie.

        Raises BadAnswers for something compared with itself, or a winner that was not shown.

        >>> table = Comparisons.from_rows([("ada", "x", "y", "x"), ("bob", "y", "x", None)])
        >>> table.contenders, table.outcome.tolist()
        (('x', 'y'), [1, 0])
        """
        table = list(rows)
        for number, (_, first, second, winner) in enumerate(table):
            if first == second:
                raise BadAnswers(f"Row {number} compares {first!r} with itself.")
            if winner is not None and winner not in (first, second):
                raise BadAnswers(f"Row {number}: {winner!r} was not shown; the two were {first!r} and {second!r}.")
        contenders = sorted_names(name for row in table for name in row[1:3])
        annotators = sorted_names(row[0] for row in table)
        code = {name: number for number, name in enumerate(contenders)}
        who = {name: number for number, name in enumerate(annotators)}
        outcome = [0 if winner is None else 1 if winner == first else -1 for _, first, _, winner in table]
        columns = np.array(
            [[who[row[0]] for row in table], [code[row[1]] for row in table], [code[row[2]] for row in table], outcome],
            dtype=np.int64,
        ).reshape(4, -1)
        columns = columns[:, np.lexsort(columns[::-1])]
        columns.setflags(write=False)
        said = columns[3].astype(np.int8)
        said.setflags(write=False)
        return cls(contenders, annotators, columns[0], columns[1], columns[2], said)

    def __len__(self) -> int:
        return int(self.outcome.size)

    @cached_property
    def contender_codes(self) -> dict[Hashable, int]:
        """The code of each contender."""
        return {name: code for code, name in enumerate(self.contenders)}

    def per_contender(self) -> Codes:
        """(contenders,) how often each was compared."""
        size = len(self.contenders)
        return np.bincount(self.first, minlength=size) + np.bincount(self.second, minlength=size)

    def digest(self) -> str:
        """SHA-256 hex of the table: equal comparisons, equal digest."""
        sha = hashlib.sha256()
        for names in (self.contenders, self.annotators):
            sha.update(repr(names).encode())
        for code in (self.annotator, self.first, self.second, self.outcome):
            sha.update(code.tobytes())
        return sha.hexdigest()

"""Who said what about which item: one immutable table, validated once."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from armslength_quality.errors import BadAnswers

Codes = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Answers:
    """An item x annotator x label table.

    Row r says: `annotators[annotator[r]]` called `items[item[r]]` `categories[label[r]]`.

    items, annotators   what the codes stand for, in sorted order
    categories          the labels, in their order: sorted, or as given to the constructor
    item, annotator, label   (n,) integer codes, read-only, sorted by item and then annotator
    times               (items,) how many items each of these stands for, all of which were told the same; None: itself.
                        Measures over all people count them all; what needs items `one_by_one` refuses

    A missing answer is a missing row. The order in which rows were given leaves no trace, so results (and the
    resamples behind their intervals) do not depend on it. Build one with `from_rows`, `from_table` or
    `from_crowdkit`.
    """

    items: tuple[Hashable, ...]
    annotators: tuple[Hashable, ...]
    categories: tuple[Hashable, ...]
    item: Codes
    annotator: Codes
    label: Codes
    times: Codes | None = None

    @classmethod
    def from_rows(
        cls, rows: Iterable[tuple[Hashable, Hashable, Hashable]], *, categories: Sequence[Hashable] | None = None
    ) -> Answers:
        """Build from (item, annotator, label) rows.

        `categories` fixes the labels allowed and their order (which ordinal measures need); without it they are
        the labels seen, sorted. Raises BadAnswers for a missing label, a label outside `categories`, or two rows
        of one annotator on one item.

        >>> answers = Answers.from_rows([("i1", "ada", "yes"), ("i1", "bob", "no"), ("i2", "ada", "yes")])
        >>> len(answers), answers.categories
        (3, ('no', 'yes'))
        """
        table = list(rows)
        _refuse_missing(table)
        labels = _known_categories(table, categories)
        items = sorted_names(row[0] for row in table)
        annotators = sorted_names(row[1] for row in table)
        codes = (
            _encode((row[0] for row in table), items, len(table)),
            _encode((row[1] for row in table), annotators, len(table)),
            _encode((row[2] for row in table), labels, len(table)),
        )
        order = np.lexsort((codes[1], codes[0]))
        answers = cls(items, annotators, labels, *(_frozen(code[order]) for code in codes))
        answers._refuse_doubles()
        return answers

    @classmethod
    def from_table(
        cls, table: Sequence[Sequence[Hashable]], *, missing: Hashable = None,
        categories: Sequence[Hashable] | None = None,
    ) -> Answers:  # fmt: skip
        """Build from reliability data: one row per annotator, one column per item, `missing` where there is no answer.

        >>> len(Answers.from_table([[1, 2, None], [1, 1, 2]]))
        5
        """
        rows = (
            (item, annotator, label)
            for annotator, line in enumerate(table)
            for item, label in enumerate(line)
            if label != missing
        )
        return cls.from_rows(rows, categories=categories)

    @classmethod
    def from_arrays(
        cls, item: ArrayLike, annotator: ArrayLike, label: ArrayLike, *, times: ArrayLike | None = None
    ) -> Answers:
        """Build from three arrays of numbers, one entry per answer: the way for millions of them.

        Categories are the numbers seen, sorted. `times`, also one entry per answer, is how many items its item stands
        for: items that the same people told the same need be there but once. Raises BadAnswers as `from_rows` does.

        >>> Answers.from_arrays([7, 7, 9], [0, 1, 0], [1.0, 2.0, 1.0]).categories
        (1.0, 2.0)
        >>> Answers.from_arrays([7, 7, 9], [0, 1, 0], [1.0, 2.0, 1.0], times=[30, 30, 4]).times.tolist()
        [30, 4]
        """
        labels = np.asarray(label, dtype=np.float64)
        if np.isnan(labels).any():
            raise BadAnswers(f"Row {int(np.isnan(labels).argmax())} has no label; leave such rows out.")
        names, codes = [], []
        for column in (np.asarray(item), np.asarray(annotator), labels):
            name, code = np.unique(column, return_inverse=True)
            names.append(tuple(name.tolist()))
            codes.append(code.ravel().astype(np.int64))
        order = np.lexsort((codes[1], codes[0]))
        counted = None if times is None else _of_items(np.asarray(times, dtype=np.int64), codes[0], len(names[0]))
        item_codes, who, said = (_frozen(code[order]) for code in codes)
        answers = cls(names[0], names[1], names[2], item_codes, who, said, counted)
        answers._refuse_doubles()
        return answers

    @classmethod
    def from_crowdkit(cls, frame: Mapping[str, Iterable[Any]]) -> Answers:
        """Build from crowd-kit's long frame: columns `task`, `worker` and `label`."""
        return cls.from_rows(zip(frame["task"], frame["worker"], frame["label"], strict=True))

    def __len__(self) -> int:
        return int(self.item.size)

    @cached_property
    def per_item(self) -> Codes:
        """(items,) how many answers each item has."""
        return np.bincount(self.item, minlength=len(self.items)).astype(np.int64)

    @cached_property
    def size(self) -> Codes:
        """(items,) `times`, or ones."""
        return np.ones(len(self.items), dtype=np.int64) if self.times is None else self.times

    def one_by_one(self) -> Answers:
        """These. Raises BadAnswers where an item stands for several."""
        if self.times is not None:
            raise BadAnswers("This needs every item by itself, not one for all that were told the same.")
        return self

    @cached_property
    def item_codes(self) -> Mapping[Hashable, int]:
        """The code of each item."""
        return {name: code for code, name in enumerate(self.items)}

    def counts(self) -> sparse.csr_array:
        """(items, categories) how often each item was given each label; sparse float64."""
        shape = (len(self.items), len(self.categories))
        ones = np.ones(len(self), dtype=np.float64)
        return sparse.coo_array((ones, (self.item, self.label)), shape=shape).tocsr()

    def digest(self) -> str:
        """SHA-256 hex of the table: equal answers, equal digest. For the provenance of what is computed from it."""
        sha = hashlib.sha256()
        for names in (self.items, self.annotators, self.categories):
            sha.update(repr(names).encode())
        for code in (self.item, self.annotator, self.label, *(() if self.times is None else (self.times,))):
            sha.update(code.tobytes())
        return sha.hexdigest()

    def _refuse_doubles(self) -> None:
        same = (np.diff(self.item) == 0) & (np.diff(self.annotator) == 0)
        if same.any():
            row = int(np.argmax(same))
            who, what = self.annotators[self.annotator[row]], self.items[self.item[row]]
            raise BadAnswers(f"{who!r} answered item {what!r} twice; keep the answer that stands.")


def _of_items(times: Codes, item: Codes, items: int) -> Codes:
    """(items,) from one entry per answer. Raises BadAnswers where answers to one item say different things of it."""
    found = np.zeros(items, dtype=np.int64)
    found[item] = times
    if (found < 1).any() or (found[item] != times).any():
        raise BadAnswers("times: every item stands for one number of items, at least 1, in all its rows.")
    return _frozen(found)


def _refuse_missing(table: Sequence[tuple[Hashable, Hashable, Hashable]]) -> None:
    for number, (item, annotator, label) in enumerate(table):
        if label is None or (isinstance(label, float) and math.isnan(label)):
            raise BadAnswers(f"Row {number} ({item!r}, {annotator!r}) has no label; leave such rows out.")


def _known_categories(
    table: Sequence[tuple[Hashable, Hashable, Hashable]], given: Sequence[Hashable] | None
) -> tuple[Hashable, ...]:
    seen = sorted_names(row[2] for row in table)
    if given is None:
        return seen
    known = tuple(given)
    if len(set(known)) != len(known):
        raise BadAnswers("A category is named twice.")
    unknown = [label for label in seen if label not in set(known)]
    if unknown:
        raise BadAnswers(f"The label {unknown[0]!r} is not one of the categories.")
    return known


def sorted_names(values: Iterable[Hashable]) -> tuple[Hashable, ...]:
    """Each name once, numbers by size and then everything else by its text."""
    return tuple(sorted(set(values), key=_sort_key))


def _sort_key(value: Hashable) -> tuple[int, float, str]:
    """Numbers by size, then everything else by its text: one order whatever the mixture."""
    if isinstance(value, (int, float)):
        return (0, float(value), "")
    return (1, 0.0, str(value))


def _encode(values: Iterable[Hashable], names: tuple[Hashable, ...], count: int) -> Codes:
    codes = {name: code for code, name in enumerate(names)}
    return np.fromiter((codes[value] for value in values), dtype=np.int64, count=count)


def _frozen(codes: Codes) -> Codes:
    codes.setflags(write=False)
    return codes

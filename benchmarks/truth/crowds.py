"""Crowds with known truth, read from a folder."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from benchmarks.truth.known import Known

from armslength_quality import Answers

_MOST_LABELS = 20
_OUTSIDE = "O"


def read(folder: Path) -> Iterator[Known]:
    """Every subfolder with labels.csv.gz (item, worker, label) and truth.csv.gz (item, label) whose labels are words.

    A label that is a row of tags (O, B-PER ...) is taken apart into its tokens; those that somebody marked are items.
    Other sets whose labels are mostly different from each other (numbers, texts) are passed over. Who answered an item
    twice is taken by the last answer.
    """
    for labels in sorted(folder.glob("*/labels.csv.gz")):
        truth = labels.with_name("truth.csv.gz")
        if not truth.exists():
            continue
        said = {(item, who): label for item, who, label in _rows(labels)}
        true = dict(_rows(truth))
        if len({*said.values(), *true.values()}) <= _MOST_LABELS:
            yield _coded(labels.parent.name, said, true)
        elif _OUTSIDE in next(iter(true.values())).split():
            yield _tokens(labels.parent.name, said, true)


def _tokens(name: str, said: dict[tuple[str, str], str], true: dict[str, str]) -> Known:
    tags = {
        (f"{item}:{place:04}", who): tag for (item, who), row in said.items() for place, tag in enumerate(row.split())
    }
    marked = {item for (item, _), tag in tags.items() if tag != _OUTSIDE}
    known = {f"{item}:{place:04}": tag for item, row in true.items() for place, tag in enumerate(row.split())}
    return _coded(
        f"{name} tokens",
        {key: tag for key, tag in tags.items() if key[0] in marked},
        {item: tag for item, tag in known.items() if item in marked},
    )


def _coded(name: str, said: dict[tuple[str, str], str], true: dict[str, str]) -> Known:
    words = sorted({*said.values(), *true.values()})
    answers = Answers.from_rows([(item, who, label) for (item, who), label in said.items()], categories=words)
    code = {word: number for number, word in enumerate(words)}
    return Known(name, answers, np.array([code[true[item]] if item in true else -1 for item in answers.items]))


def _rows(path: Path) -> list[list[str]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return list(csv.reader(file))[1:]

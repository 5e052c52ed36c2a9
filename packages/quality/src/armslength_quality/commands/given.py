"""Options that several commands have, and what they bring: the answers, a model, numbers as text."""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Callable, Hashable, Iterable, Sequence
from pathlib import Path
from typing import IO, Any, get_args

import numpy as np

from armslength_quality.agreement.bootstrap import RESAMPLES
from armslength_quality.agreement.krippendorff import Scale
from armslength_quality.answers import Answers
from armslength_quality.errors import BadParameter
from armslength_quality.files import Columns, Repeated, read_answers, read_gold
from armslength_quality.truth.categorical import CategoricalModel, CategoricalTruth
from armslength_quality.truth.dawid_skene import DawidSkene
from armslength_quality.truth.glad import Glad
from armslength_quality.truth.mace import Mace
from armslength_quality.truth.majority import MajorityVote
from armslength_quality.truth.one_coin import OneCoin
from armslength_quality.truth.ordinal import Ordinal
from armslength_quality.truth.priors import Graded, Pooled
from armslength_quality.truth.shape import Fit
from armslength_quality.truth.weighted_vote import WeightedVote

Commands = Any
"""argparse's action that takes sub-parsers, which has no public name."""
MODELS: dict[str, Callable[[], CategoricalModel]] = {
    "dawid-skene": DawidSkene,
    "dawid-skene-graded": lambda: DawidSkene(prior=Graded()),
    "dawid-skene-pooled": lambda: DawidSkene(prior=Pooled()),
    "glad": Glad,
    "mace": Mace,
    "majority": MajorityVote,
    "one-coin": OneCoin,
    "ordinal": Ordinal,
    "weighted-vote": WeightedVote,
}
DEFAULT = "dawid-skene"
LABELS: tuple[Scale, ...] = ("nominal", "ordinal")


def add_file(parser: argparse.ArgumentParser, scales: Sequence[str]) -> None:
    """The file of answers and how to read it."""
    parser.add_argument("file", type=Path, help="one answer per row: .csv, .csv.gz or .parquet")
    parser.add_argument("--item", default="item", metavar="COLUMN", help="column of the item (default: item)")
    parser.add_argument("--worker", default="worker", metavar="COLUMN", help="column of the person (default: worker)")
    parser.add_argument("--label", default="label", metavar="COLUMN", help="column of the label (default: label)")
    parser.add_argument("--scale", choices=scales, default="nominal", help="what the labels are (default: nominal)")
    parser.add_argument("--order", metavar="A,B,C", help="all labels there may be, from least to most")
    text = "which answer stands where a person answers an item again (default: refuse)"
    parser.add_argument("--repeated", choices=get_args(Repeated), default="refuse", help=text)


def add_draws(parser: argparse.ArgumentParser) -> None:
    """How intervals are drawn."""
    parser.add_argument("--seed", type=int, default=0, help="same seed, same intervals (default: 0)")
    parser.add_argument("--resamples", type=positive, default=RESAMPLES, help=f"(default: {RESAMPLES})")


def add_model(parser: argparse.ArgumentParser) -> None:
    """Which model of labels, and what is known."""
    parser.add_argument("--model", choices=sorted(MODELS), default=DEFAULT, help=f"(default: {DEFAULT})")
    add_gold(parser)


def add_gold(parser: argparse.ArgumentParser) -> None:
    """What is known."""
    parser.add_argument("--gold", type=Path, metavar="FILE", help="known truths, with the same item and label columns")


def positive(text: str) -> int:
    """A whole number from 1."""
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def columns_of(options: argparse.Namespace) -> Columns:
    """The names of the three columns."""
    return Columns(options.item, options.worker, options.label)


def answers_of(options: argparse.Namespace) -> Answers:
    """The file of answers."""
    order = None if options.order is None else [label.strip() for label in options.order.split(",")]
    if order is not None and len(set(order)) != len(order):
        raise BadParameter("--order names a label twice.")
    return read_answers(options.file, columns_of(options), scale=options.scale, order=order, repeated=options.repeated)


def gold_of(options: argparse.Namespace, answers: Answers) -> dict[Hashable, Hashable]:
    """Item to its known label, as the answers write it; nothing when no file is named."""
    if not options.gold:
        return {}
    as_answered = {str(label): label for label in answers.categories}
    if options.scale == "ordinal" and options.order is None:
        as_answered |= {f"{label:g}": label for label in answers.categories if isinstance(label, float)}
    return {item: as_answered.get(str(k), k) for item, k in read_gold(options.gold, columns_of(options)).items()}


def truth_of(options: argparse.Namespace, answers: Answers) -> CategoricalTruth:
    """The model's fit, told the gold."""
    return MODELS[options.model]().fit(answers, gold=gold_of(options, answers))


def warn(truth: Fit) -> None:
    """What a reader must know, on standard error."""
    for caution in truth.warnings:
        sys.stderr.write(f"{caution.trouble}: {caution.text}\n")
    if not truth.supported and isinstance(truth, CategoricalTruth):
        sys.stderr.write("The answers do not support the model, so it says nothing; --model majority asks for less.\n")


def write_csv(path: Path | None, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """To a file, or to standard output where none is named."""

    def write(file: IO[str]) -> None:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)

    if path is None:
        write(sys.stdout)
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        write(file)


def number_text(value: float | None) -> str:
    """Six digits; nothing where there is no number."""
    return "" if value is None or np.isnan(value) else f"{value:.6g}"

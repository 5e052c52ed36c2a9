"""`armslength-quality judge`: a model judge beside the people."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Hashable
from pathlib import Path

import numpy as np

from armslength_quality.commands.given import LABELS, Commands, add_draws, add_file, answers_of, columns_of
from armslength_quality.errors import BadParameter
from armslength_quality.files import FeatureColumns, read_answers, read_features
from armslength_quality.judges.comparison import Verdicts
from armslength_quality.judges.told import Asked, judge_lines


def add(commands: Commands) -> None:
    """Its options."""
    parser = commands.add_parser(
        "judge", help="a model judge beside the people: agreement, confusion, may it replace one"
    )
    add_file(parser, LABELS)
    parser.add_argument("judges", type=Path, help="the judges' verdicts, in columns of the same names")
    text = "what a judge may be worse by, as it costs less (default: 0.2)"
    parser.add_argument("--allowance", type=float, default=0.2, metavar="SHARE", help=text)
    parser.add_argument("--sides", type=_two, metavar="LEFT,RIGHT", help="the labels that pick a response of a pair")
    parser.add_argument(
        "--about", type=Path, metavar="FILE", help="what is known of items: one per row, --item names it"
    )
    text = "columns of the responses' lengths: does the judge pick the longer?"
    parser.add_argument("--lengths", type=_two, metavar="LEFT,RIGHT", help=text)
    text = "columns of who wrote them: does the judge pick its own family?"
    parser.add_argument("--writers", type=_two, metavar="LEFT,RIGHT", help=text)
    text = "of a judge or a writer (may be repeated); without it each is a family of its own"
    parser.add_argument("--family", type=_named, action="append", default=[], metavar="NAME=FAMILY", help=text)
    text = "does it give the label oftener than people where the column's number is large? (may be repeated)"
    parser.add_argument("--lean", type=_named, action="append", default=[], metavar="LABEL=COLUMN", help=text)
    text = "the verdicts after the two responses changed places"
    parser.add_argument("--swapped", type=Path, metavar="FILE", help=text)
    either = parser.add_mutually_exclusive_group()
    text = "share of the label over all verdicts: by people, by the judge, and corrected"
    either.add_argument("--rate", metavar="LABEL", help=text)
    either.add_argument("--mean", action="store_true", help="the same for the mean of labels that are numbers")
    add_draws(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Everybody in the second file is a judge, measured alone."""
    people = answers_of(options)
    swapped = verdicts_of(options, options.swapped) if options.swapped else {}
    columns = [*(options.lengths or ()), *(options.writers or ()), *(column for _, column in options.lean)]
    features = {}
    if columns:
        if options.about is None:
            raise BadParameter(f"--about must name the file with the column {columns[0]!r}.")
        features = read_features(options.about, FeatureColumns(options.item, tuple(dict.fromkeys(columns))))
    if options.sides is None and (options.lengths or options.writers or options.swapped):
        raise BadParameter("--sides must say which labels pick the left and the right response.")
    asked = Asked(
        weights=None if options.scale == "nominal" else "quadratic", seed=options.seed, resamples=options.resamples,
        allowance=options.allowance, features=features, sides=options.sides, lengths=options.lengths,
        writers=options.writers, families=dict(options.family), leans=options.lean, rate=options.rate,
        mean=options.mean, swapped=swapped,
    )  # fmt: skip
    for name, verdicts in verdicts_of(options, options.judges).items():
        sys.stdout.writelines(f"{line}\n" for line in judge_lines(name, people, verdicts, asked))
    return 0


def verdicts_of(options: argparse.Namespace, path: Path) -> dict[Hashable, Verdicts]:
    """judge -> item -> verdict."""
    said = read_answers(path, columns_of(options), repeated=options.repeated)
    found: dict[Hashable, Verdicts] = {}
    for code, name in enumerate(said.annotators):
        rows = np.flatnonzero(said.annotator == code)
        found[name] = {said.items[said.item[row]]: said.categories[said.label[row]] for row in rows}
    return found


def _two(text: str) -> tuple[str, str]:
    one, other = text.split(",")
    return one.strip(), other.strip()


def _named(text: str) -> tuple[str, str]:
    name, value = text.split("=", 1)
    return name.strip(), value.strip()

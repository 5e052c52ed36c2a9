"""`armslength-quality sample`: items for people to answer blind, of every verdict of a judge."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Hashable
from pathlib import Path

import numpy as np

from armslength_quality.commands.given import LABELS, Commands, add_file, columns_of, positive, write_csv
from armslength_quality.commands.judge import verdicts_of
from armslength_quality.errors import BadParameter
from armslength_quality.files import FeatureColumns, read_answers, read_features
from armslength_quality.judges.correction import bands, stratified_sample
from armslength_quality.judges.told import label_text, numbers_of


def add(commands: Commands) -> None:
    """Its options."""
    parser = commands.add_parser("sample", help="items for people to answer blind, of every verdict of a judge")
    add_file(parser, LABELS)
    parser.add_argument("--judge", metavar="NAME", help="whose verdicts, where the file has several")
    parser.add_argument("--size", type=positive, required=True, help="how many items")
    text = "of each verdict at least (default: 5), or all there are"
    parser.add_argument("--least", type=positive, default=5, help=text)
    parser.add_argument("--score", metavar="COLUMN", help="go by bands of this number instead of the verdict")
    parser.add_argument("--bands", type=positive, default=5, help="of equally many items each (default: 5)")
    parser.add_argument("--answered", type=Path, metavar="FILE", help="people's answers: their items are left out")
    parser.add_argument("--out", type=Path, metavar="FILE", help="CSV of the items (default: standard output)")
    parser.add_argument("--seed", type=int, default=0, help="same seed, same items (default: 0)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Items for people to answer without having seen the verdicts: their names and nothing else."""
    found = verdicts_of(options, options.file)
    name = options.judge if options.judge is not None else next(iter(found))
    if name not in found or (options.judge is None and len(found) > 1):
        raise BadParameter(f"--judge must be one of {', '.join(map(str, found))}.")
    strata: dict[Hashable, Hashable] = dict(found[name])
    if options.score is not None:
        read = read_features(options.file, FeatureColumns(options.item, (options.score,)))
        scores = numbers_of(read, options.score)
        strata = bands({item: scores[item] for item in strata}, options.bands)
    answered = {*read_answers(options.answered, columns_of(options)).items} if options.answered else set()
    open_to = {item: stratum for item, stratum in strata.items() if item not in answered}
    drawn = stratified_sample(open_to, options.size, np.random.default_rng(options.seed), least=options.least)
    write_csv(options.out, [options.item], ([item] for item in sorted(drawn, key=str)))
    for stratum in sorted({*strata.values()}, key=str):
        of = sum(strata[item] == stratum for item in drawn)
        sys.stderr.write(f"{of} of {sum(each == stratum for each in open_to.values())} of {label_text(stratum)}\n")
    return 0

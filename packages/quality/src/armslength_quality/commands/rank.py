"""`armslength-quality rank`: the score of everything that was compared in pairs."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from armslength_quality.commands.given import Commands, number_text, warn, write_csv
from armslength_quality.files import PairColumns, read_comparisons
from armslength_quality.truth.bradley_terry import BradleyTerry


def add(commands: Commands) -> None:
    """Its options."""
    parser = commands.add_parser("rank", help="the score of everything that was compared in pairs")
    parser.add_argument("file", type=Path, help="one comparison per row: .csv, .csv.gz or .parquet")
    for name, what in (
        ("worker", "the person"), ("left", "what was shown first"), ("right", "what was shown second"),
        ("label", "the winner, named as in these two, or the tie"),
    ):  # fmt: skip
        parser.add_argument(f"--{name}", default=name, metavar="COLUMN", help=f"column of {what} (default: {name})")
    parser.add_argument("--tie", default="tie", metavar="WORD", help="what the label says in a tie (default: tie)")
    parser.add_argument("--guessing", action="store_true", help="look for people who answer blindly")
    parser.add_argument("--out", type=Path, metavar="FILE", help="CSV of the scores (default: standard output)")
    parser.add_argument("--people", type=Path, metavar="FILE", help="CSV of how far each person follows the scores")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Scores, and who follows them."""
    columns = PairColumns(options.worker, options.left, options.right, options.label)
    answers = read_comparisons(options.file, columns, tie=options.tie)
    scores = BradleyTerry(guessing=options.guessing).fit(answers)
    warn(scores)
    if options.people:
        skills = ((name, scores.skill.of(name)) for name in answers.annotators)
        rows = (
            [name, number_text(skill.value), number_text(skill.low), number_text(skill.high), skill.n]
            for name, skill in skills
        )
        write_csv(options.people, ["worker", "follows", "low", "high", "answers"], rows)
    board = ([name, number_text(e.value), number_text(e.low), number_text(e.high), e.n] for name, e in scores.board())
    write_csv(options.out, ["contender", "score", "low", "high", "comparisons"], board)
    if scores.supported:
        sys.stderr.write(
            f"Being shown first is worth {scores.order_bias:+.2f} logits; a lead of 1 wins 73 % of what is decided.\n"
        )
    return 0 if scores.supported else 2

"""`armslength-quality report`: all of it as one HTML file with drawings."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from armslength_quality.commands.given import (
    LABELS,
    MODELS,
    Commands,
    add_draws,
    add_file,
    add_model,
    answers_of,
    gold_of,
    warn,
)
from armslength_quality.report.page import page
from armslength_quality.report.summary import summarise


def add(commands: Commands) -> None:
    """Its options."""
    parser = commands.add_parser("report", help="all of it as one HTML file with drawings")
    add_file(parser, LABELS)
    add_model(parser)
    add_draws(parser)
    parser.add_argument("--out", type=Path, default=Path("report.html"), metavar="FILE", help="(default: report.html)")
    parser.add_argument("--title", help="heading of the report (default: the file's name)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """One file, nothing from outside."""
    answers = answers_of(options)
    gold = gold_of(options, answers)
    model = MODELS[options.model]()
    truth = model.fit(answers, gold=gold)
    blind = model.fit(answers) if gold else None
    summary = summarise(
        answers, truth, options.scale, seed=options.seed, resamples=options.resamples, blind=blind, gold=gold
    )
    options.out.write_text(page(summary, options.title or options.file.name), encoding="utf-8")
    warn(truth)
    sys.stderr.write(f"Written: {options.out}\n")
    return 0

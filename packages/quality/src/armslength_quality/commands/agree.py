"""`armslength-quality agree`: measures of agreement with their intervals."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from typing import get_args

import numpy as np

from armslength_quality.agreement.choice import agreement_on
from armslength_quality.agreement.krippendorff import Scale
from armslength_quality.commands.given import Commands, add_draws, add_file, answers_of
from armslength_quality.judges.told import estimate_text


def add(commands: Commands) -> None:
    """Its options."""
    parser = commands.add_parser("agree", help="measures of agreement with their intervals")
    add_file(parser, get_args(Scale))
    add_draws(parser)
    parser.add_argument("--json", action="store_true", help="write JSON instead of lines")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Every measure that suits the scale."""
    answers = answers_of(options)
    found = agreement_on(answers, options.scale, rng=np.random.default_rng(options.seed), resamples=options.resamples)
    if options.json:
        sys.stdout.write(json.dumps([asdict(estimate) for estimate in found], indent=2) + "\n")
        return 0
    sys.stdout.write(
        f"{len(answers):,} answers on {len(answers.items):,} items by {len(answers.annotators):,} people,"
        f" {len(answers.categories):,} labels, {options.scale} scale\n\n"
    )
    sys.stdout.writelines(f"{estimate.method:<48} {estimate_text(estimate)}\n" for estimate in found)
    if options.scale == "nominal" and all(_is_number(label) for label in answers.categories):
        sys.stderr.write(
            "All labels are numbers: where their order means something, say --scale ordinal or interval.\n"
        )
    return 0


def _is_number(label: object) -> bool:
    try:
        float(str(label))
    except ValueError:
        return False
    return True

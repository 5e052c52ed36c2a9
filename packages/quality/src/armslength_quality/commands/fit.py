"""`armslength-quality fit`: what is true of every item, and how good everybody is."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from armslength_quality.commands.given import (
    DEFAULT,
    LABELS,
    MODELS,
    Commands,
    add_file,
    add_gold,
    answers_of,
    columns_of,
    number_text,
    truth_of,
    warn,
    write_csv,
)
from armslength_quality.errors import BadParameter
from armslength_quality.files import read_gold, read_label_sets, read_texts, split_labels
from armslength_quality.judges.told import label_text
from armslength_quality.truth.categorical import CategoricalTruth
from armslength_quality.truth.label_sets import EachLabel, SetTruth
from armslength_quality.truth.numeric import Average, NumericTruth
from armslength_quality.truth.random_effects import RandomEffects
from armslength_quality.truth.rover import Rover
from armslength_quality.truth.shape import Fit
from armslength_quality.truth.texts import Medoid, TextTruth

NUMBERS: dict[str, Callable[[], Any]] = {
    "mean": Average, "median": partial(Average, "median"), "random-effects": RandomEffects,
    "trimmed": partial(Average, "trimmed"),
}  # fmt: skip
SETS: dict[str, Callable[[], Any]] = {"each-label": EachLabel}
TEXTS: dict[str, Callable[[], Any]] = {"medoid": Medoid, "rover": Rover}
SUITS: dict[str, tuple[str, dict[str, Callable[[], Any]]]] = {
    **dict.fromkeys(LABELS, (DEFAULT, MODELS)), "interval": ("mean", NUMBERS), "set": ("each-label", SETS),
    "text": ("rover", TEXTS),
}  # fmt: skip
"""scale -> (the model that is taken when none is named, all that there are)."""

Row = list[object]


def add(commands: Commands) -> None:
    """Its options."""
    parser = commands.add_parser("fit", help="the likeliest answer of every item, and how good everybody is")
    add_file(parser, tuple(SUITS))
    names = sorted({name for _, models in SUITS.values() for name in models})
    text = f"(default: {DEFAULT} for labels, mean for numbers, each-label for sets, rover for texts)"
    parser.add_argument("--model", choices=names, help=text)
    add_gold(parser)
    text = "what stands between the labels of a set (default: ;)"
    parser.add_argument("--separator", default=";", metavar="TEXT", help=text)
    parser.add_argument("--out", type=Path, metavar="FILE", help="CSV of the items (default: standard output)")
    parser.add_argument("--people", type=Path, metavar="FILE", help="CSV of the people's skill")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """One row an item, and one a person where that is asked for."""
    default, models = SUITS[options.scale]
    options.model = options.model or default
    if options.model not in models:
        raise BadParameter(f"--model {options.model} is not for --scale {options.scale}: {', '.join(sorted(models))}.")
    if options.separator == "":
        raise BadParameter("--separator must not be empty.")
    truth, header, rows = _KINDS[options.scale](options)
    warn(truth)
    if options.people:
        measure = "error" if options.scale == "interval" else "skill"
        write_csv(options.people, ["worker", measure, "low", "high", "answers", *_more(truth)], _people(truth))
    write_csv(options.out, header, rows)
    return 0 if truth.supported else 2


def _more(truth: Fit) -> list[str]:
    return ["shift"] if isinstance(truth, NumericTruth) else []


def _people(truth: Fit) -> Iterator[Row]:
    for code, name in enumerate(truth.skill.annotators):
        skill = truth.skill.of(name)
        shift = [number_text(float(truth.shift[code]))] if isinstance(truth, NumericTruth) else []
        yield [str(name), *map(number_text, (skill.value, skill.low, skill.high)), skill.n, *shift]


Told = tuple[Fit, list[str], Iterable[Row]]
"""(the fit, the names of the columns, a row an item)."""


def _labels(options: argparse.Namespace) -> Told:
    truth = truth_of(options, answers_of(options))
    header = [
        "item",
        "label",
        "probability",
        "tie",
        "answers",
        *(f"p:{label_text(k)}" for k in truth.answers.categories),
    ]
    return truth, header, (_label_row(truth, code) for code in range(len(truth.answers.items)))


def _label_row(truth: CategoricalTruth, code: int) -> Row:
    item = truth.answers.items[code]
    belief = truth.of(item)
    label = "" if belief.label is None else label_text(belief.label)
    shares = (number_text(float(share)) for share in truth.posterior[code])
    return [item, label, number_text(belief.probability), "yes" if belief.is_tie else "no", belief.n, *shares]


def _numbers(options: argparse.Namespace) -> Told:
    answers = answers_of(options)
    gold = read_gold(options.gold, columns_of(options), numbers=True) if options.gold else {}
    truth: NumericTruth = NUMBERS[options.model]().fit(answers, gold=gold)
    found = ((item, truth.of(item)) for item in answers.items)
    rows = ([item, *map(number_text, (each.value, each.low, each.high)), each.n] for item, each in found)
    return truth, ["item", "value", "low", "high", "answers"], rows


def _sets(options: argparse.Namespace) -> Told:
    answers = read_label_sets(options.file, columns_of(options), separator=options.separator, repeated=options.repeated)
    known = read_gold(options.gold, columns_of(options)) if options.gold else {}
    gold = {item: split_labels(str(cell), options.separator) for item, cell in known.items()}
    truth: SetTruth = EachLabel().fit(answers, gold=gold)
    labels = sorted({label for each in truth.probability.values() for label in each})
    return truth, ["item", "labels", "answers", *(f"p:{label}" for label in labels)], (
        [item, options.separator.join(sorted(truth.of(item))), len(answers.by_item[item]),
         *(number_text(sure.get(label)) for label in labels)]
        for item, sure in truth.probability.items()
    )  # fmt: skip


def _texts(options: argparse.Namespace) -> Told:
    answers = read_texts(options.file, columns_of(options), repeated=options.repeated)
    gold = read_gold(options.gold, columns_of(options)) if options.gold else {}
    truth: TextTruth = TEXTS[options.model]().fit(answers, gold=gold)
    rows = (
        [item, text, number_text(truth.share[item]), len(answers.by_item[item])] for item, text in truth.text.items()
    )
    return truth, ["item", "text", "agreed", "answers"], rows


_KINDS: dict[str, Callable[[argparse.Namespace], Told]] = {
    **dict.fromkeys(LABELS, _labels), "interval": _numbers, "set": _sets, "text": _texts,
}  # fmt: skip

"""`armslength-quality detect`: what deserves a second look."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Hashable, Iterator, Mapping

from armslength_quality.answers import Answers
from armslength_quality.commands.given import (
    LABELS,
    MODELS,
    Commands,
    add_file,
    add_model,
    answers_of,
    columns_of,
    gold_of,
    truth_of,
    warn,
)
from armslength_quality.consensus.majority import majority_of_others
from armslength_quality.detection.flags import Flag
from armslength_quality.detection.items import ambiguous, wrong_gold
from armslength_quality.detection.pairs import same_mistakes
from armslength_quality.detection.people import drifting, gold_known, long_runs, say_nothing, too_fast
from armslength_quality.detection.questions import confusing_labels, regressions
from armslength_quality.files import read_beside

Counts = dict[Hashable, tuple[int, int]]


def add(commands: Commands) -> None:
    """Its options."""
    parser = commands.add_parser("detect", help="what deserves a second look: people, pairs, items, labels, guidelines")
    add_file(parser, LABELS)
    add_model(parser)
    text = "when it was said, a date or a growing number: shows long runs and who changed"
    parser.add_argument("--when", metavar="COLUMN", help=text)
    parser.add_argument("--seconds", metavar="COLUMN", help="how long it took: shows who is far too fast")
    text = "the guideline's version, a growing number: shows after which people agree less"
    parser.add_argument("--version", metavar="COLUMN", help=text)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """A line for each, the evidence with it."""
    answers = answers_of(options)
    truth = truth_of(options, answers)
    warn(truth)
    gold = gold_of(options, answers)
    believed = {item: truth.of(item).label for item in answers.items} if truth.supported else {}
    decided = {item: label for item, label in believed.items() if label is not None}
    found = [
        *say_nothing(answers),
        *same_mistakes(answers, decided),
        *gold_known(*_on_gold(answers, gold)),
        *_in_time(options, answers, gold),
        *wrong_gold(answers, gold, model=MODELS[options.model]()),
        *ambiguous(truth),
        *confusing_labels(answers, decided, graded=options.scale == "ordinal"),
    ]
    sys.stdout.writelines(f"{each}\n" for each in found)
    sys.stderr.write(f"{len(found)} to look at; nothing here proves anything.\n")
    return 0


def _in_time(
    options: argparse.Namespace, answers: Answers, gold: Mapping[Hashable, Hashable]
) -> Iterator[Flag]:  # fmt: skip
    """What the columns beside the label show, of those that are named."""

    def beside(column: str) -> dict[tuple[Hashable, Hashable], float]:
        return read_beside(options.file, columns_of(options), column, repeated=options.repeated)

    if options.when:
        when = beside(options.when)
        yield from long_runs(_in_order(answers, when))
        yield from drifting(answers, when)
    if options.seconds:
        yield from too_fast(beside(options.seconds))
    if options.version:
        yield from regressions(answers, {answer: int(each) for answer, each in beside(options.version).items()}, gold)


def _in_order(
    answers: Answers, when: Mapping[tuple[Hashable, Hashable], float]
) -> dict[Hashable, list[Hashable]]:  # fmt: skip
    """Everybody's labels as they were given."""
    said: dict[Hashable, list[tuple[float, Hashable]]] = {}
    for item, person, label in zip(
        answers.item.tolist(), answers.annotator.tolist(), answers.label.tolist(), strict=True
    ):
        name = answers.annotators[person]
        said.setdefault(name, []).append((when[answers.items[item], name], answers.categories[label]))
    return {name: [label for _, label in sorted(each, key=lambda one: one[0])] for name, each in said.items()}


def _on_gold(answers: Answers, gold: Mapping[Hashable, Hashable]) -> tuple[Counts, Counts]:
    """person -> (right, answers) on gold; person -> (agreeing with the others' majority, answers) on the rest."""
    on_gold: dict[Hashable, list[bool]] = {}
    elsewhere: dict[Hashable, list[bool]] = {}
    for item, person, label, others in zip(
        answers.item.tolist(), answers.annotator.tolist(), answers.label.tolist(),
        majority_of_others(answers).tolist(), strict=True,
    ):  # fmt: skip
        name = answers.items[item]
        if name in gold:
            on_gold.setdefault(answers.annotators[person], []).append(answers.categories[label] == gold[name])
        elif others >= 0:
            elsewhere.setdefault(answers.annotators[person], []).append(label == others)
    right, agreeing = ({name: (sum(each), len(each)) for name, each in one.items()} for one in (on_gold, elsewhere))
    return right, agreeing

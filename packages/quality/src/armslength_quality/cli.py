"""`armslength-quality agree|detect|fit|judge|rank|report|sample answers.csv`: measures and models, without server.

Results go to standard output or the files asked for, everything else to standard error. It ends with 0, or with 2 and
one line that says what is wrong and where.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import IO, get_args

import numpy as np

from armslength_quality.agreement.bootstrap import RESAMPLES
from armslength_quality.agreement.choice import agreement_on
from armslength_quality.agreement.krippendorff import Scale
from armslength_quality.answers import Answers
from armslength_quality.detection.items import ambiguous, wrong_gold
from armslength_quality.detection.pairs import same_mistakes
from armslength_quality.detection.people import say_nothing
from armslength_quality.errors import BadParameter, QualityError
from armslength_quality.files import (
    Columns,
    FeatureColumns,
    PairColumns,
    Repeated,
    read_answers,
    read_comparisons,
    read_features,
    read_gold,
)
from armslength_quality.judges.comparison import Verdicts
from armslength_quality.judges.correction import bands, stratified_sample
from armslength_quality.judges.told import Asked, estimate_text, judge_lines, label_text, numbers_of
from armslength_quality.report.page import page
from armslength_quality.report.summary import summarise
from armslength_quality.result import Estimate
from armslength_quality.truth.bradley_terry import BradleyTerry
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
_LABELS: tuple[Scale, ...] = ("nominal", "ordinal")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except QualityError as error:
        sys.stderr.write(f"armslength-quality: {error}\n")
    except BrokenPipeError:  # whoever read the output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        sys.stderr.write(f"armslength-quality: {error.filename or 'output'}: {error.strerror or error}\n")
    return 2


def _agree(options: argparse.Namespace) -> int:
    answers = _answers(options)
    found = agreement_on(answers, options.scale, rng=np.random.default_rng(options.seed), resamples=options.resamples)
    if options.json:
        sys.stdout.write(json.dumps([asdict(estimate) for estimate in found], indent=2) + "\n")
        return 0
    sys.stdout.write(
        f"{len(answers):,} answers on {len(answers.items):,} items by {len(answers.annotators):,} people,"
        f" {len(answers.categories):,} labels, {options.scale} scale\n\n"
    )
    sys.stdout.writelines(_line(estimate) for estimate in found)
    if options.scale == "nominal" and all(_is_number(label) for label in answers.categories):
        sys.stderr.write(
            "All labels are numbers: where their order means something, say --scale ordinal or interval.\n"
        )
    return 0


def _detect(options: argparse.Namespace) -> int:
    answers = _answers(options)
    truth = _truth(options, answers)
    _warn(truth)
    gold = read_gold(options.gold, _columns(options)) if options.gold else {}
    believed = {item: truth.of(item).label for item in answers.items} if truth.supported else {}
    found = [
        *say_nothing(answers),
        *same_mistakes(answers, {item: label for item, label in believed.items() if label is not None}),
        *wrong_gold(answers, gold, model=MODELS[options.model]()),
        *ambiguous(truth),
    ]
    sys.stdout.writelines(f"{each}\n" for each in found)
    sys.stderr.write(f"{len(found)} to look at; nothing here proves anything.\n")
    return 0


def _fit(options: argparse.Namespace) -> int:
    truth = _truth(options, _answers(options))
    _warn(truth)
    if options.people:
        skills = [truth.skill.of(name) for name in truth.skill.annotators]
        rows = (
            [str(name), _text(skill.value), _text(skill.low), _text(skill.high), skill.n]
            for name, skill in zip(truth.skill.annotators, skills, strict=True)
        )
        _write_csv(options.people, ["worker", "skill", "low", "high", "answers"], rows)
    header = [
        "item",
        "label",
        "probability",
        "tie",
        "answers",
        *(f"p:{label_text(k)}" for k in truth.answers.categories),
    ]
    _write_csv(options.out, header, (_truth_row(truth, code) for code in range(len(truth.answers.items))))
    return 0 if truth.supported else 2


def _rank(options: argparse.Namespace) -> int:
    columns = PairColumns(options.worker, options.left, options.right, options.label)
    answers = read_comparisons(options.file, columns, tie=options.tie)
    scores = BradleyTerry(guessing=options.guessing).fit(answers)
    _warn(scores)
    if options.people:
        skills = ((name, scores.skill.of(name)) for name in answers.annotators)
        rows = ([name, _text(skill.value), _text(skill.low), _text(skill.high), skill.n] for name, skill in skills)
        _write_csv(options.people, ["worker", "follows", "low", "high", "answers"], rows)
    board = ([name, _text(e.value), _text(e.low), _text(e.high), e.n] for name, e in scores.board())
    _write_csv(options.out, ["contender", "score", "low", "high", "comparisons"], board)
    if scores.supported:
        sys.stderr.write(
            f"Being shown first is worth {scores.order_bias:+.2f} logits; a lead of 1 wins 73 % of what is decided.\n"
        )
    return 0 if scores.supported else 2


def _judge(options: argparse.Namespace) -> int:
    """Everybody in the second file is a judge, measured alone."""
    people = _answers(options)
    swapped = _verdicts(options, options.swapped) if options.swapped else {}
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
    for name, verdicts in _verdicts(options, options.judges).items():
        sys.stdout.writelines(f"{line}\n" for line in judge_lines(name, people, verdicts, asked))
    return 0


def _sample(options: argparse.Namespace) -> int:
    """Items for people to answer without having seen the verdicts: their names and nothing else."""
    found = _verdicts(options, options.file)
    name = options.judge if options.judge is not None else next(iter(found))
    if name not in found or (options.judge is None and len(found) > 1):
        raise BadParameter(f"--judge must be one of {', '.join(map(str, found))}.")
    strata: dict[Hashable, Hashable] = dict(found[name])
    if options.score is not None:
        read = read_features(options.file, FeatureColumns(options.item, (options.score,)))
        scores = numbers_of(read, options.score)
        strata = bands({item: scores[item] for item in strata}, options.bands)
    answered = {*read_answers(options.answered, _columns(options)).items} if options.answered else set()
    open_to = {item: stratum for item, stratum in strata.items() if item not in answered}
    drawn = stratified_sample(open_to, options.size, np.random.default_rng(options.seed), least=options.least)
    _write_csv(options.out, [options.item], ([item] for item in sorted(drawn, key=str)))
    for stratum in sorted({*strata.values()}, key=str):
        of = sum(strata[item] == stratum for item in drawn)
        sys.stderr.write(f"{of} of {sum(each == stratum for each in open_to.values())} of {label_text(stratum)}\n")
    return 0


def _verdicts(options: argparse.Namespace, path: Path) -> dict[Hashable, Verdicts]:
    """judge -> item -> verdict."""
    said = read_answers(path, _columns(options), repeated=options.repeated)
    found: dict[Hashable, Verdicts] = {}
    for code, name in enumerate(said.annotators):
        rows = np.flatnonzero(said.annotator == code)
        found[name] = {said.items[said.item[row]]: said.categories[said.label[row]] for row in rows}
    return found


def _report(options: argparse.Namespace) -> int:
    answers = _answers(options)
    truth = _truth(options, answers)
    summary = summarise(answers, truth, options.scale, seed=options.seed, resamples=options.resamples)
    options.out.write_text(page(summary, options.title or options.file.name), encoding="utf-8")
    _warn(truth)
    sys.stderr.write(f"Written: {options.out}\n")
    return 0


def _warn(truth: Fit) -> None:
    for caution in truth.warnings:
        sys.stderr.write(f"{caution.trouble}: {caution.text}\n")
    if not truth.supported and isinstance(truth, CategoricalTruth):
        sys.stderr.write("The answers do not support the model, so it says nothing; --model majority asks for less.\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="armslength-quality", description="How far people agree, and what is true.")
    commands = parser.add_subparsers(required=True, metavar="agree | detect | fit | judge | rank | report | sample")
    agree = commands.add_parser("agree", help="measures of agreement with their intervals")
    _add_file(agree, get_args(Scale))
    _add_draws(agree)
    agree.add_argument("--json", action="store_true", help="write JSON instead of lines")
    agree.set_defaults(run=_agree)
    detect = commands.add_parser("detect", help="what deserves a second look: people, pairs, items")
    _add_file(detect, _LABELS)
    _add_model(detect)
    detect.set_defaults(run=_detect)
    fit = commands.add_parser("fit", help="the likeliest label of every item, and how good everybody is")
    _add_file(fit, _LABELS)
    _add_model(fit)
    fit.add_argument("--out", type=Path, metavar="FILE", help="CSV of the items (default: standard output)")
    fit.add_argument("--people", type=Path, metavar="FILE", help="CSV of the people's skill")
    fit.set_defaults(run=_fit)
    _add_judge(
        commands.add_parser("judge", help="a model judge beside the people: agreement, confusion, may it replace one")
    )
    _add_rank(commands.add_parser("rank", help="the score of everything that was compared in pairs"))
    report = commands.add_parser("report", help="all of it as one HTML file with drawings")
    _add_file(report, _LABELS)
    _add_model(report)
    _add_draws(report)
    report.add_argument("--out", type=Path, default=Path("report.html"), metavar="FILE", help="(default: report.html)")
    report.add_argument("--title", help="heading of the report (default: the file's name)")
    report.set_defaults(run=_report)
    _add_sample(commands.add_parser("sample", help="items for people to answer blind, of every verdict of a judge"))
    return parser


def _add_file(parser: argparse.ArgumentParser, scales: Sequence[str]) -> None:
    parser.add_argument("file", type=Path, help="one answer per row: .csv, .csv.gz or .parquet")
    parser.add_argument("--item", default="item", metavar="COLUMN", help="column of the item (default: item)")
    parser.add_argument("--worker", default="worker", metavar="COLUMN", help="column of the person (default: worker)")
    parser.add_argument("--label", default="label", metavar="COLUMN", help="column of the label (default: label)")
    parser.add_argument("--scale", choices=scales, default="nominal", help="what the labels are (default: nominal)")
    parser.add_argument("--order", metavar="A,B,C", help="all labels there may be, from least to most")
    text = "which answer stands where a person answers an item again (default: refuse)"
    parser.add_argument("--repeated", choices=get_args(Repeated), default="refuse", help=text)


def _add_judge(parser: argparse.ArgumentParser) -> None:
    _add_file(parser, _LABELS)
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
    _add_draws(parser)
    parser.set_defaults(run=_judge)


def _add_sample(parser: argparse.ArgumentParser) -> None:
    _add_file(parser, _LABELS)
    parser.add_argument("--judge", metavar="NAME", help="whose verdicts, where the file has several")
    parser.add_argument("--size", type=_positive, required=True, help="how many items")
    text = "of each verdict at least (default: 5), or all there are"
    parser.add_argument("--least", type=_positive, default=5, help=text)
    parser.add_argument("--score", metavar="COLUMN", help="go by bands of this number instead of the verdict")
    parser.add_argument("--bands", type=_positive, default=5, help="of equally many items each (default: 5)")
    parser.add_argument("--answered", type=Path, metavar="FILE", help="people's answers: their items are left out")
    parser.add_argument("--out", type=Path, metavar="FILE", help="CSV of the items (default: standard output)")
    parser.add_argument("--seed", type=int, default=0, help="same seed, same items (default: 0)")
    parser.set_defaults(run=_sample)


def _add_rank(parser: argparse.ArgumentParser) -> None:
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
    parser.set_defaults(run=_rank)


def _add_draws(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seed", type=int, default=0, help="same seed, same intervals (default: 0)")
    parser.add_argument("--resamples", type=_positive, default=RESAMPLES, help=f"(default: {RESAMPLES})")


def _add_model(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--model", choices=sorted(MODELS), default=DEFAULT, help=f"(default: {DEFAULT})")
    parser.add_argument("--gold", type=Path, metavar="FILE", help="known truths, with the same item and label columns")


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def _two(text: str) -> tuple[str, str]:
    one, other = text.split(",")
    return one.strip(), other.strip()


def _named(text: str) -> tuple[str, str]:
    name, value = text.split("=", 1)
    return name.strip(), value.strip()


def _answers(options: argparse.Namespace) -> Answers:
    order = None if options.order is None else [label.strip() for label in options.order.split(",")]
    if order is not None and len(set(order)) != len(order):
        raise BadParameter("--order names a label twice.")
    return read_answers(options.file, _columns(options), scale=options.scale, order=order, repeated=options.repeated)


def _columns(options: argparse.Namespace) -> Columns:
    return Columns(options.item, options.worker, options.label)


def _truth(options: argparse.Namespace, answers: Answers) -> CategoricalTruth:
    gold = read_gold(options.gold, _columns(options)) if options.gold else {}
    as_answered = {str(label): label for label in answers.categories}
    if options.scale == "ordinal" and options.order is None:
        as_answered |= {f"{label:g}": label for label in answers.categories if isinstance(label, float)}
    return MODELS[options.model]().fit(answers, gold={item: as_answered.get(str(k), k) for item, k in gold.items()})


def _truth_row(truth: CategoricalTruth, code: int) -> list[object]:
    item = truth.answers.items[code]
    belief = truth.of(item)
    label = "" if belief.label is None else label_text(belief.label)
    shares = (_text(float(share)) for share in truth.posterior[code])
    return [item, label, _text(belief.probability), "yes" if belief.is_tie else "no", belief.n, *shares]


def _line(estimate: Estimate) -> str:
    return f"{estimate.method:<48} {estimate_text(estimate)}\n"


def _write_csv(path: Path | None, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    def write(file: IO[str]) -> None:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)

    if path is None:
        write(sys.stdout)
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        write(file)


def _text(value: float | None) -> str:
    return "" if value is None or np.isnan(value) else f"{value:.6g}"


def _is_number(label: object) -> bool:
    try:
        float(str(label))
    except ValueError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())

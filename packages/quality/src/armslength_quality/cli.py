"""`armslength-quality agree|detect|fit|judge|rank|report answers.csv`: measures and models for a file, without server.

Results go to standard output or the files asked for, everything else to standard error. It ends with 0, or with 2 and
one line that says what is wrong and where.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import IO, get_args

import numpy as np

from armslength_quality.agreement.bootstrap import RESAMPLES
from armslength_quality.agreement.choice import agreement_on
from armslength_quality.agreement.krippendorff import Scale
from armslength_quality.agreement.weights import Weights
from armslength_quality.answers import Answers
from armslength_quality.detection.items import ambiguous, wrong_gold
from armslength_quality.detection.pairs import same_mistakes
from armslength_quality.detection.people import say_nothing
from armslength_quality.errors import BadAnswers, BadParameter, QualityError
from armslength_quality.files import Columns, PairColumns, Repeated, read_answers, read_comparisons, read_gold
from armslength_quality.judges.comparison import Verdicts, compare_judge
from armslength_quality.judges.replacement import alternative_annotator
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
    header = ["item", "label", "probability", "tie", "answers", *(f"p:{_label(k)}" for k in truth.answers.categories)]
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
    people, judges = _answers(options), read_answers(options.judges, _columns(options), repeated=options.repeated)
    for code, name in enumerate(judges.annotators):
        rows = np.flatnonzero(judges.annotator == code)
        verdicts = {judges.items[judges.item[row]]: judges.categories[judges.label[row]] for row in rows}
        sys.stdout.writelines(f"{line}\n" for line in _judge_lines(name, people, verdicts, options))
    return 0


def _judge_lines(name: Hashable, people: Answers, verdicts: Verdicts, options: argparse.Namespace) -> Iterator[str]:
    weights: Weights | None = None if options.scale == "nominal" else "quadratic"
    rng = np.random.default_rng(options.seed)
    report = compare_judge(people, verdicts, weights=weights, rng=rng, resamples=options.resamples)
    yield f"{name}: {len(verdicts)} verdicts; on {report.undecided} items the people are tied"
    for what, estimate in (
        ("coverage", report.coverage),
        ("percent agreement with the majority", report.all.percent),
        (report.all.kappa.method, report.all.kappa),
        ("percent agreement of a person with the others", report.people.percent),
        (f"{report.people.kappa.method} of a person", report.people.kappa),
    ):
        yield f"  {what:<46} {_told(estimate)}"
    for label, row in zip(report.labels, report.confusion.tolist(), strict=True):
        said = ", ".join(f"{_label(of)} {n}" for of, n in zip(report.labels, row, strict=True) if n)
        yield f"  where people say {_label(label)}: {said or 'nowhere'}"
    yield f"  {_verdict_on(people, verdicts, options.allowance)}"


def _verdict_on(people: Answers, verdicts: Verdicts, allowance: float) -> str:
    try:
        test = alternative_annotator(people, verdicts, allowance=allowance)
    except BadAnswers as error:
        return f"May it replace a person? {error}"
    beaten = sum(duel.beaten for duel in test.duels)
    may = "may" if test.passes else "may not"
    return f"It holds up beside {beaten} of {len(test.duels)} people (allowance {allowance:g}): it {may} replace one."


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
    commands = parser.add_subparsers(required=True, metavar="agree | detect | fit | judge | rank | report")
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
    _add_draws(parser)
    parser.set_defaults(run=_judge)


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
    label = "" if belief.label is None else _label(belief.label)
    shares = (_text(float(share)) for share in truth.posterior[code])
    return [item, label, _text(belief.probability), "yes" if belief.is_tie else "no", belief.n, *shares]


def _line(estimate: Estimate) -> str:
    return f"{estimate.method:<48} {_told(estimate)}\n"


def _told(estimate: Estimate) -> str:
    """The number, its interval, how many items, and what a reader must know."""
    if estimate.value is None:
        return f"{'–':>7}  n {estimate.n:,}  {estimate.note}"
    ends = "" if estimate.low is None or estimate.high is None else f"{estimate.low:.3f} to {estimate.high:.3f}"
    note = f"  {estimate.note}" if estimate.note else ""
    return f"{estimate.value:>7.3f}  {ends:<16}  n {estimate.n:,}{note}"


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


def _label(label: object) -> str:
    return f"{label:g}" if isinstance(label, float) else str(label)


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

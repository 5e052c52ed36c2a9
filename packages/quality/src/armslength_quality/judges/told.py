"""A judge beside the people in lines for a terminal."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from armslength_quality.agreement.weights import Weights
from armslength_quality.answers import Answers
from armslength_quality.errors import BadAnswers, BadParameter
from armslength_quality.judges.beliefs import beside_agreement
from armslength_quality.judges.comparison import Verdicts, compare_judge, leanings, side_bias
from armslength_quality.judges.correction import Means, means
from armslength_quality.judges.pairs import Sides, family_side, left_side, longer_side, pull
from armslength_quality.judges.replacement import alternative_annotator
from armslength_quality.result import Estimate

Texts = Mapping[Hashable, Mapping[str, str]]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is to be told of each judge.

    weights, seed, resamples, allowance   as the measures take them
    features     item -> column -> text; the columns are those that the others name
    sides        the labels that pick the left and the right response
    lengths      the columns with the lengths of the left and the right response
    writers      the columns that say who wrote them
    families     judge or writer -> family; who is not there is a family of one
    leans        (label, column): does the judge give the label oftener where the column's number is large?
    rate         a label whose share is to be estimated; `mean` instead: the mean of labels that are numbers
    swapped      judge -> item -> verdict after the two responses changed places
    """

    weights: Weights | None
    seed: int
    resamples: int
    allowance: float
    features: Texts = field(default_factory=dict)
    sides: Sides | None = None
    lengths: tuple[str, str] | None = None
    writers: tuple[str, str] | None = None
    families: Mapping[str, str] = field(default_factory=dict)
    leans: Sequence[tuple[str, str]] = ()
    rate: str | None = None
    mean: bool = False
    swapped: Mapping[Hashable, Verdicts] = field(default_factory=dict)


def judge_lines(name: Hashable, people: Answers, verdicts: Verdicts, asked: Asked) -> Iterator[str]:
    """All that is asked about one judge."""
    rng = np.random.default_rng(asked.seed)
    report = compare_judge(people, verdicts, weights=asked.weights, rng=rng, resamples=asked.resamples)
    beside = beside_agreement(people, verdicts, rng=rng, resamples=asked.resamples)
    yield f"{name}: {len(verdicts)} verdicts; on {report.undecided} items the people are tied"
    for what, estimate in (
        ("coverage", report.coverage),
        ("percent agreement with the majority", report.all.percent),
        (report.all.kappa.method, report.all.kappa),
        ("percent agreement of a person with the others", report.people.percent),
        (f"{report.people.kappa.method} of a person", report.people.kappa),
        (beside.unanimous.method, beside.unanimous),
        (beside.divided.method, beside.divided),
    ):
        yield _row(what, estimate)
    for label, row in zip(report.labels, report.confusion.tolist(), strict=True):
        said = ", ".join(f"{label_text(of)} {n}" for of, n in zip(report.labels, row, strict=True) if n)
        yield f"  where people say {label_text(label)}: {said or 'nowhere'}"
    yield from _pulls(name, people, verdicts, asked)
    yield from _leans(people, verdicts, asked)
    yield from _means(people, verdicts, asked)
    yield f"  {_verdict_on(people, verdicts, asked.allowance)}"


def estimate_text(estimate: Estimate) -> str:
    """The number, its interval, how many items, and what a reader must know."""
    if estimate.value is None:
        return f"{'–':>7}  n {estimate.n:,}  {estimate.note}"
    ends = "" if estimate.low is None or estimate.high is None else f"{estimate.low:.3f} to {estimate.high:.3f}"
    note = f"  {estimate.note}" if estimate.note else ""
    return f"{estimate.value:>7.3f}  {ends:<16}  n {estimate.n:,}{note}"


def label_text(label: object) -> str:
    """A label as it is written in files."""
    return f"{label:g}" if isinstance(label, float) else str(label)


def numbers_of(features: Texts, column: str) -> dict[Hashable, float]:
    """item -> number in a column. Raises BadParameter where there is none."""
    found = {}
    for item, row in features.items():
        try:
            found[item] = float(row[column])
        except ValueError:
            raise BadParameter(f"item {item!r}, column {column!r}: {row[column]!r} is not a number.")
    return found


def _row(what: str, estimate: Estimate) -> str:
    return f"  {what:<46} {estimate_text(estimate)}"


def _pulls(name: Hashable, people: Answers, verdicts: Verdicts, asked: Asked) -> Iterator[str]:
    """Side, length and family, each as the judge has it, people have it, and the difference."""
    if asked.sides is None:
        return
    towards = {"the left": left_side(dict.fromkeys(people.items), asked.sides)}
    if asked.lengths is not None:
        left, right = (numbers_of(asked.features, column) for column in asked.lengths)
        towards["the longer"] = longer_side({item: (left[item], right[item]) for item in left}, asked.sides)
    if asked.writers is not None:
        one, other = asked.writers
        wrote = {item: (_family(row[one], asked), _family(row[other], asked)) for item, row in asked.features.items()}
        towards["its own family"] = family_side(wrote, _family(str(name), asked), asked.sides)
    for what, favoured in towards.items():
        found = pull(people, verdicts, asked.sides, favoured)
        for whose, estimate in (("judge", found.judge), ("people", found.people), ("difference", found.difference)):
            yield _row(f"picks {what}, {whose}", estimate)
    if name in asked.swapped:
        for estimate in side_bias(verdicts, asked.swapped[name], first=asked.sides[0], second=asked.sides[1]):
            yield _row(estimate.method, estimate)


def _family(writer: str, asked: Asked) -> str:
    return asked.families.get(writer, writer)


def _leans(people: Answers, verdicts: Verdicts, asked: Asked) -> Iterator[str]:
    for text, column in asked.leans:
        label = _label_of(people, text)
        for part in leanings(people, verdicts, label, numbers_of(asked.features, column)):
            what = f"says {text} oftener than people, {column} {part.low:g} to {part.high:g}"
            yield _row(what, part.difference)


def _means(people: Answers, verdicts: Verdicts, asked: Asked) -> Iterator[str]:
    """The mean over all that the judge saw: by people alone, by the judge alone, and corrected."""
    if asked.rate is None and not asked.mean:
        return
    shares = people.counts().toarray() / people.per_item[:, None]
    label = None if asked.rate is None else _label_of(people, asked.rate)
    worth = [_worth(each, label) for each in people.categories]
    by_item = dict(zip(people.items, (shares @ np.array(worth)).tolist(), strict=True))
    judge = {item: _worth(verdict, label) for item, verdict in verdicts.items()}
    seen = {item: number for item, number in by_item.items() if item in judge}
    found: Means = means(judge, seen, verdicts, rate=label is not None)
    of = "the mean" if label is None else f"share of {asked.rate}"
    yield _row(f"{of}, people alone", found.people)
    yield _row(f"{of}, judge alone", found.judge)
    yield _row(f"{of}, corrected", found.corrected)


def _worth(label: Hashable, wanted: Hashable | None) -> float:
    if wanted is not None:
        return float(label == wanted)
    try:
        return float(str(label))
    except ValueError:
        raise BadParameter(f"There is no mean of labels such as {label!r}: ask for the share of one.")


def _label_of(people: Answers, text: str) -> Hashable:
    for label in people.categories:
        if label_text(label) == text:
            return label
    raise BadParameter(f"{text!r} is not one of the people's labels.")


def _verdict_on(people: Answers, verdicts: Verdicts, allowance: float) -> str:
    try:
        test = alternative_annotator(people, verdicts, allowance=allowance)
    except BadAnswers as error:
        return f"May it replace a person? {error}"
    beaten = sum(duel.beaten for duel in test.duels)
    may = "may" if test.passes else "may not"
    return f"It holds up beside {beaten} of {len(test.duels)} people (allowance {allowance:g}): it {may} replace one."

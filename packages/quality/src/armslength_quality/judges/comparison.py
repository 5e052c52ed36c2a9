"""A judge beside the people: agreement, confusion, coverage, leanings, and what people reach among themselves."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from armslength_quality.agreement.bootstrap import RESAMPLES
from armslength_quality.agreement.cohen import cohen_kappa
from armslength_quality.agreement.groups import share_of
from armslength_quality.agreement.percent import percent_agreement
from armslength_quality.agreement.weights import Weights
from armslength_quality.answers import Answers, Codes, sorted_names
from armslength_quality.consensus.majority import majority, majority_of_others
from armslength_quality.errors import BadAnswers, BadParameter
from armslength_quality.result import Estimate

Verdicts = Mapping[Hashable, Hashable]
"""item -> what a judge says of it; None where it abstains."""
_JUDGE, _PEOPLE = "judge", "people"
_ALL = "all"
_OTHERS = 2
_Z = 1.959963984540054


@dataclass(frozen=True)
class Against:
    """How far two sides agree about the same items."""

    percent: Estimate
    kappa: Estimate


@dataclass(frozen=True, eq=False)
class JudgeReport:
    """A judge against the majority of the people.

    coverage    share of the items with people's answers that the judge gave a verdict on
    undecided   items left out because the people are tied
    against     of all items, and of each segment: name -> agreement with the majority
    people      what each person reaches against the majority of the *others*, taken together: the ceiling
    labels      rows and columns of `confusion`
    confusion   (K, K) items that the people call the row and the judge the column
    """

    coverage: Estimate
    undecided: int
    against: Mapping[str, Against]
    people: Against
    labels: tuple[Hashable, ...]
    confusion: Codes

    @property
    def all(self) -> Against:
        """Of all items together."""
        return self.against[_ALL]


@dataclass(frozen=True, slots=True)
class Leaning:
    """How much oftener than people a judge gives a label, where a feature of the items lies between two numbers."""

    low: float
    high: float
    difference: Estimate


def compare_judge(
    humans: Answers, verdicts: Verdicts, *, segments: Mapping[Any, str] | None = None,
    weights: Weights | None = None, rng: np.random.Generator | None = None, resamples: int = RESAMPLES,
) -> JudgeReport:  # fmt: skip
    """Percent agreement and Cohen's kappa of a judge with the majority of the people, and the people's own.

    Formula: the majority is strict; items where people are tied are left out and counted. The ceiling pools, over every
    item and person with at least two others, the person's answer against the others' strict majority: the judge's rule.

    segments   item -> what it belongs to (a language, a domain): each is reported apart
    weights    of kappa, for grades: labels in the order of `humans.categories`

    Raises BadAnswers when the judge has no verdict on any item that people agreed about.

    >>> people = Answers.from_table([["a", "b", "a", "b"], ["a", "b", "b", "b"], ["a", "b", "a", "a"]])
    >>> report = compare_judge(people, {0: "a", 1: "b", 2: "b", 3: "b"})
    >>> report.all.percent.value, report.coverage.value
    (0.75, 1.0)

    Reference: L. Zheng et al., "Judging LLM-as-a-Judge with MT-Bench and Chatbot Arena", NeurIPS 2023, for the setting.
    """
    vote = majority(humans)
    decided = {humans.items[code]: humans.categories[label] for code, label in enumerate(vote.label) if label >= 0}
    both = {item: label for item, label in decided.items() if verdicts.get(item) is not None}
    if not both:
        raise BadAnswers("The judge has no verdict on any item that people agreed about.")
    labels = (*humans.categories, *sorted_names({verdicts[item] for item in both} - {*humans.categories}))
    parts = {_ALL: list(both)}
    for item in both if segments else ():
        parts.setdefault(str((segments or {}).get(item, "")), []).append(item)
    given = sum(verdicts.get(item) is not None for item in humans.items)
    places = {label: place for place, label in enumerate(labels)}
    confusion = np.zeros((len(labels), len(labels)), dtype=np.int64)
    for item, label in both.items():
        confusion[places[label], places[verdicts[item]]] += 1
    confusion.setflags(write=False)
    against = {
        name: _against({item: both[item] for item in items}, verdicts, labels, weights, rng, resamples)
        for name, items in parts.items()
    }
    coverage = share_of(given, len(humans.items), "share of the items with a verdict")
    return JudgeReport(
        coverage, int(vote.is_tie.sum()), against, _ceiling(humans, weights, rng, resamples), labels, confusion
    )


def leanings(
    humans: Answers, verdicts: Verdicts, label: Hashable, feature: Mapping[Any, float], *, parts: int = 3
) -> list[Leaning]:
    """Does the judge give `label` oftener than people, and does that go with a feature of the item?

    For pairs of answers: the label "first", and how much longer the first is; or 1 where both are of the judge's own
    family. A judge without a bias of this kind has the same difference everywhere.

    Formula: in each of `parts` quantile ranges of the feature, the mean over items of [judge says label] - share of
    people who say it, +- 1.96 standard errors.
    """
    if parts < 1:
        raise BadParameter(f"parts must be 1 at least, not {parts}.")
    shares = _shares(humans, label)
    items = [item for item in shares if verdicts.get(item) is not None and item in feature]
    if not items:
        return []
    values = np.array([feature[item] for item in items], dtype=np.float64)
    apart = np.array([float(verdicts[item] == label) - shares[item] for item in items])
    edges = np.unique(np.quantile(values, np.linspace(0, 1, parts + 1)))
    where = np.clip(np.searchsorted(edges, values, side="right") - 1, 0, max(0, edges.size - 2))
    found = []
    for part in range(max(1, edges.size - 1)):
        low, high = float(edges[part]), float(edges[min(part + 1, edges.size - 1)])
        found.append(Leaning(low, high, mean_of(apart[where == part], "judge less people")))
    return found


def side_bias(verdicts: Verdicts, swapped: Verdicts, *, first: Hashable, second: Hashable) -> tuple[Estimate, Estimate]:
    """Does the judge go by the place? (share of pairs with the same winner either way, share of the others that went
    twice to the place that is shown first).

    verdicts, swapped   item -> which *place* won, before and after the two answers changed places; other verdicts, such
                        as a tie, count as neither

    A judge that goes by the content has 1 for the former. The latter is a half where it errs without regard to places.
    """
    both = [(verdicts[item], swapped[item]) for item in verdicts if swapped.get(item) is not None]
    same = sum(one == other if one not in (first, second) else {one, other} == {first, second} for one, other in both)
    stuck = sum(one == other and one in (first, second) for one, other in both)
    at_first = sum(one == other == first for one, other in both)
    return (
        share_of(same, len(both), "share of pairs with the same winner either way"),
        share_of(at_first, stuck, "share that went to the first place, of those that kept to a place"),
    )


def mean_of(values: np.ndarray[tuple[int], np.dtype[np.float64]], method: str) -> Estimate:
    """A mean with +- 1.96 standard errors; without one where all are the same, which tells nothing of others."""
    if values.size == 0:
        return Estimate(None, None, None, 0, method, "There are none.")
    mean = float(values.mean())
    if values.size < 2:
        return Estimate(mean, None, None, 1, method, "One item has no interval.")
    if np.ptp(values) == 0:
        return Estimate(mean, None, None, int(values.size), method, "All are the same: no interval.")
    half = float(_Z * values.std(ddof=1) / np.sqrt(values.size))
    return Estimate(mean, mean - half, mean + half, int(values.size), method)


def _against(
    people: Mapping[Hashable, Hashable], verdicts: Verdicts, labels: tuple[Hashable, ...], weights: Weights | None,
    rng: np.random.Generator | None, resamples: int,
) -> Against:  # fmt: skip
    rows: list[tuple[Hashable, Hashable, Hashable]] = [(item, _PEOPLE, label) for item, label in people.items()]
    rows += [(item, _JUDGE, verdicts[item]) for item in people]
    return _pair(rows, labels, weights, rng, resamples)


def _ceiling(humans: Answers, weights: Weights | None, rng: np.random.Generator | None, resamples: int) -> Against:
    """Every answer beside the strict majority of the others on the item, where there are two others at least."""
    others = majority_of_others(humans)
    rows: list[tuple[Hashable, Hashable, Hashable]] = []
    for row in np.flatnonzero((others >= 0) & (humans.per_item[humans.item] > _OTHERS)).tolist():
        rows.append((row, _PEOPLE, humans.categories[others[row]]))
        rows.append((row, _JUDGE, humans.categories[humans.label[row]]))
    return _pair(rows, humans.categories, weights, rng, resamples)


def _pair(
    rows: list[tuple[Hashable, Hashable, Hashable]], labels: tuple[Hashable, ...], weights: Weights | None,
    rng: np.random.Generator | None, resamples: int,
) -> Against:  # fmt: skip
    table = Answers.from_rows(rows, categories=labels)
    if not rows:
        nothing = Estimate(None, None, None, 0, "agreement", "No item has two others who agree.")
        return Against(nothing, nothing)
    kappa = cohen_kappa(table, _PEOPLE, _JUDGE, weights=weights, rng=rng, resamples=resamples)
    return Against(percent_agreement(table, rng=rng, resamples=resamples), kappa)


def _shares(humans: Answers, label: Hashable) -> dict[Hashable, float]:
    """Share of the people who say it, by item."""
    if label not in humans.categories:
        raise BadParameter(f"{label!r} is not one of the labels.")
    said = humans.label == humans.categories.index(label)
    share = np.bincount(humans.item, said, len(humans.items)) / humans.per_item
    return dict(zip(humans.items, share.tolist(), strict=True))

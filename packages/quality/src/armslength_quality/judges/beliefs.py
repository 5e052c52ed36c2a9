"""A judge beside what is believed of items, where the belief may be unsure, and beside how far people agree."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from armslength_quality.agreement.bootstrap import RESAMPLES, estimate
from armslength_quality.agreement.cohen import ALWAYS_BY_CHANCE
from armslength_quality.agreement.percent import agreement_by_item
from armslength_quality.agreement.weights import Weights, agreement_weights
from armslength_quality.answers import Answers, Codes, Floats, sorted_names
from armslength_quality.errors import BadAnswers
from armslength_quality.judges.comparison import Verdicts
from armslength_quality.result import Estimate

FEWEST_ITEMS = 10
_Z = 1.959963984540054
_UNANIMOUS = 1.0 - 1e-9


@dataclass(frozen=True, eq=False)
class BeliefReport:
    """A judge against beliefs.

    percent    chance that the judge says what is true, mean over the items
    kappa      the same beyond chance
    labels     rows and columns of `confusion`
    confusion  (K, K) items, by what is believed (row) and what the judge says (column); an unsure item is shared out
               over the rows, so the numbers are no whole ones
    """

    percent: Estimate
    kappa: Estimate
    labels: tuple[Hashable, ...]
    confusion: Floats


def compare_with_beliefs(
    beliefs: Mapping[Any, Mapping[Any, float]], verdicts: Verdicts, *,
    labels: Sequence[Hashable] | None = None, weights: Weights | None = None,
    clusters: Mapping[Any, Hashable] | None = None, rng: np.random.Generator | None = None,
    resamples: int = RESAMPLES,
) -> BeliefReport:  # fmt: skip
    """Percent agreement and Cohen's kappa of a judge with labels of which only probabilities are known.

    beliefs   item -> label -> probability, which sum to 1: a model's posterior, or the shares of people's answers
    labels    all labels in their order, which `weights` need; without it those seen, sorted
    clusters  item -> what it is a part of, as an option is of an answer: what belongs together is drawn together

    Formula: Cohen's, with o_ck = mean over items of p_i(c) [judge says k]: the expectation over what the labels may be.
    Where every belief is certain it is `cohen_kappa`. Interval: bootstrap over items or clusters, equal ones as one.

    Raises BadAnswers when no item has both, for probabilities that do not sum to 1, and for a label not in `labels`.

    >>> beliefs = {1: {"a": 1.0}, 2: {"a": 0.25, "b": 0.75}, 3: {"b": 1.0}}
    >>> report = compare_with_beliefs(beliefs, {1: "a", 2: "b", 3: "a"})
    >>> report.percent.value, report.confusion.tolist()
    (0.5833333333333334, [[1.0, 0.25], [1.0, 0.75]])
    """
    items = [item for item in beliefs if verdicts.get(item) is not None]
    if not items:
        raise BadAnswers("The judge has no verdict on any item that something is believed of.")
    seen = {label for item in items for label in beliefs[item]} | {verdicts[item] for item in items}
    names = tuple(sorted_names(seen)) if labels is None else tuple(labels)
    if strange := seen - {*names}:
        raise BadAnswers(f"{sorted_names(strange)[0]!r} is not one of the labels.")
    place = {label: code for code, label in enumerate(names)}
    believed, said = np.zeros((len(items), len(names))), np.zeros((len(items), len(names)))
    for row, item in enumerate(items):
        for label, probability in beliefs[item].items():
            believed[row, place[label]] = probability
        if abs(believed[row].sum() - 1.0) > 1e-6:
            raise BadAnswers(f"The probabilities of {item!r} sum to {believed[row].sum():g}, not to 1.")
        said[row, place[verdicts[item]]] = 1.0
    confusion = believed.T @ said
    confusion.setflags(write=False)
    codes = None if clusters is None else np.unique([str(clusters[item]) for item in items], return_inverse=True)[1]
    hits, size = _folded(np.column_stack(((believed * said).sum(axis=1), np.ones(len(items)))), codes)
    percent = estimate(
        hits, size, lambda sums: sums[:, 0] / sums[:, 1], rng=rng, resamples=resamples,
        method="percent agreement with what is believed", undefined="",
    )  # fmt: skip
    return BeliefReport(percent, _kappa(believed, said, weights, codes, rng, resamples), names, confusion)


def _folded(features: Floats, codes: Codes | None) -> tuple[Floats, Codes]:
    """(patterns, F) rows that differ by a billionth, of items or of the sums over clusters, and how many are alike."""
    if codes is not None:
        rows, features = features, np.zeros((int(codes.max()) + 1, features.shape[1]))
        np.add.at(features, codes, rows)
    rounded = features.round(9)
    order = np.lexsort(rounded.T)
    starts = np.flatnonzero(np.r_[True, (rounded[order][1:] != rounded[order][:-1]).any(axis=1)])
    return features[order[starts]], np.diff(np.r_[starts, len(order)])


def _kappa(
    believed: Floats, said: Floats, weights: Weights | None, codes: Codes | None, rng: np.random.Generator | None,
    resamples: int,
) -> Estimate:  # fmt: skip
    labels = believed.shape[1]
    cost = 1.0 - agreement_weights(labels, weights)
    features, size = _folded(np.column_stack((((believed @ cost) * said).sum(axis=1), believed, said)), codes)

    def kappa(sums: Floats) -> Floats:
        own, other = sums[:, 1 : 1 + labels], sums[:, 1 + labels :]
        items = own.sum(axis=1)
        expected = ((own @ cost) * other).sum(axis=1) / items**2
        with np.errstate(divide="ignore", invalid="ignore"):
            value: Floats = 1.0 - sums[:, 0] / items / expected
        value[expected <= 0] = np.nan
        return value

    name = "Cohen's kappa" if weights is None else f"Cohen's kappa, {weights} weights"
    return estimate(features, size, kappa, rng=rng, resamples=resamples, method=name, undefined=ALWAYS_BY_CHANCE)


@dataclass(frozen=True, slots=True)
class BesideAgreement:
    """How a judge does where people agree and where they do not.

    unanimous   share of the people's answers that the judge gives too, where all people say one and the same
    divided     where they do not: no judge can have all of them
    """

    unanimous: Estimate
    divided: Estimate


def beside_agreement(
    humans: Answers, verdicts: Verdicts, *, rng: np.random.Generator | None = None, resamples: int = RESAMPLES
) -> BesideAgreement:
    """Does a judge err where people are of one mind, or where they themselves are not?

    Items with two answers at least. Interval: bootstrap over items. Not defined under 10 items.

    >>> people = Answers.from_table([["a"] * 20, ["a"] * 10 + ["b"] * 10])
    >>> found = beside_agreement(people, dict.fromkeys(range(20), "a"))
    >>> found.unanimous.value, found.divided.value
    (1.0, 0.5)
    """
    alike = agreement_by_item(humans)
    counts = humans.counts().toarray()
    codes = {label: code for code, label in enumerate(humans.categories)}
    parts: dict[bool, list[float]] = {True: [], False: []}
    for place, item in enumerate(humans.items):
        verdict = verdicts.get(item)
        if item in alike and verdict is not None:
            share = counts[place, codes[verdict]] / counts[place].sum() if verdict in codes else 0.0
            parts[alike[item] > _UNANIMOUS].append(float(share))
    return BesideAgreement(
        _mean(parts[True], "agreement where people are of one mind", rng, resamples),
        _mean(parts[False], "agreement where people differ", rng, resamples),
    )


def _mean(values: list[float], method: str, rng: np.random.Generator | None, resamples: int) -> Estimate:
    if len(values) < FEWEST_ITEMS:
        return Estimate(None, None, None, len(values), method, f"Fewer than {FEWEST_ITEMS} such items.")
    features, size = _folded(np.column_stack((values, np.ones(len(values)))), None)
    return estimate(
        features, size, lambda sums: sums[:, 0] / sums[:, 1], rng=rng, resamples=resamples, method=method, undefined=""
    )


def score_and_agreement(humans: Answers, scores: Mapping[Any, float]) -> Estimate:
    """Is a judge surer of the items on which people agree more? `rank_correlation` of how sure it is and the share of
    agreeing pairs of people, over items with two answers at least.

    >>> people = Answers.from_table([["a"] * 20, ["a"] * 10 + ["b"] * 10])
    >>> round(score_and_agreement(people, {item: 1.0 - item / 40 for item in range(20)}).value, 3)
    0.867
    """
    return rank_correlation(scores, agreement_by_item(humans))


def rank_correlation(one: Mapping[Any, float], other: Mapping[Any, float]) -> Estimate:
    """Spearman's correlation of two numbers over the items that have both.

    Formula: Pearson's correlation of the mid-ranks; interval on Fisher's scale with the standard error
    sqrt((1 + r^2 / 2) / (n - 3)). Not defined under 10 items, nor where either number is the same everywhere.

    >>> rank_correlation({n: float(n) for n in range(10)}, {n: n * n for n in range(10)}).value
    1.0

    Reference: D. G. Bonett, T. A. Wright, "Sample size requirements for estimating Pearson, Kendall and Spearman
    correlations", Psychometrika 65 (2000).
    """
    method = "Spearman's rank correlation"
    items = [item for item in one if item in other]
    if len(items) < FEWEST_ITEMS:
        return Estimate(None, None, None, len(items), method, f"Fewer than {FEWEST_ITEMS} such items.")
    left, right = (_mid_ranks([of[item] for item in items]) for of in (one, other))
    if np.ptp(left) == 0 or np.ptp(right) == 0:
        return Estimate(None, None, None, len(items), method, "One of the two is the same everywhere.")
    r = float(np.clip(np.corrcoef(left, right)[0, 1], -1.0, 1.0))
    if abs(r) > _UNANIMOUS:
        return Estimate(float(round(r)), None, None, len(items), method, "All items are in one order: no interval.")
    half = _Z * np.sqrt((1 + r * r / 2) / (len(items) - 3))
    low, high = np.tanh(np.arctanh(r) - half), np.tanh(np.arctanh(r) + half)
    return Estimate(r, float(low), float(high), len(items), method)


def _mid_ranks(values: Sequence[float]) -> Floats:
    """From 1; equal values share the mean of their places."""
    _, place, times = np.unique(np.array(values), return_inverse=True, return_counts=True)
    ranks: Floats = (np.cumsum(times) - (times - 1) / 2.0)[place]
    return ranks

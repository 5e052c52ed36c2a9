"""Answers that are any number of labels: topics of a text, criteria of a rubric that are met."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby, pairwise
from types import MappingProxyType
from typing import Any

import numpy as np

from armslength_quality.answers import Answers, sorted_names
from armslength_quality.errors import BadAnswers
from armslength_quality.result import Estimate
from armslength_quality.truth.categorical import CategoricalModel, CategoricalTruth
from armslength_quality.truth.dawid_skene import DawidSkene
from armslength_quality.truth.majority import MajorityVote
from armslength_quality.truth.model import Model, demand
from armslength_quality.truth.shape import NOT_RUN, Caution, Convergence, Fit, Skill, Trouble, frozen
from armslength_quality.truth.skill import jeffreys

MEASURE = "share of the decisions about labels that agree with what is believed"
_Z = 1.959963984540054
_OUT, _IN = False, True


@dataclass(frozen=True, slots=True)
class LabelSet:
    """The labels that one annotator gave one item."""

    item: Hashable
    annotator: Hashable
    labels: frozenset[str]


@dataclass(frozen=True, eq=False)
class LabelSets:
    """Sets of labels by item.

    offered   item -> labels it could be given, sorted: one that was offered and not given is a "no"
    """

    sets: tuple[LabelSet, ...]
    offered: Mapping[Hashable, tuple[str, ...]]

    @classmethod
    def from_rows(
        cls, rows: Iterable[tuple[Hashable, Hashable, Iterable[str]]],
        offered: Iterable[str] | Mapping[Any, Iterable[str]] | None = None,
    ) -> LabelSets:  # fmt: skip
        """Build from (item, annotator, labels) rows; no labels at all is an answer.

        `offered` are the labels everybody could give, or those of each item (the criteria of its rubric); without it,
        every label seen. Raises BadAnswers for a label that was not offered, or a second set of one annotator for one
        item.
        """
        sets = sorted((LabelSet(item, who, frozenset(labels)) for item, who, labels in rows), key=_order)
        for one, two in pairwise(sets):
            if (one.item, one.annotator) == (two.item, two.annotator):
                raise BadAnswers(f"{one.annotator!r} answered item {one.item!r} twice; keep the answer that stands.")
        if isinstance(offered, Mapping):
            of_item = {each.item: tuple(sorted({*offered.get(each.item, ())})) for each in sets}
        else:
            seen = {label for each in sets for label in each.labels} if offered is None else offered
            of_item = dict.fromkeys((each.item for each in sets), tuple(sorted({*seen})))
        for each in sets:
            if unknown := each.labels - {*of_item[each.item]}:
                said = sorted(unknown)[0]
                raise BadAnswers(f"{each.annotator!r} gave item {each.item!r} the label {said!r} unasked.")
        return cls(tuple(sets), MappingProxyType(of_item))

    @cached_property
    def by_item(self) -> Mapping[Hashable, tuple[LabelSet, ...]]:
        """All sets of each item."""
        return MappingProxyType({item: tuple(each) for item, each in groupby(self.sets, key=lambda each: each.item)})

    @cached_property
    def annotators(self) -> tuple[Hashable, ...]:
        """Who answered anything."""
        return sorted_names(each.annotator for each in self.sets)

    def digest(self) -> str:
        """SHA-256 hex of the sets and of what was offered: equal sets, equal digest."""
        sha = hashlib.sha256()
        for each in self.sets:
            sha.update(repr((each.item, each.annotator, sorted(each.labels), self.offered[each.item])).encode())
        return sha.hexdigest()


@dataclass(frozen=True, eq=False, kw_only=True)
class SetTruth(Fit):
    """The labels of every item.

    probability   item -> {label: probability that it belongs there}; one or nought where gold is pinned
    """

    answers: LabelSets
    probability: Mapping[Hashable, Mapping[str, float]]

    def of(self, item: Hashable) -> frozenset[str]:
        """The labels of one item that are likelier in than out. Raises KeyError for an item nobody answered."""
        return frozenset(label for label, sure in self.probability[item].items() if sure > 0.5)

    def score(self, item: Hashable, points: Mapping[str, float]) -> Estimate:
        """What a rubric gives an item: the points met / the points there are to win, with a 95 % interval.

        points   label -> points, negative ones for what should not be; labels that were not offered count for nothing

        Formula: sum points x probability, over the sum of those above nought, cut off at 0 and 1; the interval takes
        the labels for independent. Not defined where there is nothing to win.
        """
        sure = self.probability[item]
        n = len(self.answers.by_item[item])
        most = sum(max(0.0, points.get(label, 0.0)) for label in sure)
        if most <= 0:
            return Estimate(None, None, None, n, "rubric score", "There are no points to win.")
        value = sum(points.get(label, 0.0) * each for label, each in sure.items()) / most
        spread = (
            _Z * np.sqrt(sum(points.get(label, 0.0) ** 2 * each * (1 - each) for label, each in sure.items())) / most
        )
        value, low, high = (float(np.clip(each, 0.0, 1.0)) for each in (value, value - spread, value + spread))
        return Estimate(value, low, high, n, "rubric score")


@dataclass(frozen=True)
class EachLabel(Model[LabelSets, SetTruth]):
    """Every label is a question of its own, yes or no, which `label` decides.

    label      the model of labels that decides
    together   whether all questions make one fit, in which a person is as good at one label as at another: for criteria
               that only a few items have. Otherwise each label has its own fit.

    Cost: that of `label` over answers x labels.

    >>> rows = [("t", "ada", ["sport"]), ("t", "bob", ["sport", "war"]), ("t", "cy", ["sport"]), ("u", "ada", ["war"])]
    >>> sorted(EachLabel().fit(LabelSets.from_rows(rows)).of("t"))
    ['sport']
    """

    label: CategoricalModel = field(default_factory=DawidSkene)
    together: bool = False

    def __post_init__(self) -> None:
        demand(isinstance(self.label, CategoricalModel), "label", "a model of labels")

    def fit(self, answers: LabelSets, *, gold: Mapping[Any, Iterable[str]] | None = None) -> SetTruth:
        """The labels of every item; `gold` pins those of the items it names and teaches about the people."""
        known = _known_sets(answers, gold)
        probability: dict[Hashable, dict[str, float]] = {item: {} for item in answers.by_item}
        fits = [self._fit(answers, known, labels) for labels in self._questions(answers)]
        for each in fits:
            for (item, label), sure in zip(each.answers.items, each.posterior[:, 1].tolist(), strict=True):  # type: ignore[misc]
                probability[item][label] = sure  # type: ignore[has-type]
        for item, labels in known.items():
            probability[item] = {label: float(label in labels) for label in answers.offered[item]}
        warnings = tuple(dict.fromkeys(caution for each in fits for caution in each.warnings))
        if not fits:
            warnings = (Caution(Trouble.NO_ANSWERS, "There are no answers about labels.", fatal=True),)
        elif any(each.model != self.label for each in fits):
            text = "Labels whose answers say nothing about who is good were decided by vote."
            warnings = (Caution(Trouble.FELL_BACK, text), *(each for each in warnings if not each.fatal))
        return SetTruth(
            model=self, answers=answers, gold=known, warnings=warnings, convergence=_slowest(fits),
            trace=fits[0].trace if len(fits) == 1 else frozen(np.zeros(0)),
            skill=_agreeing(answers, probability), probability=MappingProxyType(
                {item: MappingProxyType(dict(sorted(each.items()))) for item, each in probability.items()}
            ),
        )  # fmt: skip

    def _questions(self, answers: LabelSets) -> Iterator[frozenset[str]]:
        """The labels of each fit."""
        labels = sorted({label for offered in answers.offered.values() for label in offered})
        if self.together and labels:
            yield frozenset(labels)
        elif not self.together:
            yield from (frozenset([label]) for label in labels)

    def _fit(
        self, answers: LabelSets, known: Mapping[Hashable, frozenset[str]], labels: frozenset[str]
    ) -> CategoricalTruth:
        rows = [
            ((each.item, label), each.annotator, label in each.labels)
            for each in answers.sets
            for label in answers.offered[each.item]
            if label in labels
        ]
        pinned: dict[Hashable, bool] = {
            (item, label): label in known[item] for (item, label), _, _ in rows if item in known
        }
        table = Answers.from_rows(rows, categories=[_OUT, _IN])
        found = self.label.fit(table, gold=pinned)
        return found if found.supported else MajorityVote().fit(table, gold=pinned)


def _agreeing(answers: LabelSets, probability: Mapping[Hashable, Mapping[str, float]]) -> Skill:
    people = {name: code for code, name in enumerate(answers.annotators)}
    right, trials, n = np.zeros(len(people)), np.zeros(len(people)), np.zeros(len(people), dtype=np.int64)
    for each in answers.sets:
        code = people[each.annotator]
        n[code] += 1
        for label, sure in probability[each.item].items():
            right[code] += sure if label in each.labels else 1.0 - sure
            trials[code] += 1
    return jeffreys(answers.annotators, MEASURE, right, trials, n)


def _slowest(fits: list[CategoricalTruth]) -> Convergence:
    """How the fit that took longest ended, a failed one before all."""
    return min((each.convergence for each in fits), key=lambda each: (each.converged, -each.steps), default=NOT_RUN)


def _known_sets(answers: LabelSets, gold: Mapping[Hashable, Iterable[str]] | None) -> Mapping[Hashable, frozenset[str]]:
    known = {item: frozenset(labels) for item, labels in (gold or {}).items() if item in answers.by_item}
    for item, labels in known.items():
        if unknown := labels - {*answers.offered[item]}:
            raise BadAnswers(f"The gold of {item!r} has the label {sorted(unknown)[0]!r}, which it was not offered.")
    return MappingProxyType(known)


def _order(each: LabelSet) -> tuple[str, str]:
    return str(each.item), str(each.annotator)

"""What a model of spans hands back, and the plain vote."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from types import MappingProxyType
from typing import Any

import numpy as np

from armslength_quality.agreement.spans import Reading, Span, SpanAnswers
from armslength_quality.answers import sorted_names
from armslength_quality.errors import BadAnswers
from armslength_quality.truth.model import Model, demand
from armslength_quality.truth.shape import CLOSED_FORM, Caution, Fit, Skill, Trouble, frozen
from armslength_quality.truth.skill import jeffreys

MEASURE = "share of the believed spans found"
Believed = Mapping[Span, float]


@dataclass(frozen=True, eq=False, kw_only=True)
class SpanTruth(Fit):
    """The spans of every item.

    spans   item -> {(start, end, label): probability}, none of which overlap; certain where gold is pinned
    """

    answers: Spans
    spans: Mapping[Hashable, Believed]

    def of(self, item: Hashable) -> Believed:
        """The spans of one item, in the order of the text. Raises KeyError for an item nobody read."""
        return self.spans[item]


@dataclass(frozen=True, eq=False)
class Spans:
    """The readings a model is fitted to, by item: `SpanAnswers` that can name itself."""

    readings: SpanAnswers

    @classmethod
    def from_rows(cls, rows: Iterable[tuple[Hashable, Hashable, Iterable[Span]]], lengths: Mapping[Any, int]) -> Spans:
        """As `SpanAnswers.from_rows`: (item, annotator, spans) and each item's length in positions."""
        return cls(SpanAnswers.from_rows(rows, lengths))

    @cached_property
    def by_item(self) -> Mapping[Hashable, tuple[Reading, ...]]:
        """All readings of each item."""
        grouped = groupby(self.readings.readings, key=lambda reading: reading.item)
        return MappingProxyType({item: tuple(readings) for item, readings in grouped})

    @cached_property
    def annotators(self) -> tuple[Hashable, ...]:
        """Who read anything."""
        return sorted_names(reading.annotator for reading in self.readings.readings)

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """What spans are called."""
        return tuple(sorted({label for each in self.readings.readings for _, _, label in each.spans}))

    def digest(self) -> str:
        """SHA-256 hex of the readings: equal readings, equal digest."""
        sha = hashlib.sha256()
        for each in self.readings.readings:
            sha.update(repr((each.item, each.annotator, each.length, sorted(each.spans))).encode())
        return sha.hexdigest()


@dataclass(frozen=True)
class SpanVote(Model[Spans, SpanTruth]):
    """A span that at least this share of an item's readers marked, to the position. Where two overlap, the one with
    more votes stands, of two with as many the longer, and of two as long neither.

    share   a third finds more than it spoils; a half misses what people bound differently

    >>> rows = [("t", "ada", [(0, 3, "PER")]), ("t", "bob", [(0, 3, "PER"), (8, 9, "LOC")]), ("t", "cy", [])]
    >>> dict(SpanVote(share=0.5).fit(Spans.from_rows(rows, {"t": 12})).of("t"))
    {(0, 3, 'PER'): 0.6666666666666666}
    """

    share: float = 1 / 3

    def __post_init__(self) -> None:
        demand(0 < self.share <= 1, "share", "above 0, up to 1")

    def fit(self, answers: Spans, *, gold: Mapping[Any, Iterable[Span]] | None = None) -> SpanTruth:
        """The spans of every item; `gold` pins the spans of those it names."""
        known = known_spans(answers, gold)
        if not answers.by_item:
            caution = Caution(Trouble.NO_ANSWERS, "There are no readings.", fatal=True)
            return dressed(self, answers, known, {}, warnings=(caution,))
        return dressed(self, answers, known, {item: self._vote(each) for item, each in answers.by_item.items()})

    def _vote(self, readings: tuple[Reading, ...]) -> Believed:
        votes = Counter(span for reading in readings for span in reading.spans)
        share = {span: times / len(readings) for span, times in votes.items()}
        return without_overlap({span: each for span, each in share.items() if each >= self.share - 1e-12})


def without_overlap(spans: Believed) -> Believed:
    """The likeliest of any that overlap, of equals the longer; where they are as long, none: never by their names."""
    kept: dict[Span, float] = {}

    def rank(span: Span) -> tuple[float, int]:
        return -spans[span], span[0] - span[1]

    for _, equals in groupby(sorted(spans, key=lambda span: (*rank(span), span)), key=rank):
        free = [span for span in equals if not any(_overlap(span, other) for other in kept)]
        kept |= {span: spans[span] for span in free if sum(_overlap(span, other) for other in free) == 1}
    return kept


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def known_spans(answers: Spans, gold: Mapping[Any, Iterable[Span]] | None) -> Mapping[Hashable, frozenset[Span]]:
    """Gold of the items that were read. Raises BadAnswers for a span outside its item."""
    known = {item: frozenset(spans) for item, spans in (gold or {}).items() if item in answers.by_item}
    for item, spans in known.items():
        length = answers.by_item[item][0].length
        for start, end, label in sorted(spans):
            if not 0 <= start < end <= length:
                raise BadAnswers(f"The gold of {item!r} has {start}..{end} ({label}) in {length} positions.")
    return MappingProxyType(known)


def dressed(
    model: Model[Spans, SpanTruth], answers: Spans, known: Mapping[Any, frozenset[Span]],
    found: Mapping[Any, Believed], *, inner: Fit | None = None, warnings: tuple[Caution, ...] = (),
) -> SpanTruth:  # fmt: skip
    """The result: gold in its place, spans in the order of the text, how good everybody is at finding them."""
    spans = {
        item: MappingProxyType(dict(sorted(found[item].items())))
        if item not in known
        else MappingProxyType(dict.fromkeys(sorted(known[item]), 1.0))
        for item in found
    }
    return SpanTruth(
        model=model, answers=answers, gold=known, warnings=warnings or (inner.warnings if inner else ()),
        convergence=inner.convergence if inner else CLOSED_FORM, trace=inner.trace if inner else frozen(np.zeros(0)),
        skill=_finders(answers, spans), spans=MappingProxyType(spans),
    )  # fmt: skip


def _finders(answers: Spans, spans: Mapping[Hashable, Believed]) -> Skill:
    """How much of what is believed each annotator marked, to the position; Jeffreys' interval."""
    people = {name: code for code, name in enumerate(answers.annotators)}
    found, there, n = np.zeros(len(people)), np.zeros(len(people)), np.zeros(len(people), dtype=np.int64)
    for item, readings in answers.by_item.items():
        for reading in readings:
            code = people[reading.annotator]
            n[code] += 1
            for span, probability in spans.get(item, {}).items():
                there[code] += probability
                found[code] += probability * (span in reading.spans)
    return jeffreys(answers.annotators, MEASURE, found, there, n)

"""Spans read position by position: each is outside, begins a span or goes on with it, and a model of labels decides."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from armslength_quality.agreement.spans import Span
from armslength_quality.answers import Answers, Floats
from armslength_quality.truth.categorical import CategoricalModel
from armslength_quality.truth.dawid_skene import DawidSkene
from armslength_quality.truth.model import Model, demand
from armslength_quality.truth.shape import Caution, Trouble
from armslength_quality.truth.spans import Spans, SpanTruth, dressed, known_spans

_LEAST = 1e-12
_OUTSIDE = 0


@dataclass(frozen=True)
class SpanPositions(Model[Spans, SpanTruth]):
    """Every position is an item with the tags of BIO; `labels` finds the posterior of each, and the likeliest sequence
    of tags that is a sequence of spans is taken (Viterbi: nothing goes on that did not begin).

    labels   the model of labels that decides about a position

    Positions are tokens or characters: whatever the spans count. Where spans of one reading overlap the longest is
    read. A span's probability is that of its least certain position.

    Cost: that of `labels` over readings x positions.

    Reference: A. T. Nguyen et al., "Aggregating and Predicting Sequence Labels from Crowd Annotations", ACL 2017, for
    the setting; the tags of neighbours are tied here by the decoding alone.
    """

    labels: CategoricalModel = field(default_factory=DawidSkene)

    def __post_init__(self) -> None:
        demand(isinstance(self.labels, CategoricalModel), "labels", "a model of labels")

    def fit(self, answers: Spans, *, gold: Mapping[Any, Iterable[Span]] | None = None) -> SpanTruth:
        """The spans of every item; `gold` pins the spans of those it names and teaches about the readers."""
        known = known_spans(answers, gold)
        labels = sorted({*answers.labels, *(label for spans in known.values() for _, _, label in spans)})
        if not labels:
            text = "Nobody marked anything: that says nothing about who finds what is there."
            caution = Caution(Trouble.ONE_CATEGORY if answers.by_item else Trouble.NO_ANSWERS, text, fatal=True)
            return dressed(self, answers, known, {}, warnings=(caution,))
        codes = {label: 1 + 2 * number for number, label in enumerate(labels)}
        start = np.cumsum([0, *(readings[0].length for readings in answers.by_item.values())])
        first = dict(zip(answers.by_item, start[:-1].tolist(), strict=True))
        pinned = {
            first[item] + place: int(tag)
            for item, spans in known.items()
            for place, tag in enumerate(_tags(spans, answers.by_item[item][0].length, codes))
        }
        inner = self.labels.fit(_table(answers, first, codes), gold=pinned)
        if not inner.supported:
            return dressed(self, answers, known, {}, inner=inner)
        tags = 1 + 2 * len(labels)
        posterior = np.full((int(start[-1]), tags), _LEAST)
        places = np.array(inner.answers.items, dtype=np.int64)
        posterior[np.ix_(places, np.array(inner.answers.categories, dtype=np.int64))] = inner.posterior
        found = {
            item: dict(_decoded(posterior[first[item] : first[item] + readings[0].length], labels))
            for item, readings in answers.by_item.items()
        }
        return dressed(self, answers, known, found, inner=inner)


def _table(answers: Spans, first: Mapping[Hashable, int], codes: Mapping[str, int]) -> Answers:
    """One answer per reading and position; the item is the position, counted through all items."""
    people = {name: code for code, name in enumerate(answers.annotators)}
    item, who, said = [], [], []
    for name, readings in answers.by_item.items():
        for reading in readings:
            item.append(first[name] + np.arange(reading.length))
            who.append(np.full(reading.length, people[reading.annotator]))
            said.append(_tags(reading.spans, reading.length, codes))
    table = Answers.from_arrays(np.concatenate(item), np.concatenate(who), np.concatenate(said))
    return Answers(
        table.items, table.annotators, tuple(int(tag) for tag in table.categories), table.item, table.annotator,  # type: ignore[call-overload]
        table.label,
    )  # fmt: skip


def _tags(spans: Iterable[Span], length: int, codes: Mapping[str, int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """(length,) 0 outside; a label's code where a span begins, the next number where it goes on."""
    tags = np.zeros(length, dtype=np.int64)
    for start, end, label in sorted(spans, key=lambda span: (span[0] - span[1], span)):
        if not tags[start:end].any():
            tags[start:end] = codes[label] + 1
            tags[start] = codes[label]
    return tags


def _decoded(posterior: Floats, labels: list[str]) -> Iterator[tuple[Span, float]]:
    """The spans of the likeliest sequence of tags in which nothing goes on that did not begin."""
    tags = posterior.shape[1]
    log = np.log(np.maximum(posterior, _LEAST))
    goes_on = np.arange(2, tags, 2)
    step = np.zeros((tags, tags))
    step[:, goes_on] = -np.inf
    step[goes_on, goes_on] = step[goes_on - 1, goes_on] = 0.0
    score, back = log[0].copy(), []
    score[goes_on] = -np.inf
    for row in log[1:]:
        ways = score[:, None] + step
        back.append(ways.argmax(axis=0))
        score = ways.max(axis=0) + row
    path = [int(score.argmax())]
    for came in reversed(back):
        path.append(int(came[path[-1]]))
    path.reverse()
    yield from _spans(path, posterior, labels)


def _spans(path: list[int], posterior: Floats, labels: list[str]) -> Iterator[tuple[Span, float]]:
    start = 0
    while start < len(path):
        if path[start] == _OUTSIDE:
            start += 1
            continue
        end = start + 1
        while end < len(path) and path[end] == path[start] + 1:
            end += 1
        sure = posterior[start:end, path[start] : path[start] + 2].sum(axis=1)
        yield (start, end, labels[(path[start] - 1) // 2]), float(min(1.0, sure.min()))
        start = end

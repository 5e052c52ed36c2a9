"""Marks in texts (spans, errors, claims): which of different people mean one thing, is it there, and what is it?

Marks of one text that overlap by half (intersection over union, mean of all pairs) are one thing, of each person one at
most, whatever they are called; of what a mark is called the same goes first. Everybody who answered says something of
every thing: what they called it, or that it is not there. So a thing is a label like others, believed by how people
err. Where it begins and ends is where most of its marks do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, Final, NamedTuple

import msgspec
import numpy as np

import armslength_quality as quality
from armslength.truth.rules.reading import Asked

NOT_MARKED: Final = "not marked"
"""What somebody says of a thing that they did not mark: no id of a label has a blank."""
LEAST: Final = 0.5
"""So much two marks of one thing overlap."""
_OTHER_NAME: Final = 1 - 1e-6
"""Of marks that overlap as much, those that are called the same go together."""
_MOST_TOGETHER: Final = 400
"""Of more marks in one heap only those at the same place are one thing: groups take the square of it."""
Stretch = tuple[int, int]


class Thing(NamedTuple):
    """Something that people marked: by person, the mark. `name`: where it is, in words that are the same each time."""

    name: str
    marks: Mapping[str, Any]

    def label(self, person: str) -> str:
        """What somebody says of it."""
        return str(self.marks[person].label) if person in self.marks else NOT_MARKED

    @property
    def place(self) -> Stretch:
        """Where it begins and ends: the place that most marked; of those the nearest to all marks, the longest."""
        places = [(mark.start, mark.end) for mark in self.marks.values()]
        times = Counter(places)
        return min(times, key=lambda one: (-times[one], -sum(_iou(one, each) for each in places), one[0] - one[1], one))

    @property
    def spread(self) -> tuple[int, int, int, int] | None:
        """The first and the last start, the first and the last end; None where all marked the same stretch."""
        starts = [mark.start for mark in self.marks.values()]
        ends = [mark.end for mark in self.marks.values()]
        found = (min(starts), max(starts), min(ends), max(ends))
        return None if found[0] == found[1] and found[2] == found[3] else found

    def made(self, question: Asked, label: str) -> Any:
        """The mark it is, if it is called this: how grave, and what else is said of it, by the middle one of those who
        call it so; at the place of all. None where nobody calls it so."""
        same = [mark for mark in self.marks.values() if mark.label == label]
        if not same:
            return None
        start, end = self.place
        quote = next(mark.quote for mark in self.marks.values() if (mark.start, mark.end) == (start, end))
        return msgspec.structs.replace(question.middle_entry(same), start=start, end=end, quote=quote)


def is_marks(question: Asked) -> bool:
    """Whether answers are stretches of text."""
    return question.measure.scale == "spans"


def things(question: Asked, said: Mapping[str, Any]) -> list[Thing]:
    """What people marked at one target of an item, in the order of the texts; `said`: by person, their answer."""
    marks = [
        (_text(mark), person, mark)
        for person, value in sorted(said.items())
        for mark in question.parts.of(value).values()
    ]
    marks.sort(key=lambda each: (each[0], each[2].start, each[2].end, str(each[2].label), each[1]))
    found, names = [], Counter[str]()
    for text, group in groupby(marks, key=lambda each: each[0]):
        for heap in _heaps([(person, mark) for _, person, mark in group]):
            for members in _joined(heap):
                thing = Thing("", dict(members))
                start, end = thing.place
                name = " ".join(filter(None, (*text, f"{start}-{end}")))
                names[name] += 1
                found.append(thing._replace(name=name if names[name] == 1 else f"{name} ({names[name]})"))
    return found


def uncrossed(question: Asked, marks: Sequence[tuple[float, Any]]) -> list[tuple[float, Any]]:
    """(how sure, mark) of what can stand together, in the order of the texts: where marks may not cross, the surer of
    two that do, of equals the longer."""
    if question.parts.crossing:
        return sorted(marks, key=lambda each: _order(each[1]))
    kept: list[tuple[float, Any]] = []
    for sure, mark in sorted(marks, key=lambda each: (-each[0], each[1].start - each[1].end, _order(each[1]))):
        if not any(_crosses(mark, other) for _, other in kept):
            kept.append((sure, mark))
    return sorted(kept, key=lambda each: _order(each[1]))


def _crosses(one: Any, other: Any) -> bool:
    return _text(one) == _text(other) and bool(one.start < other.end and other.start < one.end)


def _text(mark: Any) -> tuple[str, str, str]:
    return mark.field, mark.response or "", mark.message or ""


def _order(mark: Any) -> tuple[Any, ...]:
    return *_text(mark), mark.start, mark.end, str(mark.label)


def _heaps(marks: Sequence[tuple[str, Any]]) -> Iterator[list[tuple[str, Any]]]:
    """Marks that hang together by overlapping; in the order of the text."""
    heap: list[tuple[str, Any]] = []
    reach = -1
    for person, mark in marks:
        if heap and mark.start >= reach:
            yield heap
            heap = []
        heap.append((person, mark))
        reach = max(reach, mark.end) if len(heap) > 1 else mark.end
    if heap:
        yield heap


def _joined(heap: Sequence[tuple[str, Any]]) -> list[list[tuple[str, Any]]]:
    places = np.array([(mark.start, mark.end) for _, mark in heap], dtype=np.float64)
    if len(heap) > _MOST_TOGETHER:
        return [group for at in dict.fromkeys(map(tuple, places.tolist())) for group in _at(heap, at)]
    start, end = places.T
    inside = np.minimum(end[:, None], end) - np.maximum(start[:, None], start)
    around = np.maximum(end[:, None], end) - np.minimum(start[:, None], start)
    labels = np.array([str(mark.label) for _, mark in heap])
    likeness = np.where(inside > 0, inside / around, 0.0) * np.where(labels[:, None] == labels, 1.0, _OTHER_NAME)
    groups = quality.joined(likeness, [person for person, _ in heap], LEAST - 1e-6)
    return [[heap[each] for each in sorted(group)] for group in sorted(map(sorted, groups))]


def _at(heap: Sequence[tuple[str, Any]], place: tuple[float, ...]) -> Iterator[list[tuple[str, Any]]]:
    """Of many, those at the same place, of each person one."""
    left = [(person, mark) for person, mark in heap if (mark.start, mark.end) == place]
    while left:
        group = dict(reversed(left))
        yield sorted(group.items(), key=lambda each: each[0])
        left = [(person, mark) for person, mark in left if group[person] is not mark]


def _iou(one: Stretch, other: Stretch) -> float:
    return max(0, min(one[1], other[1]) - max(one[0], other[0])) / (max(one[1], other[1]) - min(one[0], other[0]))

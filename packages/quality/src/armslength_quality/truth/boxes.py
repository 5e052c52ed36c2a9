"""What a model of shapes hands back, and finding what shape of one person answers to what of another."""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, groupby
from types import MappingProxyType
from typing import Any

import numpy as np

from armslength_quality.agreement.boxes import Box, BoxAnswers, Drawing, box_order
from armslength_quality.agreement.overlap import iou_table
from armslength_quality.answers import Answers, Floats, sorted_names
from armslength_quality.errors import BadAnswers
from armslength_quality.truth.care import care, fused
from armslength_quality.truth.categorical import CategoricalModel, CategoricalTruth
from armslength_quality.truth.linkage import joined
from armslength_quality.truth.majority import MajorityVote
from armslength_quality.truth.model import Model, demand
from armslength_quality.truth.shape import CLOSED_FORM, Caution, Fit, Trouble, frozen
from armslength_quality.truth.skill import jeffreys
from armslength_quality.truth.turned import Together, together

MEASURE = "F1 of the boxes with what is believed"
_THERE, _NOT = "there", "not there"
_SLIP = 9 / 0.455
"""Nine variances, by the median of a square: that of a standard normal number is 0.455."""


@dataclass(frozen=True, slots=True)
class FoundBox:
    """A box that is believed.

    probability   that there is something
    drawn         how many people drew it
    facing        the share of these whose front looks the same way, to an eighth of a turn; 1 where nobody turned it
    """

    box: Box
    probability: float
    drawn: int
    facing: float = 1.0


@dataclass(frozen=True, eq=False, kw_only=True)
class BoxTruth(Fit):
    """The boxes of every item.

    boxes   item -> what is believed, in the order of the corners; certain where gold is pinned
    """

    answers: Boxes
    boxes: Mapping[Hashable, tuple[FoundBox, ...]]

    def of(self, item: Hashable) -> tuple[FoundBox, ...]:
        """The boxes of one item. Raises KeyError for an item nobody looked at."""
        return self.boxes[item]


@dataclass(frozen=True, eq=False)
class Boxes:
    """The drawings a model is fitted to, by item: `BoxAnswers` that can name itself.

    Stretches of time have one dimension, rectangles two, cuboids three.
    """

    drawings: BoxAnswers

    @classmethod
    def from_rows(cls, rows: Iterable[tuple[Hashable, Hashable, Iterable[Box]]]) -> Boxes:
        """As `BoxAnswers.from_rows`: (item, annotator, boxes); a drawing without boxes is an answer."""
        return cls(BoxAnswers.from_rows(rows))

    @cached_property
    def by_item(self) -> Mapping[Hashable, tuple[Drawing, ...]]:
        """All drawings of each item."""
        grouped = groupby(self.drawings.drawings, key=lambda drawing: drawing.item)
        return MappingProxyType({item: tuple(drawings) for item, drawings in grouped})

    @cached_property
    def annotators(self) -> tuple[Hashable, ...]:
        """Who looked at anything."""
        return sorted_names(drawing.annotator for drawing in self.drawings.drawings)

    def digest(self) -> str:
        """SHA-256 hex of the drawings: equal drawings, equal digest."""
        sha = hashlib.sha256()
        for each in self.drawings.drawings:
            boxes = [
                (box.low, box.high, box.label, box.yaw) if box.yaw else (box.low, box.high, box.label)
                for box in each.boxes
            ]
            sha.update(repr((each.item, each.annotator, boxes)).encode())
        return sha.hexdigest()


@dataclass(frozen=True)
class Cluster:
    """Boxes of different people that mean one thing.

    members   annotator -> her box
    """

    item: Hashable
    members: Mapping[Hashable, Box]

    @cached_property
    def middle(self) -> Box:
        """The median of each side, along axes in the middle of everybody's."""
        return middle(list(self.members.values()))


@dataclass(frozen=True)
class BoxClusters(Model[Boxes, BoxTruth]):
    """Boxes of one label that overlap are one thing, of each person one at most; whether it is there is a question that
    everybody who saw the item answered, by drawing it or not; each of its sides is the mean of what was drawn, in which
    those who draw carefully count for more and a slip for little.

    iou        the least mean overlap of those who mean the same (intersection over union)
    there      the model of labels that decides whether a thing is there: by default each person's word counts the same,
               and a thing is there when half of them drew it. `DawidSkene()` learns who overlooks much and who draws
               what is not there.
    weighted   False: the median of each side, whoever drew it

    Boxes may be turned. Sides are then put together along axes in the middle of everybody's, and so is how far each is
    turned from these; a box that is told with length and width exchanged and a quarter more, or with its back for its
    front, covers the same and counts so. Where the front is, most decide: see `FoundBox.facing`.

    Cost: per item and label the square of its boxes, and that of `there` over things x people.

    >>> rows = [("i", "ada", [Box((0, 0), (10, 10))]), ("i", "bob", [Box((0, 1), (10, 11))]), ("i", "cy", [])]
    >>> [(each.box.low, each.box.high, each.drawn) for each in BoxClusters().fit(Boxes.from_rows(rows)).of("i")]
    [((0.0, 0.5), (10.0, 10.5), 2)]

    Reference: S. Branson, G. Van Horn, P. Perona, "Lean Crowdsourcing: Combining Humans and Machines in an Online
    System", CVPR 2017, for the setting.
    """

    iou: float = 0.5
    there: CategoricalModel = field(default_factory=MajorityVote)
    weighted: bool = True

    def __post_init__(self) -> None:
        demand(0 < self.iou <= 1, "iou", "over 0, up to 1")
        demand(isinstance(self.there, CategoricalModel), "there", "a model of labels")

    def fit(self, answers: Boxes, *, gold: Mapping[Any, Iterable[Box]] | None = None) -> BoxTruth:
        """The boxes of every item; `gold` pins those of the items it names and teaches about the people."""
        known = known_boxes(answers, gold)
        clusters = [
            cluster for item, drawings in answers.by_item.items() for cluster in clustered(item, drawings, self.iou)
        ]
        votes = {
            (number, each.annotator): _THERE if each.annotator in cluster.members else _NOT
            for number, cluster in enumerate(clusters)
            for each in answers.by_item[cluster.item]
        }
        if not votes:
            text = "Nobody drew anything: that says nothing about who finds what is there."
            caution = Caution(Trouble.ONE_CATEGORY if answers.by_item else Trouble.NO_ANSWERS, text, fatal=True)
            return self._dressed(answers, known, {}, None, (caution,))
        pinned: dict[Hashable, str] = {
            number: _THERE if _matches(cluster.middle, known[cluster.item], self.iou) else _NOT
            for number, cluster in enumerate(clusters)
            if cluster.item in known
        }
        rows = [(number, who, said) for (number, who), said in votes.items()]
        inner = self.there.fit(Answers.from_rows(rows, categories=[_NOT, _THERE]), gold=pinned)
        if not inner.supported:
            return self._dressed(answers, known, {}, inner, inner.warnings)
        found: dict[Hashable, list[FoundBox]] = {item: [] for item in answers.by_item}
        placed = _Sides(answers, clusters).of if self.weighted else lambda cluster: cluster.middle
        for number, cluster in enumerate(clusters):
            sure = float(inner.posterior[inner.answers.item_codes[number], 1])
            if sure >= 0.5 - 1e-9:
                box, drawn = placed(cluster), list(cluster.members.values())
                found[cluster.item].append(FoundBox(box, min(1.0, sure), len(drawn), _facing(box, drawn)))
        return self._dressed(answers, known, found, inner, inner.warnings)

    def _dressed(
        self, answers: Boxes, known: Mapping[Hashable, tuple[Box, ...]], found: Mapping[Hashable, Sequence[FoundBox]],
        inner: CategoricalTruth | None, warnings: tuple[Caution, ...],
    ) -> BoxTruth:  # fmt: skip
        boxes = {
            item: tuple(_pinned(box, answers.by_item[item], self.iou) for box in known[item])
            if item in known
            else tuple(sorted(found[item], key=lambda each: box_order(each.box)))
            for item in (answers.by_item if inner is None or inner.supported else known)
            if item in known or item in found
        }
        right, trials = (np.zeros(len(answers.annotators)) for _ in range(2))
        n = np.zeros(len(answers.annotators), dtype=np.int64)
        people = {name: code for code, name in enumerate(answers.annotators)}
        for item, drawings in answers.by_item.items():
            believed = [each.box for each in boxes.get(item, ())]
            for drawing in drawings:
                code = people[drawing.annotator]
                n[code] += 1
                right[code] += sum(_matches(box, drawing.boxes, self.iou) for box in believed)
                trials[code] += (len(believed) + len(drawing.boxes)) / 2
        return BoxTruth(
            model=self, answers=answers, gold=known, warnings=warnings,
            convergence=inner.convergence if inner else CLOSED_FORM,
            trace=inner.trace if inner else frozen(np.zeros(0)),
            skill=jeffreys(answers.annotators, MEASURE, np.minimum(right, trials), trials, n),
            boxes=MappingProxyType(boxes),
        )  # fmt: skip


class _Sides:
    """Where things are, by how carefully everybody draws.

    care    (annotators,)
    usual   variance of a usual person's side, in widths of the thing
    """

    def __init__(self, answers: Boxes, clusters: Sequence[Cluster]) -> None:
        self.place = {name: code for code, name in enumerate(answers.annotators)}
        drawn = [self._drawn(cluster) for cluster in clusters]
        pairs = [
            (who[one], who[other], 2 * (all_of.sides[one] - all_of.sides[other]) / (widths[one] + widths[other]))
            for who, all_of, widths in drawn
            for one, other in combinations(range(len(who)), 2)
        ]
        squares = [off**2 for _, _, off in pairs]
        # A slip says little about care: beyond three deviations, by the middle of all, it counts as so much.
        most = _SLIP * float(np.median(np.concatenate(squares))) if squares else 0.0
        differences: dict[tuple[int, int], list[float]] = defaultdict(list)
        for (one, other, _), square in zip(pairs, squares, strict=True):
            differences[one, other].append(float(np.minimum(square, most).mean()))
        self.care = care(differences, len(self.place))
        self.usual = float(np.mean([sum(each) / len(each) for each in differences.values()] or [0.0])) / 2

    def of(self, cluster: Cluster) -> Box:
        """Where this one is."""
        who, drawn, widths = self._drawn(cluster)
        found = fused(drawn.sides, self.care[who], np.sqrt(self.usual) * widths.mean(axis=0))
        # Where far too little is alike for a mean of sides to be a box, medians are one.
        return drawn.box(found, self.care[who]) or cluster.middle

    def _drawn(self, cluster: Cluster) -> tuple[list[int], Together, Floats]:
        """Who drew it, in the order of their codes, their boxes in common axes, and the widths of these."""
        who = sorted((self.place[name], name) for name in cluster.members)
        drawn = together([cluster.members[name] for _, name in who])
        return [code for code, _ in who], drawn, drawn.widths


def clustered(item: Hashable, drawings: Sequence[Drawing], iou: float) -> Iterator[Cluster]:
    """Things of one item: the two groups with the largest mean overlap are joined, while no person has two in one and
    the mean stays at least `iou`; shapes that do not overlap at all are never one thing."""
    labels = sorted({box.label for drawing in drawings for box in drawing.boxes})
    for label in labels:
        drawn = [(each.annotator, box) for each in drawings for box in each.boxes if box.label == label]
        drawn.sort(key=lambda each: box_order(each[1]))
        boxes = [box for _, box in drawn]
        for group in joined(iou_table(boxes, boxes), [who for who, _ in drawn], iou):
            yield Cluster(item, MappingProxyType({drawn[one][0]: drawn[one][1] for one in group}))


def middle(boxes: Sequence[Box]) -> Box:
    """The median of each side: one person's slip moves it little."""
    drawn = together(boxes)
    found = drawn.box(np.median(drawn.sides, axis=0), np.ones(len(boxes)))
    assert found is not None  # medians of what lies below are below the medians of what lies above
    return found


def _facing(box: Box, drawn: Sequence[Box]) -> float:
    return float(np.mean([math.cos(each.yaw - box.yaw) >= math.sqrt(0.5) for each in drawn])) if drawn else 1.0


def known_boxes(answers: Boxes, gold: Mapping[Any, Iterable[Box]] | None) -> Mapping[Hashable, tuple[Box, ...]]:
    """Gold of the items that were looked at. Raises BadAnswers for a box without extent."""
    known = {item: tuple(boxes) for item, boxes in (gold or {}).items() if item in answers.by_item}
    try:
        BoxAnswers.from_rows((item, "gold", boxes) for item, boxes in known.items())
    except BadAnswers as error:
        raise BadAnswers(f"Gold: {error}") from None
    return MappingProxyType(known)


def _matches(box: Box, others: Sequence[Box], iou: float) -> bool:
    alike = [other for other in others if other.label == box.label]
    return bool((iou_table([box], alike) >= iou - 1e-12).any())


def _pinned(box: Box, drawings: Sequence[Drawing], iou: float) -> FoundBox:
    """A known box, and how many drew it, facing where."""
    drawn = []
    for drawing in drawings:
        alike = [other for other in drawing.boxes if other.label == box.label]
        shared = iou_table([box], alike)[0]
        if alike and shared.max() >= iou - 1e-12:
            drawn.append(alike[int(shared.argmax())])
    return FoundBox(box, 1.0, len(drawn), _facing(box, drawn))

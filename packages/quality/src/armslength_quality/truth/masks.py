"""Masks: every pixel about which people differ is a question, and a model of labels decides it."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby, pairwise
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from armslength_quality.answers import Answers, Floats, sorted_names
from armslength_quality.errors import BadAnswers
from armslength_quality.truth.categorical import CategoricalModel
from armslength_quality.truth.majority import MajorityVote
from armslength_quality.truth.model import Model, demand
from armslength_quality.truth.shape import CLOSED_FORM, Caution, Fit, Trouble, frozen
from armslength_quality.truth.skill import jeffreys

MEASURE = "overlap (IoU) with what is believed"
Pixels = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Mask:
    """What one annotator marked in one item.

    pixels   (height, width) read-only
    """

    item: Hashable
    annotator: Hashable
    pixels: Pixels


@dataclass(frozen=True)
class PackedMask:
    """A table of pixels as a value: equal where the pixels are, and told in full in a provenance."""

    shape: tuple[int, ...]
    bits: bytes

    @classmethod
    def of(cls, table: ArrayLike) -> PackedMask:
        """From a table of pixels."""
        pixels = np.array(table, dtype=np.bool_)
        return cls(pixels.shape, np.packbits(pixels).tobytes())

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        bits = np.unpackbits(np.frombuffer(self.bits, dtype=np.uint8), count=int(np.prod(self.shape)))
        return bits.reshape(self.shape).astype(dtype or np.bool_)


@dataclass(frozen=True, eq=False)
class Masks:
    """Masks of all annotators, by item; an empty mask is an answer ("nothing here")."""

    masks: tuple[Mask, ...]

    @classmethod
    def from_rows(cls, rows: Iterable[tuple[Hashable, Hashable, ArrayLike]]) -> Masks:
        """Build from (item, annotator, table of pixels) rows; anything but nought is marked.

        Raises BadAnswers for masks of one item that differ in size, or a second mask of one annotator in one item.
        """
        masks = []
        for item, annotator, table in rows:
            pixels = np.array(table, dtype=np.bool_)
            if pixels.ndim != 2 or not pixels.size:
                raise BadAnswers(f"{annotator!r} in item {item!r}: a mask is a table of pixels, not {pixels.shape}.")
            masks.append(Mask(item, annotator, frozen(pixels)))
        masks.sort(key=lambda mask: (str(mask.item), str(mask.annotator)))
        for one, two in pairwise(masks):
            if one.item == two.item and one.pixels.shape != two.pixels.shape:
                raise BadAnswers(f"Item {one.item!r} has masks of {one.pixels.shape} and {two.pixels.shape} pixels.")
            if (one.item, one.annotator) == (two.item, two.annotator):
                raise BadAnswers(f"{one.annotator!r} marked item {one.item!r} twice; keep the mask that stands.")
        return cls(tuple(masks))

    @cached_property
    def by_item(self) -> Mapping[Hashable, tuple[Mask, ...]]:
        """All masks of each item."""
        grouped = groupby(self.masks, key=lambda mask: mask.item)
        return MappingProxyType({item: tuple(masks) for item, masks in grouped})

    @cached_property
    def annotators(self) -> tuple[Hashable, ...]:
        """Who marked anything."""
        return sorted_names(mask.annotator for mask in self.masks)

    def digest(self) -> str:
        """SHA-256 hex of the masks: equal masks, equal digest."""
        sha = hashlib.sha256()
        for each in self.masks:
            sha.update(repr((each.item, each.annotator, each.pixels.shape)).encode())
            sha.update(np.packbits(each.pixels).tobytes())
        return sha.hexdigest()


def polygon_mask(corners: Sequence[tuple[float, float]], shape: tuple[int, int]) -> Pixels:
    """(height, width) the pixels whose middle lies inside a polygon of (x, y) corners, by the even-odd rule.

    >>> polygon_mask([(0, 0), (2, 0), (2, 2), (0, 2)], (3, 3)).astype(int).tolist()
    [[1, 1, 0], [1, 1, 0], [0, 0, 0]]
    """
    y, x = np.mgrid[: shape[0], : shape[1]] + 0.5
    inside = np.zeros(shape, dtype=np.bool_)
    for (x0, y0), (x1, y1) in zip(corners, [*corners[1:], *corners[:1]], strict=True):
        if y0 != y1:
            inside ^= ((y0 > y) != (y1 > y)) & (x < x0 + (y - y0) * (x1 - x0) / (y1 - y0))
    return inside


@dataclass(frozen=True, eq=False, kw_only=True)
class MaskTruth(Fit):
    """The mask of every item; gold is kept as `PackedMask`.

    probability   item -> (height, width) probability that a pixel belongs to it; certain where gold is pinned
    """

    answers: Masks
    probability: Mapping[Hashable, Floats]

    def of(self, item: Hashable) -> Pixels:
        """The pixels of one item that are likelier in than out; a tie is in. Raises KeyError for one nobody saw."""
        believed: Pixels = self.probability[item] >= 0.5 - 1e-9
        return believed


@dataclass(frozen=True)
class MaskPixels(Model[Masks, MaskTruth]):
    """Pixels where everybody says the same are so; each of the others is a question to `pixels`.

    pixels   the model of labels that decides about a pixel: by default the vote. `DawidSkene()` is STAPLE with what
             is known of a person shared by all items: how much of what is there she marks, and of what is not. Only
             the disputed band teaches it, or a wide background would make everybody look careful.

    Cost: that of `pixels` over the disputed pixels x people.

    Reference: S. K. Warfield, K. H. Zou, W. M. Wells, "Simultaneous truth and performance level estimation (STAPLE)",
    IEEE TMI 23 (2004).
    """

    pixels: CategoricalModel = field(default_factory=MajorityVote)

    def __post_init__(self) -> None:
        demand(isinstance(self.pixels, CategoricalModel), "pixels", "a model of labels")

    def fit(self, answers: Masks, *, gold: Mapping[Any, ArrayLike] | None = None) -> MaskTruth:
        """The mask of every item; `gold` pins those of the items it names and teaches about the people."""
        known = _known_masks(answers, gold)
        if not answers.masks:
            caution = Caution(Trouble.NO_ANSWERS, "There are no masks.", fatal=True)
            return _dressed(self, answers, known, {}, warnings=(caution,))
        share = {item: np.mean([mask.pixels for mask in masks], axis=0) for item, masks in answers.by_item.items()}
        disputed = {item: np.flatnonzero((each > 0) & (each < 1)) for item, each in share.items()}
        if not any(places.size for places in disputed.values()):
            return _dressed(self, answers, known, share)
        start = np.cumsum([0, *(places.size for places in disputed.values())])
        first = dict(zip(disputed, start[:-1].tolist(), strict=True))
        pinned: dict[Hashable, bool] = {
            first[item] + place: bool(inside)
            for item, mask in known.items()
            for place, inside in enumerate(mask.ravel()[disputed[item]].tolist())
        }
        inner = self.pixels.fit(_table(answers, disputed, first), gold=pinned)
        if not inner.supported:
            return _dressed(self, answers, known, {}, inner=inner, warnings=inner.warnings)
        for item, places in disputed.items():
            share[item].flat[places] = inner.posterior[first[item] : first[item] + places.size, 1]
        return _dressed(self, answers, known, share, inner=inner, warnings=inner.warnings)


def _table(answers: Masks, disputed: Mapping[Hashable, NDArray[np.intp]], first: Mapping[Hashable, int]) -> Answers:
    """One answer per mask and disputed pixel of its item, counted through all items; False and True are the labels."""
    people = {name: code for code, name in enumerate(answers.annotators)}
    item, who, said = [], [], []
    for name, masks in answers.by_item.items():
        places = disputed[name]
        for mask in masks:
            item.append(first[name] + np.arange(places.size))
            who.append(np.full(places.size, people[mask.annotator]))
            said.append(mask.pixels.ravel()[places])
    table = Answers.from_arrays(np.concatenate(item), np.concatenate(who), np.concatenate(said).astype(np.int64))
    return Answers(table.items, table.annotators, (False, True), table.item, table.annotator, table.label)


def _dressed(
    model: MaskPixels, answers: Masks, known: Mapping[Hashable, Pixels], found: Mapping[Hashable, Floats], *,
    inner: Fit | None = None, warnings: tuple[Caution, ...] = (),
) -> MaskTruth:  # fmt: skip
    probability = {
        item: frozen(known[item].astype(np.float64) if item in known else np.clip(found[item], 0.0, 1.0))
        for item in answers.by_item
        if item in known or item in found
    }
    people = {name: code for code, name in enumerate(answers.annotators)}
    overlap, seen, n = np.zeros(len(people)), np.zeros(len(people)), np.zeros(len(people), dtype=np.int64)
    for mask in answers.masks:
        code = people[mask.annotator]
        n[code] += 1
        if mask.item in probability:
            believed = probability[mask.item] >= 0.5 - 1e-9
            union = (believed | mask.pixels).sum()
            overlap[code] += (believed & mask.pixels).sum() / union if union else 1.0
            seen[code] += 1
    return MaskTruth(
        model=model, answers=answers, warnings=warnings,
        gold=MappingProxyType({item: PackedMask.of(pixels) for item, pixels in known.items()}),
        convergence=inner.convergence if inner else CLOSED_FORM, trace=inner.trace if inner else frozen(np.zeros(0)),
        skill=jeffreys(answers.annotators, MEASURE, overlap, seen, n), probability=MappingProxyType(probability),
    )  # fmt: skip


def _known_masks(answers: Masks, gold: Mapping[Hashable, Any] | None) -> Mapping[Hashable, Pixels]:
    known: dict[Hashable, Pixels] = {}
    for item, table in (gold or {}).items():
        if item in answers.by_item:
            known[item] = frozen(np.array(table, dtype=np.bool_))
            wanted = answers.by_item[item][0].pixels.shape
            if known[item].shape != wanted:
                raise BadAnswers(f"The gold of {item!r} has {known[item].shape} pixels, its masks {wanted}.")
    return MappingProxyType(known)

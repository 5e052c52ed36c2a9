"""Signs in a question itself: its labels, and the guideline by which it is answered."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtrc, stdtr, stdtrit

from armslength_quality.answers import Answers, Codes, Floats
from armslength_quality.detection.flags import Flag, Sign, flag, kept
from armslength_quality.detection.people import FEWEST
from armslength_quality.detection.sets import one_by_one
from armslength_quality.truth.label_sets import LabelSets

Rows = NDArray[np.bool_]
_HOPELESS = 0.05
"""A pair that chance explains so well is not looked at again without its chief witness."""
_Z = 1.959963984540054


def confusing_labels(
    answers: Answers | LabelSets, believed: Mapping[Any, Any], *, graded: bool = False, times: float = 1.25,
    rate: float = 0.01,
) -> list[Flag]:  # fmt: skip
    """Pairs of labels that people take for each other more than they take other labels for one another.

    believed   item -> the label that is taken for right, or the set of them; items left out do not count
    graded     the categories are grades in their order: neighbours are mixed up everywhere, so only neighbours are
               compared, with each other
    times      a pair must be mixed up so much oftener than expected

    Formula: of the items that are one of the two labels and on which somebody errs, the part of the errors that name
    the other one. Expected is an even spread over the other labels, or that wrong answers fall as all answers do,
    whichever is more; the binomial tail at `times` that. An item counts once, however many err on it, and the pair must
    stand out also without the person who mixes it most: a label that misleads one item's readers, or one person, is no
    confusing pair. With two labels there is nothing to compare. Of several labels at once, an error is a label that
    stands in the place of another: one is missing, one is too many (`detection.sets.one_by_one`).

    Evidence: `mixed` of `answers` to items that are either, their share `rate` with its 95 % interval `low` to `high`
    (by items), that of all other pairs (`rest`), `items` and `people` that mix them.
    """
    if isinstance(answers, LabelSets):
        answers, believed = one_by_one(answers, believed)
    errors = _Errors(answers, believed, graded)
    tests = []
    for one, other in combinations(np.flatnonzero(errors.used).tolist(), 2):
        p = errors.chance(one, other, times)
        if p < _HOPELESS:
            p = max(p, errors.without(errors.chief(one, other)).chance(one, other, times))
        if p < 1.0:
            about = (answers.categories[one], answers.categories[other])
            tests.append(flag(Sign.CONFUSED_LABELS, about, p, **errors.evidence(one, other)))
    return kept(tests, rate)


class _Errors:
    """Wrong answers, by what was right and what was said."""

    def __init__(
        self, answers: Answers, believed: Mapping[Any, Hashable], graded: bool, rows: Rows | None = None
    ) -> None:  # fmt: skip
        self._of = (answers, believed, graded)
        codes = {label: code for code, label in enumerate(answers.categories)}
        truth = np.array([codes.get(believed.get(item), -1) for item in answers.items], dtype=np.int64)
        kept_rows = truth[answers.item] >= 0 if rows is None else rows & (truth[answers.item] >= 0)
        self.item, self.person, self.said = (
            each[kept_rows] for each in (answers.item, answers.annotator, answers.label)
        )
        self.truth = truth[self.item]
        labels = len(answers.categories)
        popular = np.bincount(self.said, minlength=labels).astype(np.float64)
        self.used = popular > 0
        may_be = self.used[None, :] & ~np.eye(labels, dtype=bool)
        if graded:
            place = np.arange(labels)
            may_be &= np.abs(place[:, None] - place) == 1
        self.expected = _expected(popular, may_be)
        self.wrong = may_be[self.truth, self.said]
        self.answers = np.bincount(self.truth, minlength=labels)
        self._count(labels, len(answers.items))

    def _count(self, labels: int, items: int) -> None:
        """`seen[t, k]`: items that are t, each by the part of its errors that say k; `erring[t]`: items that are t."""
        errors = np.bincount(self.item[self.wrong], minlength=items)
        at = (self.truth[self.wrong], self.said[self.wrong])
        self.seen, self.table = np.zeros((labels, labels)), np.zeros((labels, labels))
        np.add.at(self.seen, at, 1.0 / errors[self.item[self.wrong]])
        np.add.at(self.table, at, 1.0)
        self.erring = self.seen.sum(axis=1)

    def chance(self, one: int, other: int, times: float) -> float:
        n = self.erring[one] + self.erring[other]
        expected = self.erring[one] * self.expected[one, other] + self.erring[other] * self.expected[other, one]
        seen = np.floor(self.seen[one, other] + self.seen[other, one] + 1e-9)
        if seen < 1 or times * expected >= n:
            return 1.0
        return float(bdtrc(seen - 1, round(n), times * expected / n))

    def _mixing(self, one: int, other: int) -> Rows:
        there, back = ((self.truth == x) & (self.said == y) for x, y in ((one, other), (other, one)))
        mixing: Rows = there | back
        return mixing

    def chief(self, one: int, other: int) -> int:
        """Who mixes these two most."""
        return int(np.bincount(self.person[self._mixing(one, other)]).argmax())

    def without(self, person: int) -> _Errors:
        answers, believed, graded = self._of
        return _Errors(answers, believed, graded, answers.annotator != person)

    def evidence(self, one: int, other: int) -> dict[str, float]:
        either, mixing = (self.truth == one) | (self.truth == other), self._mixing(one, other)
        mixed, answered = float(mixing.sum()), float(either.sum())
        share = mixed / answered
        items, place = np.unique(self.item[either], return_inverse=True)
        off = np.bincount(place, mixing[either] - share, minlength=items.size)
        low, high = _between(share, float(np.sqrt((off**2).sum())) / answered, answered)
        pairs = [pair for pair in combinations(np.flatnonzero(self.used).tolist(), 2)
                 if pair != (one, other) and self.expected[pair] + self.expected[pair[::-1]] > 0]  # fmt: skip
        others = sum(self.table[a, b] + self.table[b, a] for a, b in pairs)
        base = sum(int(self.answers[a] + self.answers[b]) for a, b in pairs)
        return {
            "mixed": mixed, "answers": answered, "rate": share, "low": low, "high": high,
            "rest": float(others / base) if base else 0.0, "items": float(np.unique(self.item[mixing]).size),
            "people": float(np.unique(self.person[mixing]).size),
        }  # fmt: skip


def _expected(popular: Floats, may_be: Rows) -> Floats:
    """(K, K) of the errors on a label, the part that names another one: evenly, or as all answers fall."""
    many = may_be.sum(axis=1, keepdims=True)
    weight = may_be * popular
    total = weight.sum(axis=1, keepdims=True)
    by_answers = np.divide(weight, total, out=np.zeros_like(weight), where=total > 0)
    evenly = may_be / np.maximum(many, 1)
    raised: Floats = np.maximum(by_answers, evenly)
    return raised


def _between(share: float, error: float, n: float) -> tuple[float, float]:
    """The 95 % interval of a share with this standard error, on the scale of its odds."""
    share = min(max(share, 0.5 / n), 1 - 0.5 / n)
    at = np.log(share / (1 - share)) + np.array([-_Z, _Z]) * error / (share * (1 - share))
    low, high = 1 / (1 + np.exp(-at))
    return float(low), float(high)


def regressions(
    answers: Answers, versions: Mapping[tuple[Any, Any], int], known: Mapping[Any, Hashable], *,
    least: float = 0.02, rate: float = 0.01,
) -> list[Flag]:  # fmt: skip
    """Versions of a guideline after which people agree less, or are less often right where that is known.

    versions   (item, annotator) -> the version under which it was answered; they grow with time
    known      item -> its right label
    least      a fall of so much is nothing yet

    Formula: each version with the one before it, of those with enough answers; only people who answered under both, and
    agreement only among those who answered an item under the same version. Each person is compared with themselves and
    the differences weighted by their answers (Mantel and Haenszel), so that who answers more or less than before does
    not show; p is the chance of such a fall if it were `least` in truth, by Student's t with the spread between
    items, doubled where there is gold too. It must hold also without the person whose answers fell most, which takes
    three people.

    Evidence: `agreement_before`, `_after`, `_fall` with its 95 % interval `_low` to `_high` and `_items`; the same of
    `gold`, with `gold_answers`; `people`.

    Whatever else changed that day (harder items, another screen) looks the same.

    Reference: N. Mantel, W. Haenszel, "Statistical aspects of the analysis of data from retrospective studies of
    disease", Journal of the National Cancer Institute 22 (1959).
    """
    under = np.array(
        [versions.get((answers.items[item], answers.annotators[person]), -1)
         for item, person in zip(answers.item.tolist(), answers.annotator.tolist(), strict=True)],
        dtype=np.int64,
    )  # fmt: skip
    codes = {label: code for code, label in enumerate(answers.categories)}
    right = np.array([codes.get(known.get(item), -1) for item in answers.items], dtype=np.int64)[answers.item]
    enough = [
        int(each) for each, n in zip(*np.unique(under[under >= 0], return_counts=True), strict=True) if n >= FEWEST
    ]
    tests = []
    for before, after in pairwise(enough):
        found = dict(_falls(answers, under, right, before, after))
        if found:
            p = min(1.0, len(found) * min(fall.p(least) for fall in found.values()))
            evidence = {f"{name}_{what}": value for name, each in found.items() for what, value in each.told.items()}
            people = max(each.people for each in found.values())
            tests.append(flag(Sign.REGRESSION, (before, after), p, **evidence, people=people))
    return kept(tests, rate)


def _falls(
    answers: Answers, under: Codes, right: Codes, before: int, after: int
) -> Iterator[tuple[str, _Fall]]:  # fmt: skip
    of_two = (under == before) | (under == after)
    for name, rows in (("agreement", of_two), ("gold", of_two & (right >= 0))):
        makes = _agreeing if name == "agreement" else _being_right
        fall = makes(answers, under, right, rows, (before, after))
        if fall is None:
            continue
        rest = makes(answers, under, right, rows & (answers.annotator != fall.chief), (before, after))
        if rest is not None:
            fall.rest = rest
            yield name, fall


@dataclass
class _Fall:
    """What became of a share between two versions. `chief`: the person whose answers fell most."""

    before: float
    after: float
    error: float
    freedom: int
    n: dict[str, int]
    people: int
    chief: int
    rest: _Fall | None = None

    def p(self, least: float) -> float:
        alone = float(stdtr(self.freedom, (self.after - self.before + least) / self.error))
        return alone if self.rest is None else max(alone, self.rest.p(least))

    @property
    def told(self) -> dict[str, float]:
        fall, reach = self.before - self.after, float(stdtrit(self.freedom, 0.975)) * self.error
        known = {"before": self.before, "after": self.after, "fall": fall, "low": fall - reach, "high": fall + reach}
        return known | {name: float(n) for name, n in self.n.items()}


def _agreeing(answers: Answers, under: Codes, right: Codes, rows: Rows, two: tuple[int, int]) -> _Fall | None:
    """Of each answer, the share of the others to the same item under the same version that are like it."""
    rows = _of_both(answers, under, rows, two)
    side = (under[rows] == two[1]).astype(np.int64)
    unit = answers.item[rows] * 2 + side
    count = np.bincount(unit, minlength=2 * len(answers.items))
    _, alike, same = np.unique(
        unit * len(answers.categories) + answers.label[rows], return_inverse=True, return_counts=True
    )
    many = count[unit] > 1
    share = (same[alike][many] - 1) / (count[unit][many] - 1)
    where = np.flatnonzero(rows)[many]
    return _change(answers, where, side[many], share, "items")


def _being_right(answers: Answers, under: Codes, right: Codes, rows: Rows, two: tuple[int, int]) -> _Fall | None:
    rows = _of_both(answers, under, rows, two)
    where = np.flatnonzero(rows)
    hit = (answers.label[where] == right[where]).astype(np.float64)
    return _change(answers, where, (under[where] == two[1]).astype(np.int64), hit, "answers")


def _of_both(answers: Answers, under: Codes, rows: Rows, two: tuple[int, int]) -> Rows:
    """Those rows that are of people who answered under both versions."""
    people = len(answers.annotators)
    times = [np.bincount(answers.annotator[rows & (under == each)], minlength=people) for each in two]
    both: Rows = rows & ((times[0] > 0) & (times[1] > 0))[answers.annotator]
    return both


def _change(answers: Answers, where: Codes, side: Codes, value: Floats, counted: str) -> _Fall | None:
    """The mean within people, before and after; None where too few items are on either side, or nobody is on both."""
    item, person = answers.item[where], answers.annotator[where]
    items = [np.unique(item[side == each]).size for each in (0, 1)]
    if min(items) < FEWEST // (1 if counted == "items" else 2):
        return None
    size = 2 * len(answers.annotators)
    n = np.bincount(person * 2 + side, minlength=size).reshape(-1, 2).astype(np.float64)
    total = np.bincount(person * 2 + side, value, minlength=size).reshape(-1, 2)
    both = (n > 0).all(axis=1)
    if both.sum() < 2:
        return None
    mean = np.divide(total, n, out=np.zeros_like(total), where=n > 0)
    weight = np.where(both, n.prod(axis=1) / np.maximum(n.sum(axis=1), 1.0), 0.0)
    weight /= weight.sum()
    pulls = (value - mean[person, side]) * weight[person] / np.maximum(n[person, side], 1.0) * (2 * side - 1)
    by_item = np.bincount(item, pulls)
    clusters = np.unique(item).size
    error = float(np.sqrt((by_item**2).sum() * clusters / (clusters - 1)))
    before, after = (float(weight @ mean[:, each]) for each in (0, 1))
    lost = weight * (mean[:, 1] - mean[:, 0])
    return _Fall(
        before, after, max(error, 1.0 / value.size), min(items) - 1, {counted: clusters if counted == "items" else
        value.size}, int(both.sum()), int(lost.argmin()),
    )  # fmt: skip

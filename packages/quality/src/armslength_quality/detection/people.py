"""Signs in one person's answers."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtrc, ndtr

from armslength_quality.answers import Answers, Floats
from armslength_quality.consensus.majority import majority_of_others
from armslength_quality.detection.flags import Flag, Sign, flag, kept
from armslength_quality.detection.sets import beside_others
from armslength_quality.truth.label_sets import LabelSets

FEWEST = 20
"""Answers of a person without which nothing is said."""
_ONE_LABEL = 0.95
"""Where chance alone agrees so often there is next to one label only, and nothing shows who knows."""


def say_nothing(answers: Answers | LabelSets, *, least: float = 0.3, rate: float = 0.01) -> list[Flag]:
    """People whose answers do not go with what the others say of the same items.

    Formula: kappa of the person with the majority of the *others*, on items where they have one; p is the chance of so
    small a |kappa| if it were `least` in truth. Who swaps two labels without fail has a kappa of -1 and much to say;
    who answers little gets no flag, because little is known. Of several labels, agreement is likeness (Jaccard's
    index), by chance that with what the others say of other items; an item counts once, however many labels it has.

    Somebody may be alone and right: look at the items.
    """
    beside = _of_sets(answers) if isinstance(answers, LabelSets) else _of_labels(answers)
    tests = []
    for name, agreeing, chance, spread, evidence in beside:
        if chance > _ONE_LABEL:
            continue
        n = evidence["answers"]
        kappa = (agreeing - chance) / (1 - chance)
        p = float(ndtr((abs(kappa) - least) * (1 - chance) / np.sqrt(spread / n)))
        seen = {"kappa": kappa, "agreement": agreeing, "by_chance": chance, **evidence}
        tests.append(flag(Sign.NO_INFORMATION, (name,), p, **seen))
    return kept(tests, rate)


_Said = tuple[Hashable, float, float, float, dict[str, float]]
"""Who; how far they agree with the others, by chance, and the variance of that; numbers for the evidence."""


def _of_labels(answers: Answers) -> Iterator[_Said]:
    others = majority_of_others(answers)
    for code, name in enumerate(answers.annotators):
        rows = np.flatnonzero((answers.annotator == code) & (others >= 0))
        if rows.size < FEWEST:
            continue
        said, theirs = (np.bincount(each[rows], minlength=len(answers.categories)) for each in (answers.label, others))
        chance = float((said * theirs).sum()) / rows.size**2
        agreeing = float((answers.label[rows] == others[rows]).mean())
        spread = max(agreeing * (1 - agreeing), chance * (1 - chance))
        yield name, agreeing, chance, spread, {"answers": float(rows.size)}


def _of_sets(answers: LabelSets) -> Iterator[_Said]:
    for name, each in beside_others(answers).items():
        if (n := each.value.size) >= FEWEST:
            told = {"answers": float(n), "labels": each.labels}
            yield name, float(each.value.mean()), each.chance, max(float(each.value.var()), 1.0 / n), told


def long_runs(order: Mapping[Any, Sequence[Hashable]], *, rate: float = 0.01) -> list[Flag]:
    """People who gave one label longer in a row than their own habit explains.

    order   annotator -> her labels in the order in which she gave them; several labels are one (a frozenset), and of
            pairs it is the place of what was preferred, not the response

    Formula: with share q of the label among hers, chance shows a run of L or more in n answers with probability about
    1 - exp(-n (1 - q) q^L). Items in an order of their own (all of one kind together) make such runs too.

    Reference: P. Erdős, A. Rényi, "On a new law of large numbers", Journal d'Analyse Mathématique 23 (1970).
    """
    tests = []
    for name, labels in order.items():
        if len(labels) < FEWEST:
            continue
        longest, label = _longest_run(labels)
        share = sum(each == label for each in labels) / len(labels)
        p = 1.0 if share == 1 else float(-np.expm1(-len(labels) * (1 - share) * share**longest))
        tests.append(flag(Sign.LONG_RUN, (name,), p, run=longest, share=share, answers=len(labels)))
    return kept(tests, rate)


def too_fast(
    seconds: Mapping[tuple[Any, Any], float], *, times: float = 3.0, least: float = 1 / 3, rate: float = 0.01
) -> list[Flag]:
    """People who are `times` faster than others on the same items, again and again.

    seconds   (item, annotator) -> active seconds

    Formula: the share of a person's items on which she took less than the median of the others / `times`; p is the
    binomial chance of so many if it were `least` in truth, or the share of all answers that are so fast where that is
    more. People have paces of their own: held against the usual share alone, whoever is brisk would be named. Who has
    seen much is faster; who reads is not.
    """
    by_item: dict[Hashable, list[tuple[Hashable, float]]] = {}
    for (item, name), took in seconds.items():
        by_item.setdefault(item, []).append((name, took))
    fast: dict[Hashable, list[bool]] = {}
    for people in by_item.values():
        for name, took in people:
            others = [each for other, each in people if other != name]
            if len(others) >= 2:
                fast.setdefault(name, []).append(took < float(np.median(others)) / times)
    answers = sum(map(len, fast.values()))
    usual = (sum(map(sum, fast.values())) + 1) / (answers + 2) if answers else 0.5
    tests = []
    for name, each in fast.items():
        if len(each) >= FEWEST:
            quick, n = sum(each), len(each)
            p = float(bdtrc(quick - 1, n, max(least, usual))) if quick else 1.0
            tests.append(flag(Sign.TOO_FAST, (name,), p, fast=quick, answers=n, usual_share=usual))
    return kept(tests, rate)


def drifting(answers: Answers | LabelSets, order: Mapping[tuple[Any, Any], float], *, rate: float = 0.01) -> list[Flag]:
    """People whose agreement with the others is not what it was, up or down.

    order   (item, annotator) -> when: any number that grows

    Formula: the largest standardised difference of agreement before and after any moment that leaves a fifth of the
    answers on either side; its chance by the bound of Bonferroni over the moments. Of several labels, agreement is
    likeness, as in `say_nothing`. The project may have changed, not the person: compare with a new guideline's day.
    """
    beside: Iterable[tuple[Hashable, Sequence[Hashable], Floats, dict[str, float]]]
    if isinstance(answers, LabelSets):
        beside = (
            (who, each.items, each.value, {"labels": each.labels}) for who, each in beside_others(answers).items()
        )
    else:
        beside = _agreeing(answers)
    tests = []
    for name, items, agreeing, told in beside:
        when = [order.get((item, name)) for item in items]
        if agreeing.size < 2 * FEWEST or any(each is None for each in when):
            continue
        series = agreeing[np.argsort(np.array(when, dtype=np.float64), kind="stable")]
        z, at, before, after = _largest_change(series)
        p = min(1.0, float(2 * ndtr(-abs(z))) * (series.size - 2 * (series.size // 5)))
        seen = {"before": before, "after": after, "at_answer": at, "answers": series.size, **told}
        tests.append(flag(Sign.DRIFT, (name,), p, **seen))
    return kept(tests, rate)


def one_sided(places: Mapping[Any, Sequence[int]], *, least: float = 0.6, rate: float = 0.01) -> list[Flag]:
    """People who go by the place at which a response is shown: the first, or the second, far oftener than not.

    places   annotator -> the place (0 or 1) of what they preferred, of pairs shown in an order drawn by lot

    Formula: the binomial chance of so many on one side if it were `least` of them in truth, or what the others do where
    that is more; doubled, since there are two sides. People lean a little to what they read first, hence `least`. Where
    the order is not drawn by lot, what is better may stand on one side.
    """
    total = sum(map(len, places.values()))
    firsts = {name: sum(each == 0 for each in chosen) for name, chosen in places.items()}
    tests = []
    for name, chosen in places.items():
        n = len(chosen)
        if n < FEWEST:
            continue
        side = int(2 * firsts[name] < n)
        mine = n - firsts[name] if side else firsts[name]
        first = (sum(firsts.values()) - firsts[name] + 1) / (total - n + 2)
        usual = 1 - first if side else first
        p = 2 * float(bdtrc(mine - 1, n, max(least, usual)))
        tests.append(flag(Sign.ONE_SIDE, (name,), p, chosen=mine, answers=n, usual_share=usual, place=side + 1))
    return kept(tests, rate)


def gold_known(
    right_on_gold: Mapping[Any, tuple[int, int]], agreement: Mapping[Any, tuple[int, int]], *,
    rate: float = 0.01,
) -> list[Flag]:  # fmt: skip
    """People who are right on gold far oftener than they agree with others on the rest: somebody may have told them.

    right_on_gold   annotator -> (right, gold items answered)
    agreement       annotator -> (answers that agree with the others' majority, answers) on other items

    Formula: the binomial chance of so many right on gold at the person's agreement elsewhere, raised by the crowd's
    usual difference between the two (gold is often easier).
    """
    both = [name for name in right_on_gold if right_on_gold[name][1] > 0 and agreement.get(name, (0, 0))[1] >= FEWEST]
    gaps = [right_on_gold[name][0] / right_on_gold[name][1] - agreement[name][0] / agreement[name][1] for name in both]
    usual = float(np.median(gaps)) if gaps else 0.0
    tests = []
    for name in both:
        (right, n), (agreeing, rest) = right_on_gold[name], agreement[name]
        if n < FEWEST // 2:
            continue
        expected = float(np.clip((agreeing + 1) / (rest + 2) + max(0.0, usual), 0.01, 0.99))
        p = float(bdtrc(right - 1, n, expected)) if right else 1.0
        tests.append(flag(Sign.GOLD_KNOWN, (name,), p, on_gold=right / n, elsewhere=agreeing / rest, gold=n))
    return kept(tests, rate)


def marked_often(
    marked: Mapping[Any, tuple[int, int]], *, sign: Sign = Sign.BROUGHT_IN, least: float = 0.2, rate: float = 0.01
) -> list[Flag]:
    """People many of whose answers bear a mark that others' answers seldom bear.

    marked   annotator -> (answers with the mark, answers that could bear it)

    Formula: the binomial chance of so many at `least`, or at the share among all others' answers where that is more:
    where everybody pastes, nobody stands out. One or two marked answers are nothing.
    """
    total, answers = (sum(each[place] for each in marked.values()) for place in (0, 1))
    tests = []
    for name, (mine, n) in marked.items():
        if n >= FEWEST // 2 and mine:
            usual = (total - mine + 1) / (answers - n + 2)
            p = float(bdtrc(mine - 1, n, max(least, usual)))
            tests.append(flag(sign, (name,), p, marked=mine, answers=n, usual_share=usual))
    return kept(tests, rate)


def _agreeing(answers: Answers) -> Iterator[tuple[Hashable, list[Hashable], Floats, dict[str, float]]]:
    """Of each person: the items on which the others have a majority, and whether they go with it."""
    others = majority_of_others(answers)
    for code, name in enumerate(answers.annotators):
        rows = np.flatnonzero((answers.annotator == code) & (others >= 0))
        items = [answers.items[item] for item in answers.item[rows].tolist()]
        yield name, items, (answers.label[rows] == others[rows]).astype(np.float64), {}


def _longest_run(labels: Sequence[Hashable]) -> tuple[int, Hashable]:
    longest, label, run = 0, labels[0], 0
    for place, each in enumerate(labels):
        run = run + 1 if place and labels[place - 1] == each else 1
        if run > longest:
            longest, label = run, each
    return longest, label


def _largest_change(right: Floats) -> tuple[float, int, float, float]:
    """(z, where, mean before, mean after) at the moment that divides the answers most."""
    n, margin = right.size, right.size // 5
    cuts: NDArray[np.int64] = np.arange(margin, n - margin)
    total = np.concatenate([[0.0], np.cumsum(right)])
    before, after = total[cuts] / cuts, (total[-1] - total[cuts]) / (n - cuts)
    spread = max(float(right.var()), 1.0 / n)
    z = (after - before) / np.sqrt(spread * (1 / cuts + 1 / (n - cuts)))
    best = int(np.abs(z).argmax())
    return float(z[best]), int(cuts[best]), float(before[best]), float(after[best])

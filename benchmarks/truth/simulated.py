"""Crowds drawn by lot, of every kind that is known to be hard, with their truth.

everything   2 to 8 labels, even or skewed; 3 to 15 answers an item, uneven; few busy people and many who are not;
             labels mixed up by the whole crowd, by persons or by grade; people who draw lots or always say the same;
             hard items on which four in five follow an attractor; a clique that copies
thresholds   labels are cuts of a number, and everybody cuts elsewhere
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from benchmarks.truth.known import Known

from armslength_quality import Answers


def simulated(everything: int = 120, thresholds: int = 40, first: int = 0) -> Iterator[Known]:
    """So many of each; the same ones every time, others from another `first`."""
    for seed in range(first, first + everything):
        yield _everything(seed)
    for seed in range(first, first + thresholds):
        yield _thresholds(seed)


@dataclass(frozen=True)
class _People:
    """confusion (people, K, K), share of the answers of each, who is in the clique."""

    confusion: np.ndarray
    share: np.ndarray
    clique: np.ndarray


def _everything(seed: int) -> Known:
    rng = np.random.default_rng([77, seed])
    labels = int(rng.choice([2, 2, 2, 3, 4, 5, 8]))
    items = int(np.exp(rng.uniform(np.log(200), np.log(3000))))
    overlap = int(rng.choice([3, 4, 5, 7, 10, 15]))
    each = np.exp(rng.uniform(np.log(15), np.log(150)))
    people = int(np.clip(items * overlap / each, overlap * 2, 1000))
    prior = np.maximum(rng.dirichlet(np.full(labels, float(rng.choice([1.0, 3.0, 30.0])))), 0.03)
    truth = rng.choice(labels, items, p=prior / prior.sum())
    mixed_up = _mixed_up(rng, labels)
    confusion = _confusions(rng, people, labels, mixed_up)
    busy = rng.pareto(float(rng.choice([1.0, 2.0, 10.0])), people) + 0.05
    hard, pull = float(rng.choice([0, 0, 0.15, 0.4])), float(rng.choice([0.5, 0.8]))
    is_hard = rng.random(items) < hard
    attractor = np.array([t if rng.random() < 0.4 else rng.choice(labels, p=mixed_up[t]) for t in truth])
    clique = np.zeros(people, dtype=bool)
    if int(rng.choice([0, 0, 1])):
        clique[rng.choice(people, max(2, int(people * rng.choice([0.05, 0.15]))), replace=False)] = True
    crowd = _People(confusion, busy / busy.sum(), clique)
    rows = _answers(rng, truth, overlap, crowd, np.where(is_hard, attractor, -1), pull)
    name = f"{labels} labels, {items} items, {overlap} answers, {people} people, {hard:.0%} hard"
    return Known(name, Answers.from_rows(rows, categories=list(range(labels))), truth)


def _mixed_up(rng: np.random.Generator, labels: int) -> np.ndarray:
    """(K, K) what the crowd says when it is wrong, by truth."""
    evenness = float(rng.choice([0.3, 1.0, 10.0]))
    graded = rng.random() < 0.3 and labels > 2
    table = np.zeros((labels, labels))
    for k in range(labels):
        share = rng.dirichlet(np.full(labels, evenness)) + 1e-3
        if graded:
            share = share * 0.5 ** np.abs(np.arange(labels) - k)
        share[k] = 0
        table[k] = share / share.sum()
    return table


def _confusions(rng: np.random.Generator, people: int, labels: int, mixed_up: np.ndarray) -> np.ndarray:
    low, high = [(0.5, 0.9), (0.6, 0.95), (0.35, 0.95), (0.7, 0.98)][int(rng.integers(4))]
    skill = rng.uniform(low, high, people)
    tilt = float(rng.choice([0.0, 0.05, 0.15]))
    of_crowd = rng.normal(0, tilt, labels)
    confusion = np.zeros((people, labels, labels))
    alike = float(rng.choice([3.0, 20.0, 1000.0]))
    for who in range(people):
        for k in range(labels):
            right = np.clip(skill[who] + of_crowd[k] + rng.normal(0, tilt), 0.05, 0.99)
            wrong = rng.dirichlet(alike * mixed_up[k] + 1e-3)
            wrong[k] = 0
            wrong = wrong / max(wrong.sum(), 1e-9)
            confusion[who, k] = (1 - right) * wrong
            confusion[who, k, k] = 1 - (1 - right) * wrong.sum()
    spam = float(rng.choice([0, 0.1, 0.3]))
    for spammer in np.flatnonzero(rng.random(people) < spam):
        confusion[spammer] = 1.0 / labels if rng.random() < 0.5 else rng.dirichlet(np.full(labels, 0.5))
    return confusion


def _answers(
    rng: np.random.Generator, truth: np.ndarray, overlap: int, crowd: _People, attractor: np.ndarray, pull: float
) -> list[tuple[int, int, int]]:
    people, labels = crowd.confusion.shape[:2]
    copied = np.full(truth.size, -1)
    steps = crowd.confusion.cumsum(2)
    rows = []
    for item in range(truth.size):
        asked = overlap if rng.random() < 0.7 else max(1, overlap + int(rng.integers(-2, 3)))
        for who in rng.choice(people, min(asked, people), replace=False, p=crowd.share):
            said = int(min(labels - 1, (steps[who, truth[item]] < rng.random()).sum()))
            if attractor[item] >= 0 and rng.random() < pull:
                said = int(attractor[item])
            if crowd.clique[who]:
                if copied[item] >= 0 and rng.random() < 0.8:
                    said = int(copied[item])
                else:
                    copied[item] = said
            rows.append((item, int(who), said))
    return rows


def _thresholds(seed: int) -> Known:
    rng = np.random.default_rng([78, seed])
    labels = int(rng.choice([2, 2, 3, 4]))
    items = int(np.exp(rng.uniform(np.log(200), np.log(2000))))
    overlap = int(rng.choice([3, 5, 7, 10]))
    people = int(np.clip(items * overlap / np.exp(rng.uniform(np.log(20), np.log(150))), overlap * 2, 600))
    number = rng.normal(size=items)
    cuts = np.quantile(number, np.sort(rng.dirichlet(np.full(labels, 3.0)).cumsum()[:-1]))
    truth = np.searchsorted(cuts, number)
    bias = rng.normal(0, rng.choice([0.1, 0.3, 0.6]), people)
    noise = rng.uniform(0.2, 1.2, people)
    busy = rng.pareto(2, people) + 0.05
    shared = rng.normal(0, float(rng.choice([0, 0.2])), items)
    rows = []
    for item in range(items):
        for who in rng.choice(people, overlap, replace=False, p=busy / busy.sum()):
            seen = number[item] + shared[item] + bias[who] + noise[who] * rng.normal()
            rows.append((item, int(who), int(np.searchsorted(cuts, seen))))
    name = f"thresholds: {labels} labels, {items} items, {overlap} answers, {people} people"
    return Known(name, Answers.from_rows(rows, categories=list(range(labels))), truth)

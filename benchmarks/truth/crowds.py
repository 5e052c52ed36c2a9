"""Crowds with known truth: read from a folder, or simulated."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from armslength_quality import Answers


@dataclass(frozen=True)
class Known:
    """Answers with codes for names, and the true label of each item (-1 where it is not known)."""

    name: str
    answers: Answers
    truth: np.ndarray


def read(folder: Path) -> Iterator[Known]:
    """Every subfolder with labels.csv.gz (item, worker, label) and truth.csv.gz (item, label) whose labels are words.

    A set whose labels are mostly different from each other (numbers, texts) is passed over. Who answered an item twice
    is taken by the last answer.
    """
    for labels in sorted(folder.glob("*/labels.csv.gz")):
        truth = labels.with_name("truth.csv.gz")
        if not truth.exists():
            continue
        said = {(item, who): label for item, who, label in _rows(labels)}
        true = dict(_rows(truth))
        if len({*said.values(), *true.values()}) <= 20:
            yield _coded(labels.parent.name, said, true)


def simulated(items: int = 400, people: int = 40) -> Iterator[Known]:
    """36 crowds: 2, 4, 8 labels; 3, 6, 15 answers an item; with and without hard items and habits.

    On a hard item four answers in five follow an attractor of the item, which is wrong as often as right: errors that
    go together. With habits, three answers in ten are the person's own favourites. One person in ten draws lots.
    """
    for labels in (2, 4, 8):
        for overlap in (3, 6, 15):
            for hard in (0.0, 0.4):
                for habit in (0.0, 0.3):
                    rng = np.random.default_rng([labels, overlap, int(hard * 10), int(habit * 10)])
                    name = f"{labels} labels, {overlap} answers, {hard:.0%} hard, {habit:.0%} habit"
                    yield _simulate(name, rng, items, people, labels, overlap, hard, habit)


def _simulate(
    name: str, rng: np.random.Generator, items: int, people: int, labels: int, overlap: int, hard: float, habit: float
) -> Known:
    truth = rng.choice(labels, items, p=rng.dirichlet(np.full(labels, 5.0)))
    skill = np.where(rng.random(people) < 0.1, 1.0 / labels, rng.uniform(0.55, 0.95, people))
    favourites = rng.dirichlet(np.full(labels, 2.0), people)
    busy = rng.pareto(1.2, people) + 0.05
    attractor = np.where(rng.random(items) < 0.5, truth, (truth + rng.integers(1, labels, items)) % labels)
    is_hard = rng.random(items) < hard
    item, who, label = [], [], []
    for each in range(items):
        for person in rng.choice(people, overlap, replace=False, p=busy / busy.sum()):
            wrong = (truth[each] + rng.integers(1, labels)) % labels
            said = truth[each] if rng.random() < skill[person] else wrong
            if rng.random() < habit:
                said = rng.choice(labels, p=favourites[person])
            if is_hard[each] and rng.random() < 0.8:
                said = attractor[each]
            item.append(each)
            who.append(person)
            label.append(int(said))
    names = range(labels)
    answers = Answers.from_rows(zip(item, who, label, strict=True), categories=list(names))
    return Known(name, answers, truth)


def _coded(name: str, said: dict[tuple[str, str], str], true: dict[str, str]) -> Known:
    words = sorted({*said.values(), *true.values()})
    answers = Answers.from_rows([(item, who, label) for (item, who), label in said.items()], categories=words)
    code = {word: number for number, word in enumerate(words)}
    return Known(name, answers, np.array([code[true[item]] if item in true else -1 for item in answers.items]))


def _rows(path: Path) -> list[list[str]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return list(csv.reader(file))[1:]

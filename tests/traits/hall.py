"""People who answered and said something of themselves, without a database: for attacks on what is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from armslength.traits.model import QuestionSheet
from armslength.traits.rules.figures import Roll
from armslength.traits.rules.lots import counted_to
from armslength.traits.rules.sheets import sheet

OPTIONS = ("x", "y")
Answers = Mapping[str, Sequence[str]]
"""By person, the label they gave to one item after the other."""


def roll_of(answers: Answers) -> Roll:
    roll = Roll()
    for who, labels in answers.items():
        for item, label in enumerate(labels):
            roll.same.append((who, item, label))
            roll.gave[who, label] += 1
        roll.answers[who] = roll.chances[who] = len(labels)
    return roll


def ours(
    questions: Mapping[str, Answers], said: Mapping[str, str], lots: Mapping[str, float], *,
    options: Sequence[str] = OPTIONS, at_least: int = 5,
) -> list[QuestionSheet]:  # fmt: skip
    """What is told of these answers."""
    counted = {who: counted_to(options.index(group), len(options), lots[who]) for who, group in said.items()}
    return sheet({name: roll_of(answers) for name, answers in questions.items()}, options, counted, at_least)


def naive(
    questions: Mapping[str, Answers], said: Mapping[str, str], *, options: Sequence[str] = OPTIONS, at_least: int = 5
) -> dict[str, dict[str, Any]]:  # fmt: skip
    """What a simple threshold would tell: exact figures of every group that is large enough."""
    found: dict[str, dict[str, Any]] = {}
    for name, answers in questions.items():
        everybody = [label for labels in answers.values() for label in labels]
        found[name] = {"everybody": (len(answers), everybody.count("a"))}
        for group in options:
            inside = [who for who in answers if said.get(who) == group]
            if len(inside) >= at_least:
                given = [label for who in inside for label in answers[who]]
                found[name][group] = (len(inside), len(given), given.count("a"))
    return found


def crowd(people: int, items: int, seed: int, share: float = 0.5) -> dict[str, list[str]]:
    """Everybody's answers; no two people answered as much."""
    rng = np.random.default_rng(seed)
    return {
        f"p{number}": ["a" if rng.random() < share else "b" for _ in range(items + number)] for number in range(people)
    }


def lots_of(people: Mapping[str, Any], seed: int) -> dict[str, float]:
    rng = np.random.default_rng(seed)
    return {who: float(rng.random()) for who in people}

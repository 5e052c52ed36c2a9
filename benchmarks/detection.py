"""How often the detectors of concerns cry wolf, and how often they see what was planted.

Honest crowds: 12 people, right in 65 to 95 of 100, each of their own pace, four answers an item on 300 items with three
labels, 60 of them gold. In planted crowds one of them (of a pair, two) does what the detector is for. Wrong keys and
copied texts are planted too. Takes about a minute.

    python -m benchmarks.detection [crowds]
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable

import numpy as np

from armslength_quality import (
    Answers,
    DawidSkene,
    Flag,
    confusing_labels,
    drifting,
    gold_known,
    long_runs,
    majority_of_others,
    regressions,
    same_mistakes,
    say_nothing,
    too_fast,
    wrong_gold,
)

PEOPLE, ITEMS, EACH, LABELS, GOLD = 12, 300, 4, 3, 60
ROGUE, PARTNER = 0, 1
KINDS = ("says_nothing", "long_run", "too_fast", "drift", "gold_known", "same_mistakes", "wrong_gold",
         "confusing_labels", "guideline_regression")  # fmt: skip


class Crowd:
    """Answers of honest people, and what one fault does to them."""

    def __init__(self, seed: int, fault: str = "") -> None:
        self.rng = rng = np.random.default_rng(seed)
        self.truth = rng.integers(LABELS, size=ITEMS)
        skill, pace = rng.uniform(0.65, 0.95, PEOPLE), rng.lognormal(0, 0.25, PEOPLE)
        said: dict[tuple[int, int], int] = {}
        self.seconds: dict[tuple[int, int], float] = {}
        for item in range(ITEMS):
            who = rng.choice(PEOPLE, size=EACH, replace=False)
            if fault == "same_mistakes":  # two who collude meet often
                who = np.unique(np.concatenate([[ROGUE, PARTNER], who]))[:EACH] if rng.random() < 0.4 else who
            for person in who.tolist():
                said[item, person] = self._label(item, float(skill[person]))
                self.seconds[item, person] = 20 * float(rng.lognormal(0, 0.5)) * float(pace[person])
        self.said = said
        self.key = {item: int(self.truth[item]) for item in range(GOLD)}
        if fault:
            self._plant(fault)

    def _label(self, item: int, skill: float) -> int:
        right = self.rng.random() < skill
        return int(self.truth[item] if right else (self.truth[item] + self.rng.integers(1, LABELS)) % LABELS)

    def _plant(self, fault: str) -> None:
        mine = [item for item, person in self.said if person == ROGUE]
        half = len(mine) // 2
        if fault == "confusing_labels":
            for (item, person), label in self.said.items():
                if self.truth[item] < 2 and label == self.truth[item] and self.rng.random() < 0.3:
                    self.said[item, person] = 1 - label
        if fault == "guideline_regression":
            for (item, person), label in self.said.items():
                if item >= ITEMS // 2 and label == self.truth[item] and self.rng.random() < 0.15 / 0.8:
                    self.said[item, person] = (label + int(self.rng.integers(1, LABELS))) % LABELS
        changed = {
            "says_nothing": {item: int(self.rng.integers(LABELS)) for item in mine},
            "long_run": dict.fromkeys(mine[half : half + 15], 0),
            "drift": {item: int(self.rng.integers(LABELS)) for item in mine[half:]},
            "gold_known": {
                item: int(self.truth[item]) if item < GOLD else self._label(item, 0.5) for item in mine
            },
            "same_mistakes": {
                item: self.said[item, PARTNER] for item in mine
                if (item, PARTNER) in self.said and self.rng.random() < 0.7
            },
        }  # fmt: skip
        for item, label in changed.get(fault, {}).items():
            self.said[item, ROGUE] = label
        if fault == "too_fast":
            self.seconds |= {(item, ROGUE): took / 6 for (item, who), took in self.seconds.items() if who == ROGUE}
        if fault == "wrong_gold":
            self.key[0] = (self.key[0] + 1) % LABELS

    def seen(self) -> dict[str, list[tuple[object, ...]]]:
        """Whom each detector names."""
        answers = Answers.from_rows((item, person, label) for (item, person), label in self.said.items())
        truth = DawidSkene().fit(answers, gold=self.key)
        believed = {item: truth.of(item).label for item in answers.items} | self.key
        order = {person: [label for (_, who), label in self.said.items() if who == person] for person in range(PEOPLE)}
        found: dict[str, Iterable[Flag]] = {
            "says_nothing": say_nothing(answers),
            "long_run": long_runs(order),
            "too_fast": too_fast(self.seconds),
            "drift": drifting(answers, {key: float(key[0]) for key in self.said}),
            "gold_known": self._gold_known(answers),
            "same_mistakes": same_mistakes(answers, believed),
            "wrong_gold": wrong_gold(answers, self.key),
            "confusing_labels": confusing_labels(answers, believed),
            "guideline_regression": regressions(
                answers, {key: 1 + (key[0] >= ITEMS // 2) for key in self.said}, self.key
            ),
        }
        return {kind: [each.about for each in flags] for kind, flags in found.items()}

    def _gold_known(self, answers: Answers) -> list[Flag]:
        others = majority_of_others(answers)
        counts: dict[bool, dict[int, list[int]]] = {True: {}, False: {}}
        for row in range(len(answers)):
            item, person = int(answers.item[row]), int(answers.annotator[row])
            against = self.key.get(item, int(others[row]))
            if against >= 0:
                each = counts[item in self.key].setdefault(person, [0, 0])
                each[0] += int(answers.label[row]) == against
                each[1] += 1
        on, elsewhere = ({who: (n[0], n[1]) for who, n in each.items()} for each in counts.values())
        return gold_known(on, elsewhere)


def main() -> None:
    """Print the table."""
    crowds = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    alarms: Counter[str] = Counter()
    people: Counter[str] = Counter()
    for seed in range(crowds):
        for kind, about in Crowd(seed).seen().items():
            alarms[kind] += bool(about)
            people[kind] += len(about)
    caught = {kind: sum(_caught(kind, seed) for seed in range(crowds)) for kind in KINDS}
    print(f"{crowds} honest crowds and as many with one fault\n")
    print("| detector | honest crowds with an alarm | alarms in all | planted and seen |")
    print("| --- | --- | --- | --- |")
    for kind in KINDS:
        print(f"| {kind} | {alarms[kind]} of {crowds} | {people[kind]} | {caught[kind]} of {crowds} |")


def _caught(kind: str, seed: int) -> bool:
    wanted: dict[str, Callable[[tuple[object, ...]], bool]] = {
        "same_mistakes": lambda about: set(about) == {ROGUE, PARTNER},
        "confusing_labels": lambda about: about == (0, 1),
        "guideline_regression": lambda about: about == (1, 2),
    }
    right = wanted.get(kind, lambda about: about == (0,))  # the rogue, or the first item
    return any(right(about) for about in Crowd(10_000 + seed, kind).seen()[kind])


if __name__ == "__main__":
    main()

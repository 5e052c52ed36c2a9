"""How often the detectors of concerns cry wolf, and how often they see what was planted.

Honest crowds: 12 people, right in 65 to 95 of 100, each of their own pace, four answers an item on 300 items, 60 of
them gold. In planted crowds one of them (of a pair, two) does what the detector is for. Wrong keys and confusion are
planted too. Three kinds of answers:

one label    of three
several      one to three labels of five; a person who is right in 80 of 100 leaves out 20 of 100 true labels and adds 7
             of 100 others, on hard items twice as many, on easy ones half
a pair       one of two responses, a tie, or both bad; shown in an order drawn by lot, and who errs leans to the first

Takes some minutes.

    python -m benchmarks.detection [crowds]
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, ClassVar

import numpy as np

from armslength_quality import (
    Answers,
    DawidSkene,
    EachLabel,
    Flag,
    LabelSets,
    as_labels,
    beside_others,
    confusing_labels,
    drifting,
    gold_known,
    long_runs,
    majority_of_others,
    one_sided,
    regressions,
    same_mistakes,
    say_nothing,
    too_fast,
    wrong_gold,
)

PEOPLE, ITEMS, EACH, LABELS, GOLD = 12, 300, 4, 3, 60
ROGUE, PARTNER = 0, 1
Key = tuple[int, int]
Found = dict[str, Callable[[], Iterable[Flag]]]
"""What each detector finds, once it is asked."""
Right = Callable[[tuple[Any, ...]], bool]


class Crowd:
    """Answers of honest people, and what one fault does to them: one label of three."""

    name = "one label"
    kinds: ClassVar[tuple[str, ...]] = (
        "says_nothing", "long_run", "too_fast", "drift", "gold_known", "same_mistakes", "wrong_gold",
        "confusing_labels", "guideline_regression",
    )  # fmt: skip

    def __init__(self, seed: int, fault: str = "") -> None:
        self.rng = rng = np.random.default_rng(seed)
        self.truth: list[Any] = [self.true() for _ in range(ITEMS)]
        self.hard = rng.choice([0.5, 1.0, 2.0], size=ITEMS)
        self.first = rng.integers(2, size=(ITEMS, PEOPLE))
        skill, pace = rng.uniform(0.65, 0.95, PEOPLE), rng.lognormal(0, 0.25, PEOPLE)
        self.said: dict[Key, Any] = {}
        self.seconds: dict[Key, float] = {}
        for item in range(ITEMS):
            who = rng.choice(PEOPLE, size=EACH, replace=False)
            if fault == "same_mistakes":  # two who collude meet often
                who = np.unique(np.concatenate([[ROGUE, PARTNER], who]))[:EACH] if rng.random() < 0.4 else who
            for person in who.tolist():
                self.said[item, person] = self.label(item, person, float(skill[person]))
                self.seconds[item, person] = 20 * float(rng.lognormal(0, 0.5)) * float(pace[person])
        self.key: dict[int, Any] = {item: self.truth[item] for item in range(GOLD)}
        if fault:
            self._plant(fault)

    def true(self) -> Any:
        """What an item is."""
        return int(self.rng.integers(LABELS))

    def label(self, item: int, person: int, skill: float) -> Any:
        """What somebody of this skill says."""
        return self.truth[item] if self.rng.random() < skill else self.other(item, person)

    def other(self, item: int, person: int) -> Any:
        """A wrong answer."""
        return int((self.truth[item] + self.rng.integers(1, LABELS)) % LABELS)

    def lots(self) -> Any:
        """An answer that knows nothing of the item."""
        return self.true()

    def line(self, item: int) -> Any:
        """What who does not look gives every item."""
        return 0

    def mixed(self, item: int, label: Any) -> Any:
        """The answer with one of two labels taken for the other; as it is where it holds neither."""
        return 1 - label if self.truth[item] < 2 and label == self.truth[item] else label

    def _plant(self, fault: str) -> None:
        mine = [item for item, person in self.said if person == ROGUE]
        half = len(mine) // 2
        for (item, person), label in self.said.items():
            if fault == "confusing_labels" and self.rng.random() < 0.3:
                self.said[item, person] = self.mixed(item, label)
            later_and_right = item >= ITEMS // 2 and label == self.truth[item]
            if fault == "guideline_regression" and later_and_right and self.rng.random() < 0.15 / 0.8:
                self.said[item, person] = self.other(item, person)
        changed = {
            "says_nothing": {item: self.lots() for item in mine},
            "long_run": {item: self.line(item) for item in mine[half : half + 15]},
            "one_side": {item: self.line(item) for item in mine if self.rng.random() < 0.6},
            "drift": {item: self.lots() for item in mine[half:]},
            "gold_known": {
                item: self.truth[item] if item < GOLD else self.label(item, ROGUE, 0.5) for item in mine
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
            self.key[0] = self.other(0, ROGUE)

    def order(self) -> dict[Hashable, list[Any]]:
        """Everybody's answers one after the other, for who looks for runs."""
        return {person: [label for (_, who), label in self.said.items() if who == person] for person in range(PEOPLE)}

    def seen(self) -> dict[str, list[tuple[Any, ...]]]:
        """Whom each detector names."""
        return {kind: [each.about for each in look()] for kind, look in self.found().items() if kind in self.kinds}

    def found(self) -> Found:
        """What each detector finds."""
        answers = Answers.from_rows((item, person, label) for (item, person), label in self.said.items())
        truth = DawidSkene().fit(answers, gold=self.key)
        believed = {item: truth.of(item).label for item in answers.items} | self.key
        others = majority_of_others(answers)
        agreed = [
            (int(answers.item[row]), int(answers.annotator[row]), answers.label[row] == others[row])
            for row in np.flatnonzero(others >= 0)
        ]
        return {
            "says_nothing": lambda: say_nothing(answers),
            "long_run": lambda: long_runs(self.order()),
            "too_fast": lambda: too_fast(self.seconds),
            "drift": lambda: drifting(answers, {key: float(key[0]) for key in self.said}),
            "gold_known": lambda: self.gold_known(agreed),
            "same_mistakes": lambda: same_mistakes(answers, believed),
            "wrong_gold": lambda: wrong_gold(answers, self.key),
            "confusing_labels": lambda: confusing_labels(answers, believed),
            "guideline_regression": lambda: regressions(answers, self.versions(), self.key),
        }

    def versions(self) -> dict[tuple[Hashable, Hashable], int]:
        """The guideline under which each answer was given."""
        return {key: 1 + (key[0] >= ITEMS // 2) for key in self.said}

    def gold_known(self, agreed: Iterable[tuple[int, int, bool]]) -> list[Flag]:
        """Right on gold beside agreement elsewhere; agreed: (item, person, whether with the others)."""
        counts: dict[bool, dict[Hashable, list[int]]] = {True: {}, False: {}}
        on_gold = ((item, who, label == self.key[item]) for (item, who), label in self.said.items() if item in self.key)
        for item, who, same in (*on_gold, *(each for each in agreed if each[0] not in self.key)):
            each = counts[item in self.key].setdefault(who, [0, 0])
            each[0] += int(same)
            each[1] += 1
        on, elsewhere = ({who: (n[0], n[1]) for who, n in each.items()} for each in counts.values())
        return gold_known(on, elsewhere)

    wanted: ClassVar[Mapping[str, Right]] = {
        "same_mistakes": lambda about: set(about) == {ROGUE, PARTNER},
        "confusing_labels": lambda about: about == (0, 1),
        "guideline_regression": lambda about: about == (1, 2),
    }

    @classmethod
    def caught(cls, kind: str, seed: int) -> bool:
        """Whether the detector names what was planted: the rogue or the first item, if nothing else is said."""
        right: Right = cls.wanted.get(kind, lambda about: about == (0,))
        return any(right(each.about) for each in cls(10_000 + seed, kind).found()[kind]())


class SetCrowd(Crowd):
    """One to three labels of five."""

    name = "several labels"
    offered = ("a", "b", "c", "d", "e")

    def true(self) -> frozenset[str]:
        """Any of them."""
        return frozenset(self.rng.choice(self.offered, size=int(self.rng.integers(1, 4)), replace=False).tolist())

    def label(self, item: int, person: int, skill: float) -> frozenset[str]:
        """True labels left out, others added."""
        miss = min(0.9, (1 - skill) * float(self.hard[item]))
        chance = {each: 1 - miss if each in self.truth[item] else miss / 3 for each in self.offered}
        return frozenset(each for each, likely in chance.items() if self.rng.random() < likely)

    def other(self, item: int, person: int) -> frozenset[str]:
        """One label in the place of another."""
        right: frozenset[str] = self.truth[item]
        gone, come = (str(self.rng.choice(sorted(each))) for each in (right, {*self.offered} - right))
        return (right - {gone}) | {come}

    def line(self, item: int) -> frozenset[str]:
        """Always the first."""
        return frozenset("a")

    def mixed(self, item: int, label: frozenset[str]) -> frozenset[str]:
        """The first for the second, where one of them is true and given."""
        given = label & {"a", "b"}
        return label ^ {"a", "b"} if len(given) == 1 and given == self.truth[item] & {"a", "b"} else label

    wanted: ClassVar[Mapping[str, Right]] = {
        **Crowd.wanted,
        "confusing_labels": lambda about: about == ("a", "b"),
        "wrong_gold": lambda about: about[0][0] == 0,
    }

    def found(self) -> Found:
        """The detectors of sets; of which gold is wrong label by label."""
        sets = LabelSets.from_rows(((item, who, label) for (item, who), label in self.said.items()), self.offered)
        truth = EachLabel(together=True).fit(sets, gold=self.key)
        believed = {item: truth.of(item) for item in sets.by_item} | self.key
        answers = as_labels(sets)
        words: dict[Hashable, Hashable] = {item: ", ".join(sorted(labels)) for item, labels in believed.items()}
        agreed = [
            (int(str(item)), int(str(who)), value == 1)
            for who, each in beside_others(sets).items()
            for item, value in zip(each.items, each.value.tolist(), strict=True)
        ]
        yes = [((item, part), who, part in said) for (item, who), said in self.said.items() for part in self.offered]
        key: dict[Hashable, Hashable] = {
            (item, one): one in right for item, right in self.key.items() for one in self.offered
        }
        return {
            "says_nothing": lambda: say_nothing(sets),
            "long_run": lambda: long_runs(self.order()),
            "too_fast": lambda: too_fast(self.seconds),
            "drift": lambda: drifting(sets, {each: float(each[0]) for each in self.said}),
            "gold_known": lambda: self.gold_known(agreed),
            "same_mistakes": lambda: same_mistakes(answers, words),
            "wrong_gold": lambda: wrong_gold(Answers.from_rows(yes), key, sure=0.95),
            "confusing_labels": lambda: confusing_labels(sets, believed),
            "guideline_regression": lambda: regressions(
                answers, self.versions(), {item: words[item] for item in self.key}
            ),
        }


class PairCrowd(Crowd):
    """The first or the second response, a tie, or both bad."""

    name = "a pair"
    kinds: ClassVar[tuple[str, ...]] = ("one_side", *(kind for kind in Crowd.kinds if kind != "confusing_labels"))
    offered = ("r1", "r2", "tie", "both_bad")

    def true(self) -> str:
        """Mostly one of the two."""
        return str(self.rng.choice(self.offered, p=[0.4, 0.4, 0.1, 0.1]))

    def other(self, item: int, person: int) -> str:
        """Another answer; rather what stands first than what stands second."""
        first = self.offered[self.first[item, person]]
        wrong = [each for each in self.offered if each != self.truth[item]]
        weight = np.array([3.0 if each == first else 2.0 if each in ("r1", "r2") else 1.0 for each in wrong])
        return str(self.rng.choice(wrong, p=weight / weight.sum()))

    def line(self, item: int) -> str:
        """What stands first."""
        return self.offered[self.first[item, ROGUE]]

    def places(self) -> dict[Hashable, list[int]]:
        """At which place what was preferred was shown."""
        return {
            person: [
                int(self.offered[self.first[item, who]] != label)
                for (item, who), label in self.said.items()
                if who == person and label in ("r1", "r2")
            ]
            for person in range(PEOPLE)
        }

    def order(self) -> dict[Hashable, list[Any]]:
        """Places, and what is no preference."""
        return {
            person: [
                label if label[0] != "r" else int(self.offered[self.first[item, who]] != label)
                for (item, who), label in self.said.items()
                if who == person
            ]
            for person in range(PEOPLE)
        }

    def found(self) -> Found:
        """As for labels, and by the place."""
        return {**super().found(), "one_side": lambda: one_sided(self.places())}


def main() -> None:
    """Print the tables."""
    crowds = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    print(f"{crowds} honest crowds and as many with one fault")
    for kind_of_crowd in (Crowd, SetCrowd, PairCrowd):
        table(kind_of_crowd, crowds)


def table(of: type[Crowd], crowds: int) -> None:
    """One kind of answers."""
    alarms: Counter[str] = Counter()
    people: Counter[str] = Counter()
    for seed in range(crowds):
        for kind, about in of(seed).seen().items():
            alarms[kind] += bool(about)
            people[kind] += len(about)
    print(f"\n| {of.name} | honest crowds with an alarm | alarms in all | planted and seen |")
    print("| --- | --- | --- | --- |")
    for kind in of.kinds:
        caught = sum(of.caught(kind, seed) for seed in range(crowds))
        print(f"| {kind} | {alarms[kind]} of {crowds} | {people[kind]} | {caught} of {crowds} |", flush=True)


if __name__ == "__main__":
    main()

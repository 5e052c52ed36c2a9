"""Do the 95 % intervals of people's skill hold what they are, 95 times in 100? Simulated crowds, known skills.

    python -m benchmarks.skill_intervals [crowds]
    python -m benchmarks.skill_intervals --sets FOLDER

In every crowd a person has a probability of being right, drawn for her alone, and answers by it; the models see the
answers only. Counted over all people of all crowds: how often the interval of a model holds that probability, on which
side it misses, how wide it is. *Habits* are people whose probability differs between the labels; *hard items* are
what no model of independent mistakes knows of: on a fifth of the items everybody is drawn to one wrong label.
*right_by* is what is known of groups of answers, here all of a person, where a fit of DawidSkene believes their items.

`--sets`: real crowds (as `benchmarks.truth_accuracy` takes them), the default model, everybody with 20 answers or more
on items whose truth is known; counted is how often the interval holds the share of these that are right.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from benchmarks.truth.crowds import read as read_crowds

from armslength_quality import (
    Answers,
    CategoricalTruth,
    DawidSkene,
    Glad,
    Mace,
    MajorityVote,
    OneCoin,
    Ordinal,
    Pooled,
    Skill,
    WeightedVote,
    right_by,
)

Rng = np.random.Generator
LABELS = 3
DRAWN = 0.6
"""Of the answers on a hard item, the part that goes to its one wrong label."""

MODELS: dict[str, Callable[[], object]] = {
    "DawidSkene": DawidSkene,
    "DawidSkene, Pooled": lambda: DawidSkene(prior=Pooled()),
    "OneCoin": OneCoin,
    "Glad": Glad,
    "Mace": Mace,
    "Ordinal": Ordinal,
    "WeightedVote": WeightedVote,
    "MajorityVote": MajorityVote,
}


@dataclass(frozen=True)
class Crowd:
    """So many items with so many answers each, by people of whom each has about `each` answers."""

    name: str
    items: int
    overlap: int
    each: int
    habits: bool = False
    hard: float = 0.0
    gold: float = 0.0


CROWDS = (
    Crowd("100 answers each, 5 an item", 400, 5, 100),
    Crowd("30 answers each, 5 an item", 400, 5, 30),
    Crowd("10 answers each, 3 an item", 300, 3, 10),
    Crowd("habits, 100 answers each, 5 an item", 400, 5, 100, habits=True),
    Crowd("a fifth of the items hard, 100 answers each, 5 an item", 400, 5, 100, hard=0.2),
    Crowd("... and a fifth of all items gold", 400, 5, 100, hard=0.2, gold=0.2),
)


def drawn(crowd: Crowd, rng: Rng) -> tuple[Answers, np.ndarray, dict[int, int]]:
    """(answers, (people,) the probability that an answer of hers is right, gold)."""
    people = max(crowd.overlap, crowd.items * crowd.overlap // crowd.each)
    right = np.repeat(rng.uniform(0.5, 0.95, (people, 1)), LABELS, axis=1)
    if crowd.habits:
        right = rng.uniform(0.4, 0.98, (people, LABELS))
    truth = rng.integers(0, LABELS, crowd.items)
    who = rng.permuted(np.tile(np.arange(people), (crowd.items, 1)), axis=1)[:, : crowd.overlap]
    wrong = (truth[:, None] + rng.integers(1, LABELS, who.shape)) % LABELS
    said = np.where(rng.random(who.shape) < right[who, truth[:, None]], truth[:, None], wrong)
    hard = rng.random(crowd.items) < crowd.hard
    lure = ((truth + 1) % LABELS)[:, None]
    said = np.where(hard[:, None] & (rng.random(who.shape) < DRAWN), lure, said)
    known = np.flatnonzero(rng.random(crowd.items) < crowd.gold)
    skill = (1 - crowd.hard * DRAWN) * right.mean(axis=1)
    answers = Answers.from_arrays(np.repeat(np.arange(crowd.items), crowd.overlap), who.ravel(), said.ravel())
    return answers, skill, {int(item): int(truth[item]) for item in known}


def by_person(truth: CategoricalTruth) -> Skill:
    """What is known of all answers of each person together."""
    return right_by(truth, truth.answers.annotator, truth.answers.annotators)


def count(
    model: Callable[[], object], crowd: Crowd, crowds: int, read: Callable[[CategoricalTruth], Skill] | None = None
) -> str:
    """How often the interval held the skill (too low, too high), and its mean width."""
    below = above = told = 0
    widths: list[float] = []
    for seed in range(crowds):
        answers, skill, gold = drawn(crowd, np.random.default_rng((5, seed)))
        fitted: CategoricalTruth = model().fit(answers, gold=gold)  # type: ignore[attr-defined]
        skills = read(fitted) if read else fitted.skill
        for name in answers.annotators:
            found = skills.of(name)
            if found.low is None or found.high is None:
                continue
            told += 1
            below += found.high < skill[int(str(name))]
            above += found.low > skill[int(str(name))]
            widths.append(found.high - found.low)
    if not told:
        return "–"
    held = 1 - (below + above) / told
    return f"{held:.1%} ({below / told:.1%} / {above / told:.1%}), {np.mean(widths):.2f}"


def on_real(folder: Path) -> None:
    """Print how often intervals held the share of right answers of those with 20 or more."""
    print("| set | people | held (too low / too high), mean width |\n| --- | ---: | --- |")
    for crowd in read_crowds(folder):
        answers, true = crowd.answers, crowd.truth[crowd.answers.item]
        given = np.bincount(answers.annotator, true >= 0, len(answers.annotators))
        right = np.bincount(answers.annotator, (true >= 0) & (answers.label == true), len(answers.annotators))
        skill, many = DawidSkene().fit(answers).skill, given >= 20
        share = right[many] / given[many]
        below, above = (skill.high[many] < share).mean(), (skill.low[many] > share).mean()
        width = (skill.high - skill.low)[many].mean()
        told = f"{1 - below - above:.1%} ({below:.1%} / {above:.1%}), {width:.2f}"
        print(f"| {crowd.name} | {many.sum()} | {told} |", flush=True)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("crowds", nargs="?", type=int, default=20)
    asked.add_argument("--sets", type=Path)
    chosen = asked.parse_args()
    if chosen.sets:
        on_real(chosen.sets)
        return
    crowds = chosen.crowds
    print(f"{crowds} crowds each; held (too low / too high), mean width")
    print("| model | " + " | ".join(crowd.name for crowd in CROWDS) + " |")
    print("| --- |" + " --- |" * len(CROWDS))
    for name, model in MODELS.items():
        print(f"| {name} | " + " | ".join(count(model, crowd, crowds) for crowd in CROWDS) + " |", flush=True)
    print("| right_by | " + " | ".join(count(DawidSkene, crowd, crowds, by_person) for crowd in CROWDS) + " |")


if __name__ == "__main__":
    main()

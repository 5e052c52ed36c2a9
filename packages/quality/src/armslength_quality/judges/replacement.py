"""Could a judge take the place of one of the people? The test of one left out."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr

from armslength_quality.answers import Answers
from armslength_quality.discoveries import discoveries
from armslength_quality.errors import BadAnswers, BadParameter
from armslength_quality.judges.comparison import Verdicts

FEWEST_PEOPLE = 3
FEWEST_ITEMS = 30


@dataclass(frozen=True, slots=True)
class Duel:
    """The judge beside one person, both measured by the others.

    judge, person   share of the others' answers that each agrees with, mean over the items
    items           on which all had answered
    p               probability of so much advantage if the judge were worse than the person by the allowance
    beaten          whether the judge holds up, false discoveries kept in check over all people
    """

    annotator: Hashable
    judge: float
    person: float
    items: int
    p: float
    beaten: bool


@dataclass(frozen=True, eq=False)
class Replacement:
    """The test's result.

    share     share of the people beside whom the judge holds up; half or more and it may replace one of them
    passes    whether it does
    skipped   people with too few items for a test
    """

    duels: tuple[Duel, ...]
    share: float
    passes: bool
    skipped: tuple[Hashable, ...]


def alternative_annotator(
    humans: Answers, verdicts: Verdicts, *, allowance: float = 0.2, false_discoveries: float = 0.05
) -> Replacement:
    """Leave each person out: does the judge agree with the rest as well as she does?

    Formula: per person h and item, the share of the others' answers that the judge, and that h, gives. The judge holds
    up beside h when the mean of [judge at least as good as h] exceeds that of [h at least as good] less `allowance`
    (one-sided t-test over the items; Benjamini-Yekutieli over the people). `allowance` is what a judge may be worse by,
    because it costs less: 0.1 beside helpers, 0.2 beside skilled people, 0.3 beside experts.

    Raises BadAnswers for fewer than three people, or when nobody has 30 items with two others and a verdict.

    Reference: N. Calderon, R. Reichart, R. Dror, "The Alternative Annotator Test for LLM-as-a-Judge", ACL 2025.
    """
    if not 0 <= allowance < 1:
        raise BadParameter(f"allowance must be from 0 to under 1, not {allowance!r}.")
    if len(humans.annotators) < FEWEST_PEOPLE:
        raise BadAnswers(f"The test needs {FEWEST_PEOPLE} people, there are {len(humans.annotators)}.")
    counts, codes = humans.counts().toarray(), {label: code for code, label in enumerate(humans.categories)}
    advantage: dict[int, list[tuple[float, float, float]]] = {}
    for row in range(len(humans)):
        item, who, label = int(humans.item[row]), int(humans.annotator[row]), int(humans.label[row])
        verdict = verdicts.get(humans.items[item])
        others = counts[item].copy()
        others[label] -= 1
        if verdict is None or others.sum() < FEWEST_PEOPLE - 1:
            continue
        judge = others[codes[verdict]] / others.sum() if verdict in codes else 0.0
        person = others[label] / others.sum()
        advantage.setdefault(who, []).append((judge, person, float(person >= judge) - float(judge >= person)))
    tested = {who: np.array(rows) for who, rows in advantage.items() if len(rows) >= FEWEST_ITEMS}
    if not tested:
        raise BadAnswers(f"Nobody has {FEWEST_ITEMS} items with {FEWEST_PEOPLE - 1} others and a verdict.")
    p = {who: _worse(rows[:, 2], allowance) for who, rows in tested.items()}
    clearest = sorted(p, key=lambda who: (p[who], who))
    beaten = set(clearest[: discoveries([p[who] for who in clearest], false_discoveries)])
    duels = tuple(
        Duel(
            humans.annotators[who], float(rows[:, 0].mean()), float(rows[:, 1].mean()), len(rows), p[who], who in beaten
        )
        for who, rows in sorted(tested.items())
    )
    share = len(beaten) / len(tested)
    skipped = tuple(name for who, name in enumerate(humans.annotators) if who not in tested)
    return Replacement(duels, share, share >= 0.5, skipped)


def _worse(advantage: np.ndarray[tuple[int], np.dtype[np.float64]], allowance: float) -> float:
    """P of so low a mean advantage of the person if it were `allowance` in truth."""
    if np.ptp(advantage) == 0:
        return 0.0 if advantage[0] < allowance else 1.0
    error = advantage.std(ddof=1) / np.sqrt(advantage.size)
    return float(stdtr(advantage.size - 1, (advantage.mean() - allowance) / error))

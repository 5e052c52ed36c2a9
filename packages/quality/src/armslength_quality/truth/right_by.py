"""How often the answers of a group are right: those of a person in a month, of a firm, under a guideline."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np

from armslength_quality.answers import Codes
from armslength_quality.errors import BadAnswers
from armslength_quality.truth.categorical import CategoricalTruth
from armslength_quality.truth.shape import Skill, frozen
from armslength_quality.truth.skill import MEASURE, jeffreys


def right_by(truth: CategoricalTruth, group: Codes, names: Sequence[Hashable]) -> Skill:
    """How often the answers of each group are right, with a 95 % interval; nan where nobody can tell.

    group   (answers,) codes of `names`, in the order of `truth.answers`
    Raises BadAnswers when there is not one group for each answer.

    Formula: value is the mean probability of the labels given, as the fit believes their items. The interval is
    Jeffreys', of as many answers as they tell as much as: people err together, so one among m on its item counts
    1 / (1 + (m - 1) correlation), and one on gold one. How often it holds: `python -m benchmarks.skill_intervals`.

    Cost: one pass over the answers.

    >>> from armslength_quality import Answers, DawidSkene
    >>> rows = [(item, who, "no" if who == "eve" and item < 20 else ("yes" if item % 3 else "no"))
    ...         for item in range(40) for who in ("ada", "bob", "eve")]
    >>> truth = DawidSkene().fit(Answers.from_rows(rows))
    >>> eve = truth.answers.annotator == 2
    >>> early = truth.answers.item < 20
    >>> found = right_by(truth, np.where(eve, early * 1, 2), ["late", "early", "others"])
    >>> found.of("early").value < 0.6 < 0.9 < found.of("late").value
    True
    """
    answers = truth.answers
    if group.shape != answers.item.shape:
        raise BadAnswers(f"There are {len(answers)} answers and {group.size} groups.")
    n = np.bincount(group, minlength=len(names)).astype(np.int64)
    if not truth.supported or len(answers.categories) < 2:
        nothing = frozen(np.full(len(names), np.nan))
        return Skill(tuple(names), MEASURE, nothing, nothing, nothing, frozen(n))
    weight = 1.0 / (1.0 + (answers.per_item - 1) * float(getattr(truth.model, "correlation", 0.0)))
    weight[[answers.item_codes[item] for item in truth.gold]] = 1.0
    right = np.bincount(group, truth.posterior[answers.item, answers.label], len(names)).astype(np.float64)
    told = np.bincount(group, weight[answers.item], len(names)).astype(np.float64)
    return jeffreys(tuple(names), MEASURE, right / np.maximum(n, 1) * told, told, frozen(n))

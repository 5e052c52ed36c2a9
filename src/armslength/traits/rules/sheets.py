"""A sheet: what groups say in a project, from the groups that people are counted to and from nothing else of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from armslength.traits.model import QuestionSheet
from armslength.traits.rules.figures import Roll, figures
from armslength.traits.rules.telling import apart, everybody, tellable


def sheet(
    rolls: Mapping[str, Roll], options: Sequence[str], counted: Mapping[str, int], at_least: int
) -> list[QuestionSheet]:  # fmt: skip
    """Every question that was answered, with the groups of which may be told.

    rolls     by question, what was answered and by whom
    counted   by person, the place of the group they are counted to; who said nothing of themselves is not there
    """
    answered = {name: frozenset(roll.answers) for name, roll in rolls.items() if roll.answers}
    people = apart({name: who & frozenset(counted) for name, who in answered.items()}, at_least)
    shown = tellable(counted, people, answered, len(options), at_least)
    found = []
    for name in answered:
        who, places = sorted(people[name]), shown.get(name, [])
        besides = sorted(everybody(people[name], answered[name], at_least) - people[name])
        groups = [
            figures(
                rolls[name], who, besides, np.array([counted[each] == place for each in who]), len(options),
                options[place], at_least,
            )
            for place in places
        ]  # fmt: skip
        withheld = [each for place, each in enumerate(options) if place not in places]
        found.append(QuestionSheet(name, groups, withheld))
    return found

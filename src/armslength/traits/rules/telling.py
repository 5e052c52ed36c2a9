"""Of which groups and questions may be told, and when anew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from armslength.traits.rules.lots import keeping, surely

People = frozenset[str]


class Mark(NamedTuple):
    """How somebody was counted: in which group, and with which answers. Digests."""

    belongs: str
    said: str


def apart(who: Mapping[str, People], at_least: int) -> dict[str, People]:
    """By question, the people of whom something is told: nobody or at least so many apart from those of any other
    question; else what one question's figures have more than another's would be somebody. Questions that are nearer to
    each other are counted over those who answered both."""
    sets: dict[People, list[str]] = {}
    waiting = [(people, [question]) for question, people in who.items()]
    while waiting:
        people, questions = waiting.pop()
        near = next((other for other in sets if people == other or _near(people, other, at_least)), None)
        if near is None:
            sets[people] = questions
        else:
            waiting.append((people & near, questions + sets.pop(near)))
    return {question: people for people, questions in sets.items() for question in questions}


def everybody(people: People, answered: People, at_least: int) -> People:
    """Those whom a group and the others are together: who is counted, and who answered besides where these are few.
    Else what everybody says, less what a group and the others say, would be these few."""
    return answered if 0 < len(answered - people) < at_least else people


def tellable(
    counted: Mapping[str, int], people: Mapping[str, People], answered: Mapping[str, People], options: int,
    at_least: int,
) -> dict[str, list[int]]:  # fmt: skip
    """By question the groups of which may be told, by their place.

    counted     by person, the group they are counted to
    people      by question, who of these is counted (see `apart`)
    answered    by question, everybody who answered it, whether they said something of themselves or not

    Of a group is told where next to no doubt is left that at least so many belong to it and as many do not. What is
    left of `everybody` when these are taken away is nobody or as many: else the smallest of them is not told of
    either. Nor is a group of which fewer than that are told at one question and not at another.
    """
    found: dict[str, list[int]] = {}
    seen: dict[int, list[People]] = {place: [] for place in range(options)}
    for question in sorted(people, key=lambda name: (-len(people[name]), name)):
        members = {
            place: frozenset(who for who in people[question] if counted[who] == place) for place in range(options)
        }
        shown = [
            place for place, inside in members.items()
            if _enough(len(inside), len(people[question]), options, at_least)
            and not any(_near(inside, other, at_least) for other in seen[place])
        ]  # fmt: skip
        shown.sort(key=lambda place: (-len(members[place]), place))
        whole = len(everybody(people[question], answered[question], at_least))
        while shown and 0 < whole - sum(len(members[place]) for place in shown) < at_least:
            shown.pop()
        for place in shown:
            seen[place].append(members[place])
        if shown:
            found[question] = sorted(shown)
    return found


def due(before: Mapping[str, Mark] | None, now: Mapping[str, Mark], at_least: int) -> bool:
    """Whether to tell anew: at least so many people are counted otherwise than when it was last told, and of those in
    groups otherwise nobody, or as many."""
    if before is None:
        return True
    came, left, both = now.keys() - before.keys(), before.keys() - now.keys(), now.keys() & before.keys()
    exchanged = max(len(came), len(left))  # who withdrew and said it again is one person
    moved = exchanged + sum(now[who].belongs != before[who].belongs for who in both)
    changed = exchanged + sum(now[who] != before[who] for who in both)
    return changed >= at_least and (moved == 0 or moved >= at_least)


def _near(one: People, other: People, at_least: int) -> bool:
    return 0 < len(one ^ other) < at_least


def _enough(inside: int, people: int, options: int, at_least: int) -> bool:
    keep = keeping(options)
    come = (1 - keep) / options
    outside = people - inside
    return (
        min(inside, outside) >= at_least
        and surely(inside, people, at_least, stay=keep + come, come=come)
        and surely(outside, people, at_least, stay=1 - come, come=1 - keep - come)
    )

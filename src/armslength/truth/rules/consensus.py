"""The majority, question by question and target by target.

Answers count as the same when their kind says so (`scalar`): two preferences for r1 agree whatever their strength. The
value given back is then the middle one of those that agree. What points things out (spans, flags) is voted on part by
part.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from armslength.truth.model import Consensus
from armslength.truth.rules.reading import Answers, Asked


def consensus(questions: Mapping[str, Asked], answers: Sequence[Answers]) -> dict[str, dict[str, Consensus]]:
    """The majority of several people's answers to one item, by question and by the targets that anybody answered.
    `questions`: what `asked` makes of a schema, once for many items."""
    found = {}
    for name, question in questions.items():
        votes: dict[str, list[Any]] = {}
        for given in answers:
            for target, value in question.values(given):
                votes.setdefault(target, []).append(value)
        found[name] = {target: _vote(question, values) for target, values in votes.items()}
    return found


def _vote(question: Asked, values: Sequence[Any]) -> Consensus:
    if question.measure.parts is not None:
        return _vote_on_parts(question, values)
    times = Counter(question.scalar(value) for value in values)
    (_, top), *others = times.most_common()
    leaders = [scalar for scalar, count in times.items() if count == top]
    share = top / len(values)
    if len(leaders) > 1:
        leading = [_middle(question, values, scalar) for scalar in sorted(leaders, key=str)]
        return Consensus(None, share, 0.0, True, len(values), leading)
    second = others[0][1] if others else 0
    return Consensus(_middle(question, values, leaders[0]), share, (top - second) / len(values), False, len(values))


def _middle(question: Asked, values: Sequence[Any], scalar: object) -> Any:
    """Of the values with this scalar, the (lower) middle one on the question's scale, as plain JSON."""
    return question.middle([value for value in values if question.scalar(value) == scalar])


def _vote_on_parts(question: Asked, values: Sequence[Any]) -> Consensus:
    """A part stands when more people said the same of it than said anything else, or nothing; `share` is the mean share
    behind the parts that stand.

    A part as many said as did not neither stands nor falls: the vote is a tie, and the parts that stand are kept.
    """
    parts = question.parts
    given = [parts.of(value) for value in values]
    standing, shares, tie = [], [], False
    for part in sorted({part for each in given for part in each}):
        entries = [each[part] for each in given if part in each]
        (said, top), *others = Counter(parts.said(entry) for entry in entries).most_common()
        beaten = max([len(values) - len(entries), *(times for _, times in others)])
        tie = tie or top == beaten
        if top > beaten:
            standing.append(question.middle_entry([entry for entry in entries if parts.said(entry) == said]))
            shares.append(top / len(values))
    share = sum(shares) / len(shares) if shares else sum(not each for each in given) / len(values)
    value = msgspec.to_builtins(parts.made(standing))
    return Consensus(value, share, max(0.0, 2 * share - 1), tie, len(values))


def as_wire(found: Mapping[str, Mapping[str, Consensus]]) -> dict[str, dict[str, dict[str, Any]]]:
    """The same as plain JSON."""
    result: dict[str, dict[str, dict[str, Any]]] = msgspec.to_builtins(found)
    return result

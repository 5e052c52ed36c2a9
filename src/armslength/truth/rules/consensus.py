"""The majority, question by question and target by target.

Answers count as the same when their kind says so (`scalar`): two preferences for r1 agree whatever their strength. The
value given back is then the middle one of those that agree. Spans are voted on one by one.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from armslength.questions.model import LabelSchema
from armslength.truth.model import Consensus
from armslength.truth.rules.reading import Answers, Asked, asked


def consensus(schema: LabelSchema, answers: Sequence[Answers]) -> dict[str, dict[str, Consensus]]:
    """The majority of several people's answers to one item, by question and by the targets that anybody answered."""
    found = {}
    for name, question in asked(schema).items():
        votes: dict[str, list[Any]] = {}
        for given in answers:
            for target, value in question.values(given):
                votes.setdefault(target, []).append(value)
        found[name] = {target: _vote(question, values) for target, values in votes.items()}
    return found


def _vote(question: Asked, values: Sequence[Any]) -> Consensus:
    if question.measure.scale == "spans":
        return _vote_on_spans(values)
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
    same = [value for value in values if question.scalar(value) == scalar]
    same.sort(key=lambda value: (sorted(question.measure.numbers(value).items()), msgspec.json.encode(value)))
    return msgspec.to_builtins(same[(len(same) - 1) // 2])


def _vote_on_spans(values: Sequence[Any]) -> Consensus:
    """A span stands when more than half marked exactly it; `share` is the mean share behind the spans that stand.

    A span that exactly half marked neither stands nor falls: the vote is a tie, and the spans that stand are kept.
    """
    marks = [{_place(span): span for span in value.spans} for value in values]
    times = Counter(place for marked in marks for place in marked)
    every = {place: span for marked in marks for place, span in marked.items()}
    standing = sorted(place for place, count in times.items() if count * 2 > len(values))
    shares = [times[place] / len(values) for place in standing]
    share = sum(shares) / len(shares) if shares else sum(not marked for marked in marks) / len(values)
    tie = any(count * 2 == len(values) for count in times.values())
    value = {"spans": [msgspec.to_builtins(every[place]) for place in standing]}
    return Consensus(value, share, max(0.0, 2 * share - 1), tie, len(values))


def _place(span: Any) -> tuple[str, str, str, int, int, str]:
    return (span.field, span.response or "", span.message or "", span.start, span.end, span.label)


def as_wire(found: Mapping[str, Mapping[str, Consensus]]) -> dict[str, dict[str, dict[str, Any]]]:
    """The same as plain JSON."""
    result: dict[str, dict[str, dict[str, Any]]] = msgspec.to_builtins(found)
    return result

"""How near an answer comes to one that is known to be right.

Question by question and target by target, each from 0 (missed) to 1 (right):

    on a nominal scale      the share of its parts that say the same (a ranking has one for each response)
    ordered or in numbers   the share of its parts that lie within `within` of the right ones (0: exactly there)
    spans, flags, …         F1 of what is pointed out (spans: equal in place and label), of the same degree or, where
                            degrees have an order, no further than `within` apart; nothing is right where nothing is
    not answered            "not applicable" and "cannot assess" are right where they are the right answer

A question is as right as the mean of its targets. Kinds whose answers are never compared (free text) have no score.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from armslength.questions.model import Answer, Answers, LabelSchema, Measure, Parts, Question
from armslength.questions.registry import KINDS
from armslength.questions.rules.answers import is_empty


def score(schema: LabelSchema, right: Answers, given: Answers, within: Mapping[str, float]) -> dict[str, float]:
    """By question, 0 … 1, for the questions that `right` answers and whose kind can be compared."""
    found = {}
    for question in schema.questions:
        known = right.get(question.name, {})
        matches = [
            _match(question, answer, given.get(question.name, {}).get(target), within.get(question.name, 0.0))
            for target, answer in known.items()
        ]
        told = [match for match in matches if match is not None]
        if told:
            found[question.name] = sum(told) / len(told)
    return found


def alike(schema: LabelSchema, one: Answers, other: Answers) -> dict[str, float]:
    """By question, how far two people say the same, 0 … 1: read both ways, because what only one of them points out is
    missing in the other. Of what both speak of: who is silent on something contradicts nobody, since it may be left
    out, or was not asked after another answer; saying that it cannot be told is not silence."""
    both = (_spoken(schema, one, other), _spoken(schema, other, one))
    ways = [score(schema, first, second, {}) for first, second in (both, both[::-1])]
    found = {}
    for name in ways[0].keys() | ways[1].keys():
        told = [way[name] for way in ways if name in way]
        found[name] = sum(told) / len(told)
    return found


def _spoken(schema: LabelSchema, said: Answers, by_other: Answers) -> Answers:
    """What is said of the things that the other one speaks of, too."""
    return {
        question.name: {
            target: answer
            for target, answer in said.get(question.name, {}).items()
            if (back := by_other.get(question.name, {}).get(target)) is not None
            and not is_empty(question, answer)
            and not is_empty(question, back)
        }
        for question in schema.questions
    }


def _match(question: Question, right: Answer, given: Answer | None, within: float) -> float | None:
    if right.state != "answered":
        return float(given is not None and given.state == right.state)
    kind = KINDS[question.kind]
    measure = kind.measure(msgspec.convert(question.settings, kind.Settings))
    wanted = msgspec.convert(right.value, kind.Value)
    if measure.parts is None and not measure.categories(wanted):
        return None
    if given is None or given.state != "answered":
        return 0.0
    said = msgspec.convert(given.value, kind.Value)
    if measure.parts is not None:
        return _f1(measure.parts, wanted, said, 0.0 if measure.scale == "nominal" else within)
    return _near(measure, wanted, said, within)


def _near(measure: Measure, wanted: Any, said: Any, within: float) -> float:
    """Without a distance, what counts as the same for agreement is right: a preference, whatever its strength."""
    place = measure.numbers if within and measure.scale != "nominal" else measure.categories
    right, given = place(wanted), place(said)
    hits = sum(part in given and abs(given[part] - number) <= within for part, number in right.items())
    return hits / max(len(right), len(given))


def _f1(parts: Parts, wanted: Any, said: Any, within: float) -> float:
    right, given = parts.of(wanted), parts.of(said)
    if not right and not given:
        return 1.0
    hits = sum(_same(parts, entry, given[part], within) for part, entry in right.items() if part in given)
    return 2 * hits / (len(right) + len(given))


def _same(parts: Parts, right: Any, given: Any, within: float) -> bool:
    apart = abs(parts.degree(right) - parts.degree(given))
    return apart <= within if within else not apart and parts.said(right) == parts.said(given)

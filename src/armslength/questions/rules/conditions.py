"""When a question is shown, and when it must be answered.

    answered: true|false    whether it was answered ("not applicable" and "cannot assess" are not answers)
    equals: x               the answer is x; several chosen options equal a list of them, or one of them
    in: [x, y]              any of them
    at_least, at_most       numbers only (ratings)

An answer to a question that is not shown counts as none. A comparison with an answer that is not there is false,
also below `not`: `not` turns the whole round, so `{"not": {"equals": x}}` holds while there is no answer.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from armslength.questions.model import Answer, Answers, Condition, LabelSchema, Question, Scalar
from armslength.questions.registry import KINDS
from armslength.questions.rules.targets import expand, related

Shown = dict[str, list[str]]


def shown(schema: LabelSchema, content: Mapping[str, Any], answers: Answers) -> Shown:
    """The targets at which each question is shown, question by question in the schema's order."""
    result: Shown = {}
    for question in schema.questions:
        targets = expand(schema, question.target, content)
        if question.show_if is not None:
            world = World(schema, content, answers, result)
            targets = [target for target in targets if holds(question.show_if, target, world)]
        result[question.name] = targets
    return result


class World:
    """What a condition can look at: the answers to the questions shown so far."""

    def __init__(self, schema: LabelSchema, content: Mapping[str, Any], answers: Answers, shown_so_far: Shown) -> None:
        self.schema = schema
        self.content = content
        self.answers = answers
        self.shown = shown_so_far

    def scalar(self, name: str, target: str) -> Scalar:
        """What was answered to `name`, where it matters at `target`."""
        other = self.schema.question(name)
        place = related(self.schema, target, other, self.content) if other is not None else None
        if other is None or place is None or place not in self.shown.get(name, ()):
            return None
        answer = self.answers.get(name, {}).get(place)
        return None if answer is None else scalar_of(other, answer)


def holds(condition: Condition, target: str, world: World) -> bool:
    """Whether the condition is met, seen from `target`."""
    if condition.all is not None:
        return all(holds(each, target, world) for each in condition.all)
    if condition.any is not None:
        return any(holds(each, target, world) for each in condition.any)
    if condition.not_ is not None:
        return not holds(condition.not_, target, world)
    scalar = world.scalar(condition.question or "", target)
    if condition.answered is not msgspec.UNSET:
        return (scalar is not None) == condition.answered
    return scalar is not None and _meets(condition, scalar)


def _meets(condition: Condition, scalar: Scalar) -> bool:
    if condition.equals is not msgspec.UNSET:
        return _same(scalar, condition.equals)
    if isinstance(condition.in_, list):
        return any(_same(scalar, wanted) for wanted in condition.in_)
    if not isinstance(scalar, int | float):
        return False
    low, high = condition.at_least, condition.at_most
    enough = not isinstance(low, int | float) or scalar >= low
    return enough and (not isinstance(high, int | float) or scalar <= high)


def _same(scalar: Scalar, wanted: Any) -> bool:
    if isinstance(wanted, bool):
        return False
    several = set(scalar) if isinstance(scalar, tuple) else {scalar}
    if isinstance(wanted, list):
        return all(isinstance(each, str) for each in wanted) and several == set(wanted)
    return isinstance(wanted, str | int | float) and wanted in several


def scalar_of(question: Question, answer: Answer) -> Scalar:
    """The answer's scalar; None when it was not answered, is empty, or cannot be read."""
    if answer.state != "answered":
        return None
    kind = KINDS[question.kind]
    try:
        value = msgspec.convert(answer.value, kind.Value)
    except (msgspec.ValidationError, RecursionError):
        return None
    return None if kind.is_empty(value) else kind.scalar(value)


def leaves(condition: Condition, path: str = "") -> Iterator[tuple[str, Condition]]:
    """Every single test inside a condition, with its path."""
    waiting = [(path, condition)]
    while waiting:
        place, current = waiting.pop()
        groups = (("all", current.all), ("any", current.any))
        inner = [(f"{place}.{name}[{index}]", each) for name, group in groups for index, each in enumerate(group or ())]
        if current.not_ is not None:
            inner.append((f"{place}.not", current.not_))
        if not inner:
            yield place, current
        waiting += inner[::-1]
